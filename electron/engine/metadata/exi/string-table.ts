// The string table of one EXI body (7.3): namespaces with their prefixes and local names, and values. Look-ups are by
// compact identifier alone, so that each costs the same, however large the table is.
import { bitsFor } from './exi-input.ts'
import type { ExiInput } from './exi-input.ts'
import { broken, exiLimits } from './exi-limits.ts'
import type { ElementGrammar } from './grammar.ts'
import type { ExiOptions } from './exi-options.ts'

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'
export const xsiNamespace = 'http://www.w3.org/2001/XMLSchema-instance'
export const schemaNamespace = 'http://www.w3.org/2001/XMLSchema'

/** One namespace: its prefixes and local names in the order of their compact identifiers. */
export type Uri = { readonly text: string; readonly prefixes: string[]; readonly names: Name[] }

/** One qualified name, with what hangs on it: its “local” value partition and its learned grammar. */
export type Name = {
  readonly uri: Uri
  readonly local: string
  /** Null where the identifier is permanently unassigned (7.3.3). */
  readonly values: (string | null)[]
  grammar: ElementGrammar | null
}

export type QName = { readonly name: Name; readonly prefix: string | null }

/** D.3, Table D-4: in lexicographical order. */
const schemaTypes =
  'ENTITIES ENTITY ID IDREF IDREFS NCName NMTOKEN NMTOKENS NOTATION Name QName anySimpleType anyType anyURI ' +
  'base64Binary boolean byte date dateTime decimal double duration float gDay gMonth gMonthDay gYear gYearMonth ' +
  'hexBinary int integer language long negativeInteger nonNegativeInteger nonPositiveInteger normalizedString ' +
  'positiveInteger short string time token unsignedByte unsignedInt unsignedLong unsignedShort'

export class NameTable {
  readonly xsiType: Name
  readonly xsiNil: Name
  readonly #uris: Uri[] = []

  /** Appendix D. `withTypes`: whether the types of XML Schema are known. */
  constructor(withTypes: boolean) {
    this.addUri('').prefixes.push('')
    const xml = this.addUri(xmlNamespace)
    xml.prefixes.push('xml')
    for (const local of ['base', 'id', 'lang', 'space']) addName(xml, local)
    const xsi = this.addUri(xsiNamespace)
    xsi.prefixes.push('xsi')
    this.xsiNil = addName(xsi, 'nil')
    this.xsiType = addName(xsi, 'type')
    if (!withTypes) return
    const schema = this.addUri(schemaNamespace)
    for (const local of schemaTypes.split(' ')) addName(schema, local)
  }

  addUri(text: string): Uri {
    const uri: Uri = { text, prefixes: [], names: [] }
    this.#uris.push(uri)
    return uri
  }

  /** 7.3.2: a compact identifier plus one, or 0 and a string that is added. */
  readUri(input: ExiInput): Uri {
    const code = input.nBit(bitsFor(this.#uris.length + 1))
    if (code === 0) return this.addUri(input.string(exiLimits.uriCharacters))
    const uri = this.#uris[code - 1]
    if (!uri) throw broken(`it has no namespace ${code - 1}`)
    return uri
  }

  /** 7.3.3: length plus one and a string that is added, or 0 and a compact identifier. */
  readLocal(input: ExiInput, uri: Uri): Name {
    const length = input.unsigned()
    if (length > 0) return addName(uri, input.characters(length - 1, exiLimits.nameCharacters))
    const id = input.nBit(bitsFor(uri.names.length))
    const name = uri.names[id]
    if (!name) throw broken(`it has no local name ${id} in its namespace`)
    return name
  }

  /** 7.1.7. */
  readQName(input: ExiInput, withPrefix: boolean): QName {
    const name = this.readLocal(input, this.readUri(input))
    return { name, prefix: withPrefix ? readPrefix(input, name.uri) : null }
  }
}

export function addName(uri: Uri, local: string): Name {
  const name: Name = { uri, local, values: [], grammar: null }
  uri.names.push(name)
  return name
}

/** 7.1.7: null where the namespace has no prefix yet; a namespace declaration has to follow then. */
export function readPrefix(input: ExiInput, uri: Uri): string | null {
  const id = input.nBit(bitsFor(uri.prefixes.length))
  const prefix = uri.prefixes[id]
  if (prefix === undefined && uri.prefixes.length > 0)
    throw broken(`it has no prefix ${id} for its namespace`)
  return prefix ?? null
}

/** Of a namespace declaration (7.3.2). */
export function readNewPrefix(input: ExiInput, uri: Uri): string {
  const code = input.nBit(bitsFor(uri.prefixes.length + 1))
  const known = code > 0 ? uri.prefixes[code - 1] : input.string(exiLimits.nameCharacters)
  if (known === undefined) throw broken(`it has no prefix ${code - 1} for its namespace`)
  if (code === 0) uri.prefixes.push(known)
  return known
}

/** The value partitions (7.3.3). */
export class ValueTable {
  readonly #maxLength: number
  readonly #capacity: number
  readonly #global: { text: string; owner: Name; local: number }[] = []
  #next = 0

  constructor(options: ExiOptions) {
    this.#maxLength = options.valueMaxLength
    this.#capacity = options.valuePartitionCapacity
  }

  /** `set`: the restricted character set, where there is one (7.1.10.1). */
  read(input: ExiInput, name: Name, longest: number, set: string | null): string {
    const code = input.unsigned()
    if (code === 0) return this.#local(input, name)
    if (code === 1) return this.#fromGlobal(input)
    const length = code - 2
    const text = set === null ? input.characters(length, longest) : input.restricted(length, longest, set)
    if (length > 0 && length <= this.#maxLength && this.#capacity > 0) this.#add(name, text)
    return text
  }

  #local(input: ExiInput, name: Name): string {
    const id = input.nBit(bitsFor(name.values.length))
    const text = name.values[id]
    if (text === undefined || text === null) throw broken(`it has no value ${id} for that name`)
    return text
  }

  #fromGlobal(input: ExiInput): string {
    const id = input.nBit(bitsFor(this.#global.length))
    const entry = this.#global[id]
    if (!entry) throw broken(`it has no value ${id}`)
    return entry.text
  }

  /** A full table gives up its oldest string, whose identifier in its local partition is never used again. */
  #add(owner: Name, text: string): void {
    const replaced = this.#global[this.#next]
    if (replaced) replaced.owner.values[replaced.local] = null
    this.#global[this.#next] = { text, owner, local: owner.values.length }
    owner.values.push(text)
    this.#next = this.#next + 1 === this.#capacity ? 0 : this.#next + 1
  }
}
