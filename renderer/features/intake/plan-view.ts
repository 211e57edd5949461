// How a plan is shown: what kinds of files there seem to be, and what a refused certificate says. Pure.
import { EvidenceError } from '#contract/errors.ts'
import { RefusedCertificate, type IntakePlan, type PlannedGuess } from '#contract/intake.ts'
import { t } from '#contract/messages/format.ts'
import { formatBytes } from '#contract/messages/quantities.ts'

const guesses = ['export', 'video', 'archive', 'other', 'empty'] as const satisfies PlannedGuess[]

/** How many of the files that are named seem to be of each kind; only kinds that there are. */
export function countGuesses({ first }: Pick<IntakePlan, 'first'>): { guess: PlannedGuess; count: number }[] {
  return guesses
    .map((guess) => ({ guess, count: first.filter((file) => file.guess === guess).length }))
    .filter(({ count }) => count > 0)
}

/** `38 files, 12.4 GB`; “at least” where some sizes are told only while they are read. */
export function amountOf({ files, bytes, unknownSizes }: IntakePlan): string {
  const amount = { files: t('intake.plan.files', { count: files }), bytes: formatBytes(bytes) }
  if (unknownSizes === 0) return t('intake.plan.amount', amount)
  return unknownSizes === files ? amount.files : t('intake.plan.atLeast', amount)
}

/** Null where the failure is another one, or does not name the certificate well enough to compare it. */
export function refusedCertificate(
  cause: unknown,
): { certificate: RefusedCertificate; reason: string } | null {
  if (!(cause instanceof EvidenceError) || cause.code !== 'download-refused') return null
  const parsed = RefusedCertificate.safeParse(cause.details['certificate'])
  if (!parsed.success) return null
  const { reason } = cause.details
  return { certificate: parsed.data, reason: typeof reason === 'string' ? reason : cause.message }
}
