// A question as SQL: its conditions, and whether what it asks for is rare enough to be looked up instead of looked for.
import type { SearchQuery } from '#contract/search.ts'
import type { Connection, Value } from './connection.ts'
import { storedTime } from './metadata-row.ts'
import { wordsOf } from './search-facts.ts'
import type { SearchField } from './search-index.ts'
import { readValues } from './search-row.ts'
import { longestStretch } from './sighting.ts'

/** More words are not asked for: the rest of the text has to fit all the same. */
const mostWords = 16
/** Up to so many entries are looked up and put in order; more are looked through in the order of time. */
const mostLookedUp = 20_000

type Chosen = { field: Exclude<SearchField, 'text'>; values: readonly string[] }

/** Which values fit which condition, while a search lasts: one bit of `marks` for each word and each list. */
const hits = `CREATE TEMP TABLE IF NOT EXISTS search_hit (
  search INTEGER NOT NULL, value INTEGER NOT NULL, marks INTEGER NOT NULL, PRIMARY KEY (search, value)
) STRICT, WITHOUT ROWID`
const markAgain = 'ON CONFLICT (search, value) DO UPDATE SET marks = marks | excluded.marks'

/** Before and behind every time, corrected or not, and so that no sum with a correction leaves 64 bits. */
const everBefore = -(1n << 62n)
const everBehind = 5_900_000_000_000_000_000n

/** Entries that may fit, each once; and a count of them, no further than `mostLookedUp`. */
type Candidates = { sql: string; count: number }

export class SearchPlan {
  /** Half-open, of the corrected `first`: what begins outside cannot fit. */
  readonly from: bigint
  readonly to: bigint
  /** Whether times of any of the items are corrected; where not, nothing has to be added to find and order them. */
  readonly isMoved: boolean
  /** What a correction adds to the times of an entry, in 100 ns; SQL. */
  readonly shift: string
  readonly values: Record<string, Value>
  /** The only item that is asked for. */
  readonly only: number | null
  /** What is looked up and may fit; null: everything is looked through. */
  readonly candidates: string | null
  readonly where: string
  readonly #db: Connection
  #several: boolean | null = null

  constructor(db: Connection, query: SearchQuery, search: number) {
    this.#db = db
    db.exec(hits)
    const conditions: string[] = ['true']
    this.values = { search }
    const lookUps: string[] = []
    let bit = 1
    for (const word of wordsOf(query.text).slice(0, mostWords)) {
      const name = `word${bit}`
      this.values[name] = word
      this.#markWord(word, bit)
      const ofEvent = `e.event IS NULL AND e.object = @${name}`
      conditions.push(`((${ofEvent}) OR ${marked('e.class, e.topic, e.source, e.plate, e.text', bit)})`)
      if (this.#isRare(bit)) lookUps.push(wordLookUp(bit, name))
      bit *= 2
    }
    const lists: Chosen[] = [
      { field: 'class', values: query.classes },
      { field: 'topic', values: query.topics },
      { field: 'source', values: query.sources },
      { field: 'plate', values: query.plates },
    ]
    for (const { field, values } of lists.filter(({ values: some }) => some.length > 0)) {
      this.#markValues(field, new Set(values), bit)
      conditions.push(marked(`e.${field}`, bit))
      if (field === 'plate' || field === 'topic') lookUps.push(lookUp(field, bit))
      bit *= 2
    }
    if (query.object !== null) {
      this.values['object'] = query.object
      conditions.push(`(CASE WHEN e.event IS NULL THEN e.object = @object ELSE ${namesObject('e.')} END)`)
      lookUps.push(objectLookUp)
    }
    if (query.kind !== null) conditions.push(`e.event IS ${query.kind === 'event' ? 'NOT ' : ''}NULL`)
    this.only = this.#chooseItems(query.itemIds, conditions)
    this.from = query.from === null ? everBefore : storedTime(query.from) - longestStretch
    this.to = query.to === null ? everBehind : storedTime(query.to)
    this.isMoved = this.#isAnyMoved()
    this.candidates = this.#rarest(lookUps)
    this.shift = !this.isMoved ? '0' : this.candidates === null ? 'g.shift' : shiftOfEntry
    if (query.from !== null) {
      this.values['earliest'] = storedTime(query.from)
      conditions.push(`${this.corrected('e.last')} >= @earliest`)
    }
    this.where = conditions.join(' AND ')
  }

  /** A time of an entry, corrected; SQL. */
  corrected(time: 'e.first' | 'e.last'): string {
    return this.isMoved ? `(${time} + ${this.shift})` : time
  }

  /**
   * The items that are asked for, each once for every correction that times of its tracks have; `several` where that is not
   * the same for all. SQL, for `g`.
   */
  get items(): string {
    const chosen =
      this.only !== null
        ? 'WHERE i.key = @only'
        : 'items' in this.values
          ? 'WHERE i.key IN (SELECT value FROM json_each(@items))'
          : ''
    // Seldom do tracks of one item differ, and asking each item for it takes longer than the rest.
    if (!this.#isAnySeveral)
      return `(SELECT i.key AS item, coalesce(m.shift, 0) AS shift, 0 AS several
        FROM item i LEFT JOIN metadata_shift m ON m.item = i.key AND m.track = 0 ${chosen})`
    return `(SELECT DISTINCT i.key AS item, coalesce(m.shift, 0) AS shift,
      EXISTS (SELECT 1 FROM metadata_shift t WHERE t.item = i.key AND t.track <> 0) AS several
      FROM item i LEFT JOIN metadata_shift m ON m.item = i.key ${chosen})`
  }

  get #isAnySeveral(): boolean {
    this.#several ??=
      this.#db.prepare<{ any: 1 }>('SELECT 1 AS any FROM metadata_shift WHERE track <> 0 LIMIT 1').get() !==
      undefined
    return this.#several
  }

  #isAnyMoved(): boolean {
    const of = this.only === null ? '' : 'WHERE item = @only'
    const any = this.#db.prepare<{ any: 1 }>(`SELECT 1 AS any FROM metadata_shift ${of} LIMIT 1`)
    return any.get({ only: this.only }) !== undefined
  }

  /** Forgets what was noted for this search; with the connection it is forgotten anyway. */
  close(): void {
    if (!this.#db.isOpen) return
    this.#db.prepare('DELETE FROM temp.search_hit WHERE search = @search').run(this.values)
  }

  #markWord(word: string, bit: number): void {
    // Trigrams find what has three characters; shorter words are looked for in every value.
    const [condition, text] =
      [...word].length >= 3
        ? ['search_text MATCH @text', `"${word.replaceAll('"', '""')}"`]
        : ['instr(folded, @text) > 0', word]
    const search = this.values['search'] ?? 0
    this.#db
      .prepare(
        `INSERT INTO temp.search_hit (search, value, marks)
         SELECT @search, rowid, @bit FROM search_text WHERE ${condition} ${markAgain}`,
      )
      .run({ search, bit, text })
  }

  #markValues(field: SearchField, chosen: ReadonlySet<string>, bit: number): void {
    const mark = this.#db.prepare(
      `INSERT INTO temp.search_hit (search, value, marks) VALUES (?, ?, ?) ${markAgain}`,
    )
    // As they stand in JSON; what only looks like it is sorted out below.
    const wanted = JSON.stringify([...chosen].map((value) => JSON.stringify(value)))
    const found = this.#db
      .prepare<{ key: number; value: string }>(
        `SELECT key, value FROM search_value WHERE field = ?
         AND EXISTS (SELECT 1 FROM json_each(?) w WHERE instr(search_value.value, w.value) > 0)`,
      )
      .all(field, wanted)
    const search = this.values['search'] ?? 0
    for (const { key, value } of found)
      if (readValues(value).some((one) => chosen.has(one))) mark.run(search, key, bit)
  }

  /** Classes and sources are those of many. */
  #isRare(bit: number): boolean {
    const common = this.#db.prepare<{ key: number }>(
      `SELECT v.key FROM temp.search_hit h JOIN search_value v ON v.key = h.value
       WHERE h.search = @search AND h.marks & @bit AND v.field IN ('class', 'source') LIMIT 1`,
    )
    return common.get({ search: this.values['search'] ?? 0, bit }) === undefined
  }

  #chooseItems(itemIds: readonly string[], conditions: string[]): number | null {
    if (itemIds.length === 0) return null
    const keys = this.#db
      .prepare<{ key: number }>('SELECT key FROM item WHERE id IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(itemIds))
      .map(({ key }) => key)
    this.values['items'] = JSON.stringify(keys)
    conditions.push('e.item IN (SELECT value FROM json_each(@items))')
    return keys.length === 1 ? (keys[0] ?? null) : null
  }

  #rarest(lookUps: readonly string[]): string | null {
    let best: Candidates | null = null
    for (const sql of lookUps) {
      const count =
        this.#db
          .prepare<{ count: number }>(
            `SELECT count(*) AS count FROM (SELECT 1 FROM (${sql}) LIMIT ${mostLookedUp + 1})`,
          )
          .get(this.values)?.count ?? 0
      if (count <= mostLookedUp && (!best || count < best.count)) best = { sql, count }
    }
    return best?.sql ?? null
  }
}

/** Of `search_entry e`: the correction of its track, else of its item. */
export const shiftOfEntry = `coalesce((SELECT shift FROM metadata_shift s WHERE s.item = e.item AND s.track = e.track),
  (SELECT shift FROM metadata_shift s WHERE s.item = e.item AND s.track = 0), 0)`

const marked = (columns: string, bit: number): string =>
  `EXISTS (SELECT 1 FROM temp.search_hit h WHERE h.search = @search AND h.value IN (${columns}) AND h.marks & ${bit})`

const lookUp = (field: SearchField, bit: number): string =>
  `SELECT e.key FROM temp.search_hit h CROSS JOIN search_entry e ON e.${field} = h.value
   WHERE h.search = @search AND h.marks & ${bit}`

const wordLookUp = (bit: number, name: string): string =>
  [
    ...(['topic', 'plate', 'text'] as const).map((field) => lookUp(field, bit)),
    `SELECT key FROM search_entry WHERE object = @${name}`,
  ].join(' UNION ')

const namesObject = (of: string): string => `instr(' ' || ${of}object || ' ', ' ' || @object || ' ') > 0`

const objectLookUp = `SELECT key FROM search_entry WHERE object = @object UNION
  SELECT key FROM search_entry WHERE event IS NOT NULL AND object IS NOT NULL AND ${namesObject('')}`
