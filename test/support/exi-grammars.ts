// The grammars of W3C EXI 1.0, clause 8, with their event codes written out as the specification prints them and moved up
// one by one, for the tests' own encoder.
import type { ExiBits } from './exi-bits.ts'

export type Fidelity = {
  comments?: boolean
  pis?: boolean
  dtd?: boolean
  prefixes?: boolean
  selfContained?: boolean
}

/** What stands on the left; `terminal` is SE(*), AT(*), SE({uri}local), CH, CH[untyped], … */
export type Rule = { code: number[]; terminal: string; next: Rules | null }

/** All productions with the same non-terminal on the left. */
export class Rules {
  list: Rule[] = []

  add(code: number[], terminal: string, next: Rules | null): this {
    this.list.push({ code, terminal, next })
    return this
  }

  find(...terminals: string[]): Rule | undefined {
    for (const terminal of terminals) {
      const found = this.list.filter((rule) => rule.terminal === terminal)
      if (found.length > 0) return found.sort((a, b) => a.code.length - b.code.length)[0]
    }
    return undefined
  }

  /** 8.4.3: event code 0 for the new one, all others one higher. */
  learn(terminal: string, next: Rules | null): void {
    for (const rule of this.list) rule.code = [rule.code[0]! + 1, ...rule.code.slice(1)]
    this.add([0], terminal, next)
  }

  has1(terminal: string): boolean {
    return this.list.some((rule) => rule.terminal === terminal && rule.code.length === 1)
  }

  /** 8.3: what is not kept goes, and the codes close up. */
  prune(kept: Fidelity, strict: boolean): this {
    const gone: Record<string, boolean | undefined> = {
      CM: kept.comments && !strict,
      PI: kept.pis && !strict,
      DT: kept.dtd,
      ER: kept.dtd,
      NS: kept.prefixes && !strict,
      SC: kept.selfContained && !strict,
    }
    this.list = this.list.filter(({ terminal }) => gone[terminal] ?? !(terminal in gone))
    for (let part = 0; part < 3; part += 1) this.#close(part)
    return this
  }

  #close(part: number): void {
    const groups = new Map<string, Set<number>>()
    const prefix = (rule: Rule): string => rule.code.slice(0, part).join('.')
    for (const rule of this.list) {
      if (rule.code.length <= part) continue
      groups.set(prefix(rule), (groups.get(prefix(rule)) ?? new Set()).add(rule.code[part]!))
    }
    const moved = this.list.map((rule) => {
      if (rule.code.length <= part) return rule.code
      const order = [...groups.get(prefix(rule))!].sort((a, b) => a - b)
      return rule.code.map((value, at) => (at === part ? order.indexOf(value) : value))
    })
    this.list.forEach((rule, at) => (rule.code = moved[at]!))
  }

  /** 6.2. */
  write(out: ExiBits, { code }: Rule): void {
    code.forEach((value, part) => {
      const alike = this.list.filter((rule) => code.slice(0, part).every((one, at) => rule.code[at] === one))
      const values = alike.filter((rule) => rule.code.length > part).map((rule) => rule.code[part]!)
      out.oneOf(Math.max(...values) + 1, value)
    })
  }
}

/** ChildContentItems (n.m) of 8.4.3. */
function children(rules: Rules, n: number, m: number, content: Rules, untyped = ''): Rules {
  return rules
    .add([n, m], 'SE(*)', content)
    .add([n, m + 1], `CH${untyped}`, content)
    .add([n, m + 2], 'ER', content)
    .add([n, m + 3, 0], 'CM', content)
    .add([n, m + 3, 1], 'PI', content)
}

/** 8.4.3. */
export function elementGrammar(kept: Fidelity, strict: boolean): Rules {
  const startTag = new Rules()
  const content = new Rules()
  startTag.add([0, 0], 'EE', null).add([0, 1], 'AT(*)', startTag)
  startTag.add([0, 2], 'NS', startTag).add([0, 3], 'SC', null)
  children(startTag, 0, 4, content)
  children(content.add([0], 'EE', null), 1, 0, content)
  content.prune(kept, strict)
  return startTag.prune(kept, strict)
}

/** 8.4.1 after SD. */
export function documentGrammar(kept: Fidelity, strict: boolean): Rules {
  const content = new Rules()
  const end = new Rules()
  content.add([0], 'SE(*)', end).add([1, 0], 'DT', content)
  content.add([1, 1, 0], 'CM', content).add([1, 1, 1], 'PI', content)
  end.add([0], 'ED', null).add([1, 0], 'CM', end).add([1, 1], 'PI', end).prune(kept, strict)
  return content.prune(kept, strict)
}

/** 8.4.2 after SD. */
export function fragmentGrammar(kept: Fidelity, strict: boolean): Rules {
  const content = new Rules()
  content.add([0], 'SE(*)', content).add([1], 'ED', null)
  return content.add([2, 0], 'CM', content).add([2, 1], 'PI', content).prune(kept, strict)
}

/** 8.5.4.1.3.1 with 8.5.4.4.1: an element of a simple type, not strict. */
export function simpleTypeGrammar(kept: Fidelity): Rules {
  const first = new Rules()
  const content = new Rules()
  const end = new Rules()
  first.add([0], 'CH[typed]', end).add([1, 0], 'EE', null)
  undeclared(first, 1, 1)
  children(first, 1, 7, content, '[untyped]')
  children(content.add([0], 'CH[typed]', end).add([1, 0], 'EE', null), 1, 1, content, '[untyped]')
  children(end.add([0], 'EE', null), 1, 0, end, '[untyped]')
  content.prune(kept, false)
  end.prune(kept, false)
  return first.prune(kept, false)
}

/** 8.5.4.1.3.3 with 8.5.4.4.1: xsd:anyType. */
export function urTypeGrammar(kept: Fidelity): Rules {
  const first = new Rules()
  const content = new Rules()
  first.add([0], 'AT(*)', first).add([1], 'SE(*)', content).add([2], 'EE', null)
  undeclared(first.add([3], 'CH[untyped]', content), 4, 0)
  children(first, 4, 6, content, '[untyped]')
  content.add([0], 'SE(*)', content).add([1], 'EE', null).add([2], 'CH[untyped]', content)
  children(content, 3, 0, content, '[untyped]').prune(kept, false)
  return first.prune(kept, false)
}

/** TypeEmpty (8.5.4.1.3) with 8.5.4.4.1: after xsi:nil="true". */
export function emptyGrammar(kept: Fidelity, any: boolean): Rules {
  const first = new Rules()
  const end = new Rules()
  if (any) first.add([0], 'AT(*)', first)
  const n = any ? 2 : 1
  undeclared(first.add([n - 1], 'EE', null), n, 0)
  children(first, n, 6, end, '[untyped]')
  children(end.add([0], 'EE', null), 1, 0, end, '[untyped]').prune(kept, false)
  return first.prune(kept, false)
}

function undeclared(first: Rules, n: number, m: number): void {
  first.add([n, m], 'AT(xsi:type)', first).add([n, m + 1], 'AT(xsi:nil)', first)
  first.add([n, m + 2], 'AT(*)', first).add([n, m + 3, 0], 'AT(*)[untyped]', first)
  first.add([n, m + 4], 'NS', first).add([n, m + 5], 'SC', null)
}
