// How a picture of a sheet stands on its page: two to a page where there is room, each as large as that leaves.
import { t } from '#contract/messages/format.ts'
import type { PdfPage } from './pdf-page.ts'
import { putPicture } from './pdf-picture.ts'
import { recordingBar, sheetBar } from './sheet-bars.ts'
import type { Bar, SheetSpan } from './sheet-bars.ts'
import { headingOf, identityRows, noteOf, proofRows } from './sheet-facts.ts'
import type { FactRow } from './sheet-facts.ts'
import type { MadeStill, SheetStill } from './sheet-still.ts'

const between = 20
const columnGap = 14
const labelWidth = 58
const numberWidth = 52
const factSize = 6.8
/** Less is not worth looking at: then it has a page of its own. */
const leastPicture = 150
/** A longer note stands below everything else, over as many pages as it needs. */
const longestNote = 130
const barHeight = 30
/** Wider than any number that it can be. */
const someDensity = 8888
const [ink, dim, line] = ['#111111', '#555555', '#bbbbbb']

type Texts = { heading: ReturnType<typeof headingOf>; note: string; identity: FactRow[]; bars: [Bar, Bar] }
type Box = { left: number; top: number; width: number; height: number }

export class SheetLayout {
  readonly #pdf: PDFKit.PDFDocument
  readonly #page: PdfPage
  readonly #span: SheetSpan
  /** Whether the lower half of the page is still free. */
  #isLowerFree = false

  constructor(pdf: PDFKit.PDFDocument, page: PdfPage, span: SheetSpan) {
    this.#pdf = pdf
    this.#page = page
    this.#span = span
  }

  /** `file`: its number in the list of files. */
  lay(still: SheetStill, file: number): void {
    const texts: Texts = {
      heading: headingOf(still),
      note: noteOf(still),
      identity: identityRows(still, file),
      bars: [recordingBar(still), sheetBar(still, this.#span)],
    }
    const { top, bottom } = this.#page
    const half = (bottom - top - between) / 2
    const rest = this.#restOf(still, texts)
    const isHalf = half - rest >= this.#leastOf(still)
    const start = this.#begin(isHalf, half)
    const box = this.#picture(still, texts, start, (isHalf ? half : bottom - top) - rest)
    this.#below(still, texts, box)
  }

  /** Gives where to begin: a page of its own, or a half of one. */
  #begin(isHalf: boolean, half: number): number {
    const { top, width, margin } = this.#page
    if (isHalf && this.#isLowerFree) {
      this.#isLowerFree = false
      const middle = top + half + between / 2
      this.#pdf
        .moveTo(margin, middle)
        .lineTo(margin + width, middle)
        .lineWidth(0.5)
        .stroke(line)
      return top + half + between
    }
    this.#pdf.addPage()
    this.#isLowerFree = isHalf
    return top
  }

  /** The height of everything but the picture. */
  #restOf(still: SheetStill, texts: Texts): number {
    const heading = this.#headingHeight(texts.heading)
    const facts = Math.max(this.#rowsHeight(texts.identity), this.#rowsHeight(proofRows(still, someDensity)))
    return heading + 4 + 6 + this.#noteHeight(texts.note) + 6 + barHeight + facts + 2
  }

  #leastOf({ made }: SheetStill): number {
    if ('refused' in made) return this.#refusalHeight(made.refused)
    return Math.min(leastPicture, made.statement.pixels.height)
  }

  #picture(still: SheetStill, texts: Texts, start: number, room: number): Box {
    const top = start + this.#heading(texts.heading, start) + 4
    if ('refused' in still.made) return this.#refusal(still.made.refused, top)
    const { width, height } = sizeOf(still.made, this.#page.width, room)
    const left = this.#page.margin + (this.#page.width - width) / 2
    const { rows, statement } = still.made
    putPicture(this.#pdf, { ...statement.pixels, rows }, { left, top, width, height }, `Still${still.number}`)
    this.#pdf.rect(left, top, width, height).lineWidth(0.25).stroke(line)
    return { left, top, width, height }
  }

  #below(still: SheetStill, { note, bars, identity }: Texts, box: Box): void {
    const { margin } = this.#page
    const column = this.#columnWidth
    const second = margin + column + columnGap
    let y = box.top + box.height + 6
    y += this.#note(note, y) + 6
    this.#bar(bars[0], { left: margin, top: y, width: column })
    this.#bar(bars[1], { left: second, top: y, width: column })
    y += barHeight
    const density = 'refused' in still.made ? 0 : (72 * still.made.statement.pixels.width) / box.width
    this.#rows(identity, { left: margin, top: y })
    this.#rows(proofRows(still, density), { left: second, top: y })
    if (this.#isLong(note)) this.#longNote(note, still.number)
  }

  get #columnWidth(): number {
    return (this.#page.width - columnGap) / 2
  }

  #headingHeight({ tag, taken }: Texts['heading']): number {
    return Math.max(14, this.#tagFace().heightOfString(tag || ' ', { width: this.#tagWidth(taken) }) + 2)
  }

  #tagFace(): PDFKit.PDFDocument {
    return this.#pdf.font('text').fontSize(9)
  }

  #tagWidth(taken: string): number {
    const time = this.#pdf.font('text').fontSize(8.5).widthOfString(taken)
    this.#tagFace()
    return this.#page.width - numberWidth - time - 12
  }

  #heading({ number, tag, taken }: Texts['heading'], top: number): number {
    const { margin, width } = this.#page
    const tagWidth = this.#tagWidth(taken)
    this.#pdf.font('strong').fontSize(11).fillColor(ink).text(number, margin, top, { lineBreak: false })
    this.#pdf.fontSize(8.5).font('text').fillColor(dim)
    this.#pdf.text(taken, margin, top + 2, { width, align: 'right' })
    if (tag)
      this.#tagFace()
        .fillColor(ink)
        .text(tag, margin + numberWidth, top + 1.5, { width: tagWidth })
    return this.#headingHeight({ number, tag, taken })
  }

  #noteFace(): PDFKit.PDFDocument {
    return this.#pdf.font('text').fontSize(8.5)
  }

  #noteText(note: string): string {
    this.#noteFace()
    if (note === '') return t('stillSheet.noNote')
    if (this.#isLong(note)) return t('stillSheet.noteFollows')
    return this.#page.broken(note, this.#noteWidth)
  }

  get #noteWidth(): number {
    return this.#page.width - labelWidth
  }

  #isLong(note: string): boolean {
    this.#noteFace()
    const text = this.#page.broken(note, this.#noteWidth)
    return this.#pdf.heightOfString(text, { width: this.#noteWidth }) > longestNote
  }

  #noteHeight(note: string): number {
    return this.#noteFace().heightOfString(this.#noteText(note), { width: this.#noteWidth })
  }

  #note(note: string, top: number): number {
    const { margin } = this.#page
    const isSaid = note !== '' && !this.#isLong(note)
    this.#pdf.font('text').fontSize(factSize).fillColor(dim)
    this.#pdf.text(t('stillSheet.note'), margin, top + 1.3, { width: labelWidth - 4 })
    const text = this.#noteText(note)
    this.#pdf.fillColor(isSaid ? ink : dim).text(text, margin + labelWidth, top, { width: this.#noteWidth })
    return this.#noteHeight(note)
  }

  /** On pages of its own. */
  #longNote(note: string, number: number): void {
    const { margin, width } = this.#page
    this.#pdf.addPage()
    this.#isLowerFree = false
    this.#pdf
      .font('strong')
      .fontSize(9)
      .fillColor(ink)
      .text(t('stillSheet.noteTo', { number: String(number) }), margin)
      .moveDown(0.3)
    this.#noteFace().text(this.#page.broken(note, width), margin, undefined, { width })
  }

  #bar({ title, drawn }: Bar, { left, top, width }: Omit<Box, 'height'>): void {
    const pdf = this.#pdf
    pdf.font('text').fontSize(factSize).fillColor(dim).text(title, left, top, { width })
    if (!drawn) return
    const bar = top + 11
    pdf.rect(left, bar, width, 4).fill('#e4e4e4')
    if (drawn.stretch) {
      const { from, to } = drawn.stretch
      pdf.rect(left + from * width, bar, Math.max(1, (to - from) * width), 4).fill('#9a9a9a')
    }
    pdf.rect(left + drawn.at * (width - 1.5), bar - 2, 1.5, 8).fill(ink)
    pdf.font('mono').fontSize(5.8).fillColor(dim)
    pdf.text(drawn.from, left, bar + 8, { width, lineBreak: false })
    pdf.text(drawn.to, left, bar + 8, { width, align: 'right' })
  }

  #face({ mono }: FactRow): PDFKit.PDFDocument {
    return this.#pdf.font(mono ? 'mono' : 'text').fontSize(mono ? factSize - 0.6 : factSize)
  }

  #rowHeights({ label, value, ...row }: FactRow): { height: number; text: string } {
    const width = this.#columnWidth - labelWidth
    this.#pdf.font('text').fontSize(factSize)
    const labelHeight = this.#pdf.heightOfString(label, { width: labelWidth - 4 })
    this.#face({ label, value, ...row })
    const text = this.#page.broken(value, width)
    return { height: Math.max(labelHeight, this.#pdf.heightOfString(text, { width })) + 1.5, text }
  }

  #rowsHeight(rows: readonly FactRow[]): number {
    return rows.reduce((sum, row) => sum + this.#rowHeights(row).height, 0)
  }

  #rows(rows: readonly FactRow[], { left, top }: Pick<Box, 'left' | 'top'>): void {
    let y = top
    for (const row of rows) {
      const { height, text } = this.#rowHeights(row)
      this.#pdf.font('text').fontSize(factSize).fillColor(dim)
      this.#pdf.text(row.label, left, y, { width: labelWidth - 4 })
      this.#face(row).fillColor(ink)
      this.#pdf.text(text, left + labelWidth, y, { width: this.#columnWidth - labelWidth })
      y += height
    }
  }

  #refusalFace(): PDFKit.PDFDocument {
    return this.#pdf.font('text').fontSize(8.5)
  }

  #refusalHeight(reason: string): number {
    this.#refusalFace()
    const text = this.#page.broken(reason, this.#page.width - 24)
    return Math.max(60, this.#pdf.heightOfString(text, { width: this.#page.width - 24 }) + 38)
  }

  #refusal(reason: string, top: number): Box {
    const { margin: left, width } = this.#page
    const height = this.#refusalHeight(reason)
    this.#pdf.rect(left, top, width, height).lineWidth(0.75).dash(3, { space: 3 }).stroke('#9a6700').undash()
    this.#pdf.font('strong').fontSize(9.5).fillColor('#9a6700')
    this.#pdf.text(t('stillSheet.refused'), left + 12, top + 10, { width: width - 24 })
    this.#refusalFace().fillColor(ink)
    this.#pdf.text(this.#page.broken(reason, width - 24), left + 12, top + 26, { width: width - 24 })
    return { left, top, width, height }
  }
}

/** As large as the room is, but never a stored pixel wider than a point: what is not there cannot be printed. */
function sizeOf({ statement }: MadeStill, most: number, room: number): Pick<Box, 'width' | 'height'> {
  const { width, height } = statement.pixels
  const scale = Math.min(1, most / width, Math.max(room, 40) / height)
  return { width: width * scale, height: height * scale }
}
