// Blocks of text on the pages of a PDF, one below the other; what finds no room begins a new page.
import { breathe } from '#engine/base/progress.ts'
import { breakLongWords } from './long-words.ts'
import type { Block, Column, Section } from './report-document.ts'

const labelWidth = 130
const tones = { good: '#1a7f37', attention: '#9a6700', bad: '#cf222e', unknown: '#777777' } as const
const headingSizes = { 1: 14, 2: 11, 3: 10 } as const

/** Of the custody ledger. */
const ledgerColumns = [0.05, 0.23, 0.2, 0.14, 0.18, 0.2].map((share): Column => ({ share, mono: true }))

/** Above a line on which somebody signs. */
const handRoom = 34

const reservedHeight = 34

/** Rows after which everything else has its turn. */
const rowsAtOnce = 50

export class PdfPage {
  readonly margin: number
  readonly width: number
  /** Where the text of a page begins and ends. */
  readonly top: number
  readonly bottom: number
  readonly #pdf: PDFKit.PDFDocument
  readonly #signal: AbortSignal

  constructor(pdf: PDFKit.PDFDocument, signal: AbortSignal) {
    this.#pdf = pdf
    this.#signal = signal
    this.margin = pdf.page.margins.left
    this.width = pdf.page.width - 2 * this.margin
    this.top = this.margin
    this.bottom = pdf.page.height - this.margin
  }

  /** Section by section, each with its heading. */
  async sections(sections: readonly Section[]): Promise<void> {
    for (const { heading, level, blocks } of sections) {
      await breathe(this.#signal)
      this.heading(heading, headingSizes[level])
      for (const block of blocks) await this.block(block)
    }
  }

  title(title: string, subtitle: string): void {
    this.#pdf.font('strong').fontSize(20).fillColor('#111111').text(title, this.margin)
    this.#pdf.font('text').fontSize(11).fillColor('#555555').text(subtitle).moveDown(1)
  }

  heading(text: string, size: number): void {
    this.room(60)
    this.#pdf
      .moveDown(0.8)
      .font('strong')
      .fontSize(size)
      .fillColor('#111111')
      .text(text, this.margin)
      .moveDown(0.3)
  }

  async block(block: Block): Promise<void> {
    const pdf = this.#pdf
    switch (block.kind) {
      case 'statement':
        this.#statement(block.text, tones[block.tone])
        return
      case 'paragraph':
        pdf.font('text').fontSize(9).fillColor('#222222')
        pdf
          .text(this.broken(block.text, this.width), this.margin, undefined, { width: this.width })
          .moveDown(0.3)
        return
      case 'facts':
        await this.#each(block.rows, ({ label, value, mono }) =>
          this.#columns(
            [label, value],
            [labelWidth, this.width - labelWidth],
            ['text', mono ? 'mono' : 'text'],
          ),
        )
        pdf.moveDown(0.4)
        return
      case 'list':
        await this.#each(block.items, (item) =>
          this.#columns(['•', item], [12, this.width - 12], ['text', 'text']),
        )
        return
      case 'commands':
        await this.#each(block.lines, (line) => this.#columns([line], [this.width], ['mono'], 6.5))
        pdf.moveDown(0.4)
        return
      case 'table':
        await this.#table(block.head, block.rows, block.columns ?? ledgerColumns)
        return
      case 'signatures':
        this.#signatures(block.parties, block.hint)
    }
  }

  /** The first rows at once, then with pauses: a report of ten thousand findings must not stop the engine. */
  async #each<T>(rows: readonly T[], lay: (row: T) => void): Promise<void> {
    for (const [index, row] of rows.entries()) {
      if (index > 0 && index % rowsAtOnce === 0) await breathe(this.#signal)
      lay(row)
    }
  }

  /** In the face and size that are set now. */
  broken(text: string, width: number): string {
    // The line feed counts into the width of its line: where it finds no room pdfkit begins one more line for it.
    const room = width - this.#pdf.widthOfString('\n')
    return breakLongWords(text, room, (part) => this.#pdf.widthOfString(part))
  }

  #statement(text: string, colour: string): void {
    const pdf = this.#pdf
    pdf.font('text').fontSize(12)
    const lines = this.broken(text, this.width - 12)
    const height = pdf.heightOfString(lines, { width: this.width - 12 })
    this.room(height + 8)
    const top = pdf.y
    pdf.rect(this.margin, top, 3, height).fill(colour)
    pdf
      .fillColor('#111111')
      .text(lines, this.margin + 12, top, { width: this.width - 12 })
      .moveDown(0.5)
  }

  /** Room for a statement of two lines that is known only when everything else has been laid out; gives who writes it there. */
  reserveStatement(): (text: string, tone: keyof typeof tones) => void {
    const pdf = this.#pdf
    const top = pdf.y
    const { start, count } = pdf.bufferedPageRange()
    pdf.y += reservedHeight
    return (text, tone) => {
      pdf.switchToPage(start + count - 1)
      pdf.y = top
      this.#statement(text, tones[tone])
    }
  }

  async #table(head: string[], rows: string[][], columns: readonly Column[]): Promise<void> {
    const shares = columns.map(({ share }) => share * this.width)
    const faces = columns.map(({ mono }) => (mono ? 'mono' : 'text'))
    this.#columns(
      head,
      shares,
      head.map(() => 'strong'),
      7,
    )
    await this.#each(rows, (row) => this.#columns(row, shares, faces, 6.5))
  }

  /** A line for each, with room for a hand above it. */
  #signatures(parties: readonly { role: string; name: string }[], hint: string): void {
    const pdf = this.#pdf
    const gap = 24
    const width = (this.width - gap * (parties.length - 1)) / parties.length
    pdf.font('text').fontSize(8.5)
    const titles = parties.map(({ role, name }) => this.broken(`${role}: ${name}`, width))
    const titleHeight = Math.max(...titles.map((title) => pdf.heightOfString(title, { width })))
    this.room(titleHeight + handRoom + 16)
    const top = pdf.y
    const line = top + titleHeight + handRoom
    for (const [index, title] of titles.entries()) {
      const left = this.margin + index * (width + gap)
      pdf.font('text').fontSize(8.5).fillColor('#222222').text(title, left, top, { width })
      pdf
        .moveTo(left, line)
        .lineTo(left + width, line)
        .lineWidth(0.5)
        .stroke('#555555')
      pdf
        .fontSize(7)
        .fillColor('#555555')
        .text(hint, left, line + 3, { width })
    }
    pdf.y = line + 16
    pdf.x = this.margin
  }

  /** Texts side by side; the row is as high as its highest text and never split between pages unless it fills one. */
  #columns(texts: string[], widths: number[], faces: string[], size = 8.5): void {
    const pdf = this.#pdf
    const broken = texts.map((text, index) => {
      pdf.font(faces[index] ?? 'text').fontSize(size)
      return this.broken(text, (widths[index] ?? 0) - 6)
    })
    const heights = broken.map((text, index) => {
      pdf.font(faces[index] ?? 'text').fontSize(size)
      return pdf.heightOfString(text || ' ', { width: (widths[index] ?? 0) - 6 })
    })
    const height = Math.max(...heights)
    this.room(height)
    const top = pdf.y
    let left = this.margin
    for (const [index, text] of broken.entries()) {
      const width = widths[index] ?? 0
      pdf
        .font(faces[index] ?? 'text')
        .fontSize(size)
        .fillColor(index === 0 && texts.length === 2 ? '#555555' : '#222222')
      pdf.text(text, left, top, { width: width - 6 })
      left += width
    }
    // A very long text may have gone over to another page by itself; then the place is where it ended.
    pdf.y = pdf.y < top ? pdf.y : Math.max(pdf.y, top + height)
    pdf.y += 2
    pdf.x = this.margin
  }

  room(height: number): void {
    if (this.#pdf.y + height > this.bottom && this.#pdf.y > this.top) this.#pdf.addPage()
  }

  async numberPages(title: string): Promise<void> {
    const pdf = this.#pdf
    const { start, count } = pdf.bufferedPageRange()
    for (let index = start; index < start + count; index += 1) {
      if (index % rowsAtOnce === 0) await breathe(this.#signal)
      pdf.switchToPage(index)
      const { bottom } = pdf.page.margins
      // Below the margin pdfkit would begin a new page.
      pdf.page.margins.bottom = 0
      pdf.font('text').fontSize(7).fillColor('#777777')
      pdf.text(`${title} · ${index + 1} / ${count}`, this.margin, this.bottom + 16, {
        width: this.width,
        align: 'right',
        lineBreak: false,
      })
      pdf.page.margins.bottom = bottom
    }
  }
}
