// What signatures and time stamps say of the ledger, in words. Whether the bytes match and whether the signer is known
// are two answers here as everywhere.
import type { AcceptedLedger, LedgerReport, LedgerSignature, LedgerTimeStamp } from '#contract/custody.ts'
import { safeText, t } from '#contract/messages/format.ts'
import { claimedName, signerName } from '#contract/messages/names.ts'
import { formatUtcLong } from '#contract/messages/times.ts'
import type { Chip, Tone } from '#contract/messages/verdict.ts'

/** Two answers and a sentence; the second chip is missing where there is nobody to speak of. */
export type Mark = { key: string; seq: number; chips: Chip[]; sentence: string; covered: string }

const statusTone: Record<LedgerSignature['status'], Tone> = {
  intact: 'good',
  broken: 'bad',
  unsupported: 'unknown',
}

/** How far the ledger goes, and where it breaks. */
export type Extent = { last: number; firstBad: number | null }

export function describeSignature(signature: LedgerSignature, extent: Extent): Mark {
  const { seq, coversSeq, status } = signature
  const why = sentenceOf(signature)
  return {
    key: `signature ${seq}`,
    seq,
    chips: [{ label: t('custodyTab.signature'), ...matchOf(signature, extent), why }, signerChip(signature)],
    sentence: why,
    covered: status === 'intact' ? describeCovered('signature', { seq, coversSeq }, extent) : '',
  }
}

type Place = Pick<LedgerSignature, 'seq' | 'coversSeq'>

/** A hash stands for the entries before it only as long as each of them fits. */
const isOverBroken = (coversSeq: number, { firstBad }: Extent): boolean =>
  firstBad !== null && firstBad <= coversSeq

/** What matches the hash of an entry says nothing good where the entries up to that one do not fit. */
function matchOf(
  { status, coversSeq }: Pick<LedgerSignature, 'status' | 'coversSeq'>,
  extent: Extent,
): Pick<Chip, 'tone' | 'word'> {
  if (status === 'intact' && isOverBroken(coversSeq, extent))
    return { tone: 'attention', word: t('custodyTab.sig.overBroken') }
  return { tone: statusTone[status], word: t(`custodyTab.sig.${status}`) }
}

/** Which entries are left over; no signature and no time stamp covers the entry that it stands in. */
function describeCovered(
  kind: 'signature' | 'stamp',
  { seq, coversSeq }: Place,
  { last, firstBad }: Extent,
): string {
  if (firstBad !== null && firstBad <= coversSeq) return t('custodyTab.notAllFit', { seq: firstBad })
  const to = Math.max(last, seq)
  if (to === coversSeq + 1) return t('custodyTab.afterNone', { seq })
  return t(`custodyTab.after.${kind}`, { from: coversSeq + 1, to, seq })
}

function signerChip({ status, known }: LedgerSignature): Chip {
  const label = t('custodyTab.signer')
  if (status !== 'intact')
    return {
      tone: 'unknown',
      label,
      word: t('custodyTab.notProved'),
      why: t('custodyTab.knownText.notProved'),
    }
  return {
    tone: known === 'unknown' ? 'attention' : 'good',
    label,
    word: t(`custodyTab.known.${known}`),
    why: t(`custodyTab.knownText.${known}`),
  }
}

function sentenceOf({ seq, coversSeq, status, by, known, subject, time, reason }: LedgerSignature): string {
  if (status === 'broken') return t('custodyTab.sigBroken', { seq, reason: said(reason) })
  if (status === 'unsupported') return t('custodyTab.sigUnsupported', { seq, reason: said(reason) })
  const when = formatUtcLong(time)
  // A key that nobody here knows may call itself what it likes.
  return known === 'unknown'
    ? t('custodyTab.claimedBy', { seq: coversSeq, name: claimedName(subject), time: when })
    : t(`custodyTab.signedBy.${by}`, { seq: coversSeq, name: signerName(subject), time: when })
}

const stampTone: Record<LedgerTimeStamp['trust'], Tone> = {
  trusted: 'good',
  untrusted: 'attention',
  expired: 'attention',
  'not-yet-valid': 'attention',
  revoked: 'attention',
  'not-checked': 'unknown',
}

export function describeTimeStamp(stamp: LedgerTimeStamp, extent: Extent): Mark {
  const { seq, coversSeq, status, trust } = stamp
  const why = stampSentence(stamp)
  const intact = status === 'intact'
  return {
    key: `stamp ${seq}`,
    seq,
    chips: [
      { label: t('custodyTab.timeStamp'), ...matchOf(stamp, extent), why },
      {
        tone: intact ? stampTone[trust] : 'unknown',
        label: t('custodyTab.authority'),
        word: intact ? t(`custodyTab.trust.${trust}`) : t('custodyTab.notProved'),
        why: (intact ? stamp.reason : null) ?? why,
      },
    ],
    sentence: why,
    covered: intact ? describeCovered('stamp', { seq, coversSeq }, extent) : '',
  }
}

function stampSentence({ seq, coversSeq, status, time, authority, trust, reason }: LedgerTimeStamp): string {
  if (status === 'broken') return t('custodyTab.stampBroken', { seq, reason: said(reason) })
  if (status === 'unsupported') return t('custodyTab.stampUnsupported', { seq, reason: said(reason) })
  const name = trust === 'trusted' ? signerName(authority) : claimedName(authority)
  return time
    ? t('custodyTab.stamped', { seq: coversSeq, time: formatUtcLong(time), authority: name })
    : t('custodyTab.stampNoTime', { seq: coversSeq, authority: name })
}

const said = (reason: string | null): string => (reason ? safeText(reason, 400) : t('custodyTab.noReason'))

/**
 * What is said first: every one that does not hold, and the newest of each kind; before it the newest by somebody who is known
 * here, which nobody hides who signs after it.
 */
export function foremost(marks: readonly Mark[]): Mark[] {
  const newest = marks.at(-1)
  if (!newest) return []
  const others = marks.filter((mark) => mark !== newest)
  const bad = others.filter(({ chips }) => chips[0]?.tone === 'bad').slice(-2)
  const isKnown = ({ chips }: Mark): boolean => chips.length > 1 && chips.every(({ tone }) => tone === 'good')
  const known = isKnown(newest) ? undefined : others.findLast(isKnown)
  return [...bad, ...(known ? [known] : []), newest]
}

export function marksOf(report: LedgerReport): { signatures: Mark[]; stamps: Mark[] } {
  const extent = { last: report.entries, firstBad: report.firstBad }
  return {
    signatures: report.signatures.map((one) => describeSignature(one, extent)),
    stamps: report.timeStamps.map((one) => describeTimeStamp(one, extent)),
  }
}

/** `isChecked`: the report speaks of all entries that there are by now. `failed`: it could not be made anew. */
export type Checked = { isChecked: boolean; failed: boolean }

/** A report on all entries is no answer any more once it was to be made anew and could not be. */
const holdsNow = ({ isChecked, failed }: Checked): boolean => isChecked && !failed

/** Whether the chain holds; the first answer of all. Nothing is said of what was not walked. */
export function chainChip(report: LedgerReport | null, checked: Checked): Chip {
  const label = t('custody.chain')
  const why = chainSentence(report, checked)
  if (!report) {
    const word = t(checked.failed ? 'custody.notChecked' : 'custody.checking')
    return { tone: 'unknown', label, word, why }
  }
  if (!report.valid) return { tone: 'bad', label, word: brokenWord(report), why }
  if (holdsNow(checked))
    return report.accepted.length > 0
      ? { tone: 'attention', label, word: t('custodyTab.replaced'), why }
      : { tone: 'good', label, word: t('custody.valid'), why }
  return { tone: 'unknown', label, word: t('custody.validUpTo', { seq: report.entries }), why }
}

/**
 * The entry at which the ledger breaks, where it stands there to be looked at; null where all fit, and where entries are
 * missing at the end.
 */
export function breakIn({ firstBad, lost, entries }: LedgerReport): number | null {
  const isBehind = firstBad !== null && firstBad === lost?.seq && firstBad > entries
  return isBehind ? null : firstBad
}

function brokenWord(report: LedgerReport): string {
  const { firstBad, entries } = report
  if (firstBad === null) return t('custodyTab.broken')
  const seq = breakIn(report)
  return seq === null
    ? t('custodyTab.missing', { known: firstBad, here: entries })
    : t('custody.brokenAt', { seq })
}

/** What is not here of a ledger in whose place this one was accepted. */
export function describeGivenUp({ seq, entries: to }: AcceptedLedger): string {
  if (to === null) return t('custodyTab.givenUp', { seq })
  // The entry that accepts stands where the first of those would: before it, this ledger went up to the one before.
  if (to < seq) return t('custodyTab.givenUp.within', { to, seq })
  return t('custodyTab.givenUp.after', { count: to - seq + 1, from: seq, to, seq })
}

/** The same in a sentence. */
export function chainSentence(report: LedgerReport | null, checked: Checked): string {
  const { failed } = checked
  if (!report) return t(failed ? 'custody.notChecked.why' : 'custody.checking.why')
  const { valid, reason, entries, accepted } = report
  if (!valid) return reason === null ? brokenWord(report) : safeText(reason, 600)
  if (holdsNow(checked)) return t(accepted.length > 0 ? 'custodyTab.replaced.why' : 'custody.valid.why')
  return t(failed ? 'custody.validUpTo.failed' : 'custody.validUpTo.why', { seq: entries })
}
