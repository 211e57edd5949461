// Which start time counts: corrected by a later seal, then `cstb`, `sumi`, the first seal, metadata, `mvhd`; all are kept.
import { describe, expect, it } from 'vitest'
import type { SealReport } from '#contract/seal.ts'
import { statedForBoth } from '#contract/start-statements.ts'
import { filetime, formatUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import {
  bestStartTime,
  formatStartTimes,
  parseStartTimes,
  resolveStartTimes,
  startsOutsideCalendar,
} from '#engine/exportfile/start-times.ts'
import type { TimeClues } from '#engine/exportfile/start-times.ts'

const hour = 36_000_000_000n
const base = 133_540_000_000_000_000n
/** The n-th hour of a day, so that every clue tells another time. */
const at = (hours: number): Filetime => filetime(base + BigInt(hours) * hour)

const seal = (
  index: number,
  status: SealReport['status'],
  ...times: [trackId: number, hours: number][]
): SealReport =>
  ({
    index,
    status,
    trust: 'not-checked',
    correctedStartTimes: times.map(([trackId, hours]) => ({ trackId, utc: formatUtc(at(hours)) })),
  }) as unknown as SealReport

const sumi = { startTime: at(3) } as TimeClues['info']['sumi']
const all: TimeClues = {
  info: { cstb: [{ trackId: 1, startTime: at(2) }], sumi },
  seals: [seal(0, 'intact', [1, 4]), seal(1, 'intact', [1, 1])],
  metadata: [{ trackId: 1, time: at(5) }],
  creationTime: at(6),
}
const nothing: TimeClues = { info: { cstb: [], sumi: null }, seals: [], metadata: [], creationTime: null }
const resolved = (clues: TimeClues, tracks = [1]): [number, string, bigint][] =>
  resolveStartTimes(tracks, clues).map(({ trackId, origin, time }) => [trackId, origin, (time - base) / hour])

describe('precedence', () => {
  it('keeps all, the best first', () => {
    expect(resolved(all)).toEqual([
      [1, 'corrected cstb', 1n],
      [1, 'cstb', 2n],
      [1, 'sumi', 3n],
      [1, 'cstb', 4n],
      [1, 'metadata', 5n],
      [1, 'mvhd', 6n],
    ])
  })

  it.each<[string, Partial<TimeClues>, string, bigint]>([
    ['no correction', { seals: [seal(0, 'intact', [1, 4])] }, 'cstb', 2n],
    ['no cstb in meta', { seals: [], info: { cstb: [], sumi } }, 'sumi', 3n],
    [
      'neither: the first seal’s',
      { seals: [seal(0, 'intact', [1, 4])], info: { cstb: [], sumi: null } },
      'cstb',
      4n,
    ],
    ['nothing but metadata', { seals: [], info: { cstb: [], sumi: null } }, 'metadata', 5n],
    ['nothing but mvhd', { seals: [], info: { cstb: [], sumi: null }, metadata: [] }, 'mvhd', 6n],
  ])('%s', (_, clues, origin, hours) => {
    expect(resolved({ ...all, ...clues })[0]).toEqual([1, origin, hours])
  })

  it('stamps in the video come before metadata and after all that the file states', () => {
    const stamps = [{ trackId: 1, time: at(9) }]
    expect(resolved({ ...all, stamps }).map(([, origin]) => origin)).toEqual([
      'corrected cstb',
      'cstb',
      'sumi',
      'cstb',
      'misb',
      'metadata',
      'mvhd',
    ])
    expect(resolved({ ...all, seals: [], info: { cstb: [], sumi: null }, stamps })[0]).toEqual([
      1,
      'misb',
      9n,
    ])
    expect(resolved({ ...nothing, stamps }, [1, 2])).toEqual([
      [1, 'misb', 9n],
      [2, 'misb', 9n],
    ])
  })

  it('nothing at all is nothing', () => {
    expect(resolved(nothing)).toEqual([])
    expect(bestStartTime([], 1)).toBeUndefined()
  })
})

describe('corrections', () => {
  const corrected = (...seals: SealReport[]): string | undefined => resolved({ ...all, seals })[0]?.[1]

  it('the last intact seal that corrects counts', () => {
    const seals = [
      seal(0, 'intact'),
      seal(1, 'intact', [1, 10]),
      seal(2, 'intact', [1, 11]),
      seal(3, 'intact'),
    ]
    expect(resolved({ ...all, seals })[0]).toEqual([1, 'corrected cstb', 11n])
  })

  it.each(['broken', 'unsupported', 'empty'] as const)('a seal that is %s corrects nothing', (status) => {
    expect(corrected(seal(0, 'intact'), seal(1, status, [1, 10]))).toBe('cstb')
  })

  it('a signer who is known not to be trusted is listed behind what the file said before', () => {
    for (const trust of ['untrusted', 'expired', 'not-yet-valid', 'revoked'] as const) {
      const seals = [seal(0, 'intact', [1, 4]), { ...seal(1, 'intact', [1, 1]), trust }]
      expect(resolved({ ...all, seals }).map(([, origin]) => origin)).toEqual([
        'cstb',
        'sumi',
        'cstb',
        'metadata',
        'mvhd',
        'corrected cstb',
      ])
    }
    expect(
      resolved({ ...all, seals: [seal(0, 'intact'), { ...seal(1, 'intact', [1, 1]), trust: 'trusted' }] })[0],
    ).toEqual([1, 'corrected cstb', 1n])
  })

  it('an untrusted seal takes no trusted correction away, and superseded ones are kept', () => {
    const seals = [
      seal(0, 'intact'),
      { ...seal(1, 'intact', [1, 10]), trust: 'trusted' as const },
      { ...seal(2, 'intact', [1, 11]), trust: 'trusted' as const },
      { ...seal(3, 'intact', [1, 12]), trust: 'untrusted' as const },
    ]
    const times = resolved({ ...all, seals })
    expect(times[0]).toEqual([1, 'corrected cstb', 11n])
    expect(times.slice(-2)).toEqual([
      [1, 'corrected cstb', 12n],
      [1, 'corrected cstb', 10n],
    ])
  })

  it('the first seal corrects nobody: what it says is the statement itself', () => {
    expect(corrected(seal(0, 'intact', [1, 10]))).toBe('cstb')
  })

  it('a sumi of zero says nothing', () => {
    const zero = { startTime: filetime(0n) } as TimeClues['info']['sumi']
    expect(resolved({ ...nothing, info: { cstb: [], sumi: zero } })).toEqual([])
  })
})

describe('several tracks', () => {
  it('each has its own entry, or else the first one', () => {
    const info = {
      cstb: [
        { trackId: 2, startTime: at(2) },
        { trackId: 3, startTime: at(3) },
      ],
      sumi: null,
    }
    expect(resolved({ ...nothing, info }, [1, 2, 3])).toEqual([
      [1, 'cstb', 2n],
      [2, 'cstb', 2n],
      [3, 'cstb', 3n],
    ])
  })

  it('the best time of a track is its first', () => {
    const times = resolveStartTimes([1, 2], all)
    expect(bestStartTime(times, 2)).toMatchObject({ trackId: 2, origin: 'corrected cstb' })
    expect(formatStartTimes(times)[0]).toEqual({
      trackId: 1,
      utc: formatUtc(at(1)),
      origin: 'corrected cstb',
      own: true,
    })
  })

  it('knows which tracks a statement names, and which only use it; one on the whole file names none', () => {
    const info = { cstb: [{ trackId: 2, startTime: at(2) }], sumi }
    const times = resolveStartTimes([1, 2], { ...all, info })
    const told = formatStartTimes(times).map(({ trackId, origin, own }) => [trackId, origin, own])
    expect(told).toEqual([
      [1, 'corrected cstb', true],
      [1, 'cstb', false],
      [1, 'sumi', false],
      [1, 'cstb', true],
      [1, 'metadata', true],
      [1, 'mvhd', false],
      [2, 'corrected cstb', false],
      [2, 'cstb', true],
      [2, 'sumi', false],
      [2, 'cstb', false],
      [2, 'metadata', false],
      [2, 'mvhd', false],
    ])
    expect(parseStartTimes(formatStartTimes(times))).toEqual(times)
    // What earlier versions stored stays as it was.
    const old = [{ trackId: 1, utc: formatUtc(at(1))!, origin: 'cstb' as const }]
    expect(formatStartTimes(parseStartTimes(old))).toEqual(old)
  })

  it('what is no date counts as not stated, and is told by itself', () => {
    const cstb = [
      { trackId: 1, startTime: at(2) },
      { trackId: 2, startTime: filetime(2n ** 63n) },
    ]
    const clues = { ...nothing, info: { cstb, sumi: null }, seals: [seal(0, 'intact', [1, 4], [2, 5])] }
    const times = resolveStartTimes([1, 2], clues)
    expect(times.map(({ trackId, time, own }) => [trackId, (time - base) / hour, own])).toEqual([
      ...[
        [1, 2n, true],
        [1, 4n, true],
      ],
      ...[
        [2, 2n, false],
        [2, 5n, true],
      ],
    ])
    // What one source says of one track is never held against what another source says of the other.
    const stated = statedForBoth(formatStartTimes(times), 1, 2)
    expect(stated).toEqual({ from: formatUtc(at(4)), to: formatUtc(at(5)) })
    expect(startsOutsideCalendar([1, 2, 3], clues)).toEqual([{ trackId: 2, time: 2n ** 63n, origin: 'cstb' }])
    const late = filetime(2n ** 63n)
    expect(startsOutsideCalendar([1], { ...nothing, creationTime: late })).toMatchObject([{ origin: 'mvhd' }])
    expect(resolveStartTimes([1], { ...nothing, creationTime: late })).toEqual([])
    expect(formatStartTimes([{ trackId: 1, time: late, origin: 'cstb' }])).toEqual([])
  })
})
