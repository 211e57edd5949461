// How well the time of a track is known: uncertainty, the edit that can be read two ways, and origins that disagree.
import { describe, expect, it } from 'vitest'
import { TrackTiming } from '#contract/track.ts'
import type { StampSummary, TimeOrigin } from '#contract/track.ts'
import { Findings } from '#engine/base/findings.ts'
import { filetime, formatUtc, parseUtc } from '#engine/base/time.ts'
import type { CollectedStamps } from '#engine/bitstream/stamp-collector.ts'
import type { TimedTrack } from '#engine/exportfile/start-times.ts'
import { compareOrigins, describeTiming, moveTiming } from '#engine/exportfile/timing.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { trackOf } from '#test/support/nal-file.ts'

const start = parseUtc('2026-05-01T12:00:00Z') ?? filetime(0n)
const seconds = (count: number): bigint => BigInt(Math.round(count * 1e7))

const timed = (origin: TimeOrigin, ahead = 0, trackId = 1): TimedTrack => ({
  trackId,
  origin,
  time: filetime(start + seconds(ahead)),
})

/** Pictures from `firstTime` on, in ticks of 12,800 a second, with the edits given. */
function pictures(firstTime: number, mediaTimes: readonly number[]): MovieTrack {
  const track = trackOf([1, 2, 3].map((size) => ({ offset: size * 100, size })))
  track.samples.compositionOffset.fill(firstTime)
  track.edits.push(...mediaTimes.map((mediaTime) => ({ segmentDuration: 1_000, mediaTime, rate: 1 })))
  return track
}

const stamps = (ahead: number, summary: Partial<StampSummary> = {}): CollectedStamps => ({
  trackId: 1,
  origin: filetime(start + seconds(ahead)),
  problems: [],
  summary: {
    stamped: 100,
    unstamped: 0,
    firstUnstamped: [],
    unit: 'microseconds',
    locked: 100,
    discontinuities: 0,
    first: '2026-05-01T12:00:00.000Z' as StampSummary['first'],
    last: '2026-05-01T12:00:04.000Z' as StampSummary['last'],
    greatestDriftMicros: 0,
    timeSource: null,
    ...summary,
  },
})

describe('the timing of a track', () => {
  it.each<[TimeOrigin, number | null]>([
    ['cstb', 1],
    ['corrected cstb', 1],
    ['sumi', 1],
    ['misb', 250],
    ['metadata', null],
    ['mvhd', null],
  ])('%s is uncertain by %s µs', (origin, micros) => {
    const [timing] = describeTiming(
      [pictures(0, [])],
      [timed(origin)],
      [stamps(0, { greatestDriftMicros: 250 })],
    )
    expect(timing).toMatchObject({
      trackId: 1,
      origin,
      utc: formatUtc(start),
      uncertaintyMicros: micros,
      editAmbiguity: null,
    })
    expect(TrackTiming.safeParse(timing).error).toBeUndefined()
  })

  it('nothing known is nothing said', () => {
    expect(describeTiming([pictures(0, [])], [], [])).toEqual([
      { trackId: 1, utc: null, origin: null, uncertaintyMicros: null, editAmbiguity: null, stamps: null },
    ])
  })

  it('the edit of pictures out of order leaves two readings, of what an exporter wrote only', () => {
    const [timing] = describeTiming([pictures(1_024, [-1, 1_024])], [timed('cstb')], [])
    expect(timing?.editAmbiguity).toEqual({ micros: 80_000, alternative: '2026-05-01T11:59:59.920Z' })
    expect(timing?.uncertaintyMicros).toBe(80_000)
    expect(describeTiming([pictures(1_024, [1_024])], [timed('misb')], [])[0]?.editAmbiguity).toBeNull()
  })

  it.each<[string, number, number[]]>([
    ['an edit that skips pictures', 1_024, [2_048]],
    ['no skip', 1_024, [0]],
    ['an empty edit alone', 1_024, [-1]],
    ['no edit', 1_024, []],
  ])('%s leaves no doubt', (_, first, edits) => {
    expect(describeTiming([pictures(first, edits)], [timed('cstb')], [])[0]?.editAmbiguity).toBeNull()
  })

  it.each<[TimeOrigin, TimeOrigin, number[], number]>([
    ['cstb', 'corrected cstb', [1_024], 1_024],
    ['corrected cstb', 'cstb', [], 0],
    // The edit skips pictures, which leaves no doubt, and is known without them.
    ['cstb', 'corrected cstb', [2_048], 2_048],
    ['misb', 'corrected cstb', [1_024], 1_024],
    ['corrected cstb', 'misb', [1_024], 1_024],
  ])('without samples %s becomes %s as it would with them', (before, after, edits, editMediaTime) => {
    const track = pictures(1_024, edits)
    const seen = [stamps(0, { greatestDriftMicros: 250 })]
    const [known] = describeTiming([track], [timed(before)], seen)
    const later = timed(after, 3)
    const moved = moveTiming([known!], [{ id: 1, timescale: track.timescale, editMediaTime }], [later])
    expect(moved).toEqual(describeTiming([track], [later], seen))
  })

  it('of a time that no exporter wrote, the doubt about an edit stays open', () => {
    const [known] = describeTiming([pictures(1_024, [2_048])], [timed('misb')], [])
    const [moved] = moveTiming(
      [known!],
      [{ id: 1, timescale: 12_800, editMediaTime: 2_048 }],
      [timed('cstb')],
    )
    expect([moved?.uncertaintyMicros, moved?.editAmbiguity?.micros]).toEqual([160_000, 160_000])
  })

  it('stamps stand with the track that bears them', () => {
    const other = { ...pictures(0, []), id: 2 }
    const timing = describeTiming([pictures(0, []), other], [timed('misb'), timed('misb', 0, 2)], [stamps(0)])
    expect(timing.map((entry) => entry.stamps?.stamped ?? null)).toEqual([100, null])
  })
})

describe('origins compared', () => {
  const codes = (times: TimedTrack[], collected: CollectedStamps): string[] => {
    const findings = new Findings()
    compareOrigins(times, [collected], findings)
    return findings.list().map(({ code }) => code)
  }

  it('up to a second is nothing', () => {
    expect(codes([timed('cstb')], stamps(0.9))).toEqual([])
    expect(codes([timed('cstb')], stamps(-1))).toEqual([])
  })

  it('more is told, either way', () => {
    expect(codes([timed('cstb')], stamps(1.1))).toEqual(['start-times-disagree'])
    expect(codes([timed('sumi')], stamps(-3_600))).toEqual(['start-times-disagree'])
  })

  it.each([18, 27, 37, -37, 18.4, 28.999_918])('%s s looks like leap seconds', (ahead) => {
    expect(codes([timed('cstb')], stamps(ahead))).toEqual(['start-times-disagree', 'stamp-leap-seconds'])
  })

  it('only where the difference is constant, and seen more than once', () => {
    expect(codes([timed('cstb')], stamps(37, { greatestDriftMicros: 600_000 }))).toEqual([
      'start-times-disagree',
    ])
    expect(codes([timed('cstb')], stamps(37, { stamped: 1 }))).toEqual(['start-times-disagree'])
  })

  it('a correction differs on purpose, metadata and mvhd state nothing of the export', () => {
    expect(codes([timed('corrected cstb', 50), timed('metadata', 50), timed('mvhd', 50)], stamps(0))).toEqual(
      [],
    )
    expect(codes([timed('corrected cstb', 50), timed('cstb')], stamps(0))).toEqual([])
    expect(codes([timed('cstb')], { trackId: 1, summary: null, origin: null, problems: [] })).toEqual([])
  })
})
