// Bounds for EXI from evidence, and the one way in which reading it stops early. All clauses in this folder are those of
// W3C “Efficient XML Interchange (EXI) Format 1.0 (Second Edition)”.
import { xmlLimits } from '../xml-limits.ts'

export const exiLimits = {
  depth: xmlLimits.depth,
  elements: xmlLimits.elements,
  attributes: xmlLimits.attributes,
  nameCharacters: xmlLimits.nameCharacters,
  /** Namespaces and prefixes are names in effect, but URIs may be long. */
  uriCharacters: 4_096,
  /** Of all kinds; a stream can hold many that leave no trace in the XML text. */
  events: 2_000_000,
  /** DEFLATE streams of one body: each costs time of its own, however small it is. */
  streams: 20_000,
  /** Bytes of one Unsigned Integer; more than 140 decimal digits say nothing that is measured. */
  integerBytes: 64,
  /** Elements within each other in the options document. */
  optionsDepth: 8,
} as const

export type ExiStopKind = 'cut' | 'broken' | 'unsupported'

/** Not an error of the program: thrown inside this folder to stop reading, and always caught by `decodeExi`. */
export class ExiStop extends Error {
  override readonly name = 'ExiStop'
  readonly kind: ExiStopKind

  /** `reason`: a phrase that goes on from “its EXI data is broken: ”; for what is unsupported, from “in EXI ”. */
  constructor(kind: ExiStopKind, reason: string) {
    super(reason)
    this.kind = kind
  }
}

export const broken = (reason: string): ExiStop => new ExiStop('broken', reason)
