// Exit codes of every command: 0 done and nothing wrong · 1 the evidence is wrong · 2 wrong usage · 3 nothing to verify ·
// 4 an input cannot be read · 5 the program failed. With several files the worst decides, in the order 5, 4, 1, 3, 0.
import { ZodError } from 'zod'
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5

const order: readonly ExitCode[] = [5, 4, 2, 1, 3, 0]

export const worst = (codes: readonly ExitCode[]): ExitCode => order.find((code) => codes.includes(code)) ?? 0

/** One verified file. */
export function exitCodeOf({ verdict, seals, mediaSigning }: Verification): ExitCode {
  if (verdict === 'broken' || mediaSigning.some((report) => report.verdict === 'not-authentic')) return 1
  if (verdict === 'unreadable') return 4
  if (verdict === 'sealed') return 0
  const signed = mediaSigning.filter((report) => report.scheme !== null)
  // Signed in a way that cannot be checked here: as little is known as of a file whose only seal is not supported.
  if (signed.some((report) => report.verdict === 'not-checkable')) return 4
  return signed.length === 0 && seals.every(({ status }) => status === 'empty') ? 3 : 0
}

const usage: readonly ErrorCode[] = [
  'wrong-input',
  'destination-exists',
  'item-not-found',
  'case-exists',
  'key-unsuitable',
  'source-unsupported',
  'cut-refused',
  'seal-refused',
  'item-partial',
  'case-read-only',
  'examiner-unknown',
]
const unreadable: readonly ErrorCode[] = [
  'file-not-found',
  'file-unreadable',
  'not-iso-bmff',
  'case-not-found',
  'case-damaged',
  'case-newer',
  'key-unreadable',
  'certificate-unreadable',
  'source-gone',
  'archive-refused',
  'download-failed',
  'download-refused',
  'package-changed',
]

export function exitCodeOfFailure(error: unknown): ExitCode {
  if (error instanceof ZodError) return 2
  if (!(error instanceof EvidenceError)) return 5
  if (usage.includes(error.code)) return 2
  return unreadable.includes(error.code) ? 4 : 5
}
