// What boxes and parameter sets say of the picture, side by side, and where they contradict each other.
import { describe, expect, it } from 'vitest'
import type { PictureStatements } from '#contract/picture.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { pictureStatements } from '#engine/bitstream/picture-statements.ts'
import { writeAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { writeVisualEntry } from '#engine/isobmff/boxes/avc1.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { writeClap } from '#engine/isobmff/boxes/clap.ts'
import { writeColr } from '#engine/isobmff/boxes/colr.ts'
import { writeFiel } from '#engine/isobmff/boxes/fiel.ts'
import { writePasp } from '#engine/isobmff/boxes/pasp.ts'
import { BitWriter } from '#test/support/bit-writer.ts'
import { progressiveFile, readBack, videoSamples, videoTrack } from '../isobmff/made-movie.ts'

/** 640×360 out of 640×368, stored as whole pictures, pixels 16:11, limited range, BT.709. */
const set = new BitWriter()
  .u(24, (77 << 16) | 30)
  .ue(0, 4, 2, 1)
  .u(1, 0)
  .ue(39, 22)
  .u(2, 3)
  .u(1, 1)
  .ue(0, 0, 0, 4)
  .u(1, 1)
  .u(1, 1)
  .u(8, 4)
  .u(1, 0)
  .u(1, 1)
  .u(3, 5)
  .u(1, 0)
  .u(1, 1)
  .u(8, 1)
  .u(8, 2)
  .u(8, 1)
  .u(8, 0)
  .unit(0x67)

const avcC = (...units: Uint8Array[]): Uint8Array =>
  writeAvcC({
    ...{ profile: 77, compatibility: 0, level: 30, lengthSize: 4, extension: new Uint8Array(0) },
    ...{ sequenceParameterSets: units, pictureParameterSets: [] },
  })

type Made = {
  boxes: Uint8Array[]
  shown?: { width: number; height: number }
  type?: string
  first?: Uint8Array
  /** Bytes of the first sample. */
  size?: number
}

async function statementsOf({
  boxes,
  shown,
  type = 'avc1',
  first,
  size: firstSize,
}: Made): Promise<PictureStatements> {
  const sampleEntry = writeVisualEntry(type, { width: 640, height: 360, boxes })
  const size = shown ?? { width: 931, height: 360 }
  const video = videoTrack()
  const sizes = Array.from(video.samples.size)
  const samples = { ...video.samples, size: [firstSize ?? sizes[0] ?? 0, ...sizes.slice(1)] }
  const bytes = progressiveFile([{ ...video, samples, ...size, matrixRotation: 90, sampleEntry }])
  const { movie } = await readBack(bytes)
  const [track] = movie.tracks
  if (!track) throw new Error('there is no track')
  if (first) bytes.set(first, track.samples.offset[0])
  return pictureStatements(memorySource('made', bytes), track)
}

const of = ({ statements }: PictureStatements, fact: string): string[] =>
  statements.flatMap((one) => (one.fact === fact ? [`${one.origin} ${one.value}`] : []))

describe('what a file says of its picture', () => {
  it('is each statement with its origin', async () => {
    const clap = {
      ...{ width: { n: 704, d: 2 }, height: { n: 288, d: 1 } },
      ...{ right: { n: -5, d: 2 }, down: { n: 0, d: 1 } },
    }
    const said = await statementsOf({
      boxes: [
        avcC(set),
        writePasp({ h: 32, v: 22 }),
        writeColr({ kind: 'nclx', primaries: 1, transfer: 1, matrix: 1, fullRange: false }),
        writeClap(clap),
        writeFiel({ fields: 1, order: 0 }),
      ],
    })
    expect(of(said, 'coded')).toEqual(['sps 640×368'])
    expect(of(said, 'stored')).toEqual(['entry 640×360', 'sps 640×360'])
    expect(of(said, 'pixelAspect')).toEqual(['pasp 16:11', 'sps 16:11'])
    expect(of(said, 'display')).toEqual(['tkhd 931×360', 'computed 930.91×360', 'clap 512×288'])
    expect(of(said, 'aperture')).toEqual(['clap 352×288 (-2.5, 0)'])
    expect(of(said, 'rotation')).toEqual(['tkhd 90'])
    expect(of(said, 'range')).toEqual(['colr limited', 'sps limited'])
    expect(of(said, 'primaries')).toEqual(['colr 1 BT.709', 'sps 1 BT.709'])
    // What is unspecified is no statement.
    expect(of(said, 'transfer')).toEqual(['colr 1 BT.709'])
    expect(of(said, 'scan')).toEqual(['fiel frames', 'sps frames'])
    expect(said).toMatchObject({ contradicted: [], videoRead: true, unreadableSets: [] })
  })

  it('is said to be contradicted where two statements differ', async () => {
    const said = await statementsOf({
      boxes: [
        avcC(set),
        writePasp({ h: 1, v: 1 }),
        writeColr({ kind: 'nclx', primaries: 1, transfer: 1, matrix: 6, fullRange: true }),
        writeFiel({ fields: 2, order: 6 }),
      ],
      shown: { width: 320, height: 180 },
    })
    expect(of(said, 'scan')).toEqual(['fiel lower-first', 'sps frames'])
    expect(said.contradicted).toEqual(['pixelAspect', 'matrix', 'range', 'scan', 'display'])
  })

  it('is not contradicted by a header of the size that the clean aperture has', async () => {
    const middle = { n: 0, d: 1 }
    const aperture = { width: { n: 600, d: 1 }, height: { n: 300, d: 1 }, right: middle, down: middle }
    const boxes = [avcC(set), writeClap(aperture)]
    const said = await statementsOf({ boxes, shown: { width: 873, height: 300 } })
    expect(of(said, 'display')).toEqual(['tkhd 873×300', 'computed 930.91×360', 'clap 872.73×300'])
    expect(said.contradicted).toEqual([])
    expect((await statementsOf({ boxes, shown: { width: 873, height: 360 } })).contradicted).toEqual([
      'display',
    ])
  })

  it('is not contradicted by a header that makes the height of the pixels square, or even', async () => {
    const tall = await statementsOf({ boxes: [avcC(set)], shown: { width: 640, height: 248 } })
    expect(of(tall, 'display')).toEqual(['tkhd 640×248', 'computed 640×247.5'])
    expect(tall.contradicted).toEqual([])
    const even = await statementsOf({ boxes: [avcC(set)], shown: { width: 932, height: 360 } })
    expect(even.contradicted).toEqual([])
    const stored = await statementsOf({ boxes: [avcC(set)], shown: { width: 640, height: 360 } })
    expect(stored.contradicted).toEqual(['display'])
  })

  it('is not contradicted by another code of the same colours, nor by two profiles', async () => {
    const coloured = (primaries: number, transfer: number, matrix: number): Uint8Array =>
      writeColr({ kind: 'nclx', primaries, transfer, matrix, fullRange: false })
    const profile = (type: string, size: number): Uint8Array =>
      writeBox('colr', Buffer.from(type, 'latin1'), new Uint8Array(size))
    const same = await statementsOf({
      boxes: [
        ...[avcC(), coloured(6, 1, 5), coloured(7, 6, 6), coloured(6, 15, 6)],
        ...[profile('rICC', 8), profile('prof', 16)],
      ],
      shown: { width: 640, height: 360 },
    })
    expect(of(same, 'transfer')).toEqual(['colr 1 BT.709', 'colr 6 SMPTE 170M', 'colr 15 BT.2020 12 bit'])
    expect(of(same, 'profile')).toHaveLength(2)
    expect(same.contradicted).toEqual([])
    const others = await statementsOf({ boxes: [avcC(), coloured(1, 1, 1), coloured(6, 13, 6)] })
    expect(others.contradicted).toEqual(['primaries', 'transfer', 'matrix', 'display'])
  })

  it('tells a parameter set that cannot be read, beside one that can', async () => {
    const broken = set.subarray(0, 5)
    const both = await statementsOf({ boxes: [avcC(broken, set)] })
    expect(of(both, 'coded')).toEqual(['sps 640×368'])
    expect(both).toMatchObject({ videoRead: true, unreadableSets: ['sps'] })
    const inside = Buffer.concat([Uint8Array.of(0, 0, 0, broken.length), broken])
    const said = await statementsOf({ boxes: [avcC(set)], first: inside })
    expect(said).toMatchObject({ videoRead: true, unreadableSets: ['sps-inside'] })
    // Of a unit that goes on behind what is read of a sample nothing is known.
    const long = Buffer.concat([Uint8Array.of(0, 1, 0, 0), broken])
    expect((await statementsOf({ boxes: [avcC(set)], first: long, size: 0x1_0004 })).unreadableSets).toEqual(
      [],
    )
    expect((await statementsOf({ boxes: [avcC(set)], first: long })).unreadableSets).toEqual(['sps-inside'])
  })

  it('of further sample entries is what they say otherwise; those that no sample uses are not told', async () => {
    const write = (width: number, ...boxes: Uint8Array[]): Uint8Array =>
      writeVisualEntry('avc1', { width, height: 360, boxes })
    const same = write(640, avcC(set), writePasp({ h: 16, v: 11 }))
    const coarse = write(640, avcC(set), writePasp({ h: 16, v: 11 }), writeBox('btrt', new Uint8Array(12)))
    const small = write(480, avcC(set))
    const entry = [
      ...Array.from({ length: 12 }, () => 1),
      ...Array.from({ length: 18 }, (_, at) => (at < 9 ? 4 : 5)),
    ]
    const bytes = progressiveFile([
      {
        ...videoTrack({ ...videoSamples(), entry: entry.with(0, 2) }),
        ...{ sampleEntry: write(100), otherEntries: [same, same, write(200), coarse, small] },
      },
    ])
    const { movie } = await readBack(bytes)
    const said = await pictureStatements(memorySource('made', bytes), movie.tracks[0]!)
    expect(of(said, 'stored')).toEqual(['entry 640×360', 'sps 640×360'])
    expect(said.others).toEqual([
      { entry: 5, codec: 'avc1.4d001e', sample: 12, statements: [] },
      {
        ...{ entry: 6, codec: 'avc1.4d001e', sample: 21 },
        statements: [
          { fact: 'stored', origin: 'entry', value: '480×360' },
          { fact: 'stored', origin: 'sps', value: '640×360' },
          { fact: 'pixelAspect', origin: 'sps', value: '16:11' },
        ],
      },
    ])
  })

  it('comes from the first sample too', async () => {
    const other = new BitWriter()
      .u(24, (77 << 16) | 30)
      .ue(0, 4, 2, 1)
      .u(1, 0)
      .ue(39, 23)
      .u(2, 3)
      .u(2, 0)
      .unit(0x67)
    const head = Buffer.concat([Uint8Array.of(0, 0, 0, 2, 9, 16, 0, 0, 0, other.length), other])
    const said = await statementsOf({ boxes: [avcC(set)], first: head })
    expect(of(said, 'coded')).toEqual(['sps 640×368', 'sps-inside 640×384'])
    expect(said.contradicted).toEqual(['stored', 'coded'])
    const alone = await statementsOf({ boxes: [avcC()], type: 'avc3', first: head })
    expect(of(alone, 'stored')).toEqual(['entry 640×360', 'sps-inside 640×384'])
  })

  it('is what the boxes say where the codec is another, and where they are cut', async () => {
    const said = await statementsOf({ boxes: [writePasp({ h: 4, v: 3 })], type: 'mp4v' })
    expect(said.videoRead).toBe(false)
    expect(of(said, 'pixelAspect')).toEqual(['pasp 4:3'])
    const cut = await statementsOf({ boxes: [writeBox('pasp', new Uint8Array(3)), avcC(set.subarray(0, 5))] })
    expect(of(cut, 'pixelAspect')).toEqual([])
    expect(cut).toMatchObject({ videoRead: false, unreadableSets: ['sps'] })
  })
})
