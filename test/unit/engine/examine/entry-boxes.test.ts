// Sample entries as boxes of the file: where they lie, what stands in them, and what hostile ones do.
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { boxContent } from '#engine/examine/box-fields.ts'
import { boxAt, boxPage } from '#engine/examine/box-rows.ts'
import { writeMetx } from '#engine/exportfile/boxes/metx.ts'
import { writeAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { writeVisualEntry } from '#engine/isobmff/boxes/avc1.ts'
import { writeClap } from '#engine/isobmff/boxes/clap.ts'
import { writeColr } from '#engine/isobmff/boxes/colr.ts'
import { writeEsds } from '#engine/isobmff/boxes/esds.ts'
import { writeAudioEntry } from '#engine/isobmff/boxes/mp4a.ts'
import { writePasp } from '#engine/isobmff/boxes/pasp.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { audioTrack, metadataTrack, progressiveFile, readBack, videoTrack } from '../isobmff/made-movie.ts'

const avcC = writeAvcC({
  ...{ profile: 77, compatibility: 0, level: 30, lengthSize: 4, extension: new Uint8Array(0) },
  ...{ sequenceParameterSets: [Uint8Array.of(0x67, 1, 2)], pictureParameterSets: [] },
})
const clap = writeClap({
  ...{ width: { n: 300, d: 1 }, height: { n: 160, d: 1 } },
  ...{ right: { n: -5, d: 2 }, down: { n: 0, d: 1 } },
})
const colr = writeColr({ kind: 'nclx', primaries: 1, transfer: 1, matrix: 1, fullRange: true })
const visual = (...boxes: Uint8Array[]): Uint8Array =>
  writeVisualEntry('avc1', { width: 320, height: 180, boxes })

async function open(...tracks: Parameters<typeof progressiveFile>[0]) {
  const bytes = Buffer.from(progressiveFile(tracks))
  const source = memorySource('made', bytes)
  const { tree } = await readBack(bytes)
  const page = await boxPage(source, tree, 0, 5_000)
  /** Fields of the box with this path. */
  const fieldsOf = async (path: string) => {
    for (const { offset } of page.boxes) {
      const box = await boxAt(source, tree, offset)
      const content = box && (await boxContent(source, box))
      if (content?.path !== path) continue
      const fields = Object.fromEntries(content.fields.map(({ name, value }) => [name, value]))
      return { problem: content.problem, ...fields }
    }
    return null
  }
  /** Types of the boxes in the first `stsd`, each after a dot for every level. */
  const inside = (): string[] => {
    const at = page.boxes.findIndex(({ type }) => type === 'stsd')
    const depth = page.boxes[at]!.depth
    const end = page.boxes.findIndex((box, index) => index > at && box.depth <= depth)
    return page.boxes.slice(at + 1, end).map((box) => `${'.'.repeat(box.depth - depth - 1)}${box.type}`)
  }
  return { bytes, page, fieldsOf, inside }
}

const stsd = (track: string): string => `moov/${track}/mdia/minf/stbl/stsd`

describe('sample entries', () => {
  it('are boxes like others, with their fields and with the boxes in them', async () => {
    const esds = writeEsds({
      ...{ esId: 0, objectType: 0x40, maxBitrate: 1, averageBitrate: 2 },
      specificInfo: Uint8Array.of(0x12, 0x10),
    })
    const sound = writeAudioEntry('mp4a', {
      channels: 2,
      bitsPerSample: 16,
      sampleRate: 44_100,
      boxes: [esds],
    })
    const { bytes, page, fieldsOf } = await open(
      { ...videoTrack(), sampleEntry: visual(avcC, writePasp({ h: 4, v: 3 }), clap, colr) },
      { ...audioTrack(), sampleEntry: sound },
      { ...metadataTrack(), sampleEntry: writeMetx('gzip') },
    )
    const named = page.boxes.map(({ type }) => type)
    expect(named).toEqual(
      expect.arrayContaining(['avc1', 'avcC', 'pasp', 'clap', 'colr', 'mp4a', 'esds', 'metx']),
    )
    for (const [at, { type, offset, size, depth, declaredSize }] of page.boxes.entries()) {
      expect(bytes.toString('latin1', offset + 4, offset + 8)).toBe(type)
      expect(offset).toBeGreaterThan(page.boxes[at - 1]?.offset ?? -1)
      const parent = page.boxes.slice(0, at).findLast((box) => box.depth < depth)
      if (parent) expect(offset + size).toBeLessThanOrEqual(parent.offset + parent.size)
      expect(declaredSize).toBeNull()
    }
    const [video, audio, metadata] = ['trak', 'trak[1]', 'trak[2]'].map(stsd)
    expect(await fieldsOf(`${video}/avc1`)).toMatchObject({
      ...{ problem: null, dataReferenceIndex: '1', width: '320', height: '180' },
      ...{ horizontalResolution: '72', frameCount: '1', compressorName: '', depth: '24' },
    })
    expect(await fieldsOf(`${video}/avc1/avcC`)).toMatchObject({
      ...{ problem: null, profile: '77', level: '30', lengthSize: '4' },
      'sequenceParameterSets[0]': '670102',
    })
    expect(await fieldsOf(`${video}/avc1/pasp`)).toMatchObject({ hSpacing: '4', vSpacing: '3' })
    expect(await fieldsOf(`${video}/avc1/clap`)).toMatchObject({ 'width.n': '300', 'right.n': '-5' })
    expect(await fieldsOf(`${video}/avc1/colr`)).toMatchObject({ kind: 'nclx', fullRange: 'true' })
    expect(await fieldsOf(`${audio}/mp4a`)).toMatchObject({ channelCount: '2', sampleRate: '44100' })
    expect(await fieldsOf(`${audio}/mp4a/esds`)).toMatchObject({ objectType: '64', specificInfo: '1210' })
    expect(await fieldsOf(`${metadata}/metx`)).toMatchObject({
      ...{ contentEncoding: 'gzip', namespace: 'http://www.onvif.org/ver10/schema' },
    })
  })

  it('of which there are several are counted, and protection opens like other containers', async () => {
    const sinf = writeBox('sinf', writeBox('frma', Buffer.from('avc1')), writeBox('schi', writeBox('tenc')))
    const encrypted = writeVisualEntry('encv', { width: 320, height: 180, boxes: [avcC, sinf] })
    const { fieldsOf, inside } = await open({
      ...videoTrack(),
      ...{ sampleEntry: visual(), otherEntries: [visual(avcC), encrypted] },
    })
    expect(inside()).toEqual([
      ...['avc1', 'avc1', '.avcC', 'encv', '.avcC', '.sinf', '..frma', '..schi', '...tenc'],
    ])
    expect(await fieldsOf(`${stsd('trak')}/avc1[1]/avcC`)).toMatchObject({ profile: '77' })
    expect(await fieldsOf(`${stsd('trak')}/encv/sinf/frma`)).toMatchObject({ dataFormat: 'avc1' })
  })

  it('that lie about their sizes are cut at what is around them', async () => {
    const long = Buffer.from(avcC)
    long.writeUInt32BE(0xffff_fff0, 0)
    const hidden = await open({ ...videoTrack(), sampleEntry: visual(long, writePasp({ h: 1, v: 1 })) })
    expect(hidden.inside()).toEqual(['avc1', '.avcC'])
    const cut = hidden.page.boxes.find(({ type }) => type === 'avcC')!
    expect(cut).toMatchObject({ size: avcC.length + 16, declaredSize: String(0xffff_fff0) })
    // Padding is no box, and neither is a box of no size.
    const padded = await open({ ...videoTrack(), sampleEntry: visual(avcC, new Uint8Array(12)) })
    expect(padded.inside()).toEqual(['avc1', '.avcC'])
    const short = await open({ ...videoTrack(), sampleEntry: visual(writeBox('avcC', new Uint8Array(3))) })
    expect(await short.fieldsOf(`${stsd('trak')}/avc1/avcC`)).toEqual({ problem: 'cut' })
  })

  it('are bounded in depth and in number', async () => {
    let deep = writeBox('sinf')
    for (let level = 0; level < 100; level += 1) deep = writeBox('sinf', deep)
    const nested = await open({ ...videoTrack(), sampleEntry: visual(deep) })
    expect(nested.inside()).toHaveLength(9)
    const crowd = visual(...Array.from({ length: 7_000 }, () => writeBox('free')))
    const many = await open({ ...videoTrack(), sampleEntry: crowd, otherEntries: [crowd, crowd, crowd] })
    expect(many.page.total).toBeLessThan(20_100)
    expect(many.page.complete).toBe(false)
  })
})
