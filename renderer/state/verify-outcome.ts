// What verifying the whole case came to, as it is shown: items, files of the vault, and the ledger.
import { VerifyAllResult } from '#contract/explanation.ts'
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
    extra: (extra ?? []).map(({ name }) => ({ itemId: null, path: name, problem: '' })),
  }
}

export const countProblems = ({ changed, missing, extra, ledger }: VerifyOutcome): number =>
  changed.length + missing.length + extra.length + (ledger?.valid === false ? 1 : 0)
