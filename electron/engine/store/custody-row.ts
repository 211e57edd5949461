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
  const detail = parseDetail(row.detail)
  if (detail === null) return null
  const entry = WithoutDetail.safeParse({
    seq: row.seq,
    time: row.time,
    actor: row.actor,
    action: row.action,
    itemId: row.item_id,
    inputSha256: row.input_sha256,
    outputSha256: row.output_sha256,
    toolVersion: row.tool_version,
    previous: row.previous,
    hash: row.hash,
  })
  return entry.success ? { ...entry.data, detail } : null
}

// What was parsed as JSON is JSON: asking the schema for it again takes most of the time that a long ledger takes.
const WithoutDetail = CustodyEntry.omit({ detail: true })

function parseDetail(text: string): CustodyEntry['detail'] | null {
  try {
    const detail: unknown = JSON.parse(text)
    // Deeper than anything that is written here: it could not be hashed.
    canonicalJson(detail)
    const isObject = typeof detail === 'object' && detail !== null && !Array.isArray(detail)
    return isObject ? (detail as CustodyEntry['detail']) : null
  } catch {
    return null
  }
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
