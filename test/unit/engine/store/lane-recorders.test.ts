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
