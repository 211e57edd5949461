// ffmpeg on hostile files: only local files and pipes, nothing asked, nothing remembered, and its last words when it fails.
import { EvidenceError } from '#contract/errors.ts'
import { quote } from '#engine/base/findings.ts'
import { LimitReached, runProgram, StartFailure } from './child-program.ts'
import type { ProgramEnd, ProgramRun } from './child-program.ts'
import { ffmpegMissing, findFfmpeg } from './ffmpeg-program.ts'

/** Times out after ten minutes and takes at most 64 MiB of standard output unless told otherwise. */
export type FfmpegRun = Partial<Omit<ProgramRun, 'env'>> & {
  /** Which ffmpeg; by default the one that `findFfmpeg` finds. */
  program?: string
}

// `max_alloc`: a header that asks for gigabytes at once does not get them.
const always = ['-nostdin', '-hide_banner', '-nostats', '-loglevel', 'error', '-max_alloc', String(2 ** 30)]

// A playlist that poses as evidence must reach no network.
const beforeInput = ['-protocol_whitelist', 'file,pipe']

/** A path so that ffmpeg takes it for a file whatever its name is (`concat:…`, `http:…`, `-i`). */
export const fileArgument = (path: string): string => `file:${path}`

/** Formats of one file, video in it. Nothing that is a list of other files (hls, concat, dash, image2, subtitles, …). */
export const evidenceFormats = [
  ...['mov', 'matroska', 'avi', 'mpegts', 'mpeg', 'asf', 'h264', 'hevc'],
  ...['flv', 'ogg', 'mpegvideo', 'mjpeg', 'dhav', 'mxf', 'gxf', 'rm'],
] as const

/**
 * A file of evidence as input; options of this input go before it. Only formats of one file are read: a playlist that
 * poses as evidence would pull other files of this machine in.
 */
export const evidenceInput = (path: string): string[] => [
  '-format_whitelist',
  evidenceFormats.join(','),
  '-i',
  fileArgument(path),
]

/** The arguments with what stands before them all, and before each input. */
export function guarded(args: readonly string[]): string[] {
  const isInput = (at: number): boolean => args[at] === '-i' && args[at - 1] !== '-i'
  return [...always, ...args.flatMap((arg, at) => (isInput(at) ? [...beforeInput, arg] : [arg]))]
}

/**
 * Runs ffmpeg to its end; gives what it wrote to standard output. Fails with `ffmpeg-missing` or `ffmpeg-failed`; throws
 * the signal's reason when aborted, and what `input` or `onStdout` throw. The process has ended by then.
 */
export async function runFfmpeg(args: readonly string[], run: FfmpegRun = {}): Promise<Uint8Array> {
  const { program = await findFfmpeg(), ...rest } = run
  const { code, stdout, lastWords } = await supervised(program, guarded(args), rest)
  if (code === 0) return stdout
  throw failed(program, code === null ? 'it was ended by a signal' : `it ended with code ${code}`, lastWords)
}

/** As `runFfmpeg`, with the end of what it says of its input; `isAll`: nothing was said before that. Fails as that does. */
export async function probeFfmpeg(
  args: readonly string[],
  run: FfmpegRun = {},
): Promise<{ stdout: Uint8Array; said: string; isAll: boolean }> {
  const { program = await findFfmpeg(), ...rest } = run
  const talking = guarded(['-loglevel', 'info', ...args])
  const { code, stdout, lastWords, isAll } = await supervised(program, talking, rest)
  if (code === 0) return { stdout, said: lastWords, isAll }
  throw failed(program, code === null ? 'it was ended by a signal' : `it ended with code ${code}`, lastWords)
}

/** The version in ffmpeg's own words, e.g. `7.1.1-static`. Fails with `ffmpeg-missing` or `ffmpeg-failed`. */
export async function ffmpegVersion(program: string): Promise<string> {
  const { stdout } = await supervised(program, ['-version'], { timeoutMs: 10_000 })
  const version = /^ffmpeg version (\S+)/.exec(new TextDecoder().decode(stdout))?.[1]
  if (version !== undefined) return version
  throw ffmpegMissing(`“${program}” does not say of itself that it is ffmpeg.`, program)
}

async function supervised(program: string, args: string[], run: Partial<ProgramRun>): Promise<ProgramEnd> {
  // FFREPORT would make ffmpeg write a log with the names of evidence into the current folder.
  const env = { ...process.env }
  delete env['FFREPORT']
  try {
    return await runProgram(program, args, { timeoutMs: 600_000, maxOutputBytes: 2 ** 26, ...run, env })
  } catch (cause) {
    if (cause instanceof StartFailure) throw ffmpegMissing(cause.message, program, cause)
    if (cause instanceof LimitReached) throw failed(program, cause.message, '', cause)
    throw cause
  }
}

function failed(program: string, how: string, lastWords: string, cause?: unknown): EvidenceError {
  const lines = lastWords.split('\n').slice(-5)
  const said = lastWords === '' ? '' : ` Its last words: ${quote(lines.join(' / '), 300)}`
  return new EvidenceError('ffmpeg-failed', `ffmpeg failed: ${how}.${said}`, {
    details: { program, lastLines: lines },
    cause,
  })
}
