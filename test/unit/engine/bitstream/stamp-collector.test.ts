// What the stamps of a track say together, and the times of single pictures, on a file with pictures out of order.
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { formatUtc, parseUtc } from '#engine/base/time.ts'
import { readVideo } from '#engine/bitstream/read-video.ts'
import { sampleTimes } from '#engine/bitstream/sample-times.ts'
import { sniffVideo } from '#engine/bitstream/sniff-video.ts'
import { StampCollector } from '#engine/bitstream/stamp-collector.ts'
import type { CollectedStamps } from '#engine/bitstream/stamp-collector.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { sampleOf, trackOf } from '#test/support/nal-file.ts'
import { seiMessage, seiUnit } from '#test/support/sei-unit.ts'
import { stampUnit, timeSourceUnit } from '#test/support/stamped-video.ts'

const slice = Uint8Array.of(0x65, 0x88, 1)
const base = 1_700_000_000_000_000n
/** Composition times in units of 40 ms: an I picture, a P picture, and a B picture between them. */
const places = [1, 3, 2, 4, 6, 5]
/** By sample, the SEI before its slice. */
type Stamping = (sample: number, micros: bigint) => Uint8Array[]

function fileOf(stamping: Stamping): { file: Buffer; track: MovieTrack } {
  const samples = places.map((place, sample) =>
    sampleOf([...stamping(sample, base + BigInt(place) * 40_000n), slice]),
  )
  let offset = 0
  const track = trackOf(samples.map(({ length }) => ({ offset: (offset += length) - length, size: length })))
  places.forEach((place, sample) => (track.samples.compositionOffset[sample] = (place - sample) * 512))
  return { file: Buffer.concat(samples), track }
}

async function collected(stamping: Stamping): Promise<CollectedStamps> {
  const { file, track } = fileOf(stamping)
  const collector = new StampCollector(track)
  await readVideo(memorySource('file', file), track, collector, { hash: null }, unwatched)
  return collector.finish()
}

const codes = ({ problems }: CollectedStamps): string[] => problems.map(({ code }) => code)
const plain: Stamping = (_, micros) => [stampUnit('h264 microseconds', micros)]

describe('the stamps of a track', () => {
  it('all there: the origin is the first stamp minus its composition time', async () => {
    const result = await collected(plain)
    expect(result.summary).toEqual({
      stamped: 6,
      unstamped: 0,
      firstUnstamped: [],
      unit: 'microseconds',
      locked: 6,
      discontinuities: 0,
      first: '2023-11-14T22:13:20.040Z',
      last: '2023-11-14T22:13:20.200Z',
      greatestDriftMicros: 0,
      timeSource: null,
    })
    expect(result.origin && formatUtc(result.origin)).toBe('2023-11-14T22:13:20.000Z')
    expect(codes(result)).toEqual([])
  })

  it('the origin follows from the first picture that has one', async () => {
    const result = await collected((sample, micros) => (sample < 2 ? [] : plain(sample, micros)))
    expect(result.summary).toMatchObject({ stamped: 4, unstamped: 2, firstUnstamped: [0, 1] })
    expect(result.origin && formatUtc(result.origin)).toBe('2023-11-14T22:13:20.000Z')
    expect(codes(result)).toEqual(['stamps-missing'])
  })

  it('no stamps at all is nothing, and no finding', async () => {
    expect(await collected(() => [])).toEqual({ trackId: 1, summary: null, origin: null, problems: [] })
  })

  it('drift, status and time source', async () => {
    const result = await collected((sample, micros) => [
      stampUnit('h264 microseconds', micros + (sample === 4 ? 1_500_000n : 0n), sample === 4 ? 0xdf : 0x1f),
      timeSourceUnit('h264', sample === 5 ? 3 : 0),
    ])
    expect(result.summary).toMatchObject({
      locked: 5,
      discontinuities: 1,
      greatestDriftMicros: 1_500_000,
      timeSource: { code: 0, name: 'automatic, network' },
    })
    expect(codes(result)).toEqual(['time-source-changes', 'stamps-drift'])
  })

  it('malformed ones are findings, and their pictures count as unstamped', async () => {
    const bad = seiUnit('h264', [seiMessage(5, Buffer.from('MISPmicrosectime12345678901'))])
    const result = await collected((sample, micros) => (sample === 3 ? [bad] : plain(sample, micros)))
    expect(result.summary).toMatchObject({ stamped: 5, unstamped: 1, firstUnstamped: [3] })
    expect(result.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['stamp-malformed', 'error'],
      ['stamps-missing', 'warning'],
    ])
    expect(result.problems[0]?.detail).toContain('sample 4 of track 1')
  })

  it('two stamps in one picture: the first counts, and that is said', async () => {
    const result = await collected((sample, micros) => [
      ...plain(sample, micros),
      ...plain(sample, micros + 7n),
    ])
    expect(result.summary).toMatchObject({ stamped: 6, greatestDriftMicros: 0 })
    expect(codes(result)).toEqual(['stamps-differ'])
  })

  it('a time that no number holds is not told as one', async () => {
    const result = await collected((_, micros) => [stampUnit('h264 microseconds', micros * 1_000_000n)])
    expect(result.summary).toBeNull()
    expect(codes(result)).toEqual(['stamp-malformed'])
  })
})

describe('before and after', () => {
  it('a first look tells the identifiers', async () => {
    const { file, track } = fileOf((sample, micros) =>
      sample === 5 ? [...plain(5, micros), timeSourceUnit('h264', 1)] : [],
    )
    const found = await sniffVideo(memorySource('file', file), track, unwatched.signal)
    expect([...found.uuids]).toEqual(['4d4953506d6963726f73656374696d65'])
    expect(found).toMatchObject({ timeSource: true, samples: 6, all: true })
    const nothing = await sniffVideo(
      memorySource('file', file),
      trackOf([], { type: 'av01' }),
      unwatched.signal,
    )
    expect(nothing).toMatchObject({ timeSource: false, samples: 0, all: true })
  })

  it('times of single pictures, by the origin and by their own stamp', async () => {
    const { file, track } = fileOf((sample, micros) =>
      sample === 2 ? [] : [stampUnit('h264 microseconds', micros, 0x9f)],
    )
    const start = parseUtc('2026-05-01T00:00:00Z')
    const times = await sampleTimes(memorySource('file', file), track, start, 1, 3, unwatched.signal)
    expect(times).toEqual({
      first: 1,
      total: 6,
      utc: ['2026-05-01T00:00:00.120Z', '2026-05-01T00:00:00.080Z', '2026-05-01T00:00:00.160Z'],
      stamp: [
        { utc: '2023-11-14T22:13:20.120Z', locked: false, discontinuity: false },
        null,
        { utc: '2023-11-14T22:13:20.160Z', locked: false, discontinuity: false },
      ],
    })
    const none = await sampleTimes(memorySource('file', file), track, null, 9, 3, unwatched.signal)
    expect(none).toEqual({ first: 6, total: 6, utc: [], stamp: [] })
    const unknown = await sampleTimes(memorySource('file', file), track, null, 5, 3, unwatched.signal)
    expect(unknown.utc).toEqual([null])
  })

  it('ends where too much would have to be read for one answer, and can be asked on from there', async () => {
    const { track } = fileOf(() => [])
    // Samples of a thousand units, each further from the next than what is read at a time.
    const [unit, count] = [8_192, 40]
    const turn = Buffer.alloc(3 * unit)
    for (let at = 0; at < turn.length; at += unit) {
      turn.writeUInt32BE(unit - 4, at)
      turn[at + 4] = 0x09
    }
    const size = 1_000 * unit
    const source: ByteSource = {
      ...memorySource('file', new Uint8Array(0)),
      size: count * size,
      read: (offset, length) =>
        Promise.resolve(turn.subarray(offset % unit, (offset % unit) + Math.min(length, 2 * unit))),
    }
    const samples = {
      ...track.samples,
      length: count,
      offset: Float64Array.from({ length: count }, (_, at) => at * size),
      size: new Uint32Array(count).fill(size),
      decodeTime: new Float64Array(count),
      compositionOffset: new Int32Array(count),
      entry: new Uint8Array(count),
    }
    const lengths: number[] = []
    for (let next = 0; next < count; next += lengths.at(-1) ?? count) {
      const times = await sampleTimes(source, { ...track, samples }, null, next, count, unwatched.signal)
      expect(times.first).toBe(next)
      lengths.push(times.stamp.length)
    }
    expect(lengths.length).toBeGreaterThan(1)
    expect(Math.min(...lengths)).toBeGreaterThan(0)
  })
})
