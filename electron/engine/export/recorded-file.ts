// One file that leaves the case, under a name that must be free: written beside it, brought to the disk, told in the ledger,
// and only then given its name.
import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import type { Sha256 } from '#contract/units.ts'
import { refuseInsideCase } from '#engine/base/case-border.ts'
import { nameWithoutReplacing, refuseTaken } from '#engine/base/durable-name.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { CustodyAct } from '#engine/store/custody-store.ts'

export type WriteBytes = (bytes: Uint8Array | string) => Promise<void>

/** What an entry says, but for the hash of the file. */
export type RecordedAct = Omit<CustodyAct, 'outputSha256'>

/**
 * `write` gives what its entry says, or its entries where it is about several items. Fails with `wrong-input`, `destination-exists`, `disk-full` or `destination-unwritable`, and
 * with what `write` throws; then nothing is left of the file.
 */
export async function writeRecordedFile(
  path: string,
  database: CaseDatabase,
  write: (put: WriteBytes) => Promise<RecordedAct | RecordedAct[]>,
  work: Work,
): Promise<Sha256> {
  await refuseInsideCase(database.folder, path)
  const partial = `${path}.${randomUUID().slice(0, 8)}.partial`
  try {
    // Asked again when it gets its name; but then it stands in the ledger already.
    await refuseTaken(path)
    const { act, sha256 } = await fill(partial, write)
    work.signal.throwIfAborted()
    const told = [act].flat().map((one) => ({ ...one, outputSha256: sha256 }))
    append(database, told)
    try {
      await nameWithoutReplacing(partial, path)
    } catch (error) {
      // The ledger is append-only: what did not come about is taken back by another entry.
      const reason = error instanceof Error ? error.message : String(error)
      append(
        database,
        told.map((one) => ({ ...one, detail: { path, failed: true, reason } })),
      )
      throw error
    }
    return sha256
  } catch (cause) {
    if (work.signal.aborted || cause instanceof EvidenceError || errnoOf(cause) === null) throw cause
    if (errnoOf(cause) !== 'EEXIST') throw fileFailure(cause, path, 'Nothing was written.')
    throw new EvidenceError('destination-exists', `“${path}” exists already; nothing was written.`, {
      details: { path },
      cause,
    })
  } finally {
    await rm(partial, { force: true })
  }
}

/** All or none. */
function append(database: CaseDatabase, acts: readonly CustodyAct[]): void {
  database.transaction(() => {
    for (const act of acts) database.custody.append(act)
  })
}

async function fill<A>(
  path: string,
  write: (put: WriteBytes) => Promise<A>,
): Promise<{ act: A; sha256: Sha256 }> {
  const hash = createSha256()
  const file: FileHandle = await open(path, 'wx')
  try {
    const act = await write(async (bytes) => {
      hash.update(bytes)
      await file.writeFile(bytes)
    })
    await file.sync()
    return { act, sha256: sha256Hex(hash) }
  } finally {
    await file.close()
  }
}
