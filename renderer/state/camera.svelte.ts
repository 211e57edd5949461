// One recording among several on the common clock: where it lies on it, and which of its pictures is to be shown.
import type { ItemDetail } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import { call } from '../client/client.ts'
import type { StoredPlace } from './cameras-place.ts'
import { openCase } from './case.svelte.ts'
import { instantOfPicture, nearestPicture, pictureAt, type PictureAt, type Placement } from './picture-at.ts'
import { Playhead } from './playhead.svelte.ts'
import { shownName } from './track-names.ts'
import { veil } from './veil.svelte.ts'
import { formatInstant, type Instant } from './playhead-time.ts'

/** What shows the pictures of one camera. */
export type CameraScreen = {
  /** Works towards a picture; whether it could be shown at once, or it is known that it cannot be shown at all. */
  isReady(index: number): boolean
  /** Shows what `isReady` said was there; whether it did. */
  showNow(index: number): boolean
  /** Shows a picture as soon as it is decoded; a later wish supersedes it. */
  show(index: number): void
  /** Shows the newest picture up to this one that is there; which one that is, null where none is newer than the one shown. */
  showNewest(upTo: number): number | null
  /** How many pictures to decode ahead. */
  readAhead(pictures: number): void
}

export class Camera {
  readonly key: number
  readonly itemId: ItemId
  readonly playhead = new Playhead({ events: false, onReady: () => this.#goOn() })
  detail = $state.raw<ItemDetail | null>(null)
  error = $state.raw<unknown>(null)
  /** What is valid at the instant that is shown; null where the recording has no place on the clock, or is not there yet. */
  shown = $state.raw<PictureAt | null>(null)
  /** It cannot keep up: what it shows is older than what the others show. */
  lags = $state(false)
  /** Number of the picture on the canvas; null where there is none. */
  drawn = $state<number | null>(null)
  /** The picture asked for takes its time. */
  late = $state(false)
  /** Its pictures come from a review copy that is not there yet. */
  waitsForCopy = $state(false)
  /** Set by what draws it. */
  screen: CameraScreen | null = null
  /** Where to go on once its pictures are known, whatever the others show; then, or on the common clock, null. */
  #left = $state.raw<StoredPlace | null>(null)
  #closed = false

  /** The track of pictures that is shown first, where the item has several. */
  readonly #trackId: number | null

  constructor(key: number, itemId: ItemId, left: StoredPlace | null, trackId: number | null = null) {
    this.key = key
    this.itemId = itemId
    this.#trackId = trackId
    this.#left = left
  }

  /** The stored sample that it goes by; null until that is known. */
  readonly stored = $derived.by((): StoredPlace | null => {
    const { track, samples, wanted, status } = this.playhead
    if (!track || !samples || status !== 'ready' || this.#left) return null
    return { trackId: track.id, sample: samples.decodeIndex(wanted) }
  })

  /** Null while the table of its samples is being read, and for recordings that say no time. */
  readonly placement = $derived.by((): Placement | null => {
    const { samples, origin, track } = this.playhead
    if (!samples || origin === null || !this.detail) return null
    const gaps = this.detail.inspection.gaps
      .filter((gap) => gap.trackId === track?.id)
      .sort((a, b) => a.fromTicks - b.fromTicks)
    return { table: samples, origin, ahead: BigInt(this.detail.clockOffset?.offsetMicros ?? 0) * 10n, gaps }
  })
  /** Whether it is known if it has a place on the clock. */
  readonly isSettled = $derived(
    this.error !== null || ['ready', 'no-video', 'failed'].includes(this.playhead.status),
  )
  /** Of the picture on the canvas, on the common clock. */
  readonly instant = $derived(
    this.placement && this.drawn !== null ? instantOfPicture(this.placement, this.drawn) : null,
  )
  readonly utc = $derived(this.instant === null ? null : formatInstant(this.instant))
  /** Of several cameras in a file the one that is shown. */
  readonly name = $derived(shownName(this.playhead))
  /** Whether the lane of its item shows this track: recordings and gaps there are those of the first one. */
  readonly isOnLane = $derived(this.playhead.track?.id === this.playhead.videoTracks[0]?.id)

  /** Loads it; `looked`: the ledger records that it is being looked at. */
  async load({ looked = true } = {}): Promise<void> {
    try {
      const item = openCase.items.find(({ id }) => id === this.itemId)
      const under = item && veil.hidesOnRecord(item) ? ({ veil: 'down' } as const) : {}
      if (looked) await call('item.view', { itemId: this.itemId, ...under })
      const detail = await call('item.get', { itemId: this.itemId })
      if (this.#closed) return
      this.detail = detail
      this.error = null
      await this.playhead.show(detail, this.playhead.track?.id ?? this.#trackId)
    } catch (error) {
      this.error = error
    }
  }

  /** Where another track is to be shown first, this is called again once that is ready. */
  #goOn(): void {
    if (!this.#left) return
    void this.playhead.goToStored(this.#left.trackId, this.#left.sample)
    if (this.playhead.status === 'ready') this.#left = null
  }

  /** On the common clock it does not matter where it was left. */
  join(): void {
    this.#left = null
    this.lags = false
  }

  at(instant: Instant): PictureAt | null {
    return this.placement && pictureAt(this.placement, instant)
  }

  /** Goes to what is valid at an instant; what comes next is decoded where there is nothing now. */
  follow(instant: Instant): void {
    const { placement } = this
    if (!placement) return
    const at = pictureAt(placement, instant)
    this.shown = at
    this.lags = false
    const index = nearestPicture(placement, at)
    if (index !== null) this.show(index)
  }

  /** Shows its picture at an instant, whatever the others show. */
  goTo(instant: Instant): void {
    const index = this.placement && nearestPicture(this.placement, pictureAt(this.placement, instant))
    if (index !== null) this.show(index)
  }

  /** Goes to a picture by its number. */
  show(index: number): void {
    this.playhead.seekToSample(index)
    this.screen?.show(this.playhead.wanted)
  }

  close(): void {
    this.#closed = true
    this.playhead.close()
  }
}
