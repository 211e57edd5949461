// What a report on a case says: the case, whom it trusts, every item with both answers, and the ledger.
import { formatBytesExactly } from '#contract/messages/quantities.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'
import { breathe } from '#engine/base/progress.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { utcNow } from '#engine/base/time.ts'
import { toolVersion } from '#engine/base/version.ts'
import { sqliteVersion } from '#engine/store/connection.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { itemSections } from './item-sections.ts'
import type { ReportDocument, Section } from './report-document.ts'

/** `itemIds`: those that it is about. Fails with `item-not-found`. */
export async function buildReport(
  database: CaseDatabase,
  itemIds: readonly ItemId[],
  actor: string,
  signal: AbortSignal,
): Promise<ReportDocument> {
  const described = database.describe()
  const items = itemIds.map((id) => database.items.summary(id))
  const made = utcNow()
  const size = items.reduce((sum, item) => sum + item.size, 0)
  const itemParts: Section[] = []
  for (const [index, { id }] of items.entries()) {
    await breathe(signal)
    itemParts.push(...itemSections(database.items.load(id), index + 1))
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
            ],
          },
        ],
      },
      anchorSection(database),
      ...itemParts,
      custodySection(database),
      {
        heading: t('report.limits'),
        level: 1,
        blocks: [{ kind: 'paragraph', text: t('report.limitsText') }],
      },
    ],
  }
}

function anchorSection(database: CaseDatabase): Section {
  const anchors = database.trust.list()
  if (anchors.length === 0) {
    return {
      heading: t('report.anchors'),
      level: 1,
      blocks: [{ kind: 'paragraph', text: t('report.noAnchors') }],
    }
  }
  const fingerprints = anchors.map(({ sha256 }) => sha256).sort()
  return {
    heading: t('report.anchors'),
    level: 1,
    blocks: [
      ...anchors.map((anchor) => ({
        kind: 'facts' as const,
        rows: [
          { label: t('report.signer'), value: anchor.subject },
          { label: t('report.fingerprint'), value: anchor.sha256, mono: true },
          {
            label: t('report.validity'),
            value: t('report.validityValue', { from: anchor.notBefore, to: anchor.notAfter }),
            mono: true,
          },
          {
            label: t('report.by', { actor: anchor.importedBy }),
            value: `${anchor.importedAt} · ${anchor.reason}`,
          },
        ],
      })),
      {
        kind: 'facts',
        rows: [{ label: t('report.anchorsHash'), value: sha256Of(fingerprints.join('\n')), mono: true }],
      },
    ],
  }
}

function custodySection(database: CaseDatabase): Section {
  const ledger = database.custody.verifyLedger()
  const names = new Map(database.items.list().map(({ id, name }) => [id as string, name]))
  return {
    heading: t('report.custody'),
    level: 1,
    blocks: [
      ledger.valid
        ? {
            kind: 'statement',
            tone: 'good',
            text: t('report.custodyValid', { count: ledger.entries, head: ledger.head ?? '' }),
          }
        : {
            kind: 'statement',
            tone: 'bad',
            text: t('report.custodyInvalid', {
              entry: String(ledger.firstBad ?? 0),
              reason: ledger.reason ?? '',
            }),
          },
      {
        kind: 'table',
        mono: true,
        head: [
          t('report.columnSeq'),
          t('report.columnTime'),
          t('report.columnActor'),
          t('report.columnAction'),
          t('report.columnItem'),
          t('report.columnHash'),
        ],
        rows: ledger.items.map((entry) => [
          String(entry.seq),
          entry.time,
          entry.actor,
          entry.action,
          entry.itemId === null ? '' : (names.get(entry.itemId) ?? entry.itemId),
          entry.hash.slice(0, 16),
        ]),
      },
    ],
  }
}
