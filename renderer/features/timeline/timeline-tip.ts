// What is said of the place under the pointer: an event, an object, what the camera's signatures say, a gap, or just the time.
import type { UnixMicros } from '#contract/units.ts'
import { safeText, t } from '#contract/messages/format.ts'
import { formatDuration } from '#contract/messages/quantities.ts'
import type { MetadataClock } from '../../state/metadata-clock.ts'
import type { PictureSigning } from '../../state/playhead-signing.ts'
import type { EventTable } from '../../state/playhead-events.ts'
import { shortTopic } from '../../state/playhead-topics.ts'
import type { Mark } from './event-marks.ts'
import type { NamedBar } from './object-timeline.svelte.ts'
import { runText } from './signing-text.ts'
import type { Span } from './timeline-scale.ts'

export type TipPlace = {
  seconds: number
  /** Which row the pointer is on. */
  row: 'recording' | 'signing' | 'events'
  /** The mark under the pointer; null where there is none. */
  mark: Mark | null
  /** The bar of an object under the pointer. */
  object: NamedBar | null
}

type Known = {
  events: EventTable
  signing: PictureSigning | null
  missing: readonly Span[]
  /** Where nobody looked for gaps; null where all was looked through. */
  unsought: Span | null
  /** Null where there is no start time. */
  clock: MetadataClock | null
  timeText: (seconds: number) => string
  /** Where a time of the metadata lies. */
  secondsOf: (micros: UnixMicros) => number
}

export function tipText({ seconds, row, mark, object }: TipPlace, known: Known): string {
  if (object) return objectText(object, known)
  if (mark) {
    const event = known.events.at(mark.first)
    const corrected = event && known.clock?.correctedTime(event.time, event.trackId)
    return [
      event?.time.slice(11, -1) ?? '',
      ...(corrected ? [t('events.corrected', { time: corrected.slice(11, -1) })] : []),
      mark.count > 1 ? t('timeline.events', { count: mark.count }) : shortTopic(event?.topic ?? ''),
    ].join(' · ')
  }
  const run = row === 'signing' ? known.signing?.runAt(seconds) : null
  if (run) return runText(run)
  const gap = known.missing.find(({ from, to }) => seconds >= from && seconds < to)
  const { unsought } = known
  if (row === 'recording' && unsought && seconds >= unsought.from && seconds < unsought.to)
    return t('timeline.unsoughtAt', { time: known.timeText(seconds) })
  if (!gap || row === 'events') return known.timeText(seconds)
  return t('timeline.gapFrom', { length: formatDuration(gap.to - gap.from), from: known.timeText(gap.from) })
}

function objectText(
  { bar, name }: NamedBar,
  { timeText, secondsOf }: Pick<Known, 'timeText' | 'secondsOf'>,
): string {
  const time = t('timeline.objectTime', {
    from: timeText(secondsOf(bar.from)),
    to: timeText(secondsOf(bar.to)),
  })
  if (bar.several) return `${name} · ${t('timeline.severalObjects')} · ${time}`
  const number = bar.object === null ? null : t('timeline.object', { id: safeText(bar.object.id, 24) })
  return [name, number, time].filter(Boolean).join(' · ')
}
