// The ledger as CSV (RFC 4180): UTF-8 with a byte order mark, one record an entry. Cells that look like formulas are made
// harmless (`base/csv.ts`); the JSON form has everything as it is.
import { stringify } from 'csv-stringify/sync'
import { harmlessCell } from '#engine/base/csv.ts'
import type { LedgerLine } from '#engine/store/ledger-reading.ts'
import type { ExportedLedger, LedgerPieces } from './ledger-format.ts'

const columns = [
  'seq',
  'time',
  'actor',
  'action',
  'item_id',
  'path',
  'reason',
  'input_sha256',
  'output_sha256',
  'tool_version',
  'previous',
  'hash',
  'readable',
  'detail',
] as const

export function* formatLedgerCsv({ reading }: ExportedLedger): LedgerPieces {
  yield { text: `\u{feff}${records([[...columns]])}`, seq: 0 }
  for (const page of reading.pages())
    yield { text: records(page.map(cellsOf)), seq: page.at(-1)?.row.seq ?? 0 }
}

const records = (rows: string[][]): string => stringify(rows, { record_delimiter: '\r\n' })

function cellsOf({ row, entry }: LedgerLine): string[] {
  const text = (key: string): string => {
    const value = entry?.detail[key]
    return typeof value === 'string' ? value : ''
  }
  const cells: Record<(typeof columns)[number], string> = {
    seq: String(row.seq),
    time: row.time,
    actor: row.actor,
    action: row.action,
    item_id: row.item_id ?? '',
    path: text('path'),
    reason: text('reason'),
    input_sha256: row.input_sha256 ?? '',
    output_sha256: row.output_sha256 ?? '',
    tool_version: row.tool_version,
    previous: row.previous,
    hash: row.hash,
    // A row that is no entry (any more) is handed on as it stands.
    readable: entry ? 'yes' : 'no',
    // The canonical text, which is what is stored and hashed.
    detail: row.detail,
  }
  return columns.map((column) => harmlessCell(cells[column]))
}
