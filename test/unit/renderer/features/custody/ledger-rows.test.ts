import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ledgerPageSize } from '#contract/ledger.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { ledgerAnswers, longLedger } from '#test/support/fake-custody.ts'
import { anyEntry } from '#test/support/whole-ledger.ts'

let bridge: FakeBridge
let entries: CustodyEntry[]
beforeEach(() => {
  vi.stubGlobal('exhibit', (bridge = createFakeBridge()))
  entries = longLedger(10_000, bridge.items)
  Object.assign(bridge.answers, answersOf(entries))
})
afterEach(() => vi.unstubAllGlobals())

const answersOf = (items: CustodyEntry[]) =>
  ledgerAnswers(
    () => ({
      ...{ entries: items.length, items, valid: true, head: null, firstBad: null, reason: null },
      ...{ signatures: [], timeStamps: [], lost: null, accepted: [] },
    }),
    bridge.items,
  )

async function freshRows() {
  vi.resetModules()
  const { LedgerRows } = await import('../../../../../renderer/features/custody/ledger-rows.svelte.ts')
  return new LedgerRows(anyEntry)
}
const pages = (): unknown[] =>
  bridge.calls.filter(({ name }) => name === 'custody.list').map(({ input }) => input)

describe('rows of a long ledger', () => {
  it('come as they are drawn, a page at a time', async () => {
    const rows = await freshRows()
    await rows.refresh()
    expect([rows.found, rows.entries]).toEqual([10_000, 10_000])
    expect(rows.line(9_999)?.seq).toBe(10_000)
    expect(rows.line(5_000)).toBeUndefined()
    for (let position = 4_990; position < 5_010; position += 1) rows.want(position)
    await vi.waitFor(() => expect(rows.line(5_009)?.seq).toBe(5_010))
    expect(rows.line(4_990)?.seq).toBe(4_991)
    expect(pages()).toHaveLength(3)
  })

  it('stay what they are while others are appended', async () => {
    const rows = await freshRows()
    await rows.refresh()
    rows.want(700)
    await vi.waitFor(() => expect(rows.line(700)?.seq).toBe(701))
    entries.push(...longLedger(10_003, bridge.items).slice(10_000))
    await rows.refresh()
    expect(rows.found).toBe(10_003)
    expect([700, 9_999, 10_002].map((position) => rows.line(position)?.seq)).toEqual([701, 10_000, 10_003])
  })

  it('are not kept for ever, and come again', async () => {
    const rows = await freshRows()
    await rows.refresh()
    const held = (): number => entries.filter((_, position) => rows.line(position) !== undefined).length
    for (let position = 0; position < 10_000; position += ledgerPageSize) {
      rows.want(position)
      await vi.waitFor(() => expect(rows.line(position)).toBeDefined())
      expect(held()).toBeLessThanOrEqual(4_000)
    }
    expect(rows.line(0)).toBeUndefined()
    rows.want(0)
    await vi.waitFor(() => expect(rows.line(0)?.seq).toBe(1))
  })

  it('are those of the newest question', async () => {
    const rows = await freshRows()
    await rows.refresh()
    const list = bridge.answers['custody.list']!
    let late: () => void = () => undefined
    bridge.answers['custody.list'] = async (input) => {
      if (input.query.action === 'note') await new Promise<void>((resolve) => (late = resolve))
      return list(input)
    }
    const first = rows.ask({ ...anyEntry, action: 'note' })
    const second = rows.ask({ ...anyEntry, action: 'export' })
    // Nothing of an answer that is not there yet is asked for page by page.
    rows.want(3)
    await vi.waitFor(() => expect(pages().length).toBeGreaterThan(1))
    late()
    await Promise.all([first, second])
    expect(rows.found).toBe(2_000)
    expect(rows.line(1_999)?.entry?.action).toBe('export')
  })

  it('are all asked for again where the ledger was looked through anew', async () => {
    const rows = await freshRows()
    await rows.refresh()
    rows.want(700)
    await vi.waitFor(() => expect(rows.line(700)).toBeDefined())
    // As where another program took entries out: positions mean others now.
    entries.splice(100, 50)
    Object.assign(bridge.answers, answersOf(entries))
    rows.want(5_000)
    await vi.waitFor(() => expect(rows.found).toBe(9_950))
    expect(rows.line(700)).toBeUndefined()
    rows.want(700)
    await vi.waitFor(() => expect(rows.line(700)?.seq).toBe(751))
  })

  it('stay where a page cannot be had, which is told', async () => {
    const rows = await freshRows()
    await rows.refresh()
    bridge.answers['custody.list'] = () => {
      throw new EvidenceError('case-damaged', 'Page 7.')
    }
    rows.want(3)
    await vi.waitFor(() => expect(rows.error).toMatchObject({ code: 'case-damaged' }))
    expect(rows.line(9_999)?.seq).toBe(10_000)
    Object.assign(bridge.answers, answersOf(entries))
    await rows.refresh()
    expect(rows.error).toBeNull()
    rows.want(3)
    await vi.waitFor(() => expect(rows.line(3)?.seq).toBe(4))
  })

  it('are found by number', async () => {
    const rows = await freshRows()
    expect(await rows.place(57)).toBe(56)
    entries.splice(56, 1)
    Object.assign(bridge.answers, answersOf(entries))
    expect(await rows.place(57)).toBe(55)
    expect(await rows.place(99_999)).toBe(9_998)
  })
})
