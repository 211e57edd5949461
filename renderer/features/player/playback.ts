// Playback by stored times, forward and in reverse: which picture is due when, without any nominal frame rate. No clock of its own.
import { holeAfter, longestWaitSeconds, type Hole } from '../../state/playhead-gaps.ts'
import type { SampleTable } from '../../state/playhead-samples.ts'
import { directionOf, mayPassOver, type Direction } from '../../state/speeds.ts'

/** A picture that is late by more than this makes the clock wait instead of jump. */
const lateSeconds = 0.12
/** Against rounding where a picture begins. */
const slackSeconds = 1e-6

export type Tick = {
  /** The last picture that is due and may be shown: the one to aim the decoder at. */
  due: number
  /** Whether pictures between the one shown and `due` may be left out. */
  mayDrop: boolean
  /** A hole that was just jumped over. */
  skipped: Hole | null
  /** A hole that is being waited out. */
  waiting: Hole | null
  ended: boolean
}

/**
 * The media clock of one playback. `now` is in milliseconds of any steady clock. Media time advances with `rate`,
 * backwards where that is negative, is held while a picture is not decoded, and jumps over holes. In either direction
 * each picture is there for the same time: in reverse it begins where it ends.
 */
export class PlaybackClock {
  readonly #table: SampleTable
  readonly rate: number
  readonly direction: Direction
  readonly skipGaps: boolean
  /** The picture after which it ends. */
  readonly end: number
  /** Picture shown last. */
  shown: number
  /** Only key pictures are due: for speeds at which the others cannot be decoded in time. */
  keyOnly = false
  #anchorMs = 0
  #anchorSeconds = 0

  constructor(
    table: SampleTable,
    options: { from: number; now: number; rate: number; skipGaps: boolean; end?: number },
  ) {
    this.#table = table
    this.rate = options.rate
    this.direction = directionOf(options.rate)
    this.skipGaps = options.skipGaps
    const last = table.count - 1
    this.end = Math.min(options.end ?? (this.direction === 1 ? last : 0), last)
    this.shown = options.from
    this.#anchor(options.from, options.now)
  }

  /** Seconds of the media timeline at `now`. */
  mediaAt(now: number): number {
    return this.#anchorSeconds + ((now - this.#anchorMs) / 1000) * this.rate
  }

  tick(now: number): Tick {
    const table = this.#table
    const { direction, end, shown } = this
    const mayDrop = mayPassOver(table, this.rate)
    const none = { mayDrop, skipped: null, waiting: null }
    const media = this.mediaAt(now)
    if ((end - shown) * direction <= 0) {
      return { ...none, due: end, ended: (media - this.#finishOf(end)) * direction >= 0 }
    }
    const hole = this.#holeAhead(shown)
    if (hole && (this.#beginOf(shown + direction) - media) * direction > 0) {
      return this.#inHole(hole, now, none)
    }
    let due = table.atOrBefore((media + direction * slackSeconds) * table.timescale)
    if (!mayDrop && (due - shown) * direction > 1) due = shown + direction
    if ((due - end) * direction > 0) due = end
    // A hole between here and there is not to be flown over unseen.
    for (let p = shown + direction; (due - p) * direction > 0; p += direction) if (this.#holeAhead(p)) due = p
    if (this.keyOnly && due !== end && !this.#holeAhead(due)) due = this.#keyBefore(due)
    return { ...none, due: (due - shown) * direction > 0 ? due : shown, ended: false }
  }

  /** Tells that picture `index` is on the screen since `now`. */
  markShown(index: number, now: number): void {
    this.shown = index
    const late = (this.mediaAt(now) - this.#beginOf(index)) * this.direction
    if (late > this.#staySeconds(index) + lateSeconds * Math.max(1, Math.abs(this.rate)))
      this.#anchor(index, now)
  }

  /** The due picture is not decoded yet: media time does not pass it. */
  hold(index: number, now: number): void {
    if ((this.mediaAt(now) - this.#beginOf(index)) * this.direction > 0) this.#anchor(index, now)
  }

  /** The key picture nearest to `due` that is not beyond it; the one shown where there is none in between. */
  #keyBefore(due: number): number {
    const table = this.#table
    let key = due
    while (key !== this.shown && table.sync[table.decodeIndex(key)] !== 1) key -= this.direction
    return key
  }

  /** The hole between picture `p` and the one that is shown after it. */
  #holeAhead(p: number): Hole | null {
    if (this.direction === 1) return holeAfter(this.#table, p)
    return p > 0 ? holeAfter(this.#table, p - 1) : null
  }

  /** How long picture `p` stays, holes left out. */
  #staySeconds(p: number): number {
    const table = this.#table
    const hole = holeAfter(table, p)
    const ticks = p + 1 < table.count ? table.ticksToNext(p) : table.lengthOf(p)
    return ticks / table.timescale - (hole?.seconds ?? 0)
  }

  /** Where in media time picture `p` begins to be shown, and where that is over. */
  #beginOf(p: number): number {
    const start = this.#table.secondsOf(p)
    return this.direction === 1 ? start : start + this.#staySeconds(p)
  }

  #finishOf(p: number): number {
    const start = this.#table.secondsOf(p)
    return this.direction === 1 ? start + this.#table.lengthOf(p) / this.#table.timescale : start
  }

  #inHole(hole: Hole, now: number, none: { mayDrop: boolean; skipped: null; waiting: null }): Tick {
    const { direction, shown } = this
    const speed = Math.abs(this.rate)
    const stays = this.#staySeconds(shown) / speed
    const waited = ((this.mediaAt(now) - this.#beginOf(shown)) * direction) / speed
    if (this.skipGaps && waited >= stays + longestWaitSeconds) {
      this.#anchor(shown + direction, now)
      return { ...none, due: shown + direction, skipped: hole, ended: false }
    }
    return { ...none, due: shown, waiting: waited > stays ? hole : null, ended: false }
  }

  #anchor(index: number, now: number): void {
    this.#anchorMs = now
    this.#anchorSeconds = this.#beginOf(index)
  }
}
