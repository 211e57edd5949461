// Counts which of the stored pictures were really shown, and says it so that it can be read: not anew with every picture.
import type { Hole } from './playhead-gaps.ts'

/** What playback says while it runs. */
export type PlaybackNote =
  | { kind: 'skipped'; hole: Hole }
  | { kind: 'waiting'; hole: Hole }
  /** No picture came for a while. */
  | { kind: 'decoding' }
  | Shown

/** Of what was passed in the last seconds. */
export type Shown =
  /** Less than two thirds were shown: about one of `of`. `keyOnly`: each a key picture. `factor`: the real speed where it is less than asked for. */
  | { kind: 'one of'; of: number; keyOnly: boolean; factor: number | null }
  /** A few were left out. */
  | { kind: 'some of'; shown: number; due: number; factor: number | null }
  /** Every picture is shown, later than due. */
  | { kind: 'slowed'; factor: number }

const windowMs = 2_000
const leastMs = 500
/** What was said stays at least so long. */
const steadyMs = 1_000
/** Slower than this share of what was asked for is said. */
const tolerance = 0.9

export class ShownMeter {
  #marks: { ms: number; due: number; shown: number; keys: number; media: number }[] = []
  #due = 0
  #shown = 0
  #keys = 0
  #media = 0
  #said: Shown | null = null
  #saidAt = Number.NEGATIVE_INFINITY

  /**
   * `passed`: pictures from the one shown before to this one, 1 where none was left out; `seconds`: of media between both. Of
   * several recordings at once `passed` are those of all together, of which `shown` were shown.
   */
  add(now: number, passed: number, seconds: number, { isKey = false, shown: count = 1 } = {}): void {
    this.#due += passed
    this.#shown += count
    this.#keys += isKey ? count : 0
    this.#media += seconds
    const [due, shown, keys, media] = [this.#due, this.#shown, this.#keys, this.#media]
    this.#marks.push({ ms: now, due, shown, keys, media })
    while ((this.#marks[0]?.ms ?? now) < now - windowMs) this.#marks.shift()
  }

  /** The speed that the pictures really came at; null where that is not known yet. */
  get factor(): number | null {
    const passed = this.#passed()
    return passed && passed.factor
  }

  /** What there is to say at `now`, if anything. */
  note(now: number, speed: number): Shown | null {
    if (now - this.#saidAt < steadyMs) return this.#said
    const said = this.#measure(speed)
    if (said) this.#saidAt = now
    this.#said = said
    return said
  }

  clear(): void {
    this.#marks = []
    this.#said = null
    this.#saidAt = Number.NEGATIVE_INFINITY
  }

  #measure(speed: number): Shown | null {
    const passed = this.#passed()
    if (!passed) return null
    const { due, shown, keys } = passed
    const before = this.#said
    const factorBefore = before?.factor ?? null
    const isSlow = passed.factor < speed * tolerance
    const factor = isSlow ? keep(factorBefore, passed.factor, 0.1 * passed.factor) : null
    if (due === shown) return factor === null ? null : { kind: 'slowed', factor }
    const ratio = due / shown
    if (ratio < 1.5) return { kind: 'some of', shown, due, factor }
    const ofBefore = before?.kind === 'one of' ? before.of : null
    const of = Math.round(keep(ofBefore, ratio, Math.max(0.75, 0.15 * ratio)))
    return { kind: 'one of', of, keyOnly: keys === shown, factor }
  }

  #passed(): { due: number; shown: number; keys: number; factor: number } | null {
    const first = this.#marks[0]
    const last = this.#marks.at(-1)
    if (!first || !last || last.ms - first.ms < leastMs) return null
    return {
      due: last.due - first.due,
      shown: last.shown - first.shown,
      keys: last.keys - first.keys,
      factor: (last.media - first.media) / ((last.ms - first.ms) / 1000),
    }
  }
}

/** What was said before, where it is still nearly so. */
function keep(before: number | null, now: number, slack: number): number {
  return before !== null && Math.abs(before - now) < slack ? before : now
}
