// Is the copy on the disk what was read from the source: found out by reading it back.
import { EvidenceError } from '#contract/errors.ts'
import type { Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { Incoming } from '#engine/store/incoming.ts'

/** Fails with `copy-mismatch`. `expected`: SHA-256 of what was read from the source. */
export async function compareCopy(incoming: Incoming, expected: Sha256, work: Work): Promise<void> {
  const copy = await openFileSource(incoming.path)
  try {
    const found = await sha256OfSource(copy, {
      signal: work.signal,
      onBytes: (done) => work.report({ label: 'compare', done, total: copy.size, unit: 'bytes' }),
    })
    refuseMismatch(found, expected)
  } finally {
    await copy.close()
  }
}

export function refuseMismatch(found: Sha256, expected: Sha256): void {
  if (found === expected) return
  throw new EvidenceError(
    'copy-mismatch',
    `The copy in the vault has SHA-256 ${found}, the source ${expected}. The copy was removed.`,
    { details: { found, expected } },
  )
}
