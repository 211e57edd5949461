// What leaves the case of a video that is no export file: stills and lists of the pictures that ffmpeg finds in the original,
// which say what they are, and none of what somebody put in the place of the derived file.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { FrameList, FrameScan } from '#contract/frames.ts'
import { OpenedVideo } from '#contract/review.ts'
import { StillResult } from '#contract/still.ts'
import type { ItemId } from '#contract/units.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeNumbered, numbersIn } from '../support/review-pictures.ts'
import { hasFfmpeg } from './isobmff-ffmpeg.ts'

const pictures = 60
const files: Record<string, string[]> = {
  'reordered.avi': ['-c:v', 'mpeg4', '-bf', '2', '-g', '20', '-q:v', '2'],
  'pictures.avi': ['-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj420p'],
  'stream.ts': ['-c:v', 'libx264', '-bf', '2', '-g', '15', '-pix_fmt', 'yuv420p'],
  'camera.mkv': ['-c:v', 'libx264', '-bf', '3', '-g', '30', '-pix_fmt', 'yuv420p'],
}

describe.skipIf(!hasFfmpeg)('of a video of another format', () => {
  const folder = suiteFolder()
  const bench = caseBench(['a'])
  beforeAll(() => {
    for (const [name, encoder] of Object.entries(files)) makeNumbered(join(folder, name), pictures, encoder)
  })

  async function takeIn(...names: string[]): Promise<ItemId[]> {
    const { engine, root, endOf } = bench()
    await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
    const sources = names.map((name) => join(folder, name))
    expect((await endOf(engine.handlers['ingest.start']({ sources }))).state).toBe('done')
    const items = await engine.handlers['item.list']({})
    return names.map((name) => items.find((item) => item.name === name)!.id)
  }
  async function trackOf(itemId: ItemId): Promise<number> {
    const { engine, endOf } = bench()
    const end = await endOf(Promise.resolve(engine.handlers['video.open']({ itemId })))
    return OpenedVideo.parse(end.result).tracks[0]!.id
  }
  const still = (itemId: ItemId, trackId: number, sample: number) =>
    bench().endOf(bench().engine.handlers['still.make']({ itemId, trackId, sample, path: null }))

  it.each(Object.keys(files))(
    '%s: a still is the picture that it says, and says what it is',
    async (name) => {
      const [itemId] = (await takeIn(name)) as [ItemId]
      const trackId = await trackOf(itemId)
      const { engine } = bench()
      const columns = await engine.handlers['track.samples']({ itemId, trackId, first: 0, count: pictures })
      const order = [...columns.compositionTime].sort((a, b) => a - b)
      for (const sample of [0, 7, 31, pictures - 1]) {
        const end = await still(itemId, trackId, sample)
        expect(end.error).toBeNull()
        const made = StillResult.parse(end.result)
        const number = order.indexOf(columns.compositionTime[sample]!)
        expect(numbersIn(made.path)).toEqual([number])
        expect(made.utc).toBeNull()
        expect(made.notes[0]).toContain('View only')
        const said = JSON.parse(readFileSync(made.sidecar, 'utf8')) as Record<string, object>
        expect(said).toMatchObject({
          statement: expect.stringContaining('no export file') as string,
          laidOut: { format: expect.stringMatching(/^(avi|mpegts|matroska)/) as string },
          source: { kind: 'video', verdict: 'unsealed' },
          picture: { storedSample: sample, shownAs: number + 1, offset: null },
          time: { utc: null },
        })
      }
    },
  )

  it('a still can be made before anybody looked at it, by the command that it tells', async () => {
    const [itemId] = (await takeIn('reordered.avi')) as [ItemId]
    const made = StillResult.parse((await still(itemId, 1, 31)).result)
    const { laidOut } = JSON.parse(readFileSync(made.sidecar, 'utf8')) as { laidOut: { arguments: string } }
    const { root, engine, place } = bench()
    const { sha256 } = (await engine.handlers['item.list']({})).find(({ id }) => id === itemId)!
    const again = join(place, 'again.mov')
    const words = laidOut.arguments.split(' ')
    const args = words.map(
      (word) => ({ ORIGINAL: originalIn(root, sha256), 'LAID-OUT': again })[word] ?? word,
    )
    execFileSync('ffmpeg', ['-v', 'error', ...args])
    expect(readFileSync(again).equals(readFileSync(join(root, 'derived', `${itemId}.rewrapped.mov`)))).toBe(
      true,
    )
  })

  it('nothing is made of another file in the place of what was laid out', async () => {
    const [itemId, other] = (await takeIn('reordered.avi', 'pictures.avi')) as [ItemId, ItemId]
    const [trackId] = [await trackOf(itemId), await trackOf(other)]
    const { root, engine, place, endOf } = bench()
    const laidOut = (id: ItemId): string => join(root, 'derived', `${id}.rewrapped.mov`)
    const path = join(place, 'list.csv')
    const list = () => endOf(engine.handlers['frames.export']({ itemId, trackId, format: 'csv', path }))
    copyFileSync(laidOut(other), laidOut(itemId))
    expect((await still(itemId, trackId, 3)).error).toMatchObject({ code: 'review-refused' })
    expect((await list()).error).toMatchObject({ code: 'review-refused' })
    expect(existsSync(path)).toBe(false)
    // Once deleted, it is made of the original.
    rmSync(laidOut(itemId))
    expect((await list()).error).toBeNull()
    expect((await still(itemId, trackId, 3)).error).toBeNull()
  })

  it.each(Object.keys(files))('%s: the list has its packets, and no place in the original', async (name) => {
    const [itemId] = (await takeIn(name)) as [ItemId]
    const trackId = await trackOf(itemId)
    const { engine, endOf, place, root } = bench()
    const scan = FrameScan.parse((await endOf(engine.handlers['frames.scan']({ itemId, trackId }))).result)
    expect(scan).toMatchObject({ samples: pictures, unread: 0 })
    // What is told of the original is not read out of the file that is only for looking.
    const boxes = engine.handlers['structure.boxes']({ itemId, first: 0, count: 100 })
    await expect(boxes).rejects.toMatchObject({ code: 'wrong-input' })
    const path = join(place, 'list.csv')
    const end = await endOf(engine.handlers['frames.export']({ itemId, trackId, format: 'csv', path }))
    expect(FrameList.parse(end.result)).toMatchObject({
      frames: pictures,
      notes: [expect.stringContaining('View only')],
    })
    const [head, ...rows] = readFileSync(path, 'utf8').replace('\ufeff', '').trim().split('\r\n')
    const names = head!.split(',')
    const cells = rows.map((row) => Object.fromEntries(row.split(',').map((cell, at) => [names[at]!, cell])))
    expect(cells).toHaveLength(pictures)
    // ffmpeg's own hash of each packet, in the order in which they are stored.
    const laidOut = join(root, 'derived', `${itemId}.rewrapped.mov`)
    const args = ['-map', '0:v:0', '-c', 'copy', '-f', 'framehash', '-hash', 'sha256', '-']
    const hashes = execFileSync('ffmpeg', ['-v', 'error', '-ignore_editlist', '1', '-i', laidOut, ...args], {
      encoding: 'utf8',
    })
      .split('\n')
      .flatMap((line) => /^\d.*?([0-9a-f]{64})$/.exec(line.trim())?.[1] ?? [])
    const stored = [...cells].sort((a, b) => Number(a['stored_sample']) - Number(b['stored_sample']))
    expect(stored.map(({ sha256 }) => sha256)).toEqual(hashes)
    for (const { offset, utc, laid_out_by: by } of cells)
      expect({ offset, utc, by }).toEqual({
        offset: '',
        utc: '',
        by: expect.stringMatching(/^ffmpeg \S+ from \S+$/),
      })
  })
})
