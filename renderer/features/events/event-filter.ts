// Which events the list shows, and what of an event fits one line.
import { safeText } from '#contract/messages/format.ts'
import type { MetadataEvent } from '#contract/metadata.ts'
import type { EventTable } from '../../state/playhead-events.ts'

/** Indexes of the events that have the topic (empty: any) and hold every word of the text, in any case. */
export function filterEvents(events: EventTable, text: string, topic: string): Uint32Array {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const kept = new Uint32Array(events.count)
  let length = 0
  for (let index = 0; index < events.count; index += 1) {
    const event = events.at(index)
    if (!event || (topic !== '' && event.topic !== topic)) continue
    if (words.length > 0 && !holds(event, words)) continue
    kept[length++] = index
  }
  return kept.subarray(0, length)
}

function holds(event: MetadataEvent, words: readonly string[]): boolean {
  const items = [...event.source, ...event.key, ...event.data].map(({ name, value }) => `${name} ${value}`)
  const whole = [event.time, event.topic, event.operation ?? '', ...items].join(' ').toLowerCase()
  return words.every((word) => whole.includes(word))
}

/** Place of `index` among `kept`, or of the last one before it; −1 where there is none. */
export function rowOf(kept: Uint32Array, index: number): number {
  let low = 0
  let high = kept.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((kept[middle] ?? 0) <= index) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** `Rule Gate A · ObjectId 12`: values with their names, shortened. */
export function itemsText(items: readonly { name: string; value: string }[], atMost = 4): string {
  const shown = items
    .slice(0, atMost)
    .map(({ name, value }) => `${safeText(name, 24)} ${safeText(value.trim(), 40)}`)
  return items.length > atMost ? `${shown.join(' · ')} …` : shown.join(' · ')
}
