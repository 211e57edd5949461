// Cameras of one name whose own address is not known are told apart by the recorder that exported them.
import { expect, it } from 'vitest'
import type { UnixMicros } from '#contract/units.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { itemDetail, newCase, utc } from '../../../support/store.ts'
import { ingested } from './ingested.ts'

const start = '2026-05-02T12:00:00.000Z'

/** A recording of “North” that was exported by the unit with this address, reached there. */
function exportedBy(database: CaseDatabase, unitMac: string, unitUrl: string): void {
  const end = utc('2026-05-02T12:00:10.000Z')
  const detail = itemDetail(unitMac + unitUrl, { cameras: ['North'], start: utc(start), end })
  detail.inspection.export = {
    ...{ unitName: 'NVR', unitUrl, unitMac, time: null, operator: '' },
    sources: [{ trackId: 1, name: 'North', url: '', mac: '', line: '' }],
  }
  ingested(database, detail)
}

it('by its address, else by where it is reached, else by what stands for an address', async () => {
  const database = await newCase()
  const [one, two] = ['http://192.0.2.1', 'http://192.0.2.2']
  // No address of a device, though it is written where one should be.
  for (const url of [one, two]) exportedBy(database, '00:00:00:00:00:00', url)
  exportedBy(database, '08-00-27-00-0c-15', one)
  exportedBy(database, '08:00:27:00:0C:15', two)
  exportedBy(database, '08002700FFFE0C15', '')
  const from = (Date.parse(start) * 1_000) as UnixMicros
  const query = { from, to: (from + 60e6) as UnixMicros, columns: 600, first: 0, count: 20, chosen: [] }
  expect(database.lanes.page(query).lanes.map(({ source }) => source)).toEqual([
    'NVR · 080027000C15',
    'NVR · 08002700FFFE0C15',
    'NVR · http://192.0.2.1',
    'NVR · http://192.0.2.2',
  ])
})

it('items are of one camera by one recorder; where only a name is known, that is not sure', async () => {
  const database = await newCase()
  const made = (bytes: string, name: string, mac: string, unitName: string): string => {
    const detail = itemDetail(bytes, {
      cameras: name === '' ? [] : [name],
      start: utc(start),
      end: utc(start),
    })
    detail.inspection.export = {
      ...{ unitName, unitUrl: '', unitMac: '', time: null, operator: '' },
      sources: name === '' ? [] : [{ trackId: 1, name, url: '', mac, line: '' }],
    }
    return ingested(database, detail).summary.id
  }
  const mac = '08:00:27:00:0c:15'
  const [one, again, other] = [
    made('a', 'North', mac, 'X'),
    made('b', 'North', mac, 'X'),
    made('c', 'North', mac, 'Y'),
  ]
  const without = made('d', 'North', '', 'Y')
  const unsure = [made('e', 'North', '', ''), made('f', 'North', '', '')]
  const nameless = made('g', '', '', '')
  ingested(database, itemDetail('none', { start: null, end: null, cameras: ['North'] }))
  const cameras = database.lanes.cameras()
  const told = cameras.map(({ name, recorder, isSure, itemIds }) => [
    name,
    recorder,
    isSure,
    itemIds.toSorted(),
  ])
  expect(told).toEqual([
    ['Nord Süd.mp4', '', false, [nameless]],
    ['North', '', false, unsure.toSorted()],
    ['North', 'X', true, [one, again].toSorted()],
    ['North', 'Y', true, [other]],
    ['North', 'Y', true, [without]],
  ])
  // The same camera by two recorders is one lane.
  expect([new Set(cameras.map(({ key }) => key)).size, cameras[2]?.source]).toEqual([
    4,
    'X, Y · 080027000C15',
  ])
})
