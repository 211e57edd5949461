// A small tree of one XML element, and its builder on parser events. Names are matched without their prefixes;
// prefixes stay resolvable, because topics are compared by namespace (ONVIF Core 9.4).
import { XmlStop, xmlLimits } from './xml-limits.ts'

/** What to hand out of a document. Names are local names: prefixes differ between cameras. */
export type XmlInterest = {
  /** Told once for each document; where it says false, nothing of that document is handed out. */
  root(name: string): boolean
  wanted(name: string, parent: string): boolean
  /** Elements whose children keep their XML text as recorded. */
  keepsSource(name: string): boolean
}

/** Declared prefixes, inner ones before outer ones; the empty prefix is the default namespace. */
export type NamespaceScope = {
  readonly declared: ReadonlyMap<string, string>
  readonly outer: NamespaceScope | null
}

export type XmlElement = {
  /** Local name. */
  readonly name: string
  /** By name as written, and by local name where that is free. */
  readonly attributes: Readonly<Record<string, string>>
  children: XmlElement[]
  /** Text and CDATA of this element alone, at most `xmlLimits.textCharacters`. */
  text: string
  readonly scope: NamespaceScope | null
  /** The XML text as recorded; kept only where asked for, else null. */
  source: string | null
}

export function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** The namespace that a prefix stands for at this element; null where it is not declared. */
export function namespaceOf(element: XmlElement, prefix: string): string | null {
  for (let scope = element.scope; scope; scope = scope.outer) {
    const uri = scope.declared.get(prefix)
    if (uri !== undefined) return uri
  }
  return null
}

/** Children of most elements. */
const none: XmlElement[] = []
Object.freeze(none)

/** The first child with this local name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  if (element) for (const candidate of element.children) if (candidate.name === name) return candidate
  return undefined
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  let found: XmlElement[] | null = null
  if (element)
    for (const candidate of element.children) if (candidate.name === name) (found ??= []).push(candidate)
  return found ?? none
}

type OpenElement = { name: string; scope: NamespaceScope | null; tree: XmlElement | null; start: number }

/** Follows one document; collects the wanted elements as they end. Throws `XmlStop` at a bound. */
export class ElementBuilder {
  /** Whether the end tag seen last had the name of its start tag: the parser complains only after the event. */
  endsAsNamed = true
  readonly #xml: string
  readonly #start: number
  readonly #parser: { readonly position: number }
  readonly #interest: XmlInterest
  readonly #budget: { elements: number }
  readonly #open: OpenElement[] = []
  #interested = false
  #attributes = 0
  #prefixed = false
  #done: XmlElement[] = []

  constructor(
    xml: string,
    start: number,
    parser: { readonly position: number },
    interest: XmlInterest,
    budget: { elements: number },
  ) {
    this.#xml = xml
    this.#start = start
    this.#parser = parser
    this.#interest = interest
    this.#budget = budget
  }

  get depth(): number {
    return this.#open.length
  }

  takeDone(): XmlElement[] {
    const done = this.#done
    this.#done = []
    return done
  }

  /** Comes before the `open` of its element. */
  attribute(name: string, value: string): void {
    this.#attributes += 1
    if (this.#attributes > xmlLimits.attributes) {
      throw new XmlStop('too-many-attributes', `an element has more than ${xmlLimits.attributes} attributes`)
    }
    if (value.length > xmlLimits.attributeCharacters || name.length > xmlLimits.nameCharacters) {
      throw new XmlStop('too-long', `an attribute is longer than ${xmlLimits.attributeCharacters} characters`)
    }
    if (name === 'xmlns' || name.includes(':')) this.#prefixed = true
  }

  open(fullName: string, attributes: Record<string, string>): void {
    this.#budget.elements -= 1
    if (this.#budget.elements < 0) {
      throw new XmlStop('too-many-elements', `it has more than ${xmlLimits.elements} elements`)
    }
    if (this.#open.length >= xmlLimits.depth) {
      throw new XmlStop('too-deep', `its elements are nested more than ${xmlLimits.depth} deep`)
    }
    if (fullName.length > xmlLimits.nameCharacters) {
      throw new XmlStop('too-long', `a name is longer than ${xmlLimits.nameCharacters} characters`)
    }
    const name = localName(fullName)
    const above = this.#open.at(-1)
    const scope = this.#prefixed ? readPrefixes(attributes, above?.scope ?? null) : (above?.scope ?? null)
    this.#attributes = 0
    this.#prefixed = false
    if (!above) this.#interested = this.#interest.root(name)

    const inTree = above?.tree ?? null
    const wanted = this.#interested && above !== undefined && this.#interest.wanted(name, above.name)
    const tree = inTree || wanted ? { name, attributes, children: none, text: '', scope, source: null } : null
    if (tree && inTree) {
      if (inTree.children === none) inTree.children = [tree]
      else inTree.children.push(tree)
    }
    // No raw “<” can stand in an attribute value, so the last one before here begins this very tag.
    const keeps = inTree !== null && this.#interest.keepsSource(inTree.name)
    const start = keeps ? this.#xml.lastIndexOf('<', this.#position - 1) : -1
    this.#open.push({ name, scope, tree, start })
  }

  text(text: string): void {
    const tree = this.#open.at(-1)?.tree
    if (!tree || (tree.text === '' && text.trim() === '')) return
    const room = xmlLimits.textCharacters - tree.text.length
    if (room > 0) tree.text += text.length > room ? text.slice(0, room) : text
  }

  close(fullName: string, selfClosing: boolean): void {
    const ended = this.#open.pop()
    if (!ended) return
    const above = this.#open.at(-1)
    const whole = ended.tree !== null && !above?.tree
    // A wrong end tag must not pass for the end of a frame, nor of the document.
    if (whole || !above) this.endsAsNamed = selfClosing || this.#endTagNames(fullName)
    if (ended.tree && ended.start >= 0) ended.tree.source = this.#xml.slice(ended.start, this.#position)
    if (ended.tree && whole && this.endsAsNamed) this.#done.push(ended.tree)
  }

  get #position(): number {
    return this.#start + this.#parser.position
  }

  #endTagNames(fullName: string): boolean {
    const end = this.#position
    // From before the “>”: the next tag may begin right behind it.
    const start = this.#xml.lastIndexOf('</', end - 1)
    return start >= 0 && this.#xml.slice(start + 2, end - 1).trimEnd() === fullName
  }
}

/** Takes namespace declarations, and gives prefixed attributes their local name too. */
function readPrefixes(
  attributes: Record<string, string>,
  outer: NamespaceScope | null,
): NamespaceScope | null {
  const declared = new Map<string, string>()
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'xmlns') declared.set('', value.trim())
    else if (name.startsWith('xmlns:')) declared.set(name.slice(6), value.trim())
    else if (name.includes(':')) attributes[localName(name)] ??= value
  }
  return declared.size > 0 ? { declared, outer } : outer
}
