// A failure in words: what happened, the facts the engine gave, and what to do next.
import { EvidenceError } from '../errors.ts'
import { en } from './en.ts'
import { safeText, t } from './format.ts'

export type FailureText = {
  what: string
  /** The engine's own sentence with paths and numbers; empty where it says no more than `what`. */
  facts: string
  next: string
}

export function describeFailure(cause: unknown): FailureText {
  const code = cause instanceof EvidenceError ? cause.code : 'internal'
  const what = t(`error.${code}`)
  const message = safeText(
    cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : '',
    600,
  )
  // The engine speaks English, whatever the window does.
  return { what, facts: message === en[`error.${code}`] ? '' : message, next: t(`error.${code}.next`) }
}
