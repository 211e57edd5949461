// Bounds for XML from evidence, and the one way in which reading it stops early.

/** Per sample, but for depth, attributes and lengths, which are per element. Lengths in UTF-16 code units. */
export const xmlLimits = {
  depth: 64,
  elements: 400_000,
  documents: 1_000,
  attributes: 256,
  attributeCharacters: 65_536,
  nameCharacters: 1_024,
  /** More text of one element is dropped (it is a picture, or nonsense). */
  textCharacters: 65_536,
  /** How much the parser is given at a time. */
  pieceCharacters: 65_536,
} as const

/** Not an error of the program: thrown through the parser to stop it, and always caught by the reader. */
export class XmlStop extends Error {
  override readonly name = 'XmlStop'
  readonly code: string

  constructor(code: string, detail: string) {
    super(detail)
    this.code = code
  }
}
