// An EXI encoder for tests, written straight from the tables of W3C EXI 1.0 (Second Edition) and sharing nothing with the
// reader: its own string tables, its own grammars (exi-grammars.ts), every option.
import { deflateRawSync } from 'node:zlib'
import { ExiBits } from './exi-bits.ts'
import { parseExiDocument } from './exi-document.ts'
import type { ExiElement, ExiName, ExiNode } from './exi-document.ts'
import {
  documentGrammar,
  elementGrammar,
  emptyGrammar,
  fragmentGrammar,
  simpleTypeGrammar,
  urTypeGrammar,
} from './exi-grammars.ts'
import type { Fidelity, Rules } from './exi-grammars.ts'
import { writeExiHeader } from './exi-header-writer.ts'
import { ExiTables, typeNames, xsd, xsi } from './exi-tables.ts'
import { restrictedSet, writeTyped } from './exi-types.ts'

export type ExiChoices = Fidelity & {
  cookie?: boolean
  /** No options document in the header. */
  silent?: boolean
  alignment?: 'byte' | 'pre-compress' | 'compression'
  strict?: boolean
  fragment?: boolean
  lexicalValues?: boolean
  /** Local names of elements to be self-contained. */
  contained?: string[]
  blockSize?: number
  valueMaxLength?: number
  valuePartitionCapacity?: number
  /** null: xsi:nil; left out: nothing is said. */
  schemaId?: string | null
  /** Inside of “uncommon”, written before all else. */
  userData?: boolean
  map?: boolean
}

/** One whole stream. */
export function writeExi(xml: string | ExiNode[], choices: ExiChoices = {}): Uint8Array {
  const header = new ExiBits(false)
  if (choices.cookie) header.raw(Buffer.from('$EXI'))
  header
    .packed(2, 0b10)
    .packed(1, choices.silent ? 0 : 1)
    .packed(5, 0)
  if (!choices.silent) writeExiHeader(header, choices)
  const nodes = typeof xml === 'string' ? parseExiDocument(xml) : xml
  if (!choices.alignment) {
    const body = new BodyWriter(header, choices)
    body.document(nodes)
    return header.bytes
  }
  header.align()
  const body = new BodyWriter(new ExiBits(true), choices)
  body.document(nodes)
  return new Uint8Array(Buffer.concat([header.bytes, ...body.finish()]))
}

type Value = { name: string; write: (out: ExiBits) => void }
class BodyWriter {
  #out: ExiBits
  readonly #choices: ExiChoices
  #tables: ExiTables
  /** Of the block that is being written. */
  #values: Value[] = []
  readonly #streams: Uint8Array[] = []
  readonly #scope: Map<string, string>[] = []

  constructor(out: ExiBits, choices: ExiChoices) {
    this.#out = out
    this.#choices = choices
    this.#tables = new ExiTables(this.#choices)
  }

  get #reordered(): boolean {
    return this.#choices.alignment === 'pre-compress' || this.#choices.alignment === 'compression'
  }

  get #strict(): boolean {
    return this.#choices.strict ?? false
  }

  get #typed(): boolean {
    return this.#choices.schemaId === ''
  }

  finish(): Uint8Array[] {
    if (!this.#reordered) return [this.#out.bytes]
    this.#endBlock()
    return this.#streams
  }

  document(nodes: ExiNode[]): void {
    const { fragment } = this.#choices
    const rules = fragment
      ? fragmentGrammar(this.#choices, this.#strict)
      : documentGrammar(this.#choices, this.#strict)
    this.#event(this.#nodes(nodes, rules, null, Boolean(fragment) && !this.#typed), 'ED')
  }

  /** Gives the state behind; `learns`: whether SE(*) gets a shorter code. */
  #nodes(nodes: ExiNode[], from: Rules, name: string | null, learns: boolean): Rules {
    let rules = from
    for (const node of nodes) {
      if ('element' in node) rules = this.#element(node.element, rules, learns)
      else if ('text' in node) rules = this.#text(node.text, rules, name!, learns)
      else if ('comment' in node) {
        if (this.#choices.comments && !this.#strict) {
          rules = this.#event(rules, 'CM')
          this.#out.string(node.comment)
        }
      } else if ('target' in node) {
        if (this.#choices.pis && !this.#strict) {
          rules = this.#event(rules, 'PI')
          this.#out.string(node.target).string(node.instruction)
        }
      } else if ('doctype' in node) {
        if (this.#choices.dtd) {
          rules = this.#event(rules, 'DT')
          this.#out.string(node.doctype).string('').string('a.dtd').string('<!ENTITY x "boom">')
        }
      } else if (this.#choices.dtd) {
        rules = this.#event(rules, 'ER')
        this.#out.string(node.entity)
      }
    }
    return rules
  }

  /** Writes the event code and goes on to the next state. */
  #event(rules: Rules, ...terminals: string[]): Rules {
    const rule = rules.find(...terminals)
    if (!rule) throw new Error(`no production for ${terminals.join()}`)
    rules.write(this.#out, rule)
    return rule.next ?? rules
  }

  #element(element: ExiElement, parent: Rules, learns: boolean): Rules {
    const key = nameOf(element)
    const specific = `SE(${key})`
    const known = parent.find(specific)
    const next = this.#event(parent, specific, 'SE(*)')
    if (!known) {
      this.#tables.qname(this.#out, element)
      if (learns) parent.learn(specific, next)
    } else this.#tables.prefix(this.#out, element)
    if (this.#choices.contained?.includes(element.local)) this.#contained(element, key)
    else this.#startTag(element, this.#grammarOf(key))
    return next
  }

  #grammarOf(key: string): Rules {
    const grammars = this.#tables.grammars
    const grammar = grammars.get(key) ?? elementGrammar(this.#choices, this.#strict)
    grammars.set(key, grammar)
    return grammar
  }

  /** 8.5.4.4.1, SC. */
  #contained(element: ExiElement, key: string): void {
    this.#event(this.#grammarOf(key), 'SC')
    this.#out.align()
    const saved = this.#tables
    this.#tables = new ExiTables(this.#choices)
    const rules = fragmentGrammar(this.#choices, this.#strict)
    this.#event(rules, 'SE(*)')
    this.#tables.qname(this.#out, element)
    if (!this.#typed) rules.learn(`SE(${key})`, rules)
    this.#startTag(element, this.#grammarOf(key))
    this.#event(rules, 'ED')
    this.#out.align()
    this.#tables = saved
  }

  #startTag(element: ExiElement, grammar: Rules): void {
    let rules = grammar
    let learns = true
    let type: string | null = null
    this.#scope.push(new Map(element.namespaces.map(({ prefix, uri }) => [prefix, uri])))
    if (this.#choices.prefixes && !this.#strict) {
      for (const { prefix, uri } of element.namespaces) {
        rules = this.#event(rules, 'NS')
        this.#tables.uri(this.#out, uri)
        this.#tables.newPrefix(this.#out, uri, prefix)
        this.#out.nBit(1, uri === element.uri && prefix === element.prefix ? 1 : 0)
      }
    }
    const first = (name: ExiName): number => (name.uri === xsi ? (name.local === 'type' ? 0 : 1) : 2)
    for (const attribute of [...element.attributes].sort((a, b) => first(a) - first(b))) {
      const isType = attribute.uri === xsi && attribute.local === 'type'
      const isNil = attribute.uri === xsi && attribute.local === 'nil' && type !== null
      const key = nameOf(attribute)
      const terminal = isType && type ? 'AT(xsi:type)' : isNil ? 'AT(xsi:nil)' : `AT(${key})`
      const known = rules.find(terminal)
      const before = rules
      rules = this.#event(rules, terminal, 'AT(*)')
      if (known) this.#tables.prefix(this.#out, attribute)
      else {
        this.#tables.qname(this.#out, attribute)
        // 8.4.3: xsi:type is learned once.
        if (learns) before.learn(terminal, rules)
      }
      if (isNil) {
        const nil = attribute.value
        if (this.#choices.lexicalValues) this.#tables.string(this.#out, key, nil, restrictedSet('boolean'))
        else this.#out.nBit(1, nil === 'true' ? 1 : 0)
        if (nil === 'true') rules = emptyGrammar(this.#choices, type === 'anyType')
      } else if (!isType) this.#value(key, (out) => this.#tables.string(out, key, attribute.value, null))
      else {
        type = this.#writeType(attribute.value, key)
        if (type) {
          rules = type === 'anyType' ? urTypeGrammar(this.#choices) : simpleTypeGrammar(this.#choices)
          learns = false
        }
      }
    }
    this.#content(element, rules, learns, type)
    this.#scope.pop()
  }

  #content(element: ExiElement, from: Rules, learns: boolean, type: string | null): void {
    const key = nameOf(element)
    const [only] = element.children
    let rules = from
    if (only && 'text' in only && element.children.length === 1 && rules.find('CH[typed]')) {
      rules = this.#event(rules, 'CH[typed]')
      this.#value(key, (out) => this.#typedValue(out, key, type!, only.text))
    } else rules = this.#nodes(element.children, rules, key, learns)
    const learn = learns && !rules.has1('EE')
    this.#event(rules, 'EE')
    if (learn) rules.learn('EE', null)
  }

  #text(text: string, rules: Rules, name: string, learns: boolean): Rules {
    const learn = learns && !rules.has1('CH')
    const next = this.#event(rules, 'CH', 'CH[untyped]')
    if (learn) rules.learn('CH', next)
    this.#value(name, (out) => this.#tables.string(out, name, text, null))
    return next
  }

  /** Gives the local name of the type where a grammar for it can be found. */
  #writeType(value: string, key: string): string | null {
    const colon = value.indexOf(':')
    const prefix = colon < 0 ? '' : value.slice(0, colon)
    const uri = this.#scope.findLast((scope) => scope.has(prefix))?.get(prefix)
    const local = uri === undefined ? value : value.slice(colon + 1)
    if (this.#choices.lexicalValues) this.#tables.string(this.#out, key, value, null)
    else this.#tables.qname(this.#out, { uri: uri ?? '', local, prefix })
    return this.#typed && uri === xsd && typeNames.includes(local) ? local : null
  }

  #typedValue(out: ExiBits, key: string, type: string, text: string): void {
    if (this.#choices.lexicalValues) this.#tables.string(out, key, text, restrictedSet(type))
    else if (/^(NMTOKENS|IDREFS|ENTITIES)$/.test(type)) {
      const items = text.split(' ')
      out.unsigned(items.length)
      for (const item of items) this.#tables.string(out, key, item, null)
    } else if (!writeTyped(out, type, text)) this.#tables.string(out, key, text, null)
  }

  /** At once, or in its channel at the end of the block (9.1). */
  #value(name: string, write: (out: ExiBits) => void): void {
    if (!this.#reordered) return write(this.#out)
    this.#values.push({ name, write })
    if (this.#values.length === (this.#choices.blockSize ?? 1_000_000)) this.#endBlock()
  }

  /** 9.3. */
  #endBlock(): void {
    const channels = [...new Set(this.#values.map(({ name }) => name))].map((name) =>
      this.#values.filter((value) => value.name === name),
    )
    if (this.#values.length <= 100)
      this.#stream([this.#out, ...channels.map((values) => this.#channel(values))])
    else {
      this.#stream([this.#out])
      const small = channels.filter((values) => values.length <= 100)
      if (small.length > 0) this.#stream(small.map((values) => this.#channel(values)))
      for (const values of channels.filter(({ length }) => length > 100))
        this.#stream([this.#channel(values)])
    }
    this.#out = new ExiBits(true)
    this.#values = []
  }

  #channel(values: Value[]): ExiBits {
    const out = new ExiBits(true)
    for (const { write } of values) write(out)
    return out
  }

  #stream(parts: ExiBits[]): void {
    const bytes = Buffer.concat(parts.map((part) => part.bytes))
    this.#streams.push(this.#choices.alignment === 'compression' ? deflateRawSync(bytes) : bytes)
  }
}

const nameOf = (name: ExiName): string => `{${name.uri}}${name.local}`
