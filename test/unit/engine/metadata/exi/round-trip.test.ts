// Every option of EXI, written by the tests' own encoder and read back: the XML has to say the same.
import { describe, expect, it } from 'vitest'
import { writeMetadataDocument } from '#engine/metadata/write-document.ts'
import type { UtcTime } from '#contract/units.ts'
import { parseExiDocument } from '#test/support/exi-document.ts'
import { writeExi } from '#test/support/exi-writer.ts'
import type { ExiChoices } from '#test/support/exi-writer.ts'
import { seededRandom } from '#test/support/random.ts'
import { parse } from '../documents.ts'
import { decode, meaning, whole } from './exi.ts'

const notebook =
  '<n:notebook xmlns:n="urn:n" date="2007-09-12"><note category="EXI" date="2007-07-23"><subject>EXI</subject>' +
  '<body>Do not forget it!</body></note><note date="2007-09-12"><subject>Shopping List</subject>' +
  '<n:body n:kind="a&amp;b" xml:lang="en">milk, &lt;honey&gt; 𝄞</n:body><empty/><empty/></note></n:notebook>'

const time = '2024-03-01T12:00:00.000Z' as UtcTime
const onvif = new TextDecoder().decode(
  writeMetadataDocument({
    frames: Array.from({ length: 14 }, (_, frame) => ({
      time,
      objects: Array.from({ length: 3 }, (__, id) => ({
        id: String(id),
        classes: [{ type: 'Human', likelihood: 0.5 }],
        box: { left: frame / 100, top: 0.5, right: 0.5, bottom: -0.5 },
      })),
    })),
    events: [
      { time, topic: 'tns1:RuleEngine/LineDetector/Crossed', data: [{ name: 'ObjectId', value: '1' }] },
      {
        time,
        topic: 'tns1:Monitoring/GeoLocation',
        geoLocation: { latitude: 57.7, longitude: 12, elevation: 3 },
      },
    ],
  }),
)

const alignments: ExiChoices[] = [
  {},
  { alignment: 'byte' },
  { alignment: 'pre-compress' },
  { alignment: 'compression' },
  { alignment: 'compression', blockSize: 1 },
  { alignment: 'pre-compress', blockSize: 150 },
  { alignment: 'compression', blockSize: 333 },
]
const fidelities: ExiChoices[] = [
  { silent: true },
  { cookie: true, schemaId: null },
  { prefixes: true },
  { comments: true },
  { pis: true, prefixes: true },
  { comments: true, pis: true, dtd: true, prefixes: true, lexicalValues: true },
  { strict: true, schemaId: null, lexicalValues: true },
  { fragment: true },
  { fragment: true, schemaId: '', comments: true },
  { valueMaxLength: 5 },
  { valuePartitionCapacity: 0 },
  { valuePartitionCapacity: 1, valueMaxLength: 4_000 },
  { valuePartitionCapacity: 7, userData: true },
  { map: true, userData: true },
]

describe('decodeExi', () => {
  const ways = alignments.flatMap((alignment) =>
    fidelities.map((fidelity) => ({ ...fidelity, ...alignment })),
  )
  // Without options the alignment cannot be told.
  it.each(ways.filter(({ silent, alignment }) => !silent || !alignment))('reads %j', (choices) => {
    for (const xml of [notebook, onvif]) expect(meaning(whole(writeExi(xml, choices)))).toEqual(meaning(xml))
  })

  it('gives the same frames and events as XML, by whatever alignment', () => {
    const { frames, events, problems } = parse(onvif)
    expect([frames.length, events.length, problems]).toEqual([14, 2, []])
    for (const choices of alignments) {
      for (const prefixes of [true, false]) {
        const read = parse(whole(writeExi(onvif, { ...choices, prefixes })))
        expect([read.frames, read.problems]).toEqual([frames, []])
        // What is kept as XML text has other prefixes where they were not kept.
        const data = prefixes ? {} : { data: expect.any(Array) as unknown }
        expect(read.events).toEqual(events.map((event) => ({ ...event, ...data })))
        expect(read.events[1]).toMatchObject({ geoLocation: { latitude: 57.7, longitude: 12, elevation: 3 } })
      }
    }
  })

  it.each<ExiChoices>([
    {},
    { alignment: 'byte' },
    { prefixes: true },
    { fragment: true },
    { schemaId: '' },
    { schemaId: '', fragment: true, comments: true },
  ])('reads self-contained elements with %j', (choices) => {
    const contained = { ...choices, selfContained: true }
    const deep = `<a x="1"><b><a x="1"/>text<b><c>text</c></b></b><b/>text<c>text</c></a>`
    for (const names of [['b'], ['a'], ['a', 'b'], ['c'], []])
      expect(meaning(whole(writeExi(deep, { ...contained, contained: names })))).toEqual(meaning(deep))
    expect(meaning(whole(writeExi(notebook, { ...contained, contained: ['note'] })))).toEqual(
      meaning(notebook),
    )
  })

  it('reads fragments of several elements, and of none', () => {
    const nodes = ['<a><b/></a>', '<b/>', '<a><b/></a>'].flatMap(parseExiDocument)
    for (const schemaId of [null, ''])
      expect(whole(writeExi(nodes, { fragment: true, schemaId }))).toBe('<a><b/></a><b/><a><b/></a>')
    expect(decode(writeExi([], { fragment: true }))).toEqual({ xml: '', damage: null })
  })

  it('keeps comments and instructions where they are kept, and leaves out what XML cannot hold', () => {
    const xml = '<a><!--one--><?do it?>x<!--two--></a>'
    expect(whole(writeExi(xml, { comments: true, pis: true }))).toBe(xml)
    expect(whole(writeExi(xml, { pis: true }))).toBe('<a><?do it?>x</a>')
    expect(whole(writeExi(xml))).toBe('<a>x</a>')
    const odd = [
      {
        element: { ...bare('a'), children: [{ comment: '--><b/>' }, { target: 'x', instruction: '?><b/>' }] },
      },
    ]
    expect(whole(writeExi(odd, { comments: true, pis: true }))).toBe('<a></a>')
  })

  it('keeps prefixes, also those that only values use', () => {
    const xml =
      '<p:a xmlns:p="urn:p" xmlns:tns1="http://www.onvif.org/ver10/topics"><b xmlns="urn:b">tns1:X</b><p:c p:d="1"/></p:a>'
    expect(whole(writeExi(xml, { prefixes: true }))).toBe(xml)
    const twice = '<p:a xmlns:p="urn:p"><q:a xmlns:q="urn:p"><p:a/><q:a q:x=""/></q:a><p:a/></p:a>'
    expect(whole(writeExi(twice, { prefixes: true }))).toBe(twice)
  })

  it('learns as the specification says, in elements that come back with other content', () => {
    const random = seededRandom(7)
    const element = (depth: number): string => {
      const name = 'abc'[random(3)]!
      const attributes = ['x', 'y', 'z'].filter(() => random(2)).map((key) => ` ${key}="${random(9)}"`)
      const children = Array.from({ length: depth > 5 ? 0 : random(4) }, () =>
        random(3) ? element(depth + 1) : `t${random(5)}`,
      )
      return `<${name}${attributes.join('')}>${children.join('')}</${name}>`
    }
    for (let round = 0; round < 60; round += 1) {
      const xml = element(0)
      const choices = {
        ...alignments[random(alignments.length)],
        ...fidelities[1 + random(fidelities.length - 1)],
      }
      expect(meaning(whole(writeExi(xml, choices)))).toEqual(meaning(xml))
    }
  })
})

const bare = (
  local: string,
): { uri: string; local: string; prefix: string; namespaces: []; attributes: [] } => ({
  uri: '',
  local,
  prefix: '',
  namespaces: [],
  attributes: [],
})
