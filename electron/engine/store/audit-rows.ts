// What else stands in the tables about an item: its earlier verifications, its findings, and what was last found of its bytes.
import { z } from 'zod'
import type { CustodyEntry } from '#contract/custody.ts'
import type { CustodyState } from '#contract/item.ts'
import { answersOf } from '#contract/messages/verdict.ts'
import { Verification } from '#contract/seal.ts'
import { canonicalJson } from './canonical-json.ts'
import { storedHash } from './evidence-hashes.ts'
import { readStored } from './item-row.ts'
import type { ItemStore, StoredItem, VerificationRow } from './item-store.ts'

/** What the ledger says of one item, entry by entry. */
export type SpokenRows = {
  /** Of each verification that it tells of, in order. */
  verifications: { seq: number; sha256: string }[]
  /** Entries of an older version tell of verifications without their hashes: then nothing can be said of their number. */
  isOlder: boolean
  custody: { seq: number; state: CustodyState } | null
}

export const nothingSpoken = (): SpokenRows => ({ verifications: [], isOlder: false, custody: null })

export function noteRows({ seq, action, detail, outputSha256 }: CustodyEntry, spoken: SpokenRows): void {
  const { verificationSha256: sha256, vaultUnchanged } = detail
  if (typeof sha256 === 'string') spoken.verifications.push({ seq, sha256 })
  else if (action === 'ingest' || (action === 'verify' && detail['failed'] === undefined))
    spoken.isOlder = true
  if (action === 'ingest' || (action === 'recovered' && outputSha256 !== null))
    spoken.custody = { seq, state: 'complete' }
  if (action === 'verify' && typeof vaultUnchanged === 'boolean')
    spoken.custody = { seq, state: vaultUnchanged ? 'complete' : 'mismatch' }
}

/** `deep`: every verification is read, not only counted. Fails with `item-damaged` where one cannot be. */
export function auditRows(items: ItemStore, item: StoredItem, spoken: SpokenRows, deep: boolean): string[] {
  return [
    ...auditCustody(item, spoken),
    ...auditFindings(item),
    ...(spoken.isOlder ? [] : auditVerifications(items, item, spoken, deep)),
  ]
}

function auditCustody({ summary }: StoredItem, { custody }: SpokenRows): string[] {
  if (!custody || custody.state === summary.custody) return []
  return [
    `The case says of its original “${summary.custody}”; entry ${custody.seq} of the ledger says “${custody.state}”.`,
  ]
}

function auditFindings({ summary, inspection, findings }: StoredItem): string[] {
  const { issues } = readStored(summary.id, () => z.object({ issues: z.unknown() }).parse(inspection))
  return canonicalJson(findings) === canonicalJson(issues)
    ? []
    : ['Its findings are not those of its inspection.']
}

function auditVerifications(
  items: ItemStore,
  { summary: { id } }: StoredItem,
  { verifications }: SpokenRows,
  deep: boolean,
): string[] {
  const count = items.countVerifications(id)
  if (count !== verifications.length)
    return [`The case holds ${count} verifications of it; the ledger tells of ${verifications.length}.`]
  if (!deep) return []
  const problems: string[] = []
  for (const [index, row] of items.verificationRows(id).entries()) {
    const said = verifications[index]
    const report: unknown = readStored(id, () => JSON.parse(row.report) as unknown)
    if (said && storedHash(report) !== said.sha256)
      problems.push(
        `Its verification ${index + 1} is not the one of which entry ${said.seq} of the ledger speaks.`,
      )
    else if (!isRowOf(row, report))
      problems.push(`The row of its verification ${index + 1} says something else than its report.`)
  }
  return problems
}

/** What the columns of a verification say, its report says too; one of an older shape is compared by its hash alone. */
function isRowOf(row: VerificationRow, report: unknown): boolean {
  const told = Verification.safeParse(report).data
  if (!told) return true
  const { intact, trust } = answersOf(told)
  const pairs = [
    [row.verified_at, told.verifiedAt],
    [row.tool_version, told.toolVersion],
    [row.verdict, told.verdict],
    [row.intact, intact],
    [row.trust, trust],
  ]
  return pairs.every(([found, said]) => found === said)
}
