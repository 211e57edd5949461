// Parameter sets in the samples of a track: which of them are in force where decoding begins, and what is read to know it.
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { entryWithSets } from '#engine/bitstream/entry-with-sets.ts'
import { SetChangeCollector } from '#engine/bitstream/set-change-collector.ts'
import { setKey } from '#engine/bitstream/set-key.ts'
import { setsInForce, SetsInForce } from '#engine/bitstream/sets-in-force.ts'
import { writeAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { writeVisualEntry } from '#engine/isobmff/boxes/avc1.ts'
import { Findings } from '#engine/base/findings.ts'
import { writePasp } from '#engine/isobmff/boxes/pasp.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { describeEntry } from '#engine/isobmff/sample-entry.ts'
import type { SampleEntry } from '#engine/isobmff/sample-entry.ts'
import { BitWriter } from '#test/support/bit-writer.ts'
import { seededRandom } from '#test/support/random.ts'

const { signal } = new AbortController()

/** Of picture parameter set `id`; `qp` makes it another one of the same number. */
const pps = (id: number, qp: number): Uint8Array =>
  new BitWriter().ue(id, 0).u(2, 0).ue(0, 0, 0).u(3, 0).se(qp).unit(0x68)
/** Of 16 × `across` pixels in each direction. */
const sps = (across: number): Uint8Array =>
  new BitWriter()
    .u(8, 66)
    .u(8, 0)
    .u(8, 30)
    .ue(0, 0, 2, 1)
    .u(1, 0)
    .ue(across - 1, across - 1)
    .u(4, 0b1100)
    .unit(0x67)
const slice = new BitWriter().ue(0, 2, 0).unit(0x65)
/** A long one, so that not all of it is read. */
const picture = Uint8Array.from([...slice, ...new Uint8Array(9_000).fill(0x55)])

function entryOf(sets: Uint8Array[], code = 'avc1'): SampleEntry {
  const config = { profile: 66, compatibility: 0, level: 30, lengthSize: 4, extension: new Uint8Array(0) }
  const ofType = (type: number): Uint8Array[] => sets.filter(([head = 0]) => (head & 0x1f) === type)
  const avcC = writeAvcC({ ...config, sequenceParameterSets: ofType(7), pictureParameterSets: ofType(8) })
  const boxes = [avcC, writePasp({ h: 4, v: 3 })]
  const bytes = writeVisualEntry(code, { width: 640, height: 640, boxes })
  const raw = { type: code, offset: 0, size: bytes.length, bytes }
  return describeEntry(raw, 'vide', 0, new Findings())
}

/** A track of these samples, one behind the other; counts what is read of them. */
function trackOf(
  entries: SampleEntry[],
  samples: { units: Uint8Array[]; entry?: number; isSync?: boolean }[],
) {
  const stored = samples.map(({ units }) =>
    Buffer.concat(
      units.flatMap((unit) => {
        const length = Buffer.alloc(4)
        length.writeUInt32BE(unit.length)
        return [length, unit]
      }),
    ),
  )
  const whole = memorySource('samples', Buffer.concat(stored))
  const reads = { bytes: 0, count: 0, open: 0, most: 0 }
  const source: typeof whole = {
    ...whole,
    read: async (offset, length) => {
      reads.bytes += length
      reads.count += 1
      reads.open += 1
      reads.most = Math.max(reads.most, reads.open)
      const bytes = await whole.read(offset, length)
      reads.open -= 1
      return bytes
    },
  }
  const size = Uint32Array.from(stored, ({ length }) => length)
  const offset = Float64Array.from(size, (_, at) => size.subarray(0, at).reduce((sum, one) => sum + one, 0))
  const entry = Uint8Array.from(samples, (sample) => sample.entry ?? 0)
  const sync = Uint8Array.from(samples, ({ isSync = true }) => (isSync ? 1 : 0))
  const track = {
    entries,
    samples: { length: samples.length, size, offset, entry, sync },
  } as unknown as MovieTrack
  return { source, track, reads }
}

/** So long that its head is read alone. */
const long = Uint8Array.from([...slice, ...new Uint8Array(30_000).fill(0x55)])
const first = [sps(40), pps(0, 3)]
const plain = { units: [picture] }

describe('parameter sets in force', () => {
  it('are those of the sample entry where the samples bring none, or the same again', async () => {
    const samples = [plain, { units: [...first, picture] }, plain]
    const { source, track } = trackOf([entryOf(first)], samples)
    const sets = setsInForce(track)
    await sets.learn(source, 3, signal)
    expect([0, 1, 2].map((sample) => sets.at(sample))).toEqual([null, null, null])
    expect([sets.known, sets.changesIn(0, 3)]).toEqual([3, []])
  })

  it('are those that came last of each number, those of the sample itself included', async () => {
    const samples = [
      plain,
      { units: [pps(0, 9), picture] },
      plain,
      { units: [pps(1, 1), sps(30), picture] },
      plain,
    ]
    const { source, track } = trackOf([entryOf(first)], samples)
    const sets = setsInForce(track)
    await sets.learn(source, 5, signal)
    expect([0, 1, 2].map((sample) => sets.at(sample))).toEqual([
      null,
      [sps(40), pps(0, 9)],
      [sps(40), pps(0, 9)],
    ])
    expect(sets.at(4)).toEqual([sps(30), pps(0, 9), pps(1, 1)])
    expect([sets.changesIn(0, 5), sets.changesIn(2, 5), sets.sequencesIn(0, 5)]).toEqual([[1, 3], [3], [3]])
  })

  it('end a sequence where one is replaced, and a further one where the next can begin', async () => {
    const further = new BitWriter()
      .u(8, 66)
      .u(8, 0)
      .u(8, 30)
      .ue(1, 0, 2, 1)
      .u(1, 0)
      .ue(9, 9)
      .u(4, 0b1100)
      .unit(0x67)
    const between = { ...plain, isSync: false }
    const samples = [
      ...[plain, { units: [further, picture], isSync: false }, between, plain, between],
      ...[{ units: [sps(30), picture], isSync: false }, plain, { units: [pps(0, 9), picture] }],
    ]
    const { source, track } = trackOf([entryOf(first)], samples)
    const sets = setsInForce(track)
    await sets.learn(source, samples.length, signal)
    expect(sets.changesIn(0, 8)).toEqual([1, 5, 7])
    expect([sets.sequencesIn(0, 8), sets.sequencesIn(0, 3), sets.sequencesIn(4, 8)]).toEqual([
      [3, 5],
      [],
      [5],
    ])
  })

  it('are those of what follows where they stand behind a slice', async () => {
    const samples = [plain, { units: [picture, pps(0, 9), sps(30)] }, plain, { units: [pps(0, 9), picture] }]
    const { source, track } = trackOf([entryOf(first)], samples)
    const sets = setsInForce(track)
    await sets.learn(source, 4, signal)
    expect([1, 2].map((sample) => sets.at(sample))).toEqual([null, [sps(30), pps(0, 9)]])
    expect([sets.changesIn(0, 2), sets.changesIn(2, 4), sets.sequencesIn(0, 4)]).toEqual([[], [2], [2]])
  })

  it.each(['avc2', 'avc4', 'dva1', 'dvav'])('are looked for in entries of type %s', async (code) => {
    const { source, track } = trackOf([entryOf(first, code)], [plain, { units: [pps(0, 9), picture] }])
    const sets = setsInForce(track)
    expect(sets.known).toBe(0)
    await sets.learn(source, 2, signal)
    expect(sets.at(1)).toEqual([sps(40), pps(0, 9)])
  })

  it('are read in each sample as its own entry says', async () => {
    const raw = { type: 'mp4v', offset: 0, size: 0, bytes: new Uint8Array(0) }
    const other = describeEntry(raw, 'meta', 0, new Findings())
    const samples = [{ ...plain, entry: 1 }, plain, { units: [pps(0, 9), picture] }]
    const { source, track } = trackOf([entryOf(first), other], samples)
    const sets = setsInForce({ ...track, entries: [...track.entries] })
    await sets.learn(source, 3, signal)
    expect([0, 1, 2].map((sample) => sets.at(sample))).toEqual([null, null, [sps(40), pps(0, 9)]])
    const reversed = { ...track, entries: [...track.entries].reverse() }
    reversed.samples = { ...track.samples, entry: Uint8Array.of(0, 1, 1) }
    const again = setsInForce(reversed)
    await again.learn(source, 3, signal)
    expect(again.at(2)).toEqual([sps(40), pps(0, 9)])
  })

  it('begin anew with another sample entry', async () => {
    const second = [sps(20), pps(0, 7)]
    const samples = [{ units: [pps(0, 9), picture] }, { ...plain, entry: 1 }, { ...plain, entry: 2 }, plain]
    const { source, track } = trackOf([entryOf(first), entryOf(second), entryOf(second)], samples)
    const sets = setsInForce(track)
    await sets.learn(source, 4, signal)
    expect([0, 1, 2, 3].map((sample) => sets.at(sample))).toEqual([[sps(40), pps(0, 9)], null, null, null])
    // Entries that are alike count as one.
    expect(sets.changesIn(0, 4)).toEqual([0, 1, 3])
  })

  it('are learned up to where they are needed, once, by reading heads alone', async () => {
    const { source, track, reads } = trackOf(
      [entryOf(first)],
      Array.from({ length: 100 }, () => ({ units: [long] })),
    )
    const sets = setsInForce(track)
    await Promise.all([sets.learn(source, 10, signal), sets.learn(source, 10, signal)])
    expect(sets.known).toBe(10)
    expect(reads.bytes).toBeLessThan(11 * 4_096)
    const before = reads.bytes
    await setsInForce({ ...track, entries: track.entries }).learn(source, 10, signal)
    expect(reads.bytes).toBe(before)
  })

  it('are learned by few reads where samples lie near to each other, and by many at a time where they do not', async () => {
    for (const [unit, most] of [
      [picture, 40],
      [long, 300],
    ] as const) {
      const { source, track, reads } = trackOf(
        [entryOf(first)],
        Array.from({ length: 300 }, () => ({ units: [unit] })),
      )
      await setsInForce(track).learn(source, 300, signal)
      expect(reads.count).toBeLessThanOrEqual(most)
      expect(reads.bytes).toBeLessThanOrEqual(source.size)
      expect(reads.most).toBeGreaterThan(most === 300 ? 30 : 1)
    }
  })

  it('are the same wherever the samples lie, and whatever lies between them', async () => {
    const random = seededRandom(26)
    for (let tries = 0; tries < 40; tries += 1) {
      const given = Array.from({ length: 150 }, () => {
        const sets = random(10) === 0 ? [pps(random(3), random(9))] : []
        const before = random(30) === 0 ? [new Uint8Array(1 + random(20_000)).fill(0x0c)] : []
        const behind = random(20) === 0 ? [pps(random(3), random(9))] : []
        const isSmall = random(3) > 0
        return { units: [...before, ...sets, isSmall ? slice : random(2) ? picture : long, ...behind] }
      })
      const { source, track } = trackOf([entryOf(first)], given)
      const { offset } = track.samples
      // Every one of them somewhere else, with holes between them.
      const bytes = await source.read(0, source.size)
      const order = Array.from(offset, (_, sample) => sample).sort(() => random(3) - 1)
      const apart = new Uint8Array(source.size + order.length * 3_000)
      const moved = offset.slice()
      let at = 0
      for (const sample of order) {
        const length = track.samples.size[sample] ?? 0
        at += random(3_000)
        apart.set(bytes.subarray(offset[sample] ?? 0, (offset[sample] ?? 0) + length), at)
        moved[sample] = at
        at += length
      }
      const there = { ...track, samples: { ...track.samples, offset: moved } } as typeof track
      const sets = new SetsInForce(there)
      await sets.learn(memorySource('apart', apart), 150, signal)
      // Told by somebody who goes by the units themselves.
      const told = new SetsInForce(track)
      for (const [sample, { units }] of given.entries()) {
        const slices = units.findIndex((unit) => (unit[0] ?? 0) === 0x65)
        const isSet = (unit: Uint8Array): boolean => unit[0] === 0x68
        told.tell(sample, {
          before: units.slice(0, slices).filter(isSet),
          behind: units.slice(slices).filter(isSet),
          isAll: true,
        })
      }
      expect([sets.known, sets.changesIn(0, 150)]).toEqual([150, told.changesIn(0, 150)])
      for (let sample = 0; sample < 150; sample += 1) expect(sets.all(sample)).toEqual(told.all(sample))
    }
  })

  it('are known up to the first sample that cannot be read, and behind it once it can', async () => {
    const { source, track } = trackOf(
      [entryOf(first)],
      Array.from({ length: 100 }, (_, at) => ({ units: at === 20 ? [pps(0, 9), picture] : [picture] })),
    )
    const bad = track.samples.offset[37] ?? 0
    let isBad = true
    const failing: typeof source = {
      ...source,
      read: (start, length) =>
        isBad && start <= bad && bad < start + length
          ? Promise.reject(new Error('unreadable'))
          : source.read(start, length),
    }
    const sets = setsInForce(track)
    await expect(sets.learn(failing, 100, signal)).rejects.toThrow('unreadable')
    expect([sets.known, sets.at(36)]).toEqual([37, [sps(40), pps(0, 9)]])
    await sets.learn(failing, 37, signal)
    isBad = false
    await sets.learn(failing, 100, signal)
    expect([sets.known, sets.at(99)]).toEqual([100, [sps(40), pps(0, 9)]])
  })

  it('are learned by whoever asks next, where somebody stopped', async () => {
    const { source, track } = trackOf([entryOf(first)], [plain, { units: [pps(0, 9), picture] }])
    const sets = setsInForce(track)
    await expect(sets.learn(source, 2, AbortSignal.abort())).rejects.toThrow()
    await sets.learn(source, 2, signal)
    expect(sets.at(1)).toEqual([sps(40), pps(0, 9)])
  })

  it('are not known behind a set that is larger than any', async () => {
    const huge = Uint8Array.from([...pps(0, 9), ...new Uint8Array(17_000).fill(0x55)])
    const { source, track } = trackOf([entryOf(first)], [plain, { units: [huge, picture] }, plain])
    const sets = setsInForce(track)
    await sets.learn(source, 3, signal)
    expect([sets.known, sets.stopped]).toEqual([1, true])
  })
})

describe('which parameter sets are in force is doubtful', () => {
  /** Units that bring the sample to an end before it ends. */
  const broken: { name: string; units: Uint8Array[]; hurt?: Uint8Array }[] = [
    { name: 'whose lengths do not add up', units: [picture], hurt: Uint8Array.of(0xff, 0xff, 0xff, 0) },
    { name: 'of zeros', units: [new Uint8Array(40)], hurt: new Uint8Array(44) },
    {
      name: 'with more units than are believed',
      units: [...Array.from({ length: 1_100 }, () => Uint8Array.of(12)), picture],
    },
  ]
  const doubts = async (
    given: { units: Uint8Array[]; entry?: number; hurt?: Uint8Array | undefined }[],
    { code = 'avc1', missing = -1, end = given.length } = {},
  ): Promise<number[]> => {
    const { source, track } = trackOf([entryOf(first, code), entryOf([sps(20), pps(0, 7)], code)], given)
    const { offset, size } = track.samples
    const hurt = {
      ...source,
      read: async (start: number, count: number) => {
        const bytes = Uint8Array.from(await source.read(start, count))
        for (const [sample, { hurt: other }] of given.entries())
          for (const [at, byte] of other?.entries() ?? []) {
            const place = (offset[sample] ?? 0) + at - start
            if (place >= 0 && place < bytes.length) bytes[place] = byte
          }
        return bytes
      },
    }
    const lost = { start: offset[missing] ?? 0, end: (offset[missing] ?? 0) + (size[missing] ?? 0) }
    const sets = setsInForce(track, missing < 0 ? [] : [lost])
    await sets.learn(hurt, end, signal)
    return given.flatMap((_, sample) => (sample < end && sets.isDoubtful(sample) ? [sample] : []))
  }
  const repeated = { units: [...first, picture] }

  it.each(broken)('behind a sample $name, until all of them come again', async ({ units, hurt }) => {
    const samples = [repeated, { units, hurt }, plain, { units: [pps(0, 3), picture] }, repeated, plain]
    expect(await doubts(samples)).toEqual([2, 3])
  })

  it('behind a sample that is missing', async () => {
    expect(await doubts([repeated, plain, plain, repeated], { missing: 1 })).toEqual([2])
  })

  it('behind one that the file does not hold', async () => {
    const { source, track } = trackOf([entryOf(first)], [repeated, plain, plain])
    track.samples.offset[1] = source.size - 10
    const sets = setsInForce(track)
    await sets.learn(source, 3, signal)
    expect([0, 1, 2].map((sample) => sets.isDoubtful(sample))).toEqual([false, false, true])
  })

  it('but not behind one without bytes', async () => {
    expect(await doubts([repeated, { units: [] }, plain, plain], { missing: 1 })).toEqual([])
    const { source, track } = trackOf([entryOf(first)], [repeated, { units: [] }, plain])
    track.samples.offset[1] = source.size + 10
    const sets = setsInForce(track)
    await sets.learn(source, 3, signal)
    expect(sets.isDoubtful(2)).toBe(false)
  })

  it('until those come again that were changed, too, or the entry changes', async () => {
    const changed = { units: [pps(1, 1), picture] }
    const samples = [changed, plain, plain, repeated, { units: [...first, pps(1, 2), picture] }]
    expect(await doubts(samples, { missing: 1 })).toEqual([2, 3])
    const entered = [repeated, plain, plain, { ...plain, entry: 1 }, { ...plain, entry: 1 }]
    expect(await doubts(entered, { missing: 1 })).toEqual([2])
  })

  it('only where some sample brings sets, wherever, or the entry leaves it to them', async () => {
    expect(await doubts([plain, plain, plain, plain], { missing: 1 })).toEqual([])
    expect(await doubts([plain, plain, plain, plain], { missing: 1, code: 'avc3' })).toEqual([2, 3])
    expect(await doubts([plain, plain, plain, repeated], { missing: 1, end: 3 })).toEqual([2])
  })
})

describe('whether parameter sets change', () => {
  const collected = (
    samples: { units: Uint8Array[] }[],
    complete = true,
    told = (bytes: Uint8Array) => bytes as Uint8Array | null,
  ) => {
    const collector = new SetChangeCollector(trackOf([entryOf(first)], samples).track)
    for (const [sample, { units }] of samples.entries())
      for (const unit of units) {
        const type = (unit[0] ?? 0) & 0x1f
        const role = type === 7 || type === 8 ? 'parameter-set' : 'slice'
        const nal = {
          sample,
          type,
          role,
          offset: 0,
          size: unit.length,
          startsPicture: true,
          idr: true,
        } as const
        collector.unit({ ...nal, digest: null, bytes: told(unit) })
      }
    return collector.finish(complete)
  }
  const changing = [plain, { units: [pps(0, 9), picture] }, plain]

  it('is told of a track that was read through', () => {
    expect(collected([plain, { units: [...first, picture] }, plain])).toBe(false)
    expect(collected(changing)).toBe(true)
    expect(collected([{ units: [pps(0, 9), picture] }])).toBe(true)
    expect(collected([])).toBe(false)
  })

  it('is not told where a sample brings more than is kept, and they are not kept', () => {
    const many = Array.from({ length: 100_000 }, () => pps(0, 3))
    expect(collected([{ units: [...many, picture] }])).toBeNull()
    const large = Uint8Array.from([...pps(0, 3), ...new Uint8Array(70_000)])
    expect(collected([{ units: [large, picture] }])).toBeNull()
  })

  it('is not told where not all was read', () => {
    expect(collected([plain], false)).toBeNull()
    expect(collected(changing, true, () => null)).toBeNull()
  })
})

describe('a sample entry with other parameter sets', () => {
  it('has those, their size and their profile, and is else as it was', () => {
    const old = entryOf(first)
    const changed = entryWithSets(old, [sps(30), pps(0, 9), pps(1, 1)])!
    expect(changed).toMatchObject({
      width: 480,
      height: 480,
      codec: 'avc1.42001e',
      size: changed.bytes.length,
    })
    const expected = entryOf([sps(30), pps(0, 9), pps(1, 1)])
    expect(changed.decoderConfig).toEqual(expected.decoderConfig)
    const read = describeEntry({ ...changed }, 'vide', 0, new Findings())
    expect(read).toMatchObject({ width: 480, height: 480, pixelAspect: { h: 4, v: 3 } })
    expect(Buffer.from(read.decoderConfig!.bytes)).toEqual(Buffer.from(expected.decoderConfig!.bytes))
    // What was recorded stays.
    expect(entryOf(first)).toEqual(old)
  })

  it('is none where there is no configuration, or no room in it', () => {
    const old = entryOf(first)
    expect(entryWithSets({ ...old, decoderConfig: null }, first)).toBeNull()
    expect(
      entryWithSets(
        old,
        Array.from({ length: 256 }, (_, id) => pps(id, 0)),
      ),
    ).toBeNull()
  })
})

describe('the key of a parameter set', () => {
  /** profile_tier_level of `layers` sub-layers, none of them stated. */
  const hevc = (layers: number, id: number): Uint8Array => {
    const bits = new BitWriter().u(4, 0).u(3, layers).u(1, 1)
    for (let at = 0; at < 12; at += 1) bits.u(8, 0x55)
    if (layers > 0) bits.u(16, 0)
    return bits.ue(id).u(8, 0xaa).unit(66, 1)
  }

  it('is its type and number', () => {
    expect([sps(40), pps(0, 1), pps(17, 1)].map((one) => setKey(one, 'h264'))).toEqual(['7 0', '8 0', '8 17'])
    expect([hevc(0, 3), hevc(4, 9)].map((one) => setKey(one, 'h265'))).toEqual(['33 3', '33 9'])
    const vps = new BitWriter().u(4, 5).u(4, 0).unit(64, 1)
    expect([vps, new BitWriter().ue(6).unit(68, 1)].map((one) => setKey(one, 'h265'))).toEqual([
      '32 5',
      '34 6',
    ])
  })

  it('is none of other units, of further layers, and of what is cut off', () => {
    expect(
      [slice, Uint8Array.of(0x68), Uint8Array.of(0x67, 66, 0)].map((one) => setKey(one, 'h264')),
    ).toEqual([null, null, null])
    expect(setKey(new BitWriter().ue(6).unit(68, 9), 'h265')).toBeNull()
  })
})
