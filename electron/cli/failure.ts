// What a command says of a failure: one code, one sentence; only a defect of the program shows its inside.
import { CommanderError } from 'commander'
import { EvidenceError } from '#contract/errors.ts'
import { say } from './output.ts'

export function failureOf(error: unknown): EvidenceError {
  if (error instanceof EvidenceError) return error
  if (error instanceof CommanderError)
    return new EvidenceError('wrong-input', error.message, { cause: error })
  if (error instanceof Error && error.name === 'AbortError') {
    return new EvidenceError('cancelled', 'Cancelled; nothing was left half-done.', { cause: error })
  }
  return new EvidenceError('internal', error instanceof Error ? error.message : String(error), {
    cause: error,
  })
}

export function explain(failure: EvidenceError, error: unknown): void {
  if (failure.code !== 'internal' || error === failure) say(`exhibit: ${failure.message}`)
  else {
    const trace = error instanceof Error ? (error.stack ?? error.message) : failure.message
    say(...`exhibit: internal error: ${trace}`.split('\n'))
  }
}
