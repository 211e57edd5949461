// A PDF of ours: A4, embedded fonts, selectable text; its bytes are handed on while it is still laid out.
import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import { keepDirections } from './text-direction.ts'
import type { LayoutFont } from './text-direction.ts'

const fonts = { text: 'DejaVuSans.ttf', strong: 'DejaVuSans-Bold.ttf', mono: 'DejaVuSansMono.ttf' } as const

export type PdfShape = {
  title: string
  subject: string
  /** With the same one the same pages have the same bytes. */
  made: Date
  margin: number
  /** The shipped DejaVu faces. */
  fontsFolder: string
}

/** Waits until what was laid out so far has been handed on, but for a little. */
export type Settle = () => Promise<void>

/** Held back at most where somebody waits for it. */
const heldBack = 1 << 20

/** `lay` puts everything on the pages; `put` gets the bytes in their order. Fails as those two do. */
export async function streamPdf(
  { title, subject, made, margin, fontsFolder }: PdfShape,
  put: (bytes: Uint8Array) => Promise<void>,
  lay: (pdf: PDFKit.PDFDocument, settle: Settle) => Promise<void>,
): Promise<void> {
  const pdf = new OwnPdf({
    size: 'A4',
    margins: { top: margin, bottom: margin, left: margin, right: margin },
    bufferPages: true,
    // The first with pictures of 16 bits a component.
    pdfVersion: '1.5',
    // None until one is named: a default that is registered too would be read and parsed anew at every use.
    font: '',
    info: { Title: title, Subject: subject, Creator: 'Exhibit', CreationDate: made },
    lang: 'en',
    displayTitle: true,
  })
  for (const [name, file] of Object.entries(fonts)) pdf.registerFont(name, join(fontsFolder, file))
  let goOn: () => void = () => undefined
  const handOn = async (): Promise<void> => {
    for await (const bytes of pdf as AsyncIterable<Uint8Array>) {
      await put(bytes)
      if (pdf.readableLength <= heldBack) goOn()
    }
  }
  const written = handOn()
  // It may fail while pages are laid out; it is waited for only behind them.
  written.catch(() => undefined)
  const settle = async (): Promise<void> => {
    if (pdf.readableLength <= heldBack) return
    await Promise.race([written, new Promise<void>((resolve) => (goOn = resolve))])
  }
  try {
    await lay(pdf, settle)
    pdf.end()
  } catch (error) {
    pdf.destroy()
    await written.catch(() => undefined)
    throw error
  }
  await written
}

type FontSource = PDFKit.Mixins.PDFFontSource
type FontChoice =
  [FontSource, size?: number | undefined] | [FontSource, family: string, size?: number | undefined]

/** Prints names of any direction as they are read. */
class OwnPdf extends PDFDocument {
  override font(...given: FontChoice): this {
    super.font(...(given as [FontSource, string, number]))
    // Set by `font`; the types leave it out.
    const { _font: font } = this as unknown as { _font?: LayoutFont | null }
    if (font) keepDirections(font)
    return this
  }
}
