import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CustodyReport } from '#contract/custody.ts'
import { EvidenceError } from '#contract/errors.ts'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'

let bridge: FakeBridge
beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

async function freshLedger() {
  vi.resetModules()
  const { Ledger } = await import('../../../../../renderer/features/custody/ledger.svelte.ts')
  return new Ledger(null)
}
const asked = (): number => bridge.calls.filter(({ name }) => name === 'custody.list').length
const reportOf = (entries: number): CustodyReport => ({
  ...{ entries, valid: true, head: null, firstBad: null, reason: null },
  ...{ items: [], signatures: [], timeStamps: [], lost: null, accepted: [] },
})

it('asks one question at a time, and once more for all that changed meanwhile', async () => {
  let answer: (report: CustodyReport) => void = () => undefined
  bridge.answers['custody.list'] = () => new Promise((resolve) => (answer = resolve))
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

it('follows what is recorded, until nobody looks', async () => {
  const ledger = await freshLedger()
  const stop = ledger.follow()
  await vi.waitFor(() => expect(ledger.report).not.toBeNull())
  bridge.answers['custody.list'] = () => reportOf(99)
  bridge.emit('items.changed', {})
  bridge.emit('items.changed', {})
  await vi.waitFor(() => expect(ledger.report?.entries).toBe(99))
  expect(asked()).toBe(2)
  stop()
  bridge.answers['custody.list'] = () => reportOf(100)
  await ledger.load()
  bridge.emit('items.changed', {})
  expect(asked()).toBe(3)
})

it('keeps what it has where it cannot be read again, and says so', async () => {
  const ledger = await freshLedger()
  await ledger.load()
  bridge.answers['custody.list'] = () => {
    throw new EvidenceError('case-damaged', 'Page 7.')
  }
  await ledger.load()
  expect(ledger.error).toMatchObject({ code: 'case-damaged' })
  expect(ledger.report?.entries).toBeGreaterThan(0)
})
