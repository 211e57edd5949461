// The string tables of W3C EXI 1.0 (7.3, Appendix D) for the tests' own encoder: looked up by text, as encoders do.
import type { ExiBits } from './exi-bits.ts'
import type { ExiName } from './exi-document.ts'
import type { Rules } from './exi-grammars.ts'

export const xsi = 'http://www.w3.org/2001/XMLSchema-instance'
export const xsd = 'http://www.w3.org/2001/XMLSchema'
const xml = 'http://www.w3.org/XML/1998/namespace'

/** D.3. */
export const typeNames = (
  'ENTITIES ENTITY ID IDREF IDREFS NCName NMTOKEN NMTOKENS NOTATION Name QName anySimpleType anyType anyURI ' +
  'base64Binary boolean byte date dateTime decimal double duration float gDay gMonth gMonthDay gYear gYearMonth ' +
  'hexBinary int integer language long negativeInteger nonNegativeInteger nonPositiveInteger normalizedString ' +
  'positiveInteger short string time token unsignedByte unsignedInt unsignedLong unsignedShort'
).split(' ')

export type TableChoices = {
  schemaId?: string | null
  prefixes?: boolean
  valueMaxLength?: number
  valuePartitionCapacity?: number
}

export class ExiTables {
  /** Learned grammars live as long as the tables do. */
  readonly grammars = new Map<string, Rules>()
  readonly #choices: TableChoices
  readonly #locals: Map<string, string[]>
  readonly #uris: string[]
  readonly #prefixes = new Map([
    ['', ['']],
    [xml, ['xml']],
    [xsi, ['xsi']],
  ])
  readonly #global: { text: string; name: string; at: number }[] = []
  /** The “local” value partitions, by name. */
  readonly #local = new Map<string, (string | undefined)[]>()
  #next = 0

  constructor(choices: TableChoices) {
    this.#choices = choices
    this.#locals = new Map([
      ['', []],
      [xml, ['base', 'id', 'lang', 'space']],
      [xsi, ['nil', 'type']],
    ])
    if (choices.schemaId === '') this.#locals.set(xsd, [...typeNames])
    this.#uris = [...this.#locals.keys()]
  }

  qname(out: ExiBits, name: ExiName): void {
    this.uri(out, name.uri)
    const locals = this.#locals.get(name.uri)!
    const at = locals.indexOf(name.local)
    if (at >= 0) out.unsigned(0).oneOf(locals.length, at)
    else {
      out.string(name.local, 1)
      locals.push(name.local)
    }
    this.prefix(out, name)
  }

  uri(out: ExiBits, uri: string): void {
    const at = this.#uris.indexOf(uri)
    out.oneOf(this.#uris.length + 1, at + 1)
    if (at >= 0) return
    out.string(uri)
    this.#uris.push(uri)
    this.#locals.set(uri, [])
  }

  /** Of a qualified name. */
  prefix(out: ExiBits, name: ExiName): void {
    if (!this.#choices.prefixes) return
    const prefixes = this.#prefixes.get(name.uri) ?? []
    out.oneOf(prefixes.length, Math.max(0, prefixes.indexOf(name.prefix)))
  }

  /** Of a declaration. */
  newPrefix(out: ExiBits, uri: string, prefix: string): void {
    const list = this.#prefixes.get(uri) ?? []
    this.#prefixes.set(uri, list)
    const at = list.indexOf(prefix)
    out.oneOf(list.length + 1, at + 1)
    if (at >= 0) return
    out.string(prefix)
    list.push(prefix)
  }

  /** A value (7.3.3). */
  string(out: ExiBits, name: string, text: string, set: string | null): void {
    const { valueMaxLength = Infinity, valuePartitionCapacity = Infinity } = this.#choices
    const partition = this.#local.get(name) ?? []
    this.#local.set(name, partition)
    const here = text === '' ? -1 : partition.indexOf(text)
    const anywhere = this.#global.findIndex((entry) => entry.text === text)
    if (here >= 0) return void out.unsigned(0).oneOf(partition.length, here)
    if (anywhere >= 0) return void out.unsigned(1).oneOf(this.#global.length, anywhere)
    if (set) out.restricted(text, set, 2)
    else out.string(text, 2)
    const length = [...text].length
    if (length === 0 || length > valueMaxLength || valuePartitionCapacity === 0) return
    const gone = this.#global[this.#next]
    if (gone) this.#local.get(gone.name)![gone.at] = undefined
    this.#global[this.#next] = { text, name, at: partition.length }
    partition.push(text)
    this.#next = (this.#next + 1) % valuePartitionCapacity
  }
}
