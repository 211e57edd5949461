// Failures that are no property of one file: the next one would meet them too, and they can be mended and gone on from.
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'

const stopping: readonly ErrorCode[] = [
  'source-gone',
  'download-failed',
  'disk-full',
  'destination-unwritable',
  'case-damaged',
  'case-read-only',
]

/** Also what is no failure of the list: a bug says nothing about the file that met it. */
export const stopsIntake = (cause: unknown): boolean =>
  !(cause instanceof EvidenceError) || stopping.includes(cause.code)
