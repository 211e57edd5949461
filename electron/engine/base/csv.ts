// Records of CSV (RFC 4180). Spreadsheets run cells that look like formulas: such a cell gets an apostrophe in front, and so
// does one that begins with an apostrophe, so that it can be undone.
import { stringify } from 'csv-stringify/sync'

/** Before the first record: spreadsheets take UTF-8 for something else without it. */
export const byteOrderMark = '\u{feff}'

/** Numbers are written as they are: a negative one is no formula. */
export type CsvCell = string | number | null

export const formatRecords = (rows: readonly (readonly CsvCell[])[]): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? harmless(cell) : cell))),
    { record_delimiter: '\r\n' },
  )

/** What spreadsheets take for the beginning of a formula, in full width too (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n'＝＋－＠]/u
const harmless = (cell: string): string =>
  (formula.test(cell) ? `'${cell}` : cell).replaceAll('\0', '\u{fffd}').toWellFormed()
