// Where the command writes: answers on stdout, everything else on stderr.
import type { Work } from '#engine/base/progress.ts'
import { formatProgress } from '#contract/messages/format.ts'

export const print = (text: string): void => void process.stdout.write(`${text}\n`)
export const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** Exactly one JSON document. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2))

/** Progress on stderr where it is a terminal, at most twice a second; cancelled by Ctrl-C. */
export function terminalWork(): Work & { end(): void } {
  const controller = new AbortController()
  const cancel = (): void => controller.abort()
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  const started = Date.now()
  let last = 0
  const shown = process.stderr.isTTY
  return {
    signal: controller.signal,
    report: (progress) => {
      if (!shown || Date.now() - last < 500) return
      last = Date.now()
      process.stderr.write(`\r\u001b[K${formatProgress(progress, (Date.now() - started) / 1000)}`)
    },
    end: () => {
      if (shown && last > 0) process.stderr.write('\r\u001b[K')
      process.off('SIGINT', cancel)
      process.off('SIGTERM', cancel)
    },
  }
}
