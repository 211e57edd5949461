// A sheet made again of the same marks has the same bytes, but for the time at which it was made.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { unwatched } from '#engine/base/progress.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { writeSheet } from '#engine/report/write-sheet.ts'
import { createCase } from '#engine/store/case-database.ts'
import { UtcTime } from '#contract/units.ts'
import { scratchFolder } from '../support/made-export.ts'
import { readPdf, textOf } from '../support/pdf-reader.ts'
import * as encodings from '../support/zoo/encode.ts'
import { hasFfmpeg } from './isobmff-ffmpeg.ts'

const resourcesFolder = join(import.meta.dirname, '..', '..', 'resources')

it.skipIf(!hasFfmpeg)('a sheet made again has the same bytes', { timeout: 120_000 }, async () => {
  const place = scratchFolder()
  const video = join(place, 'video.mp4')
  await encodings.encode(video, { count: 60, salt: 12 }, encodings.bPictures)
  const database = await createCase(join(place, 'case'), { reference: 'R 8', examiner: 'Ada' })
  try {
    await ingest([video], { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
    const [{ id, sha256 } = { id: null, sha256: null }] = database.items.list()
    if (id === null) throw new Error('nothing was taken in')
    const path = database.vault.path(sha256)
    const source = await openFileSource(path)
    const { movie } = await readStructure(source)
    await source.close()
    for (const sample of [3, 20, 41]) {
      const given = { trackId: 1, firstSample: sample, lastSample: sample, firstTicks: null, lastTicks: null }
      const text = { note: `Sample ${sample}`, tag: '', colour: 'blue' as const }
      database.marks.add(id, { ...given, ...text }, { utc: null, origin: null }, 'Ada')
    }
    const make = async (at: string): Promise<Buffer> => {
      const made = await writeSheet(
        { markIds: [], itemIds: [id], path: null },
        {
          ...{ database, actor: 'Ada', resourcesFolder, now: () => UtcTime.parse(at) },
          open: () => Promise.resolve({ path, track: movie.tracks[0]!, laidOut: null }),
        },
        unwatched,
      )
      return readFileSync(made.path)
    }
    const [one, same, later] = [
      await make('2026-06-01T08:00:00.000Z'),
      await make('2026-06-01T08:00:00.000Z'),
      await make('2026-06-01T08:00:01.000Z'),
    ]
    expect(same.equals(one)).toBe(true)
    expect(later.equals(one)).toBe(false)
    const [first, second] = [readPdf(one), readPdf(later)]
    expect(textOf(second).replace('08:00:01', '08:00:00')).toBe(textOf(first))
    expect(second.map(({ images }) => images)).toEqual(first.map(({ images }) => images))
  } finally {
    database.close()
  }
})
