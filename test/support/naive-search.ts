// Searching without an index: every object and event of the same data, one after the other. Written from what the contract
// says, for comparison.
import type { MetadataItem } from '#contract/metadata.ts'
import type { SearchQuery } from '#contract/search.ts'
import { parseUtc } from '#engine/base/time.ts'

export type Found = {
  item: number
  kind: 'object' | 'event'
  first: bigint
  last: bigint
  frames: number
  object: string
  classes: string[]
  plates: string[]
  sources: string[]
  topic: string
  text: string
}

const minute = 600_000_000n
const second = 10_000_000n

/** Objects as they are listed, by the rule: a break of more than five seconds or a new minute begins another entry. */
export function listAll(item: number, all: Iterable<MetadataItem>): Found[] {
  const found: Found[] = []
  const newest = new Map<string, Found>()
  for (const one of all) {
    if (one.kind === 'ptz') continue
    const time = parseUtc(one.time)!
    if (one.kind === 'event') {
      const ids = [...one.key, ...one.data].filter(({ name }) => /objectid$/i.test(name))
      found.push({
        ...{
          item,
          kind: 'event',
          first: time,
          last: time,
          frames: 1,
          classes: [],
          plates: [],
          topic: one.topic,
        },
        object: ids.map(({ value }) => value).join(' '),
        sources: one.source.map(({ value }) => value),
        text: [
          one.operation,
          ...[...one.source, ...one.key, ...one.data].flatMap(({ name, value }) => [name, value]),
        ].join('\n'),
      })
      continue
    }
    for (const { id, class: type, plate } of one.objects) {
      const key = `${one.trackId}|${one.source}|${id}`
      let entry = id === null ? undefined : newest.get(key)
      if (!entry || entry.first / minute !== time / minute || time - entry.last > 5n * second) {
        entry = {
          ...{
            item,
            kind: 'object',
            first: time,
            last: time,
            frames: 0,
            object: id ?? '',
            topic: '',
            text: '',
          },
          ...{ classes: [], plates: [], sources: one.source === null ? [] : [one.source] },
        }
        found.push(entry)
        newest.set(key, entry)
      }
      entry.last = time
      entry.frames += 1
      if (type !== null && !entry.classes.includes(type)) entry.classes.push(type)
      if (plate !== null && !entry.plates.includes(plate)) entry.plates.push(plate)
    }
  }
  return found
}

export function fits(one: Found, query: SearchQuery, items: readonly number[]): boolean {
  const chosen = (list: readonly string[], values: readonly string[]): boolean =>
    list.length === 0 || values.some((value) => list.includes(value))
  return (
    (query.kind === null || one.kind === query.kind) &&
    (items.length === 0 || items.includes(one.item)) &&
    chosen(query.classes, one.classes) &&
    chosen(query.topics, [one.topic]) &&
    chosen(query.sources, one.sources) &&
    chosen(query.plates, one.plates) &&
    (query.object === null || one.object.split(' ').includes(query.object)) &&
    (query.from === null || one.last >= parseUtc(query.from)!) &&
    (query.to === null || one.first < parseUtc(query.to)!) &&
    query.text
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean)
      .every((word) => hasWord(one, word))
  )
}

function hasWord(one: Found, word: string): boolean {
  const joined = one.plates.map((plate) => plate.replaceAll(/[^\p{L}\p{N}]/gu, ''))
  const texts = [...one.classes, ...one.plates, ...joined, ...one.sources, one.topic, one.text]
  return (
    (one.kind === 'object' && one.object === word) || texts.some((text) => text.toLowerCase().includes(word))
  )
}
