// Calls about the case as a whole: its name, its place, copies of it, what in it can be made again.
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { copyCase } from '../casework/copy-case.ts'
import { deleteDerived } from '../casework/delete-derived.ts'
import { checkDestination } from '../casework/destination.ts'
import { moveCase } from '../casework/move-case.ts'
import { caseIdOf } from '../custody/head-statement.ts'
import { placeOf } from '../custody/ledger-heads.ts'
import type { Workbench } from '../workbench.ts'

type CaseworkCalls = Pick<
  EngineHandlers,
  'case.rename' | 'case.veil' | 'case.copy' | 'case.move' | 'case.forget' | 'derived.delete'
>

export function caseworkCalls(bench: Workbench): CaseworkCalls {
  return {
    'case.rename': ({ reference }) => {
      const name = reference.trim()
      if (name === '') throw new EvidenceError('wrong-input', t('casework.nameless'))
      const { database, actor } = bench
      database.rename(name, actor)
      const renamed = database.describe()
      bench.remember(renamed)
      bench.emit('case.changed', { case: renamed })
      return Promise.resolve(renamed)
    },
    'case.veil': ({ all }) => {
      const { database, actor } = bench
      database.sensitive.veilAll(all, actor)
      const veiled = database.describe()
      bench.emit('case.changed', { case: veiled })
      return Promise.resolve(veiled)
    },
    'case.copy': ({ destination, purpose }) => {
      const { database, actor } = bench
      const order = { destination, purpose, actor }
      return Promise.resolve({
        jobId: bench.jobs.start('copy-case', async (work) => {
          const copied = await copyCase(database, order, work)
          bench.changeHeads((heads) => heads.forget(caseIdOf(database), placeOf(copied.path)))
          return copied
        }),
      })
    },
    'case.move': ({ destination: given }) => {
      const { database, named } = bench
      const { root } = database.folder
      const by = bench.openAs(named)
      const jobId = bench.jobs.start('move-case', async (work, job) => {
        // What can be refused is refused while the case is still open to everybody.
        const destination = await checkDestination(root, given)
        const from = placeOf(root)
        const { database: moved, failure } = await moveCase(await bench.handOver(job), destination, by, work)
        if (failure === null)
          bench.changeHeads((heads) => heads.move(caseIdOf(moved), from, placeOf(moved.folder.root)))
        const opened = await bench.enter(moved, named, job)
        if (failure !== null) throw failure
        bench.recent.remove(root)
        return opened
      })
      return Promise.resolve({ jobId })
    },
    'case.forget': ({ path }) => {
      bench.recent.remove(path)
      return Promise.resolve(bench.recent.list())
    },
    'derived.delete': async ({ itemId }) => {
      const { database, actor } = bench
      await bench.reviews.stop(itemId)
      await bench.sounds.stop(itemId)
      const deleted = await deleteDerived(database, itemId, actor)
      bench.emit('items.changed', {})
      return deleted
    },
  }
}
