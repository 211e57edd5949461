// One small JPEG of a file, for the table of items. Only for looking; where it cannot be made, the item is no worse.
import { rename, writeFile } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import { evidenceInput, runFfmpeg } from './ffmpeg.ts'
import type { FfmpegRun } from './ffmpeg.ts'

export type ThumbnailRequest = {
  /** The video file; only read. */
  source: string
  /** Where the JPEG goes; replaced in one step. */
  destination: string
  /** For the place of the picture, a tenth into the recording; unknown or 0: the beginning. */
  durationSeconds?: number
}

/**
 * `reason` is one sentence for the log; a missing thumbnail is not a finding. `isOfFile`: another try would end the same way;
 * false where this computer is the reason (no ffmpeg, no room), which can be mended.
 */
export type ThumbnailOutcome = { made: true } | { made: false; reason: string; isOfFile: boolean }

/** For all attempts together. */
const timeoutMs = 20_000
const width = 320

// Pixels may not be square (`dar` counts that in); a height out of all proportion is cut to four times the width.
const scale = `scale=${width}:'max(2,min(${width * 4},trunc(${width}/dar/2)*2))',setsar=1,format=yuvj420p`
const picture = ['-map', '0:v:0', '-an', '-sn', '-dn', '-frames:v', '1', '-vf', scale, '-q:v', '4']
const output = [...picture, '-c:v', 'mjpeg', '-f', 'image2pipe', 'pipe:1']

/** Makes a JPEG 320 pixels wide of the sync frame at or after a tenth of the recording, else of the first frame there is. */
export async function makeThumbnail(
  request: ThumbnailRequest,
  run: Pick<FfmpegRun, 'program' | 'signal'> = {},
): Promise<ThumbnailOutcome> {
  const deadline = Date.now() + timeoutMs
  let reason = 'No picture could be decoded.'
  for (const attempt of attempts(request)) {
    const left = deadline - Date.now()
    if (left <= 0) break
    try {
      const jpeg = await runFfmpeg(attempt, { ...run, timeoutMs: left, maxOutputBytes: 4 << 20 })
      if (!isJpeg(jpeg)) continue
      await writeFile(`${request.destination}.new`, jpeg)
      await rename(`${request.destination}.new`, request.destination)
      return { made: true }
    } catch (cause) {
      run.signal?.throwIfAborted()
      reason = cause instanceof EvidenceError ? cause.message : String(cause)
      const isOfFile = cause instanceof EvidenceError && cause.code === 'ffmpeg-failed'
      if (!isOfFile) return { made: false, reason, isOfFile }
    }
  }
  return { made: false, reason, isOfFile: true }
}

// A stated duration may be wrong, and some recorders mark no frame as a sync frame.
function attempts({ source, durationSeconds = 0 }: ThumbnailRequest): string[][] {
  const tenth = (durationSeconds / 10).toFixed(3)
  const syncOnly = ['-skip_frame', 'nokey']
  const starts = [...(durationSeconds > 0 ? [['-ss', tenth, ...syncOnly]] : []), syncOnly, []]
  // A frame larger than 100 megapixels is not decoded for a picture of 320.
  return starts.map((start) => [...start, '-max_pixels', '100000000', ...evidenceInput(source), ...output])
}

const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes.length > 100
