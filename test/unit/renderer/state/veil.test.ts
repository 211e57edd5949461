import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'

let bridge: FakeBridge
beforeEach(() => void vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

async function openedCase({ veilsAll = false } = {}) {
  vi.resetModules()
  bridge.answers['case.open'] = ({ path }) => ({ ...fakeCase, path, veilsAll })
  bridge.answers['item.markSensitive'] = ({ itemIds, sensitive }) => {
    for (const { summary } of bridge.items) if (itemIds.includes(summary.id)) summary.sensitive = sensitive
    return {}
  }
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  const { notices } = await import('../../../../renderer/state/notices.svelte.ts')
  const { veil } = await import('../../../../renderer/state/veil.svelte.ts')
  await openCase.openAt('/a')
  const item = (at: number) => openCase.items[at]!
  const views = (): unknown[] =>
    bridge.calls.filter(({ name }) => name === 'item.view').map(({ input }) => input)
  return { openCase, notices, veil, item, views }
}

it('hides what is marked until it is lifted, which is on record, and again in the next session', async () => {
  bridge.items[1]!.summary.sensitive = true
  const { openCase, veil, item, views } = await openedCase()
  expect([veil.why(item(0)), veil.why(item(1))]).toEqual([null, 'sensitive'])
  veil.toggle(item(1))
  expect(veil.hides(item(1))).toBe(false)
  expect(views()).toEqual([{ itemId: item(1).id, veil: 'lifted' }])
  await openCase.reload()
  expect(veil.hides(item(1))).toBe(false)
  await openCase.openAt('/b')
  expect(veil.why(item(1))).toBe('sensitive')
})

it('hides every item of a case that says so, each until it is lifted', async () => {
  const { veil, item } = await openedCase({ veilsAll: true })
  expect([veil.why(item(0)), veil.why(item(1))]).toEqual(['all', 'all'])
  veil.lift(item(0))
  expect([veil.why(item(0)), veil.why(item(1))]).toEqual([null, 'all'])
})

it('is lowered and lifted by hand over any item, without a record', async () => {
  const { veil, item, views } = await openedCase()
  veil.toggle(item(0))
  expect(veil.why(item(0))).toBe('hand')
  veil.toggle(item(0))
  expect(veil.hides(item(0))).toBe(false)
  expect(views()).toEqual([])
})

it('that was lowered by hand does not go on record as one under which no picture was shown', async () => {
  const { veil, item } = await openedCase()
  veil.toggle(item(0))
  expect([veil.hides(item(0)), veil.hidesOnRecord(item(0))]).toEqual([true, false])
  await veil.mark(item(0), true)
  expect([veil.hides(item(0)), veil.hidesOnRecord(item(0))]).toEqual([true, true])
})

it('falls again over an item that is marked while it is looked at', async () => {
  const { veil, item } = await openedCase()
  veil.toggle(item(0))
  veil.toggle(item(0))
  await veil.mark(item(0), true)
  expect(veil.why(item(0))).toBe('sensitive')
  await veil.mark(item(0), false)
  expect(veil.hides(item(0))).toBe(false)
})

it('tells where a mark was not changed, and where lifting is not on record', async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  bridge.items[0]!.summary.sensitive = true
  const { veil, item, notices } = await openedCase()
  const fail = (): never => {
    throw new Error('no')
  }
  Object.assign(bridge.answers, { 'item.view': fail, 'item.markSensitive': fail })
  await veil.mark(item(0), false)
  expect(veil.hides(item(0))).toBe(true)
  veil.lift(item(0))
  expect(veil.hides(item(0))).toBe(false)
  await vi.waitFor(() => expect(notices.list.map(({ tone }) => tone)).toEqual(['error', 'error']))
})
