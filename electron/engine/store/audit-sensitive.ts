// What is veiled against the ledger: a mark that somebody put in or took out by other means shows.
import type { CustodyEntry } from '#contract/custody.ts'
import type { ItemSummary } from '#contract/item.ts'
import type { CaseInfo } from './case-store.ts'

/** The last entry about it; null where there is none: then nothing is veiled. */
export type SpokenVeil = CustodyEntry | null

const ofItems: readonly string[] = ['sensitive-set', 'sensitive-removed']
const ofCases: readonly string[] = ['veil-set', 'veil-removed']

export const noteSensitive = (entry: CustodyEntry, spoken: SpokenVeil): SpokenVeil =>
  ofItems.includes(entry.action) ? entry : spoken

export const noteVeil = (entry: CustodyEntry, spoken: SpokenVeil): SpokenVeil =>
  ofCases.includes(entry.action) ? entry : spoken

export function auditSensitive({ sensitive }: ItemSummary, spoken: SpokenVeil): string[] {
  if (sensitive === (spoken?.action === 'sensitive-set')) return []
  const found = sensitive ? 'It is marked as sensitive' : 'It is not marked as sensitive'
  return [`${found}; ${said(spoken)}.`]
}

export function auditVeil({ veilsAll }: CaseInfo, spoken: SpokenVeil): string[] {
  if (veilsAll === (spoken?.action === 'veil-set')) return []
  const found = veilsAll ? 'The case veils every item' : 'The case does not veil every item'
  return [`${found}; ${said(spoken)}.`]
}

const said = (entry: SpokenVeil): string =>
  entry ? `entry ${entry.seq} of the ledger says otherwise` : 'no entry of the ledger says so'
