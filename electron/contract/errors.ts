// The closed list of failures (full disk, locked case, …). Findings are data and live in finding.ts; bugs are plain Errors.
import { z } from 'zod'

export const errorCodes = [
  'wrong-input',
  'file-not-found',
  'file-unreadable',
  'not-iso-bmff',
  'disk-full',
  'destination-exists',
  'destination-unwritable',
  'copy-mismatch',
  'source-changed',
  'case-not-found',
  'case-exists',
  'case-locked',
  'case-newer',
  'case-damaged',
  'no-case-open',
  'item-not-found',
  'item-damaged',
  'job-not-found',
  'cancelled',
  'ffmpeg-missing',
  'ffmpeg-failed',
  'key-unreadable',
  'key-unsuitable',
  'certificate-unreadable',
  'seal-refused',
  'cut-refused',
  'review-refused',
  'still-refused',
  'source-unsupported',
  'source-gone',
  'archive-refused',
  'download-failed',
  'download-refused',
  'case-read-only',
  'item-partial',
  'package-changed',
  'examiner-unknown',
  'time-stamp-failed',
  'engine-gone',
  'internal',
] as const

export const ErrorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof ErrorCode>

/** The wire shape of a failure. */
export const ErrorShape = z.strictObject({
  code: ErrorCode,
  message: z.string(),
  details: z.record(z.string(), z.json()),
})
export type ErrorShape = z.infer<typeof ErrorShape>

/** A failure with a code, the facts, and always its cause. Message: what, where, what was kept. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError'
  readonly code: ErrorCode
  readonly details: ErrorShape['details']

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: ErrorShape['details']; cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.details = options.details ?? {}
  }

  toShape(): ErrorShape {
    return { code: this.code, message: this.message, details: this.details }
  }

  static fromShape(shape: ErrorShape): EvidenceError {
    return new EvidenceError(shape.code, shape.message, { details: shape.details })
  }
}

/** The failure of a call whose input does not fit the table of calls; names every field that is wrong. */
export function wrongInput(call: string, error: z.ZodError): EvidenceError {
  const paths = error.issues.map((issue) => issue.path.join('.'))
  const reasons = error.issues.map((issue, at) => `${paths[at] || 'input'}: ${issue.message}`)
  return new EvidenceError(
    'wrong-input',
    `“${call}” was called with the wrong input. ${reasons.join('; ')}`,
    {
      details: { call, paths },
      cause: error,
    },
  )
}
