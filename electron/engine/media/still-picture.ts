// One stored picture, decoded by ffmpeg from the samples as they are stored: never from a screen, never by a time.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ColourRange } from '#contract/picture-view.ts'
import { assert } from '#engine/base/assert.ts'
import { unwatched } from '#engine/base/progress.ts'
import { conversionOf, noPicture, readShowinfo } from './decoded-picture.ts'
import type { Conversion, PictureFacts } from './decoded-picture.ts'
import { exactCrop } from './decoder-track.ts'
import { probeFfmpeg, runFfmpeg } from './ffmpeg.ts'
import type { FfmpegRun } from './ffmpeg.ts'
import { decodeStarts, sampleRun } from './sample-run.ts'
import type { SampleRun } from './sample-run.ts'

/** How the values of a picture become colours. */
export type StillReading = {
  conversion: Conversion
  /** The whole chain of filters. */
  filter: string
  /** Gives the pixels as RGB, row by row from the top, 8 or 16 bits (big-endian) a component. */
  pixels(take: (chunk: Uint8Array) => void | Promise<void>): Promise<void>
}

/** Read as the file says, unless asked otherwise. */
export type StillPicture = StillReading & {
  run: Omit<SampleRun, 'input'>
  facts: PictureFacts
  /** Flags of the decoder, as `-flags` takes them. */
  flags: string
  readAs(range: ColourRange): StillReading
  /** The picture as a JPEG after other filters, only to be looked at. */
  jpeg(filter: string): Promise<Uint8Array>
}

/** 8K and more; a picture that claims to be larger is not decoded. */
const mostPixels = 100_000_000
const timeoutMs = 120_000

/**
 * Decodes the picture twice: once to learn what it is, once for its pixels. Fails with `ffmpeg-missing`, `ffmpeg-failed`,
 * `still-refused` or `wrong-input`.
 */
export async function stillPicture(
  source: ByteSource,
  track: MovieTrack,
  sample: number,
  options: Pick<FfmpegRun, 'program' | 'signal'> = {},
): Promise<StillPicture> {
  if (sample >= track.samples.length)
    throw new EvidenceError('wrong-input', `Track ${track.id} has ${track.samples.length} stored samples.`)
  const limits = { ...options, timeoutMs }
  const { run, facts, flags } = await decodable(source, track, sample, limits)
  const { first, count, bytes: runBytes, unsure, pts } = run
  const told = { first, count, bytes: runBytes, unsure, pts }
  const chosen = chosenBy(run)
  const readAs = (range: ColourRange): StillReading => {
    const conversion = conversionOf(facts, range)
    const filter = `${chosen},${conversion.filter}`
    const wanted = facts.width * facts.height * 3 * (conversion.bitDepth / 8)
    return {
      ...{ conversion, filter },
      async pixels(take) {
        let bytes = 0
        const args = [...decodeWith(flags, filter), '-loglevel', 'error', '-f', 'rawvideo', 'pipe:1']
        await runFfmpeg(args, {
          ...limits,
          input: run.input(),
          onStdout: async (chunk) => {
            bytes += chunk.length
            assert(bytes <= wanted, 'one picture of the size that was told')
            await take(chunk)
          },
        })
        if (bytes !== wanted) throw noPicture(sample, '')
      },
    }
  }
  return {
    ...{ run: told, facts, flags, readAs, ...readAs('file') },
    async jpeg(after) {
      const args = [...decodeWith(flags, `${chosen},${after}`), '-loglevel', 'error', '-q:v', '4']
      const output = ['-c:v', 'mjpeg', '-f', 'image2pipe', 'pipe:1']
      const limited = { ...limits, maxOutputBytes: 4 << 20, input: run.input() }
      const jpeg = await runFfmpeg([...args, ...output], limited)
      if (jpeg.length === 0) throw noPicture(sample, '')
      return jpeg
    },
  }
}

type Decodable = { run: SampleRun; facts: PictureFacts; flags: string }

const chosenBy = ({ pts }: SampleRun): string => `select='eq(pts,${pts})'`

/**
 * The shortest run of samples out of which ffmpeg gives the picture without complaint: it gives none that depends on what it
 * has not seen. Else the shortest that gives it at all; else what it holds of the picture after the longest, and it says so.
 */
async function decodable(
  source: ByteSource,
  track: MovieTrack,
  sample: number,
  limits: Pick<FfmpegRun, 'program' | 'signal' | 'timeoutMs'>,
): Promise<Decodable> {
  const starts = decodeStarts(track, sample)
  const [last = 0] = starts.slice(-1)
  const tries = [
    ...starts.map((first) => ({ first, flags: exactCrop, isDoubtful: false })),
    { first: last, flags: `${exactCrop}${incomplete}`, isDoubtful: true },
  ]
  let words = ''
  let best: Decodable | null = null
  for (const { first, flags, isDoubtful } of tries) {
    if (best && isDoubtful) break
    const run = await sampleRun(source, track, sample, first, limits.signal ?? unwatched.signal)
    const probe = [...decodeWith(flags, `${chosenBy(run)},showinfo`), '-f', 'null', '-']
    const { said, isAll } = await probeFfmpeg(probe, { ...limits, input: run.input() })
    words = said
    const facts = readShowinfo(said)
    if (!facts) continue
    const doubt = isDoubtful ? ['It did not see all that this picture depends on.'] : []
    const cut = isAll ? [] : ['It said more than was kept.']
    const complaints = [...doubt, ...facts.complaints, ...cut]
    const found = { run, facts: { ...facts, complaints }, flags }
    if (complaints.length === 0) return found
    // It may complain only of what it was not given.
    best ??= found
  }
  if (best) return best
  throw noPicture(sample, words)
}

/** Gives pictures that it takes for incomplete. */
const incomplete = '+output_corrupt'

const decodeWith = (flags: string, filter: string): string[] => [
  ...['-loglevel', 'level+info', '-max_pixels', String(mostPixels), '-flags', flags],
  ...['-copyts', '-noautorotate', '-format_whitelist', 'mov', '-f', 'mov', '-i', 'pipe:0'],
  // Where the size changes on the way, no picture is brought to that of the first.
  ...['-map', '0:v:0', '-an', '-sn', '-dn', '-autoscale', '0', '-fps_mode', 'passthrough', '-vf', filter],
]
