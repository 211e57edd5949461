// Files that are not taken in: the reason stands in the ledger and in the intake's own record.
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import type { IntakeId } from '#contract/intake.ts'
import type { IngestedItem } from '#contract/item.ts'
import type { Sha256 } from '#contract/units.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import { breathe } from '#engine/base/progress.ts'
import type { StoredIntake } from '#engine/store/intake-store.ts'
import type { NamedFile } from './copy-file.ts'
import type { IngestContext } from './ingest-context.ts'

/** So many have an entry of the ledger each; a folder of a million links would fill it for minutes. */
const mostNamed = 500
const linesAtOnce = 10_000

/** What listing already found not to be taken: the first by name, of the rest how many and what their list hashes to. */
export type SkippedAtStart = {
  named: readonly IngestedItem[]
  rest: { count: number; listSha256: Sha256 } | null
}

/** Throws the signal's reason. */
export async function digestSkipped(
  skipped: readonly IngestedItem[],
  signal: AbortSignal,
): Promise<SkippedAtStart> {
  const named = skipped.slice(0, mostNamed)
  const count = skipped.length - named.length
  if (count === 0) return { named, rest: null }
  const list = createSha256()
  for (let at = named.length; at < skipped.length; at += 1) {
    const { path = '', detail = '' } = skipped[at] ?? {}
    list.update(`${JSON.stringify([path, detail])}\n`)
    if (at % linesAtOnce === 0) await breathe(signal)
  }
  return { named, rest: { count, listSha256: sha256Hex(list) } }
}

/** Part of the transaction that begins the intake. */
export function recordSkipped(
  { named, rest }: SkippedAtStart,
  intake: IntakeId,
  { database, actor }: Pick<IngestContext, 'database' | 'actor'>,
): void {
  const append = (detail: CustodyEntry['detail']): void =>
    void database.custody.append({ actor, action: 'ingest-failed', detail: { ...detail, intake } })
  for (const { path, detail: reason } of named) append({ path, reason })
  if (rest) {
    append({
      reason: `${rest.count} more were not taken in. Their list has the SHA-256 given here; it has one line of JSON, [path, reason], for each, in the order in which they were found.`,
      ...{ skipped: rest.count, listSha256: rest.listSha256 },
    })
  }
}

/** There was something, and it could not be had: not a mistyped name, nor an address that is not fetched at all. */
const refusals: readonly ErrorCode[] = [
  'archive-refused',
  'download-refused',
  'download-failed',
  'file-unreadable',
  'source-gone',
]

/** A source of which not even the files could be listed: then no intake began that could tell of it. */
export function recordRefused(
  cause: unknown,
  { database, actor }: Pick<IngestContext, 'database' | 'actor'>,
): void {
  if (!(cause instanceof EvidenceError) || !refusals.includes(cause.code)) return
  const { code, message: reason, details } = cause
  // Addresses as failures show them: without what gives access to the file. Certificates are told whole.
  const { path = details['address'] ?? null, ...others } = details
  try {
    database.custody.append({ actor, action: 'ingest-failed', detail: { ...others, path, code, reason } })
  } catch (problem) {
    // The first failure is the one to tell.
    process.stderr.write(`a source that was refused was not recorded: ${String(problem)}\n`)
  }
}

/** Records why and gives what is told of it. */
export function failedItem(
  { position, shown, relativePath, size }: NamedFile,
  intake: StoredIntake,
  { database, actor }: Pick<IngestContext, 'database' | 'actor'>,
  error: EvidenceError,
): IngestedItem {
  const item = notTaken(relativePath, size, error.message)
  database.transaction(() => {
    database.custody.append({
      actor,
      action: 'ingest-failed',
      detail: {
        source: shown.toWellFormed(),
        ...{ path: relativePath.toWellFormed(), size, code: error.code, reason: error.message },
        intake: intake.id,
      },
    })
    database.intakes.finish(intake, position, item)
  })
  return item
}

export const notTaken = (path: string, size: number, reason: string): IngestedItem => ({
  ...{ id: null, path: path.toWellFormed(), sha256: null, size, status: 'failed', verdict: 'unreadable' },
  ...{ levels: [], detail: reason, kind: null },
})
