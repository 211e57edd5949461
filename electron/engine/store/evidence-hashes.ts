// What the case says of an item, as hashes that go into the ledger: tables can be edited, hashed entries tell of it.
import type { ItemDetail, ItemSummary } from '#contract/item.ts'
import type { Sha256 } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { canonicalJson } from './canonical-json.ts'

/** SHA-256 of the canonical JSON of a value as it is stored. Throws on values nested deeper than 64. */
export const storedHash = (value: unknown): Sha256 =>
  // As it is read back: what JSON leaves out is not hashed either.
  sha256Of(canonicalJson(JSON.parse(JSON.stringify(value))))

export type EvidenceHashes = {
  verificationSha256?: Sha256
  inspectionSha256?: Sha256
  conformanceSha256?: Sha256
  descriptionSha256?: Sha256
}

/**
 * For the `detail` of an entry: `ingest` gives the whole item, `verify` the new verification, and inspection and description
 * where other start times count by it.
 */
export function evidenceHashes(
  detail: Partial<
    Pick<ItemDetail, 'verification' | 'inspection' | 'conformance' | 'summary' | 'missing' | 'original'>
  >,
): EvidenceHashes {
  const { verification, inspection, conformance, summary } = detail
  return {
    ...(verification ? { verificationSha256: storedHash(verification) } : {}),
    ...(inspection ? { inspectionSha256: storedHash(inspection) } : {}),
    ...(conformance ? { conformanceSha256: storedHash(conformance) } : {}),
    ...(summary ? { descriptionSha256: storedHash(described(summary, detail)) } : {}),
  }
}

/** What of an item's row changes only with its start times after its ingest. */
function described(
  summary: ItemSummary,
  { missing = [], original }: Partial<Pick<ItemDetail, 'missing' | 'original'>>,
): Partial<ItemSummary & Pick<ItemDetail, 'missing' | 'original'>> {
  const { id, name, path, sourcePath, size, sha256, ingestedAt, cameras } = summary
  const { start, end, startOrigin, durationSeconds, levels } = summary
  return {
    ...{ id, name, path, sourcePath, size, sha256, ingestedAt, cameras },
    ...{ start, end, startOrigin, durationSeconds, levels },
    // Earlier versions knew none of these: for what they took in, which has none, the hash has to stay the same.
    ...(summary.kind === 'export' ? {} : { kind: summary.kind }),
    ...(missing.length === 0 ? {} : { missing }),
    ...(original && Object.values(original).some((value) => value !== null) ? { original } : {}),
  }
}
