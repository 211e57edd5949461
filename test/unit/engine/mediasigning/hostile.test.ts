// Hostile streams: nothing throws, nothing is confirmed that nobody signed, and time grows with size alone.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MediaSigningReport } from '#contract/seal.ts'
import { axisShortTags } from '#engine/mediasigning/axis-tags.ts'
import { readSigningSei } from '#engine/mediasigning/read-signing-sei.ts'
import { readTags } from '#engine/mediasigning/tags.ts'
import {
  entriesOf,
  group,
  makeCamera,
  record,
  sei,
  signedGroups,
  slice,
  tlv,
  verify,
} from './made-records.ts'
import type { Piece } from './made-records.ts'
import { processorMillis } from '../../../support/processor-time.ts'

const options = { seed: 20_260_301, numRuns: 600 }
const camera = makeCamera('Camera')
const stream = signedGroups(camera, [3, 4, 3]).flat()
const uuids = ['005bc93f2d715e95ada4796f90877a6f', '5369676e656420566964656f2e2e2e30']
/** What is wrong with its shape; null where nothing is. */
const faultOf = (outcome: ReturnType<typeof verify>): string | null => {
  const { leaf, intermediates, maker, claimedTime, findings, needsHash, needsSecondScan, ...report } = outcome
  expect([leaf, maker, claimedTime, needsHash, needsSecondScan, intermediates, findings]).toHaveLength(7)
  return MediaSigningReport.safeParse({ ...report, trust: 'not-checked' }).error?.message ?? null
}

describe('bytes', () => {
  it('tags: never beyond what is there, in their order, or none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, short) => {
        const tags = readTags(bytes, short ? axisShortTags : new Set())
        const end = tags?.at(-1)
        if (tags && end) expect(end.value.byteOffset + end.value.length).toBe(bytes.byteOffset + bytes.length)
      }),
      options,
    )
  })

  it('any SEI with a signing identifier', () => {
    const bytes = fc.uint8Array({ maxLength: 700 })
    fc.assert(
      fc.property(bytes, fc.constantFrom(...uuids), fc.integer({ min: 0, max: 800 }), (body, uuid, size) => {
        const sizes = [...Array<number>(Math.floor(size / 255)).fill(255), size % 255]
        const unit = Buffer.concat([Buffer.from([0x06, 0x05, ...sizes]), Buffer.from(uuid, 'hex'), body])
        const piece: Piece = {
          ...slice('x'),
          role: 'sei',
          startsPicture: false,
          digest: null,
          bytes: unit,
          size: unit.length,
        }
        readSigningSei({ ...piece, sample: 0, offset: 0 }, 'h264')
        const outcome = verify([...group('a', 3), piece, ...group('b', 2)])
        expect(outcome.verdict).not.toMatch(/^authentic/)
        expect(faultOf(outcome)).toBeNull()
      }),
      options,
    )
  })

  it('tags of any content, well signed: a report, whatever they say', () => {
    const tag = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.uint8Array({ maxLength: 120 }))
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 6 }), fc.integer({ min: 0, max: 255 }), (tags, flags) => {
        const one = sei(
          flags,
          tags.map(([name, value]) => tlv(name, value)),
          camera.key,
        )
        expect(faultOf(verify([...stream, one, ...group('b', 2)]))).toBeNull()
      }),
      { ...options, numRuns: 300 },
    )
  })
})

describe('streams', () => {
  it('units left out, doubled and moved: never more confirmed than was signed, in order', () => {
    const picks = fc.array(fc.nat({ max: stream.length - 1 }), { maxLength: 30 })
    fc.assert(
      fc.property(picks, (order) => {
        const pieces = order.flatMap((index) => stream[index] ?? [])
        const outcome = verify(pieces)
        expect(faultOf(outcome)).toBeNull()
        const pictures = pieces.filter(({ startsPicture }) => startsPicture)
        const runs = outcome.frameRuns.reduce((sum, { count }) => sum + count, 0)
        if (outcome.scheme !== null) expect(runs).toBe(pictures.length)
        expect(outcome.framesVerified).toBeLessThanOrEqual(10)
        if (outcome.verdict !== 'authentic') return
        // What is called unchanged is a series of signed pictures without a hole.
        const confirmed = pictures.slice(outcome.framesCut, outcome.framesCut + outcome.framesVerified)
        const signed = stream.filter(({ startsPicture }) => startsPicture)
        const first = signed.findIndex((each) => each === confirmed[0])
        expect(signed.slice(first, first + confirmed.length)).toEqual(confirmed)
      }),
      options,
    )
  })

  it('many pictures without a record, and records without pictures: bounded', () => {
    const one = record({ pieces: group('a', 3), counter: 1, camera })
    const started = processorMillis()
    const pieces = Array.from({ length: 250_000 }, (_, index) =>
      slice(String(index % 500), index % 50 === 0 ? 'I' : 'P'),
    )
    const outcome = verify([...pieces.slice(0, 200_000), one, ...pieces])
    expect(outcome.verdict).not.toMatch(/^authentic/)
    expect(outcome.frames).toBe(450_000)
    expect(processorMillis() - started).toBeLessThan(10_000)
  })

  it('records without end, each asking to be tried everywhere: linear', () => {
    const time = (count: number): number => {
      const foreign = group('other', 60)
      const records = Array.from({ length: 20 }, (_, index) =>
        record({ pieces: foreign, counter: index + 1, camera }),
      )
      const pieces = Array.from({ length: count }, (_, index) => [
        slice(String(index), index % 30 === 0 ? 'I' : 'P'),
        ...(index % 3 === 0 ? [records[index % 20] ?? slice('x')] : []),
      ]).flat()
      // Each a little different, or it would be taken for a repetition.
      const started = processorMillis()
      expect(verify(pieces).verdict).toBe('not-authentic')
      return processorMillis() - started
    }
    time(1_000)
    const [small, large] = [time(3_000), time(12_000)]
    expect(large).toBeLessThan(12 * small + 500)
  })

  it('records that count thousands of pictures and match none: linear', () => {
    const foreign = group('other', 4_000)
    const entries = entriesOf(foreign)
    const asking = Array.from({ length: 1_000 }, (_, index) =>
      record({ pieces: [], entries, count: 4_000, list: false, counter: index + 1, camera, partial: true }),
    )
    const pictures = Array.from({ length: 4_100 }, (_, index) =>
      slice(String(index), index === 0 ? 'I' : 'P'),
    )
    const time = (rounds: number): number => {
      const pieces = Array.from({ length: rounds }, () => [...pictures, ...asking]).flat()
      const started = processorMillis()
      expect(verify(pieces).verdict).toBe('not-authentic')
      return processorMillis() - started
    }
    const [small, large] = [time(1), time(5)]
    expect(large).toBeLessThan(12 * small + 500)
  }, 60_000)

  it('unsigned records without end before one that asks everywhere: linear', () => {
    const data = sei(0, [tlv(7, Buffer.from('text'))], null)
    const entries = entriesOf(group('other', 3))
    const asking = Array.from({ length: 300 }, (_, index) =>
      record({ pieces: [], entries, count: 60_000, list: false, counter: index + 1, camera, partial: true }),
    )
    const pieces = [...Array.from({ length: 90_000 }, () => data), ...asking, slice('last', 'I')]
    const started = processorMillis()
    expect(verify(pieces).verdict).not.toMatch(/^authentic/)
    expect(processorMillis() - started).toBeLessThan(10_000)
  })
})
