// Boxes put in, taken out, doubled, moved and resized in sealed files: none may be called sealed with another recording.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openFileSource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { unwatched } from '#engine/base/progress.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import type { Box } from '#engine/isobmff/box.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, sealOnceMore, writeSealed } from '../support/made-export.ts'

const folder = suiteFolder()
const once = join(folder, 'once.mp4'),
  twice = join(folder, 'twice.mp4'),
  thrice = join(folder, 'thrice.mp4')
beforeAll(async () => {
  const [a, b, c] = [await makeSigner('A'), await makeSigner('B'), await makeSigner('C')]
  await writeSealed(once, a.key, { withMetadata: false })
  await sealOnceMore(once, twice, b.key, 'x', '2025-01-01T00:00:00.000Z')
  await sealOnceMore(twice, thrice, c.key)
})
const rnd = (() => {
  let s = Number(process.env['SEED'] ?? 1) >>> 0
  return (n: number) => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return Math.floor((s / 2 ** 32) * n)
  }
})()
const all = (boxes: readonly Box[], parents: Box[] = []): { box: Box; parents: Box[] }[] =>
  boxes.flatMap((box) => [{ box, parents }, ...all(box.children, [...parents, box])])
const end = (b: Box) => b.offset + b.size
async function recording(path: string): Promise<string> {
  const source = await openFileSource(path)
  try {
    const f = new Findings()
    const tree = await readBoxTree(source, f)
    const movie = await readMovie(source, tree, f)
    const h = createHash('sha256')
    const bytes = readFileSync(path)
    for (const t of movie.tracks)
      for (let i = 0; i < t.samples.length; i += 1)
        h.update(bytes.subarray(t.samples.offset[i]!, t.samples.offset[i]! + t.samples.size[i]!)).update(
          `${t.id} ${i} ${t.samples.decodeTime[i]}`,
        )
    return h.digest('hex')
  } finally {
    await source.close()
  }
}
const box = (type: string, payload: Uint8Array): Buffer => {
  const b = Buffer.alloc(8 + payload.length)
  b.writeUInt32BE(b.length)
  b.write(type, 4, 'latin1')
  b.set(payload, 8)
  return b
}
async function mutate(bytes: Buffer, path: string): Promise<Buffer> {
  const source = await openFileSource(path)
  const tree = await readBoxTree(source, new Findings())
  await source.close()
  const list = all(tree.boxes)
  if (list.length === 0) return bytes
  const { box: at, parents } = list[rnd(list.length)]!
  const types = [
    'free',
    'skip',
    'mdat',
    'moov',
    'meta',
    'uuid',
    'mfra',
    'sinf',
    'ipro',
    'moof',
    'suep',
    'cstb',
    'wide',
  ]
  const grow = (out: Buffer, delta: number, fix: boolean): Buffer => {
    if (fix)
      for (const p of parents) {
        if (p.offset + 4 <= out.length)
          out.writeUInt32BE((out.readUInt32BE(p.offset) + delta) >>> 0, p.offset)
      }
    return out
  }
  const fix = rnd(3) > 0
  switch (rnd(8)) {
    case 0:
    case 1: {
      // insert
      const p = Buffer.alloc(rnd(40))
      for (let i = 0; i < p.length; i += 1) p[i] = rnd(4) ? 0 : rnd(256)
      const b = box(types[rnd(types.length)]!, p)
      const where = rnd(2) ? at.offset : end(at)
      return grow(Buffer.concat([bytes.subarray(0, where), b, bytes.subarray(where)]), b.length, fix)
    }
    case 2: {
      // duplicate somewhere
      const b = bytes.subarray(at.offset, end(at))
      const where = rnd(3) ? end(at) : bytes.length
      return grow(
        Buffer.concat([bytes.subarray(0, where), b, bytes.subarray(where)]),
        b.length,
        fix && where !== bytes.length,
      )
    }
    case 3:
      return grow(Buffer.concat([bytes.subarray(0, at.offset), bytes.subarray(end(at))]), -at.size, fix) // delete
    case 4: {
      // move to end
      const b = bytes.subarray(at.offset, end(at))
      return Buffer.concat([
        grow(Buffer.concat([bytes.subarray(0, at.offset), bytes.subarray(end(at))]), -at.size, fix),
        b,
      ])
    }
    case 5: {
      const out = Buffer.from(bytes)
      out.writeUInt32BE(
        [0, 1, 8, out.readUInt32BE(at.offset) + 8, Math.max(0, out.readUInt32BE(at.offset) - 8)][rnd(5)]! >>>
          0,
        at.offset,
      )
      return out
    }
    case 6: {
      const out = Buffer.from(bytes)
      out.write(types[rnd(types.length)]!, at.offset + 4, 'latin1')
      return out
    }
    default: {
      // append a tail
      const tail = [
        box('free', Buffer.alloc(rnd(30))),
        box('mfra', Buffer.alloc(0)),
        box('mdat', Buffer.alloc(5)),
        Buffer.alloc(rnd(12)),
        box('skip', Buffer.alloc(3)),
        box('uuid', Buffer.alloc(16)),
        box('meta', Buffer.alloc(4)),
      ][rnd(7)]!
      return Buffer.concat([bytes, tail])
    }
  }
}
describe('a sealed file with other boxes', () => {
  it('is not sealed with another recording', async () => {
    const counts: Record<string, number> = {}
    const bad: string[] = []
    const before = [once, twice, thrice].map((file) => readFileSync(file))
    for (const file of [once, twice, thrice]) {
      const original = readFileSync(file),
        want = await recording(file)
      for (let n = 0; n < 900; n += 1) {
        const path = join(folder, 'm.mp4')
        let bytes = await mutate(original, file)
        if (rnd(3) === 0) {
          writeFileSync(path, bytes)
          bytes = await mutate(bytes, path)
        }
        writeFileSync(path, bytes)
        if (before.some((one) => bytes.equals(one))) continue
        const source = await openFileSource(path)
        const { verification: v } = await verifyFile(source, path, { anchors: [], at: null }, unwatched)
        await source.close()
        counts[v.verdict] = (counts[v.verdict] ?? 0) + 1
        if (v.verdict !== 'sealed') continue
        const types = new Set(
          v.unsealedRanges.map(({ start }) => bytes.toString('latin1', start + 4, start + 8)),
        )
        const same = (await recording(path)) === want
        const key = `sealed ${[...types].join()} ${v.seals.length} ${v.seals.map(({ range }) => range).join()} ${same}`
        counts[key] = (counts[key] ?? 0) + 1
        if (!same || [...types].some((t) => !['free', 'skip', 'mfra'].includes(t)) || types.size === 0) {
          bad.push(key)
          writeFileSync(`/tmp/bad-${bad.length}.mp4`, bytes)
        }
      }
    }
    console.log(counts)
    expect(bad).toEqual([])
  }, 300_000)
})
