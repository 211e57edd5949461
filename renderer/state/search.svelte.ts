// Searching the case: what is asked, what was found so far, and what it comes to. Kept while other parts of the case are shown.
import type { ClockOffset } from '#contract/clock.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import type { SearchCounts, SearchEntry, SearchFacets, SearchQuery, SearchTotal } from '#contract/search.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { call, on, startJob } from '../client/client.ts'
import { attempt, showAction } from './acts.svelte.ts'
import { openCase } from './case.svelte.ts'
import { coalesce } from './coalesce.ts'
import { notices } from './notices.svelte.ts'

export const noQuery: SearchQuery = {
  ...{ text: '', kind: null, itemIds: [], classes: [], topics: [], sources: [], plates: [], object: null },
  ...{ from: null, to: null },
}

const perPage = 200
/** Bars of the chart at most. */
const bars = 240
/** Between two questions while somebody types. */
const typingMs = 180
const changedMs = 1_000

class Search {
  query = $state.raw<SearchQuery>(noQuery)
  entries = $state.raw<SearchEntry[]>([])
  total = $state.raw<SearchTotal | null>(null)
  notIndexed = $state(0)
  /** Whether times of any of the items are corrected: then all times asked for and shown first are corrected ones. */
  isCorrected = $state(false)
  /** The entries on recorders' clocks that correct what was found, by item. */
  clocks = $state.raw<ReadonlyMap<ItemId, ClockOffset>>(new Map())
  /** A first answer is on its way; what is shown is that of the question before. */
  searching = $state(false)
  loadingMore = $state(false)
  error = $state.raw<unknown>(null)
  facets = $state.raw<SearchFacets | null>(null)
  counts = $state.raw<SearchCounts | null>(null)
  countsError = $state.raw<unknown>(null)
  /** The part of time that the chart shows; null: all. */
  zoom = $state.raw<{ from: UtcTime; to: UtcTime } | null>(null)
  selectedAt = $state<string | null>(null)
  readonly selected = $derived(this.entries.find(({ at }) => at === this.selectedAt) ?? null)
  readonly isAsked = $derived(Object.values(this.query).some((value) => value !== null && value.length > 0))
  #next: string | null = null
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #known: string | null = null

  /** Searches, and again when items change. Returns what ends that. */
  follow(): () => void {
    const path = openCase.open?.path ?? null
    if (this.#known !== path) this.#forget(path)
    void this.reload()
    return on(
      'items.changed',
      coalesce(() => this.reload(), changedMs),
    )
  }

  ask(changes: Partial<SearchQuery>, { typing = false } = {}): void {
    this.query = { ...this.query, ...changes }
    this.searching = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.reload(), typing ? typingMs : 0)
  }

  clear(): void {
    this.ask(noQuery)
  }

  /** Adds a value to a list of the question, or takes it away. */
  toggle(list: 'classes' | 'topics' | 'sources' | 'plates', value: string): void {
    const now = this.query[list]
    this.ask({ [list]: now.includes(value) ? now.filter((one) => one !== value) : [...now, value] })
  }

  zoomTo(part: { from: UtcTime; to: UtcTime } | null): void {
    this.zoom = part
    void this.#count(this.#turn)
  }

  async reload(): Promise<void> {
    this.#turn += 1
    const turn = this.#turn
    this.searching = true
    const rest = Promise.all([this.#sum(turn), this.#count(turn)])
    try {
      const page = await call('search.run', { query: this.query, after: null, limit: perPage })
      if (turn !== this.#turn) return
      this.entries = page.entries
      this.total = page.total
      this.notIndexed = page.notIndexed
      this.isCorrected = page.isCorrected
      this.clocks = byItem(page.clocks)
      this.#next = page.next
      this.error = null
      if (!this.selected) this.selectedAt = page.entries[0]?.at ?? null
    } catch (error) {
      if (turn === this.#turn) this.error = error
    } finally {
      if (turn === this.#turn) this.searching = false
    }
    await rest
  }

  /** The page behind the last one. */
  async more(): Promise<void> {
    if (this.#next === null || this.loadingMore || this.searching) return
    const turn = this.#turn
    this.loadingMore = true
    try {
      const page = await call('search.run', { query: this.query, after: this.#next, limit: perPage })
      if (turn !== this.#turn) return
      this.entries = [...this.entries, ...page.entries]
      this.clocks = new Map([...this.clocks, ...byItem(page.clocks)])
      this.#next = page.next
    } catch (error) {
      if (turn === this.#turn && !isSuperseded(error)) this.error = error
    } finally {
      this.loadingMore = false
    }
  }

  async index(): Promise<void> {
    await attempt(t('search.notStarted'), () => startJob('search.index', {}))
  }

  /** Asks where to, writes all results, and tells when they are there. */
  async export(): Promise<void> {
    await attempt(t('search.exportNotStarted'), async () => {
      const path = await call('dialog.saveFile', {
        title: t('search.exportChoose'),
        defaultName: `${t('search.exportName')}.csv`,
        filters: [{ name: 'CSV', extensions: ['csv'] }],
      })
      if (!path) return
      const { ended } = await startJob('search.export', { query: this.query, path })
      const written = await ended.catch(() => null)
      if (written)
        notices.note(t('search.exported', { count: written.entries, path }), showAction(written.path))
    })
  }

  async #sum(turn: number): Promise<void> {
    try {
      const facets = await call('search.facets', { query: this.query })
      if (turn === this.#turn) this.facets = facets
    } catch (error) {
      // The results say it already; without counts the filters show what is chosen.
      if (turn === this.#turn && !isSuperseded(error)) this.facets = null
    }
  }

  async #count(turn: number): Promise<void> {
    const time = this.zoom ?? { from: null, to: null }
    try {
      const counts = await call('search.counts', { query: { ...this.query, ...time }, most: bars })
      if (turn !== this.#turn) return
      this.counts = counts
      this.countsError = null
    } catch (error) {
      if (turn === this.#turn && !isSuperseded(error)) this.countsError = error
    }
  }

  #forget(path: string | null): void {
    this.#known = path
    this.query = noQuery
    this.entries = []
    this.isCorrected = false
    this.clocks = new Map()
    this.total = null
    this.facets = null
    this.counts = null
    this.zoom = null
    this.selectedAt = null
    this.#next = null
  }
}

const byItem = (clocks: readonly ClockOffset[]): Map<ItemId, ClockOffset> =>
  new Map(clocks.map((entry) => [entry.itemId, entry]))

const isSuperseded = (error: unknown): boolean => error instanceof EvidenceError && error.code === 'cancelled'

export const search = new Search()
