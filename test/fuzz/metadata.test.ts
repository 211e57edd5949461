// Mutated metadata: whatever the bytes are, reading ends, never throws, and gives only what the contract allows.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MetadataItem } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { parseIso6709 } from '#engine/location/iso6709.ts'
import { decodeSamplePayload } from '#engine/metadata/sample-payload.ts'
import { parseMetadataDocument } from '#engine/metadata/document.ts'
import { writeMetadataDocument } from '#engine/metadata/write-document.ts'
import type { DocumentToWrite } from '#engine/metadata/write-document.ts'

const seed = Number(process.env['EXHIBIT_FUZZ_SEED'] ?? 20240301)
const bounded = { seed, numRuns: 100_000, interruptAfterTimeLimit: 5_000, markInterruptAsFailure: false }
console.info(`fuzz seed ${seed} (EXHIBIT_FUZZ_SEED)`)

const time = '2024-03-01T12:00:00.000Z' as UtcTime
const base = writeMetadataDocument({
  frames: [
    {
      time,
      source: 'é𝄞',
      objects: [
        {
          id: '1',
          classes: [{ type: 'Human', likelihood: 0.5 }],
          box: { left: -0.5, top: 0.5, right: 0.5, bottom: -0.5 },
          polygon: [
            { x: 0, y: 0 },
            { x: 1, y: 0 },
            { x: 1, y: 1 },
          ],
          colour: '#123456',
          geoLocation: { latitude: 1, longitude: 2, elevation: 3 },
          plate: 'AB',
          speed: 1,
        },
      ],
    },
  ],
  events: [
    { time, topic: 'tns1:Monitoring/GeoLocation', geoLocation: { latitude: 1, longitude: 2, elevation: 3 } },
  ],
})

function readAnything(bytes: Uint8Array): MetadataItem[] {
  const payload = decodeSamplePayload(bytes, 'xml')
  if (!('xml' in payload)) return []
  const { items, problems } = parseMetadataDocument(payload.xml, { trackId: 1, sample: 0 })
  for (const item of items) MetadataItem.parse(item)
  for (const { code, detail } of problems)
    expect([code, detail].join(' ')).toMatch(/^metadata-[a-z-]+ .{1,400}$/)
  return items
}

type Mutation = { kind: 'flip' | 'drop' | 'repeat' | 'splice'; at: number; length: number; bytes: Uint8Array }

const snippets = [
  '<',
  '>',
  '"',
  '&',
  '<!--',
  ']]>',
  '<![CDATA[',
  '<?xml ',
  '</tt:Frame>',
  '<!DOCTYPE a [',
  '\0',
  '&#xD800;',
  'NaN',
  '1e999',
]
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('flip', 'drop', 'repeat', 'splice'),
  at: fc.nat(base.length),
  length: fc.nat(120),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom(...snippets).map((text) => new TextEncoder().encode(text)),
  ),
})

function mutate(bytes: Uint8Array, { kind, at, length, bytes: extra }: Mutation): Uint8Array {
  const start = bytes.subarray(0, at)
  const piece = bytes.subarray(at, at + length)
  const rest = bytes.subarray(at + length)
  if (kind === 'drop') return Buffer.concat([start, rest])
  if (kind === 'repeat') return Buffer.concat([start, piece, piece, rest])
  if (kind === 'splice') return Buffer.concat([start, extra, bytes.subarray(at)])
  const flipped = Uint8Array.from(
    piece.subarray(0, extra.length),
    (byte, index) => byte ^ (extra[index] ?? 0),
  )
  return Buffer.concat([start, flipped, bytes.subarray(at + flipped.length)])
}

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }))
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })

describe('fuzzed metadata', () => {
  it('survives mutations, and what comes of them is what the contract says', () => {
    let whole = 0
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 4 }), fc.boolean(), (mutations, zip) => {
        const mutated = mutations.reduce(mutate, base)
        whole += readAnything(zip ? gzipSync(mutated, { level: 1 }) : mutated).length === 2 ? 1 : 0
      }),
      bounded,
    )
    // Else the mutations are so rough that nothing behind the XML reader is tried.
    expect(whole).toBeGreaterThan(100)
  })

  it('survives mutated gzip data and bytes of any kind', () => {
    const zipped = gzipSync(base)
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 64 }), mutation), (input) => {
        readAnything('kind' in input ? mutate(zipped, input) : input)
      }),
      { ...bounded, interruptAfterTimeLimit: 3_000 },
    )
  })

  it('reads back whatever is written', () => {
    const point = fc.record({ x: finite, y: finite })
    const label = fc.record({ type: text, likelihood: fc.option(finite) })
    fc.assert(
      fc.property(
        fc.integer(),
        fc.option(point),
        fc.array(label, { maxLength: 3 }),
        text,
        (id, centre, classes, value) => {
          const box = { left: 0, top: 1, right: 1, bottom: 0 }
          const document: DocumentToWrite = {
            frames: [{ time, objects: [{ id: String(id), box, centre, classes }] }],
            events: [{ time, topic: 'tns1:A/B', data: [{ name: 'n', value }] }],
          }
          const [frame, event] = readAnything(writeMetadataDocument(document))
          expect(frame).toMatchObject({
            objects: [{ id: String(id), box, ...(centre ? { centre: unsigned(centre) } : {}) }],
          })
          expect(event).toMatchObject({ data: [{ value: carried(value) }] })
        },
      ),
      { ...bounded, interruptAfterTimeLimit: 3_000 },
    )
  })

  it('never makes a place out of range of its notation', () => {
    const part = fc.stringMatching(/^[+-]\d{1,8}(\.\d{0,4})?$/)
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), fc.constantFrom('', '/', 'CRSWGS_84/'), (parts, end) => {
        const place = parseIso6709(parts.join('') + end)
        if (place) expect(Math.abs(place.latitude) < 100 && Math.abs(place.longitude) < 1_000).toBe(true)
      }),
      { ...bounded, interruptAfterTimeLimit: 1_000 },
    )
  })
})

/** The writer knows no negative zero. */
const unsigned = (point: { x: number; y: number }): { x: number; y: number } => ({
  x: point.x + 0,
  y: point.y + 0,
})

/** What XML cannot carry becomes U+FFFD. */
const carried = (value: string): string =>
  value.toWellFormed().replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
