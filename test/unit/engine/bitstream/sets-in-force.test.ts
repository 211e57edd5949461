// Parameter sets in the samples of a track: which of them are in force where decoding begins, and what is read to know it.
import { describe, expect, it } from 'vitest'
import { entryWithSets } from '#engine/bitstream/entry-with-sets.ts'
import { SetChangeCollector } from '#engine/bitstream/set-change-collector.ts'
import { setKey } from '#engine/bitstream/set-key.ts'
import { setsInForce } from '#engine/bitstream/sets-in-force.ts'
import { Findings } from '#engine/base/findings.ts'
import { describeEntry } from '#engine/isobmff/sample-entry.ts'
import { BitWriter } from '#test/support/bit-writer.ts'
import { entryOf, long, picture, pps, slice, sps, trackOf } from '#test/support/set-track.ts'

const { signal } = new AbortController()

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
