// A ledger entry as it stands in the database, and the hash that binds it (contract/custody.ts).
import { CustodyEntry } from '#contract/custody.ts'
import type { Sha256 } from '#contract/units.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { canonicalJson } from './canonical-json.ts'

export type CustodyRow = {
  seq: number
  time: string
  actor: string
  action: string
  item_id: string | null
  input_sha256: string | null
  output_sha256: string | null
  detail: string
  tool_version: string
  previous: string
  hash: string
}

export const custodyColumns =
  'seq, time, actor, action, item_id, input_sha256, output_sha256, detail, tool_version, previous, hash'

/** What the first entry has in the place of a predecessor. */
export const noPrevious = '0'.repeat(64) as Sha256

/** SHA-256 over the UTF-8 of the entry as canonical JSON without `hash`. */
export function hashEntry(entry: Omit<CustodyEntry, 'hash'>): Sha256 {
  const hashed: Partial<CustodyEntry> = { ...entry }
  delete hashed.hash
  return sha256Of(canonicalJson(hashed))
}

/** Null where the row does not hold an entry; in a case from elsewhere, or after tampering, anything may stand there. */
export function entryFromRow(row: CustodyRow): CustodyEntry | null {
  let detail: unknown
  try {
    detail = JSON.parse(row.detail)
    canonicalJson(detail)
  } catch {
    return null
  }
  const entry = CustodyEntry.safeParse({
    seq: row.seq,
    time: row.time,
    actor: row.actor,
    action: row.action,
    itemId: row.item_id,
    inputSha256: row.input_sha256,
    outputSha256: row.output_sha256,
    detail,
    toolVersion: row.tool_version,
    previous: row.previous,
    hash: row.hash,
  })
  return entry.success ? entry.data : null
}

export function rowFromEntry(entry: CustodyEntry): CustodyRow {
  return {
    seq: entry.seq,
    time: entry.time,
    actor: entry.actor,
    action: entry.action,
    item_id: entry.itemId,
    input_sha256: entry.inputSha256,
    output_sha256: entry.outputSha256,
    detail: canonicalJson(entry.detail),
    tool_version: entry.toolVersion,
    previous: entry.previous,
    hash: entry.hash,
  }
}
