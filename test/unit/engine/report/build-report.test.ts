// What a report on a case says: the verdict first, both answers, seals, findings, the ledger, and what was not checked.
import { beforeEach, describe, expect, it } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import { buildReport } from '#engine/report/build-report.ts'
import type { ReportDocument } from '#engine/report/report-document.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { itemDetail, newCase } from '#test/support/store.ts'

let database: CaseDatabase
let items: ItemDetail[]
beforeEach(async () => {
  database = await newCase()
  items = ['one', 'two'].map((bytes) => itemDetail(bytes, { name: `${bytes}.mp4` }))
  for (const detail of items) {
    database.items.insert(detail)
    database.custody.append({
      actor: 'Ada',
      action: 'ingest',
      itemId: detail.summary.id,
      outputSha256: detail.summary.sha256,
    })
  }
})

const { signal } = new AbortController()
/** Of all items where none is named. */
const build = (...ids: ItemId[]): Promise<ReportDocument> =>
  buildReport(database, ids.length > 0 ? ids : items.map(({ summary }) => summary.id), 'Bob', signal)
const headings = ({ sections }: ReportDocument): string[] => sections.map(({ heading }) => heading)
const textOf = (report: ReportDocument): string => JSON.stringify(report)

describe('a report', () => {
  it('has the case, the trusted certificates, every item, the ledger and its limits, in this order', async () => {
    const report = await build()
    expect(headings(report).filter((_, at) => report.sections[at]?.level === 1)).toEqual([
      'Case',
      'Trusted certificates',
      'Item 1: one.mp4',
      'Item 2: two.mp4',
      'Custody ledger',
      'What this report does not say',
    ])
    expect(textOf(report)).toContain('by Bob')
    expect(report.subtitle).toBe('R-1')
  })

  it('says the verdict of each item first, then both answers', async () => {
    const item = (await build()).sections.find(({ heading }) => heading.startsWith('Item 1'))
    expect(item?.blocks[0]?.kind).toBe('statement')
    expect(JSON.stringify(item?.blocks)).toMatch(/Seal: .*Signer: /)
    expect(JSON.stringify(item?.blocks)).toContain(items[0]!.summary.sha256)
  })

  it('of chosen items has those alone, in the order asked for', async () => {
    const ids = [items[1]!.summary.id, items[0]!.summary.id]
    expect(headings(await build(...ids)).filter((one) => one.startsWith('Item'))).toEqual([
      'Item 1: two.mp4',
      'Item 2: one.mp4',
    ])
    expect(headings(await build(ids[0]!))).not.toContain('Item 2: one.mp4')
  })

  it('of an item that is not there is none', async () => {
    await expect(build('00000000-0000-4000-8000-000000000000' as ItemId)).rejects.toMatchObject({
      code: 'item-not-found',
    })
  })

  it('stops when it is cancelled', async () => {
    await expect(
      buildReport(
        database,
        items.map(({ summary }) => summary.id),
        'Bob',
        AbortSignal.abort(),
      ),
    ).rejects.toThrow(/abort/i)
  })

  it('lists the whole ledger with its head', async () => {
    const ledger = database.custody.verifyLedger()
    const section = (await build()).sections.find(({ heading }) => heading === 'Custody ledger')
    expect(section?.blocks[0]).toMatchObject({
      kind: 'statement',
      tone: 'good',
      text: expect.stringContaining(ledger.head ?? '-') as string,
    })
    expect(
      (section?.blocks[1] as { rows: string[][] }).rows.map(([seq, , actor, action, item]) => [
        seq,
        actor,
        action,
        item,
      ]),
    ).toEqual([
      ['1', 'Ada', 'case-created', ''],
      ['2', 'Ada', 'ingest', 'one.mp4'],
      ['3', 'Ada', 'ingest', 'two.mp4'],
    ])
  })

  it('names the roots that were trusted, who installed them and why', async () => {
    const validity = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2036-01-01T00:00:00.000Z' } as never
    database.trust.add(
      { der: new Uint8Array([1, 2]), subject: 'CN=Root of the police', ...(validity as object) } as never,
      { actor: 'Ada', reason: 'handed over in person' },
    )
    const text = textOf(await build())
    expect(text).toContain('CN=Root of the police')
    expect(text).toContain('handed over in person')
  })
})
