// What a report on a case says: the verdict first, both answers, seals, findings, the ledger, and what was not checked.
import { beforeEach, describe, expect, it } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import { buildReport } from '#engine/report/build-report.ts'
import type { ReportDocument, Section } from '#engine/report/report-document.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { holdTrust } from '#engine/examine/held-trust.ts'
import { makeRoot } from '#engine/seal/make-certificate.ts'
import { trustStoreHash } from '#engine/store/trust-hash.ts'
import { fixedTime, itemDetail, newCase, utc, verification } from '#test/support/store.ts'

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
const sectionOf = ({ sections }: ReportDocument, name: string): Section | undefined =>
  sections.find(({ heading }) => heading === name)
const validity = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2036-01-01T00:00:00Z') }
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
      'Appendix to item 1: how the verdict came about (one.mp4)',
      'Appendix to item 2: how the verdict came about (two.mp4)',
    ])
    expect(textOf(report)).toContain('by Bob')
    expect(report.subtitle).toBe('R-1')
  })

  it('says how many of how many items are sealed, and that nobody stamped it with a time', async () => {
    database.items.insert(itemDetail('three', { intact: 'broken', verdict: 'broken', media: 'authentic' }))
    const ids = database.items.list().map(({ id }) => id)
    const text = textOf(await build(...ids))
    expect(text).toContain('2 of 3: Intact; 1 of 3: Broken')
    expect(text).toContain('1 of 1: Matches')
    expect(text).toContain('none (RFC 3161)')
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
    const report = await build()
    const entries = sectionOf(report, 'Entries')
    expect(sectionOf(report, 'Custody ledger')?.blocks[0]).toMatchObject({
      kind: 'statement',
      tone: 'good',
      text: expect.stringContaining(ledger.head ?? '-') as string,
    })
    // Both answers, and that nobody vouches for either.
    expect(sectionOf(report, 'Custody ledger')?.blocks.slice(1, 3)).toMatchObject([
      { kind: 'statement', text: expect.stringContaining('Not signed') as string },
      { kind: 'statement', text: expect.stringContaining('Not time-stamped') as string },
    ])
    expect(
      (entries?.blocks[0] as { rows: string[][] }).rows.map(([seq, , actor, action, item]) => [
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

  it('names the trust store by its hash, who installed what and why, and what is not relied on', async () => {
    const { certificate } = await makeRoot({ commonName: 'Root of the police', ...validity }, 2048)
    const { subject, notBefore, notAfter, sha256 } = certificate.signer
    const decision = { actor: 'Ada', reason: 'handed over in person' }
    expect(JSON.stringify(sectionOf(await build(), 'Lists of revoked certificates'))).toContain(
      'not checked (offline)',
    )
    database.trust.add({ der: certificate.der, subject, notBefore, notAfter }, decision)
    database.trust.add({ der: new Uint8Array([1, 2]), subject: 'CN=Nothing', notBefore, notAfter }, decision)
    const report = await build()
    const text = JSON.stringify(sectionOf(report, 'Trusted certificates'))
    const said = ['CN=Root of the police', 'handed over in person', 'this case', sha256]
    for (const one of [...said, trustStoreHash([sha256], [])]) expect(text).toContain(one)
    expect(text).toContain('cannot be read by this version, and is not relied on')
    expect(text).not.toContain('CN=Nothing')
  })

  it('names lists of revoked certificates, also those of the workstation', async () => {
    const held = holdTrust([database.trust])
    const common = { importedAt: fixedTime, importedBy: 'Ben', reason: 'from the city' }
    const list = {
      ...{
        issuer: 'CN=City',
        thisUpdate: fixedTime,
        nextUpdate: null,
        revoked: 1_234,
        scope: 'workstation' as const,
      },
      ...{ sha256: sha256Of('list'), ...common },
    }
    const ids = items.map(({ summary }) => summary.id)
    const report = await buildReport(database, ids, 'Bob', signal, { ...held, revocationLists: [list] })
    const text = JSON.stringify(sectionOf(report, 'Lists of revoked certificates'))
    for (const said of [
      'CN=City',
      '1,234',
      'this workstation',
      'from the city',
      list.sha256,
      'does not say when',
    ])
      expect(text).toContain(said)
  })

  it('says which items were judged with another trust store', async () => {
    const { id, sha256, size } = items[1]!.summary
    expect(textOf(await build())).not.toContain('judged with another')
    database.recordJudgement(id, verification(sha256, size), {
      actor: 'Ada',
      trustStoreSha256: sha256Of('elsewhere'),
    })
    const text = JSON.stringify(sectionOf(await build(), 'Trusted certificates'))
    expect(text).toContain('One item of this report was judged with another trust store')
    expect(text).toContain(`two.mp4: trust store ${sha256Of('elsewhere')}`)
  })

  it('shows recorded and corrected times where an examiner compared the clocks, and only there', async () => {
    const { id } = items[0]!.summary
    database.items.insert(itemDetail('three', { end: utc('2026-05-01T22:00:08.500Z') }))
    const third = database.items.list()[2]!.id
    const reading = {
      recorderTime: utc('2026-05-02T08:15:12.500Z'),
      referenceTime: utc('2026-05-02T08:15:00.000Z'),
      method: 'photographed beside the DCF77 clock',
    }
    database.clock.add([third], reading, 'Ada')
    const report = await build(id, third)
    const [first, second] = [1, 2].map((number) =>
      JSON.stringify(report.sections.find(({ heading }) => heading.startsWith(`Item ${number}`))),
    )
    expect(first).not.toContain('Recorder’s clock')
    expect(second).toContain('12.5 s ahead')
    expect(second).toContain('photographed beside the DCF77 clock')
    expect(second).toContain('2026-05-01T21:59:58.500Z to 2026-05-01T22:00:08.500Z')
    expect(second).toContain('2026-05-01T21:59:46.000Z to 2026-05-01T21:59:56.000Z (the recorded times less')
  })
})
