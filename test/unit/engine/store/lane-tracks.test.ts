// A lane says that an item on it has several tracks of pictures, of which it shows the first.
import { expect, it } from 'vitest'
import type { UnixMicros } from '#contract/units.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { fakeTrack } from '../../../support/fake-item.ts'
import { itemDetail, newCase, utc } from '../../../support/store.ts'
import { ingested } from './ingested.ts'

const start = '2026-05-02T12:00:00.000Z'
const from = (Date.parse(start) * 1_000) as UnixMicros
const query = { from, to: (from + 60e6) as UnixMicros, columns: 600, first: 0, count: 20, chosen: [] }

/** `samples` of each track of pictures. */
function add(database: CaseDatabase, name: string, cameras: string[], samples: number[]): void {
  const end = utc('2026-05-02T12:00:10.000Z')
  const detail = itemDetail(name, { cameras, start: utc(start), end })
  const pictures = samples.map((count, at) =>
    fakeTrack({ id: at + 1, samples: count, startTime: utc(start) }),
  )
  detail.inspection.tracks = [...pictures, fakeTrack({ id: 9, kind: 'audio' })]
  ingested(database, detail)
}

const tracksOf = (database: CaseDatabase): [string, number][] =>
  database.lanes.page(query).lanes.map(({ name, pictureTracks }) => [name, pictureTracks])

it('by the item with the most, and also of items that came after the first look', async () => {
  const database = await newCase()
  add(database, 'one', ['Hall'], [10])
  add(database, 'empty', ['Door'], [10, 0])
  add(database, 'two', ['Gate', 'Yard'], [10, 20])
  expect(tracksOf(database)).toEqual([
    ['Door', 1],
    ['Gate, Yard', 2],
    ['Hall', 1],
  ])
  add(database, 'three', ['Hall'], [5, 5, 5])
  expect(tracksOf(database)).toEqual([
    ['Door', 1],
    ['Gate, Yard', 2],
    ['Hall', 3],
  ])
})
