// The streams of a video of another format (AVI, Matroska, transport stream …) laid out as a QuickTime file of our own:
// every packet as it is, in the same order, with tables by which single pictures are found. Derived; the original stays
// what is kept, hashed and exported.
import { rename, rm, stat } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import type { Work } from '#engine/base/progress.ts'
import { fileArgument, runFfmpeg } from './ffmpeg.ts'

export type RewrapRequest = {
  /** The original; only read. */
  source: string
  /** ffmpeg's name of its format, by which alone it is read. */
  format: string
  size: number
  /** Replaced in one step. */
  destination: string
}

const timeoutMs = 4 * 3_600_000
const lookMs = 300

/**
 * Fails with `review-refused` where its streams fit into no such file, and with `ffmpeg-missing`; throws the signal's
 * reason when aborted. Nothing half-made is left.
 */
export async function rewrap(request: RewrapRequest, work: Work, program?: string): Promise<void> {
  const { source, format } = request
  const unfinished = `${request.destination}.new`
  let reason = ''
  try {
    // Sound that does not fit costs the sound, never the picture.
    for (const streams of [['-map', '0:a:0?'], []]) {
      try {
        await watched(unfinished, request, work, () =>
          runFfmpeg(layoutArguments(format, fileArgument(source), fileArgument(unfinished), streams), {
            signal: work.signal,
            timeoutMs,
            ...(program === undefined ? {} : { program }),
          }),
        )
        await rename(unfinished, request.destination)
        return
      } catch (cause) {
        work.signal.throwIfAborted()
        if (!(cause instanceof EvidenceError) || cause.code !== 'ffmpeg-failed') throw cause
        reason = cause.message
      }
    }
  } finally {
    await rm(unfinished, { force: true })
  }
  throw new EvidenceError('review-refused', `The video cannot be laid out for looking at it. ${reason}`)
}

/** `sound`: the arguments for it; it changes nothing in the pictures. */
export const layoutArguments = (
  format: string,
  from: string,
  to: string,
  sound: readonly string[] = [],
): string[] => [
  ...['-format_whitelist', format, '-f', format],
  ...['-probesize', String(16 << 20), '-analyzeduration', '10000000'],
  // AVI stores no times of showing: they follow from the order in which its pictures are decoded.
  ...['-fflags', '+genpts', '-i', from],
  ...['-map', '0:V:0', ...sound, '-c', 'copy', '-map_metadata', '-1', '-strict', '-2'],
  ...['-f', 'mov', '-y', to],
]

/** How far it is shows in how long the new file has become: about as long as the old one in the end. */
async function watched<T>(
  file: string,
  { size }: RewrapRequest,
  work: Work,
  run: () => Promise<T>,
): Promise<T> {
  const look = setInterval(() => {
    void stat(file).then(
      (found) => work.report({ label: '', done: Math.min(found.size, size), total: size, unit: 'bytes' }),
      () => undefined,
    )
  }, lookMs)
  try {
    return await run()
  } finally {
    clearInterval(look)
  }
}
