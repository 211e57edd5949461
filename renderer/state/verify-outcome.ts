// What verifying the whole case came to: items, files of the vault, and the ledger. What is not understood of it counts
// as a problem, never as none.
import { z } from 'zod'
import { VerifyAllResult } from '#contract/explanation.ts'
import type { ItemId } from '#contract/units.ts'

export type Problem = { itemId: ItemId | null; path: string; problem: string }
export type VerifyOutcome = Pick<VerifyAllResult, 'items' | 'unchanged' | 'skipped' | 'atOpening'> & {
  changed: Problem[]
  /** Originals that are not in the vault. */
  missing: Problem[]
  /** Files of the vault that belong to no item. */
  extra: Problem[]
  /** Null where it was not looked at. */
  ledger: { valid: boolean; reason: string } | null
}

const Counted = z.object(VerifyAllResult.shape)

/** Null where it is no such result at all. */
export function readVerifyOutcome(result: unknown): VerifyOutcome | null {
  const parsed = Counted.safeParse(result)
  if (!parsed.success) return null
  const { items, unchanged, skipped, atOpening, changed } = parsed.data
  const told = result as { missing?: unknown; extra?: unknown; ledger?: unknown }
  const missing = problemsIn(told.missing)
  const lost = new Set(missing.flatMap(({ itemId, path }) => [itemId ?? '', path]).filter(Boolean))
  return {
    items,
    unchanged,
    skipped,
    atOpening,
    // One that is missing is told once.
    changed: changed.filter(({ itemId, path }) => !lost.has(itemId ?? '') && !lost.has(path)),
    missing,
    extra: problemsIn(told.extra),
    ledger: ledgerIn(told.ledger),
  }
}

export const countProblems = ({ changed, missing, extra, ledger }: VerifyOutcome): number =>
  changed.length + missing.length + extra.length + (ledger?.valid === false ? 1 : 0)

function problemsIn(list: unknown): Problem[] {
  if (list === undefined || list === null) return []
  if (!Array.isArray(list)) return [{ itemId: null, path: '', problem: JSON.stringify(list) }]
  return list.map(problemOf)
}

const Told = z.object({
  itemId: z.string().nullish(),
  path: z.string().nullish(),
  problem: z.string().nullish(),
})

function problemOf(one: unknown): Problem {
  if (typeof one === 'string') return { itemId: null, path: one, problem: '' }
  const parsed = Told.safeParse(one)
  if (!parsed.success) return { itemId: null, path: '', problem: JSON.stringify(one) }
  const { itemId, path, problem } = parsed.data
  return { itemId: (itemId ?? null) as ItemId | null, path: path ?? '', problem: problem ?? '' }
}

function ledgerIn(ledger: unknown): VerifyOutcome['ledger'] {
  if (ledger === undefined || ledger === null) return null
  const { valid, reason } = ledger as { valid?: unknown; reason?: unknown }
  return { valid: valid === true, reason: typeof reason === 'string' ? reason : '' }
}
