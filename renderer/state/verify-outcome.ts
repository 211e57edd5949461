// What verifying the whole case came to, as it is shown: items, files of the vault, and the ledger.
import { VerifyAllResult } from '#contract/explanation.ts'
import { t } from '#contract/messages/format.ts'
import type { Tone } from '#contract/messages/verdict.ts'
import type { ItemId } from '#contract/units.ts'

export type Problem = { itemId: ItemId | null; path: string; problem: string }
export type VerifyOutcome = Pick<
  VerifyAllResult,
  'items' | 'unchanged' | 'skipped' | 'atOpening' | 'recorded' | 'ledger'
> & {
  /** Without those that are missing: each is told once. */
  changed: Problem[]
  /** Originals that are not in the vault. */
  missing: Problem[]
  /** Files of the vault that belong to no item. */
  extra: Problem[]
  /** Whether the vault was looked through for such files. */
  sought: boolean
}

/** Null where it is no such result. */
export function readVerifyOutcome(result: unknown): VerifyOutcome | null {
  const parsed = VerifyAllResult.safeParse(result)
  if (!parsed.success) return null
  const { changed, missing, extra, ...rest } = parsed.data
  const lost = new Set<ItemId | null>(missing.map(({ itemId }) => itemId))
  return {
    ...rest,
    changed: changed.filter(({ itemId }) => !lost.has(itemId)),
    missing: missing.map(({ itemId, path }) => ({ itemId, path, problem: '' })),
    sought: extra !== null,
    extra: (extra ?? []).map(({ name }) => ({ itemId: null, path: name, problem: '' })),
  }
}

export const countProblems = ({ changed, missing, extra, ledger }: VerifyOutcome): number =>
  changed.length + missing.length + extra.length + (ledger?.valid === false ? 1 : 0)

/** Words that follow others, by themselves. */
export const asSentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`

/** What of the case was not looked at, in words that follow one another. */
export const notLookedAt = ({ skipped, sought, ledger }: VerifyOutcome): string[] => [
  ...(skipped > 0 ? [t('custodyResult.case.skipped', { count: skipped })] : []),
  ...(sought ? [] : [t('custodyResult.case.notSought')]),
  ...(ledger ? [] : [t('custodyResult.case.noLedger')]),
]

/**
 * How the work ended, beside its name: its tone, and a word where “done” would say too much. What was read within the hour before
 * an opening is left out then, and nothing is confirmed of it.
 */
export function endOfVerifying(outcome: VerifyOutcome): { tone: Tone; word: string } {
  const { items, unchanged, sought, ledger } = outcome
  const problems = countProblems(outcome)
  if (problems > 0) return { tone: 'bad', word: t('verifyAll.amiss', { count: problems }) }
  if (items > 0 && unchanged === 0 && sought && ledger)
    return { tone: 'unknown', word: t('verifyAll.onlyLedger') }
  const open = notLookedAt(outcome)
  if (open.length > 0) return { tone: 'unknown', word: t('verifyAll.doneBut', { what: open.join(', ') }) }
  return { tone: 'good', word: t('job.state.done') }
}

/** Both hashes where a file is another one than was taken in; null where the problem is another. */
export function hashesOf({ problem }: Problem): { now: string; then: string } | null {
  // As the engine says it: see verify-case.ts.
  const [, now, then] = /^SHA-256 is ([0-9a-f]{64}), ([0-9a-f]{64}) was ingested\.$/.exec(problem) ?? []
  return now && then ? { now, then } : null
}
