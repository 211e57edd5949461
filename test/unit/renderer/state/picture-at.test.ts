// Which picture is valid at an instant of the common clock: with a recorder that is wrong, with gaps, with pictures of any length.
import { describe, expect, it } from 'vitest'
import type { Gap } from '#contract/track.ts'
import {
  goesOnAt,
  instantOfPicture,
  nearestPicture,
  pictureAt,
  type Placement,
} from '../../../../renderer/state/picture-at.ts'
import { parseInstant, type Instant } from '../../../../renderer/state/playhead-time.ts'
import { seededRandom } from '../../../support/random.ts'
import { groupedTable, plainTable, tableOf } from './sample-table.ts'

const instant = (text: string): Instant => {
  const at = parseInstant(`2026-05-01T${text}Z`)
  if (at === null) throw new Error(text)
  return at
}
const noon = instant('12:00:00.000')
const gap = (fromTicks: number, toTicks: number): Gap => ({ trackId: 1, fromTicks, toTicks })
const place = (changes: Partial<Placement> = {}): Placement => ({
  ...{ table: plainTable(25), origin: noon, ahead: 0n, gaps: [] },
  ...changes,
})
const shown = (at: Placement, text: string): unknown => pictureAt(at, instant(text))

describe('the picture at an instant', () => {
  it('is the last one at or before it, from its first 100 ns to its last', () => {
    expect(shown(place(), '12:00:00.040')).toEqual({ kind: 'picture', index: 1 })
    expect(shown(place(), '12:00:00.0399999')).toEqual({ kind: 'picture', index: 0 })
    expect(shown(place(), '12:00:00.0799999')).toEqual({ kind: 'picture', index: 1 })
  })

  it('has none before the first and after the end of the last, and says when', () => {
    expect(shown(place(), '11:59:59.9999999')).toEqual({ kind: 'before', starts: noon })
    expect(shown(place(), '12:00:00.9999999')).toEqual({ kind: 'picture', index: 24 })
    expect(shown(place(), '12:00:01.000')).toEqual({ kind: 'after', ended: instant('12:00:01.000') })
    expect(pictureAt(place({ table: tableOf([]) }), noon)).toEqual({ kind: 'before', starts: noon })
  })

  it('is that of the recorded time, where the recorder was ahead or behind', () => {
    const ahead = place({ ahead: 23_450_000n })
    expect(shown(ahead, '11:59:57.655')).toEqual({ kind: 'picture', index: 0 })
    expect(shown(ahead, '11:59:57.6549999')).toEqual({ kind: 'before', starts: instant('11:59:57.655') })
    expect(instantOfPicture(ahead, 1)).toBe(instant('11:59:57.695'))
    expect(shown(place({ ahead: -10_000_000n }), '12:00:01.040')).toEqual({ kind: 'picture', index: 1 })
  })

  it('is none where a picture is over behind more gaps than were looked for', () => {
    const rows = Array.from({ length: 20_100 }, (_, at) => ({ composition: 40 * (at + (at >> 1)) }))
    const table = tableOf(rows)
    const found = Array.from({ length: 10_000 }, (_, at) => gap(120 * at + 80, 120 * at + 120))
    const holed = place({ table, gaps: found })
    expect(shown(holed, '12:20:00.080')).toMatchObject({ kind: 'gap', next: 20_002 })
    expect(shown(holed, '12:20:00.0799999')).toEqual({ kind: 'picture', index: 20_001 })
    // Where all was looked through, only what was found is a gap.
    expect(shown(place({ table, gaps: found.slice(1) }), '12:20:00.080')).toEqual({
      kind: 'picture',
      index: 20_001,
    })
  })

  it('is none in a gap, which begins when the picture before it is over', () => {
    const table = tableOf([0, 40, 80, 5_000, 5_040].map((composition) => ({ composition })))
    const holed = place({ table, gaps: [gap(120, 5_000)] })
    expect(shown(holed, '12:00:00.1199999')).toEqual({ kind: 'picture', index: 2 })
    const none = {
      ...{ kind: 'gap', from: instant('12:00:00.120'), to: instant('12:00:05.000') },
      next: 3,
    }
    expect(shown(holed, '12:00:00.120')).toEqual(none)
    expect(shown(holed, '12:00:04.9999999')).toEqual(none)
    expect(shown(holed, '12:00:05.000')).toEqual({ kind: 'picture', index: 3 })
  })

  it('is shown to its end although the gap, told by decoding times, begins while it is', () => {
    // Shown two pictures later than decoded, as with B-pictures.
    const table = tableOf([80, 200, 120, 160, 5_080, 5_120].map((composition) => ({ composition })))
    const holed = place({ table, gaps: [gap(160, 5_000)] })
    expect(shown(holed, '12:00:00.2399999')).toEqual({ kind: 'picture', index: 3 })
    expect(shown(holed, '12:00:00.240')).toMatchObject({ kind: 'gap', to: instant('12:00:05.080') })
    expect(shown(holed, '12:00:05.0799999')).toMatchObject({ kind: 'gap' })
    expect(shown(holed, '12:00:05.080')).toEqual({ kind: 'picture', index: 4 })
  })

  it('is none in a gap that the recorder wrote as one long picture', () => {
    const rows = [0, 40, 80, 5_000, 5_040].map((composition) => ({
      ...{ composition, duration: composition === 80 ? 4_920 : 40 },
    }))
    const holed = place({ table: tableOf(rows), gaps: [gap(120, 5_000)] })
    expect(shown(holed, '12:00:00.1199999')).toEqual({ kind: 'picture', index: 2 })
    expect(shown(holed, '12:00:00.120')).toEqual({
      ...{ kind: 'gap', from: instant('12:00:00.120'), to: instant('12:00:05.000') },
      next: 3,
    })
    // Where the engine found none, it is what the file says: a long picture.
    expect(shown(place({ table: tableOf(rows) }), '12:00:04.000')).toEqual({ kind: 'picture', index: 2 })
  })

  it('lasts until the next where the engine found no gap: a long picture, a late one', () => {
    const table = tableOf([0, 40, 2_000, 2_053].map((composition) => ({ composition })))
    expect(shown(place({ table }), '12:00:01.900')).toEqual({ kind: 'picture', index: 1 })
    expect(shown(place({ table }), '12:00:02.0529999')).toEqual({ kind: 'picture', index: 2 })
  })

  it('is at every instant what a plain search says, also with B-pictures and odd timescales', () => {
    const dice = seededRandom(44)
    for (let round = 0; round < 40; round += 1) {
      const grouped = groupedTable(3, 7, round % 2 === 0)
      const timescale = [1_000, 12_800, 90_000, 30_000][round % 4] ?? 1_000
      const table = tableOf(
        [...grouped.compositionTime].map((time) => ({ composition: time * 7 + dice(3) })),
        timescale,
      )
      const ahead = BigInt(dice(50_000_000) - 25_000_000)
      const one = place({ table, ahead })
      const begins = Array.from({ length: table.count }, (_, index) => instantOfPicture(one, index))
      for (let look = 0; look < 20; look += 1) {
        const at = noon - ahead + BigInt(dice(20_000_000))
        const found = pictureAt(one, at)
        const plain = begins.findLastIndex((begin) => begin <= at)
        if (found.kind === 'picture') expect(found.index).toBe(plain)
        else expect(found.kind === 'before' ? plain === -1 : plain === table.count - 1).toBe(true)
      }
      for (const begin of begins)
        expect(pictureAt(one, begin)).toEqual({ kind: 'picture', index: begins.lastIndexOf(begin) })
    }
  })
})

it('what comes next is known where there is nothing now', () => {
  const table = tableOf([0, 40, 5_000].map((composition) => ({ composition })))
  const holed = place({ table, gaps: [gap(80, 5_000)] })
  const nearest = (text: string): unknown => nearestPicture(holed, pictureAt(holed, instant(text)))
  expect(['11:59:00.000', '12:00:00.050', '12:00:01.000', '12:30:00.000'].map(nearest)).toEqual([0, 1, 2, 2])
  const on = (text: string): unknown => goesOnAt(holed, pictureAt(holed, instant(text)))
  expect(on('11:59:00.000')).toBe(noon)
  expect(on('12:00:01.000')).toBe(instant('12:00:05.000'))
  expect(on('12:30:00.000')).toBeNull()
})
