// What a line of results says of an object or event.
import type { ClockOffset } from '#contract/clock.ts'
import { explainCorrection } from '#contract/messages/clock-error.ts'
import { safeText, t } from '#contract/messages/format.ts'
import { formatDuration } from '#contract/messages/quantities.ts'
import { formatUtc, millisOf } from '#contract/messages/times.ts'
import type { SearchEntry } from '#contract/search.ts'
import type { ItemSummary } from '#contract/item.ts'
import type { UtcTime } from '#contract/units.ts'
import { shortTopic } from '../../state/playhead-topics.ts'
import { holdsWord } from './mark-words.ts'

/** Of an object its classes, of an event what happened. */
export function whatOf({ event, classes }: SearchEntry): string {
  if (event) return shortTopic(event.topic)
  return classes.length > 0 ? classes.map((one) => safeText(one, 40)).join(', ') : t('search.kind.object')
}

/** When it began: by its corrected time, where there is one, because that is what it is found and ordered by. */
export const timeOf = ({ first, corrected }: SearchEntry): UtcTime => corrected?.first ?? first

/** Whether the corrected time has other digits than the recorded one, so that both have to be seen. */
export const isMoved = ({ first, corrected }: SearchEntry): boolean =>
  corrected !== null && corrected.first !== first

/** What a time of an entry rests on, in sentences; `clock`: the entry on its recorder's clock, if any. */
export function originOf({ first, corrected }: SearchEntry, clock: ClockOffset | undefined): string[] {
  if (!corrected) return [t('search.origin')]
  return [
    ...(clock ? [explainCorrection(clock)] : []),
    ...(corrected.stated === '0' ? [] : [t('search.statedHint')]),
    t('search.recordedHint', { time: formatUtc(first) }),
  ]
}

/** The rest; what holds a word that is looked for comes first, so that it is not cut off. */
export function knownOf(entry: SearchEntry, words: readonly string[]): string {
  const { event, object, plates, sources } = entry
  const parts = event
    ? [...event.source, ...event.key, ...event.data].map(({ name, value }) => itemText(name, value))
    : [
        object === null ? t('search.objectUnnamed') : t('search.objectNamed', { id: safeText(object) }),
        ...plates.map((plate) => safeText(plate)),
        ...sources.map((source) => safeText(source)),
      ]
  const first = parts.filter((part) => holdsWord(part, words))
  return [...first, ...parts.filter((part) => !first.includes(part))].filter(Boolean).join(' · ')
}

/** Elements of XML are for the panel at the side. */
const itemText = (name: string, value: string): string =>
  value.trimStart().startsWith('<')
    ? safeText(name, 40)
    : `${safeText(name, 40)} ${safeText(value.trim(), 80)}`

/** How long an object was seen; empty for an event. */
export function lengthOf({ event, first, last, frames }: SearchEntry): string {
  if (event) return ''
  const seconds = (millisOf(last) - millisOf(first)) / 1_000
  return seconds < 0.1 ? t('search.frames', { count: frames }) : formatDuration(Math.round(seconds * 10) / 10)
}

export const cameraOf = (item: ItemSummary | undefined): string =>
  !item
    ? ''
    : item.cameras.length > 0
      ? item.cameras.map((name) => safeText(name)).join(', ')
      : t('search.noCamera', { name: safeText(item.name) })
