// Of pictures that may never have been recorded nothing is told and nothing leaves the case: originals that are known to be other
// files than were taken in, and videos without tables of samples of which bytes are missing.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import { OpenedVideo } from '#contract/review.ts'
import { openCase } from '#engine/store/case-database.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { suiteFolder } from '../support/evidence.ts'
import { ranges, takePartial } from '../support/partial-item.ts'
import { makeNumbered } from '../support/review-pictures.ts'
import { hasFfmpeg } from './isobmff-ffmpeg.ts'

describe.skipIf(!hasFfmpeg)('pictures', () => {
  const folder = suiteFolder()
  const bench = caseBench(['a'])
  beforeAll(() => {
    makeNumbered(join(folder, 'camera.mp4'), 30, ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'])
    makeNumbered(join(folder, 'camera.avi'), 30, ['-c:v', 'rawvideo', '-pix_fmt', 'yuv420p'])
  })
  async function openBench(): Promise<void> {
    await bench().engine.handlers['case.open']({ path: bench().root, examiner: 'Ada' })
  }
  async function itemNamed(name: string): Promise<ItemSummary> {
    return (await bench().engine.handlers['item.list']({})).find((item) => item.name === name)!
  }

  it.each(['camera.mp4', 'camera.avi'])('%s: of a damaged original none leave the case', async (name) => {
    const { engine, root, place, endOf } = bench()
    await openBench()
    await endOf(engine.handlers['ingest.start']({ sources: [join(folder, name)] }))
    const { id: itemId, sha256 } = await itemNamed(name)
    const path = join(place, 'list')
    const list = (format: 'csv' | 'framemd5') =>
      endOf(engine.handlers['frames.export']({ itemId, trackId: 1, format, path: `${path}.${format}` }))
    const still = () => endOf(engine.handlers['still.make']({ itemId, trackId: 1, sample: 3, path: null }))
    const original = originalIn(root, sha256)
    const bytes = readFileSync(original)
    bytes[bytes.length - 1]! ^= 0xff
    chmodSync(original, 0o644)
    writeFileSync(original, bytes)
    await endOf(engine.handlers['item.verify']({ itemId }))
    expect((await itemNamed(name)).custody).toBe('mismatch')
    for (const make of [() => list('csv'), () => list('framemd5'), still])
      expect((await make()).error).toMatchObject({ code: 'item-damaged' })
    expect([`${path}.csv`, `${path}.framemd5`].filter((file) => existsSync(file))).toEqual([])
  })

  it('that are zeros in the place of missing bytes are not told to be equal', async () => {
    const { engine, root, endOf } = bench()
    const bytes = readFileSync(join(folder, 'camera.avi'))
    const chunks: number[] = []
    for (let at = bytes.indexOf('movi'); (at = bytes.indexOf('00dc', at + 1)) > 0;) chunks.push(at)
    const pictureAt = (picture: number): [number, number] => {
      const start = chunks[picture]! + 8
      return [start, start + bytes.readUInt32LE(start - 4)]
    }
    const database = await openCase(root, { actor: 'Ada' })
    const { summary } = await takePartial(database, 'camera.avi', bytes, ranges(pictureAt(10), pictureAt(20)))
    database.close()
    expect(summary).toMatchObject({ kind: 'video', missingBytes: expect.any(Number) as number })
    await openBench()
    const { id: itemId } = summary
    const opened = await endOf(Promise.resolve(engine.handlers['video.open']({ itemId })))
    const [track] = OpenedVideo.parse(opened.result).tracks
    for (const call of ['frames.scan', 'frames.decode'] as const) {
      const { error, result } = await endOf(engine.handlers[call]({ itemId, trackId: track!.id }))
      expect({ code: error?.code, result }).toEqual({ code: 'item-partial', result: null })
    }
  })
})
