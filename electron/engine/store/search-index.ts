// Writes the index for searching while an item's metadata is read: rows of objects and events, and each value once.
import type { MetadataEvent, MetadataFrame } from '#contract/metadata.ts'
import type { Connection, Statement, Value } from './connection.ts'
import { factsOfEvent, foldPlate, foldText } from './search-facts.ts'
import type { EntryFacts } from './search-facts.ts'
import { Sightings } from './sighting.ts'

export const searchFields = ['class', 'topic', 'source', 'plate', 'text'] as const
export type SearchField = (typeof searchFields)[number]

/** Keys that are remembered; others are looked up. */
const mostRemembered = 20_000
const noKey = null

const insertEntry = `INSERT INTO search_entry
  (item, first, last, frames, likelihood, track, sample, object, idle, class, topic, source, plate, text, event)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Keys of new rows, counted here: to ask SQLite for each costs more than the row. There is one writer to a case. */
export class NewKeys {
  readonly #db: Connection
  readonly #table: 'search_value' | 'metadata_event'
  #last: number | null = null

  constructor(db: Connection, table: 'search_value' | 'metadata_event') {
    this.#db = db
    this.#table = table
  }

  next(): number {
    this.#last ??=
      this.#db.prepare<{ last: number }>(`SELECT coalesce(max(key), 0) AS last FROM ${this.#table}`).get()
        ?.last ?? 0
    this.#last += 1
    return this.#last
  }
}

/** For one item, from its first frame or event to its last. */
export class SearchIndexer {
  readonly #item: number
  readonly #entries: Statement<never>
  readonly #find: Statement<{ key: number }>
  readonly #value: Statement<never>
  readonly #keys: NewKeys
  readonly #text: Statement<never>
  readonly #known = new Map<string, number>()
  readonly #sightings = new Sightings((entry) => this.#insert(entry, null))

  constructor(db: Connection, item: number, keys: NewKeys) {
    this.#item = item
    this.#entries = db.prepare(insertEntry)
    this.#find = db.prepare('SELECT key FROM search_value WHERE field = ? AND value = ? AND item = ?')
    this.#value = db.prepare('INSERT INTO search_value (key, item, field, value) VALUES (?, ?, ?, ?)')
    this.#keys = keys
    this.#text = db.prepare('INSERT INTO search_text (rowid, folded) VALUES (?, ?)')
  }

  addFrame(frame: MetadataFrame, time: bigint): void {
    this.#sightings.add(frame, time)
  }

  /** `key`: of its row in metadata_event. */
  addEvent(event: MetadataEvent, time: bigint, key: number): void {
    this.#insert(factsOfEvent(event, time), key)
  }

  finish(): void {
    this.#sightings.finish()
  }

  #insert(entry: EntryFacts, event: number | null): void {
    const { first, last, frames, likelihood, track, sample, object, idle } = entry
    const values: Value[] = [this.#item, first, last, frames, likelihood, track, sample, object, idle]
    values.push(this.#keyOf('class', entry.classes))
    values.push(this.#keyOf('topic', entry.topic === null ? [] : [entry.topic]))
    values.push(this.#keyOf('source', entry.sources), this.#keyOf('plate', entry.plates))
    values.push(entry.text === '' ? noKey : this.#keyOf('text', [entry.text]), event)
    this.#entries.run(...values)
  }

  #keyOf(field: SearchField, values: readonly string[]): number | null {
    if (values.length === 0) return noKey
    // Texts of events are long, and seldom the same twice: they stand in search_text alone, and are not looked up.
    const value = field === 'text' ? '[]' : JSON.stringify(values)
    const name = `${field} ${field === 'text' ? (values[0] ?? '') : value}`
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const found = field === 'text' ? undefined : this.#find.get(field, value, this.#item)
    const key = found?.key ?? this.#add(field, value, values)
    if (this.#known.size >= mostRemembered) this.#known.clear()
    this.#known.set(name, key)
    return key
  }

  #add(field: SearchField, value: string, values: readonly string[]): number {
    const key = this.#keys.next()
    this.#value.run(key, this.#item, field, value)
    this.#text.run(key, foldValues(field, values))
    return key
  }
}

/** What is searched of the values of a field; texts of events are folded already. */
export function foldValues(field: SearchField, values: readonly string[]): string {
  if (field === 'text') return values.join('\n')
  return values.map(field === 'plate' ? foldPlate : foldText).join('\n')
}

/** All that the index holds of an item. */
export function clearSearch(db: Connection, item: number): void {
  db.prepare('DELETE FROM search_entry WHERE item = ?').run(item)
  db.prepare('DELETE FROM search_text WHERE rowid IN (SELECT key FROM search_value WHERE item = ?)').run(item)
  db.prepare('DELETE FROM search_value WHERE item = ?').run(item)
}
