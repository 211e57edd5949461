// Giving up an unfinished intake: what was begun is removed, or kept as a partial item of which the rest is missing.
import { randomUUID } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import { missingBytesOf } from '#contract/messages/kinds.ts'
import type { IntakeId } from '#contract/intake.ts'
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { quote } from '#engine/base/findings.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { Checkpoint, IntakeFile, StoredIntake } from '#engine/store/intake-store.ts'
import { copiedBefore, noteCopied } from './copied-before.ts'
import type { CopiedFile } from './copied-file.ts'
import { commitItems, indexLarge } from './commit-items.ts'
import { examineCopy } from './examine-copy.ts'
import { metadataBuffer } from './index-metadata.ts'
import type { IngestContext } from './ingest-context.ts'
import { IntakeProgress } from './intake-progress.ts'
import type { PartProgress } from './intake-progress.ts'
import { takeKnown } from './known-item.ts'
import { resumeCopy } from './resume-copy.ts'
import { readStoredSource } from './source/stored-source.ts'

const unseen: PartProgress = { add: () => undefined, finish: () => undefined }
const nothingKnown = { modified: null, created: null, changed: null, accessed: null, mode: null } as const

/**
 * Fails with `wrong-input` where it runs or has ended, or where a file that was begun cannot be kept; then nothing has
 * changed. Where the disk or the case fails, or it is cancelled, it can be asked again: what was read of the files stays.
 */
export async function giveUpIntake(
  id: IntakeId,
  keepPartial: boolean,
  context: IngestContext,
  work: Work,
): Promise<void> {
  const { database, actor } = context
  const intake = database.intakes.open(id)
  database.intakes.hold(id)
  try {
    if (keepPartial) {
      const held = await inVault(intake, context, work)
      const isHeld = new Set(held.map(({ position }) => position))
      const begun = database.intakes.begun(intake).filter(({ position }) => !isHeld.has(position))
      const kept = whatCanBeKept(begun, id)
      const progress = progressOver([...held, ...kept], work)
      for (const file of held) {
        const part = progress.part(file.relativePath, file.size)
        // It was read when it was looked for.
        part.add(file.size)
        await keep({ ...file, progress: part }, intake, context, work)
      }
      for (const one of kept) await keepAsPartial(one, intake, context, work, progress)
    }
    for (const { position, checkpoint } of database.intakes.begun(intake)) {
      if (checkpoint) await database.vault.removePart(checkpoint.part)
      database.intakes.setCheckpoint(intake, position, null)
    }
    const { files, filesDone, bytes, bytesKept } = database.intakes.totals(intake)
    database.transaction(() => {
      const counts = { files, filesDone, bytes, bytesKept }
      const detail = { intake: id, reason: 'It was given up.', ...counts, canGoOn: false }
      database.custody.append({ actor, action: 'intake-stopped', detail })
      database.intakes.end(intake, 'given-up')
    })
  } finally {
    database.intakes.release(id)
  }
}

/** Each file is read twice: for the hash of what is kept of it, and to see what it is. */
function progressOver(files: readonly { size: number }[], work: Work): IntakeProgress {
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  const totals = { files: files.length, filesDone: 0, bytes, bytesKept: 0, unknown: 0 }
  return new IntakeProgress(work, totals, 0)
}

/** What lies in the vault and only lacks its item. */
async function inVault(
  intake: StoredIntake,
  { database }: IngestContext,
  { signal }: Work,
): Promise<CopiedFile[]> {
  const held: CopiedFile[] = []
  for (const row of database.intakes.copied(intake)) {
    const file = await copiedBefore(row, intake, database, { partial: true, progress: unseen, signal })
    if (file) held.push(file)
  }
  return held
}

type Keepable = { row: IntakeFile; size: number; checkpoint: Checkpoint }

/** All but those of which no byte could be read. Fails where there is no other, and where one has no known length. */
function whatCanBeKept(begun: readonly IntakeFile[], intakeId: IntakeId): Keepable[] {
  const known = begun.map((row): Keepable => {
    const { size, checkpoint } = row
    if (checkpoint && size !== null && size >= checkpoint.bytes) return { row, size, checkpoint }
    throw cannotKeep(
      `How long ${pathOf(row)} is as a whole is not known, so that it cannot be kept as a part of it.`,
      intakeId,
    )
  })
  const kept = known.filter(({ checkpoint: { bytes, missing } }) => missingBytesOf(missing) < bytes)
  const [first] = known
  if (first && kept.length === 0)
    throw cannotKeep(
      `Not one byte of ${pathOf(first.row)} could be read until now: there is nothing to keep of it.`,
      intakeId,
    )
  return kept
}

const pathOf = ({ source }: IntakeFile): string => quote(readStoredSource(source).relativePath)

const cannotKeep = (why: string, intakeId: IntakeId): EvidenceError =>
  new EvidenceError('wrong-input', `${why} Give it up without keeping it, or go on.`, {
    details: { intakeId },
  })

async function keepAsPartial(
  keepable: Keepable,
  intake: StoredIntake,
  context: IngestContext,
  work: Work,
  progress: IntakeProgress,
): Promise<void> {
  const file = await partialCopy(keepable, intake, context, work, progress)
  noteCopied(context.database, intake, [file], true)
  await keep(file, intake, context, work)
}

async function keep(
  file: CopiedFile,
  intake: StoredIntake,
  context: IngestContext,
  work: Work,
): Promise<void> {
  const { database } = context
  try {
    const id = randomUUID() as string as ItemId
    const known = database.items.findBySha256(file.sha256)
    if (known) {
      const record = (item: Parameters<typeof database.intakes.finish>[2]): void =>
        database.intakes.finish(intake, file.position, item)
      await takeKnown(known, file, context, work, record)
      await file.incoming.discard()
      file.progress.finish()
      return
    }
    const metadata = metadataBuffer()
    const { sha256, missing, original, incoming } = file
    const copy = { file, path: incoming.path, sha256, missing, original }
    const examined = await examineCopy(id, copy, context, work, metadata, file.progress.add)
    const ready = [{ file, id, examined, metadata }]
    await indexLarge(ready, await commitItems(ready, intake, context, work), context, work)
  } catch (cause) {
    // It may be all that is left of the original.
    await file.incoming.keep()
    throw cause
  }
}

/** The copy at its full length, zeros in the place of what was never read. */
async function partialCopy(
  { row: { position, source }, size, checkpoint }: Keepable,
  intake: StoredIntake,
  { database }: IngestContext,
  work: Work,
  progress: IntakeProgress,
): Promise<CopiedFile> {
  const { shown, relativePath } = readStoredSource(source)
  const part = progress.part(relativePath, size)
  const copy = await resumeCopy(database.vault, checkpoint, checkpoint.bytes, work)
  if (!copy) {
    throw new EvidenceError(
      'item-damaged',
      `What was kept of ${quote(relativePath)} is not what was written down of it. Give it up without keeping it, or go on: it is then read anew.`,
      { details: { intakeId: intake.id } },
    )
  }
  const missing = [...copy.missing]
  if (copy.bytes < size) missing.push({ start: copy.bytes, end: size })
  try {
    await copy.incoming.resize(size)
    await copy.incoming.seal()
    const whole = await openFileSource(copy.incoming.path)
    try {
      let read = 0
      const onBytes = (done: number): void => {
        part.add(done - read)
        read = done
      }
      const sha256 = await sha256OfSource(whole, { signal: work.signal, onBytes })
      return {
        ...{
          intake: intake.id,
          position,
          shown,
          relativePath,
          incoming: copy.incoming,
          sha256,
          size,
          missing,
        },
        ...{ original: nothingKnown, detail: { interrupted: true }, resumedAt: null, readBack: null, readBackTold: 0 },
        progress: part,
      }
    } finally {
      await whole.close()
    }
  } catch (cause) {
    await copy.incoming.keep()
    throw cause
  }
}
