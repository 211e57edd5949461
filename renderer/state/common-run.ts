// Playing several recordings on one clock: time goes on only when each of them has the picture that is due, so that they stay in
// step; who keeps the others waiting for too long is said to lag, and waited for no more until it has caught up.
import { goesOnAt, nearestPicture, pictureAt, type PictureAt, type Placement } from './picture-at.ts'
import { addSeconds, secondsBetween, type Instant } from './playhead-time.ts'

/** What one recording is to the run. */
export type Runner = {
  readonly placement: Placement | null
  lags: boolean
  isReady(index: number): boolean
  /** Shows what is valid now; `index`: the picture, or null where there is none. */
  commit(at: PictureAt, index: number | null): void
  /** Goes on without being waited for. */
  chase(at: PictureAt, index: number | null): void
}

/** After a halt time goes on from where it was, at most by this. */
const longestStepSeconds = 0.1
/** So long the others wait for one. */
const patienceMs = 700
/** The speed is measured over this. */
const measuredMs = 1_000

export type RunState = {
  at: Instant
  /** No recording has a picture any more. */
  ended: boolean
  /** Over which nothing was recorded by any of them, and which was passed over. */
  skipped: { from: Instant; to: Instant } | null
}

export class CommonRun {
  #at: Instant
  #committedMs: number
  #due: Instant | null = null
  #dueSinceMs = 0
  #marks: { ms: number; at: Instant }[] = []

  constructor(at: Instant, now: number) {
    this.#at = at
    this.#committedMs = now
  }

  /** `now`: milliseconds of any steady clock. */
  tick(now: number, rate: number, runners: readonly Runner[]): RunState {
    if (this.#due === null) {
      const passed = Math.min(
        ((now - this.#committedMs) / 1000) * rate,
        longestStepSeconds * Math.max(1, rate),
      )
      this.#due = addSeconds(this.#at, Math.max(0, passed))
      this.#dueSinceMs = now
    }
    const due = this.#due
    const placed = runners.flatMap((runner) => {
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
      const skipped = { from: this.#at, to: first }
      this.#due = first
      this.#dueSinceMs = now
      return { at: this.#at, ended: false, skipped }
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
    for (const one of placed) {
      const isLate = late.includes(one)
      one.runner.lags = isLate
      if (isLate) one.runner.chase(one.at, one.index)
      else one.runner.commit(one.at, one.index)
    }
    this.#at = due
    this.#due = null
    this.#committedMs = now
    this.#marks.push({ ms: now, at: due })
    while ((this.#marks[0]?.ms ?? now) < now - measuredMs) this.#marks.shift()
    return { at: due, ended: false, skipped: null }
  }

  /** The real speed over the last second; null where it was not long enough. */
  get speed(): number | null {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)]
    if (!first || !last || last.ms - first.ms < measuredMs / 2) return null
    return secondsBetween(first.at, last.at) / ((last.ms - first.ms) / 1000)
  }
}
