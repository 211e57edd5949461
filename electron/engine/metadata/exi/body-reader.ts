// The events of an EXI body, one by one (6). Where its values are is the caller's: in between, or in channels behind (9.2).
import { ExiInput } from './exi-input.ts'
import { ExiStop, broken, exiLimits } from './exi-limits.ts'
import type { ExiEvent } from './exi-event.ts'
import type { ExiOptions } from './exi-options.ts'
import { GrammarMaker } from './grammar.ts'
import type { ElementGrammar, Production, State } from './grammar.ts'
import { NameTable, ValueTable, addName, readNewPrefix, readPrefix, schemaNamespace } from './string-table.ts'
import type { Name, QName } from './string-table.ts'
import { builtInType, readTyped } from './value-type.ts'
import type { ValueType } from './value-type.ts'

/** What the next value in `name`'s partition or channel is; `event` is to be given it. */
export type ValuePlace = {
  readonly name: Name
  readonly type: ValueType | null
  readonly event: { value: unknown }
}

type OpenElement = { name: Name; state: State; any: boolean; namespaces: Map<string, string> | null }

/** What is saved and begun anew at a self-contained element (8.5.4.4.1, SC). */
type Context = {
  names: NameTable
  values: ValueTable
  grammars: GrammarMaker
  root: State
  outer: Context | null
}

export class BodyReader {
  input: ExiInput
  readonly #options: ExiOptions
  readonly #longest: number
  readonly #open: OpenElement[] = []
  /** How many elements were open where a self-contained one began, itself not counted. */
  readonly #selfContainedAt: number[] = []
  #context: Context
  #left: number = exiLimits.events
  #elements: number = exiLimits.elements

  /** `longest`: of one string, in characters. */
  constructor(input: ExiInput, options: ExiOptions, longest: number) {
    this.input = input
    this.#options = options
    this.#longest = longest
    this.#context = this.#newContext(options.fragment, null)
  }

  /**
   * The next event. A value that is read later is null in it, and `later` is told of its place; without `later` it is
   * read at once.
   */
  next(later: ((place: ValuePlace) => void) | null): ExiEvent {
    for (;;) {
      this.#left -= 1
      if (this.#left < 0) throw broken(`it has more than ${exiLimits.events} events`)
      const state = this.#current?.state ?? this.#context.root
      const event = this.#event(state, state.read(this.input), later)
      if (event) return event
    }
  }

  /** Namespace and local names that a schema brings (D.1, D.3). */
  addNames(uri: string, locals: readonly string[]): void {
    const added = this.#context.names.addUri(uri)
    for (const local of locals) addName(added, local)
  }

  /** One whole element whose SE matched a wildcard; it leaves the names and values in the tables. */
  skipElement(): void {
    const { name } = this.#context.names.readQName(this.input, false)
    name.grammar ??= this.#context.grammars.element()
    this.#open.push({ name, state: name.grammar.startTag, any: false, namespaces: null })
    while (this.#open.length > 0) this.next(null)
  }

  readValue(place: ValuePlace): string {
    const { name, type } = place
    const input = this.input
    const { values } = this.#context
    if (type === null || type.kind === 'string') return values.read(input, name, this.#longest, null)
    if (this.#options.lexicalValues) return values.read(input, name, this.#longest, type.set)
    if (type.kind !== 'list') return readTyped(input, type, this.#longest)
    const length = input.unsigned()
    const items: string[] = []
    let room = this.#longest
    for (let done = 0; done < length; done += 1) {
      const item = values.read(input, name, this.#longest, null)
      room -= item.length + 1
      if (room < 0) throw broken(`a list in it has more than ${this.#longest} characters`)
      items.push(item)
    }
    return items.join(' ')
  }

  /** Null for what leaves no trace in XML: a self-contained element begins or ends. */
  #event(state: State, production: Production, later: ((place: ValuePlace) => void) | null): ExiEvent | null {
    const { kind } = production
    const input = this.input
    switch (kind) {
      case 'SE':
        return this.#startElement(state, production)
      case 'EE':
        if (production.learns) state.learn(production, false)
        this.#open.pop()
        return { kind }
      case 'ED':
        return this.#endDocument()
      case 'AT':
        return this.#attribute(state, production, later)
      case 'xsi:nil':
        return this.#nil()
      case 'CH': {
        if (production.learns) state.learn(production, false)
        this.#goOn(production)
        const name = this.#open.at(-1)?.name
        if (!name) throw broken('it has text outside of any element')
        const event: { kind: 'CH'; value: string | null } = { kind, value: null }
        this.#take({ name, type: production.type, event }, later)
        return event
      }
      case 'NS':
        return this.#namespace()
      case 'SC':
        return this.#selfContained()
      case 'CM':
        this.#goOn(production)
        return { kind, text: input.string(this.#longest) }
      case 'PI':
        this.#goOn(production)
        return { kind, target: input.string(exiLimits.nameCharacters), text: input.string(this.#longest) }
      case 'DT': {
        this.#goOn(production)
        const name = input.string(exiLimits.nameCharacters)
        for (let part = 0; part < 3; part += 1) input.string(this.#longest)
        return { kind, name }
      }
      case 'ER':
        this.#goOn(production)
        return { kind, name: input.string(exiLimits.nameCharacters) }
    }
  }

  #take(place: ValuePlace, later: ((place: ValuePlace) => void) | null): void {
    if (later) later(place)
    else place.event.value = this.readValue(place)
  }

  /** The element whose grammar is in effect; undefined outside of any, also between those of a fragment. */
  get #current(): OpenElement | undefined {
    return this.#open.length > (this.#selfContainedAt.at(-1) ?? 0) ? this.#open.at(-1) : undefined
  }

  #goOn(production: Production): void {
    if (!production.next) return
    const current = this.#current
    if (current) current.state = production.next
    else this.#context.root = production.next
  }

  #startElement(state: State, production: Production): ExiEvent {
    const { prefixes } = this.#options
    const known = production.name
    const qname: QName = known
      ? { name: known, prefix: prefixes ? readPrefix(this.input, known.uri) : null }
      : this.#context.names.readQName(this.input, prefixes)
    if (production.learns) state.learn({ ...production, name: qname.name }, false)
    if (this.#context.outer && !this.#current)
      throw broken('a self-contained element in it has another beside it')
    this.#goOn(production)
    this.#elements -= 1
    if (this.#elements < 0) throw broken(`it has more than ${exiLimits.elements} elements`)
    if (this.#open.length >= exiLimits.depth) {
      throw broken(`its elements are nested more than ${exiLimits.depth} deep`)
    }
    const { name } = qname
    name.grammar ??= this.#context.grammars.element()
    this.#open.push({ name, state: name.grammar.startTag, any: false, namespaces: null })
    return { kind: 'SE', qname }
  }

  #attribute(state: State, production: Production, later: ((place: ValuePlace) => void) | null): ExiEvent {
    const { prefixes } = this.#options
    const known = production.name
    const qname: QName = known
      ? { name: known, prefix: prefixes ? readPrefix(this.input, known.uri) : null }
      : this.#context.names.readQName(this.input, prefixes)
    const isXsiType = qname.name === this.#context.names.xsiType
    if (production.learns) state.learn({ ...production, name: qname.name }, isXsiType)
    this.#goOn(production)
    if (isXsiType) return this.#type(qname)
    const event: { kind: 'AT'; qname: QName; value: string | null } = { kind: 'AT', qname, value: null }
    this.#take({ name: qname.name, type: production.type, event }, later)
    return event
  }

  /** A QName in the structure channel (Table 7-1, 9.2.1); a string where lexical values are kept. */
  #type(qname: QName): ExiEvent {
    if (this.#options.lexicalValues) {
      const value = this.readValue({ name: qname.name, type: null, event: { value: null } })
      this.#castTo(this.#lexicalType(value))
      return { kind: 'AT', qname, value }
    }
    const target = this.#context.names.readQName(this.input, this.#options.prefixes)
    this.#castTo(target.name.uri.text === schemaNamespace ? target.name.local : null)
    return { kind: 'AT', qname, value: { qname: target } }
  }

  #lexicalType(value: string): string | null {
    const [prefix, local] = value.includes(':') ? value.split(':', 2) : ['', value]
    const scope = this.#open.findLast((element) => element.namespaces?.has(prefix ?? ''))
    return scope?.namespaces?.get(prefix ?? '') === schemaNamespace ? (local ?? null) : null
  }

  /** 8.4.3: the contents follow the grammar of that type, if one can be found. */
  #castTo(local: string | null): void {
    const above = this.#current
    if (local === null || !above || this.#options.schema === 'none') return
    const type = builtInType(local)
    if (!type && local !== 'anyType') return
    if (this.#options.strict) throw new ExiStop('unsupported', 'with typed values in strict grammars')
    const grammar = type ? this.#context.grammars.simpleType(type) : this.#context.grammars.urType()
    above.state = grammar.startTag
    above.any = !type
  }

  /** xsi:nil where a type is in effect: a Boolean in the structure channel (8.5.4.4.1). */
  #nil(): ExiEvent {
    const name = this.#context.names.xsiNil
    const prefix = this.#options.prefixes ? readPrefix(this.input, name.uri) : null
    const place = { name, type: builtInType('boolean'), event: { value: null } }
    const value = this.readValue(place).trim()
    const above = this.#current
    if (above && (value === 'true' || value === '1')) {
      const grammar: ElementGrammar = this.#context.grammars.empty(above.any)
      above.state = grammar.startTag
    }
    return { kind: 'AT', qname: { name, prefix }, value }
  }

  #namespace(): ExiEvent {
    const uri = this.#context.names.readUri(this.input)
    const prefix = readNewPrefix(this.input, uri)
    const above = this.#open.at(-1)
    if (above) {
      above.namespaces ??= new Map()
      above.namespaces.set(prefix, uri.text)
    }
    return { kind: 'NS', uri: uri.text, prefix, ofElement: this.input.boolean() }
  }

  /**
   * 8.5.4.4.1, SC: the same element again, from a byte boundary on, as a fragment with tables and grammars of its own.
   * It ends the element outside of it too.
   */
  #selfContained(): null {
    this.input.align()
    const outer = this.#open.at(-1)?.name
    this.#context = this.#newContext(true, this.#context)
    const production = this.#context.root.read(this.input)
    const names = this.#context.names
    if (production.kind !== 'SE') throw broken('a self-contained element in it does not begin')
    const { name } = names.readQName(this.input, this.#options.prefixes)
    if (!outer || name.local !== outer.local || name.uri.text !== outer.uri.text)
      throw broken('a self-contained element in it has another name inside')
    if (production.learns) this.#context.root.learn({ ...production, name }, false)
    name.grammar = this.#context.grammars.element()
    this.#open.pop()
    this.#selfContainedAt.push(this.#open.length)
    this.#open.push({ name, state: name.grammar.startTag, any: false, namespaces: null })
    return null
  }

  #endDocument(): ExiEvent | null {
    const { outer } = this.#context
    if (!outer) return { kind: 'ED' }
    this.#selfContainedAt.pop()
    this.#context = outer
    this.input.align()
    return null
  }

  #newContext(fragment: boolean, outer: Context | null): Context {
    const withTypes = this.#options.schema === 'built-in'
    const names = new NameTable(withTypes)
    const grammars = new GrammarMaker(this.#options, names.xsiType)
    const root = fragment ? grammars.fragment(!withTypes) : grammars.document()
    return { names, values: new ValueTable(this.#options), grammars, root, outer }
  }
}
