// Movie fragments as other writers make them: defaults in three places, several runs, flags of the first sample.
import { describe, expect, it } from 'vitest'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { writeMfhd } from '#engine/isobmff/boxes/mfhd.ts'
import { writeTfdt } from '#engine/isobmff/boxes/tfdt.ts'
import { writeTfhd } from '#engine/isobmff/boxes/tfhd.ts'
import type { Tfhd } from '#engine/isobmff/boxes/tfhd.ts'
import { writeTrun } from '#engine/isobmff/boxes/trun.ts'
import type { Trun } from '#engine/isobmff/boxes/trun.ts'
import { noEntry } from '#engine/isobmff/sample-table.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import {
  codesOf,
  fragmentedFile,
  metadataTrack,
  payloadAt,
  plainSamples,
  readBack,
  videoTrack,
} from './made-movie.ts'

const noSamples = plainSamples(0, 1)
/** `ftyp` and `moov` of two tracks; `trex` of the first says 40 ticks, 5 bytes, no sync sample. */
function initial(otherEntries: readonly Uint8Array[]): Uint8Array {
  const video = { ...videoTrack(noSamples), otherEntries }
  const bytes = Uint8Array.from(fragmentedFile([video, metadataTrack(noSamples)]))
  const trex = payloadAt(bytes, 'trex')
  bytes.set([0, 0, 0, 40, 0, 0, 0, 5, 0, 1, 0, 0], trex + 12)
  return bytes
}

const header = (tfhd: Partial<Tfhd>): Uint8Array =>
  writeTfhd({
    trackId: 1,
    baseDataOffset: null,
    sampleDescriptionIndex: null,
    sampleDuration: null,
    sampleSize: null,
    sampleFlags: null,
    durationIsEmpty: false,
    defaultBaseIsMoof: false,
    ...tfhd,
  })
const none = { duration: null, size: null, flags: null, compositionOffset: null }
const run = (trun: Partial<Trun>): Uint8Array =>
  writeTrun({ dataOffset: null, firstSampleFlags: null, samples: [none, none], ...trun })
const traf = (...boxes: Uint8Array[]): Uint8Array => writeBox('traf', ...boxes)
const time = (ticks: bigint): Uint8Array => writeTfdt({ baseMediaDecodeTime: ticks })

type Reading = { tables: SampleTable[]; moof: number; codes: string[] }
const read = (...trafs: Uint8Array[]): Promise<Reading> => readWith([], trafs)

async function readWith(otherEntries: readonly Uint8Array[], trafs: readonly Uint8Array[]): Promise<Reading> {
  const head = initial(otherEntries)
  const moof = writeBox('moof', writeMfhd({ sequenceNumber: 1 }), ...trafs)
  const { movie, findings } = await readBack(
    Buffer.concat([head, moof, writeBox('mdat', new Uint8Array(1_000))]),
  )
  return { tables: movie.tracks.map(({ samples }) => samples), moof: head.length, codes: codesOf(findings) }
}
const listOf = (column: ArrayLike<number> | undefined): number[] => Array.from(column ?? [])

describe('defaults', () => {
  it('of trex, where nothing else is said', async () => {
    const { tables, moof, codes } = await read(traf(header({}), time(7n), run({ dataOffset: 300 })))
    expect(codes).toEqual([])
    expect(listOf(tables[0]?.offset)).toEqual([moof + 300, moof + 305])
    expect([listOf(tables[0]?.size), listOf(tables[0]?.decodeTime)]).toEqual([
      [5, 5],
      [7, 47],
    ])
    expect([listOf(tables[0]?.sync), listOf(tables[0]?.duration)]).toEqual([
      [0, 0],
      [40, 40],
    ])
  })

  it('of tfhd before those of trex', async () => {
    const tfhd = header({ sampleDuration: 50, sampleSize: 6, sampleFlags: 0x0200_0000 })
    const { tables } = await read(traf(tfhd, run({ dataOffset: 300 })))
    expect([listOf(tables[0]?.size), listOf(tables[0]?.decodeTime)]).toEqual([
      [6, 6],
      [0, 50],
    ])
    expect(listOf(tables[0]?.sync)).toEqual([1, 1])
  })

  it('a fragment names its sample entry; one that is not there is told, and none is guessed', async () => {
    const ask = (number: number): Uint8Array =>
      traf(header({ sampleDescriptionIndex: number }), run({ dataOffset: 100 }))
    const { sampleEntry } = videoTrack(noSamples)
    const two = await readWith([sampleEntry], [ask(1), ask(2), ask(3), ask(0), ask(3)])
    const none = Array.from({ length: 6 }, () => noEntry)
    expect(listOf(two.tables[0]?.entry)).toEqual([0, 0, 1, 1, ...none])
    expect(two.codes).toEqual(['fragment-entry-unknown', 'fragment-entry-unknown'])
    // Of one entry only that one can be meant.
    const one = await read(ask(2))
    expect(listOf(one.tables[0]?.entry)).toEqual([0, 0])
    expect(one.codes).toEqual(['fragment-entry-unknown'])
    const unreadable = Uint8Array.from([0x7f, 0xff, 0xff, 0xff, ...sampleEntry.subarray(4)])
    const half = await readWith([unreadable], [ask(1), ask(2)])
    expect(listOf(half.tables[0]?.entry)).toEqual([0, 0, noEntry, noEntry])
    expect(half.codes).toEqual(['sample-entry-bad', 'sample-entries-missing', 'fragment-entry-unknown'])
  })

  it('flags of the first sample count for that one only', async () => {
    const { tables } = await read(traf(header({}), run({ dataOffset: 300, firstSampleFlags: 0x0200_0000 })))
    expect(listOf(tables[0]?.sync)).toEqual([1, 0])
  })

  it('a sample said to depend on others is no sync sample, whatever the other bit', async () => {
    const flags = [0x0100_0000, 0x0001_0000, 0x0200_0000, 0]
    const samples = flags.map((value) => ({ ...none, size: 1, flags: value }))
    const { tables } = await read(traf(header({}), run({ dataOffset: 300, samples })))
    expect(listOf(tables[0]?.sync)).toEqual([0, 0, 1, 1])
  })
})

describe('places', () => {
  it('a run without an offset follows the one before', async () => {
    const sized = run({
      dataOffset: 300,
      samples: [
        { ...none, size: 10 },
        { ...none, size: 20 },
      ],
    })
    const { tables, moof } = await read(traf(header({ defaultBaseIsMoof: true }), sized, run({})))
    expect(listOf(tables[0]?.offset)).toEqual([300, 310, 330, 335].map((at) => moof + at))
  })

  it('a track fragment without a base follows the data of the one before, even of a track that no one knows', async () => {
    const sized = run({ dataOffset: 300, samples: [{ ...none, size: 10 }] })
    const { tables, moof, codes } = await read(
      traf(header({ trackId: 9 }), sized),
      traf(header({}), run({})),
      traf(header({ trackId: 3, sampleSize: 4 }), run({ dataOffset: 2 })),
    )
    expect(codes).toEqual(['fragment-of-unknown-track'])
    expect(listOf(tables[0]?.offset)).toEqual([moof + 310, moof + 315])
    expect(listOf(tables[1]?.offset)).toEqual([moof + 322, moof + 326])
  })

  it('a written base counts from the start of the file', async () => {
    const { tables } = await read(
      traf(header({ baseDataOffset: 900n, defaultBaseIsMoof: true }), run({ dataOffset: 5 })),
    )
    expect(listOf(tables[0]?.offset)).toEqual([905, 910])
  })

  it('before the file is nowhere, and found', async () => {
    const { tables, codes } = await read(traf(header({}), run({ dataOffset: -100_000 })))
    expect(listOf(tables[0]?.offset)).toEqual([])
    expect(codes).toEqual(['samples-without-place'])
    const samples = [{ ...none, size: 5 }]
    const sized = await read(traf(header({}), run({ dataOffset: -100_000, samples })))
    expect(listOf(sized.tables[0]?.offset)).toEqual([2 ** 52])
    expect(sized.codes).toEqual(['samples-outside-file'])
  })
})

describe('damage', () => {
  it('no tfhd, a cut one, a cut run', async () => {
    expect((await read(traf(run({ dataOffset: 0 })))).codes).toEqual(['box-missing'])
    expect((await read(traf(header({}).subarray(0, 12)))).codes).toContain('box-size-past-end')
    const cut = run({ dataOffset: 300, samples: [{ ...none, size: 1 }] })
    cut[15] = 9
    const { tables, codes } = await read(traf(header({}), cut))
    expect(codes).toEqual(['table-cut'])
    expect(tables[0]?.length).toBe(1)
  })

  it('an impossible decode time is put aside', async () => {
    const { tables, codes } = await read(traf(header({}), time(2n ** 60n), run({ dataOffset: 300 })))
    expect(codes).toEqual(['decode-time-too-great'])
    expect(listOf(tables[0]?.decodeTime)).toEqual([0, 40])
  })
})
