// Searches over all items of a case: what is found, what it comes to, and the track of an object.
import type { ObjectRef, ObjectTrack, SearchCounts, SearchFacets, SearchQuery } from '#contract/search.ts'
import type { Connection } from './connection.ts'
import type { ItemStore } from './item-store.ts'
import { objectTrack } from './object-track.ts'
import { Search } from './search.ts'
import type { Turn } from './search.ts'
import { SearchPlan } from './search-plan.ts'
import { countUp, facetsOf, itemFacets, sumUp } from './search-sums.ts'
import type { Sums } from './search-sums.ts'

export class SearchStore {
  readonly #db: Connection
  readonly #items: ItemStore
  #searches = 0

  constructor(db: Connection, items: ItemStore) {
    this.#db = db
    this.#items = items
  }

  /** To be closed by whoever asks. */
  begin(query: SearchQuery): Search {
    this.#searches += 1
    return new Search(this.#db, new SearchPlan(this.#db, query, this.#searches))
  }

  /** Begins, and closes again whatever becomes of it. */
  async during<T>(query: SearchQuery, work: (search: Search) => Promise<T>): Promise<T> {
    const search = this.begin(query)
    try {
      return await work(search)
    } finally {
      search.close()
    }
  }

  /** Of each dimension without its own condition: what else could be chosen beside what is. */
  async facets(query: SearchQuery, turn: Turn): Promise<SearchFacets> {
    const sum = (asked: SearchQuery): Promise<Sums> => this.during(asked, (search) => sumUp(search, turn))
    const all = await sum(query)
    const without = async (isAsked: boolean, nothing: Partial<SearchQuery>): Promise<Sums> =>
      isAsked ? sum({ ...query, ...nothing }) : all
    const kinds = await without(query.kind !== null, { kind: null })
    const classes = await without(query.classes.length > 0, { classes: [] })
    const topics = await without(query.topics.length > 0, { topics: [] })
    const sources = await without(query.sources.length > 0, { sources: [] })
    const plates = await without(query.plates.length > 0, { plates: [] })
    const items = await without(query.itemIds.length > 0, { itemIds: [] })
    return {
      kinds: { object: kinds.objects, event: kinds.events },
      classes: facetsOf(this.#db, classes.class),
      topics: facetsOf(this.#db, topics.topic),
      sources: facetsOf(this.#db, sources.source),
      plates: facetsOf(this.#db, plates.plate),
      items: itemFacets(this.#db, items.item),
    }
  }

  counts(query: SearchQuery, most: number, turn: Turn): Promise<SearchCounts> {
    return this.during(query, (search) => countUp(search, most, turn))
  }

  /** Fails with `item-not-found`. */
  track(ref: ObjectRef, page: { after: string | null; limit: number }): ObjectTrack {
    return objectTrack(this.#db, this.#items.keyOf(ref.itemId), ref, page)
  }

  /** Whether words are found where they stand: null, or what is wrong in one sentence. Takes seconds for a large index. */
  fault(): string | null {
    const answer = String(this.#db.pragma("integrity_check('search_text')"))
    return answer === 'ok'
      ? null
      : 'The index of words for searching is damaged: searches may not find everything.'
  }

  /** Items whose metadata is not in the index. */
  notIndexed(): number {
    return (
      this.#db
        .prepare<{ count: number }>('SELECT count(*) AS count FROM item WHERE metadata_indexed = 0')
        .get()?.count ?? 0
    )
  }
}
