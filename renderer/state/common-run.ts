// Playing several recordings on one clock: time goes on only when each of them has the picture that is due, so that they stay in
// step; who keeps the others waiting for too long is said to lag, and waited for no more until it has caught up. As in the player
// no picture is passed over at normal speed or below, however slow the computer; above it, what was not shown is counted.
import {
  goesOnAt,
  nearestPicture,
  pictureAt,
  secondPictureAfter,
  type PictureAt,
  type Placement,
} from './picture-at.ts'
import { addSeconds, secondsBetween, type Instant } from './playhead-time.ts'
import { ShownMeter, type Shown } from './shown-meter.ts'
import { mayPassOver } from './speeds.ts'

/** What one recording is to the run. */
export type Runner = {
  /** By which it is known again. */
  readonly key: number
  readonly placement: Placement | null
  /** Whether it is known where it lies on the clock, or that it has no place there. */
  readonly isKnown: boolean
  lags: boolean
  isReady(index: number): boolean
  /** Shows what is valid now; `index`: the picture, or null where there is none. Whether the picture is shown. */
  commit(at: PictureAt, index: number | null): boolean
  /** Goes on without being waited for; the picture that it shows then, null where there is none. */
  chase(at: PictureAt, index: number | null): number | null
}

/** Time that was lost is made up for as long as it is no more than this; after a longer halt it goes on from where it was. */
const lateSeconds = 0.12
/** In one turn of the display time goes on at most by this. */
const longestStepSeconds = 0.1
const millisecond: Instant = 10_000n
/** So long the others wait for one. */
const patienceMs = 700

export type RunState = {
  at: Instant
  /** No recording has a picture any more. */
  ended: boolean
  /** Over which nothing was recorded by any of them, and which was passed over. */
  skipped: { from: Instant; to: Instant } | null
}

type Placed = { runner: Runner; placement: Placement; at: PictureAt; index: number | null }

export class CommonRun {
  #at: Instant
  /** Where time stood when, by which it is counted from there. */
  #anchor: { at: Instant; ms: number }
  #rate = 1
  #due: Instant | null = null
  #dueSinceMs = 0
  /** Pictures shown last. */
  readonly #shown = new Map<Runner['key'], number>()
  readonly #meter = new ShownMeter()
  #countedAt: Instant

  constructor(at: Instant, now: number) {
    this.#at = at
    this.#anchor = { at, ms: now }
    this.#countedAt = at
  }

  /** `now`: milliseconds of any steady clock. */
  tick(now: number, rate: number, runners: readonly Runner[]): RunState {
    if (rate !== this.#rate) {
      this.#rate = rate
      this.#anchorAt(this.#at, now)
      this.#meter.clear()
    }
    if (this.#due === null) {
      this.#due = this.#dueAt(now, runners)
      this.#dueSinceMs = now
    }
    const due = this.#due
    const placed = runners.flatMap((runner): Placed[] => {
      const { placement } = runner
      if (!placement) return []
      const at = pictureAt(placement, due)
      return [{ runner, placement, at, index: at.kind === 'picture' ? at.index : null }]
    })
    if (placed.length > 0 && placed.every(({ index }) => index === null)) {
      const next = placed.flatMap(({ placement, at }) => goesOnAt(placement, at) ?? [])
      const first = next.reduce<Instant | null>(
        (least, one) => (least === null || one < least ? one : least),
        null,
      )
      if (first === null) {
        for (const { runner, at } of placed) runner.commit(at, null)
        return { at: this.#at, ended: true, skipped: null }
      }
      // Of one that is not known yet nobody can say that it recorded nothing: then time just goes on.
      if (runners.every(({ isKnown }) => isKnown)) {
        const skipped = { from: this.#at, to: first }
        this.#due = first
        this.#dueSinceMs = now
        this.#anchorAt(first, now)
        this.#meter.clear()
        this.#countedAt = first
        return { at: this.#at, ended: false, skipped }
      }
    }
    const late = placed.filter(({ runner, placement, at }) => {
      // What begins soon is decoded meanwhile; nobody waits for it yet.
      const index = nearestPicture(placement, at)
      const isReady = index === null || at.kind === 'after' || runner.isReady(index)
      return at.kind === 'picture' && !isReady
    })
    const isOut = now - this.#dueSinceMs > patienceMs
    if (late.some(({ runner }) => !runner.lags) && !isOut)
      return { at: this.#at, ended: false, skipped: null }
    this.#at = due
    this.#due = null
    this.#show(placed, late, now)
    if (secondsBetween(due, this.#mediaAt(now)) > lateSeconds * Math.max(1, rate)) this.#anchorAt(due, now)
    return { at: due, ended: false, skipped: null }
  }

  /** What there is to say of pictures that were due and not shown, or shown later. */
  note(now: number): Shown | null {
    return this.#meter.note(now, this.#rate)
  }

  #mediaAt(now: number): Instant {
    return addSeconds(this.#anchor.at, ((now - this.#anchor.ms) / 1000) * this.#rate)
  }

  #anchorAt(at: Instant, now: number): void {
    this.#anchor = { at, ms: now }
  }

  /** Where time goes on to: as far as the clock says, but not so far that a picture would be passed over that is to be shown. */
  #dueAt(now: number, runners: readonly Runner[]): Instant {
    let due = this.#mediaAt(now)
    const limit = (at: Instant): void => {
      if (at < due) due = at
    }
    limit(addSeconds(this.#at, longestStepSeconds * Math.max(1, this.#rate)))
    for (const { placement, lags } of runners) {
      if (!placement || lags || mayPassOver(placement.table, this.#rate)) continue
      const second = secondPictureAfter(placement, this.#at)
      if (second !== null) limit(second - 1n)
    }
    // Digits below a millisecond would only flicker.
    const even = due - (due % millisecond)
    return even > this.#at ? even : due > this.#at ? due : this.#at
  }

  #show(placed: readonly Placed[], late: readonly Placed[], now: number): void {
    let [passed, shown] = [0, 0]
    const count = ({ key }: Runner, index: number | null): void => {
      if (index === null) return
      const before = this.#shown.get(key)
      this.#shown.set(key, index)
      if (before === undefined || index <= before) return
      passed += index - before
      shown += 1
    }
    for (const one of placed) {
      const { runner, at, index } = one
      runner.lags = late.includes(one)
      if (runner.lags) count(runner, runner.chase(at, index))
      else if (runner.commit(at, index)) count(runner, index)
      // Where no picture is shown, the tile says why: then none is due.
      else this.#shown.delete(runner.key)
    }
    if (shown === 0) return
    this.#meter.add(now, passed, secondsBetween(this.#countedAt, this.#at), { shown })
    this.#countedAt = this.#at
  }
}
