// Sheets of stills of files as they are: made again the bytes are the same, but for the time at which it was made; where bytes of
// a file are missing, its other pictures are made all the same.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { UtcTime } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { writeSheet } from '#engine/report/write-sheet.ts'
import { createCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { scratchFolder } from '../support/made-export.ts'
import { ranges, takePartial } from '../support/partial-item.ts'
import { readPdf, textOf } from '../support/pdf-reader.ts'
import type { PdfPageRead } from '../support/pdf-reader.ts'
import * as encodings from '../support/zoo/encode.ts'
import { hasFfmpeg } from './isobmff-ffmpeg.ts'

const resourcesFolder = join(import.meta.dirname, '..', '..', 'resources')

describe.skipIf(!hasFfmpeg)('a sheet of stills', () => {
  async function madeCase(): Promise<{ database: CaseDatabase; video: string; track: MovieTrack }> {
    const place = scratchFolder()
    const video = join(place, 'video.mp4')
    await encodings.encode(video, { count: 60, salt: 12 }, encodings.bPictures)
    const database = await createCase(join(place, 'case'), { reference: 'R 8', examiner: 'Ada' })
    onTestFinished(() => database.close())
    const source = await openFileSource(video)
    const { movie } = await readStructure(source)
    await source.close()
    return { database, video, track: movie.tracks[0]! }
  }
  function mark(database: CaseDatabase, itemId: ItemId, sample: number): void {
    const given = { trackId: 1, firstSample: sample, lastSample: sample, firstTicks: null, lastTicks: null }
    const text = { note: `Sample ${sample}`, tag: '', colour: 'blue' as const }
    database.marks.add(itemId, { ...given, ...text }, { utc: null, origin: null }, 'Ada')
  }
  async function make(
    database: CaseDatabase,
    itemId: ItemId,
    track: MovieTrack,
    at: string,
  ): Promise<{ bytes: Buffer; pages: PdfPageRead[]; refused: (string | null)[] }> {
    const path = database.vault.path(database.items.summary(itemId).sha256)
    const made = await writeSheet(
      { markIds: [], itemIds: [itemId], path: null },
      {
        ...{ database, actor: 'Ada', resourcesFolder, now: () => UtcTime.parse(at) },
        open: () => Promise.resolve({ path, track, laidOut: null }),
      },
      unwatched,
    )
    const bytes = readFileSync(made.path)
    return { bytes, pages: readPdf(bytes), refused: made.pictures.map(({ refused }) => refused) }
  }

  it('made again has the same bytes, but for the time', async () => {
    const { database, video, track } = await madeCase()
    await ingest([video], { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
    const { id } = database.items.list()[0]!
    for (const sample of [3, 20, 41]) mark(database, id, sample)
    const one = await make(database, id, track, '2026-06-01T08:00:00.000Z')
    const same = await make(database, id, track, '2026-06-01T08:00:00.000Z')
    const later = await make(database, id, track, '2026-06-01T08:00:01.000Z')
    expect(same.bytes.equals(one.bytes)).toBe(true)
    expect(later.bytes.equals(one.bytes)).toBe(false)
    expect(textOf(later.pages).replace('08:00:01', '08:00:00')).toBe(textOf(one.pages))
    expect(later.pages.map(({ images }) => images)).toEqual(one.pages.map(({ images }) => images))
  })

  it('has no picture where bytes are missing, and the others all the same', async () => {
    const { database, video, track } = await madeCase()
    const { offset, size } = track.samples
    const gap = ranges([offset[26]!, offset[26]! + size[26]!])
    const { summary } = await takePartial(database, 'partial.mp4', readFileSync(video), gap)
    for (const sample of [3, 26, 30, 55]) mark(database, summary.id, sample)
    const { pages, refused } = await make(database, summary.id, track, '2026-06-01T08:00:00.000Z')
    // Sample 30 depends on 26, which is zeros and no picture at all.
    expect(refused.filter((reason) => reason === null)).toHaveLength(2)
    expect(refused.filter((reason) => reason?.includes('where bytes are missing'))).toHaveLength(1)
    expect(pages.flatMap(({ images }) => images)).toHaveLength(2)
    expect(textOf(pages)).toContain('2 of 4 pictures could not be made')
    expect(textOf(pages)).toContain('bytes missing')
  })
})
