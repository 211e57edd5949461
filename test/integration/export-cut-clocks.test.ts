// Clocks in a cut: sound stays where it is heard, whoever states when it begins; what a correction does to metadata is said.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import { shownAt, statedForBoth } from '#contract/start-statements.ts'
import type { StartTime } from '#contract/track.ts'
import type { UtcTime } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { parseUtc } from '#engine/base/time.ts'
import { sceneTime } from '#engine/demo/scene-metadata.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import { cutItem, previewCut } from '#engine/export/cut-export.ts'
import { demoCase } from '../support/demo-case.ts'
import { suiteFolder } from '../support/evidence.ts'
import { examinePath } from '../support/verify.ts'

const made = demoCase()
const folder = suiteFolder()
const range = { from: sceneTime(5), to: sceneTime(9) }

/** The sealed export with other start times. */
function itemWith(startTimes: StartTime[]): ItemDetail {
  const detail = structuredClone(made().items.sealed)
  return { ...detail, inspection: { ...detail.inspection, startTimes } }
}

const seconds = (from: UtcTime, to: UtcTime): number => Number(parseUtc(to)! - parseUtc(from)!) / 1e7

async function withSource<T>(
  use: (source: Awaited<ReturnType<typeof openFileSource>>) => Promise<T>,
): Promise<T> {
  const source = await openFileSource(made().files.sealed)
  try {
    return await use(source)
  } finally {
    await source.close()
  }
}

describe('sound in a cut', () => {
  it('whose start time was said of the pictures alone lies where the edit lists put it', async () => {
    const { tracks, startTimes } = made().items.sealed.inspection
    const [video, audio] = [
      tracks.find(({ kind }) => kind === 'video')!,
      tracks.find(({ kind }) => kind === 'audio')!,
    ]
    const utc = startTimes.find(({ trackId }) => trackId === video.id)!.utc
    const byEdits = shownAt(audio) - shownAt(video)
    expect(byEdits).not.toBe(0)
    const item = itemWith(
      tracks.map(({ id }) => ({ trackId: id, utc, origin: 'cstb', own: id === video.id })),
    )
    const path = join(folder, 'shared.mp4')
    const request = { key: made().key, comment: '', operator: 'Ada', unitName: 'Test bench', ...range }
    await withSource((source) => cutItem(source, path, item, request, unwatched))

    const cut = (await examinePath(path)).inspection
    const of = (id: number): (typeof tracks)[number] => cut.tracks.find((track) => track.id === id)!
    const stated = statedForBoth(cut.startTimes, video.id, audio.id)!
    // By its start times as by its edit lists, to one step of the format.
    expect(seconds(stated.from, stated.to)).toBeCloseTo(shownAt(of(audio.id)) - shownAt(of(video.id)), 6)
  })
})

describe('a cut of a recording whose start time is corrected', () => {
  const notesOf = (startTimes: StartTime[]): Promise<string[]> =>
    withSource(async (source) => {
      const structure = await readStructure(source)
      return (await previewCut(source, itemWith(startTimes), structure, range)).notes
    })

  it('says that times in its metadata are not', async () => {
    const { startTimes } = made().items.sealed.inspection
    expect((await notesOf(startTimes)).join(' ')).not.toMatch(/corrects the start time/)
    const [first] = startTimes
    const utc = new Date(Date.parse(first!.utc) + 400).toISOString() as UtcTime
    const corrected = [1, 2, 3].map((trackId) => ({
      ...{ trackId, utc, origin: 'corrected cstb' as const, own: trackId === 1 },
    }))
    expect(await notesOf([...corrected, ...startTimes])).toContainEqual(
      expect.stringMatching(/^A later seal corrects the start time\..*\(track 3\).*, 0\.400 s earlier\.$/),
    )
  })
})

it('a cut of what was read through when it was taken in reads no heads of samples, whatever structure it is given', async () => {
  const item = itemWith(made().items.sealed.inspection.startTimes)
  expect(item.inspection.tracks.filter(({ kind }) => kind === 'video')).toMatchObject([{ setsChange: false }])
  await withSource(async (source) => {
    const structure = await readStructure(source)
    let reads = 0
    const read = (offset: number, length: number): Promise<Uint8Array> => {
      reads += 1
      return source.read(offset, length)
    }
    const counted = { name: source.name, size: source.size, read } as typeof source
    await previewCut(counted, item, structure, range)
    expect(reads).toBe(0)
  })
})
