// A gap lies on the lane of its camera where ffprobe says that pictures are missing, though they are stored in another order: of
// what is taken in, and of a case of an earlier version once its originals were read again.
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { LanePart } from '#contract/lanes.ts'
import type { UnixMicros } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { isUnfinished, reindexUnfinished } from '#engine/ingest/index-metadata.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import { caseFolder } from '#engine/store/case-folder.ts'
import { suiteFolder } from '../support/evidence.ts'
import { take } from '../support/ingest.ts'
import { makeOlder } from '../support/older-case.ts'
import { bPictures, encode, remux } from '../support/zoo/encode.ts'
import { readPackets } from '../support/zoo/packets.ts'
import { addHole } from '../support/zoo/rewrite.ts'

const folder = suiteFolder()
const start = Date.parse('2026-05-01T12:00:00Z') * 1_000
const timescale = 12_800
const frame = timescale / 25

function gapsOf(database: CaseDatabase): [number, number][] {
  const query = { from: start as UnixMicros, to: (start + 120e6) as UnixMicros, columns: 4_000 }
  const { lanes } = database.lanes.page({ ...query, first: 0, count: 9, chosen: [] })
  return lanes
    .flatMap(({ parts }): LanePart[] => parts)
    .filter(({ kind }) => kind === 'gap')
    .map(({ from, to }) => [from - start, to - start])
}

it('lies where pictures are missing, and is moved there in a case of an earlier version', async () => {
  const [raw, plain, file] = ['raw.mp4', 'plain.mp4', 'hole.mp4'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await encode(raw, { count: 150, salt: 9 }, bPictures)
  await remux(raw, plain, [
    ...['-movflags', 'empty_moov+default_base_moof+frag_keyframe'],
    ...['-metadata', 'creation_time=2026-05-01T12:00:00Z'],
  ])
  addHole(plain, file, 3, 40 * timescale)
  const times = (await readPackets(file)).map(({ time }) => time).sort((a, b) => a - b)
  const after = times.findIndex((time, at) => time - (times[at - 1] ?? time) > 2 * frame)
  const micros = (ticks: number): number => (ticks * 1e6) / timescale
  const missing = [[micros((times[after - 1] ?? 0) + frame), micros(times[after] ?? 0)]]

  const root = join(folder, 'case')
  const database = await createCase(root, { reference: 'Lanes', examiner: 'Ada' })
  const { items } = await take(database, [file])
  expect(items[0]?.status).toBe('ingested')
  expect([gapsOf(database), isUnfinished(database)]).toEqual([missing, false])
  database.close()

  makeOlder(caseFolder(root).database, 90)
  const older = await openCase(root, { actor: 'Ada' })
  const decoded = gapsOf(older)
  expect(decoded).not.toEqual(missing)
  expect(Math.abs((decoded[0]?.[0] ?? 0) - (missing[0]?.[0] ?? 0))).toBeLessThan(200_000)
  expect(isUnfinished(older)).toBe(true)
  expect((await reindexUnfinished(older, unwatched)).failed).toEqual([])
  expect([gapsOf(older), isUnfinished(older)]).toEqual([missing, false])
  older.close()
})
