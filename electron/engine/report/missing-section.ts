// What a report says of bytes that could not be read from the source.
import type { ItemDetail } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import { missingLines, missingSentence } from '#contract/messages/kinds.ts'
import type { Section } from './report-document.ts'

const rangesShown = 200

/** None where nothing is missing. */
export function missingSections({ missing, summary: { completedBy } }: ItemDetail): Section[] {
  if (missing.length === 0) return []
  return [
    {
      heading: t('missing.heading'),
      level: 2,
      blocks: [
        { kind: 'paragraph', text: missingSentence(missing) },
        { kind: 'paragraph', text: t('missing.zeros') },
        { kind: 'list', items: missingLines(missing, rangesShown) },
        ...(completedBy === null ? [] : [{ kind: 'paragraph' as const, text: t('missing.completed') }]),
      ],
    },
  ]
}
