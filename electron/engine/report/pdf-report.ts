// A report as PDF: numbered pages of text.
import { open } from 'node:fs/promises'
import { streamPdf } from './pdf-file.ts'
import { PdfPage } from './pdf-page.ts'
import type { ReportDocument } from './report-document.ts'

/** Writes `path`, which must not exist. `fontsFolder` holds the shipped DejaVu faces. */
export async function writePdf(
  report: ReportDocument,
  path: string,
  fontsFolder: string,
  signal: AbortSignal,
): Promise<void> {
  const { title, subtitle: subject, made, sections } = report
  const file = await open(path, 'wx')
  try {
    await streamPdf(
      { title, subject, made, margin: 56, fontsFolder },
      (bytes) => file.writeFile(bytes),
      async (pdf) => {
        const page = new PdfPage(pdf, signal)
        page.title(title, subject)
        await page.sections(sections)
        await page.numberPages(title)
      },
    )
  } finally {
    await file.close()
  }
}
