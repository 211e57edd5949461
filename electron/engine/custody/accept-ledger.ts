// A ledger that lacks what this workstation wrote into it, as where a backup was put back: an examiner may accept it as it is.
// The ledger then says for good what was known here and given up; nothing else makes the workstation forget it.
import { z } from 'zod'
import type { AcceptedLedger, CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { Sha256, Statement } from '#contract/units.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { LedgerHeads } from './ledger-heads.ts'

/** `head`: the hash of the entry that is missing, as the examiner was told of it: no other is given up. */
export type Acceptance = { actor: string; head: Sha256; reason: string }

/**
 * The ledger first: should the workstation not be able to note it, everything is told on, and can be accepted again. Fails
 * with `wrong-input` where that entry is not missing here or no reason is given; with `disk-full` or
 * `destination-unwritable`.
 */
export function acceptLedger(
  database: CaseDatabase,
  heads: LedgerHeads,
  { actor, head, reason }: Acceptance,
): CustodyEntry {
  if (reason.trim() === '' || !Statement.safeParse(reason).success)
    throw new EvidenceError('wrong-input', t('ledgerAccept.reason'))
  const missing = heads.missing(database)
  // A copy that parted from the case is no fault of its ledger.
  if (missing?.isHere !== true) throw new EvidenceError('wrong-input', t('ledgerAccept.nothing'))
  const lost = missing.head
  if (lost.hash !== head)
    throw new EvidenceError('wrong-input', t('ledgerAccept.other', { head, missing: lost.hash }), {
      details: { missing: lost.hash },
    })
  const here = database.custody.end()
  const entry = database.custody.append({
    actor,
    action: 'ledger-accepted',
    detail: {
      reason: reason.trim(),
      givenUp: { entries: lost.seq, head: lost.hash, written: lost.time },
      inPlace: { entries: here.seq, head: here.hash },
    },
  })
  heads.accept(database)
  return entry
}

const Accepted = z.object({ givenUp: z.object({ entries: z.int().positive(), head: Sha256 }) })

/** All that were ever accepted, oldest first. What such an entry does not say rightly it still says: that there was one. */
export const acceptedLedgers = ({ custody }: CaseDatabase): AcceptedLedger[] =>
  [...custody.entriesOf(['ledger-accepted'])].map(({ seq, detail }) => {
    const { data } = Accepted.safeParse(detail)
    return { seq, entries: data?.givenUp.entries ?? null, head: data?.givenUp.head ?? null }
  })
