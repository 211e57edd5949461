// Objects on the timeline of an item: what is asked of the engine, what is painted, what lies under the pointer, and going there.
import { safeText, t } from '#contract/messages/format.ts'
import type { ObjectBar } from '#contract/object-bars.ts'
import type { UnixMicros } from '#contract/units.ts'
import {
  objectBarQuery,
  ObjectBarView,
  secondsOfMicros,
  type ObjectOrigin,
} from '../../state/object-bars.svelte.ts'
import { objectKey } from '../../state/overlay-match.ts'
import { overlay, type KnownObject } from '../../state/overlay.svelte.ts'
import { formatInstant } from '../../state/playhead-time.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import { barAt, placeBars, type PlacedBar } from './object-lanes.ts'
import { laneHeight } from './timeline-paint.ts'
import { toX } from './timeline-scale.ts'
import type { TimelineView } from './timeline-view.svelte.ts'

export type ShownLane = { classes: readonly string[]; name: string; placed: readonly PlacedBar[] }
/** A bar, and what its lane is called. */
export type NamedBar = { bar: ObjectBar; classes: readonly string[]; name: string }

type Note = { text: string; why: string }

export class ObjectTimeline {
  readonly #playhead: () => Playhead
  readonly #view: TimelineView
  readonly #bars = new ObjectBarView()
  readonly lanes: readonly ShownLane[] = $derived.by(() => {
    const { span, width } = this.#view
    return (this.#bars.found?.answer.lanes ?? []).map((lane) => ({
      classes: lane.classes,
      name: nameOf(lane.classes),
      placed: placeBars(lane, span, width, this.secondsOf),
    }))
  })
  /** What there is no room for, and what is not known; each takes the room of a lane. */
  readonly notes: readonly Note[] = $derived.by(() => {
    const { found, error } = this.#bars
    if (error) {
      const why = t('timeline.objectsFailed', { detail: detailOf(error) })
      return [{ text: t('timeline.objectsFailedShort'), why }]
    }
    if (this.#asked === 'split')
      return [{ text: t('timeline.objectsSplitShort'), why: t('timeline.objectsSplit') }]
    const { more = 0, indexed = true } = found?.answer ?? {}
    return [
      ...(more > 0
        ? [{ text: t('timeline.moreClasses', { count: more }), why: t('timeline.moreClassesWhy') }]
        : []),
      ...(indexed
        ? []
        : [{ text: t('timeline.objectsNotIndexed'), why: t('timeline.objectsNotIndexedWhy') }]),
    ]
  })
  /** Stretches of the view of which nothing was answered yet, in pixels. */
  readonly unknown: readonly { left: number; wide: number }[] = $derived.by(() => {
    const query = this.#bars.found?.query
    const { span, width } = this.#view
    if (!query) return []
    const x = (micros: UnixMicros): number =>
      Math.min(width, Math.max(0, toX(span, width, this.secondsOf(micros))))
    const [from, to] = [x(query.from), x(query.to)]
    return [
      { left: 0, wide: from },
      { left: to, wide: width - to },
    ].filter(({ wide }) => wide >= 1)
  })
  readonly height = $derived((this.lanes.length + this.notes.length) * laneHeight)

  constructor(playhead: () => Playhead, view: TimelineView) {
    this.#playhead = playhead
    this.#view = view
  }

  /** What describes the pictures; null where nothing does, `split` where its times are corrected differently. */
  readonly #asked: ObjectOrigin | 'split' | null = $derived.by(() => {
    const { itemId, detail, metadataClock: clock } = this.#playhead()
    if (!detail || itemId === null || !clock || detail.inspection.metadata.objects === 0) return null
    const { trackIds, isAll } = clock.ownTracks
    const [first] = trackIds
    if (first === undefined) return null
    if (trackIds.some((id) => clock.shiftOf(id) !== clock.shiftOf(first))) return 'split'
    return { itemId, trackIds: isAll ? null : trackIds, origin: clock.originOf(first) }
  })
  readonly #source = $derived(this.#asked === 'split' ? null : this.#asked)

  /** Where a time of the metadata lies on the media timeline, in seconds. */
  readonly secondsOf = (micros: UnixMicros): number =>
    this.#source === null ? Number.NaN : secondsOfMicros(this.#source.origin, micros)

  /** To be called when the item or the view is another one; what it reads is reactive, what it changes is not read. */
  ask(): () => void {
    const { span, width } = this.#view
    const query = this.#source && width > 0 ? objectBarQuery(this.#source, { ...span, width }) : null
    return () => (query ? this.#bars.ask(query) : this.#bars.clear())
  }

  /** The bar under the pointer; `y`: pixels from the top of the first lane. */
  at(x: number, y: number): NamedBar | null {
    const lane = y < 0 ? undefined : this.lanes[Math.floor(y / laneHeight)]
    const placed = lane && barAt(lane.placed, x, y % laneHeight)
    return lane && placed ? { bar: placed.bar, classes: lane.classes, name: lane.name } : null
  }

  /** Looks for the object, and goes to `seconds` as far as it is there. */
  choose({ bar, classes }: NamedBar, seconds: number): void {
    overlay.choose(knownObject(bar, classes))
    const from = this.secondsOf(bar.from)
    const at = Math.min(this.secondsOf(bar.to), Math.max(from, seconds))
    const first = at > from ? null : formatInstant(BigInt(bar.from) * 10n)
    if (first) this.#playhead().seekToEvent(first, bar.object?.trackId ?? null)
    else this.#playhead().seekToSeconds(at)
  }
}

function knownObject({ object }: ObjectBar, classes: readonly string[]): KnownObject | null {
  const key = object && objectKey(object, object.id)
  return object && key !== null ? { ...object, key, class: classes[0] ?? null } : null
}

const nameOf = (classes: readonly string[]): string =>
  classes.length === 0 ? t('timeline.objectsNoClass') : safeText(classes.join(', '), 60)

const detailOf = (error: unknown): string =>
  safeText(error instanceof Error ? error.message : String(error), 200)
