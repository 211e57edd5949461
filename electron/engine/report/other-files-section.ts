// Items of a report that are no exports, or of which bytes are missing: said once and plainly, before anybody relies on them.
import type { ItemDetail } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import type { Section } from './report-document.ts'

type Other = Pick<ItemDetail, 'summary' | 'missing'>

/** None where all are whole exports. */
export function otherFilesSections(details: readonly Other[]): Section[] {
  const items = details.flatMap(linesOf)
  if (items.length === 0) return []
  const text = t('report.otherFilesText')
  return [
    {
      heading: t('report.otherFiles'),
      level: 1,
      blocks: [
        { kind: 'paragraph', text },
        { kind: 'list', items },
      ],
    },
  ]
}

function linesOf({ summary, missing }: Other): string[] {
  const { kind, name, sha256, size, missingBytes: bytes, completedBy } = summary
  const lines = kind === 'export' ? [] : [t(`report.otherKind.${kind}`, { name, sha256 })]
  if (bytes === 0) return lines
  const partial = t('report.otherPartial', { name, bytes, size, ranges: formatRanges(missing), sha256 })
  const completed = completedBy === null ? '' : ` ${t('report.otherCompleted', { id: completedBy })}`
  return [...lines, `${partial}${completed}`]
}

const mostRanges = 20

function formatRanges(ranges: ItemDetail['missing']): string {
  const some = ranges
    .slice(0, mostRanges)
    .map(({ start, end }) => `${start}–${end - 1}`)
    .join(', ')
  const count = ranges.length - mostRanges
  return count > 0 ? t('report.otherRanges', { some, count }) : some
}
