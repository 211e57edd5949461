// Records of CSV (RFC 4180). Spreadsheets run cells that look like formulas: such a cell gets an apostrophe in front, and so
// does one that begins with an apostrophe, so that it can be undone.
import { stringify } from 'csv-stringify/sync'

/** Before the first record: spreadsheets take UTF-8 for something else without it. */
export const byteOrderMark = '\u{feff}'

export const formatRecords = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map(harmless)),
    { record_delimiter: '\r\n' },
  )

/** What spreadsheets take for the beginning of a formula, in full width too (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n'＝＋－＠]/u

/** NUL ends the cell, or the whole file, for many readers. */
const harmless = (cell: string): string =>
  (formula.test(cell) ? `'${cell}` : cell).replaceAll('\0', '\u{fffd}').toWellFormed()
