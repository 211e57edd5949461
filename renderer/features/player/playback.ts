// Playback by stored times: which picture is due when, without any nominal frame rate. No clock of its own.
import { holeAfter, longestWaitSeconds, type Hole } from '../../state/playhead-gaps.ts'
import type { SampleTable } from '../../state/playhead-samples.ts'

/** A picture that is late by more than this makes the clock wait instead of jump. */
const lateSeconds = 0.12
/** Displays cannot be relied on to show more pictures a second than this. */
const displayRate = 50

/** What playback says while it runs. Counts are of the last second. */
export type PlaybackNote =
  | { kind: 'skipped'; hole: Hole }
  | { kind: 'waiting'; hole: Hole }
  /** Of `due` pictures `shown` were shown. */
  | { kind: 'dropping'; shown: number; due: number }
  /** Decoding is slower than asked for: every picture is shown, later than due. `factor`: the real speed. */
  | { kind: 'slowed'; factor: number }

export type Tick = {
  /** The last picture that is due and may be shown: the one to aim the decoder at. */
  due: number
  /** Whether earlier pictures than `due` may be left out. */
  mayDrop: boolean
  /** A hole that was just jumped over. */
  skipped: Hole | null
  /** A hole that is being waited out. */
  waiting: Hole | null
  ended: boolean
}

/**
 * The media clock of one playback. `now` is in milliseconds of any steady clock. Media time advances with `rate`,
 * is held while a picture is not decoded, and jumps over holes.
 */
export class PlaybackClock {
  readonly #table: SampleTable
  readonly rate: number
  readonly #skipGaps: boolean
  /** The picture after which it ends. */
  readonly last: number
  /** Picture shown last. */
  shown: number
  #anchorMs: number
  #anchorSeconds: number

  constructor(
    table: SampleTable,
    options: { from: number; now: number; rate: number; skipGaps: boolean; last?: number },
  ) {
    this.#table = table
    this.rate = options.rate
    this.#skipGaps = options.skipGaps
    this.last = Math.min(options.last ?? table.count - 1, table.count - 1)
    this.shown = options.from
    this.#anchorMs = options.now
    this.#anchorSeconds = table.secondsOf(options.from)
  }

  /** Seconds of the media timeline at `now`. */
  mediaAt(now: number): number {
    return this.#anchorSeconds + ((now - this.#anchorMs) / 1000) * this.rate
  }

  tick(now: number): Tick {
    const table = this.#table
    const mayDrop = this.rate > 1 || (table.timescale / table.usualDuration) * this.rate > displayRate
    const { last } = this
    const media = this.mediaAt(now)
    const none = { mayDrop, skipped: null, waiting: null }
    if (this.shown >= last) {
      return {
        ...none,
        due: last,
        ended: media >= table.secondsOf(last) + table.lengthOf(last) / table.timescale,
      }
    }
    const hole = holeAfter(table, this.shown)
    if (hole && media < table.secondsOf(this.shown + 1)) return this.#inHole(hole, now, none)
    let due = table.atOrBefore(media * table.timescale + 1e-6 * table.timescale)
    if (!mayDrop) due = Math.min(due, this.shown + 1)
    due = Math.min(due, last)
    // A hole between here and there is not to be flown over unseen.
    for (let p = this.shown + 1; p < due; p += 1) if (holeAfter(table, p)) due = p
    return { ...none, due: Math.max(due, this.shown), ended: false }
  }

  /** Tells that picture `index` is on the screen since `now`. */
  markShown(index: number, now: number): void {
    this.shown = index
    const late = this.mediaAt(now) - this.#table.secondsOf(index)
    const length = this.#table.lengthOf(index) / this.#table.timescale
    if (late > length + lateSeconds * Math.max(1, this.rate)) this.#anchor(index, now)
  }

  /** The due picture is not decoded yet: media time does not pass it. */
  hold(index: number, now: number): void {
    if (this.mediaAt(now) > this.#table.secondsOf(index)) this.#anchor(index, now)
  }

  #inHole(hole: Hole, now: number, none: { mayDrop: boolean; skipped: null; waiting: null }): Tick {
    const table = this.#table
    const picture = (table.ticksToNext(hole.after) / table.timescale - hole.seconds) / this.rate
    const waited =
      (now - this.#anchorMs) / 1000 - (table.secondsOf(hole.after) - this.#anchorSeconds) / this.rate
    if (this.#skipGaps && waited >= picture + longestWaitSeconds) {
      this.#anchor(hole.after + 1, now)
      return { ...none, due: hole.after + 1, skipped: hole, ended: false }
    }
    return { ...none, due: hole.after, waiting: waited > picture ? hole : null, ended: false }
  }

  #anchor(index: number, now: number): void {
    this.#anchorMs = now
    this.#anchorSeconds = this.#table.secondsOf(index)
  }
}

/** Counts what was shown and what was due over the last second. */
export class DropMeter {
  #marks: { ms: number; due: number; shown: number; media: number }[] = []
  #due = 0
  #shown = 0

  /** `passed`: pictures from the one shown before to this one, 1 where none was left out. */
  add(now: number, passed: number, mediaSeconds: number): void {
    this.#due += passed
    this.#shown += 1
    this.#marks.push({ ms: now, due: this.#due, shown: this.#shown, media: mediaSeconds })
    while ((this.#marks[0]?.ms ?? now) < now - 1000) this.#marks.shift()
  }

  /** What there is to say at `now`, if anything. */
  note(rate: number): PlaybackNote | null {
    const first = this.#marks[0]
    const last = this.#marks.at(-1)
    if (!first || !last || last.ms - first.ms < 500) return null
    const due = last.due - first.due
    const shown = last.shown - first.shown
    if (due > shown) return { kind: 'dropping', shown, due }
    const factor = (last.media - first.media) / ((last.ms - first.ms) / 1000)
    return factor < rate * 0.9 ? { kind: 'slowed', factor } : null
  }

  clear(): void {
    this.#marks = []
  }
}
