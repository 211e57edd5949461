// CSV (RFC 4180) whose cells spreadsheets take for text: whatever looks like a formula gets an apostrophe in front, and so does
// what begins with an apostrophe, so that it can be undone.
import { stringify } from 'csv-stringify/sync'

/** What spreadsheets take for the beginning of a formula, in full width too (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n'＝＋－＠]/u

/** NUL ends the cell, or the whole file, for many readers. */
export const harmlessCell = (cell: string): string =>
  (formula.test(cell) ? `'${cell}` : cell).replaceAll('\0', '\u{fffd}').toWellFormed()

/** Numbers are written as they are: a negative one is no formula. */
export type CsvCell = string | number | null

export const csvRecords = (rows: readonly (readonly CsvCell[])[]): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? harmlessCell(cell) : cell))),
    { record_delimiter: '\r\n' },
  )
