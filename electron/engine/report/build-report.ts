// What a report on a case says: the case, whom it trusts, every item with both answers, and the ledger.
import type { CustodyReport } from '#contract/custody.ts'
import type { ItemDetail } from '#contract/item.ts'
import { formatBytesExactly } from '#contract/messages/quantities.ts'
import { t } from '#contract/messages/format.ts'
import { itemChips } from '#contract/messages/verdict.ts'
import type { Chip } from '#contract/messages/verdict.ts'
import type { ItemId } from '#contract/units.ts'
import { breathe } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import { toolVersion } from '#engine/base/version.ts'
import { nobodyKnown } from '#engine/custody/known-keys.ts'
import { verifyLedger } from '#engine/custody/verify-ledger.ts'
import { explainItem } from '#engine/examine/explain-file.ts'
import { holdTrust, rootHoldersOf } from '#engine/examine/held-trust.ts'
import type { HeldTrust } from '#engine/examine/held-trust.ts'
import { sqliteVersion } from '#engine/store/connection.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { explanationSections } from './explanation-sections.ts'
import { custodySections } from './custody-sections.ts'
import { itemSections } from './item-sections.ts'
import { recordingSections } from './recording-section.ts'
import { otherFilesSections } from './other-files-section.ts'
import type { ReportDocument, Section } from './report-document.ts'
import { trustSections } from './trust-section.ts'

/** `itemIds`: those that it is about. Fails with `item-not-found`. */
export async function buildReport(
  database: CaseDatabase,
  itemIds: readonly ItemId[],
  actor: string,
  signal: AbortSignal,
  /** Whom verdicts rely on now; by default whom the case itself trusts. */
  trust: HeldTrust = holdTrust([database.trust]),
  /** The ledger with the signatures over its heads; by default those that lead to a root in `trust` are known. */
  ledger: CustodyReport = verifyLedger(database, { ...nobodyKnown, trust: trust.choice }, null),
): Promise<ReportDocument> {
  const described = database.describe()
  const items = itemIds.map((id) => database.items.summary(id))
  const made = utcNow()
  const size = items.reduce((sum, item) => sum + item.size, 0)
  const itemParts: Section[] = []
  const appendix: Section[] = []
  const details: Pick<ItemDetail, 'summary' | 'missing'>[] = []
  for (const [index, { id }] of items.entries()) {
    await breathe(signal)
    const loaded = database.items.load(id)
    const detail = { ...loaded, rootHolders: rootHoldersOf(trust, loaded.verification) }
    details.push({ summary: detail.summary, missing: detail.missing })
    const explanation = await explainItem(database.vault.path(detail.summary.sha256), detail)
    itemParts.push(...itemSections(detail, index + 1, explanation))
    appendix.push(...explanationSections(explanation, index + 1, detail.summary.name))
  }
  return {
    title: t('report.title'),
    subtitle: described.reference,
    made: new Date(made),
    sections: [
      {
        heading: t('report.case'),
        level: 1,
        blocks: [
          {
            kind: 'facts',
            rows: [
              { label: t('report.reference'), value: described.reference },
              { label: t('report.examiner'), value: described.examiner },
              { label: t('report.caseCreated'), value: described.createdAt, mono: true },
              { label: t('report.made'), value: `${made} ${t('report.by', { actor })}`, mono: true },
              {
                label: t('report.tool'),
                value: t('report.toolValue', {
                  version: toolVersion,
                  node: process.versions.node,
                  sqlite: sqliteVersion(),
                }),
              },
              {
                label: t('report.items'),
                value: `${t('report.itemsCount', { count: items.length })}, ${formatBytesExactly(size)}`,
              },
              { label: t('report.sealed'), value: countChips(items.map((item) => itemChips(item).seal)) },
              {
                label: t('report.signedVideo'),
                value: countChips(items.flatMap((item) => itemChips(item).media ?? [])),
              },
              { label: t('report.stamp'), value: t('report.stampNone') },
            ],
          },
        ],
      },
      ...trustSections(trust, items, database.custody),
      ...recordingSections(database, itemIds),
      ...itemParts,
      ...otherFilesSections(details),
      ...custodySections(database, ledger),
      {
        heading: t('report.limits'),
        level: 1,
        blocks: [{ kind: 'paragraph', text: t('report.limitsText') }],
      },
      ...appendix,
    ],
  }
}

/** How many of them have which answer: a case is not sealed because one of its files is. */
function countChips(chips: readonly Chip[]): string {
  const counts = new Map<string, number>()
  for (const { word } of chips) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .map(([word, count]) => t('report.sealedValue', { count: String(count), of: String(chips.length), word }))
    .join('; ')
}
