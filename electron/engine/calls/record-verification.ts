// What a verification of items of a case begins with, and how its answers are recorded: the one place for one item and for
// all. The item's row and the ledger change together.
import { EvidenceError } from '#contract/errors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import { answersOf } from '#contract/messages/verdict.ts'
import type { Verification } from '#contract/seal.ts'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { settleTimes } from '../examine/settle-times.ts'
import type { SettledTimes } from '../examine/settle-times.ts'
import type { TrustChoice } from '../examine/verify-file.ts'
import { isCorrection } from '../exportfile/start-times.ts'
import { ingestedHashes } from '../ingest/audit-items.ts'
import { keptAs } from '../ingest/kept-as.ts'
import type { CaseDatabase } from '../store/case-database.ts'
import { evidenceHashes } from '../store/evidence-hashes.ts'
import type { SizedFile, VerifyOutcome } from '../verify-pool.ts'
import type { Workbench } from '../workbench.ts'

/** Held from the beginning to the end, whatever is opened or trusted meanwhile. */
export type VerifyRun = {
  database: CaseDatabase
  actor: string
  trust: TrustChoice
  trustStoreSha256: Sha256
  /** By the ledger. */
  ingested: ReadonlyMap<ItemId, Sha256>
  /** Whose originals were found to be right again: what is derived of them may be made of something else. */
  restored: Set<ItemId>
}

/** An original in the vault. */
export type VaultFile = SizedFile & { itemId: ItemId; sha256: Sha256 }

export function beginRun(bench: Workbench): VerifyRun {
  const { database, actor } = bench
  const { choice, sha256 } = bench.held
  const ingested = ingestedHashes([...database.custody.entriesOf(['ingest'])])
  return { database, actor, trust: choice, trustStoreSha256: sha256, ingested, restored: new Set() }
}

/** Fails with `item-not-found` or `item-damaged`. */
export function vaultFile({ vault, items }: CaseDatabase, itemId: ItemId): VaultFile {
  const { sha256, path, size } = items.summary(itemId)
  return { itemId, sha256, path: vault.path(sha256), shownPath: path, size, kept: keptAs(items, itemId) }
}

/**
 * Are the bytes still those that were ingested, and do the seals match: the answer and its hash go into the ledger; so
 * does that the original is not there, or cannot be read to its end. Where the case is open only for reading, nothing is
 * recorded. Gives whether the bytes are unchanged.
 */
export function recordOutcome(run: VerifyRun, file: VaultFile, outcome: VerifyOutcome): boolean {
  const { database, actor } = run
  const { itemId, sha256 } = file
  if (database.isReadOnly) return isUnchanged(run, file, outcome)
  if (!outcome.ok) {
    if (isLoss.has(outcome.error.code)) recordLoss(run, file, outcome.error)
    return false
  }
  const { verification } = outcome
  const unchanged = isUnchanged(run, file, outcome)
  const times = unchanged ? timesBy(database, itemId, verification) : null
  if (unchanged && database.items.summary(itemId).custody === 'mismatch') run.restored.add(itemId)
  database.transaction(() => {
    const recorded = database.items.recordVerification(itemId, verification, { times })
    database.items.setCustody(itemId, unchanged ? 'complete' : 'mismatch')
    database.custody.append({
      actor,
      action: 'verify',
      itemId,
      inputSha256: sha256,
      outputSha256: verification.sha256,
      detail: {
        verdict: verification.verdict,
        media: answersOf(verification).media,
        vaultUnchanged: unchanged,
        trustStoreSha256: run.trustStoreSha256,
        ...evidenceHashes(recorded),
      },
    })
  })
  return unchanged
}

const isUnchanged = (run: VerifyRun, { itemId, sha256 }: VaultFile, outcome: VerifyOutcome): boolean =>
  outcome.ok && outcome.verification.sha256 === sha256 && sha256 === run.ingested.get(itemId)

/** A signer may have come to be trusted, or not to be, by the time alone. */
function timesBy({ items }: CaseDatabase, itemId: ItemId, verification: Verification): SettledTimes | null {
  if (!verification.seals.some(isCorrection)) return null
  try {
    return settleTimes(items.load(itemId), verification)
  } catch (error) {
    // Openings and audits tell of damaged items; the answer about the bytes is recorded all the same.
    if (error instanceof EvidenceError && error.code === 'item-damaged') return null
    throw error
  }
}

const isLoss = new Set<ErrorCode>(['file-not-found', 'file-unreadable', 'source-changed'])

function recordLoss({ database, actor }: VerifyRun, file: VaultFile, { code, message }: EvidenceError): void {
  const { itemId, sha256 } = file
  database.transaction(() => {
    database.items.setCustody(itemId, 'mismatch')
    database.custody.append({
      actor,
      action: 'verify',
      itemId,
      inputSha256: sha256,
      detail: { vaultUnchanged: false, failed: code, reason: message },
    })
  })
}
