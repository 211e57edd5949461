// Does ffmpeg open a file as a video of one certain format, and what does it say of it. No other format is tried and nothing
// but this file is read: a playlist that poses as a video would pull in other files of this machine.
import { EvidenceError } from '#contract/errors.ts'
import { quote } from '#engine/base/findings.ts'
import { fileArgument, probeFfmpeg } from './ffmpeg.ts'
import type { FfmpegRun } from './ffmpeg.ts'

export type VideoProbe = {
  /** ffmpeg's name of the format. */
  format: string
  codec: string
  width: number
  height: number
  /** As the file states it; 0 where it does not. */
  durationSeconds: number
}

export type ProbeOutcome = { opened: true; probe: VideoProbe } | { opened: false; reason: string }

const timeoutMs = 20_000
const outputBytes = 1 << 16
/** Enough to find what the streams are; a video that begins later is not one for looking. */
const searched = ['-probesize', String(16 << 20), '-analyzeduration', '10000000']

/** Fails with `ffmpeg-missing`; throws the signal's reason when aborted. */
export async function probeVideo(
  path: string,
  format: string,
  run: Pick<FfmpegRun, 'program' | 'signal'> = {},
): Promise<ProbeOutcome> {
  // One packet of the first video stream, not decoded; the format of the output says what it is in lines of its own.
  const input = ['-format_whitelist', format, '-f', format, ...searched, '-i', fileArgument(path)]
  const args = [...input, '-map', '0:V:0', '-c', 'copy', '-frames:v', '1', '-f', 'framecrc', 'pipe:1']
  try {
    const { stdout, said } = await probeFfmpeg(args, { ...run, timeoutMs, maxOutputBytes: outputBytes })
    return read(format, new TextDecoder().decode(stdout), said)
  } catch (cause) {
    run.signal?.throwIfAborted()
    if (!(cause instanceof EvidenceError) || cause.code !== 'ffmpeg-failed') throw cause
    return { opened: false, reason: cause.message }
  }
}

/** `#codec_id 0: h264`, `#dimensions 0: 320x180`, and one line for the packet. */
function read(format: string, output: string, said: string): ProbeOutcome {
  const codec = /^#codec_id 0: ([\w.-]{1,40})$/m.exec(output)?.[1]
  const size = /^#dimensions 0: (\d{1,6})x(\d{1,6})$/m.exec(output)
  const [width, height] = [Number(size?.[1] ?? 0), Number(size?.[2] ?? 0)]
  if (codec === undefined || width === 0 || height === 0 || !/^0, /m.test(output))
    return { opened: false, reason: `ffmpeg finds no picture in it as ${quote(format)}.` }
  return { opened: true, probe: { format, codec, width, height, durationSeconds: durationIn(said) } }
}

/** Two blanks before it: names and titles out of the file are indented further, whatever stands in them. */
function durationIn(said: string): number {
  const [, hours = '', minutes = '', seconds = ''] =
    /^ {2}Duration: (\d{1,6}):(\d\d):(\d\d\.\d\d), /m.exec(said) ?? []
  const total = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)
  return Number.isFinite(total) ? total : 0
}
