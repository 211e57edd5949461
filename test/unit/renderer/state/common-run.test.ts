// Several recordings played on one clock: all change at once, wait for each other, and go on without one that stands still.
import { describe, expect, it } from 'vitest'
import { CommonRun, type Runner } from '../../../../renderer/state/common-run.ts'
import { pictureAt, type Placement } from '../../../../renderer/state/picture-at.ts'
import type { SampleTable } from '../../../../renderer/state/playhead-samples.ts'
import { plainTable, tableOf } from './sample-table.ts'

const origin = 16_000_000_000_000_000n
const frameMs = 1000 / 60

type Actor = Runner & { shown: number | null; chased: number | null; slow: (now: number) => boolean }

let clock = 0
let nextKey = 0
function actor(table: SampleTable, { startMs = 0, gaps = [] as Placement['gaps'] } = {}): Actor {
  const made: Actor = {
    key: (nextKey += 1),
    placement: { table, origin: origin + BigInt(startMs) * 10_000n, ahead: 0n, gaps },
    ...{ isKnown: true, lags: false, shown: null, chased: null },
    slow: () => false,
    isReady: () => !made.slow(clock),
    commit: (_, index) => ((made.shown = index), index !== null),
    chase: (_, index) => (made.chased = index),
  }
  return made
}

/** Runs for so many milliseconds; `see` looks after each tick. */
function run(
  actors: Actor[],
  ms: number,
  rate = 1,
  see: (at: bigint, now: number) => void = () => undefined,
  turnMs = frameMs,
) {
  const common = new CommonRun(origin, 0)
  let at = origin
  let skips = 0
  for (clock = 0; clock <= ms; clock += turnMs) {
    const state = common.tick(clock, rate, actors)
    at = state.at
    if (state.skipped) skips += 1
    if (state.ended) return { ended: true, seconds: Number(at - origin) / 1e7, skips, common }
    see(at, clock)
  }
  return { ended: false, seconds: Number(at - origin) / 1e7, skips, common }
}

const every = (ms: number, count: number): SampleTable =>
  tableOf(Array.from({ length: count }, (_, index) => ({ composition: index * ms, duration: ms })))

describe('a common run', () => {
  it('shows in each what is valid at the same instant, whatever their rates', () => {
    const actors = [actor(plainTable(100)), actor(every(100, 40)), actor(every(33, 120), { startMs: 500 })]
    const { seconds } = run(actors, 2_000, 1, (at) => {
      for (const { placement, shown } of actors) {
        const valid = placement && pictureAt(placement, at)
        expect(shown).toBe(valid?.kind === 'picture' ? valid.index : null)
      }
    })
    expect(seconds).toBeCloseTo(2, 1)
  })

  it('waits for the slow one, so that all stay in step, and tells its real speed', () => {
    const actors = [actor(plainTable(200)), actor(plainTable(200))]
    // Ready in one of four turns of the display.
    actors[1]!.slow = (now) => Math.round(now / frameMs) % 8 !== 0
    const { seconds, common } = run(actors, 3_000, 1, () => {
      expect(Math.abs((actors[0]?.shown ?? 0) - (actors[1]?.shown ?? 0))).toBeLessThanOrEqual(1)
      expect(actors[1]?.lags).toBe(false)
    })
    expect(seconds).toBeLessThan(2.9)
    expect(common.note(clock)).toMatchObject({ kind: 'slowed' })
  })

  it('passes over no picture at normal speed, however seldom the display turns, and tells its real speed', () => {
    const actors = [actor(plainTable(200)), actor(every(33, 200), { startMs: 15 })]
    const last = actors.map(({ shown }) => shown ?? 0)
    const { seconds, common } = run(
      actors,
      4_000,
      1,
      () => {
        for (const [at, { shown }] of actors.entries()) {
          expect((shown ?? 0) - (last[at] ?? 0)).toBeLessThanOrEqual(1)
          last[at] = shown ?? 0
        }
      },
      90,
    )
    expect(seconds).toBeLessThan(2.5)
    expect(common.note(clock)).toMatchObject({ kind: 'slowed' })
  })

  it('counts what it passes over above normal speed', () => {
    const actors = [actor(plainTable(400)), actor(plainTable(400))]
    let [shown, turns] = [0, 0]
    const { common } = run(
      actors,
      2_000,
      2,
      () => {
        turns += 1
        shown = actors[0]?.shown ?? 0
      },
      70,
    )
    // 140 ms of the recording each turn: 3.5 pictures, of which one is shown.
    expect(shown / turns).toBeCloseTo(3.5, 0)
    expect(common.note(clock)).toEqual({ kind: 'one of', of: 4, keyOnly: false, factor: null })
    const some = run(actors, 2_000, 2, () => undefined, 25)
    expect(some.common.note(clock)).toMatchObject({ kind: 'some of', factor: null })
  })

  it('makes up for a picture that came late', () => {
    const actors = [actor(plainTable(200))]
    actors[0]!.slow = (now) => now % 500 < 70
    const { seconds, common } = run(actors, 4_000)
    expect(seconds).toBeCloseTo(4, 1)
    expect(common.note(clock)).toBeNull()
  })

  it('goes on without one that stands still, says so, and takes it in again when it is there', () => {
    const actors = [actor(plainTable(200)), actor(plainTable(200))]
    actors[1]!.slow = (now) => now > 500 && now < 2_500
    const seen: boolean[] = []
    const { seconds } = run(actors, 4_000, 1, () => seen.push(actors[1]?.lags ?? false))
    expect(seconds).toBeGreaterThan(2.5)
    expect(actors[1]?.chased).toBeGreaterThan(20)
    expect(seen.slice(0, 60)).not.toContain(true)
    expect(seen).toContain(true)
    expect(seen.at(-1)).toBe(false)
    expect(actors[1]?.shown).toBe(actors[0]?.shown)
  })

  it('passes over what nobody recorded, once, and ends when nobody has a picture any more', () => {
    const table = tableOf([0, 40, 80, 60_000, 60_040].map((composition) => ({ composition })))
    const gaps = [{ trackId: 1, fromTicks: 120, toTicks: 60_000 }]
    const { ended, seconds, skips } = run([actor(table, { gaps }), actor(plainTable(20))], 3_000)
    expect({ ended, skips }).toEqual({ ended: true, skips: 1 })
    expect(seconds).toBeCloseTo(60.08, 1)
  })

  it('says of no time that nobody recorded while it is not known of one', () => {
    const table = tableOf([0, 40, 80, 3_000, 3_040].map((composition) => ({ composition })))
    const gaps = [{ trackId: 1, fromTicks: 120, toTicks: 3_000 }]
    const unknown: Actor = { ...actor(plainTable(1)), placement: null, isKnown: false }
    const { ended, seconds, skips } = run([actor(table, { gaps }), unknown], 5_000)
    expect({ ended, skips }).toEqual({ ended: true, skips: 0 })
    expect(seconds).toBeCloseTo(3.07, 1)
    expect(clock).toBeGreaterThan(2_900)
  })

  it('does not pass over a gap in which another one recorded', () => {
    const table = tableOf([0, 40, 3_000].map((composition) => ({ composition })))
    const gaps = [{ trackId: 1, fromTicks: 80, toTicks: 3_000 }]
    const { skips, seconds } = run([actor(table, { gaps }), actor(plainTable(100))], 2_000)
    expect(skips).toBe(0)
    expect(seconds).toBeCloseTo(2, 1)
  })
})
