// One small JPEG of a file, for the table of items. Only for looking; where it cannot be made, the item is no worse.
import { rename, writeFile } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import { fileArgument, runFfmpeg } from './ffmpeg.ts'
import type { FfmpegRun } from './ffmpeg.ts'

export type ThumbnailRequest = {
  /** The video file; only read. */
  source: string
  /** Where the JPEG goes; replaced in one step. */
  destination: string
  /** For the place of the picture, a tenth into the recording; unknown or 0: the beginning. */
  durationSeconds?: number
}

/** `reason` is one sentence for the log; a missing thumbnail is not a finding. */
export type ThumbnailOutcome = { made: true } | { made: false; reason: string }

const timeoutMs = 20_000
const width = 320

// Only single-file containers: playlists could pull other files of this machine into the picture.
const readersAllowed = ['-format_whitelist', 'mov,matroska,avi,mpegts,mpeg,asf,h264,hevc']
// A frame larger than 100 megapixels is not decoded for a picture of 320.
const input = [...readersAllowed, '-max_pixels', '100000000', '-skip_frame', 'nokey']
// Pixels may not be square (`dar` counts that in); a height out of all proportion is cut to four times the width.
const scale = `scale=${width}:'max(2,min(${width * 4},trunc(${width}/dar/2)*2))',setsar=1`
const output = [
  '-an',
  '-sn',
  '-dn',
  '-frames:v',
  '1',
  '-vf',
  scale,
  '-q:v',
  '4',
  '-c:v',
  'mjpeg',
  '-f',
  'image2pipe',
  'pipe:1',
]

/** Makes a JPEG 320 pixels wide from the sync frame at or after a tenth of the recording, else from the first one. */
export async function makeThumbnail(
  request: ThumbnailRequest,
  run: Pick<FfmpegRun, 'program' | 'signal'> = {},
): Promise<ThumbnailOutcome> {
  const { source, destination, durationSeconds = 0 } = request
  const starts = durationSeconds > 0 ? [(durationSeconds / 10).toFixed(3), '0'] : ['0']
  try {
    for (const start of starts) {
      const args = ['-ss', start, ...input, '-i', fileArgument(source), '-map', '0:v:0', ...output]
      const picture = await runFfmpeg(args, { ...run, timeoutMs, maxOutputBytes: 4 << 20 })
      if (!isJpeg(picture)) continue
      await writeFile(`${destination}.new`, picture)
      await rename(`${destination}.new`, destination)
      return { made: true }
    }
    return { made: false, reason: 'No picture could be decoded.' }
  } catch (cause) {
    run.signal?.throwIfAborted()
    return { made: false, reason: cause instanceof EvidenceError ? cause.message : String(cause) }
  }
}

const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes.length > 100
