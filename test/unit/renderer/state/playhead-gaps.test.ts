import { describe, expect, it } from 'vitest'
import { gaps as gapsOf, shownGaps } from '#engine/isobmff/gaps.ts'
import { SampleTableBuilder } from '#engine/isobmff/sample-table.ts'
import { seededRandom } from '#test/support/random.ts'
import { coverage, holeAfter } from '../../../../renderer/state/playhead-gaps.ts'
import { plainTable, tableOf, type Row } from './sample-table.ts'

describe('holes', () => {
  it('are neither usual pauses nor the end', () => {
    const table = plainTable(5)
    for (let p = 0; p < 5; p += 1) expect(holeAfter(table, p)).toBeNull()
  })

  it('tells a gap from a picture that is stored as lasting long', () => {
    const gap = tableOf([
      { composition: 0 },
      { composition: 40 },
      { composition: 3280 },
      { composition: 3320 },
    ])
    expect(holeAfter(gap, 1)).toEqual({ after: 1, seconds: 3.2, kind: 'gap' })
    const long = tableOf([
      { composition: 0 },
      { composition: 40, duration: 3240 },
      { composition: 3280 },
      { composition: 3320 },
    ])
    expect(holeAfter(long, 1)).toMatchObject({ kind: 'long picture' })
    expect(holeAfter(long, 1)?.seconds).toBeCloseTo(3.16, 6)
  })

  it('does not take one picture a second for holes', () => {
    const slow = tableOf([0, 1000, 2000, 3000].map((composition) => ({ composition, duration: 1000 })))
    expect([0, 1, 2].map((p) => holeAfter(slow, p))).toEqual([null, null, null])
  })
})

describe('coverage', () => {
  const gap = (
    fromTicks: number,
    toTicks: number,
  ): { trackId: number; fromTicks: number; toTicks: number } => ({ trackId: 1, fromTicks, toTicks })

  it('is all there is between the gaps, to scale', () => {
    const table = tableOf([
      { composition: 80 },
      { composition: 120 },
      { composition: 3360 },
      { composition: 3400 },
    ])
    expect(coverage(table, [gap(160, 3360)])).toEqual({
      recorded: [
        { from: 0.08, to: 0.16 },
        { from: 3.36, to: 3.44 },
      ],
      missing: [{ from: 0.16, to: 3.36 }],
      unsought: null,
    })
  })

  it('does not call recorded what lies behind more gaps than were looked for', () => {
    const times = Array.from({ length: 20_100 }, (_, at) => 40 * (at + (at >> 1)))
    const table = tableOf(times.map((time) => ({ composition: time, decode: time })))
    const found = Array.from({ length: 10_000 }, (_, at) => gap(120 * at + 80, 120 * at + 120))
    const { recorded, missing, unsought } = coverage(table, found)
    expect([recorded.length, missing.length, missing.at(-1)?.to]).toEqual([10_000, 10_000, 1_200])
    expect(unsought).toEqual({ from: 1_200, to: 1_205.96 })
  })

  it('shows a gap where pictures are missing, though they are decoded earlier than shown', () => {
    const table = tableOf([
      { composition: 80, decode: 0 },
      { composition: 120, decode: 40 },
      { composition: 3360, decode: 3280 },
      { composition: 3400, decode: 3320 },
    ])
    expect(coverage(table, [gap(80, 3280)])).toMatchObject({
      recorded: [
        { from: 0.08, to: 0.16 },
        { from: 3.36, to: 3.44 },
      ],
      missing: [{ from: 0.16, to: 3.36 }],
      unsought: null,
    })
  })

  it('tidies up gaps that overlap, run backwards or lie outside', () => {
    const table = plainTable(100)
    const { missing, recorded } = coverage(table, [
      gap(2000, 1000),
      gap(500, 900),
      gap(400, 600),
      gap(-50, -10),
      gap(9000, 9999),
    ])
    expect(missing).toEqual([
      { from: 0.4, to: 0.6 },
      { from: 0.6, to: 0.9 },
    ])
    expect(recorded).toEqual([
      { from: 0, to: 0.4 },
      { from: 0.9, to: 4 },
    ])
  })
})

describe('the lanes of the engine', () => {
  it('have gaps where the timeline of the recording has them, whatever the order of its pictures', () => {
    const dice = seededRandom(118)
    let [reordered, found] = [0, 0]
    for (let round = 0; round < 200; round += 1) {
      const builder = new SampleTableBuilder({ left: 1_000 })
      const rows: Row[] = []
      let decode = dice(3) * 400
      for (let at = 0; at < 30; at += 1) {
        if (dice(6) === 0) decode += dice(3_000)
        const duration = dice(20) === 0 ? dice(3_000) : 40
        const later = dice(4) * 40
        builder.nextTime = decode
        builder.push(at * 10, 10, later, duration, true, 0)
        rows.push({ decode, composition: decode + later, duration })
        decode += duration
      }
      const [stored, table] = [builder.build(), tableOf(rows)]
      const told = gapsOf(stored, 1_000).map(({ fromTicks, toTicks }) => ({ trackId: 1, fromTicks, toTicks }))
      const shown = shownGaps(stored, told).map(({ fromTicks, toTicks }) => ({
        from: fromTicks / 1_000,
        to: toTicks / 1_000,
      }))
      const { missing } = coverage(table, told)
      expect(shown).toEqual(missing)
      found += missing.length
      reordered += missing.filter(({ from }) =>
        told.every(({ fromTicks }) => fromTicks !== from * 1_000),
      ).length
    }
    expect(found).toBeGreaterThan(500)
    expect(reordered).toBeGreaterThan(200)
  })
})
