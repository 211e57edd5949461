// What a file says of its export: the epochs that writers use, places that are none, and boxes that are there twice.
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { formatUtc } from '#engine/base/time.ts'
import { writeCstb } from '#engine/exportfile/boxes/cstb.ts'
import { writeLoci } from '#engine/exportfile/boxes/loci.ts'
import { writeSuep } from '#engine/exportfile/boxes/suep.ts'
import { readExportInfo } from '#engine/exportfile/export-info.ts'
import type { ExportInfo } from '#engine/exportfile/export-info.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { writeBox, writeFullBox } from '#engine/isobmff/box-writer.ts'

async function infoOf(...boxes: Uint8Array[]): Promise<{ info: ExportInfo; codes: string[] }> {
  const source = memorySource('made', Buffer.concat(boxes))
  const findings = new Findings()
  const info = await readExportInfo(source, await readBoxTree(source, new Findings()), new Set([1]), findings)
  return { info, codes: findings.list().map(({ code }) => code) }
}

const meta = (...children: Uint8Array[]): Uint8Array => writeFullBox('meta', 0, 0, ...children)
const suep = (unitTime: bigint, operator = 'Op'): Uint8Array =>
  writeSuep({ unitName: 'U', unitUrl: '', unitMac: '', unitTime, operator, entries: [] })
const moovWith = (...udta: Uint8Array[]): Uint8Array => writeBox('moov', writeBox('udta', ...udta))
const place = (latitude: number, longitude: number, altitude = 0): Uint8Array =>
  writeLoci({ name: 'Yard', latitude, longitude, altitude })

describe('the export time', () => {
  it.each<[string, bigint, string | null, string[]]>([
    ['seconds since 1904, as specified', 3_786_825_600n, '2023-12-31T00:00:00.000Z', []],
    ['100 ns since 1601', 133_540_000_000_000_000n, '2024-03-04T04:26:40.000Z', ['suep-time-epoch']],
    ['seconds since 1970', 1_777_709_700n, '2026-05-02T08:15:00.000Z', ['suep-time-epoch']],
    ['nothing', 0n, null, []],
    ['a 1904 count of the year 2040', 4_291_747_200n, '2039-12-31T00:00:00.000Z', []],
  ])('%s', async (_, value, time, expected) => {
    const { info, codes } = await infoOf(meta(suep(value)))
    expect([
      info.exportTime === null ? null : formatUtc(info.exportTime),
      info.provenance?.time,
      codes,
    ]).toEqual([time, time, expected])
  })
})

describe('boxes of the file-level meta', () => {
  it('nothing is said where there is none', async () => {
    expect((await infoOf(writeBox('ftyp'))).info).toMatchObject({
      meta: null,
      provenance: null,
      exportTime: null,
      cstb: [],
      sumi: null,
      location: null,
    })
  })

  it('the meta with seals counts where there are two', async () => {
    const { info } = await infoOf(
      meta(suep(1n, 'first')),
      meta(suep(1n, 'second'), writeFullBox('ipro', 0, 0)),
    )
    expect(info.provenance?.operator).toBe('second')
  })

  it('the first of repeated boxes counts, and it is told', async () => {
    const { info, codes } = await infoOf(
      meta(suep(1n, 'first'), suep(1n, 'second'), writeCstb([]), writeCstb([])),
    )
    expect([info.provenance?.operator, codes]).toEqual(['first', ['suep-repeated', 'cstb-repeated']])
  })

  it('what ends early is told and is not there', async () => {
    const { info, codes } = await infoOf(
      meta(
        writeFullBox('suep', 1, 0, Buffer.from('U')),
        writeBox('sumi', new Uint8Array(20)),
        writeBox('cstb'),
      ),
    )
    expect([info.provenance, info.sumi, info.cstb]).toEqual([null, null, []])
    expect(codes.sort()).toEqual(['cstb-unreadable', 'suep-unreadable', 'sumi-unreadable'])
  })
})

describe('the place', () => {
  it.each<[string, Uint8Array, string[]]>([
    ['good', place(57.7, 11.97, 6), []],
    ['south-west, below the sea', place(-33.9, -151.2, -3), []],
    ['perhaps without binary places', place(57.7, 11.97, 35 / 65_536), ['loci-altitude']],
  ])('%s: is given', async (_, loci, expected) => {
    const { info, codes } = await infoOf(moovWith(loci))
    expect([info.location?.name, codes]).toEqual(['Yard', expected])
  })

  it.each<[string, Uint8Array, string]>([
    ['0, 0', place(0, 0), 'loci-implausible'],
    ['beyond the pole', place(91, 10), 'loci-implausible'],
    ['beyond the date line', place(10, 181), 'loci-implausible'],
    ['cut short', writeFullBox('loci', 0, 0, Buffer.from('55c45961726400', 'hex')), 'loci-unreadable'],
  ])('%s: is not shown, and it is told', async (_, loci, code) => {
    const { info, codes } = await infoOf(moovWith(loci))
    expect([info.location, codes]).toEqual([null, [code]])
  })

  it('is found in a track too; the movie’s own counts, and a second one is told', async () => {
    const inTrack = writeBox('moov', writeBox('trak', writeBox('udta', place(1, 1))))
    expect((await infoOf(inTrack)).info.location?.latitude).toBe(1)
    const both = writeBox(
      'moov',
      writeBox('trak', writeBox('udta', place(1, 1))),
      writeBox('udta', place(2, 2)),
    )
    const { info, codes } = await infoOf(both)
    expect([info.location?.latitude, codes]).toEqual([2, ['loci-repeated']])
  })

  it('another role than the real place is told', async () => {
    const loci = Buffer.from(place(10, 10))
    loci[8 + 4 + 2 + 'Yard'.length + 1] = 0
    expect((await infoOf(moovWith(loci))).codes).toEqual(['loci-role'])
  })
})
