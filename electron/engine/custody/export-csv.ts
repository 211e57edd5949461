// The ledger as CSV (RFC 4180): UTF-8 with a byte order mark, one record an entry. Spreadsheets run cells that look like
// formulas: such a cell gets an apostrophe in front, and so does one that begins with an apostrophe, so that it can be undone.
import { stringify } from 'csv-stringify/sync'
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
  return columns.map((column) => harmless(cells[column]))
}

/** What spreadsheets take for the beginning of a formula, in full width too (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n'＝＋－＠]/u

/** NUL ends the cell, or the whole file, for many readers; the JSON form has it. */
const harmless = (cell: string): string =>
  (formula.test(cell) ? `'${cell}` : cell).replaceAll('\0', '\u{fffd}').toWellFormed()
