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
const sealedFiles = ['once.mp4', 'twice.mp4', 'thrice.mp4'].map((name) => join(folder, name))
const [once = '', twice = '', thrice = ''] = sealedFiles
beforeAll(async () => {
  const [first, second, third] = [await makeSigner('A'), await makeSigner('B'), await makeSigner('C')]
  await writeSealed(once, first.key, { withMetadata: false })
  await sealOnceMore(once, twice, second.key, 'x', '2025-01-01T00:00:00.000Z')
  await sealOnceMore(twice, thrice, third.key)
})

/** The same numbers in every run: below `limit`. */
let state = 1
function random(limit: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * limit)
}
function pick<T>(list: readonly T[]): T {
  const found = list[random(list.length)]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

type Place = { box: Box; parents: Box[] }
const placesOf = (boxes: readonly Box[], parents: Box[] = []): Place[] =>
  boxes.flatMap((box) => [{ box, parents }, ...placesOf(box.children, [...parents, box])])

async function treeOf(path: string): Promise<Place[]> {
  const source = await openFileSource(path)
  const { boxes } = await readBoxTree(source, new Findings())
  await source.close()
  return placesOf(boxes)
}

/** One hash of all samples of all tracks with their times. */
async function recordingOf(path: string): Promise<string> {
  const source = await openFileSource(path)
  const findings = new Findings()
  const { tracks } = await readMovie(source, await readBoxTree(source, findings), findings)
  await source.close()
  const bytes = readFileSync(path)
  const hash = createHash('sha256')
  for (const { id, samples } of tracks) {
    for (let nth = 0; nth < samples.length; nth += 1) {
      const start = samples.offset[nth] ?? 0
      hash.update(bytes.subarray(start, start + (samples.size[nth] ?? 0)))
      hash.update(`${id} ${nth} ${samples.decodeTime[nth]}`)
    }
  }
  return hash.digest('hex')
}

function boxOf(type: string, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt32BE(8 + payload.length)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, payload])
}
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
const noise = (): Buffer =>
  Buffer.from(Array.from({ length: random(40) }, () => (random(4) ? 0 : random(256))))
const tails = (): Buffer[] => [
  ...['free', 'mfra', 'mdat', 'skip', 'uuid', 'meta'].map((type) => boxOf(type, Buffer.alloc(random(30)))),
  Buffer.alloc(random(12)),
]

/** The file with one thing changed. */
async function change(path: string): Promise<Buffer> {
  const bytes = readFileSync(path)
  const places = await treeOf(path)
  if (places.length === 0) return bytes
  const { box, parents } = pick(places)
  const end = box.offset + box.size
  const isSizeKept = random(3) > 0
  /** `put` in the place of what lies between; the boxes around it are as large as they are then, or not. */
  const replace = (from: number, to: number, put: Uint8Array): Buffer => {
    const out = Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(to)])
    const grown = put.length - (to - from)
    for (const parent of isSizeKept ? parents.filter(({ offset }) => offset + 4 <= from) : [])
      out.writeUInt32BE((out.readUInt32BE(parent.offset) + grown) >>> 0, parent.offset)
    return out
  }
  const own = bytes.subarray(box.offset, end)
  const kind = random(8)
  if (kind <= 1) {
    const where = pick([box.offset, end])
    return replace(where, where, boxOf(pick(types), noise()))
  }
  if (kind === 2) return random(3) ? replace(end, end, own) : Buffer.concat([bytes, own])
  if (kind === 3) return replace(box.offset, end, Buffer.alloc(0))
  if (kind === 4) return Buffer.concat([replace(box.offset, end, Buffer.alloc(0)), own])
  const out = Buffer.from(bytes)
  const size = out.readUInt32BE(box.offset)
  if (kind === 5) out.writeUInt32BE(pick([0, 1, 8, size + 8, Math.max(0, size - 8)]) >>> 0, box.offset)
  else if (kind === 6) out.write(pick(types), box.offset + 4, 'latin1')
  return kind === 7 ? Buffer.concat([bytes, pick(tails())]) : out
}

describe('a sealed file with other boxes', () => {
  it('is not sealed with another recording, and where it is sealed what was added is named', async () => {
    const changed = join(folder, 'changed.mp4')
    const originals = sealedFiles.map((file) => readFileSync(file))
    const wrong: string[] = []
    let sealed = 0
    for (const file of sealedFiles) {
      const recording = await recordingOf(file)
      for (let nth = 0; nth < 400; nth += 1) {
        writeFileSync(changed, await change(file))
        if (random(3) === 0) writeFileSync(changed, await change(changed))
        const bytes = readFileSync(changed)
        // Some changes undo each other, or cut a file down to what was sealed first.
        if (originals.some((one) => bytes.equals(one))) continue
        const source = await openFileSource(changed)
        const { verification } = await verifyFile(source, changed, { anchors: [], at: null }, unwatched)
        await source.close()
        if (verification.verdict !== 'sealed') continue
        sealed += 1
        const added = verification.unsealedRanges.map(({ start }) =>
          bytes.toString('latin1', start + 4, start + 8),
        )
        const isHarmless = added.length > 0 && added.every((type) => ['free', 'skip', 'mfra'].includes(type))
        if (!isHarmless || (await recordingOf(changed)) !== recording)
          wrong.push(`${file} ${nth}: ${added.join()}`)
      }
    }
    expect(wrong).toEqual([])
    // Without a few that stay sealed nothing would have been tested.
    expect(sealed).toBeGreaterThan(10)
  })
})
