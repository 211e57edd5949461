import { describe, expect, it } from 'vitest'
import type { GeoLocation, MetadataEvent } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { Findings } from '#engine/base/findings.ts'
import { judgeLocation } from '#engine/location/judge-location.ts'
import { collectPositions, mostPositions, positionAt } from '#engine/location/positions.ts'

const at = (second: number): UtcTime =>
  new Date(Date.UTC(2024, 0, 1) + second * 1000).toISOString() as UtcTime
const place = (latitude: number, longitude: number): GeoLocation => ({ latitude, longitude, elevation: null })

const event = (
  second: number,
  location: GeoLocation | null,
  more: Partial<MetadataEvent> = {},
): MetadataEvent => ({
  kind: 'event',
  time: at(second),
  trackId: 2,
  sample: second,
  topic: 'tns1:Monitoring/GeoLocation',
  operation: 'Changed',
  source: [{ name: 'Token', value: 'bus-114' }],
  key: [],
  data: [],
  geoLocation: location,
  ...more,
})

describe('collectPositions', () => {
  it('puts positions in order of time, and passes over all else', () => {
    const findings = new Findings()
    const items = [
      event(2, place(48.2, 2)),
      event(1, place(48.1, 2)),
      event(3, null),
      event(4, place(1, 1), { topic: 'tns1:RuleEngine/Other' }),
    ]
    expect(collectPositions(items, findings)).toEqual([
      { time: at(1), location: place(48.1, 2) },
      { time: at(2), location: place(48.2, 2) },
    ])
    expect(findings.list()).toEqual([])
  })

  it('rejects impossible places, each a finding, the rest as a count', () => {
    const findings = new Findings()
    const items = [
      event(0, place(0, 0)),
      event(1, place(91, 0)),
      event(2, place(0, -180.5)),
      event(3, place(-90, 180)),
    ]
    expect(collectPositions(items, findings)).toHaveLength(1)
    expect(findings.list()).toHaveLength(3)
    expect(findings.list()[0]).toMatchObject({ code: 'position-implausible', severity: 'warning' })
    const many = new Findings()
    expect(
      collectPositions(
        Array.from({ length: 400 }, (_, n) => event(n, place(0, 0))),
        many,
      ),
    ).toEqual([])
    expect(many.list()).toHaveLength(11)
    expect(many.list().at(-1)?.detail).toContain('400 positions')
  })

  it.each([4_999, 5_000, 5_001, 9_999, 123_456])('thins %i points evenly, keeping both ends', (count) => {
    const items = function* () {
      for (let n = 0; n < count; n += 1) yield event(n, place(n / 10_000, 1))
    }
    const track = collectPositions(items(), new Findings())
    expect(track).toHaveLength(Math.min(count, mostPositions))
    expect(track[0]?.time).toBe(at(0))
    expect(track.at(-1)?.time).toBe(at(count - 1))
    const seconds = track.map(({ time }) => (Date.parse(time) - Date.UTC(2024, 0, 1)) / 1000)
    const steps = seconds.slice(1).map((second, index) => second - (seconds[index] ?? 0))
    expect(Math.min(...steps)).toBeGreaterThan(0)
    expect(Math.max(...steps)).toBeLessThanOrEqual(Math.ceil(count / mostPositions) + 4)
  })

  it('keeps the ends of a long track that comes backwards', () => {
    const items = Array.from({ length: 100_000 }, (_, n) => event(100_000 - n, place(n / 10_000, 1)))
    const track = collectPositions(items, new Findings())
    expect([track[0]?.time, track.at(-1)?.time, track.length]).toEqual([at(1), at(100_000), mostPositions])
  })

  it('does not weave the tracks of two receivers into one', () => {
    const findings = new Findings()
    const other = { source: [{ name: 'Token', value: 'bus-7' }] }
    const items = [event(1, place(10, 10), other), event(2, place(48, 2)), event(3, place(48, 2))]
    expect(collectPositions(items, findings)).toHaveLength(2)
    expect(findings.list()).toMatchObject([{ code: 'positions-of-several-receivers', severity: 'info' }])
  })

  it('uses the fixed place where no event told one, unless it is impossible', () => {
    const fixed = {
      time: at(0),
      location: { name: 'Gate', latitude: 48.8584, longitude: 2.2945, altitude: 35 },
    }
    const findings = new Findings()
    expect(collectPositions([], findings, fixed)).toEqual([
      { time: at(0), location: { latitude: 48.8584, longitude: 2.2945, elevation: 35 } },
    ])
    expect(collectPositions([event(1, place(1, 1))], findings, fixed)).toHaveLength(1)
    expect(findings.list()).toEqual([])
    expect(
      collectPositions([], findings, {
        ...fixed,
        location: { ...fixed.location, latitude: 0, longitude: 0 },
      }),
    ).toEqual([])
    expect(findings.list()).toMatchObject([{ code: 'position-implausible' }])
    expect(collectPositions([], findings)).toEqual([])
  })
})

describe('positionAt', () => {
  const track = [10, 20, 30].map((second) => ({ time: at(second), location: place(second, 0) }))

  it.each([
    [9, null],
    [10, 10],
    [19.999, 10],
    [20, 20],
    [1_000, 30],
  ])('at second %d gives the point of second %s', (second, expected) => {
    expect(positionAt(track, at(second))?.location.latitude ?? null).toBe(expected)
  })

  it('compares times by value, not by text', () => {
    const precise = [{ time: '2024-01-01T00:00:00.2405000Z' as UtcTime, location: place(1, 1) }]
    expect(positionAt(precise, '2024-01-01T00:00:00.240Z' as UtcTime)).toBeNull()
    expect(positionAt([], at(0))).toBeNull()
  })
})

describe('judgeLocation', () => {
  it('accepts the edges of the world', () => {
    for (const edge of [place(90, 180), place(-90, -180), place(0, 0.0001), place(51, 0)])
      expect(judgeLocation(edge)).toBeNull()
    expect(judgeLocation(place(Number.NaN, 1))).not.toBeNull()
  })
})
