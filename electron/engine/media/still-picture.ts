// One stored picture, decoded by ffmpeg from the samples as they are stored: never from a screen, never by a time.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { assert } from '#engine/base/assert.ts'
import { conversionOf, noPicture, readShowinfo } from './decoded-picture.ts'
import type { Conversion, PictureFacts } from './decoded-picture.ts'
import { probeFfmpeg, runFfmpeg } from './ffmpeg.ts'
import type { FfmpegRun } from './ffmpeg.ts'
import { sampleRun } from './sample-run.ts'
import type { SampleRun } from './sample-run.ts'

export type StillPicture = {
  run: Omit<SampleRun, 'input'>
  facts: PictureFacts
  conversion: Conversion
  /** The whole chain of filters. */
  filter: string
  /** Gives the pixels as RGB, row by row from the top, 8 or 16 bits (big-endian) a component. */
  pixels(take: (chunk: Uint8Array) => void | Promise<void>): Promise<void>
}

/** 8K and more; a picture that claims to be larger is not decoded. */
const mostPixels = 100_000_000
const timeoutMs = 120_000

/**
 * Decodes the picture twice: once to learn what it is, once for its pixels. Fails with `ffmpeg-missing`, `ffmpeg-failed`,
 * `cut-refused` or `wrong-input`.
 */
export async function stillPicture(
  source: ByteSource,
  track: MovieTrack,
  sample: number,
  options: Pick<FfmpegRun, 'program' | 'signal'> = {},
): Promise<StillPicture> {
  const { input, ...run } = sampleRun(source, track, sample)
  const chosen = `select='eq(pts,${run.pts})'`
  const decode = (filter: string): string[] => [
    ...['-loglevel', 'level+info', '-max_pixels', String(mostPixels), '-copyts', '-noautorotate'],
    ...['-format_whitelist', 'mov', '-f', 'mov', '-i', 'pipe:0', '-map', '0:v:0', '-an', '-sn', '-dn'],
    ...['-fps_mode', 'passthrough', '-vf', filter],
  ]
  const limits = { ...options, timeoutMs }
  const probe = [...decode(`${chosen},showinfo`), '-f', 'null', '-']
  const { said } = await probeFfmpeg(probe, { ...limits, input: input() })
  const facts = readShowinfo(said)
  if (!facts) throw noPicture(sample, said)
  const conversion = conversionOf(facts)
  const filter = `${chosen},${conversion.filter}`
  const wanted = facts.width * facts.height * 3 * (conversion.bitDepth / 8)
  return {
    ...{ run, facts, conversion, filter },
    async pixels(take) {
      let bytes = 0
      const args = [...decode(filter), '-loglevel', 'error', '-f', 'rawvideo', 'pipe:1']
      await runFfmpeg(args, {
        ...limits,
        input: input(),
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
