// The words of a PDF, as poppler's pdftotext reads them; null where it is not installed.
import { spawnSync } from 'node:child_process'

export const hasPdfText = !spawnSync('pdftotext', ['-v']).error
export const noPdfText = 'PDFs read by another program: pdftotext is not installed (Debian: poppler-utils)'
if (!hasPdfText) console.warn(`SKIPPED: ${noPdfText}`)

/** Words in their order, one blank between them, and how many pages there are. */
export function pdfText(path: string): { text: string; pages: number } {
  const { stdout } = spawnSync('pdftotext', ['-layout', '-enc', 'UTF-8', path, '-'], { encoding: 'utf8' })
  return { text: stdout.replaceAll(/\s+/g, ' '), pages: stdout.split('\f').length - 1 }
}
