// The words of a PDF, as poppler's pdftotext reads them; null where it is not installed.
import { spawnSync } from 'node:child_process'

export const hasPdfText = !spawnSync('pdftotext', ['-v']).error
if (!hasPdfText) console.warn('SKIPPED: PDFs read by another program; there is no pdftotext in the PATH.')

/** Words in their order, one blank between them, and how many pages there are. */
export function pdfText(path: string): { text: string; pages: number } {
  const { stdout } = spawnSync('pdftotext', ['-layout', '-enc', 'UTF-8', path, '-'], { encoding: 'utf8' })
  return { text: stdout.replaceAll(/\s+/g, ' '), pages: stdout.split('\f').length - 1 }
}
