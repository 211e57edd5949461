// Review copies by the engine's calls: a case that is only read is not touched, what is deleted is made again, a case that is
// closed leaves nothing running, and videos of other formats show the pictures that ffmpeg finds in them.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { engineCalls } from '#contract/calls.ts'
import type { JobEnd } from '#contract/job.ts'
import { OpenedVideo, ReviewResult } from '#contract/review.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase } from '#engine/store/case-database.ts'
import { suiteFolder } from '../support/evidence.ts'
import { folderState } from '../support/folder-state.ts'
import { scratchFolder } from '../support/made-export.ts'
import { makeNumbered, readCopy } from '../support/review-pictures.ts'
import { hasFfmpeg } from './isobmff-ffmpeg.ts'

const pictures = 90
const files: Record<string, string[]> = {
  'hevc.mp4': [
    '-c:v',
    'libx265',
    '-tag:v',
    'hvc1',
    '-x265-params',
    'log-level=none:bframes=3',
    '-pix_fmt',
    'yuv420p10le',
  ],
  'reordered.avi': ['-c:v', 'mpeg4', '-bf', '2', '-g', '20', '-q:v', '2'],
  'pictures.avi': ['-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj420p'],
  'stream.ts': ['-c:v', 'mpeg2video', '-bf', '2', '-g', '15', '-q:v', '2'],
  'camera.mkv': ['-c:v', 'libx264', '-bf', '3', '-g', '30', '-pix_fmt', 'yuv420p'],
  'camera.h265': [
    '-c:v',
    'libx265',
    '-x265-params',
    'log-level=none:bframes=0',
    '-pix_fmt',
    'yuv420p',
    '-f',
    'hevc',
  ],
}

const place = suiteFolder()
beforeAll(async () => {
  if (!hasFfmpeg) return
  const made = Object.entries(files).map(([name, encoder]) =>
    makeNumbered(join(place, name), pictures, encoder),
  )
  const database = await createCase(join(place, 'case'), { reference: 'R', examiner: 'Ada' })
  await ingest(made, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
})
type Opened = {
  engine: Engine
  item(name: string): Promise<ItemId>
  endOf(id: JobId): Promise<JobEnd>
  data: string
}

async function opened(readOnly = false): Promise<Opened> {
  const ends: JobEnd[] = []
  const data = join(scratchFolder(), 'data')
  const engine = await createEngine({
    ...{ dataFolder: data, resourcesFolder: place, runtime: 'cli' },
    emit: (name, payload) => {
      if (name === 'job.end') ends.push(payload as JobEnd)
    },
  })
  onTestFinished(() => engine.close())
  await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada', readOnly })
  return {
    engine,
    data,
    item: async (name) => (await engine.handlers['item.list']({})).find((one) => one.name === name)!.id,
    endOf: async (id) => {
      await expect.poll(() => ends.find((end) => end.id === id), { timeout: 50_000 }).toBeDefined()
      return ends.find((end) => end.id === id)!
    },
  }
}

/** What every picture of the copy shows, read through the calls and the places that the protocol serves. */
async function shownBy({ engine, endOf }: Opened, itemId: ItemId, trackId: number): Promise<number[]> {
  const { jobId } = await engine.handlers['review.open']({ itemId, trackId, picture: 40 })
  const output = engineCalls['review.group'].output
  const group = async (picture: number) =>
    output.parse(await engine.handlers['review.group']({ itemId, trackId, picture }))
  expect((await group(40)).pictures.length).toBeGreaterThan(0)
  const end = await endOf(jobId)
  expect(end.error).toBeNull()
  const { pictures: count } = ReviewResult.parse(end.result)
  const paths = new Map<number, string>()
  for (let run = 0; run < 40; run += 1) {
    const found = await engine.locate(itemId, { track: trackId, run })
    if (found !== null) paths.set(run, found)
  }
  const shown = await readCopy({ pictures: count, group }, (run) => paths.get(run)!)
  expect(shown.map(({ picture }) => picture)).toEqual(shown.map((_, at) => at))
  return shown.map(({ number }) => number)
}

const counting = Array.from({ length: pictures }, (_, at) => at)

describe.skipIf(!hasFfmpeg)('review copies by calls', () => {
  it('a case that is only read is not written to; what is made goes with it', async () => {
    const before = folderState(join(place, 'case'))
    const bench = await opened(true)
    const itemId = await bench.item('hevc.mp4')
    expect(await shownBy(bench, itemId, 1)).toEqual(counting)
    expect(readdirSync(join(bench.data, 'review', String(process.pid)))).not.toEqual([])
    await bench.engine.handlers['case.close']({})
    expect(folderState(join(place, 'case'))).toEqual(before)
    expect(existsSync(join(bench.data, 'review', String(process.pid)))).toBe(false)
  })

  it.each(['reordered.avi', 'pictures.avi', 'stream.ts', 'camera.mkv', 'camera.h265'])(
    '%s: laid out, its pictures are those that it holds, in their order',
    async (name) => {
      const bench = await opened()
      const { engine, endOf } = bench
      const itemId = await bench.item(name)
      const end = await endOf((await engine.handlers['video.open']({ itemId })).jobId)
      expect(end.error).toBeNull()
      const [track] = OpenedVideo.parse(end.result).tracks
      expect(track).toMatchObject({ kind: 'video', samples: pictures, startTime: null })
      const columns = await engine.handlers['track.samples']({
        itemId,
        trackId: track!.id,
        first: 0,
        count: 200,
      })
      expect(columns.total).toBe(pictures)
      expect(await shownBy(bench, itemId, track!.id)).toEqual(counting)
    },
  )

  it('what is deleted while it is made is gone, and made again when it is asked for', async () => {
    const bench = await opened()
    const { engine, endOf } = bench
    const itemId = await bench.item('hevc.mp4')
    const { jobId } = await engine.handlers['review.open']({ itemId, trackId: 1, picture: 0 })
    await engine.handlers['review.group']({ itemId, trackId: 1, picture: 0 })
    await engine.handlers['derived.delete']({ itemId })
    expect((await endOf(jobId)).state).toMatch(/cancelled|done/)
    expect(readdirSync(join(place, 'case', 'derived')).filter((name) => name.startsWith(itemId))).toEqual([])
    await expect(engine.handlers['review.group']({ itemId, trackId: 1, picture: 0 })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(await shownBy(bench, itemId, 1)).toEqual(counting)
  })

  it('closing the case ends the making, and whoever waits is told', async () => {
    const { engine, item, endOf } = await opened()
    const itemId = await item('hevc.mp4')
    await engine.handlers['derived.delete']({ itemId })
    const { jobId } = await engine.handlers['review.open']({ itemId, trackId: 1, picture: 0 })
    const waiting = engine.handlers['review.group']({ itemId, trackId: 1, picture: pictures - 1 })
    const told = expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    await engine.handlers['case.close']({})
    await told
    expect((await endOf(jobId)).state).toBe('cancelled')
  })

  it('wrong questions are told so', async () => {
    const { engine, item } = await opened()
    const itemId = await item('hevc.mp4')
    const { 'review.open': open, 'review.group': group, 'video.open': video } = engine.handlers
    await expect(open({ itemId, trackId: 9, picture: 0 })).rejects.toMatchObject({ code: 'wrong-input' })
    await expect(group({ itemId, trackId: 1, picture: pictures })).rejects.toMatchObject({
      code: 'wrong-input',
    })
    expect(() => video({ itemId })).toThrow(/another format/)
  })
})
