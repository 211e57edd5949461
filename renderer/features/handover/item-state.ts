// What has to be known of items before they are handed over for good: their answers, and which of them have a problem.
import type { ItemSummary } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import { missingChip } from '#contract/messages/intake-words.ts'
import { custodyChip, itemChips, type Chip } from '#contract/messages/verdict.ts'

/** Seal, signer, what the video says of itself, and custody; an attachment is only asked whether it is the one taken in. */
export function chipsOf(item: ItemSummary): Chip[] {
  const { seal, signer, media } = itemChips(item)
  const own = item.kind === 'attachment' ? [] : [seal, signer, media]
  return [...own, missingChip(item), custodyChip(item.custody)].filter((chip) => chip !== null)
}

/** One sentence for each kind of problem, the worst first; empty where there is none. */
export function warningsOf(items: readonly ItemSummary[]): { tone: 'bad' | 'attention'; text: string }[] {
  const of = items.length
  const found = (is: (item: ItemSummary) => boolean): number => items.filter(is).length
  const said = [
    { tone: 'bad', key: 'mismatch', count: found(({ custody }) => custody === 'mismatch') },
    { tone: 'bad', key: 'broken', count: found(({ intact }) => intact === 'broken') },
    { tone: 'bad', key: 'contradicted', count: found(({ media }) => media === 'not-authentic') },
    { tone: 'attention', key: 'missing', count: found(({ missingBytes }) => missingBytes > 0) },
    { tone: 'attention', key: 'unreadable', count: found(({ intact }) => intact === 'unreadable') },
  ] as const
  return said
    .filter(({ count }) => count > 0)
    .map(({ tone, key, count }) => ({ tone, text: t(`handOverDialog.warn.${key}`, { count, of }) }))
}
