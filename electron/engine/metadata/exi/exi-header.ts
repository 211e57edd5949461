// The header of an EXI stream (5): cookie, distinguishing bits, version, and the options document. The latter is a body of
// its own in the strict grammars of the schema in Appendix C; those are few, and are followed here by hand.
import { quote } from '#engine/base/findings.ts'
import { BodyReader } from './body-reader.ts'
import { bitsFor } from './exi-input.ts'
import type { ExiInput } from './exi-input.ts'
import { ExiStop, broken, exiLimits } from './exi-limits.ts'
import { defaultOptions } from './exi-options.ts'
import type { ExiOptions } from './exi-options.ts'

/** `assumed`: what the header does not say and had to be assumed (5.4): all options, the schema, or nothing. */
export type ExiHeader = { options: ExiOptions; assumed: 'options' | 'no-schema' | null }

/** "$EXI", or the two distinguishing bits 10; neither can begin XML in UTF-8 or UTF-16 (5.1, 5.2). */
export function startsLikeExi(bytes: Uint8Array): boolean {
  return hasCookie(bytes) || ((bytes[0] ?? 0) & 0xc0) === 0x80
}

const hasCookie = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x24 && bytes[1] === 0x45 && bytes[2] === 0x58 && bytes[3] === 0x49

/** Leaves `input` where the body begins. Throws `ExiStop`. */
export function readExiHeader(bytes: Uint8Array, input: ExiInput): ExiHeader {
  if (hasCookie(bytes)) input.skipBytes(4)
  if (input.bits(2) !== 0b10) throw broken('its header has no distinguishing bits')
  const present = input.bits(1) === 1
  if (input.bits(1) === 1) throw new ExiStop('unsupported', 'of a preview version')
  // 5.3: fifteens go on; the version is one more than the sum.
  let version = 1
  for (let part = 15; part === 15; version += part) part = input.bits(4)
  if (version !== 1) throw new ExiStop('unsupported', `of version ${version}`)
  const header: ExiHeader = present
    ? new OptionsReader(input).read()
    : { options: { ...defaultOptions }, assumed: 'options' }
  // 5: the padding bits are not there where alignment is bit-packed.
  if (header.options.alignment !== 'bit-packed') input.align()
  return header
}

class OptionsReader {
  readonly #input: ExiInput
  readonly #options: ExiOptions = { ...defaultOptions }
  #schemaSaid = false
  #mapped = false
  /** Of elements that the schema leaves open; all of them share one string table. */
  #open: BodyReader | null = null

  constructor(input: ExiInput) {
    this.#input = input
  }

  read(): ExiHeader {
    // 8.5.1: SE(header) or any other element.
    if (this.#input.bits(1) !== 0) throw broken('its options are none')
    this.#sequence({
      lesscommon: () => this.#lessCommon(),
      common: () => this.#common(),
      strict: () => (this.#options.strict = true),
    })
    const options = this.#options
    const allowed =
      options.dtd || options.prefixes || options.comments || options.pis || options.selfContained
    if (options.strict && allowed) throw broken('its options are both strict and not')
    if (
      options.selfContained &&
      (options.alignment === 'compression' || options.alignment === 'pre-compress')
    )
      throw broken('its options have self-contained elements and compression')
    // 5.4: a map is for typed values; without a schema, or where lexical values are kept, there are none.
    if (this.#mapped && options.schema === 'built-in' && !options.lexicalValues)
      throw new ExiStop('unsupported', 'with a map of datatype representations')
    return { options, assumed: this.#schemaSaid ? null : 'no-schema' }
  }

  /** Optional elements in their order, each with its code, then the end (8.5.4.1.8.1). */
  #sequence(elements: Readonly<Record<string, () => unknown>>): void {
    const names = Object.keys(elements)
    for (let next = 0; ;) {
      const code = this.#input.bits(bitsFor(names.length - next + 1))
      if (code > names.length - next) throw broken('its options have an event that there is none for')
      const name = names[next + code]
      if (name === undefined) return
      elements[name]?.()
      next += code + 1
    }
  }

  #lessCommon(): void {
    const options = this.#options
    this.#sequence({
      uncommon: () => this.#uncommon(),
      preserve: () =>
        this.#sequence({
          dtd: () => (options.dtd = true),
          prefixes: () => (options.prefixes = true),
          lexicalValues: () => (options.lexicalValues = true),
          comments: () => (options.comments = true),
          pis: () => (options.pis = true),
        }),
      blockSize: () => {
        options.blockSize = this.#input.unsigned()
        if (options.blockSize === 0) throw broken('its options have blocks of no values')
      },
    })
  }

  #common(): void {
    this.#sequence({
      compression: () => {
        if (this.#options.alignment !== 'bit-packed')
          throw broken('its options have alignment and compression')
        this.#options.alignment = 'compression'
      },
      fragment: () => (this.#options.fragment = true),
      schemaId: () => this.#schemaId(),
    })
  }

  /** Its content has code 0; xsi:nil 1.0, as it is nillable (8.5.4.4.2). */
  #schemaId(): void {
    const nil = this.#input.bits(1) === 1
    this.#schemaSaid = true
    if (nil && this.#input.bits(1) === 1) return
    // A string value (7.3.3); none was there before it that could be repeated. A nil of “false” changes nothing.
    if (nil && this.#input.bits(1) === 1) throw broken('its options have a schema that is nil and not')
    const length = this.#input.unsigned() - 2
    if (length < 0) throw broken('its options have a schema that is a repetition of nothing')
    const id = this.#input.characters(length, exiLimits.uriCharacters)
    if (id !== '') throw new ExiStop('unsupported', `by the schema ${quote(id)}`)
    this.#options.schema = 'built-in'
  }

  /** User-defined elements may come any number of times before the others; maps may come several times behind them. */
  #uncommon(): void {
    const elements = ['alignment', 'selfContained', 'valueMaxLength', 'valuePartitionCapacity', 'map']
    for (let next = 0; ;) {
      const named = elements.length - next
      const wildcards = next === 0 ? 1 : 0
      const code = this.#input.bits(bitsFor(named + wildcards + 1))
      if (code > named + wildcards) throw broken('its options have an event that there is none for')
      if (code === named + wildcards) return
      if (code === named) {
        this.#anyElement()
        continue
      }
      next += code
      this.#uncommonElement(elements[next])
      if (elements[next] !== 'map') next += 1
    }
  }

  #uncommonElement(name: string | undefined): void {
    const options = this.#options
    if (name === 'alignment') options.alignment = this.#input.bits(1) === 0 ? 'byte' : 'pre-compress'
    else if (name === 'selfContained') options.selfContained = true
    else if (name === 'valueMaxLength') options.valueMaxLength = this.#input.unsigned()
    else if (name === 'valuePartitionCapacity') options.valuePartitionCapacity = this.#input.unsigned()
    else {
      this.#mapped = true
      this.#anyElement()
      this.#anyElement()
    }
  }

  /** What the schema leaves open follows the built-in grammar; it is passed over (5.4: it must not change the format). */
  #anyElement(): void {
    this.#open ??= optionsBody(this.#input)
    this.#open.skipElement()
  }
}

function optionsBody(input: ExiInput): BodyReader {
  const options: ExiOptions = { ...defaultOptions, strict: true, schema: 'built-in' }
  const body = new BodyReader(input, options, exiLimits.uriCharacters)
  body.addNames('http://www.w3.org/2009/exi', optionNames.split(' '))
  return body
}

/** All names that the schema in Appendix C declares, in lexicographical order (D.3). */
const optionNames =
  'alignment base64Binary blockSize boolean byte comments common compression datatypeRepresentationMap date dateTime ' +
  'decimal double dtd fragment gDay gMonth gMonthDay gYear gYearMonth header hexBinary ieeeBinary32 ieeeBinary64 ' +
  'integer lesscommon lexicalValues pis pre-compress prefixes preserve schemaId selfContained strict string time ' +
  'uncommon valueMaxLength valuePartitionCapacity'
