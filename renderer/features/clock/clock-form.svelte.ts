// What stands in the form about two clocks, what it amounts to, and what still keeps it from being recorded.
import type { ClockReading } from '#contract/clock.ts'
import type { ItemSummary } from '#contract/item.ts'
import { shiftUtc } from '#contract/messages/times.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { SvelteSet } from 'svelte/reactivity'
import { knownCameras } from '../../state/known-cameras.svelte.ts'
import { foldersOf, type Target } from './clock-targets.ts'
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
  get namesCamera(): boolean {
    return this.#item.cameras.length > 0
  }
  /** The camera as the case tells it from others of its name, by the recorder that exported it; null where it does not. */
  readonly camera = $derived.by(() => knownCameras.of(this.#item.id))
  readonly sameCamera = $derived.by((): ItemId[] => (this.camera?.isSure ? this.camera.itemIds : []))
  readonly folders = $derived.by(() => foldersOf(this.#items(), this.#item))
  /** Which of them; the nearest at first. */
  folder = $state(0)
  readonly itemIds = $derived.by((): ItemId[] => {
    if (this.target === 'this') return [this.#item.id]
    if (this.target === 'camera') return this.sameCamera
    return this.target === 'folder' ? (this.folders[this.folder]?.itemIds ?? []) : [...this.chosen]
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
