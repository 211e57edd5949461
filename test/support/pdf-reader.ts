// A PDF read without the program that made it: objects by their numbers, text by the fonts' own tables, pixels of pictures by
// the filters of PNG (ISO 32000-1 7.4.4.4, 9.10.3).
import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'

export type PdfPicture = {
  width: number
  height: number
  bits: number
  /** RGB, row by row. */
  pixels: Buffer
  sha256: string
}

export type PdfImage = { left: number; bottom: number; width: number; height: number; picture: PdfPicture }
export type PdfPageRead = { text: string; images: PdfImage[] }

type PdfObject = { dictionary: string; stream: Buffer | null }

export function readPdf(bytes: Buffer): PdfPageRead[] {
  const objects = readObjects(bytes)
  const at = (reference: string | undefined): PdfObject => {
    const found = objects.get(Number(reference))
    if (!found) throw new Error(`the PDF has no object ${reference}`)
    return found
  }
  const root = [...objects.values()].find(({ dictionary }) => dictionary.includes('/Type /Catalog'))
  const pages = at(/\/Pages (\d+) 0 R/.exec(root?.dictionary ?? '')?.[1])
  const kids = /\/Kids \[([^\]]*)\]/.exec(pages.dictionary)?.[1] ?? ''
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, kid]) => readPage(at(kid), at))
}

/** What stands on all pages, one blank between words. */
export const textOf = (pages: readonly PdfPageRead[]): string => pages.map(({ text }) => text).join(' ')

function readObjects(bytes: Buffer): Map<number, PdfObject> {
  const text = bytes.toString('latin1')
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1])
  const [, first, count] = /^xref\s+(\d+) (\d+)/.exec(text.slice(start)) ?? []
  const rows = [...text.slice(start).matchAll(/(\d{10}) (\d{5}) ([nf])/g)].slice(0, Number(count))
  return new Map(
    rows.flatMap(([, offset, , kind], index) => {
      if (kind !== 'n') return []
      const from = Number(offset)
      const head = text.slice(from, text.indexOf('endobj', from))
      const stream = head.indexOf('stream\n')
      const dictionary = stream < 0 ? head : head.slice(0, stream)
      const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1])
      const begin = from + stream + 'stream\n'.length
      return [
        [
          Number(first) + index,
          { dictionary, stream: stream < 0 ? null : bytes.subarray(begin, begin + length) },
        ],
      ]
    }),
  )
}

type Get = (reference: string | undefined) => PdfObject

function readPage({ dictionary }: PdfObject, at: Get): PdfPageRead {
  const content = inflateSync(at(/\/Contents (\d+) 0 R/.exec(dictionary)?.[1]).stream ?? Buffer.alloc(0))
  const resources = at(/\/Resources (\d+) 0 R/.exec(dictionary)?.[1]).dictionary
  const named = (kind: string): Map<string, PdfObject> =>
    new Map(
      [...(new RegExp(`/${kind} <<([^>]*)>>`).exec(resources)?.[1] ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)].map(
        ([, name, reference]) => [name ?? '', at(reference)],
      ),
    )
  const [fonts, images] = [named('Font'), named('XObject')]
  const tables = new Map([...fonts].map(([name, font]) => [name, readTable(font, at)]))
  const words: string[] = []
  const placed: PdfImage[] = []
  let table = new Map<number, string>()
  const commands =
    /\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|([-\d.]+) 0 0 ([-\d.]+) ([-\d.]+) ([-\d.]+) cm\s+\/(\w+) Do/g
  for (const [, font, glyphs, width, height, left, bottom, image] of content
    .toString('latin1')
    .matchAll(commands)) {
    if (font !== undefined) table = tables.get(font) ?? new Map()
    if (glyphs !== undefined) words.push(decode(glyphs, table))
    const object = image === undefined ? undefined : images.get(image)
    if (object)
      placed.push({
        ...{
          left: Number(left),
          bottom: Number(bottom),
          width: Number(width),
          height: Math.abs(Number(height)),
        },
        picture: readPicture(object),
      })
  }
  return { text: words.join(' ').replaceAll(/\s+/g, ' '), images: placed }
}

const decode = (glyphs: string, table: ReadonlyMap<number, string>): string =>
  [...glyphs.matchAll(/<([0-9a-f]+)>/g)]
    .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    .map((code) => table.get(Number.parseInt(code, 16)) ?? '\u{fffd}')
    .join('')

/** Glyph to text. */
function readTable({ dictionary }: PdfObject, at: Get): Map<number, string> {
  const text = inflateSync(
    at(/\/ToUnicode (\d+) 0 R/.exec(dictionary)?.[1]).stream ?? Buffer.alloc(0),
  ).toString('latin1')
  const table = new Map<number, string>()
  for (const [, first, , list] of text.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
    const entries = [...(list ?? '').matchAll(/<([0-9a-f ]*)>/gi)]
    for (const [index, [, hex = '']] of entries.entries()) {
      const units = hex.replaceAll(' ', '').match(/.{4}/g) ?? []
      const said = String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)))
      table.set(Number.parseInt(first ?? '', 16) + index, said)
    }
  }
  return table
}

function readPicture({ dictionary, stream }: PdfObject): PdfPicture {
  const number = (name: string, of = dictionary): number =>
    Number(new RegExp(`/${name} (\\d+)`).exec(of)?.[1])
  const [width, height, bits] = [number('Width'), number('Height'), number('BitsPerComponent')]
  const parameters = /\/DecodeParms <<([^>]*)>>/.exec(dictionary)?.[1] ?? ''
  if (number('Predictor', parameters) < 10 || number('Colors', parameters) !== 3)
    throw new Error('the picture is not RGB as a PNG has it')
  const step = 3 * (bits / 8)
  const pixels = unfilter(inflateSync(stream ?? Buffer.alloc(0)), width * step, height, step)
  return { width, height, bits, pixels, sha256: createHash('sha256').update(pixels).digest('hex') }
}

/** Filters 0 (none), 1 (the pixel before) and 2 (the row above) of PNG. */
function unfilter(rows: Buffer, length: number, height: number, step: number): Buffer {
  const pixels = Buffer.alloc(length * height)
  for (let row = 0; row < height; row += 1) {
    const filter = rows[row * (length + 1)] ?? 0
    if (filter > 2) throw new Error(`filter ${filter} is not read here`)
    for (let at = 0; at < length; at += 1) {
      const place = row * length + at
      const before =
        filter === 1 ? (at < step ? 0 : pixels[place - step]) : row === 0 ? 0 : pixels[place - length]
      pixels[place] = (rows[row * (length + 1) + 1 + at] ?? 0) + (filter === 0 ? 0 : (before ?? 0))
    }
  }
  return pixels
}
