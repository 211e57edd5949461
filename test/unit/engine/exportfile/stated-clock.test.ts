// The clock offset that a recorder states in XMP: NIST's shape in elements and in attributes, and everything that is not it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StatedClockOffset } from '#contract/track.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { readClockOffset, writeClockOffset, xmpUuid } from '#engine/exportfile/boxes/clock-offset.ts'
import { readStatedClock } from '#engine/exportfile/stated-clock.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { processorMillis } from '../../../support/processor-time.ts'

const uuid = Buffer.from(xmpUuid, 'hex')
const box = (xmp: string): Uint8Array => writeBox('uuid', uuid, Buffer.from(xmp))

async function stated(...boxes: Uint8Array[]): Promise<{ clock: StatedClockOffset | null; codes: string[] }> {
  const source = memorySource('file', Buffer.concat(boxes))
  const findings = new Findings()
  const clock = await readStatedClock(source, await readBoxTree(source, findings), findings)
  if (clock) expect(StatedClockOffset.safeParse(clock).error).toBeUndefined()
  return { clock, codes: findings.list().map(({ code }) => code) }
}

const recorder = '2026-05-01T14:00:07.250+02:00'
const reference = '2026-05-01T12:00:00Z'
const known = {
  recorderTime: '2026-05-01T12:00:07.250Z',
  referenceTime: '2026-05-01T12:00:00.000Z',
  offsetMicros: 7_250_000,
}
const wrapped = (inner: string): string =>
  `<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta><rdf:RDF>${inner}</rdf:RDF></x:xmpmeta><?xpacket end='w'?>`

describe('a stated clock offset', () => {
  it('recorder minus reference, in UTC', async () => {
    expect(await stated(writeClockOffset(recorder, reference))).toEqual({ clock: known, codes: [] })
  })

  it.each([
    [
      'attributes',
      wrapped(
        `<rdf:Description><c:ExportSystemTime t:TimeValue="${recorder}"/><c:ExternalReferenceTime t:TimeValue="${reference}"/></rdf:Description>`,
      ),
    ],
    [
      'other elements around',
      wrapped(
        `<c:ExportSystemTime><rdf:Description><t:TimeSource>Network</t:TimeSource><t:TimeValue> ${recorder} </t:TimeValue></rdf:Description></c:ExportSystemTime>` +
          `<c:ExternalReferenceTime><t:SetRecordMode>Manual</t:SetRecordMode><t:TimeValue>${reference}</t:TimeValue></c:ExternalReferenceTime>`,
      ),
    ],
    [
      'bare values',
      wrapped(
        `<ClockOffset RecorderTime="${recorder}"><ReferenceTime>${reference}</ReferenceTime></ClockOffset>`,
      ),
    ],
  ])('%s', async (_, xmp) => {
    expect(await stated(box(xmp))).toEqual({ clock: known, codes: [] })
  })

  it('tags that do not match are read and told', async () => {
    const xmp = `<a><c:ExportSystemTime><t:TimeValue>${recorder}</t:TimeValue></c:ExportTime><c:ExternalReferenceTime><t:TimeValue>${reference}</t:Time></c:ExternalReferenceTime></a>`
    expect(await stated(box(xmp))).toEqual({ clock: known, codes: ['clock-offset-malformed'] })
  })

  it('without zones the difference stands, and that is told', async () => {
    const result = await stated(writeClockOffset('2026-05-01T14:00:07', '2026-05-01T14:00:00'))
    expect(result.clock?.offsetMicros).toBe(7_000_000)
    expect(result.codes).toEqual(['clock-offset-without-zone'])
  })

  it.each([
    ['one zone only', writeClockOffset(recorder, '2026-05-01T14:00:00')],
    ['no time', writeClockOffset(recorder, 'noon')],
    [
      'one clock only',
      box(`<a><c:ExportSystemTime><t:TimeValue>${recorder}</t:TimeValue></c:ExportSystemTime></a>`),
    ],
    ['a thousand years apart', writeClockOffset('2926-05-01T14:00:07Z', reference)],
  ])('%s cannot be read, and that is told', async (_, bytes) => {
    expect(await stated(bytes)).toEqual({ clock: null, codes: ['clock-offset-unreadable'] })
  })

  it('a second one that says otherwise is told, the first counts', async () => {
    const other = writeClockOffset('2026-05-01T12:00:09Z', reference)
    expect(await stated(writeClockOffset(recorder, reference), other)).toEqual({
      clock: known,
      codes: ['clock-offset-repeated'],
    })
  })

  it('XMP of other kinds and other boxes say nothing', async () => {
    const other = writeBox(
      'uuid',
      Buffer.alloc(16, 1),
      Buffer.from(`<ReferenceTime>${reference}</ReferenceTime>`),
    )
    expect(await stated(box(wrapped('<rdf:Description xmp:CreatorTool="x"/>')), other)).toEqual({
      clock: null,
      codes: [],
    })
    expect(await stated()).toEqual({ clock: null, codes: [] })
  })

  it('no document type definition, no entities', async () => {
    const doctype = `<!DOCTYPE a [<!ENTITY t "${recorder}">]><a><RecorderTime>&t;</RecorderTime><ReferenceTime>${reference}</ReferenceTime></a>`
    expect((await stated(box(doctype))).clock).toBeNull()
  })

  const mebibyte = (start: string, piece: string): Uint8Array =>
    box(start + piece.repeat(Math.floor(((1 << 20) - start.length) / piece.length)))

  it.each([
    ['control characters', '<a>', '\u0001'],
    ['tags', '', '<a>'],
    ['opened tags', '', '<'],
    ['references', '<a>', '&'],
    ['attributes', '<a ', 'b="" '],
    ['closing tags', '', '</a>'],
  ])('16 boxes of nothing but %s are done with soon', async (_, start, piece) => {
    const began = processorMillis()
    const { clock, codes } = await stated(...Array.from({ length: 16 }, () => mebibyte(start, piece)))
    expect([clock, codes]).toEqual([null, ['clock-offset-unread']])
    expect(processorMillis() - began).toBeLessThan(5_000)
  })

  it('more than 16 boxes are not looked through, and that is said', async () => {
    const empty = box(wrapped(''))
    const boxes = Array.from({ length: 16 }, () => empty)
    expect(await stated(...boxes)).toEqual({ clock: null, codes: [] })
    expect(await stated(...boxes, empty)).toEqual({ clock: null, codes: ['clock-offset-unread'] })
  })

  it('a few mistakes leave what was read', async () => {
    const xmp = `${wrapped(`<RecorderTime>${recorder}</RecorderTime><ReferenceTime>${reference}</ReferenceTime>`)}${'\u0001'.repeat(1_000)}`
    expect(await stated(box(xmp))).toEqual({ clock: known, codes: ['clock-offset-malformed'] })
  })

  it('stops when it is cancelled', async () => {
    const source = memorySource('file', box(wrapped('')))
    const tree = await readBoxTree(source, new Findings())
    await expect(readStatedClock(source, tree, new Findings(), AbortSignal.abort())).rejects.toThrow()
  })

  it('nothing throws, whatever the bytes', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      '"',
      '=',
      ' ',
      '&',
      '<!--',
      '<![CDATA[',
      '<?x',
      'RecorderTime',
      'ReferenceTime',
      'TimeValue',
      recorder,
      'a',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.uint8Array({ maxLength: 60 }), (pieces, bytes) => {
        readClockOffset(Buffer.from(pieces.join('')))
        readClockOffset(bytes)
      }),
      { numRuns: 1_000, seed: 5 },
    )
  })
})
