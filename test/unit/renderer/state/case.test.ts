import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'

let bridge: FakeBridge
async function freshState() {
  vi.resetModules()
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  const { openItem } = await import('../../../../renderer/state/item.svelte.ts')
  await openCase.start()
  return { openCase, openItem }
}
beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

it('loads the items of the case that it opens, and forgets them with it', async () => {
  const { openCase } = await freshState()
  await openCase.openAt('/a')
  expect(openCase.items).toHaveLength(bridge.items.length)
  openCase.selectedId = openCase.items[2]?.id ?? null
  expect(openCase.selected?.name).toBe(bridge.items[2]?.summary.name)
  await openCase.close()
  expect([openCase.open, openCase.items, openCase.selected]).toEqual([null, [], null])
})

it('loads the list again when the engine says so, and keeps the selection', async () => {
  const { openCase } = await freshState()
  await openCase.openAt('/a')
  openCase.selectedId = openCase.items[0]?.id ?? null
  const [first] = bridge.items
  if (first) first.summary = { ...first.summary, trust: 'revoked' }
  bridge.emit('items.changed', {})
  await vi.waitFor(() => expect(openCase.selected?.trust).toBe('revoked'))
})

it('drops what was told of the case before, but no failure', async () => {
  const { openCase } = await freshState()
  const { notices } = await import('../../../../renderer/state/notices.svelte.ts')
  await openCase.openAt('/a')
  notices.note('Exported.')
  notices.warn('Verified again: 1 problem.', [])
  notices.fail('Not exported.', new EvidenceError('disk-full', ''))
  bridge.emit('case.changed', { case: { ...fakeCase, path: '/moved' } })
  await vi.waitFor(() => expect(openCase.open?.path).toBe('/moved'))
  expect(notices.list).toHaveLength(3)
  await openCase.close()
  expect(notices.list.map(({ what }) => what)).toEqual(['Not exported.'])
})

it('tells one thing that is done at a time, and never hides a failure behind it', async () => {
  vi.resetModules()
  const { notices } = await import('../../../../renderer/state/notices.svelte.ts')
  notices.fail('Not exported.', new EvidenceError('disk-full', ''))
  for (const what of ['One.', 'Two.', 'Three.', 'Four.']) notices.note(what)
  expect(notices.list.map(({ what }) => what)).toEqual(['Not exported.', 'Four.'])
})

it('follows a case that was opened elsewhere', async () => {
  const { openCase } = await freshState()
  bridge.emit('case.changed', { case: { ...fakeCase, path: '/from-the-menu' } })
  await vi.waitFor(() => expect(openCase.items.length).toBeGreaterThan(0))
  expect(openCase.open?.path).toBe('/from-the-menu')
})

it('keeps the failure of a list that cannot be loaded', async () => {
  vi.stubGlobal(
    'exhibit',
    createFakeBridge({
      'item.list': () => {
        throw new EvidenceError('case-damaged', 'Page 7.')
      },
    }),
  )
  const { openCase } = await freshState()
  await openCase.openAt('/a')
  expect(openCase.error).toMatchObject({ code: 'case-damaged' })
  expect(openCase.loading).toBe(false)
})

it('records in the ledger that an item was looked at only when it is opened for review', async () => {
  const { openCase, openItem } = await freshState()
  await openCase.openAt('/a')
  const id = openCase.items[0]!.id
  await openItem.open(id, { looked: false })
  expect(bridge.calls.map(({ name }) => name)).not.toContain('item.view')
  await openItem.open(id)
  expect(bridge.calls).toContainEqual({ name: 'item.view', input: { itemId: id } })
})

it('shows the item that was asked for last, whichever answer comes first', async () => {
  const release: (() => void)[] = []
  bridge = createFakeBridge()
  const items = bridge.items
  vi.stubGlobal(
    'exhibit',
    createFakeBridge({
      'item.get': async ({ itemId }) => {
        await new Promise<void>((resolve) => release.push(resolve))
        return items.find(({ summary }) => summary.id === itemId)!
      },
    }),
  )
  const { openItem } = await freshState()
  const [first, second] = items
  const opened = [openItem.open(first!.summary.id), openItem.open(second!.summary.id)]
  await vi.waitFor(() => expect(release).toHaveLength(2))
  release[1]?.()
  release[0]?.()
  await Promise.all(opened)
  expect(openItem.detail?.summary.id).toBe(second!.summary.id)
})

it('opens the same case again in an engine that was started again', async () => {
  const { openCase } = await freshState()
  await openCase.openAt('/a')
  await openCase.reopen()
  expect(bridge.calls.filter(({ name }) => name === 'case.open')).toHaveLength(2)
  expect(openCase.open?.path).toBe('/a')
})

it('shows no case where the new engine cannot open it', async () => {
  let opened = 0
  vi.stubGlobal(
    'exhibit',
    createFakeBridge({
      'case.open': ({ path }) => {
        if (++opened > 1) throw new EvidenceError('case-locked', 'Still locked.')
        return { ...fakeCase, path }
      },
    }),
  )
  const { openCase } = await freshState()
  await openCase.openAt('/a')
  await expect(openCase.reopen()).rejects.toMatchObject({ code: 'case-locked' })
  expect([openCase.open, openCase.items]).toEqual([null, []])
})
