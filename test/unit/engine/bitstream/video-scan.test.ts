// The scan beside the one read of a file: whatever the chunks, it tells the same units as the plainest reference.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { NalUnit } from '#engine/bitstream/nal-unit.ts'
import { fanOut } from '#engine/bitstream/fan-out.ts'
import { readVideo } from '#engine/bitstream/read-video.ts'
import { createVideoScan, isInFileOrder } from '#engine/bitstream/video-scan.ts'
import type { ScanOptions, ScanOutcome } from '#engine/bitstream/video-scan.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { plainScan, sampleOf, tableOf, told, trackOf } from '#test/support/nal-file.ts'
import type { TableRow } from '#test/support/nal-file.ts'
import { processorMillis } from '#test/support/processor-time.ts'

const sha256: ScanOptions = { hash: 'sha256' }

function scanned(
  file: Uint8Array,
  track: MovieTrack,
  cuts: readonly number[],
  options = sha256,
): { units: NalUnit[]; outcome: ScanOutcome } {
  const units: NalUnit[] = []
  const scan = createVideoScan(track, { unit: (nal) => units.push(nal) }, options)
  if (!scan) throw new Error('no scan')
  const borders = [
    0,
    ...[...new Set(cuts.map((cut) => cut % (file.length + 1)))].sort((a, b) => a - b),
    file.length,
  ]
  for (const [index, border] of borders.slice(1).entries()) {
    // As the reader of files does: the same memory is used again for the next chunk.
    const chunk = Uint8Array.from(file.subarray(borders[index], border))
    scan.update(chunk, borders[index] ?? 0)
    chunk.fill(0xee)
  }
  return { units, outcome: scan.finish() }
}

async function read(
  file: Uint8Array,
  track: MovieTrack,
  options = sha256,
): Promise<{ units: NalUnit[]; outcome: ScanOutcome }> {
  const units: NalUnit[] = []
  const outcome = await readVideo(
    memorySource('file', file),
    track,
    { unit: (nal) => units.push(nal) },
    options,
    unwatched,
  )
  return { units, outcome }
}

const unit = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc
    .tuple(fc.constantFrom(0x06, 0x65, 0x41, 0x67, 0x09), fc.uint8Array({ maxLength: 40 }), fc.nat(9))
    .map(([head, body, zeros]) => Uint8Array.of(head, ...body, ...new Uint8Array(zeros))),
)
/** Samples of whole units, or of any bytes at all, with anything between them. */
const layout = fc.record({
  lengthSize: fc.constantFrom(1, 2, 4),
  pieces: fc.array(
    fc.record({
      gap: fc.nat(5),
      units: fc.array(unit, { maxLength: 4 }),
      raw: fc.option(fc.uint8Array({ maxLength: 20 })),
    }),
    { maxLength: 6 },
  ),
  cuts: fc.array(fc.nat(2_000), { maxLength: 30 }),
})

function laidOut(pieces: { gap: number; units: Uint8Array[]; raw: Uint8Array | null }[], lengthSize: number) {
  const parts: Uint8Array[] = []
  const rows: TableRow[] = []
  let at = 0
  for (const { gap, units, raw } of pieces) {
    const sample = raw ?? sampleOf(units, lengthSize)
    parts.push(new Uint8Array(gap).fill(0x65), sample)
    rows.push({ offset: at + gap, size: sample.length })
    at += gap + sample.length
  }
  return { file: Buffer.concat(parts), rows }
}

describe('the same units', () => {
  it('whatever the chunks, and read sample by sample', async () => {
    await fc.assert(
      fc.asyncProperty(layout, async ({ lengthSize, pieces, cuts }) => {
        const { file, rows } = laidOut(pieces, lengthSize)
        const track = trackOf(rows, { lengthSize })
        const wanted = plainScan(file, rows, lengthSize)
        const streamed = scanned(file, track, cuts)
        expect(streamed.units.map(told)).toEqual(wanted.units)
        expect(streamed.outcome.badSamples).toBe(wanted.bad)
        expect(streamed.outcome.complete).toBe(wanted.bad === 0)
        const again = await read(file, track)
        expect(again.units.map(told)).toEqual(wanted.units)
        expect(again.outcome).toEqual(streamed.outcome)
      }),
      { numRuns: 400, seed: 7 },
    )
  })

  it('byte by byte', () => {
    const slice = Uint8Array.of(0x65, 0x80, 0, 0, 0, 1, 0, 0)
    const file = sampleOf([Uint8Array.of(0x67, 1), slice, Uint8Array.of(6, 5, 0, 0x80)])
    const rows = [{ offset: 0, size: file.length }]
    const every = Array.from({ length: file.length }, (_, index) => index)
    expect(scanned(file, trackOf(rows), every).units.map(told)).toEqual(plainScan(file, rows, 4).units)
  })

  it('a slice longer than any chunk, with zeros at its end', () => {
    const slice = new Uint8Array(3_000_000).fill(0x5a, 0, 2_000_000)
    slice[0] = 0x65
    const file = sampleOf([slice])
    const rows = [{ offset: 0, size: file.length }]
    const { units, outcome } = scanned(file, trackOf(rows), [1_000_000, 2_000_003, 2_500_000])
    expect(units.map(told)).toEqual(plainScan(file, rows, 4).units)
    expect(outcome).toMatchObject({ complete: true, units: 1, slices: 1 })
  })
})

describe('what is told', () => {
  const sei = Uint8Array.of(6, 5, 1, 9, 0x80)
  const idr = Uint8Array.of(0x65, 0x88, 1)
  const next = Uint8Array.of(0x41, 0x1a, 1)

  it('roles, pictures, and digests only of slices', () => {
    const file = sampleOf([Uint8Array.of(9, 0xf0), sei, idr, next])
    const { units } = scanned(file, trackOf([{ offset: 0, size: file.length }]), [])
    expect(
      units.map(({ role, startsPicture, idr: isIdr, digest, bytes }) => [
        role,
        startsPicture,
        isIdr,
        digest !== null,
        bytes !== null,
      ]),
    ).toEqual([
      ['delimiter', false, false, false, false],
      ['sei', false, false, false, true],
      ['slice', true, true, true, false],
      ['slice', false, false, true, false],
    ])
  })

  it('H.265: two bytes of header, IDR 19 and 20, SEI 39 and 40', () => {
    const of = (type: number, third: number): Uint8Array => Uint8Array.of(type << 1, 1, third)
    const file = sampleOf([of(32, 0), of(39, 5), of(19, 0x80), of(1, 0x80), of(1, 0), of(40, 5)])
    const { units } = scanned(
      file,
      trackOf([{ offset: 0, size: file.length }], { type: 'hvc1' }),
      [1, 5, 6, 11],
    )
    expect(
      units.map(({ type, role, startsPicture, idr: isIdr }) => [type, role, startsPicture, isIdr]),
    ).toEqual([
      [32, 'parameter-set', false, false],
      [39, 'sei', false, false],
      [19, 'slice', true, true],
      [1, 'slice', true, false],
      [1, 'slice', false, false],
      [40, 'sei', false, false],
    ])
  })

  it('no digests where none are asked for, and long SEI without their bytes', () => {
    const file = sampleOf([sei, idr])
    const { units } = scanned(file, trackOf([{ offset: 0, size: file.length }]), [], {
      hash: null,
      seiLimit: 4,
    })
    expect(units.map(({ digest, bytes }) => [digest, bytes])).toEqual([
      [null, null],
      [null, null],
    ])
  })

  it('to several sinks', () => {
    const seen: string[] = []
    const both = fanOut({ unit: () => seen.push('a') }, { unit: () => seen.push('b') })
    const scan = createVideoScan(trackOf([{ offset: 0, size: 7 }]), both, { hash: null })
    scan?.update(sampleOf([idr]), 0)
    expect(scan?.finish().complete).toBe(true)
    expect(seen).toEqual(['a', 'b'])
  })
})

describe('what does not fit', () => {
  const slice = Uint8Array.of(0x65, 0x88, 1)
  const good = sampleOf([slice])

  it('a length beyond its sample ends that sample only', () => {
    const file = Buffer.concat([Uint8Array.of(0, 0, 1, 0, 0x65, 1, 1), good])
    const { units, outcome } = scanned(
      file,
      trackOf([
        { offset: 0, size: 7 },
        { offset: 7, size: 7 },
      ]),
      [3],
    )
    expect(units.map(({ sample }) => sample)).toEqual([1])
    expect(outcome).toMatchObject({ complete: false, badSamples: 1, firstBad: 0 })
    expect(outcome.reason).toContain('the first is sample 1.')
  })

  it('samples outside the file are counted', async () => {
    const rows = [
      { offset: 0, size: 7 },
      { offset: 2 ** 52, size: 7 },
      { offset: 2 ** 52, size: 0 },
    ]
    const { units, outcome } = scanned(good, trackOf(rows), [])
    expect(units).toHaveLength(1)
    expect(outcome).toMatchObject({ complete: false, badSamples: 0 })
    expect(outcome.reason).toBe('1 of 3 samples are not in the bytes that were read.')
    expect((await read(good, trackOf(rows))).outcome).toEqual(outcome)
  })

  it('a file that ends in a sample', () => {
    const { units, outcome } = scanned(good.subarray(0, 6), trackOf([{ offset: 0, size: 7 }]), [])
    expect(units).toHaveLength(0)
    expect(outcome.complete).toBe(false)
  })

  it('chunks that leave bytes out, and chunks told twice', () => {
    const file = Buffer.concat([good, good, good])
    const rows = [0, 7, 14].map((offset) => ({ offset, size: 7 }))
    const units: number[] = []
    const scan = createVideoScan(trackOf(rows), { unit: ({ sample }) => units.push(sample) }, sha256)
    scan?.update(file.subarray(0, 9), 0)
    scan?.update(file.subarray(4, 9), 4)
    scan?.update(file.subarray(12), 12)
    expect(scan?.finish()).toMatchObject({ complete: false, badSamples: 1, firstBad: 1 })
    expect(units).toEqual([0, 2])
  })

  it('bytes left out of one slice are not made up from the next', () => {
    const file = sampleOf([new Uint8Array(20).fill(0x65), new Uint8Array(20).fill(0x41)])
    const units: number[] = []
    const track = trackOf([{ offset: 0, size: file.length }])
    const scan = createVideoScan(track, { unit: ({ type }) => units.push(type) }, sha256)
    scan?.update(file.subarray(0, 10), 0)
    scan?.update(file.subarray(15), 15)
    expect(scan?.finish()).toMatchObject({ complete: false, units: 0, badSamples: 1 })
    expect(units).toEqual([])
  })

  it('samples of another codec are not read as this one', () => {
    const rows = [
      { offset: 0, size: 7 },
      { offset: 7, size: 7, entry: 1 },
    ]
    const track = trackOf(rows, { otherTypes: ['hvc1'] })
    const { units, outcome } = scanned(Buffer.concat([good, good]), track, [])
    expect(units).toHaveLength(1)
    expect(outcome.reason).toBe('1 of 2 samples have another codec and were not read.')
  })

  it('overlapping samples are read one by one, but not without end', async () => {
    const rows = Array.from({ length: 100 }, () => ({ offset: 0, size: 7 }))
    expect(isInFileOrder(tableOf(rows))).toBe(false)
    expect(createVideoScan(trackOf(rows), { unit: () => undefined }, sha256)).toBeNull()
    const { units, outcome } = await read(good, trackOf(rows))
    expect(units).toHaveLength(100)
    expect(outcome.complete).toBe(true)
    const large = sampleOf([new Uint8Array(600_000).fill(0x65)])
    const many = Array.from({ length: 1_000 }, () => ({ offset: 0, size: large.length }))
    const stopped = await read(large, trackOf(many))
    expect(stopped.units.length).toBeLessThan(5)
    expect(stopped.outcome.reason).toContain('The samples overlap')
  })

  it('another codec', async () => {
    const track = trackOf([{ offset: 0, size: 7 }], { type: 'av01' })
    expect(createVideoScan(track, { unit: () => undefined }, sha256)).toBeNull()
    expect((await read(good, track)).outcome).toMatchObject({ complete: false, units: 0 })
  })
})

describe('any table over any bytes', () => {
  const row = fc.record({ offset: fc.nat(120), size: fc.nat(60), entry: fc.nat(2) })

  it('nothing throws, and nothing is told beyond what was asked', async () => {
    const input = fc.record({
      file: fc.uint8Array({ maxLength: 100 }),
      rows: fc.array(row, { maxLength: 8 }),
      cuts: fc.array(fc.nat(200), { maxLength: 8 }),
      type: fc.constantFrom('avc1', 'hev1'),
      lengthSize: fc.constantFrom(1, 2, 3, 4),
    })
    await fc.assert(
      fc.asyncProperty(input, async ({ file, rows, cuts, type, lengthSize }) => {
        const track = trackOf(rows, { type, lengthSize, otherTypes: ['av01', type] })
        const bySample = await read(file, track)
        for (const { offset, size } of bySample.units) expect(offset + size).toBeLessThanOrEqual(file.length)
        if (!isInFileOrder(track.samples)) return
        expect(scanned(file, track, cuts).units.every(({ size }) => size <= file.length)).toBe(true)
      }),
      { numRuns: 600, seed: 21 },
    )
  })
})

describe('effort', () => {
  it('four million samples, most of them empty, in small chunks', () => {
    const track = trackOf([])
    const [length, step] = [4_000_000, 1_000]
    const samples = {
      ...track.samples,
      length,
      offset: new Float64Array(length),
      size: new Uint32Array(length),
      entry: new Uint8Array(length),
    }
    for (let index = 0; index < length; index += step) {
      samples.offset[index] = (index / step) * 7
      samples.size[index] = 7
    }
    const sample = sampleOf([Uint8Array.of(0x65, 0x88, 1)])
    const file = Buffer.concat(Array.from({ length: length / step }, () => sample))
    const cuts = Array.from({ length: file.length / 10 }, (_, index) => index * 10)
    const started = processorMillis()
    expect(scanned(file, { ...track, samples }, cuts).outcome).toMatchObject({ complete: true, units: 4_000 })
    expect(processorMillis() - started).toBeLessThan(5_000)
  })
})
