import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'
import { createFakeIntake, fakeKindOfItem, fakeRecording } from '#test/support/fake-intake.ts'

let bridge: FakeBridge
beforeEach(() => void vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

it('shows recordings first, and nothing to choose where there are no other files', async () => {
  vi.resetModules()
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  const { itemGroup } = await import('../../../../renderer/state/item-group.svelte.ts')
  const { select } = await import('../../../../renderer/state/job-notices.ts')
  await openCase.openAt(fakeCase.path)
  expect([itemGroup.offered, itemGroup.items.length]).toEqual([false, bridge.items.length])
  const other = fakeKindOfItem('readme.pdf', 'attachment', 0, 1)
  bridge.items.push(other, fakeKindOfItem('a.avi', 'video', 0, 2))
  await openCase.reload()
  expect([itemGroup.offered, itemGroup.counts]).toEqual([true, { recordings: 14, other: 1, all: 15 }])
  expect(itemGroup.items.map(({ id }) => id)).not.toContain(other.summary.id)
  // Shown from somewhere else, it is in view.
  select(other.summary.id)
  expect(itemGroup.items.map(({ id }) => id)).toEqual([other.summary.id])
  await openCase.openAt('/cases/another')
  expect(itemGroup.chosen).toBe('recordings')
})

it('knows the parts of a recording, and none where the engine cannot say', async () => {
  vi.resetModules()
  const fake = createFakeIntake(bridge)
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  const { recordings } = await import('../../../../renderer/state/recordings.svelte.ts')
  const [first, second, third] = bridge.items.map(({ summary }) => summary)
  const alone = { ...fakeRecording([third!, second!]), parts: [], missing: [] }
  fake.recordings = [fakeRecording([first!, second!]), alone]
  recordings.start()
  await openCase.openAt(fakeCase.path)
  await vi.waitFor(() => expect(recordings.of(second!.id)?.parts).toHaveLength(2))
  expect(recordings.of(third!.id)).toBeNull()
  // In no known order, they belong together all the same.
  fake.recordings = [{ ...alone, unordered: [second!.id, third!.id] }]
  await recordings.load()
  expect(recordings.of(third!.id)?.unordered).toHaveLength(2)
  bridge.answers['case.recordings'] = () => {
    throw new Error('no')
  }
  await recordings.load()
  expect(recordings.error).not.toBeNull()
})
