import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LedgerReport } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { anyEntry } from '#test/support/whole-ledger.ts'

let bridge: FakeBridge
beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

async function freshLedger() {
  vi.resetModules()
  const { Ledger } = await import('../../../../../renderer/features/custody/ledger.svelte.ts')
  return new Ledger(anyEntry)
}
const asked = (): number => bridge.calls.filter(({ name }) => name === 'custody.verify').length
const reportOf = (entries: number): LedgerReport => ({
  ...{ entries, valid: true, head: null, firstBad: null, reason: null },
  ...{ signatures: [], timeStamps: [], lost: null, accepted: [] },
})

it('asks for one verdict at a time, and once more for all that changed meanwhile', async () => {
  let answer: (report: LedgerReport) => void = () => undefined
  bridge.answers['custody.verify'] = () => new Promise((resolve) => (answer = resolve))
  const ledger = await freshLedger()
  void ledger.load()
  for (let times = 0; times < 50; times += 1) void ledger.load()
  await vi.waitFor(() => expect(asked()).toBe(1))
  answer(reportOf(1))
  await vi.waitFor(() => expect(asked()).toBe(2))
  answer(reportOf(2))
  await vi.waitFor(() => expect(ledger.report?.entries).toBe(2))
  expect(asked()).toBe(2)
})

it('shows entries before the verdict, and does not say that those are checked which are not', async () => {
  let answer: (report: LedgerReport) => void = () => undefined
  bridge.answers['custody.verify'] = () => new Promise((resolve) => (answer = resolve))
  const ledger = await freshLedger()
  await ledger.load()
  const there = ledger.rows.entries
  expect(there).toBeGreaterThan(1)
  expect([ledger.report, ledger.isChecked]).toEqual([null, false])
  answer(reportOf(there - 1))
  await vi.waitFor(() => expect(ledger.report).not.toBeNull())
  expect(ledger.isChecked).toBe(false)
  await ledger.load()
  answer(reportOf(there))
  await vi.waitFor(() => expect(ledger.isChecked).toBe(true))
})

it('follows what is recorded, until nobody looks', async () => {
  const ledger = await freshLedger()
  const stop = ledger.follow()
  await vi.waitFor(() => expect(ledger.report).not.toBeNull())
  bridge.answers['custody.verify'] = () => reportOf(99)
  bridge.emit('items.changed', {})
  bridge.emit('items.changed', {})
  await vi.waitFor(() => expect(ledger.report?.entries).toBe(99))
  expect(asked()).toBe(2)
  stop()
  bridge.emit('items.changed', {})
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(asked()).toBe(2)
})

it('lets the engine rest after a verdict that took long', async () => {
  bridge.answers['custody.verify'] = () =>
    new Promise((resolve) => setTimeout(() => resolve(reportOf(9)), 300))
  const ledger = await freshLedger()
  const stop = ledger.follow()
  await vi.waitFor(() => expect(ledger.report).not.toBeNull())
  bridge.emit('items.changed', {})
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(asked()).toBe(1)
  await vi.waitFor(() => expect(asked()).toBe(2), { timeout: 2_000 })
  stop()
})

it('keeps what it has where it cannot be read again, and says so', async () => {
  const ledger = await freshLedger()
  await ledger.load()
  await vi.waitFor(() => expect(ledger.report).not.toBeNull())
  bridge.answers['custody.verify'] = () => {
    throw new EvidenceError('case-damaged', 'Page 7.')
  }
  await ledger.load()
  await vi.waitFor(() => expect(ledger.error).toMatchObject({ code: 'case-damaged' }))
  expect(ledger.report?.entries).toBeGreaterThan(0)
})

it('says why acts and people cannot be chosen from, until they can', async () => {
  bridge.answers['custody.facets'] = () => {
    throw new EvidenceError('file-unreadable', 'The database cannot be read.')
  }
  const ledger = await freshLedger()
  await ledger.load()
  await vi.waitFor(() =>
    expect(ledger.facetsError).toMatchObject({ message: 'The database cannot be read.' }),
  )
  bridge.answers['custody.facets'] = () => ({ actions: ['view'], actors: ['Ada'] })
  await ledger.load()
  await vi.waitFor(() => expect(ledger.facets.actors).toEqual(['Ada']))
  expect(ledger.facetsError).toBeNull()
})
