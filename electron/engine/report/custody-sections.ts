// The custody ledger in a report: whether it holds together, who vouches for its head, to whom evidence went, and each entry.
import { z } from 'zod'
import type { CustodyEntry, CustodyReport } from '#contract/custody.ts'
import { Recipient } from '#contract/handover.ts'
import { t } from '#contract/messages/format.ts'
import { describeCoverage } from '#contract/messages/ledger.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { Block, Section } from './report-document.ts'

/** `ledger`: as it was verified, with the signatures and time stamps over its heads. */
export function custodySections(database: CaseDatabase, ledger: CustodyReport): Section[] {
  const handOvers = handOverBlocks(ledger.items)
  return [
    {
      heading: t('report.custody'),
      level: 1,
      blocks: [
        statement(ledger),
        ...describeCoverage(ledger).map(({ text, tone }): Block => ({ kind: 'statement', tone, text })),
      ],
    },
    ...(handOvers.length > 0
      ? [{ heading: t('report.handOvers'), level: 2 as const, blocks: handOvers }]
      : []),
    { heading: t('report.entries'), level: 2, blocks: [entryTable(database, ledger.items)] },
  ]
}

function statement({ valid, entries, head, firstBad, reason }: CustodyReport): Block {
  if (valid) {
    const text = t('report.custodyValid', { count: entries, head: head ?? '' })
    return { kind: 'statement', tone: 'good', text }
  }
  const text = t('report.custodyInvalid', { entry: String(firstBad ?? 0), reason: reason ?? '' })
  return { kind: 'statement', tone: 'bad', text }
}

const listOf = (items: string[]): Block[] => (items.length > 0 ? [{ kind: 'list', items }] : [])

/** One line for each hand-over, however many items went with it; those that did not come about are left to the ledger. */
function handOverBlocks(entries: readonly CustodyEntry[]): Block[] {
  const failed = new Set<unknown>()
  const byReceipt = new Map<unknown, { entry: CustodyEntry; items: number }>()
  for (const entry of entries) {
    if (entry.action !== 'hand-over') continue
    const id = entry.detail['receiptId']
    if (entry.detail['failed'] === true) failed.add(id)
    else byReceipt.set(id, { entry, items: (byReceipt.get(id)?.items ?? 0) + 1 })
  }
  const lines = [...byReceipt].flatMap(([id, { entry, items }]) => {
    const to = Recipient.safeParse(entry.detail['recipient'])
    if (failed.has(id) || !to.success) return []
    const { name, organisation, identification } = to.data
    const recipient = [name, organisation, identification].filter((part) => part !== '').join(', ')
    const { time, actor, seq, detail } = entry
    const reason = z.string().catch('').parse(detail['reason'])
    const receipt = z.string().catch('').parse(id)
    return [t('report.handOver', { time, actor, recipient, reason, receipt, seq: String(seq), count: items })]
  })
  return listOf(lines)
}

function entryTable(database: CaseDatabase, entries: readonly CustodyEntry[]): Block {
  const names = new Map(database.items.list().map(({ id, name }) => [id as string, name]))
  return {
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
    rows: entries.map(({ seq, time, actor, action, itemId, hash }) => [
      String(seq),
      time,
      actor,
      action,
      itemId === null ? '' : (names.get(itemId) ?? itemId),
      hash.slice(0, 16),
    ]),
  }
}
