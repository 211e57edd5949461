// What the signatures and time stamps of a ledger cover, in sentences: those of the command and of reports.
import { coverageOf } from '../custody.ts'
import type { CustodyReport } from '../custody.ts'
import { safeText, t } from './format.ts'
import { claimedName } from './names.ts'

export type LedgerSentence = { text: string; tone: 'good' | 'attention' | 'bad' | 'unknown' }

/** At most this many faults of each kind; the first of them decides the verdict anyway. */
const mostFaults = 5

/** First what is signed and by whom, then what is time-stamped, what was given up, what does not hold. Never empty. */
export function describeCoverage(report: CustodyReport): LedgerSentence[] {
  return [
    ...describeSigned(report),
    ...describeStamped(report),
    ...describeAccepted(report),
    ...describeFaults(report),
  ]
}

function describeSigned({ signatures, entries }: CustodyReport): LedgerSentence[] {
  const covered = coverageOf(signatures, entries)
  if (!covered) return [{ text: t('ledger.unsigned'), tone: 'attention' }]
  const { newest, seq } = covered
  // The signature itself is an entry that no signature can cover.
  const after = entries - newest.seq
  const name = claimedName(newest.subject)
  const facts = { seq: String(seq), by: String(newest.seq), time: newest.time, name, sha256: newest.sha256 }
  const later = after > 0 ? [{ text: t('ledger.after', { count: after }), tone: 'unknown' as const }] : []
  const tone = newest.known === 'unknown' ? 'attention' : 'good'
  return [
    { text: t('ledger.signed', facts), tone: 'good' },
    { text: t(`ledger.known.${newest.known}`), tone },
    ...later,
  ]
}

function describeStamped({ timeStamps, entries }: CustodyReport): LedgerSentence[] {
  const covered = coverageOf(timeStamps, entries)
  if (!covered) return [{ text: t('ledger.notStamped'), tone: 'unknown' }]
  const { newest, seq } = covered
  const name = claimedName(newest.authority)
  const facts = { seq: String(seq), by: String(newest.seq), time: newest.time ?? '', name }
  return [
    { text: t('ledger.stamped', facts), tone: 'good' },
    { text: t(`ledger.stampTrust.${newest.trust}`), tone: newest.trust === 'trusted' ? 'good' : 'attention' },
  ]
}

/** That it holds together says nothing of another one that was known and is gone. */
const describeAccepted = ({ accepted }: Pick<CustodyReport, 'accepted'>): LedgerSentence[] =>
  accepted.slice(-mostFaults).map(({ seq, entries, head }) => ({
    tone: 'attention',
    text:
      entries === null || head === null
        ? t('ledger.acceptedUnclear', { by: String(seq) })
        : t('ledger.accepted', { by: String(seq), entries: String(entries), head }),
  }))

function describeFaults({ signatures, timeStamps }: CustodyReport): LedgerSentence[] {
  const told = (
    list: readonly { seq: number; status: string; reason: string | null }[],
    key: {
      broken: 'ledger.faulty' | 'ledger.stampFaulty'
      unsupported: 'ledger.unchecked' | 'ledger.stampUnchecked'
    },
  ): LedgerSentence[] =>
    list
      .flatMap(({ seq, status, reason }): LedgerSentence[] => {
        const facts = { seq: String(seq), reason: safeText(reason ?? '') }
        if (status === 'broken') return [{ text: t(key.broken, facts), tone: 'bad' }]
        return status === 'unsupported' ? [{ text: t(key.unsupported, facts), tone: 'attention' }] : []
      })
      .slice(0, mostFaults)
  return [
    ...told(signatures, { broken: 'ledger.faulty', unsupported: 'ledger.unchecked' }),
    ...told(timeStamps, { broken: 'ledger.stampFaulty', unsupported: 'ledger.stampUnchecked' }),
  ]
}
