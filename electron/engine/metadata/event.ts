// wsnt:NotificationMessage: one event (ONVIF Core 9.4; metadatastream.xsd EventStream, onvif.xsd Message and ItemList).
import type { GeoLocation, MetadataEvent } from '#contract/metadata.ts'
import { describeTime, readTime } from './utc-time.ts'
import type { DocumentProblem, StoredAt } from './frame.ts'
import { readGeoLocation } from './geometry.ts'
import { geoLocationTopic, readTopic } from './topic.ts'
import { child } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** Longer XML text of an element item is cut: it is a picture, and the original keeps it whole. */
export const longestItem = 65_536

type Item = MetadataEvent['data'][number]

const operations = ['Initialized', 'Changed', 'Deleted'] as const

export function readEvent(notification: XmlElement, at: StoredAt): MetadataEvent | DocumentProblem {
  const outer = child(notification, 'Message')
  const message = child(outer, 'Message') ?? outer
  const sent = message?.attributes['UtcTime']
  const time = readTime(sent)
  if (!time)
    return { code: 'metadata-event-no-time', detail: `an event has ${describeTime(sent)}`, broken: false }
  const topic = readTopic(child(notification, 'Topic'))
  if (topic === null)
    return { code: 'metadata-event-no-topic', detail: 'an event has no topic', broken: false }
  const operation = message?.attributes['PropertyOperation']?.trim()
  const data = child(message, 'Data')
  return {
    kind: 'event',
    time,
    trackId: at.trackId,
    sample: at.sample,
    topic,
    operation: operations.find((known) => known === operation) ?? null,
    source: readItems(child(message, 'Source')),
    key: readItems(child(message, 'Key')),
    data: readItems(data),
    geoLocation: topic === geoLocationTopic ? findGeoLocation(data) : null,
  }
}

/** Simple and element items in the order in which they were written. */
function readItems(list: XmlElement | undefined): Item[] {
  const items: Item[] = []
  for (const item of list?.children ?? []) {
    const name = item.attributes['Name'] ?? ''
    if (item.name === 'SimpleItem') items.push({ name, value: item.attributes['Value'] ?? '' })
    else if (item.name === 'ElementItem') items.push({ name, value: elementText(item) })
  }
  return items
}

/** The XML text of the one child, as recorded: its prefixes are those of the document. */
function elementText(item: XmlElement): string {
  const text = item.children[0]?.source ?? item.text.trim()
  return text.length > longestItem ? `${text.slice(0, longestItem).toWellFormed()}…` : text
}

/** ONVIF Core 8.9.11: ElementItem CurrentLocation holds tt:GeoLocation; the item's name is not relied on. */
function findGeoLocation(data: XmlElement | undefined): GeoLocation | null {
  for (const item of data?.children ?? []) {
    const found = readGeoLocation(child(item, 'GeoLocation'))
    if (found) return found
  }
  return null
}
