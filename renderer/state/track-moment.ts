// A moment of one track of pictures, found again in another one of the same file.
import type { Inspection } from '#contract/inspection.ts'
import type { Gap, StartTime, Track } from '#contract/track.ts'
import type { SampleTable } from './playhead-samples.ts'
import { instantOfTicks, lastTicksAt, type Instant } from './playhead-time.ts'
import { soundShift } from './sound-shift.ts'

/** What is known of the time of a track; `origin`: UTC of its media timeline, null where the file does not say. */
export type TimedTrack = { table: SampleTable; origin: Instant | null; track: Track }
/** Presentation indexes. */
type Pictures = { wanted: number; markIn: number | null; markOut: number | null }
/** `isInside`: whether there is a picture of that moment, and of the ends of the part; else the nearest, and of an end perhaps none. */
type MomentIn = Pictures & { isInside: boolean }

/** Seconds are known to floating precision: what is this near to the next tick is meant to be that. */
const nearTick = 1e-3

/** A moment, and where it was found in another track. */
type FoundMoment = { moment: Moment; place: MomentIn }
/** A picture of a track. */
type Spot = { from: TimedTrack; picture: number }

/** The moment at which a track stands: of what was not moved since, that which led to it; in and out belong together. */
function momentOf(found: FoundMoment | null, from: TimedTrack, at: Pictures): Moment {
  const isPart = (which: keyof Pictures): boolean => which !== 'wanted'
  const stays = (which: keyof Pictures): boolean => found?.place[which] === at[which]
  const spotOf = (which: keyof Pictures): Spot | null => {
    const isKept = isPart(which) ? stays('markIn') && stays('markOut') : stays(which)
    if (found && isKept) return found.moment.spots[which]
    const picture = at[which]
    return picture === null ? null : { from, picture }
  }
  return new Moment({ wanted: spotOf('wanted'), markIn: spotOf('markIn'), markOut: spotOf('markOut') })
}

class Moment {
  readonly spots: Readonly<Record<keyof Pictures, Spot | null>>

  constructor(spots: Readonly<Record<keyof Pictures, Spot | null>>) {
    this.spots = spots
  }

  /** By UTC where both tracks say it, else as the file lays them beside each other. */
  in(
    to: TimedTrack,
    { startTimes, gaps }: { startTimes: readonly StartTime[]; gaps: readonly Gap[] },
  ): MomentIn {
    const { wanted, markIn, markOut } = this.spots
    const place = (spot: Spot | null): number | null =>
      spot && to.table.atOrBefore(ticksIn(to, startTimes, spot))
    const isThere = (spot: Spot | null): boolean =>
      spot === null || covers(to.table, gaps, ticksIn(to, startTimes, spot))
    // An end that lies outside of this track is none here; in the track that it was set in it is there again. In a gap of this one
    // the part begins behind it, and ends before it; of a part that is wholly in it there is nothing here.
    const first = markIn && beginning(to.table, gaps, ticksIn(to, startTimes, markIn))
    const last = markOut && (isOutside(to.table, ticksIn(to, startTimes, markOut)) ? null : place(markOut))
    const isNothing = first !== null && last !== null && first > last
    return {
      ...{ markIn: isNothing ? null : first, markOut: isNothing ? null : last },
      wanted: place(wanted) ?? 0,
      isInside: [wanted, markIn, markOut].every(isThere),
    }
  }
}

/** What is kept of the moment while tracks of a file are chosen one after the other. */
export class KeptMoment {
  /** Until the track that was chosen is there. */
  #moment: Moment | null = null
  /** Where it was found in the track that is shown: while nobody moved, it is still that moment, however near the picture. */
  #found: FoundMoment | null = null

  /** The moment of what is shown; `from`: null where that is not there yet: then what was looked at before it counts. */
  of(from: TimedTrack | null, at: Pictures): Moment | null {
    return from ? momentOf(this.#found, from, at) : this.#moment
  }

  /** What is kept of it until the track that was chosen is there. */
  keep(moment: Moment): void {
    this.#moment = moment
  }

  /** The track that was chosen is there. */
  find(moment: Moment, to: TimedTrack, inspection: Pick<Inspection, 'startTimes' | 'gaps'>): MomentIn {
    const { startTimes, gaps } = inspection
    const place = moment.in(to, { startTimes, gaps: gaps.filter(({ trackId }) => trackId === to.track.id) })
    this.#found = { moment, place }
    return place
  }

  forget(): void {
    this.#moment = null
    this.#found = null
  }
}

/** Ticks of the other track. */
function ticksIn(to: TimedTrack, startTimes: readonly StartTime[], { from, picture }: Spot): number {
  const { table, origin, track } = to
  const ticks = from.table.timeOf(picture)
  if (origin !== null && from.origin !== null) {
    const instant = instantOfTicks(from.origin, ticks, from.table.timescale)
    return lastTicksAt(origin, instant, table.timescale)
  }
  const seconds = ticks / from.table.timescale + soundShift(track, from.track, startTimes)
  return Math.floor(seconds * table.timescale + nearTick)
}

/** The first picture of a part that begins there; null outside of the track. */
function beginning(table: SampleTable, gaps: readonly Gap[], ticks: number): number | null {
  if (isOutside(table, ticks)) return null
  const picture = table.atOrBefore(ticks)
  return isInGap(gaps, ticks) ? Math.min(picture + 1, table.count - 1) : picture
}

const isInGap = (gaps: readonly Gap[], ticks: number): boolean =>
  gaps.some(({ fromTicks, toTicks }) => fromTicks <= ticks && ticks < toTicks)

function isOutside(table: SampleTable, ticks: number): boolean {
  const last = table.count - 1
  return last < 0 || ticks < table.timeOf(0) || ticks >= table.timeOf(last) + table.lengthOf(last)
}

/** `gaps` of that track, in its ticks. */
const covers = (table: SampleTable, gaps: readonly Gap[], ticks: number): boolean =>
  !isInGap(gaps, ticks) && !isOutside(table, ticks)
