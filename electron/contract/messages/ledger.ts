// What the signatures and time stamps of a ledger cover, in sentences: those of the command and of reports.
import { coverageOf, isByKnown, isByTrusted } from '../custody.ts'
import type { CustodyReport, LedgerSignature, LedgerTimeStamp } from '../custody.ts'
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
  const known = coverageOf(signatures.filter(isByKnown), entries)
  // A later signature of somebody else does not take the place of one that counts, and does not count for more than it is.
  const other = !known || covered.seq > known.seq ? signedByUnknown(covered.newest) : []
  if (!known) return [...other, ...notCovered(entries - covered.newest.seq)]
  return [
    { text: t('ledger.signed', signedFacts(known.newest)), tone: 'good' },
    { text: t(`ledger.known.${known.newest.known}`), tone: 'good' },
    // The signature itself is an entry that no signature can cover.
    ...notCovered(entries - known.newest.seq),
    ...other,
  ]
}

const signedFacts = ({ coversSeq, seq, time, subject, sha256 }: LedgerSignature) => ({
  ...{ seq: String(coversSeq), by: String(seq), time, name: claimedName(subject), sha256 },
})

const signedByUnknown = (signature: LedgerSignature): LedgerSentence[] => [
  { text: t('ledger.signedUnknown', signedFacts(signature)), tone: 'attention' },
  { text: t('ledger.known.unknown'), tone: 'attention' },
]

const notCovered = (count: number): LedgerSentence[] =>
  count > 0 ? [{ text: t('ledger.after', { count }), tone: 'unknown' }] : []

function describeStamped({ timeStamps, entries }: CustodyReport): LedgerSentence[] {
  const covered = coverageOf(timeStamps, entries)
  if (!covered) return [{ text: t('ledger.notStamped'), tone: 'unknown' }]
  const trusted = coverageOf(timeStamps.filter(isByTrusted), entries)
  const other = !trusted || covered.seq > trusted.seq ? stampedBy(covered.newest) : []
  return trusted ? [...stampedBy(trusted.newest), ...other] : other
}

/** A time that rests on nobody's word that counts here is told as what it is: a claim. */
function stampedBy({ coversSeq, seq, time, authority, trust }: LedgerTimeStamp): LedgerSentence[] {
  const tone = trust === 'trusted' ? 'good' : 'attention'
  const facts = { seq: String(coversSeq), by: String(seq), time: time ?? '', name: claimedName(authority) }
  return [
    { text: t(trust === 'trusted' ? 'ledger.stamped' : 'ledger.stampedClaim', facts), tone },
    { text: t(`ledger.stampTrust.${trust}`), tone },
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
