// Videos of other formats are played out of a file that is laid out anew: whatever is said of stored pictures, boxes and bytes is
// said of one file, whichever of the two was asked for first.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { FrameScan } from '#contract/frames.ts'
import { OpenedVideo } from '#contract/review.ts'
import type { ItemId } from '#contract/units.ts'
import { MovieCache } from '#engine/movie-cache.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { suiteFolder } from '../support/evidence.ts'
import { hasFfmpeg } from './isobmff-ffmpeg.ts'

const pictures = 50
const made: Record<string, string[]> = {
  'cam.avi': ['-c:v', 'mpeg4', '-g', '10', '-q:v', '3'],
  'cam.mkv': ['-c:v', 'libx264', '-bf', '2', '-g', '10', '-pix_fmt', 'yuv420p'],
}
const place = suiteFolder()
beforeAll(() => {
  if (!hasFfmpeg) return
  const input = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=320x240:r=25', '-frames:v', String(pictures)]
  for (const [name, encoder] of Object.entries(made))
    execFileSync('ffmpeg', [...input, ...encoder, join(place, name)])
})

const bench = caseBench(['a'])

describe.skipIf(!hasFfmpeg)('a video of another format', () => {
  const take = async (name: string): Promise<ItemId> => {
    const { engine, root, endOf } = bench()
    await engine.handlers['case.open']({ path: root, examiner: 'Ada', readOnly: false })
    await endOf(engine.handlers['ingest.start']({ sources: [join(place, name)] }))
    const item = (await engine.handlers['item.list']({})).find((one) => one.name === name)!
    expect(item.kind).toBe('video')
    return item.id
  }
  const open = async (itemId: ItemId): Promise<OpenedVideo> => {
    const { engine, endOf } = bench()
    const end = await endOf(engine.handlers['video.open']({ itemId }))
    expect(end.error).toBeNull()
    return OpenedVideo.parse(end.result)
  }
  const boxes = (itemId: ItemId): Promise<unknown> =>
    bench().engine.handlers['structure.boxes']({ itemId, first: 0, count: 10 })

  for (const name of Object.keys(made)) {
    it(`is laid out though its original was asked about first: ${name}`, async () => {
      const itemId = await take(name)
      const { handlers } = bench().engine
      await expect(boxes(itemId)).rejects.toMatchObject({ code: 'wrong-input' })
      const scan = await bench().endOf(handlers['frames.scan']({ itemId, trackId: 1 }))
      expect(scan.error?.code).toBe('wrong-input')
      expect((await open(itemId)).tracks).toMatchObject([{ id: 1, kind: 'video', samples: pictures }])
    })

    it(`has no boxes, after it was laid out as well: ${name}`, async () => {
      const itemId = await take(name)
      await open(itemId)
      const { handlers } = bench().engine
      await expect(boxes(itemId)).rejects.toMatchObject({ code: 'wrong-input' })
      await expect(handlers['structure.box']({ itemId, offset: 0 })).rejects.toMatchObject({
        code: 'wrong-input',
      })
      // Its bytes are there, and they are the original’s.
      const { sha256 } = (await handlers['item.get']({ itemId })).summary
      const bytes = readFileSync(originalIn(bench().root, sha256)).subarray(0, 16)
      expect((await handlers['structure.bytes']({ itemId, offset: 0, count: 16 })).bytes).toBe(
        bytes.toString('hex'),
      )
    })
  }

  it('and what it was laid out in are two files, whose structure is kept apart', async () => {
    const [original, other] = [join(place, 'cam.avi'), join(place, 'laid-out.mov')]
    execFileSync('ffmpeg', ['-v', 'error', '-i', original, '-c', 'copy', '-y', other])
    const cache = new MovieCache()
    const tracks = async (path: string): Promise<number> =>
      (await cache.structureOf(path)).movie.tracks.length
    for (const [path, count] of [
      [original, 0],
      [other, 1],
      [original, 0],
    ] as const)
      expect(await tracks(path)).toBe(count)
    // Another file in its place, of the same size and time.
    const { size, atime, mtime } = statSync(other)
    const bytes = Buffer.alloc(size)
    readFileSync(original).copy(bytes)
    rmSync(other)
    writeFileSync(other, bytes)
    utimesSync(other, atime, mtime)
    expect(await tracks(other)).toBe(0)
  })

  it('is read picture by picture in the file in which it is played', async () => {
    const itemId = await take('cam.mkv')
    await open(itemId)
    const { handlers } = bench().engine
    const scan = await bench().endOf(handlers['frames.scan']({ itemId, trackId: 1 }))
    const { samples, types, unread } = FrameScan.parse(scan.result)
    expect({ samples, unread }).toEqual({ samples: pictures, unread: 0 })
    // An IDR every ten pictures: bytes of another file would give nonsense.
    expect(types.match(/D/g)).toHaveLength(5)
    expect(types).not.toContain('?')
  })
})
