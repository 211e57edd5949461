// The boxes of an original by the calls of the window: all of them, in file order, with what stands in them, byte by byte.
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { BoxRow } from '#contract/structure.ts'
import type { ItemId } from '#contract/units.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'

const bench = caseBench(['a'])
let itemId: ItemId
let bytes: Buffer

beforeEach(async () => {
  const { engine, root } = bench()
  await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
  const [item] = await engine.handlers['item.list']({})
  itemId = item!.id
  bytes = readFileSync(originalIn(root, item!.sha256))
})

const allBoxes = async (count: number): Promise<BoxRow[]> => {
  const { handlers } = bench().engine
  const boxes: BoxRow[] = []
  for (;;) {
    const page = await handlers['structure.boxes']({ itemId, first: boxes.length, count })
    expect(page.complete).toBe(true)
    boxes.push(...page.boxes)
    if (boxes.length >= page.total) return boxes
  }
}

describe('boxes', () => {
  it('are those of the file: the top level covers it, each lies in the one above, and says its own name', async () => {
    const boxes = await allBoxes(7)
    expect(await allBoxes(5_000)).toEqual(boxes)
    let end = 0
    for (const { offset, size } of boxes.filter(({ depth }) => depth === 0)) {
      expect(offset).toBe(end)
      end += size
    }
    expect(end).toBe(bytes.length)
    const above: BoxRow[] = []
    for (const box of boxes) {
      above.length = box.depth
      const parent = above.at(-1)
      if (parent) expect(box.offset + box.size).toBeLessThanOrEqual(parent.offset + parent.size)
      above.push(box)
      expect(bytes.toString('latin1', box.offset + 4, box.offset + 8)).toBe(box.type)
      expect(box.declaredSize).toBeNull()
    }
    expect(boxes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ftyp', 'moov', 'stbl', 'mdat', 'ipro']),
    )
  })

  it('tell their fields where they are known', async () => {
    const { handlers } = bench().engine
    const boxes = await allBoxes(5_000)
    const read = async (type: string) => {
      const { offset } = boxes.find((box) => box.type === type)!
      const { fields, problem, path } = await handlers['structure.box']({ itemId, offset })
      return { path, problem, ...Object.fromEntries(fields.map(({ name, value }) => [name, value])) }
    }
    expect(await read('ftyp')).toMatchObject({ path: 'ftyp', problem: null, majorBrand: 'isom' })
    const { mvhd, stsz } = { mvhd: await read('mvhd'), stsz: await read('stsz') }
    expect(mvhd).toMatchObject({ path: 'moov/mvhd', timescale: expect.stringMatching(/^\d+$/) as string })
    const at = boxes.find(({ type }) => type === 'stsz')!.offset
    expect(stsz).toMatchObject({
      sampleSize: String(bytes.readUInt32BE(at + 12)),
      sampleCount: String(bytes.readUInt32BE(at + 16)),
    })
    expect(await read('mdat')).toMatchObject({ problem: 'unknown' })
    for (const { offset } of boxes) await handlers['structure.box']({ itemId, offset })
    await expect(handlers['structure.box']({ itemId, offset: 3 })).rejects.toMatchObject({
      code: 'wrong-input',
    })
  })

  it('have bytes, as many as there are', async () => {
    const { handlers } = bench().engine
    const read = async (offset: number, count: number): Promise<string> =>
      (await handlers['structure.bytes']({ itemId, offset, count })).bytes
    expect(await read(0, 64)).toBe(bytes.subarray(0, 64).toString('hex'))
    expect(await read(bytes.length - 3, 16)).toBe(bytes.subarray(-3).toString('hex'))
    expect(await read(bytes.length + 9, 16)).toBe('')
  })
})
