// What of an object or an event can be searched. Bounded: a value may be a picture, and evidence may be hostile.
import type { MetadataEvent, MetadataObject } from '#contract/metadata.ts'

/** One row of the index, before its values have their keys. Times as stored: 100 ns since 1601. */
export type EntryFacts = {
  first: bigint
  last: bigint
  frames: number
  likelihood: number | null
  track: number
  sample: number
  object: string | null
  /** 1 where the last of its frames says that it is idle. */
  idle: 0 | 1
  classes: string[]
  topic: string | null
  sources: string[]
  plates: string[]
  /** Of events: what their items say, folded; empty for objects. */
  text: string
}

/** More would make one row that says everything. */
export const mostValues = 16
const mostItems = 64
const mostCharacters = 1_024

/** How texts are compared: in any case, in any width. */
export const foldText = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll('\0', '\u{fffd}').toWellFormed()

/** Plates are written with and without gaps: both are found. */
export function foldPlate(plate: string): string {
  const folded = foldText(plate)
  const joined = folded.replaceAll(/[^\p{L}\p{N}]/gu, '')
  return joined === folded ? folded : `${folded}\n${joined}`
}

/** The words of a question, folded; each has to be found. */
export const wordsOf = (text: string): string[] => [
  ...new Set(
    foldText(text)
      .split(/\s+/u)
      .filter((word) => word !== ''),
  ),
]

export function factsOfEvent(event: MetadataEvent, time: bigint): EntryFacts {
  const items = [...event.key, ...event.data].slice(0, mostItems)
  const named = (pattern: RegExp): string[] =>
    items.flatMap(({ name, value }) => (pattern.test(name) && !isElement(value) ? value.split(/\s+/u) : []))
  const elements = items.filter(({ value }) => isElement(value)).map(({ value }) => clip(value))
  const within = (pattern: RegExp): string[] =>
    elements.flatMap((xml) => [...xml.matchAll(pattern)].map(([, found]) => plainXml(found ?? '')))
  const plates = [
    ...items.flatMap(({ name, value }) => (/^platenumber$/iu.test(name) && !isElement(value) ? [value] : [])),
    ...within(/<(?:[\w.-]{1,64}:)?PlateNumber(?:\s[^<>]*)?>([^<]*)</gu),
  ]
  const objects = [...named(/^(?:parent)?objectid$/iu), ...within(/\sObjectId\s*=\s*"([^"<>]{1,64})"/gu)]
  return {
    ...{ first: time, last: time, frames: 1, likelihood: null },
    ...{ track: event.trackId, sample: event.sample },
    object: few(objects.map((id) => id.slice(0, 64))).join(' ') || null,
    idle: 0,
    classes: few(named(/^classtypes$/iu)),
    topic: event.topic,
    sources: few(event.source.slice(0, mostItems).map(({ value }) => clip(value))),
    plates: few(plates.map(clip)),
    text: textOfEvent(event),
  }
}

/** Names and values of all items, each as far as it is searched. */
function textOfEvent({ operation, source, key, data }: MetadataEvent): string {
  const items = [...source, ...key, ...data].slice(0, mostItems)
  const parts = items.flatMap(({ name, value }) => [
    clip(name),
    isElement(value) ? plainXml(clip(value)) : clip(value),
  ])
  return foldText([operation ?? '', ...parts].filter(Boolean).join('\n'))
}

/** Class and plate that count for one frame. */
export const classOf = (object: MetadataObject): string | null => object.class && clip(object.class)
export const plateOf = (object: MetadataObject): string | null => object.plate && clip(object.plate)

const few = (values: string[]): string[] =>
  [...new Set(values.filter((value) => value.trim() !== ''))].slice(0, mostValues)

const clip = (text: string): string =>
  text.length > mostCharacters ? text.slice(0, mostCharacters).toWellFormed() : text

const isElement = (value: string): boolean => value.trimStart().startsWith('<')

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text of XML without its tags, and without runs that are no words but pictures. */
const plainXml = (xml: string): string =>
  xml
    .replaceAll(/<[^<>]*>?/gu, ' ')
    .replaceAll(/&(amp|lt|gt|quot|apos);/gu, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/\S{200,}/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
