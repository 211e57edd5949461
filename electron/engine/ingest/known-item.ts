// A file whose bytes are in the case already. That is believed of the vault only after reading it: an original that is
// missing or damaged there is restored from this file, and what lay in its place is kept beside it.
import { EvidenceError } from '#contract/errors.ts'
import type { IngestedItem, ItemSummary } from '#contract/item.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { quote } from '#engine/base/findings.ts'
import type { Work } from '#engine/base/progress.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { CustodyAct } from '#engine/store/custody-store.ts'
import type { Incoming } from '#engine/store/incoming.ts'
import type { Replaced } from '#engine/store/vault.ts'
import type { IngestContext } from './ingest-context.ts'
import { compareCopy } from './compare-copy.ts'
import { indexFromVault } from './index-metadata.ts'
import type { CopiedFile } from './copied-file.ts'
import { sourceDetail } from './copied-file.ts'
import { examineAsWhole, isReadWhole, recordWhole } from './whole-after-all.ts'

/** `record`: written in the same transaction as the entries in the ledger. */
export async function takeKnown(
  known: ItemSummary,
  file: CopiedFile,
  context: Pick<IngestContext, 'database' | 'actor' | 'trust' | 'forgetDerived'>,
  work: Work,
  record: (item: IngestedItem) => void,
): Promise<IngestedItem> {
  const { database, actor, trust, forgetDerived } = context
  const { id: itemId, sha256 } = known
  const replaced = await restoreOriginal(database, file.incoming, sha256, work)
  const whole = isReadWhole(known, file) ? await examineAsWhole(database, known, trust, work) : null
  const index = await finishIndex(database, itemId, replaced !== null, work)
  const restored = replaced
    ? ` The original in the vault was ${replaced.found}; it was restored from this file.`
    : ''
  // Last, so that nothing is made in between; also of what was missing, which counts as recorded now.
  const left = replaced || whole ? await forgetDerived?.(itemId) : null
  const item = database.transaction(() => {
    if (replaced) {
      database.custody.append(recoveredAct(actor, itemId, sha256, replaced))
      database.items.setCustody(itemId, 'complete')
    }
    database.custody.append(seenAgainAct(actor, known, file))
    const completed = whole && recordWhole(context, whole, file)
    const said = `${completed ? foundWhole : ''}${restored}${index}${left ? ` ${left}` : ''}`
    const outcome = seenAgain(completed ?? known, file, said)
    record(outcome)
    return outcome
  })
  if (whole && !whole.metadata) await indexFromVault(database, itemId, work)
  return item
}

const foundWhole =
  ' This time every byte was read without an error; what was missing of the item are zeros, and an intact seal vouches for them. The item is whole now.'

/** What is said of a file whose bytes are in the case already. */
export const seenAgain = (known: ItemSummary, file: CopiedFile, more = ''): IngestedItem => ({
  id: known.id,
  path: file.relativePath,
  sha256: known.sha256,
  size: file.size,
  status: 'already-present',
  verdict: known.verdict,
  levels: levelList(known.levels),
  detail: `The same bytes are in the case as ${quote(known.path)}.${zerosRead(known, file)}${more}`,
  kind: known.kind,
})

/** A copy made by a program that writes zeros for what it cannot read looks whole: it proves nothing. */
const zerosRead = ({ missingBytes }: ItemSummary, { missing }: CopiedFile): string =>
  missingBytes > 0 && missing.length === 0
    ? ' This time every byte was read without an error, and all that is missing of the item was read as zeros: either they are zeros in the file, or this is a copy of the same damaged medium. The item stays partial.'
    : ''

export const seenAgainAct = (actor: string, { id, sha256 }: ItemSummary, file: CopiedFile): CustodyAct => ({
  actor,
  action: 'seen-again',
  itemId: id,
  inputSha256: sha256,
  detail: sourceDetail(file),
})

/** Null where the original in the vault is whole. */
async function restoreOriginal(
  { vault }: CaseDatabase,
  incoming: Incoming,
  sha256: Sha256,
  work: Work,
): Promise<Replaced | null> {
  const held = await vault.inspect(sha256, work.signal)
  if (held === 'whole') return null
  await compareCopy(incoming, sha256, work)
  work.signal.throwIfAborted()
  return vault.place(incoming, sha256, held)
}

/**
 * An index that was interrupted is made now that somebody works on the item, and so is one that may have been made from what lay in
 * the place of the original; a sentence where that fails.
 */
async function finishIndex(
  database: CaseDatabase,
  id: ItemId,
  isRestored: boolean,
  work: Work,
): Promise<string> {
  if (!isRestored && !database.metadata.unfinished().includes(id)) return ''
  try {
    await indexFromVault(database, id, work)
    return ''
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code === 'disk-full') throw error
    return ` Its metadata is not indexed: ${error.message}`
  }
}

/** What the ledger says of an original that was put in the place of something else, or of nothing. */
export const recoveredAct = (
  actor: string,
  itemId: ItemId,
  sha256: Sha256,
  { found, keptAs }: Replaced,
): CustodyAct => ({
  actor,
  action: 'recovered',
  itemId,
  outputSha256: sha256,
  detail: { what: 'The original in the vault was restored from its source.', found, keptAs },
})

export const levelList = (levels: Readonly<Record<'0V' | '0M' | '0E', boolean>>): ('0V' | '0M' | '0E')[] =>
  (['0V', '0M', '0E'] as const).filter((level) => levels[level])
