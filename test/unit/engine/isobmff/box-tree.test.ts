// The box structure: sizes of all kinds, damage, and hostile shapes.
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { ByteSink } from '#engine/base/byte-sink.ts'
import { Findings } from '#engine/base/findings.ts'
import { childOf, endOf, pathOf } from '#engine/isobmff/box.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import type { BoxTree } from '#engine/isobmff/box-tree.ts'
import { writeBox, writeFullBox, writeMdatHeader } from '#engine/isobmff/box-writer.ts'
import { codesOf } from './made-movie.ts'
import { processorMillis } from '../../../support/processor-time.ts'

async function treeOf(...parts: Uint8Array[]): Promise<BoxTree & { findings: Findings }> {
  const findings = new Findings()
  const tree = await readBoxTree(memorySource('test', Buffer.concat(parts)), findings)
  return { ...tree, findings }
}

const header = (size: number, type: string): Uint8Array => new ByteSink().u32(size).fourcc(type).finish()

describe('box tree', () => {
  it('reads nested boxes with offsets, and names them by their place', async () => {
    const trak = writeBox('trak', writeBox('mdia'))
    const { boxes, findings, trailing } = await treeOf(
      writeBox('ftyp'),
      writeBox('moov', trak, trak),
      writeBox('free'),
    )
    expect(boxes.map(({ type, offset, size }) => [type, offset, size])).toEqual([
      ['ftyp', 0, 8],
      ['moov', 8, 40],
      ['free', 48, 8],
    ])
    const second = boxes[1]?.children[1]
    expect(second && pathOf(second)).toBe('moov/trak[1]')
    expect(second && pathOf(childOf(second, 'mdia') ?? second)).toBe('moov/trak[1]/mdia')
    expect(findings.list()).toEqual([])
    expect(trailing).toEqual({ start: 56, end: 56 })
  })

  it('counts boxes of one type at the top level', async () => {
    const { boxes } = await treeOf(writeBox('moof'), writeBox('mdat'), writeBox('moof', writeBox('traf')))
    expect(boxes.map(pathOf)).toEqual(['moof', 'mdat', 'moof[1]'])
    expect(pathOf(boxes[2]?.children[0] ?? boxes[0]!)).toBe('moof[1]/traf')
  })

  it('reads 64-bit sizes and extended types', async () => {
    const wide = new ByteSink().u32(1).fourcc('mdat').u64(20n).zeros(4).finish()
    const uuid = writeBox(
      'uuid',
      Uint8Array.from({ length: 16 }, (_, at) => at),
      new Uint8Array(3),
    )
    const { boxes } = await treeOf(wide, uuid)
    expect(boxes[0]).toMatchObject({ size: 20, headerSize: 16, sizeField: 64, declaredSize: 20n })
    expect(boxes[1]).toMatchObject({ headerSize: 24, size: 27, userType: '000102030405060708090a0b0c0d0e0f' })
  })

  it('lets size 0 reach to the end of the file, and reports it inside another box', async () => {
    const last = await treeOf(writeBox('ftyp'), header(0, 'mdat'), new Uint8Array(10))
    expect(last.boxes[1]).toMatchObject({ size: 18, declaredSize: 18n })
    expect(last.findings.list()).toEqual([])
    const inside = await treeOf(writeBox('moov', header(0, 'trak')))
    expect(codesOf(inside.findings)).toEqual(['box-size-zero-inside'])
  })

  it('clamps a box that says more than is there', async () => {
    const { boxes, findings } = await treeOf(header(100, 'meta'), new Uint8Array(12))
    expect(boxes[0]).toMatchObject({ size: 20, declaredSize: 100n })
    expect(findings.list()[0]).toMatchObject({ code: 'box-size-past-end', offset: 0 })
  })

  it('stops where a size is too small, and says where the well-formed boxes end', async () => {
    const { boxes, findings, trailing } = await treeOf(writeBox('ftyp'), header(7, 'moov'), new Uint8Array(4))
    expect(boxes).toHaveLength(1)
    expect(findings.list()[0]).toMatchObject({ code: 'box-size-too-small', offset: 8 })
    expect(trailing).toEqual({ start: 8, end: 20 })
  })

  it.each([1, 7])('reports %i bytes that form no box', async (count) => {
    const { findings, trailing } = await treeOf(writeBox('ftyp'), new Uint8Array(count).fill(1))
    expect(codesOf(findings)).toEqual(['trailing-bytes'])
    expect(trailing).toEqual({ start: 8, end: 8 + count })
  })

  it('reads QuickTime meta without version and flags', async () => {
    const hdlr = writeFullBox('hdlr', 0, 0, new Uint8Array(20))
    const quickTime = await treeOf(writeBox('meta', hdlr))
    const iso = await treeOf(writeFullBox('meta', 0, 0, hdlr))
    expect(quickTime.boxes[0]?.children.map(({ type }) => type)).toEqual(['hdlr'])
    expect(iso.boxes[0]?.children.map(({ type }) => type)).toEqual(['hdlr'])
  })

  it('bounds depth', async () => {
    let nest: Uint8Array = new Uint8Array(0)
    for (let level = 0; level < 40; level += 1) nest = writeBox('moov', nest)
    const { findings } = await treeOf(nest)
    expect(codesOf(findings)).toContain('box-too-deep')
  })

  it('is not slowed by a hundred thousand malformed siblings', async () => {
    const trak = Buffer.concat([header(12, 'trak'), Uint8Array.of(1, 2, 3, 4)])
    const many = Buffer.concat(Array.from({ length: 100_000 }, () => trak))
    const started = processorMillis()
    const { boxes, findings } = await treeOf(writeBox('moov', many))
    expect(boxes[0]?.children).toHaveLength(100_000)
    expect(findings.list()).toHaveLength(1_001)
    // A second is plenty; naming each by counting its siblings took minutes.
    expect(processorMillis() - started).toBeLessThan(5_000)
  })
})

describe('box writer', () => {
  it('writes sizes that its reader agrees with', async () => {
    const { boxes, findings } = await treeOf(
      writeBox('free', new Uint8Array(5)),
      writeFullBox('meta', 1, 0x020304),
    )
    expect(boxes.map(endOf)).toEqual([13, 25])
    expect(findings.list()).toEqual([])
    expect([...writeFullBox('abcd', 1, 0x020304)].slice(8)).toEqual([1, 2, 3, 4])
  })

  it('gives mdat a 64-bit size exactly where 32 bits end', () => {
    expect(writeMdatHeader(0xffff_ffff - 8)).toHaveLength(8)
    const wide = Buffer.from(writeMdatHeader(0xffff_ffff - 7))
    expect(wide).toHaveLength(16)
    expect(wide.readBigUInt64BE(8)).toBe(0xffff_ffffn - 7n + 16n)
  })
})
