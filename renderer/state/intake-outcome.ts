// What an intake came to, in groups. Pure.
import { IngestResult, type IngestedItem } from '#contract/item.ts'

/** In the order in which they are told. */
export const outcomeGroups = ['ingested', 'seenAgain', 'partial', 'attachment', 'failed'] as const
export type OutcomeGroup = (typeof outcomeGroups)[number]

function groupOf({ status, kind }: Pick<IngestedItem, 'status' | 'kind'>): OutcomeGroup {
  if (status === 'failed') return 'failed'
  if (status === 'partial') return 'partial'
  if (status === 'already-present') return 'seenAgain'
  return kind === 'attachment' ? 'attachment' : 'ingested'
}

export type Outcome = { group: OutcomeGroup; items: IngestedItem[] }[]

/** Only groups that hold something. */
export function outcomeOf({ items }: IngestResult): Outcome {
  const groups = new Map<OutcomeGroup, IngestedItem[]>()
  for (const item of items) {
    const group = groupOf(item)
    const list = groups.get(group)
    if (list) list.push(item)
    else groups.set(group, [item])
  }
  return outcomeGroups.flatMap((group) => {
    const list = groups.get(group)
    return list ? [{ group, items: list }] : []
  })
}

/** The worst first decides how the whole is marked. */
export function toneOf(outcome: Outcome): 'good' | 'attention' {
  return outcome.some(({ group }) => group === 'failed' || group === 'partial') ? 'attention' : 'good'
}

/** Null where it is no result of an intake: it was cancelled, or it failed. */
export function parseOutcome(result: unknown): Outcome | null {
  const parsed = IngestResult.safeParse(result)
  return parsed.success ? outcomeOf(parsed.data) : null
}
