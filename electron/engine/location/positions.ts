// Where the camera was over time: from events tns1:Monitoring/GeoLocation (ONVIF Core 8.9.11), else the one place in
// `loci` (ONVIF EFF 26.06 5.4, which is the place of the camera's view).
import type { Location } from '#contract/inspection.ts'
import type { MetadataItem, Position } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import type { Findings } from '#engine/base/findings.ts'
import { quote } from '#engine/base/findings.ts'
import { parseUtc, unixMicrosFromFiletime } from '#engine/base/time.ts'
import { judgeLocation } from './judge-location.ts'
import { TrackThinner } from './track-thinner.ts'

/** As many points as a track has at most (contract of `inspect`). */
export const mostPositions = 5_000

export const positionTopic = 'tns1:Monitoring/GeoLocation'
const clause = 'ONVIF Core 8.9.11'
const mostReceivers = 16
const oneByOne = 10

export type PositionTrack = {
  /** Takes any item; all but position events pass by. */
  add(item: MetadataItem): void
  /** Points in order of time. `fixed`: the file's `loci` and the time from which it holds, used where no event told a place. */
  finish(fixed: { location: Location; time: UtcTime } | null): Position[]
}

/**
 * Collects positions as items stream by, in flat memory; impossible ones become findings `position-implausible`. Events of
 * several receivers (Source items) are kept apart: the one with the most points is the camera's track, the others a finding.
 */
export function createPositionTrack(findings: Findings): PositionTrack {
  const receivers = new Map<string, TrackThinner>()
  let rejected = 0
  const reject = (what: string, reason: string): void => {
    rejected += 1
    if (rejected > oneByOne) return
    findings.add('position-implausible', 'warning', `${what} is not used: ${reason}.`, { clause })
  }

  return {
    add(item) {
      if (item.kind !== 'event' || item.topic !== positionTopic || !item.geoLocation) return
      const reason = judgeLocation(item.geoLocation)
      if (reason) {
        reject(`The position of ${item.time} in sample ${item.sample} of track ${item.trackId}`, reason)
        return
      }
      // The track tells two tracks' cameras apart where the events carry no token.
      const name = `${item.trackId} ${item.source.map(({ value }) => value.slice(0, 64)).join(' ')}`
      let thinner = receivers.get(name)
      if (!thinner && receivers.size < mostReceivers)
        receivers.set(name, (thinner = new TrackThinner(mostPositions)))
      thinner?.add(microsOf(item.time), { time: item.time, location: item.geoLocation })
    },
    finish(fixed) {
      if (rejected > oneByOne) {
        const detail = `${rejected} positions in all are not used; the first ${oneByOne} are listed.`
        findings.add('position-implausible', 'warning', detail, { clause })
      }
      if (receivers.size === 0) return fixed ? fixedPosition(fixed.location, fixed.time, reject) : []
      return largest(receivers, findings).finish()
    },
  }
}

function fixedPosition(
  { latitude, longitude, altitude }: Location,
  time: UtcTime,
  reject: (what: string, reason: string) => void,
): Position[] {
  const location = { latitude, longitude, elevation: altitude }
  const reason = judgeLocation(location)
  if (reason) reject('The place in “loci”', reason)
  return reason ? [] : [{ time, location }]
}

function largest(receivers: ReadonlyMap<string, TrackThinner>, findings: Findings): TrackThinner {
  const [first, ...others] = [...receivers].sort(([, one], [, other]) => other.added - one.added)
  if (!first) return new TrackThinner(mostPositions)
  if (others.length > 0) {
    const detail = `Positions of ${receivers.size} receivers are told; only those of ${quote(first[0])} (track, token) are shown.`
    findings.add('positions-of-several-receivers', 'info', detail, { clause })
  }
  return first[1]
}

/** All positions of a list of items at once. */
export function collectPositions(
  items: Iterable<MetadataItem>,
  findings: Findings,
  fixed: { location: Location; time: UtcTime } | null = null,
): Position[] {
  const track = createPositionTrack(findings)
  for (const item of items) track.add(item)
  return track.finish(fixed)
}

/** The last position at or before a time; null before the first one. `track` is in order of time. */
export function positionAt(track: readonly Position[], time: UtcTime): Position | null {
  const wanted = microsOf(time)
  let low = 0
  let high = track.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const position = track[middle]
    if (position && microsOf(position.time) <= wanted) low = middle + 1
    else high = middle
  }
  return track[low - 1] ?? null
}

function microsOf(time: UtcTime): number {
  const parsed = parseUtc(time)
  return parsed === null ? 0 : unixMicrosFromFiletime(parsed)
}
