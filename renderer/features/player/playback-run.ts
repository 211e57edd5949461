// One playback from start to stop: asks the clock what is due, the decoder what is there, and puts it on the screen.
import type { SampleTable } from '../../state/playhead-samples.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import { directionOf } from '../../state/speeds.ts'
import type { PictureFailure } from './picture-requests.ts'
import type { Closable } from './picture-cache.ts'
import type { PictureSource } from './picture-source.ts'
import { PlaybackClock } from './playback.ts'
import { ShownMeter, type PlaybackNote } from '../../state/shown-meter.ts'

/** How long “gap skipped” stays. */
const skippedNoteMs = 4_000
/** After so long without a picture it is said that one is being decoded. */
const decodingNoteMs = 400
/** Slower than this share of what was asked for, key pictures alone are shown, if they are near enough to each other. */
const tooSlow = 0.8
const longestBetweenKeysSeconds = 0.5
const aheadPlaying = 10

export type RunPlayhead = Pick<Playhead, 'wanted' | 'rate' | 'skipGaps' | 'loop' | 'pause' | 'seekToSample'>

/** Where pictures are shown, and sound is heard. */
export type RunScreen<Frame> = {
  /** Presentation index of the picture that is seen; null where none is. */
  readonly drawn: number | null
  readonly failure: PictureFailure | null
  /** Asks for a picture after a jump. */
  show(index: number): void
  draw(index: number, frame: Frame): void
  fail(failure: PictureFailure): void
  /** The time to be heard; null: silence. */
  hear(media: number | null): void
}

export class PlaybackRun<Frame extends Closable> {
  note: PlaybackNote | null = null
  readonly #table: SampleTable
  readonly #decoder: PictureSource<Frame>
  readonly #playhead: RunPlayhead
  readonly #screen: RunScreen<Frame>
  readonly #meter = new ShownMeter()
  #clock: PlaybackClock | null = null
  #keyOnly = false
  #keySeconds: number | null = null
  /** The picture that the decoder works for, where it must not be led astray by later wishes. */
  #aimed: number | null = null
  #missingSince: number | null = null
  #skippedUntil = 0

  constructor(
    table: SampleTable,
    decoder: PictureSource<Frame>,
    playhead: RunPlayhead,
    screen: RunScreen<Frame>,
  ) {
    this.#table = table
    this.#decoder = decoder
    this.#playhead = playhead
    this.#screen = screen
    decoder.readAhead(aheadPlaying)
  }

  /** Called for each picture of the display. */
  tick(now: number): void {
    const playhead = this.#playhead
    const { loop } = playhead
    if (loop && (playhead.wanted < loop.first || playhead.wanted > loop.last)) this.#beginLoop(loop)
    const clock = this.#clockFor(now)
    // The picture that a jump led to has to be there before time goes on.
    if (this.#screen.drawn !== clock.shown && !this.#screen.failure) {
      this.#miss(now)
      this.#screen.hear(null)
      return clock.hold(clock.shown, now)
    }
    const tick = clock.tick(now)
    if (tick.skipped) {
      this.#meter.clear()
      this.note = { kind: 'skipped', hole: tick.skipped }
      this.#skippedUntil = now + skippedNoteMs
    }
    if (tick.ended && !loop) return playhead.pause()
    if (tick.ended && loop) {
      this.#meter.add(now, 1, this.#table.lengthOf(clock.shown) / this.#table.timescale)
      this.#beginLoop(loop)
      this.#clockFor(now)
      return
    }
    if (tick.due === clock.shown) this.#missingSince = null
    else this.#advance(clock, this.#aim(clock, tick.due, tick.mayDrop), now)
    this.#screen.hear(tick.waiting || clock.rate !== 1 ? null : clock.mediaAt(now))
    if (tick.waiting) this.note = { kind: 'waiting', hole: tick.waiting }
    else if (now > this.#skippedUntil) this.#tell(clock, now)
  }

  #clockFor(now: number): PlaybackClock {
    const playhead = this.#playhead
    const { loop, rate, wanted: from, skipGaps } = playhead
    const direction = directionOf(rate)
    const end = loop
      ? direction === 1
        ? loop.last
        : loop.first
      : direction === 1
        ? this.#table.count - 1
        : 0
    const old = this.#clock
    if (old?.shown === from && old.rate === rate && old.end === end && old.skipGaps === skipGaps) return old
    if (old && old.rate !== rate) this.#showAll()
    // A loop that begins anew is no jump: what was counted still holds.
    if (old) this.#meter.clear()
    this.#aimed = null
    this.#clock = new PlaybackClock(this.#table, { from, now, rate, skipGaps, end })
    this.#clock.keyOnly = this.#keyOnly
    // Also where it is on the screen: another one may be on its way.
    this.#screen.show(from)
    return this.#clock
  }

  /** Time begins anew, also where it is the same picture again. */
  #beginLoop({ first, last }: { first: number; last: number }): void {
    this.#clock = null
    this.#playhead.seekToSample(directionOf(this.#playhead.rate) === 1 ? first : last)
  }

  /**
   * The picture for the decoder to work for. Where another one would make it begin at another place, it first gets the one
   * that it works for: a wish that changed all the time would never be fulfilled.
   */
  #aim(clock: PlaybackClock, due: number, mayDrop: boolean): number {
    if (!mayDrop) return due
    const isOpen = this.#aimed !== null && (this.#aimed - clock.shown) * clock.direction > 0
    if (
      this.#aimed === null ||
      !isOpen ||
      (clock.direction === 1 && this.#startOf(this.#aimed) === this.#startOf(due))
    )
      this.#aimed = due
    return this.#aimed
  }

  #isKey(picture: number): boolean {
    return this.#table.sync[this.#table.decodeIndex(picture)] === 1
  }

  #startOf(picture: number): number | null {
    return this.#table.decodeFrom(this.#table.decodeIndex(picture))
  }

  #advance(clock: PlaybackClock, due: number, now: number): void {
    const decoder = this.#decoder
    decoder.aim(due)
    const before = clock.shown
    // Among key pictures no other is shown that happens to be there: it could not be said what is seen.
    const found = decoder.newest(this.#keyOnly ? due - clock.direction : before, due)
    const failure = found?.index === due ? null : decoder.failureOf(due)
    if (failure) {
      found?.frame.close()
      this.#screen.fail(failure)
    } else if (found) {
      this.#screen.draw(found.index, found.frame)
    } else {
      this.#miss(now)
      // Among key pictures time goes on: the next one is chosen by what is due then.
      if (!this.#keyOnly) clock.hold(due, now)
      return
    }
    const index = failure ? due : (found?.index ?? due)
    if (index === this.#aimed) this.#aimed = null
    this.#missingSince = null
    clock.markShown(index, now)
    const seconds = Math.abs(this.#table.secondsOf(index) - this.#table.secondsOf(before))
    this.#meter.add(now, Math.abs(index - before), seconds, { isKey: this.#keyOnly && this.#isKey(index) })
    this.#playhead.wanted = index
  }

  #miss(now: number): void {
    this.#missingSince ??= now
    if (now - this.#missingSince > decodingNoteMs) this.note = { kind: 'decoding' }
  }

  #tell(clock: PlaybackClock, now: number): void {
    const speed = Math.abs(clock.rate)
    const { factor } = this.#meter
    if (
      !this.#keyOnly &&
      speed > 1 &&
      factor !== null &&
      factor < speed * tooSlow &&
      this.#keysAreNear(speed)
    ) {
      this.#keyOnly = clock.keyOnly = true
      this.#aimed = null
      this.#meter.clear()
      this.#decoder.readAhead(0)
    }
    if (this.#missingSince === null || now - this.#missingSince <= decodingNoteMs)
      this.note = this.#meter.note(now, speed)
  }

  #showAll(): void {
    if (this.#keyOnly) this.#decoder.readAhead(aheadPlaying)
    this.#keyOnly = false
  }

  /** Whether key pictures follow each other closely enough at this speed, and are not all pictures. */
  #keysAreNear(speed: number): boolean {
    this.#keySeconds ??= secondsBetweenKeys(this.#table)
    return this.#keySeconds / speed <= longestBetweenKeysSeconds
  }
}

/** On average; infinite where there are too few of them, or nothing but them. */
function secondsBetweenKeys(table: SampleTable): number {
  const keys = table.sync.reduce((sum, one) => sum + one, 0)
  if (keys < 2 || keys === table.count) return Number.POSITIVE_INFINITY
  return (table.secondsOf(table.count - 1) - table.secondsOf(0)) / keys
}
