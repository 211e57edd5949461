// A list of the MD5 of every decoded picture, written by ffmpeg's own muxer (-f framemd5) byte for byte, so that it can be
// compared with what any other tool gives. MD5 is the common language here; nothing rests on its strength.
import { evidenceInput, guarded, probeFfmpeg, runFfmpeg } from './ffmpeg.ts'
import type { FfmpegRun } from './ffmpeg.ts'

export type FrameMd5Request = {
  source: string
  /** Track of an ISO base media file; null: the first video stream of whatever it is. */
  trackId: number | null
  /** Told each piece of the list, and how many pictures there are so far. */
  onText: (text: Uint8Array, pictures: number) => Promise<void>
}

/** A day of video on a slow machine. */
const timeoutMs = 24 * 3_600_000

/** By what the list comes about, so that somebody else can make it again. */
export type FrameMd5Decoder = {
  /** Of ffmpeg, `ORIGINAL` in the place of the file. */
  arguments: string[]
  /** In which the pictures are hashed, by the first of them, as ffmpeg names it; null where none is decoded. */
  pixelFormat: string | null
}

type Decoded = Pick<FrameMd5Request, 'source' | 'trackId'>

/** Fails with `ffmpeg-missing` or `ffmpeg-failed`. */
export async function frameMd5Decoder(
  { source, trackId }: Decoded,
  run: Pick<FfmpegRun, 'program' | 'signal'>,
): Promise<FrameMd5Decoder> {
  const first = ['-frames:v', '1', '-vf', 'showinfo', '-f', 'null', '-']
  const { said } = await probeFfmpeg([...decoding({ source, trackId }), ...first], {
    ...run,
    timeoutMs: 60_000,
  })
  return {
    arguments: guarded(listing({ source: 'ORIGINAL', trackId })),
    pixelFormat: /\[Parsed_showinfo.*? fmt:(\w+) /.exec(said)?.[1] ?? null,
  }
}

function decoding({ source, trackId }: Decoded): string[] {
  // An edit list would leave pictures out that are stored.
  const input = trackId === null ? [] : ['-ignore_editlist', '1']
  const stream = trackId === null ? '0:V:0' : `0:i:${trackId}`
  return ['-noautorotate', ...input, ...evidenceInput(source), '-map', stream, '-fps_mode', 'passthrough']
}

const listing = (decoded: Decoded): string[] => [
  ...decoding(decoded),
  ...['-bitexact', '-f', 'framemd5', 'pipe:1'],
]

/** How many pictures are listed. Fails with `ffmpeg-missing` or `ffmpeg-failed`. */
export async function listFrameMd5(
  { source, trackId, onText }: FrameMd5Request,
  run: Pick<FfmpegRun, 'program' | 'signal'>,
): Promise<number> {
  let pictures = 0
  let isLineStart = true
  await runFfmpeg(listing({ source, trackId }), {
    ...run,
    timeoutMs,
    onStdout: async (chunk) => {
      for (const byte of chunk) {
        // Lines of pictures begin with the number of the stream, others with a number sign.
        if (isLineStart && byte >= 0x30 && byte <= 0x39) pictures += 1
        isLineStart = byte === 0x0a
      }
      await onText(chunk, pictures)
    },
  })
  return pictures
}
