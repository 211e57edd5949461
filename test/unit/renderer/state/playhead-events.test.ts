import { describe, expect, it } from 'vitest'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { EventTable, placeOf } from '../../../../renderer/state/playhead-events.ts'
import { parseInstant } from '../../../../renderer/state/playhead-time.ts'
import { plainTable, tableOf } from './sample-table.ts'

const origin = parseInstant('2026-05-01T22:00:00.000Z') ?? 0n
const clock = { origin, table: plainTable(100) }

function eventAt(time: string, topic = 'tns1:VideoSource/MotionAlarm'): MetadataEvent {
  return {
    kind: 'event',
    time: time as UtcTime,
    trackId: 2,
    sample: 0,
    topic,
    operation: null,
    source: [],
    key: [],
    data: [],
    geoLocation: null,
  }
}

describe('the place of an event', () => {
  it('is the picture at or before it', () => {
    expect(placeOf(clock, '2026-05-01T22:00:00.040Z')).toEqual({ index: 1, where: 'inside' })
    expect(placeOf(clock, '2026-05-01T22:00:00.0790000Z')).toEqual({ index: 1, where: 'inside' })
  })

  it('is the picture whose time was cut off to the milliseconds of the event', () => {
    // 30000/1001: picture 1 is at .0333666, an event written as .033 belongs to it.
    const ntsc = {
      origin,
      table: tableOf(
        [0, 1001, 2002].map((composition) => ({ composition, duration: 1001 })),
        30_000,
      ),
    }
    expect(placeOf(ntsc, '2026-05-01T22:00:00.033Z')?.index).toBe(1)
    expect(placeOf(ntsc, '2026-05-01T22:00:00.0330000Z')?.index).toBe(0)
  })

  it('says where a time lies outside the recording', () => {
    expect(placeOf(clock, '2026-05-01T21:59:59.000Z')).toEqual({ index: 0, where: 'before' })
    expect(placeOf(clock, '2026-05-01T22:00:03.999Z')).toEqual({ index: 99, where: 'inside' })
    expect(placeOf(clock, '2026-05-01T22:00:04.000Z')).toEqual({ index: 99, where: 'after' })
    expect(placeOf(clock, 'never')).toBeNull()
  })
})

describe('the table of events', () => {
  const times = ['21:59:50.000', '22:00:00.100', '22:00:00.110', '22:00:01.000', '22:00:09.000']
  const table = new EventTable().append(
    times.map((time) => eventAt(`2026-05-01T${time}Z`)),
    5,
    () => clock,
  )

  it('steps to the nearest event of another picture', () => {
    expect(table.next(0, 1)).toBe(1)
    expect(table.next(2, 1)).toBe(3)
    expect(table.next(25, -1)).toBe(2)
    expect(table.next(2, -1)).toBe(0)
    expect(table.next(99, 1)).toBeNull()
    expect(table.next(0, -1)).toBeNull()
  })

  it('knows the current event, never one from outside the recording', () => {
    expect([0, 1, 2, 24, 25, 99].map((picture) => table.currentAt(picture))).toEqual([null, null, 2, 2, 3, 3])
  })

  it('grows without changing what was handed out before', () => {
    const grown = table.append([eventAt('2026-05-01T22:00:10.000Z')], 6, () => clock)
    expect([table.count, grown.count]).toEqual([5, 6])
    expect(table.at(5)).toBeUndefined()
    expect(grown.at(5)?.time).toBe('2026-05-01T22:00:10.000Z')
  })

  it('is in the order of places, where tracks of metadata are corrected by different spans', () => {
    const of = (trackId: number, time: string): MetadataEvent => ({
      ...eventAt(`2026-05-01T${time}Z`),
      trackId,
    })
    const corrected = { origin: origin - 4_000_000n, table: clock.table }
    const clockOf = (trackId: number): typeof clock => (trackId === 3 ? corrected : clock)
    const mixed = new EventTable()
      .append([of(3, '22:00:00.000'), of(2, '22:00:00.040')], 4, clockOf)
      .append([of(2, '22:00:00.120'), of(3, '22:00:00.200')], 4, clockOf)
    const told = Array.from({ length: mixed.count }, (_, at) => [
      mixed.at(at)?.trackId,
      mixed.placeOf(at)?.index,
      mixed.secondsOf(at),
    ])
    expect(told).toEqual([
      [2, 1, 0.04],
      [2, 3, 0.12],
      [3, 10, 0.4],
      [3, 15, 0.6],
    ])
    expect([mixed.next(0, 1), mixed.next(10, 1), mixed.currentAt(12)]).toEqual([0, 3, 2])
  })

  it('leaves to what was handed out the events that it had, though others come between them', () => {
    const of = (trackId: number, time: string): MetadataEvent => ({
      ...eventAt(`2026-05-01T${time}Z`),
      trackId,
    })
    // Of track 3, all is seen 400 ms before its own times.
    const corrected = { origin: origin + 4_000_000n, table: clock.table }
    const clockOf = (trackId: number): typeof clock => (trackId === 3 ? corrected : clock)
    const few = new EventTable().append([of(2, '22:00:00.200'), of(2, '22:00:00.400')], 3, clockOf)
    const [, second] = [few.at(0)!, few.at(1)!]
    const all = few.append([of(3, '22:00:00.500')], 3, clockOf)
    expect([0, 1, 2].map((at) => few.at(at)?.time.slice(20, 23))).toEqual(['200', '400', undefined])
    expect([0, 1, 2].map((at) => all.at(at)?.time.slice(20, 23))).toEqual(['500', '200', '400'])
    expect([few.indexOf(second), all.indexOf(second), all.indexOf({ ...second })]).toEqual([1, 2, -1])
  })

  it('lists events of files without a start time, but places none', () => {
    const timeless = new EventTable().append([eventAt('2026-05-01T22:00:00.100Z')], 1, () => null)
    expect(timeless.count).toBe(1)
    expect(timeless.placeOf(0)).toBeNull()
    expect(timeless.next(0, 1)).toBeNull()
    expect(timeless.currentAt(5)).toBeNull()
  })
})
