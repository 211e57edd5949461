// Reads CSV (RFC 4180) in tests, written from the document and not from the writer.

export function readCsv(text: string): string[][] {
  const rows: string[][] = []
  const row: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') cell += text[(at += 1)] ?? ''
      else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === ',' || char === '\n') {
      row.push(char === '\n' ? cell.replace(/\r$/, '') : cell)
      cell = ''
      if (char === '\n') rows.push(row.splice(0))
    } else cell += char
  }
  return rows
}
