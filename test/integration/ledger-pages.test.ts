// A ledger of 100,000 entries reaches the window a page at a time, and what a page shows stays right while others write.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engineCalls } from '#contract/calls.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import { ledgerPageSize } from '#contract/ledger.ts'
import type { LedgerPage, LedgerQuery } from '#contract/ledger.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { createCase } from '#engine/store/case-database.ts'
import { suiteFolder } from '../support/evidence.ts'
import { anyEntry } from '../support/whole-ledger.ts'

const folder = suiteFolder()

const written = 100_000
let engine: Engine
let all: number

beforeAll(async () => {
  const root = join(folder, 'long')
  const database = await createCase(root, { reference: 'L', examiner: 'Ada' })
  database.transaction(() => {
    for (let n = 2; n <= written; n += 1)
      database.custody.append({
        actor: n % 7 === 0 ? 'Bøb Ärger' : 'Ada',
        action: n % 5 === 0 ? 'view' : 'note',
        detail: { text: `Seen by the court, sheet ${n} ${'x'.repeat(200)}` },
      })
  })
  database.close()
  engine = await createEngine({
    ...{ dataFolder: join(folder, 'data'), resourcesFolder: folder, runtime: 'cli' },
    emit: () => undefined,
  })
  await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
  ;({ entries: all } = await list())
})
afterAll(() => engine.close())

const list = async (
  query: Partial<LedgerQuery> = {},
  first: number | null = null,
  count = ledgerPageSize,
): Promise<LedgerPage> => {
  const page = await engine.handlers['custody.list']({ query: { ...anyEntry, ...query }, first, count })
  return engineCalls['custody.list'].output.parse(page)
}
const numbers = ({ lines }: LedgerPage): number[] => lines.map(({ seq }) => seq)
const word = (text: string, actions: CustodyEntry['action'][] = []) => ({ text, actions })

describe('a page', () => {
  it('is bounded, whatever the length, and says how much there is', async () => {
    const page = await list()
    expect(all).toBeGreaterThan(written)
    expect([page.entries, page.found, page.first]).toEqual([all, all, all - ledgerPageSize])
    expect(numbers(page)).toEqual(Array.from({ length: ledgerPageSize }, (_, at) => all - 199 + at))
    expect(JSON.stringify(page).length).toBeLessThan(400_000)
    expect(numbers(await list({}, 41_000, 3))).toEqual([41_001, 41_002, 41_003])
    expect(numbers(await list({}, all + 5))).toEqual([])
    const { input } = engineCalls['custody.list']
    expect(input.safeParse({ query: anyEntry, first: 0, count: ledgerPageSize + 1 }).success).toBe(false)
  })

  it('is there while the whole ledger is being walked', async () => {
    let pages = 0
    let meanwhile = 0
    const verdict = engine.handlers['custody.verify']({}).then((report) => {
      meanwhile = pages
      return report
    })
    for (let first = 0; first < 50_000; first += 1_000) {
      await list({}, first, 50)
      await new Promise((resolve) => setImmediate(resolve))
      pages += 1
    }
    expect(engineCalls['custody.verify'].output.parse(await verdict)).toMatchObject({
      ...{ entries: all, valid: true, firstBad: null, lost: null },
    })
    expect(meanwhile).toBeGreaterThan(20)
  })

  it('shows the same at the same place while entries are appended', async () => {
    const query = { actor: 'Ada', words: [word('SEEN by')] }
    const before = await list(query, 500, 20)
    // Some while it is being looked through, some after it.
    const asked = list({ ...query, action: 'note' }, 500, 20)
    const verdict = engine.handlers['custody.verify']({})
    const added: CustodyEntry[] = []
    for (let n = 0; n < 30; n += 1) {
      added.push(await engine.handlers['custody.note']({ itemId: null, text: `Seen by me too, ${n}` }))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await asked
    expect(await list(query, 500, 20)).toMatchObject({ lines: before.lines, edition: before.edition })
    const { entries, found, lines } = await list()
    expect([entries, found]).toEqual([all + 30, all + 30])
    expect(lines.slice(-30)).toEqual(added.map((entry) => ({ seq: entry.seq, entry })))
    const mine = await list({ words: [word('me'), word('too,')] })
    expect(numbers(mine)).toEqual(added.map(({ seq }) => seq))
    // The verdict speaks of the entries that it counts, and of no other.
    const report = await verdict
    expect(report.valid).toBe(true)
    const head = await list({}, report.entries - 1, 1)
    expect(head.lines[0]?.entry?.hash).toBe(report.head)
    all += 30
  })

  it('holds what is asked for, by act, actor, item, time and any words', async () => {
    const count = async (query: Partial<LedgerQuery>): Promise<number> => (await list(query)).found
    const views = await list({ action: 'view', actor: 'Bøb Ärger' })
    expect(views.found).toBe(2_857)
    expect(views.lines.every(({ entry }) => entry?.action === 'view')).toBe(true)
    expect(await count({ item: 'case' })).toBe(all)
    expect(await count({ action: 'export' })).toBe(0)
    // Capitals of every alphabet.
    expect(await count({ words: [word('BØB'), word('ärGER'), word('sheet 70 ')] })).toBe(1)
    expect(await count({ words: [word('opened', ['case-opened'])] })).toBe(1)
    expect(numbers(await list({ words: [word('sheet 73994 ')] }))).toEqual([73_994])
    const [one] = (await list({}, 500, 1)).lines
    expect(numbers(await list({ words: [word(one!.entry!.hash)] }))).toContain(501)
    const day = one!.entry!.time.slice(0, 10)
    expect(await count({ from: day, to: day })).toBeGreaterThan(written / 2)
    expect(await count({ to: '2020' })).toBe(0)
    expect(await count({ from: '2020', to: one!.entry!.time })).toBeGreaterThanOrEqual(501)
  })

  it('is found by the number of an entry', async () => {
    const place = async (seq: number, query: Partial<LedgerQuery> = {}): Promise<number | null> =>
      (await engine.handlers['custody.place']({ query: { ...anyEntry, ...query }, seq })).position
    expect([await place(1), await place(73_994), await place(10 * all)]).toEqual([0, 73_993, all - 1])
    expect(await place(0)).toBe(0)
    // Every fifth one: the one before where it is none of them.
    const position = await place(73_994, { action: 'view' })
    expect(numbers(await list({ action: 'view' }, position, 1))).toEqual([73_990])
    expect(await place(5, { action: 'export' })).toBeNull()
  })

  it('comes with what can be chosen from, most used first', async () => {
    const { actions, actors } = await engine.handlers['custody.facets']({})
    expect(actions).toEqual(['note', 'view', 'case-created', 'case-opened'])
    expect(actors.slice(0, 2)).toEqual(['Ada', 'Bøb Ärger'])
  })
})

describe('a ledger that another program changed while it is looked at', () => {
  it('is looked through anew, and shows what is no entry at its place', async () => {
    const before = await list({}, 1_000, 5)
    const other = new Database(join(folder, 'long', 'case.sqlite'))
    other.exec('DROP TRIGGER custody_no_update; DROP TRIGGER custody_no_delete')
    other.exec(`DELETE FROM custody WHERE seq = 400; UPDATE custody SET action = 'nothing' WHERE seq = 1003`)
    other.close()
    const after = await list({}, 1_000, 5)
    expect(after.edition).not.toBe(before.edition)
    expect([after.entries, after.found]).toEqual([all - 1, all - 1])
    expect(after.lines.map(({ seq, entry }) => [seq, entry?.action ?? null])).toEqual([
      [1_002, 'note'],
      [1_003, null],
      [1_004, 'note'],
      [1_005, 'view'],
      [1_006, 'note'],
    ])
    const report = await engine.handlers['custody.verify']({})
    expect(report).toMatchObject({ valid: false, firstBad: 400 })
  })
})
