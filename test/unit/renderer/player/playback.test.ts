import { describe, expect, it } from 'vitest'
import { PlaybackClock } from '../../../../renderer/features/player/playback.ts'
import type { SampleTable } from '../../../../renderer/state/playhead-samples.ts'
import { plainTable, tableOf } from '../state/sample-table.ts'

/** Plays on a display of 60 Hz with a decoder that is always ready; each picture with the time it came at. */
function play(
  table: SampleTable,
  options: {
    rate?: number
    from?: number
    skipGaps?: boolean
    ms?: number
    lateAt?: number
    end?: number
    keyOnly?: boolean
  } = {},
): { pictures: [index: number, ms: number][]; said: string[]; ended: boolean } {
  const { rate = 1, from = 0, skipGaps = true, ms = 60_000, lateAt = -1, end, keyOnly = false } = options
  const clock = new PlaybackClock(table, {
    ...{ from, now: 0, rate, skipGaps },
    ...(end === undefined ? {} : { end }),
  })
  clock.keyOnly = keyOnly
  const pictures: [number, number][] = [[from, 0]]
  const said: string[] = []
  for (let now = 0; now <= ms; now += 1000 / 60) {
    const tick = clock.tick(now)
    if (tick.skipped) said.push(`skipped ${tick.skipped.seconds} at ${Math.round(now)}`)
    if (tick.waiting && said.at(-1) !== 'waiting') said.push('waiting')
    if (tick.ended) return { pictures, said, ended: true }
    if (tick.due === clock.shown) continue
    // A picture that takes half a second to decode.
    if (tick.due === lateAt && now < 1500) clock.hold(tick.due, now)
    else {
      clock.markShown(tick.due, now)
      pictures.push([tick.due, now])
    }
  }
  return { pictures, said, ended: false }
}

describe('playback', () => {
  it('shows every picture at its own time, whatever the pace of the file', () => {
    const uneven = tableOf([0, 40, 80, 280, 300, 640, 650, 900].map((composition) => ({ composition })))
    const { pictures, ended } = play(uneven)
    expect(pictures.map(([index]) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    for (const [index, ms] of pictures) {
      expect(ms).toBeGreaterThanOrEqual(uneven.timeOf(index) - 0.001)
      expect(ms).toBeLessThan(uneven.timeOf(index) + 2 * 17)
    }
    expect(ended).toBe(true)
  })

  it.each([1 / 16, 1 / 2, 1])('shows every picture at %s times normal speed', (rate) => {
    const { pictures } = play(plainTable(50), { rate })
    expect(pictures.map(([index]) => index)).toEqual(Array.from({ length: 50 }, (_, index) => index))
    expect(pictures.at(-1)?.[1]).toBeCloseTo((49 * 40) / rate, -2)
  })

  it.each([1, 4])('ends after the last picture of a part, whose time it keeps (%s times)', (rate) => {
    const { pictures, ended } = play(plainTable(100), { from: 10, end: 19, rate })
    expect([ended, pictures[0]?.[0], pictures.at(-1)?.[0]]).toEqual([true, 10, 19])
    expect(pictures.some(([index]) => index > 19)).toBe(false)
  })

  it('leaves pictures out at high speed, in time', () => {
    const { pictures } = play(plainTable(1000), { rate: 8 })
    expect(pictures.length).toBeLessThan(350)
    expect(pictures.at(-1)?.[1]).toBeCloseTo((999 * 40) / 8, -2)
  })

  it('waits for a late picture instead of jumping over it', () => {
    const { pictures } = play(plainTable(100), { lateAt: 25 })
    expect(pictures.map(([index]) => index)).toEqual(Array.from({ length: 100 }, (_, index) => index))
    const at = (index: number): number => pictures.find(([one]) => one === index)?.[1] ?? 0
    expect(at(25)).toBeGreaterThanOrEqual(1500)
    // After that the pace is the stored one again.
    expect(at(50) - at(25)).toBeCloseTo(1000, -2)
  })
})

describe('gaps in playback', () => {
  const table = tableOf(
    [
      ...Array.from({ length: 10 }, (_, n) => n * 40),
      ...Array.from({ length: 10 }, (_, n) => 3560 + n * 40),
    ].map((composition) => ({ composition })),
  )

  it('are skipped after a second, and said', () => {
    const { pictures, said } = play(table)
    const at = (index: number): number => pictures.find(([one]) => one === index)?.[1] ?? 0
    expect(at(10) - at(9)).toBeGreaterThan(1000)
    expect(at(10) - at(9)).toBeLessThan(1150)
    expect(at(19) - at(10)).toBeCloseTo(360, -2)
    expect(said[0]).toBe('waiting')
    expect(said[1]).toMatch(/^skipped 3\.16 at /)
  })

  it('are waited out where the user wants that', () => {
    const { pictures, said } = play(table, { skipGaps: false })
    expect(pictures.find(([index]) => index === 10)?.[1]).toBeCloseTo(3560, -2)
    expect(said).toEqual(['waiting'])
  })

  it('are not flown over at high speed', () => {
    const { pictures } = play(table, { rate: 8 })
    const before = pictures.findIndex(([index]) => index === 9)
    expect(before).toBeGreaterThan(0)
    expect((pictures[before + 1]?.[1] ?? 0) - (pictures[before]?.[1] ?? 0)).toBeGreaterThan(3000 / 8)
  })
})

describe('in reverse', () => {
  it('shows every picture for as long as forward, down to the first', () => {
    const uneven = tableOf([0, 40, 80, 280, 300, 640, 650, 900].map((composition) => ({ composition })))
    const { pictures, ended } = play(uneven, { rate: -1, from: 7 })
    expect(pictures.map(([index]) => index)).toEqual([7, 6, 5, 4, 3, 2, 1, 0])
    // The last one lasts 40 ms: from there back to where each picture ends.
    for (const [index, ms] of pictures.slice(1)) {
      expect(ms).toBeGreaterThanOrEqual(940 - uneven.timeOf(index + 1) - 0.001)
      expect(ms).toBeLessThan(940 - uneven.timeOf(index + 1) + 2 * 17)
    }
    expect(ended).toBe(true)
  })

  it.each([-1 / 16, -1 / 2, -1])('shows every picture at %s times normal speed', (rate) => {
    const { pictures } = play(plainTable(50), { rate, from: 49 })
    expect(pictures.map(([index]) => index)).toEqual(Array.from({ length: 50 }, (_, index) => 49 - index))
    expect(pictures.at(-1)?.[1]).toBeCloseTo((49 * 40) / -rate, -2)
  })

  it('keeps order among pictures with the same time', () => {
    const equal = tableOf([0, 40, 40, 40, 80].map((composition) => ({ composition })))
    expect(play(equal, { rate: -1, from: 4 }).pictures.map(([index]) => index)).toEqual([4, 3, 2, 1, 0])
  })

  it.each([-1, -8])('ends at the first picture of a part, whose time it keeps (%s times)', (rate) => {
    const { pictures, ended } = play(plainTable(100), { from: 19, end: 10, rate })
    expect([ended, pictures[0]?.[0], pictures.at(-1)?.[0]]).toEqual([true, 19, 10])
    expect(pictures.some(([index]) => index < 10)).toBe(false)
  })

  it('leaves pictures out at high speed, in time', () => {
    const { pictures } = play(plainTable(1000), { rate: -8, from: 999 })
    expect(pictures.length).toBeLessThan(350)
    expect(pictures.at(-1)?.[1]).toBeCloseTo((999 * 40) / 8, -2)
  })

  it('skips gaps after a second, and waits them out where the user wants that', () => {
    const table = tableOf(
      [
        ...Array.from({ length: 10 }, (_, n) => n * 40),
        ...Array.from({ length: 10 }, (_, n) => 3560 + n * 40),
      ].map((composition) => ({ composition })),
    )
    const skipping = play(table, { rate: -1, from: 19 })
    const at = (pictures: [number, number][], index: number): number =>
      pictures.find(([one]) => one === index)?.[1] ?? 0
    expect(skipping.pictures.map(([index]) => index)).toEqual(Array.from({ length: 20 }, (_, n) => 19 - n))
    expect(at(skipping.pictures, 9) - at(skipping.pictures, 10)).toBeGreaterThan(1000)
    expect(at(skipping.pictures, 9) - at(skipping.pictures, 10)).toBeLessThan(1150)
    expect(skipping.said[1]).toMatch(/^skipped 3\.16 at /)
    const waiting = play(table, { rate: -1, from: 19, skipGaps: false })
    expect(at(waiting.pictures, 9)).toBeCloseTo(3560, -2)
    expect(waiting.said).toEqual(['waiting'])
    // Not flown over at high speed.
    const fast = play(table, { rate: -8, from: 19 }).pictures
    const edge = fast.findIndex(([index]) => index === 10)
    expect(edge).toBeGreaterThan(0)
    expect((fast[edge + 1]?.[1] ?? 0) - (fast[edge]?.[1] ?? 0)).toBeGreaterThan(3000 / 8)
  })

  it('waits for a late picture instead of jumping over it', () => {
    const { pictures } = play(plainTable(100), { lateAt: 75, rate: -1, from: 99 })
    expect(pictures.map(([index]) => index)).toEqual(Array.from({ length: 100 }, (_, index) => 99 - index))
    expect(pictures.find(([one]) => one === 75)?.[1]).toBeGreaterThanOrEqual(1500)
  })
})

describe.each([32, -32])('where only key pictures are due (%s times)', (rate) => {
  // A key picture in every ten, a gap behind picture 204.
  const table = tableOf(
    Array.from({ length: 400 }, (_, n) => ({
      composition: n * 40 + (n > 204 ? 60_000 : 0),
      sync: n % 10 === 0,
    })),
  )
  it('shows these alone, but both sides of a gap and the end of all', () => {
    const { pictures, ended } = play(table, { rate, from: rate > 0 ? 0 : 399, keyOnly: true })
    const shown = pictures.map(([index]) => index)
    expect(ended).toBe(true)
    expect(shown).toEqual(expect.arrayContaining([204, 205, rate > 0 ? 399 : 0]))
    for (const index of shown)
      expect([index % 10, index]).toEqual([[204, 205, 399].includes(index) ? index % 10 : 0, index])
    expect(shown.length).toBeGreaterThan(15)
  })
})
