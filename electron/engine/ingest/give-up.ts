// Giving up an unfinished intake: what was begun is removed, or kept as a partial item of which the rest is missing.
import { randomUUID } from 'node:crypto'
import { EvidenceError } from '#contract/errors.ts'
import type { IntakeId } from '#contract/intake.ts'
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { quote } from '#engine/base/findings.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import type { IntakeFile, StoredIntake } from '#engine/store/intake-store.ts'
import type { CopiedFile } from './copied-file.ts'
import { commitItems, indexLarge } from './commit-items.ts'
import { examineCopy } from './examine-copy.ts'
import { metadataBuffer } from './index-metadata.ts'
import type { IngestContext } from './ingest-context.ts'
import { takeKnown } from './known-item.ts'
import { resumeCopy } from './resume-copy.ts'
import { readStoredSource } from './source/stored-source.ts'

const nothingKnown = { modified: null, created: null, changed: null, accessed: null, mode: null } as const

/** Fails with `wrong-input` where it runs or has ended, or where the file at hand cannot be kept; then nothing has changed. */
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
    const begun = database.intakes.begun(intake)
    if (keepPartial && begun) await keepAsPartial(begun, intake, context, work)
    else if (begun?.checkpoint) await database.vault.removePart(begun.checkpoint.part)
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

async function keepAsPartial(
  row: IntakeFile,
  intake: StoredIntake,
  context: IngestContext,
  work: Work,
): Promise<void> {
  const { database } = context
  const file = await partialCopy(row, intake, context, work)
  try {
    const id = randomUUID() as string as ItemId
    const known = database.items.findBySha256(file.sha256)
    if (known) {
      const record = (item: Parameters<typeof database.intakes.finish>[2]): void =>
        database.intakes.finish(intake, row.position, item)
      await takeKnown(known, file, context, work, record)
      return
    }
    const metadata = metadataBuffer()
    const { sha256, missing, original, incoming } = file
    const copy = { file, path: incoming.path, sha256, missing, original }
    const examined = await examineCopy(id, copy, context, work, metadata, () => undefined)
    const ready = [{ file, id, examined, metadata }]
    await indexLarge(ready, await commitItems(ready, intake, context, work), context, work)
  } finally {
    await file.incoming.discard()
  }
}

/** The copy at its full length, zeros in the place of what was never read. */
async function partialCopy(
  { position, source, size, checkpoint }: IntakeFile,
  intake: StoredIntake,
  { database }: IngestContext,
  work: Work,
): Promise<CopiedFile> {
  const { shown, relativePath } = readStoredSource(source)
  if (!checkpoint || size === null || size < checkpoint.bytes) {
    throw new EvidenceError(
      'wrong-input',
      `How long ${quote(relativePath)} is as a whole is not known, so that it cannot be kept as a part of it. Give it up without keeping it, or go on.`,
      { details: { intakeId: intake.id } },
    )
  }
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
  await copy.incoming.resize(size)
  await copy.incoming.seal()
  const whole = await openFileSource(copy.incoming.path)
  try {
    const sha256 = await sha256OfSource(whole, { signal: work.signal })
    return {
      ...{ intake: intake.id, position, shown, relativePath, incoming: copy.incoming, sha256, size, missing },
      ...{ original: nothingKnown, detail: { interrupted: true }, resumedAt: null },
      progress: { add: () => undefined, finish: () => undefined },
    }
  } finally {
    await whole.close()
  }
}
