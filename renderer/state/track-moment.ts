// A moment of one track of pictures, found again in another one of the same file.
import type { Gap, StartTime, Track } from '#contract/track.ts'
import type { SampleTable } from './playhead-samples.ts'
import { instantOfTicks, lastTicksAt, type Instant } from './playhead-time.ts'
import { soundShift } from './sound-shift.ts'

/** What is known of the time of a track; `origin`: UTC of its media timeline, null where the file does not say. */
export type TimedTrack = { table: SampleTable; origin: Instant | null; track: Track }
/** Presentation indexes. */
type Pictures = { wanted: number; markIn: number | null; markOut: number | null }
/** `isInside`: whether there is a picture of that moment, and of the ends of the part; else the nearest ones. */
export type MomentIn = Pictures & { isInside: boolean }

/** Seconds are known to floating precision: what is this near to the next tick is meant to be that. */
const nearTick = 1e-3

/** A moment, and where it was found in another track. */
export type FoundMoment = { moment: Moment; place: MomentIn }

/** The moment at which a track stands: that which led to it where nobody moved since. */
export function momentOf(found: FoundMoment | null, from: TimedTrack, at: Pictures): Moment {
  const place = found?.place
  const isThere = place?.wanted === at.wanted && place.markIn === at.markIn && place.markOut === at.markOut
  return found && isThere ? found.moment : new Moment(from, at)
}

export class Moment {
  readonly #from: TimedTrack
  readonly #pictures: Pictures

  constructor(from: TimedTrack, pictures: Pictures) {
    this.#from = from
    this.#pictures = pictures
  }

  /** By UTC where both tracks say it, else as the file lays them beside each other. */
  in(
    to: TimedTrack,
    { startTimes, gaps }: { startTimes: readonly StartTime[]; gaps: readonly Gap[] },
  ): MomentIn {
    const { wanted, markIn, markOut } = this.#pictures
    const ticksOf = (picture: number): number => this.#ticksIn(to, startTimes, picture)
    const place = (picture: number | null): number | null =>
      picture === null ? null : to.table.atOrBefore(ticksOf(picture))
    return {
      ...{ wanted: place(wanted) ?? 0, markIn: place(markIn), markOut: place(markOut) },
      isInside: [wanted, markIn, markOut].every(
        (picture) => picture === null || covers(to.table, gaps, ticksOf(picture)),
      ),
    }
  }

  /** Ticks of the other track. */
  #ticksIn({ table, origin, track }: TimedTrack, startTimes: readonly StartTime[], picture: number): number {
    const from = this.#from
    const ticks = from.table.timeOf(picture)
    if (origin !== null && from.origin !== null) {
      const instant = instantOfTicks(from.origin, ticks, from.table.timescale)
      return lastTicksAt(origin, instant, table.timescale)
    }
    const seconds = ticks / from.table.timescale + soundShift(track, from.track, startTimes)
    return Math.floor(seconds * table.timescale + nearTick)
  }
}

/** `gaps` of that track, in its ticks. */
function covers(table: SampleTable, gaps: readonly Gap[], ticks: number): boolean {
  if (gaps.some(({ fromTicks, toTicks }) => fromTicks <= ticks && ticks < toTicks)) return false
  const last = table.count - 1
  return last >= 0 && ticks >= table.timeOf(0) && ticks < table.timeOf(last) + table.lengthOf(last)
}
