// Bytes of an item that could not be read from its source: how many, how they are told, and that nothing is claimed on them.
import type { CustodyEntry } from '#contract/custody.ts'
import type { Verification } from '#contract/seal.ts'
import type { ByteRange } from '#contract/units.ts'

/** An entry of the ledger names so many ranges; the item holds all of them. */
const mostNamed = 100

export const missingBytesOf = (missing: readonly ByteRange[]): number =>
  missing.reduce((sum, { start, end }) => sum + end - start, 0)

export function missingSentence(missing: readonly ByteRange[]): string {
  const places = missing.length === 1 ? 'one place' : `${missing.length} places`
  return `${missingBytesOf(missing)} bytes at ${places} could not be read from the source and are missing.`
}

/** For the ledger; nothing for a whole item. */
export function missingDetail(missing: readonly ByteRange[]): CustodyEntry['detail'] {
  if (missing.length === 0) return {}
  const ranges = missing.slice(0, mostNamed).map(({ start, end }) => ({ start, end }))
  return { missing: { ranges, count: missing.length, bytes: missingBytesOf(missing) } }
}

/** Zeros stand where bytes are missing: whether seals match on what was there cannot be told, neither way. */
export function withholdVerdict(verification: Verification, missing: readonly ByteRange[]): Verification {
  if (missing.length === 0) return verification
  return {
    ...verification,
    verdict: 'unreadable',
    reason: `${missingSentence(missing)} Whether the seals match cannot be told.`,
    unsealedBytes: verification.size,
    unsealedRanges: [{ start: 0, end: verification.size }],
    seals: [],
    mediaSigning: [],
    notChecked: ['partial-file'],
  }
}
