import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'

let bridge: FakeBridge
/** The client keeps jobs it waits for; each test gets one of its own. */
async function freshClient(): Promise<typeof import('../../../../renderer/client/client.ts')> {
  vi.resetModules()
  return import('../../../../renderer/client/client.ts')
}

beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

const absent = '00000000-0000-4000-8000-000000000000' as ItemId

describe('call', () => {
  it('gives the value', async () => {
    const { call } = await freshClient()
    expect(await call('case.open', { path: '/a', examiner: null })).toEqual({ ...fakeCase, path: '/a' })
  })

  it('throws the failure with its code, message and details', async () => {
    const { call } = await freshClient()
    const details = { path: '/a' }
    vi.stubGlobal(
      'exhibit',
      createFakeBridge({
        'case.open': () => {
          throw new EvidenceError('case-locked', 'Open on LAB-02.', { details })
        },
      }),
    )
    await expect(call('case.open', { path: '/a', examiner: null })).rejects.toMatchObject({
      name: 'EvidenceError',
      code: 'case-locked',
      message: 'Open on LAB-02.',
      details,
    })
  })

  it('says so where there is no bridge', async () => {
    const { call } = await freshClient()
    vi.stubGlobal('exhibit', undefined)
    await expect(call('app.info', {})).rejects.toMatchObject({ code: 'engine-gone' })
  })
})

describe('on', () => {
  it('delivers what fits the contract and reports what does not', async () => {
    const { on } = await freshClient()
    const handler = vi.fn()
    const report = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const stop = on('case.changed', handler)
    bridge.emit('case.changed', { case: fakeCase })
    bridge.emit('case.changed', { case: { ...fakeCase, id: 'not a uuid' } })
    stop()
    bridge.emit('case.changed', { case: null })
    expect(handler.mock.calls).toEqual([[{ case: fakeCase }]])
    expect(report).toHaveBeenCalledOnce()
  })
})

describe('startJob', () => {
  it('knows the end of a job that ended before its start was answered', async () => {
    const { startJob } = await freshClient()
    const { ended } = await startJob('demo.open', {})
    expect(await ended).toEqual(fakeCase)
  })

  const waiting = (): { jobId: JobId } => ({ jobId: '11111111-1111-4111-8111-111111111111' as JobId })
  const end = { id: waiting().jobId, kind: 'verify', result: null, error: null } as const

  it('waits for the end of its own job only', async () => {
    vi.stubGlobal('exhibit', (bridge = createFakeBridge({ 'item.verify': waiting })))
    const { startJob } = await freshClient()
    const { ended } = await startJob('item.verify', { itemId: absent })
    bridge.emit('job.end', { ...end, id: '22222222-2222-4222-8222-222222222222' as JobId, state: 'failed' })
    bridge.emit('job.end', { ...end, state: 'cancelled' })
    expect(await ended).toBeNull()
  })

  it('rejects with the failure of the job', async () => {
    vi.stubGlobal('exhibit', (bridge = createFakeBridge({ 'item.verify': waiting })))
    const { startJob } = await freshClient()
    const { ended } = await startJob('item.verify', { itemId: absent })
    bridge.emit('job.end', {
      ...end,
      state: 'failed',
      error: { code: 'disk-full', message: 'Full.', details: {} },
    })
    await expect(ended).rejects.toMatchObject({ code: 'disk-full' })
  })

  it('does not wait for ever when the engine dies', async () => {
    vi.stubGlobal('exhibit', (bridge = createFakeBridge({ 'item.verify': waiting })))
    const { startJob } = await freshClient()
    const { ended } = await startJob('item.verify', { itemId: absent })
    bridge.emit('engine.gone', { reason: 'signal 9' })
    await expect(ended).rejects.toMatchObject({ code: 'engine-gone', message: 'signal 9' })
  })

  it('does not accept a result of another kind', async () => {
    vi.stubGlobal('exhibit', (bridge = createFakeBridge({ 'item.verify': waiting })))
    const { startJob } = await freshClient()
    const { ended } = await startJob('item.verify', { itemId: absent })
    bridge.emit('job.end', { ...end, state: 'done', result: { path: '/a' } })
    await expect(ended).rejects.toThrow()
  })
})
