// What came of a check, by the ledger entry that records it: the act alone does not say whether anything was amiss. Pure.
import type { CustodyEntry } from '#contract/custody.ts'
import { t } from '#contract/messages/format.ts'
import type { Tone } from '#contract/messages/verdict.ts'

export type EntryResult = { tone: Tone; text: string }

/** Null where the entry says nothing of it: other acts, and checks that an older version recorded. */
export function resultOf({ action, detail }: CustodyEntry): EntryResult | null {
  if (action === 'verify') return checkOfItem(detail)
  if (action === 'case-verified') return checkOfCase(detail)
  return null
}

/** The act in words. What did not end well must not read as if it had been confirmed. */
export function titleOf(entry: CustodyEntry): string {
  const { action, detail } = entry
  if (action === 'verify' && detail['why'] !== undefined) return t('custodyResult.judged')
  const tone = resultOf(entry)?.tone
  // Entries of earlier versions say nothing of the signatures inside the video.
  const isConfirmed = tone === 'good' && detail['media'] !== undefined
  if (action === 'verify' && !isConfirmed) return t('custodyResult.checked')
  // At an opening, what was read within the hour before is left out: that is not the whole case.
  const isPart = action === 'case-verified' && (countIn(detail['skipped']) ?? 0) > 0
  if (action === 'case-verified' && (tone !== 'good' || isPart)) return t('custodyResult.caseChecked')
  return t(`custody.action.${action}`)
}

/** Bytes and seals are two answers: a file may be the one that was taken in and its seal be broken all the same. */
function checkOfItem({
  vaultUnchanged,
  failed,
  why,
  verdict,
  media,
}: CustodyEntry['detail']): EntryResult | null {
  if (why !== undefined) return { tone: 'unknown', text: t('custodyResult.onlyJudged') }
  if (failed === 'file-not-found') return { tone: 'bad', text: t('custodyResult.gone') }
  if (failed !== undefined) return { tone: 'bad', text: t('custodyResult.notRead') }
  if (vaultUnchanged === false) return { tone: 'bad', text: t('custodyResult.otherFile') }
  if (vaultUnchanged !== true) return null
  if (verdict === 'broken') return { tone: 'bad', text: t('custodyResult.sameButBroken') }
  if (media === 'not-authentic') return { tone: 'bad', text: t('custodyResult.sameButContradicted') }
  if (verdict === 'unreadable') return { tone: 'unknown', text: t('custodyResult.sameNotReadable') }
  return { tone: 'good', text: t('custodyResult.sameFile') }
}

function checkOfCase(detail: CustodyEntry['detail']): EntryResult | null {
  const [items, unchanged] = [countIn(detail['items']), countIn(detail['unchanged'])]
  const changed = countIn(detail['changed'])
  if (items === null || unchanged === null || changed === null) return null
  const [skipped, extra] = [countIn(detail['skipped']) ?? 0, countIn(detail['extra']) ?? 0]
  const ledgerBroken = detail['ledgerValid'] === false
  const [noLedger, notSought] = [detail['ledgerValid'] === null, detail['extra'] === null]
  const parts = [
    ...(changed > 0 ? [t('custodyResult.case.problems', { count: changed })] : []),
    ...(extra > 0 ? [t('custodyResult.case.extra', { count: extra })] : []),
    ...(ledgerBroken ? [t('custodyResult.case.ledger')] : []),
    ...(unchanged > 0 ? [t('custodyResult.case.same', { count: unchanged })] : []),
    ...(skipped > 0 ? [t('custodyResult.case.skipped', { count: skipped })] : []),
    ...(notSought ? [t('custodyResult.case.notSought')] : []),
    ...(noLedger ? [t('custodyResult.case.noLedger')] : []),
  ]
  if (parts.length === 0) parts.push(t('custodyResult.case.none'))
  const amiss = changed > 0 || extra > 0 || ledgerBroken
  const tone = amiss ? 'bad' : skipped > 0 || unchanged === 0 || notSought || noLedger ? 'unknown' : 'good'
  return { tone, text: parts.join('; ') }
}

const countIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
