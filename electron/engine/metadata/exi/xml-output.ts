// XML text out of EXI events. Whatever the names, prefixes and values are, it is well-formed with its namespaces: prefixes
// that were kept are kept wherever they stand for what they should; others are made up.
import { quote } from '#engine/base/findings.ts'
import { carryXml, escapeXml } from '../xml-text.ts'
import { broken, exiLimits } from './exi-limits.ts'
import type { ExiEvent, QNameValue } from './exi-event.ts'
import { PrefixScope } from './prefix-scope.ts'
import { xmlNamespace, xsiNamespace } from './string-table.ts'
import type { QName } from './string-table.ts'

type Attribute = { qname: QName; value: string | QNameValue }

type Tag = {
  qname: QName
  /** The prefix of the declaration that is marked as the element's own (7.1.7), else that of its name. */
  prefix: string | null
  declared: Map<string, string>
  attributes: Attribute[]
}

type OpenElement = { tag: string; declared: ReadonlyMap<string, string> }

const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/'
/** Namespaces in XML 1.0, NCName; without a colon. */
const ncName = /^[\p{L}_\p{Nl}][\p{L}\p{N}\p{M}_.\-·]*$/u

export class XmlOutput {
  /** What could not be put into the text, as phrases. */
  readonly lost: string[] = []
  readonly #pieces: string[] = []
  readonly #most: number
  readonly #open: OpenElement[] = []
  readonly #scope = new PrefixScope()
  #made = 0
  #length = 0
  #tag: Tag | null = null
  #entities = 0
  #doctype = false

  /** `most`: characters of text. */
  constructor(most: number) {
    this.#most = most
  }

  get empty(): boolean {
    return this.#pieces.length === 0
  }

  /**
   * Elements that are still open are left open, and a start tag that did not end is left out: what was cut must not pass
   * for whole, and the XML reader hands out only what ended (see xml-element.ts).
   */
  finish(): string {
    if (this.#doctype) this.lost.push('it has a document type definition, which is left out')
    if (this.#entities > 0) this.lost.push('it refers to entities, for which U+FFFD stands')
    return this.#pieces.join('')
  }

  write(event: ExiEvent): void {
    switch (event.kind) {
      case 'SE':
        this.#closeTag('>')
        this.#tag = { qname: event.qname, prefix: event.qname.prefix, declared: new Map(), attributes: [] }
        return
      case 'NS':
        this.#namespace(event.prefix, event.uri, event.ofElement)
        return
      case 'AT':
        this.#attribute(event.qname, event.value ?? '')
        return
      case 'CH':
        this.#closeTag('>')
        this.#push(escapeXml(event.value ?? ''))
        return
      case 'EE':
        if (this.#tag) this.#closeTag('/>')
        else this.#push(`</${this.#open.at(-1)?.tag ?? ''}>`)
        for (const [prefix, uri] of this.#open.pop()?.declared ?? []) this.#scope.leave(prefix, uri)
        return
      case 'CM':
        this.#closeTag('>')
        if (!/--|-$/.test(event.text)) this.#push(`<!--${carryXml(event.text)}-->`)
        return
      case 'PI':
        this.#closeTag('>')
        this.#instruction(event.target, event.text)
        return
      case 'DT':
        this.#doctype = true
        return
      case 'ER':
        this.#closeTag('>')
        this.#entities += 1
        this.#push('\uFFFD')
        return
      case 'ED':
        return
    }
  }

  #instruction(target: string, text: string): void {
    if (!ncName.test(target) || target.toLowerCase() === 'xml' || text.includes('?>')) return
    this.#push(`<?${target} ${carryXml(text)}?>`)
  }

  #namespace(prefix: string, uri: string, ofElement: boolean): void {
    const tag = this.#tag
    if (!tag) throw broken('it declares a namespace where no element begins')
    if (prefix !== '') checkName(prefix)
    if (ofElement) tag.prefix = prefix
    if (prefix === 'xml' || prefix === 'xmlns' || (prefix !== '' && uri === '')) return
    if (tag.declared.size >= exiLimits.attributes) throw tooMany()
    const again = tag.declared.get(prefix)
    if (again !== undefined) this.#scope.leave(prefix, again)
    this.#declare(tag, prefix, uri)
  }

  #attribute(qname: QName, value: string | QNameValue): void {
    const tag = this.#tag
    if (!tag) throw broken('it has an attribute where no element begins')
    const { local, uri } = qname.name
    // Namespace declarations should not be attributes (4), but can be.
    const declares = uri.text === xmlnsNamespace || (uri.text === '' && /^xmlns(:|$)/.test(local))
    if (declares && typeof value === 'string') {
      const prefix = local === 'xmlns' ? '' : local.replace(/^xmlns:/, '')
      if (!tag.declared.has(prefix)) this.#namespace(prefix, value, false)
      return
    }
    if (tag.attributes.length >= exiLimits.attributes) throw tooMany()
    checkName(local)
    tag.attributes.push({ qname, value })
  }

  /** Writes the start tag that is waiting, if one is. */
  #closeTag(end: '>' | '/>'): void {
    const tag = this.#tag
    if (!tag) return
    this.#tag = null
    const { name } = tag.qname
    checkName(name.local)
    const prefix = this.#prefixOf(tag, name.uri.text, tag.prefix ?? '', true)
    const full = qualified(prefix, name.local)
    const attributes = tag.attributes.map((attribute) => this.#formatAttribute(tag, attribute))
    const names = new Set(tag.attributes.map(({ qname }) => `${qname.name.uri.text} ${qname.name.local}`))
    if (names.size < attributes.length) throw broken(`an element in it has the same attribute twice`)
    let text = `<${full}`
    for (const [declared, uri] of tag.declared) {
      text += ` ${declared === '' ? 'xmlns' : `xmlns:${declared}`}="${escapeXml(uri)}"`
    }
    this.#push(`${text}${attributes.join('')}${end}`)
    this.#open.push({ tag: full, declared: tag.declared })
  }

  #formatAttribute(tag: Tag, { qname, value }: Attribute): string {
    const uri = qname.name.uri.text
    const prefix = uri === '' ? '' : this.#prefixOf(tag, uri, qname.prefix ?? '', false)
    const text = typeof value === 'string' ? value : this.#formatQName(tag, value.qname)
    return ` ${qualified(prefix, qname.name.local)}="${escapeXml(text)}"`
  }

  /** 8.4.3: what had an undeclared prefix has no namespace, and its local name is all of it. */
  #formatQName(tag: Tag, { name, prefix }: QName): string {
    if (name.uri.text === '') return name.local
    return qualified(this.#prefixOf(tag, name.uri.text, prefix ?? '', false), name.local)
  }

  /** A prefix that stands for `uri` at this element: the wished one, or another; it is declared if need be. */
  #prefixOf(tag: Tag, uri: string, wished: string, ofElement: boolean): string {
    if (uri === xmlNamespace) return 'xml'
    if (uri === '' || (wished === '' && ofElement)) return this.#asDefault(tag, uri)
    const usable = wished !== '' && wished !== 'xml' && wished !== 'xmlns' && ncName.test(wished)
    if (usable && this.#scope.uriOf(wished) === uri) return wished
    if (usable && !tag.declared.has(wished)) return this.#declare(tag, wished, uri)
    return this.#scope.prefixFor(uri) ?? this.#declare(tag, this.#freePrefix(uri), uri)
  }

  /** The element's own namespace counts for more than a declaration of another default at it. */
  #asDefault(tag: Tag, uri: string): '' {
    if (this.#scope.uriOf('') === uri) return ''
    const other = tag.declared.get('')
    if (other !== undefined) this.#scope.leave('', other)
    this.#declare(tag, '', uri)
    return ''
  }

  /** Not a prefix that values might use without a declaration of their own. */
  #freePrefix(uri: string): string {
    if (uri === xsiNamespace && this.#scope.uriOf('xsi') === null) return 'xsi'
    do this.#made += 1
    while (this.#scope.uriOf(`exi-${this.#made}`) !== null)
    return `exi-${this.#made}`
  }

  #declare(tag: Tag, prefix: string, uri: string): string {
    tag.declared.set(prefix, uri)
    this.#scope.enter(prefix, uri)
    return prefix
  }

  #push(text: string): void {
    if (text === '') return
    this.#length += text.length
    if (this.#length > this.#most) throw broken(`its XML text has more than ${this.#most} characters`)
    this.#pieces.push(text)
  }
}

const tooMany = (): Error => broken(`an element in it has more than ${exiLimits.attributes} attributes`)

const qualified = (prefix: string, local: string): string => (prefix === '' ? local : `${prefix}:${local}`)

function checkName(name: string): void {
  if (!ncName.test(name)) throw broken(`it has the name ${quote(name)}, which XML does not allow`)
}
