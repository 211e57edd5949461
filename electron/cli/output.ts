// Where the command writes: answers on stdout, everything else on stderr.
import { safeText } from '#contract/messages/format.ts'
import { describeProgress } from '#contract/messages/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { RateMeter } from '#engine/base/rate-meter.ts'

let answerIsLost = false

/** Names and comments are evidence: nothing in them may move the cursor, begin a line, or turn the order of characters. */
const oneLine = (text: string): string => `${safeText(text, 10_000)}\n`

/** For people: each argument is one line. */
export const print = (...lines: string[]): void => void process.stdout.write(lines.map(oneLine).join(''))

export function say(...lines: string[]): void {
  if (!answerIsLost) process.stderr.write(lines.map(oneLine).join(''))
}

/**
 * An answer may never arrive: its reader ends early (`… | head`), or the disk behind it is full. Then what is under way is
 * cancelled and the exit code is 5: Node's own end, with code 1, could be taken for a verdict. Gives whether it is so.
 */
export function guardAnswer(): () => boolean {
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') say(`exhibit: The answer cannot be written: ${cause.message}`)
    answerIsLost = true
    process.exitCode = 5
    process.emit('SIGTERM', 'SIGTERM')
  })
  return () => answerIsLost
}

/** Exactly one JSON document. */
export const printJson = (value: unknown): void =>
  void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)

/** One of many documents, on a line of its own. */
export const printJsonLine = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)

const clearLine = '\r\u001b[K'
const every = 500

/** Progress on stderr where it is a terminal, at most twice a second; cancelled by Ctrl-C. */
export function terminalWork(): Work & { end(): void } {
  const controller = new AbortController()
  const cancel = (): void => controller.abort()
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  const meter = new RateMeter()
  // The first is told at once, however soon after the start of the program it comes.
  let last = Number.NEGATIVE_INFINITY
  return {
    signal: controller.signal,
    report: (progress) => {
      if (!process.stderr.isTTY) return
      const now = performance.now()
      meter.add(now, progress.done, progress.unit)
      if (now - last < every) return
      last = now
      const rate = meter.rate()
      const remainingSeconds =
        rate && progress.total !== null ? (progress.total - progress.done) / rate : null
      process.stderr.write(
        `${clearLine}${safeText(progress.label)}: ${describeProgress({ ...progress, rate, remainingSeconds })}`,
      )
    },
    end: () => {
      if (Number.isFinite(last)) process.stderr.write(clearLine)
      last = Number.NEGATIVE_INFINITY
      process.off('SIGINT', cancel)
      process.off('SIGTERM', cancel)
    },
  }
}
