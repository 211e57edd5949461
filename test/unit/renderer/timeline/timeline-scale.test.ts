import { describe, expect, it } from 'vitest'
import {
  clampView,
  follow,
  pan,
  ticksOf,
  toSeconds,
  toX,
  zoomAround,
} from '../../../../renderer/features/timeline/timeline-scale.ts'
import { parseInstant } from '../../../../renderer/state/playhead-time.ts'

const bounds = { from: -1, to: 99 }

describe('the scale', () => {
  it('maps seconds to pixels and back', () => {
    const view = { from: 10, to: 20 }
    expect(toX(view, 500, 15)).toBe(250)
    expect(toSeconds(view, 500, 250)).toBe(15)
  })

  it('zooms around the pointer, never out of the recording', () => {
    const view = zoomAround(bounds, bounds, 24, 2)
    expect(view).toEqual({ from: 11.5, to: 61.5 })
    expect(toX(view, 1000, 24)).toBeCloseTo(toX(bounds, 1000, 24), 9)
    expect(zoomAround(view, bounds, 24, 1e-9)).toEqual(bounds)
    const closest = zoomAround(view, bounds, 24, 1e12)
    expect(closest.to - closest.from).toBeCloseTo(0.05, 9)
  })

  it('stays within the recording when moved', () => {
    expect(pan({ from: 10, to: 20 }, bounds, 1000)).toEqual({ from: 89, to: 99 })
    expect(pan({ from: 10, to: 20 }, bounds, -1000)).toEqual({ from: -1, to: 9 })
    expect(clampView({ from: -500, to: 500 }, bounds)).toEqual(bounds)
  })

  it('turns the page when the playhead leaves it', () => {
    const view = { from: 10, to: 20 }
    expect(follow(view, bounds, 15)).toBe(view)
    expect(follow(view, bounds, 20.5)).toEqual({ from: 19.5, to: 29.5 })
  })
})

describe('ticks', () => {
  const origin = parseInstant('2026-05-01T21:59:58.500Z')

  it('are on round times of day', () => {
    expect(ticksOf({ from: 0, to: 20 }, 500, origin).map(({ label, seconds }) => [label, seconds])).toEqual([
      ['22:00:00', 1.5],
      ['22:00:05', 6.5],
      ['22:00:10', 11.5],
      ['22:00:15', 16.5],
    ])
  })

  it('go over midnight, and into milliseconds', () => {
    const late = parseInstant('2026-05-01T23:59:00.000Z')
    expect(ticksOf({ from: 0, to: 120 }, 240, late).map(({ label }) => label)).toEqual([
      '23:59',
      '2026-05-02',
      '00:01',
    ])
    expect(
      ticksOf({ from: 1.5, to: 1.51 }, 1000, origin)
        .map(({ label }) => label)
        .slice(0, 3),
    ).toEqual(['22:00:00.000', '22:00:00.001', '22:00:00.002'])
    expect(ticksOf({ from: 0, to: 86_400 * 30 }, 500, late)[0]?.label).toMatch(/^2026-05-\d\d$/)
  })

  it('are media times without an origin', () => {
    expect(ticksOf({ from: -1, to: 11 }, 500, null).map(({ label }) => label)).toEqual([
      '00:00:00',
      '00:00:05',
      '00:00:10',
    ])
  })

  it('keep their distance at every zoom', () => {
    for (let length = 0.05; length < 1e9; length *= 3.7) {
      const view = { from: 3, to: 3 + length }
      const ticks = ticksOf(view, 1200, origin)
      expect(ticks.length).toBeLessThanOrEqual(200)
      for (let i = 1; i < ticks.length && length < 3e8; i += 1) {
        expect(
          toX(view, 1200, ticks[i]?.seconds ?? 0) - toX(view, 1200, ticks[i - 1]?.seconds ?? 0),
        ).toBeGreaterThan(95)
      }
    }
  })
})
