// Calls that search all items of the open case. They give way to everything else, and a newer question of a kind ends the older
// one: nobody waits for its answer any more.
import type { EngineHandlers } from '#contract/calls.ts'
import type { ClockOffset } from '#contract/clock.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { searchCountLimit } from '#contract/search.ts'
import type { SearchEntry } from '#contract/search.ts'
import { breathe } from '../base/progress.ts'
import { exportSearch } from '../export/export-search.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import type { Turn } from '../store/search.ts'
import type { Workbench } from '../workbench.ts'

type Name = 'search.run' | 'search.facets' | 'search.counts'
type SearchCalls = Pick<EngineHandlers, Name | 'search.track' | 'search.export' | 'search.index'>

const pointsPerPage = 5_000

export function searchCalls(bench: Workbench): SearchCalls {
  const running = new Map<Name, AbortController>()
  const begin = (name: Name): { database: CaseDatabase; turn: Turn } => {
    const { database } = bench
    running.get(name)?.abort(new EvidenceError('cancelled', t('search.superseded')))
    const controller = new AbortController()
    running.set(name, controller)
    return { database, turn: turnOf(bench, database, controller.signal) }
  }
  return {
    'search.run': ({ query, after, limit }) => {
      const { database, turn } = begin('search.run')
      const { search } = database
      return search.during(query, async (one) => {
        const page = await one.page(after, limit, turn)
        return {
          ...page,
          total: after === null ? await one.count(searchCountLimit, turn) : null,
          notIndexed: search.notIndexed(),
          isCorrected: one.plan.isMoved,
          clocks: clocksOf(database, page.entries),
        }
      })
    },
    'search.facets': ({ query }) => {
      const { database, turn } = begin('search.facets')
      return database.search.facets(query, turn)
    },
    'search.counts': ({ query, most }) => {
      const { database, turn } = begin('search.counts')
      return database.search.counts(query, most, turn)
    },
    'search.track': ({ object, after }) =>
      Promise.resolve(bench.database.search.track(object, { after, limit: pointsPerPage })),
    'search.export': ({ query, path }) => {
      const { database, actor } = bench
      const jobId = bench.jobs.start('search-export', (work) =>
        exportSearch(database, { query, path, actor }, work),
      )
      return Promise.resolve({ jobId })
    },
    'search.index': () => Promise.resolve({ jobId: bench.indexUnfinished() }),
  }
}

/** The entries on recorders' clocks that correct any of these, each once. */
function clocksOf({ clock }: CaseDatabase, entries: readonly SearchEntry[]): ClockOffset[] {
  const corrected = entries.filter((entry) => entry.corrected !== null)
  return [...new Set(corrected.map(({ itemId }) => itemId))].flatMap((itemId) => clock.current(itemId) ?? [])
}

/** Fails with `cancelled`, or `no-case-open` where the case was closed meanwhile. */
const turnOf =
  (bench: Workbench, database: CaseDatabase, signal: AbortSignal): Turn =>
  async () => {
    await breathe(signal)
    if (bench.current === null || bench.database !== database)
      throw new EvidenceError('no-case-open', 'The case was closed while it was being searched.')
  }
