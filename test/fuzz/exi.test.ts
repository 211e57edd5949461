// Mutated EXI: whatever the bits are, reading ends, never throws, stays within its bounds, and gives XML that is well-formed
// as far as it goes; and whatever tree is written, by whatever options, is read back.
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import type { UtcTime } from '#contract/units.ts'
import { MetadataItem } from '#contract/metadata.ts'
import { parseMetadataDocument } from '#engine/metadata/document.ts'
import { decodeExi } from '#engine/metadata/exi/decode-exi.ts'
import { decodeSamplePayload } from '#engine/metadata/sample-payload.ts'
import { writeMetadataDocument } from '#engine/metadata/write-document.ts'
import type { ExiElement, ExiNode } from '../support/exi-document.ts'
import { parseExiDocument } from '../support/exi-document.ts'
import { writeExi } from '../support/exi-writer.ts'
import type { ExiChoices } from '../support/exi-writer.ts'

const seed = Number(process.env['EXHIBIT_FUZZ_SEED'] ?? 20240301)
const bounded = { seed, numRuns: 100_000, interruptAfterTimeLimit: 5_000, markInterruptAsFailure: false }
console.info(`fuzz seed ${seed} (EXHIBIT_FUZZ_SEED)`)

const most = 200_000
const time = '2024-03-01T12:00:00.000Z' as UtcTime
const document = new TextDecoder().decode(
  writeMetadataDocument({
    frames: [1, 2].map((id) => ({
      time,
      objects: [{ id: String(id), box: { left: -0.5, top: 0.5, right: 0.5, bottom: -0.5 } }],
    })),
    events: [{ time, topic: 'tns1:RuleEngine/Line/Crossed', data: [{ name: 'ObjectId', value: '1' }] }],
  }),
)
const typed =
  '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema">' +
  '<b xsi:type="xs:int">-7</b><b xsi:type="xs:dateTime">2024-02-29T23:59:60.012Z</b><b xsi:type="xs:anyType" x="1">t</b>' +
  '<b xsi:type="xs:decimal">1.5</b><b xsi:type="xs:int" xsi:nil="true"/><!--c--><?p i?></a>'

const alignment = fc.constantFrom(undefined, 'byte' as const, 'pre-compress' as const, 'compression' as const)
const choicesOf = fc
  .record({
    cookie: fc.boolean(),
    alignment,
    fragment: fc.boolean(),
    comments: fc.boolean(),
    pis: fc.boolean(),
    dtd: fc.boolean(),
    prefixes: fc.boolean(),
    lexicalValues: fc.boolean(),
    userData: fc.boolean(),
    schemaId: fc.constantFrom(null, ''),
    blockSize: fc.constantFrom(1, 7, 120, 1_000),
    valueMaxLength: fc.constantFrom(0, 4, 1_000),
    valuePartitionCapacity: fc.constantFrom(0, 1, 3, 1_000),
  })
  .map((choices): ExiChoices => {
    const { alignment: chosen, ...others } = choices
    return chosen ? { ...others, alignment: chosen } : others
  })

const streams = [
  ...(['byte', 'pre-compress', 'compression'] as const).map((chosen) =>
    writeExi(document, { alignment: chosen }),
  ),
  writeExi(document),
  writeExi(document, { prefixes: true, comments: true, pis: true, dtd: true, silent: false }),
  writeExi(document, { selfContained: true, contained: ['Frame', 'Object'], valuePartitionCapacity: 3 }),
  writeExi(typed, { schemaId: '', comments: true, pis: true, prefixes: true }),
  writeExi(typed, { schemaId: '', lexicalValues: true, alignment: 'byte', prefixes: true }),
  writeExi(typed, { schemaId: '', userData: true, alignment: 'pre-compress', blockSize: 2 }),
]

/** Throws where the text is not XML with namespaces; an end that is missing is no mistake. */
function checkSoFar(xml: string): void {
  const parser = new SaxesParser({ xmlns: true, fragment: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.write(xml)
}

function readAnything(bytes: Uint8Array): MetadataItem[] {
  const decoded = decodeExi(bytes, most)
  if (!('xml' in decoded)) {
    expect('bad' in decoded ? decoded.bad : decoded.unsupported).toMatch(/^[^\n]{1,400}$/u)
    return []
  }
  expect(decoded.xml.length).toBeLessThanOrEqual(most)
  expect(decoded.damage ?? 'none').toMatch(/^[^\n]{1,600}$/u)
  checkSoFar(decoded.xml)
  decodeSamplePayload(bytes, 'exi')
  const { items } = parseMetadataDocument(decoded.xml, { trackId: 1, sample: 0 })
  for (const item of items) MetadataItem.parse(item)
  return items
}

type Mutation = {
  kind: 'flip' | 'drop' | 'repeat' | 'splice' | 'cut'
  at: number
  length: number
  bytes: Uint8Array
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('flip', 'flip', 'drop', 'repeat', 'splice', 'cut'),
  at: fc.nat(700),
  length: fc.nat(40),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }),
})

function mutate(bytes: Uint8Array, { kind, at, length, bytes: extra }: Mutation): Uint8Array {
  const place = at % (bytes.length + 1)
  const start = bytes.subarray(0, place)
  const piece = bytes.subarray(place, place + length)
  if (kind === 'cut') return start
  if (kind === 'drop') return Buffer.concat([start, bytes.subarray(place + length)])
  if (kind === 'repeat') return Buffer.concat([start, piece, bytes.subarray(place)])
  if (kind === 'splice') return Buffer.concat([start, extra, bytes.subarray(place)])
  return bytes.map((byte, index) => byte ^ (extra[index - place] ?? 0))
}

const name = fc.constantFrom('a', 'b', 'c', 'é')
const uri = fc.constantFrom('', 'urn:a', 'urn:b', 'http://www.w3.org/2001/XMLSchema')
const value = fc.oneof(fc.constantFrom('', 'x', 'long enough', '𝄞<&"\n'), fc.string({ maxLength: 5 }))

const attributes = fc.uniqueArray(fc.record({ uri, local: name, prefix: fc.constant(''), value }), {
  maxLength: 3,
  selector: (attribute) => `${attribute.uri} ${attribute.local}`,
})
const { element } = fc.letrec<{ element: ExiElement; node: ExiNode }>((tie) => ({
  element: fc.record({
    uri,
    local: name,
    prefix: fc.constant(''),
    namespaces: fc.constant([]),
    attributes,
    children: fc.array(tie('node'), { maxLength: 4 }),
  }),
  node: fc.oneof({ depthSize: 'small' }, fc.record({ text: value }), fc.record({ element: tie('element') })),
}))

/** Names by namespace, text joined and as XML can carry it. */
function meaning(nodes: ExiNode[]): unknown[] {
  const list: unknown[] = []
  let text = ''
  const flush = (): void => {
    if (text !== '') list.push(text)
    text = ''
  }
  for (const node of nodes) {
    if ('text' in node) text += carried(node.text)
    if (!('element' in node)) continue
    flush()
    const { uri: space, local, attributes: all, children } = node.element
    const pairs = all.map((one): [string, string] => [`{${one.uri}}${one.local}`, carried(one.value)])
    list.push([`{${space}}${local}`, Object.fromEntries(pairs.sort()), meaning(children)])
  }
  flush()
  return list
}

/** What XML cannot carry becomes U+FFFD. */
const carried = (text: string): string =>
  text.toWellFormed().replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')

describe('fuzzed EXI', () => {
  it('survives mutations, and what comes of them is well-formed and what the contract says', () => {
    let whole = 0
    fc.assert(
      fc.property(fc.constantFrom(...streams), fc.array(mutation, { maxLength: 3 }), (stream, mutations) => {
        whole += readAnything(mutations.reduce(mutate, stream)).length === 3 ? 1 : 0
      }),
      bounded,
    )
    // Else the mutations are so rough that nothing behind the header is tried.
    expect(whole).toBeGreaterThan(50)
  })

  it('survives bytes of any kind behind any header', () => {
    const headers = ['80', 'a0', 'a0004a', 'a00052', 'a08c', 'a0ffff', '2445584980']
    fc.assert(
      fc.property(fc.constantFrom(...headers), fc.uint8Array({ maxLength: 200 }), (header, bytes) => {
        readAnything(Buffer.concat([Buffer.from(header, 'hex'), bytes]))
      }),
      { ...bounded, interruptAfterTimeLimit: 3_000 },
    )
  })

  it('reads back whatever is written, by whatever options', () => {
    fc.assert(
      fc.property(element, choicesOf, (root, choices) => {
        const decoded = decodeExi(writeExi([{ element: root }], choices), most)
        if (!('xml' in decoded)) throw new Error(JSON.stringify(decoded))
        expect(decoded.damage).toBe(null)
        expect(meaning(parseExiDocument(decoded.xml))).toEqual(meaning([{ element: root }]))
      }),
      bounded,
    )
  })
})
