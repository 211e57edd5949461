// What the timeline asks of objects, and where their times lie on it.
import { expect, it } from 'vitest'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import { objectBarQuery, secondsOfMicros } from '../../../../renderer/state/object-bars.svelte.ts'
import { parseInstant } from '../../../../renderer/state/playhead-time.ts'

const item = '00000000-0000-4000-8000-000000000001' as ItemId
const origin = parseInstant('2026-05-01T21:59:58.500Z') ?? 0n
const source = { itemId: item, trackIds: null, origin }

it('asks for what is in view and half as much again on both sides, a column for each pixel', () => {
  const query = objectBarQuery(source, { from: 100, to: 200, width: 1_000 })!
  expect(query.columns).toBe(2_000)
  expect([secondsOfMicros(origin, query.from), secondsOfMicros(origin, query.to)]).toEqual([
    expect.closeTo(50, 0),
    expect.closeTo(250, 0),
  ])
})

it('asks the same while the view moves by less than a column, and never for nothing', () => {
  const at = (from: number): UnixMicros =>
    objectBarQuery(source, { from, to: from + 100, width: 1_000 })!.from
  expect(at(100.001)).toBe(at(100.002))
  const least = objectBarQuery(source, { from: 5, to: 5, width: 0 })!
  expect(least.to).toBeGreaterThan(least.from)
})

it('asks for nothing where times are beyond what can be asked for', () => {
  const far = { ...source, origin: parseInstant('9999-05-01T21:59:58.500Z') ?? 0n }
  expect(objectBarQuery(far, { from: 0, to: 10, width: 100 })).toBeNull()
})
