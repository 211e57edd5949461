import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { JobId, UtcTime } from '#contract/units.ts'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'

let bridge: FakeBridge
async function freshState() {
  vi.resetModules()
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  const { verifyAll } = await import('../../../../renderer/state/verify-all.svelte.ts')
  const { notices } = await import('../../../../renderer/state/notices.svelte.ts')
  return { openCase, verifyAll, notices }
}
beforeEach(() => void vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

const jobId = '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12' as JobId

it('tells which items were verified since the case was opened', async () => {
  const { openCase, verifyAll } = await freshState()
  expect(verifyAll.openedAt).toBeNull()
  expect(verifyAll.isSinceOpening({ verifiedAt: '2026-05-03T09:10:00.000Z' as UtcTime })).toBe(false)
  await openCase.openAt(fakeCase.path)
  await vi.waitFor(() => expect(verifyAll.openedAt).toBe('2026-05-03T09:10:00.000Z'))
  expect(verifyAll.isSinceOpening({ verifiedAt: '2026-05-03T09:10:00.000Z' as UtcTime })).toBe(true)
  expect(verifyAll.isSinceOpening({ verifiedAt: '2026-05-03T09:09:59.999Z' as UtcTime })).toBe(false)
})

it('is running from the start to the end of what was asked for', async () => {
  const { verifyAll, notices } = await freshState()
  bridge.answers['case.verify'] = () => ({ jobId })
  await verifyAll.start()
  expect(verifyAll.running).toBe(true)
  bridge.emit('job.end', { id: jobId, kind: 'verify-case', state: 'cancelled', result: null, error: null })
  await vi.waitFor(() => expect(verifyAll.running).toBe(false))
  expect(notices.list).toEqual([])
})

it('tells where it could not be started', async () => {
  const { verifyAll, notices } = await freshState()
  bridge.answers['case.verify'] = () => {
    throw new EvidenceError('no-case-open', 'No case is open.')
  }
  await verifyAll.start()
  expect(verifyAll.running).toBe(false)
  expect(notices.list).toMatchObject([{ tone: 'error', what: 'Verifying the case was not started.' }])
})

it('counts the items of which the vault holds something else than was taken in', async () => {
  const { openCase, verifyAll } = await freshState()
  await openCase.openAt(fakeCase.path)
  await vi.waitFor(() => expect(openCase.items.length).toBeGreaterThan(1))
  expect(verifyAll.amiss).toBe(openCase.items.filter(({ custody }) => custody === 'mismatch').length)
  openCase.items = openCase.items.map((item) => ({ ...item, custody: 'complete' }))
  expect(verifyAll.amiss).toBe(0)
  openCase.items = openCase.items.map((item, at) => (at === 0 ? { ...item, custody: 'mismatch' } : item))
  expect(verifyAll.amiss).toBe(1)
})
