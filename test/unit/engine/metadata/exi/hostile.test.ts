// EXI that is cut, tampered with, or made to cost too much: what stands before is given, and it is said where it ends.
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeExi } from '#engine/metadata/exi/decode-exi.ts'
import { exiLimits } from '#engine/metadata/exi/exi-limits.ts'
import { ExiBits } from '#test/support/exi-bits.ts'
import type { ExiElement, ExiNode } from '#test/support/exi-document.ts'
import { writeExiHeader } from '#test/support/exi-header-writer.ts'
import { writeExi } from '#test/support/exi-writer.ts'
import { processorMillis } from '#test/support/processor-time.ts'
import type { ExiChoices } from '#test/support/exi-writer.ts'
import { analytics, frameWith, parse } from '../documents.ts'
import { decode, meaning, whole } from './exi.ts'

const element = (local: string, more: Partial<ExiElement> = {}): ExiElement => ({
  uri: '',
  local,
  prefix: '',
  namespaces: [],
  attributes: [],
  children: [],
  ...more,
})
const attribute = (local: string, value: string, uri = ''): ExiElement['attributes'][number] => ({
  uri,
  local,
  prefix: '',
  value,
})
const reasonOf = (bytes: Uint8Array): string => {
  const decoded = decode(bytes)
  if ('bad' in decoded) return decoded.bad
  return 'xml' in decoded ? (decoded.damage ?? '') : decoded.unsupported
}
/** A header without options, and a body bit by bit. */
const body = (): ExiBits => new ExiBits(false).packed(8, 0x80)

describe('streams that are cut', () => {
  const frames = [1, 2, 3].map((id) => frameWith(`<tt:Object ObjectId="${id}"/>`)).join('')
  const ways: ExiChoices[] = [
    {},
    { alignment: 'byte', prefixes: true },
    { alignment: 'pre-compress', blockSize: 2 },
    { alignment: 'compression', blockSize: 3 },
    { alignment: 'compression' },
    { selfContained: true, contained: ['Frame'] },
  ]
  it.each(ways)('give what stands before, wherever the cut is: %j', (choices) => {
    const xml = analytics(frames)
    const bytes = writeExi(xml, choices)
    const text = whole(bytes)
    const expected = parse(text).frames
    const counts = new Set<number>()
    for (let length = 0; length < bytes.length; length += 1) {
      const decoded = decode(bytes.subarray(0, length))
      if (!('xml' in decoded)) {
        expect('bad' in decoded && decoded.bad).toMatch(/^its EXI data is (cut short|broken) at byte \d+/)
        continue
      }
      expect(text.startsWith(decoded.xml)).toBe(true)
      expect(decoded.damage).toMatch(/^its EXI data is (cut short|broken) at byte \d+/)
      const got = parse(decoded.xml).frames
      expect(got).toEqual(expected.slice(0, got.length))
      counts.add(got.length)
    }
    // One block is all or nothing.
    expect(counts.size).toBeGreaterThan(choices.alignment === 'compression' && !choices.blockSize ? 0 : 1)
  })

  it('says what was assumed, and what lies behind the end', () => {
    expect(reasonOf(writeExi('<a/>', { silent: true }).subarray(0, 2))).toMatch(/the defaults were taken/)
    expect(reasonOf(writeExi('<a/>').subarray(0, 2))).toMatch(
      /schema its header does not say; none was assumed/,
    )
    expect(reasonOf(writeExi('<a/>', { schemaId: null }).subarray(0, 3))).not.toContain('assumed')
    const bytes = Buffer.concat([writeExi('<a/>'), Buffer.from([0, 0, 7, 0])])
    expect(decode(bytes)).toEqual({
      xml: '<a/>',
      damage: 'behind the end of its EXI data there are 3 more bytes',
    })
    expect(whole(Buffer.concat([writeExi('<a/>', { alignment: 'compression' }), Buffer.alloc(9)]))).toBe(
      '<a/>',
    )
  })
})

describe('headers', () => {
  it.each([
    ['a preview', [0x90], 'of a preview version'],
    ['version 2', [0x81], 'of version 2'],
    ['version 17', [0x8f, 0x10], 'of version 17'],
  ])('tell what is not read: %s', (_, bytes, unsupported) => {
    expect(decode(Uint8Array.from(bytes))).toEqual({ unsupported })
  })

  it('name the schema, safely and bounded', () => {
    const decoded = decode(writeExi('<a/>', { schemaId: `urn:\u202e${'x'.repeat(4_000)}` }))
    expect('unsupported' in decoded && decoded.unsupported).toMatch(/^by the schema “urn:\uFFFDx{75}…”$/)
    expect(reasonOf(writeExi('<a/>', { schemaId: 'x'.repeat(5_000) }))).toMatch(/5000 characters, more than/)
  })

  it.each<[ExiChoices, RegExp]>([
    [{ strict: true, comments: true }, /both strict and not/],
    [{ selfContained: true, alignment: 'compression' }, /self-contained elements and compression/],
    [{ alignment: 'compression', blockSize: 0 }, /blocks of no values/],
  ])('are refused where they contradict themselves: %j', (choices, reason) => {
    const header = writeExi('<a/>', { ...choices, blockSize: choices.blockSize ?? 5 })
    expect(reasonOf(header)).toMatch(reason)
  })

  it.each([[[0x24, 0x45, 0x58, 0x49]], [[0x24, 0x45, 0x58, 0x49, 0x00]], [[0xa0]], [[0xa0, 0xff]], [[0x80]]])(
    'that are broken say so: %j',
    (bytes) =>
      expect(reasonOf(Uint8Array.from(bytes))).toMatch(/^its EXI data is (cut short|broken) at byte/),
  )
})

describe('what XML does not allow', () => {
  it.each<[string, ExiElement]>([
    ['a name with markup', element('a><b')],
    ['an empty name', element('')],
    ['a name with a colon', element('x:y')],
    ['an attribute with markup', element('a', { attributes: [attribute('x="1" y', '2')] })],
    ['the same attribute twice', element('a', { attributes: [attribute('x', '1'), attribute('x', '2')] })],
  ])('stops reading at %s', (_, bad) => {
    const nodes: ExiNode[] = [
      { element: element('r', { children: [{ element: element('ok') }, { element: bad }] }) },
    ]
    const decoded = decode(writeExi(nodes))
    if (!('xml' in decoded)) throw new Error(JSON.stringify(decoded))
    expect(decoded.xml).toBe('<r><ok/>')
    expect(decoded.damage).toMatch(/^its EXI data is broken at byte \d+/)
  })

  it('never makes markup of text, values, and namespaces', () => {
    const uri = '"><x y="'
    const nasty = element('a', {
      uri,
      attributes: [attribute('b', '"/><c>', uri), attribute('d', "&'\n")],
      children: [{ text: ']]></a><!--' }],
    })
    const xml = whole(writeExi([{ element: nasty }]))
    expect(meaning(xml)).toEqual([
      {
        name: `{${uri}}a`,
        attributes: { [`{${uri}}b`]: '"/><c>', '{}d': "&'\n" },
        children: [{ text: ']]></a><!--' }],
      },
    ])
  })

  it('reads characters that are none as U+FFFD, and says so', () => {
    // SE(*) in no namespace, “a”; CH is 0.3; a string of three.
    const bits = body().packed(2, 1).string('a', 1).packed(2, 3).unsigned(5)
    const bytes = bits.unsigned(0xd800).unsigned(0x110000).unsigned(0x41).packed(1, 0).bytes
    expect(decode(bytes)).toEqual({
      xml: '<a>\uFFFD\uFFFDA</a>',
      damage: 'it has characters that are none, read as U+FFFD',
    })
  })

  it('expands no entity and keeps no document type, and says so', () => {
    const nodes: ExiNode[] = [
      { doctype: 'a' },
      { element: element('a', { children: [{ text: 'x' }, { entity: 'boom' }, { text: 'y' }] }) },
    ]
    for (const choices of [{ dtd: true }, { dtd: true, alignment: 'compression' } as const])
      expect(decode(writeExi(nodes, choices))).toEqual({
        xml: '<a>x\uFFFDy</a>',
        damage:
          'it has a document type definition, which is left out; it refers to entities, for which U+FFFD stands',
      })
  })

  it('declares what namespaces need, whatever declarations say', () => {
    const inner = element('b', { uri: 'urn:b', prefix: 'p', attributes: [attribute('c', '1', 'urn:c')] })
    const outer = element('a', {
      uri: 'urn:a',
      prefix: 'p',
      namespaces: [
        { prefix: 'p', uri: 'urn:other' },
        { prefix: '', uri: 'urn:else' },
        { prefix: 'xml', uri: 'urn:evil' },
      ],
      attributes: [
        attribute('xmlns', 'urn:attribute'),
        attribute('q', 'urn:q', 'http://www.w3.org/2000/xmlns/'),
      ],
      children: [{ element: inner }, { element: element('none') }],
    })
    for (const prefixes of [true, false])
      expect(meaning(whole(writeExi([{ element: outer }], { prefixes })))).toMatchObject([
        {
          name: '{urn:a}a',
          children: [{ name: '{urn:b}b', attributes: { '{urn:c}c': '1' } }, { name: '{}none' }],
        },
      ])
  })
})

describe('bounds', () => {
  const bounded = (bytes: Uint8Array, reason: RegExp): void => {
    const from = processorMillis()
    expect(reasonOf(bytes)).toMatch(reason)
    expect(processorMillis() - from).toBeLessThan(5_000)
  }

  it('hold for depth and attributes', () => {
    const deep = '<a>'.repeat(65) + '</a>'.repeat(65)
    bounded(writeExi(deep), /nested more than 64 deep/)
    const many = Array.from({ length: 257 }, (_, n) => attribute(`n${n}`, ''))
    bounded(writeExi([{ element: element('a', { attributes: many }) }]), /more than 256 attributes/)
  })

  it('hold for lengths that are not there', () => {
    bounded(body().packed(2, 1).unsigned(900).bytes, /cut short/)
    bounded(
      body()
        .packed(2, 1)
        .unsigned(2 ** 40).bytes,
      /characters, more than 1024/,
    )
    bounded(
      body()
        .packed(2, 0)
        .unsigned(2 ** 52).bytes,
      /characters, more than/,
    )
    bounded(body().packed(2, 1).raw(new Uint8Array(20).fill(0xff)).bytes, /larger than can be meant/)
    bounded(body().packed(2, 3).unsigned(0).packed(1, 0).packed(2, 3).unsigned(0).bytes, /no value 0/)
  })

  it('hold for text that grows out of little', () => {
    const bytes = writeExi(`<a><b>${'x'.repeat(60_000)}</b></a>`, { schemaId: null })
    expect(whole(bytes)).toHaveLength(60_014)
    const some = decodeExi(bytes, 1_000)
    expect('bad' in some ? some.bad : 'xml' in some && some.damage).toMatch(/more than 1000/)
    // One long value, and then as often as bits allow: CH is 0 in what was learned, local value 0 of 1.
    const bits = new ExiBits(false).packed(8, 0x80).packed(2, 1).string('a', 1).packed(2, 3)
    bits.string('x'.repeat(10_000), 2)
    bits.packed(1, 1).packed(1, 1).unsigned(0)
    for (let times = 0; times < 20_000; times += 1) bits.packed(2, 0).unsigned(0)
    bounded(bits.bytes, /more than 16777216 characters/)
  })

  it('hold for what inflates', () => {
    const header = writeExi('<a/>', { alignment: 'compression' }).subarray(0, 2)
    const bomb = deflateRawSync(new Uint8Array(17 << 20), { level: 1 })
    bounded(Buffer.concat([header, bomb]), /inflates to more than 16777216 bytes/)
    bounded(Buffer.concat([header, new Uint8Array(40).fill(0xff)]), /is not DEFLATE/)
  })

  it('hold for many small streams, elements and events', () => {
    // <a>, CH, “x”; CH is 1.1 then, and 0 after that; local value 0 of 1. One block each.
    const header = new ExiBits(false).packed(8, 0xa0)
    writeExiHeader(header, { alignment: 'compression', blockSize: 1 })
    const blocks = [
      [1, 2, 0x61, 3, 3, 0x78],
      [1, 1, 0],
      [0, 0],
    ].map((block) => deflateRawSync(Buffer.from(block)))
    const again = Array.from({ length: exiLimits.streams }, () => blocks[2]!)
    bounded(Buffer.concat([header.bytes, ...blocks, ...again]), /DEFLATE streams/)
    const small = writeExi(`<a>${'<b/>'.repeat(5_000)}</a>`, {
      selfContained: true,
      contained: ['b'],
      schemaId: '',
    })
    expect(whole(small)).toBe(`<a>${'<b/>'.repeat(5_000)}</a>`)
    const bits = new ExiBits(true).packed(8, 0xa0).packed(16, 0x004a).packed(8, 1).string('a', 1)
    bits.packed(8, 2).packed(8, 1).string('b', 1).packed(8, 0)
    bits.packed(8, 1).packed(8, 0).packed(8, 1).unsigned(0).packed(8, 1).packed(8, 0)
    for (let times = 0; times < exiLimits.elements; times += 1) bits.packed(16, 0)
    bounded(bits.bytes, /more than 400000 elements/)
  })

  it('hold for time: learning costs the same for the last name as for the first', () => {
    // <a> with a hundred thousand names: SE(*) is 1.0 in the content of <a>, its first part moving up with each.
    const bits = new ExiBits(false).packed(8, 0x80).packed(2, 1).string('a', 1)
    for (let count = 0; count < 100_000; count += 1) {
      if (count === 0) bits.packed(2, 2)
      else bits.oneOf(count + 1, count).packed(1, 0)
      bits.packed(2, 1).string(`n${count}`, 1).packed(2, 0)
    }
    bounded(bits.bytes, /cut short/)
  })
})
