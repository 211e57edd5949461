// The grammars that give event codes their meaning: those built in (8.4), which learn from what they see, and those of the
// types of XML Schema (8.5.4.1.3.1, 8.5.4.1.3.3, with the productions added by 8.5.4.4.1). What the fidelity options rule
// out is not there at all (8.3).
import { bitsFor } from './exi-input.ts'
import type { ExiInput } from './exi-input.ts'
import { broken } from './exi-limits.ts'
import type { ExiOptions } from './exi-options.ts'
import type { Name } from './string-table.ts'
import type { ValueType } from './value-type.ts'

export type EventKind = 'ED' | 'SE' | 'EE' | 'AT' | 'CH' | 'NS' | 'SC' | 'CM' | 'PI' | 'DT' | 'ER' | 'xsi:nil'

/**
 * `name`: for SE and AT what they stand for, null for any · `next`: the state after it, of this element (null: it ends) ·
 * `learns`: whether the state gets a shorter code for it · `type`: of a value, null for String.
 */
export type Production = {
  readonly kind: EventKind
  readonly name: Name | null
  readonly next: State | null
  readonly learns: boolean
  readonly type: ValueType | null
}

/** A production, or several that are told apart by a third part of the event code. */
type Second = readonly Production[]

/** All productions with one non-terminal on the left. */
export class State {
  /** The newest has event code 0 and moves all others up (8.4.3), so they are kept backwards. */
  readonly #learned: Production[] = []
  readonly #known = new Set<EventKind | 'xsi:type'>()
  #fixed: readonly Production[] = []
  #second: readonly Second[] = []

  define(fixed: readonly Production[], second: readonly (Production | Second)[]): void {
    this.#fixed = fixed
    this.#second = second
      .map((entry) => ('kind' in entry ? [entry] : entry))
      .filter((entry) => entry.length > 0)
  }

  /** 6.2. */
  read(input: ExiInput): Production {
    const learned = this.#learned.length
    const first = learned + this.#fixed.length
    const code = input.nBit(bitsFor(first + (this.#second.length > 0 ? 1 : 0)))
    const found = code < learned ? this.#learned[learned - 1 - code] : this.#fixed[code - learned]
    if (found) return found
    if (code !== first || this.#second.length === 0)
      throw broken(`an event has code ${code}, and there is none`)
    const group = this.#second[input.nBit(bitsFor(this.#second.length))]
    const deep = group?.[input.nBit(bitsFor(group.length))]
    if (!deep) throw broken('an event has a code that there is none for')
    return deep
  }

  /** 8.4.3: SE and AT are learned each time that they match by wildcard, all others and xsi:type once. */
  learn(production: Production, isXsiType: boolean): void {
    const key = isXsiType ? 'xsi:type' : production.kind
    if (isXsiType || production.name === null) {
      if (this.#known.has(key)) return
      this.#known.add(key)
    }
    this.#learned.push({ ...production, learns: false })
  }
}

/** A grammar by its two states: before and after the end of the start tag. */
export type ElementGrammar = { readonly startTag: State; readonly content: State }

type Fidelity = Pick<ExiOptions, 'comments' | 'pis' | 'dtd' | 'prefixes' | 'selfContained'>

function rule(
  kind: EventKind,
  next: State | null,
  more: { name?: Name; learns?: boolean; type?: ValueType } = {},
): Production {
  return { kind, next, name: more.name ?? null, learns: more.learns ?? false, type: more.type ?? null }
}

/** Makes grammars for one body; strict leaves out what the fidelity options would allow (5.4, “strict”). */
export class GrammarMaker {
  readonly #kept: Fidelity
  readonly #xsiType: Name

  constructor(options: ExiOptions, xsiType: Name) {
    this.#xsiType = xsiType
    const { strict } = options
    this.#kept = {
      comments: options.comments && !strict,
      pis: options.pis && !strict,
      dtd: options.dtd,
      prefixes: options.prefixes && !strict,
      selfContained: options.selfContained && !strict,
    }
  }

  /** 8.4.1, also 8.5.1 with no global element: the state after SD. */
  document(): State {
    const content = new State()
    const end = new State()
    end.define([rule('ED', null)], [...this.#misc(end)])
    const doctype = this.#kept.dtd ? [rule('DT', content)] : []
    content.define([rule('SE', end)], [...doctype, this.#misc(content)])
    return content
  }

  /** 8.4.2. The one informed by a schema (8.5.2) does not learn. */
  fragment(learns: boolean): State {
    const content = new State()
    content.define([rule('SE', content, { learns }), rule('ED', null)], [...this.#misc(content)])
    return content
  }

  /** 8.4.3. */
  element(): ElementGrammar {
    const startTag = new State()
    const content = new State()
    const learns = { learns: true }
    startTag.define(
      [],
      [
        rule('EE', null, learns),
        rule('AT', startTag, learns),
        ...this.#beforeAttributes(startTag),
        ...this.#children(content, learns),
      ],
    )
    content.define([rule('EE', null)], this.#children(content, learns))
    return { startTag, content }
  }

  /** 8.5.4.1.3.1: one value of a simple type; what is behind the first productions is added by 8.5.4.4.1. */
  simpleType(type: ValueType): ElementGrammar {
    const startTag = new State()
    const content = new State()
    const end = new State()
    const value = rule('CH', end, { type })
    startTag.define([value], [rule('EE', null), ...this.#undeclared(startTag), ...this.#children(content)])
    content.define([value], [rule('EE', null), ...this.#children(content)])
    end.define([rule('EE', null)], this.#children(end))
    return { startTag, content }
  }

  /** 8.5.4.1.3.3: xsd:anyType. */
  urType(): ElementGrammar {
    const startTag = new State()
    const content = new State()
    const within = [rule('SE', content), rule('EE', null), rule('CH', content)]
    const added = [...this.#undeclared(startTag), ...this.#children(content)]
    startTag.define([rule('AT', startTag), ...within], added)
    content.define(within, this.#children(content))
    return { startTag, content }
  }

  /** The grammar after xsi:nil="true" (TypeEmpty, 8.5.4.1.3). */
  empty(any: boolean): ElementGrammar {
    const startTag = new State()
    const content = new State()
    const attributes = any ? [rule('AT', startTag)] : []
    startTag.define(
      [...attributes, rule('EE', null)],
      [...this.#undeclared(startTag), ...this.#children(content)],
    )
    content.define([rule('EE', null)], this.#children(content))
    return { startTag, content }
  }

  #beforeAttributes(state: State): Production[] {
    const ns = this.#kept.prefixes ? [rule('NS', state)] : []
    return this.#kept.selfContained ? [...ns, rule('SC', null)] : ns
  }

  /** xsi:type and xsi:nil, any attribute, any attribute whose value has no type (one declares none here), NS, SC. */
  #undeclared(state: State): Production[] {
    const type = rule('AT', state, { name: this.#xsiType })
    const any = rule('AT', state)
    return [type, rule('xsi:nil', state), any, any, ...this.#beforeAttributes(state)]
  }

  #children(content: State, learning: { learns?: boolean } = {}): (Production | Second)[] {
    const reference = this.#kept.dtd ? [rule('ER', content)] : []
    return [rule('SE', content, learning), rule('CH', content, learning), ...reference, this.#misc(content)]
  }

  #misc(state: State): Production[] {
    const comments = this.#kept.comments ? [rule('CM', state)] : []
    return this.#kept.pis ? [...comments, rule('PI', state)] : comments
  }
}
