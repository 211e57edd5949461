// Calls about the items of the open case.
import { intactOf } from '#contract/messages/verdict.ts'
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import type { Verification } from '#contract/seal.ts'
import type { SampleColumns } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from '../base/byte-source.ts'
import type { ByteSource } from '../base/byte-source.ts'
import type { Work } from '../base/progress.ts'
import { verifyFile } from '../examine/verify-file.ts'
import { ingestedHashes } from '../ingest/audit-items.ts'
import { compositionTimeOf } from '../isobmff/sample-lookup.ts'
import type { SampleTable } from '../isobmff/sample-table.ts'
import { evidenceHashes } from '../store/evidence-hashes.ts'
import type { Workbench } from '../workbench.ts'

type ItemCalls = Pick<
  EngineHandlers,
  | 'item.list'
  | 'item.get'
  | 'item.verify'
  | 'item.view'
  | 'track.samples'
  | 'metadata.frames'
  | 'metadata.events'
  | 'metadata.positions'
>

export function itemCalls(bench: Workbench): ItemCalls {
  return {
    'item.list': () => Promise.resolve(bench.database.items.list()),
    'item.get': ({ itemId }) => Promise.resolve(bench.database.items.load(itemId)),
    'item.verify': ({ itemId }) => {
      bench.database.items.summary(itemId)
      return Promise.resolve({
        jobId: bench.jobs.start('verify', (work) => verifyAgain(bench, itemId, work)),
      })
    },
    'item.view': ({ itemId }) => {
      const { sha256 } = bench.database.items.summary(itemId)
      bench.database.custody.append({ actor: bench.actor, action: 'view', itemId, inputSha256: sha256 })
      return Promise.resolve({})
    },
    'track.samples': async ({ itemId, trackId, first, count }) => {
      const { movie } = await bench.movies.structure(bench.database, itemId)
      const track = movie.tracks.find(({ id }) => id === trackId)
      if (!track)
        throw new EvidenceError('wrong-input', `The item has no track ${trackId}.`, {
          details: { itemId, trackId },
        })
      return sampleColumns(track.samples, first, count)
    },
    'metadata.frames': ({ itemId, from, to }) =>
      Promise.resolve(bench.database.metadata.frames(itemId, { from, to })),
    'metadata.events': ({ itemId, first }) =>
      Promise.resolve(bench.database.metadata.events(itemId, { first })),
    'metadata.positions': ({ itemId }) =>
      Promise.resolve(bench.database.items.load(itemId).inspection.positions),
  }
}

/**
 * Reads the original in the vault again: are its bytes still those that were ingested, and do the seals match. The
 * result and its hash go into the ledger; so does that the original is not there, or cannot be read to its end.
 */
async function verifyAgain(bench: Workbench, itemId: ItemId, work: Work): Promise<Verification> {
  const { database, actor } = bench
  const { sha256, path } = database.items.summary(itemId)
  let source: ByteSource | null = null
  try {
    source = await openFileSource(database.vault.path(sha256))
    const { verification } = await verifyFile(source, path, bench.trust(), work)
    const ingested = ingestedHashes(database.custody.verifyLedger(itemId).items).get(itemId)
    const unchanged = verification.sha256 === sha256 && sha256 === ingested
    database.transaction(() => {
      database.items.recordVerification(itemId, verification, {
        intact: intactOf(verification),
        trust: verification.seals.at(-1)?.trust ?? 'not-checked',
      })
      database.items.setCustody(itemId, unchanged ? 'complete' : 'mismatch')
      database.custody.append({
        actor,
        action: 'verify',
        itemId,
        inputSha256: sha256,
        outputSha256: verification.sha256,
        detail: {
          verdict: verification.verdict,
          vaultUnchanged: unchanged,
          ...evidenceHashes({ verification }),
        },
      })
    })
    bench.emit('items.changed', {})
    return verification
  } catch (error) {
    if (error instanceof EvidenceError && isLoss.has(error.code) && !work.signal.aborted)
      recordLoss(bench, itemId, error)
    throw error
  } finally {
    await source?.close()
  }
}

const isLoss = new Set<ErrorCode>(['file-not-found', 'file-unreadable', 'source-changed'])

function recordLoss(bench: Workbench, itemId: ItemId, { code, message }: EvidenceError): void {
  const { database, actor } = bench
  database.transaction(() => {
    database.items.setCustody(itemId, 'mismatch')
    database.custody.append({
      actor,
      action: 'verify',
      itemId,
      inputSha256: database.items.summary(itemId).sha256,
      detail: { vaultUnchanged: false, failed: code, reason: message },
    })
  })
  bench.emit('items.changed', {})
}

function sampleColumns(table: SampleTable, first: number, count: number): SampleColumns {
  const end = Math.min(table.length, first + count)
  const indexes = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at)
  const column = (values: ArrayLike<number>): number[] => indexes.map((index) => values[index] ?? 0)
  return {
    first,
    total: table.length,
    offset: column(table.offset),
    size: column(table.size),
    decodeTime: column(table.decodeTime),
    compositionTime: indexes.map((index) => compositionTimeOf(table, index)),
    duration: column(table.duration),
    sync: indexes.map((index) => (table.sync[index] === 1 ? 1 : 0)),
  }
}
