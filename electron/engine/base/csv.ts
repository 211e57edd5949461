// Cells of CSV (RFC 4180) that spreadsheets take for text: whatever looks like a formula gets an apostrophe in front, and so
// does what begins with an apostrophe, so that it can be undone.

/** What spreadsheets take for the beginning of a formula, in full width too (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r\n'＝＋－＠]/u

/** NUL ends the cell, or the whole file, for many readers. */
export const harmlessCell = (cell: string): string =>
  (formula.test(cell) ? `'${cell}` : cell).replaceAll('\0', '\u{fffd}').toWellFormed()

/** One record with its line end. Numbers are written as they are: a negative one is no formula. */
export function csvRecord(cells: readonly (string | number | null)[]): string {
  const texts = cells.map((cell) => {
    if (cell === null) return ''
    const text = typeof cell === 'number' ? String(cell) : harmlessCell(cell)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  })
  return `${texts.join(',')}\r\n`
}
