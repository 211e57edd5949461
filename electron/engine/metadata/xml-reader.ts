// Reads untrusted XML piece by piece: hands out small trees of the wanted elements, and stops at the first thing that is
// wrong or out of bounds. No DTD, no entities but the five (XML 1.0; ONVIF EFF 26.06 5.5 allows one document a sample,
// ONVIF Streaming 5.1.2.1.1 shows several after each other).
import { SaxesParser } from 'saxes'
import { quote } from '#engine/base/findings.ts'
import { ElementBuilder } from './xml-element.ts'
import type { XmlElement, XmlInterest } from './xml-element.ts'
import { XmlStop, xmlLimits } from './xml-limits.ts'

/** Why reading stopped; null where everything was read. Position in UTF-16 code units of the text. */
export type XmlEnd = { code: string; detail: string; position: number } | null

/**
 * Yields the wanted elements in document order, from all documents of `xml`. Never throws for what `xml` holds:
 * the return value says where and why it ended early, and what was yielded until then stands.
 */
export function* readElements(xml: string, interest: XmlInterest): Generator<XmlElement, XmlEnd> {
  const budget = { elements: xmlLimits.elements }
  let documents = 0
  let at = 0
  for (;;) {
    at = skipBetweenDocuments(xml, at)
    if (at >= xml.length && documents > 0) return null
    documents += 1
    if (documents > xmlLimits.documents) {
      return {
        code: 'too-many-documents',
        detail: `more than ${xmlLimits.documents} documents`,
        position: at,
      }
    }
    const reader = new DocumentReader(xml, at, interest, budget)
    yield* reader.read()
    if (reader.problem) return { ...reader.problem, position: reader.position }
    at = reader.position
  }
}

/** Over white space, NULs, byte order marks, comments and processing instructions; not over an XML declaration. */
function skipBetweenDocuments(xml: string, from: number): number {
  let at = from
  for (;;) {
    // Not a regular expression: V8 keeps a step of backtracking for each of what may be millions of blanks.
    while (at < xml.length && blanks.has(xml.charCodeAt(at))) at += 1
    const close = closeOfAside(xml, at)
    const end = close ? xml.indexOf(close, at + 2) : -1
    if (!close || end < 0) return at
    at = end + close.length
  }
}

const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0x00, 0xfeff])

function closeOfAside(xml: string, at: number): string | null {
  if (xml.startsWith('<!--', at)) return '-->'
  return xml.startsWith('<?', at) && !/^<\?xml\s/.test(xml.slice(at, at + 6)) ? '?>' : null
}

/** Thrown out of the parser at the end of a document: it has no other way to be stopped there. */
const endOfDocument = new XmlStop('end-of-document', '')

/** Prefixes are resolved by the builder: the parser would refuse undeclared ones, and fragments have those. */
const parserOptions = { xmlns: false, defaultXMLVersion: '1.0', forceXMLVersion: true } as const

class DocumentReader {
  problem: { code: string; detail: string } | null = null
  readonly #xml: string
  readonly #start: number
  readonly #parser = new SaxesParser<typeof parserOptions>(parserOptions)
  readonly #builder: ElementBuilder

  constructor(xml: string, start: number, interest: XmlInterest, budget: { elements: number }) {
    this.#xml = xml
    this.#start = start
    const builder = new ElementBuilder(xml, start, this.#parser, interest, budget)
    this.#builder = builder
    const parser = this.#parser
    parser.on('error', (error) => {
      throw new XmlStop('not-well-formed', notWellFormed(error.message))
    })
    parser.on('doctype', () => {
      throw new XmlStop('doctype', 'it has a document type definition')
    })
    parser.on('attribute', (attribute) => builder.attribute(attribute.name, attribute.value))
    parser.on('opentag', (tag) => builder.open(tag.name, tag.attributes))
    parser.on('text', (text) => builder.text(text))
    parser.on('cdata', (text) => builder.text(text))
    parser.on('closetag', (tag) => {
      builder.close(tag.name, tag.isSelfClosing)
      if (builder.depth === 0 && builder.endsAsNamed) throw endOfDocument
    })
  }

  get position(): number {
    return this.#start + this.#parser.position
  }

  /** Elements are handed out between the pieces, so that no error of a consumer passes through the parser. */
  *read(): Generator<XmlElement, void> {
    for (let at = this.#start; ; at += xmlLimits.pieceCharacters) {
      const ended = this.#feed(at)
      yield* this.#builder.takeDone()
      if (ended) return
    }
  }

  /** True at the end of the document or at a problem. */
  #feed(at: number): boolean {
    try {
      if (at < this.#xml.length) {
        this.#parser.write(this.#xml.slice(at, at + xmlLimits.pieceCharacters))
        return false
      }
      this.#parser.close()
      this.problem = { code: 'not-well-formed', detail: 'it ends before its root element does' }
    } catch (cause) {
      if (cause !== endOfDocument) this.problem = problemOf(cause)
    }
    return true
  }
}

function problemOf(cause: unknown): { code: string; detail: string } {
  if (cause instanceof XmlStop) return { code: cause.code, detail: cause.message }
  // Whatever else the parser throws comes from the text too: its own handlers are all above.
  return { code: 'not-well-formed', detail: notWellFormed(String(cause)) }
}

const notWellFormed = (message: string): string => `it is not well-formed XML: ${quote(message, 160)}`
