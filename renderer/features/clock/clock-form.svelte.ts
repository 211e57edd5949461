// What stands in the form about two clocks, what it amounts to, and what still keeps it from being recorded.
import type { ClockReading } from '#contract/clock.ts'
import type { ItemSummary } from '#contract/item.ts'
import { shiftUtc } from '#contract/messages/times.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { SvelteSet } from 'svelte/reactivity'
import { itemsOfCamera, type Target } from './clock-targets.ts'
import { clockError, parseTypedClock } from './typed-clock.ts'

export class ClockForm {
  readonly #items: () => readonly ItemSummary[]
  readonly #item: ItemSummary
  recorder = $state('')
  reference = $state('')
  method = $state('')
  target = $state<Target>('this')
  readonly chosen = new SvelteSet<ItemId>()
  /** Whether somebody has asked for it to be recorded: only then is what is missing complained of. */
  tried = $state(false)

  readonly recorderTime = $derived(parseTypedClock(this.recorder, parseTypedClock(this.reference, null)))
  readonly referenceTime = $derived(parseTypedClock(this.reference, parseTypedClock(this.recorder, null)))
  readonly #error = $derived(
    this.recorderTime && this.referenceTime ? clockError(this.recorderTime, this.referenceTime) : null,
  )
  readonly tooFar = $derived(this.#error === 'too far')
  /** Recorder minus reference, in microseconds; null until both are known. */
  readonly offsetMicros = $derived(typeof this.#error === 'number' ? this.#error : null)
  readonly sameCamera = $derived.by(() => itemsOfCamera(this.#items(), this.#item))
  readonly itemIds = $derived.by((): ItemId[] => {
    if (this.target === 'this') return [this.#item.id]
    return this.target === 'camera' ? this.sameCamera : [...this.chosen]
  })
  /** A time of the item, and what it is corrected to. */
  readonly example = $derived.by((): { recorded: UtcTime; corrected: UtcTime } | null => {
    const recorded = this.#item.start
    const corrected = recorded && this.offsetMicros !== null && shiftUtc(recorded, -this.offsetMicros)
    return recorded && corrected ? { recorded, corrected } : null
  })
  /** What is to be recorded; null while something is missing or wrong. */
  readonly reading = $derived.by((): ClockReading | null => {
    const { recorderTime, referenceTime, offsetMicros } = this
    const method = this.method.trim()
    if (!recorderTime || !referenceTime || offsetMicros === null || method === '') return null
    return this.itemIds.length > 0 ? { recorderTime, referenceTime, method } : null
  })

  constructor(items: () => readonly ItemSummary[], item: ItemSummary) {
    this.#items = items
    this.#item = item
    this.chosen.add(item.id)
  }

  clear(): void {
    this.recorder = ''
    this.reference = ''
    this.method = ''
    this.tried = false
  }
}
