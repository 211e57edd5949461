import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { JobEnd, JobProgress } from '#contract/job.ts'
import type { JobId } from '#contract/units.ts'
import { createFakeBridge, type FakeBridge } from '#test/support/fake-bridge.ts'
import { describeProgress, shareOf } from '../../../../renderer/state/progress.ts'

const id = '11111111-1111-4111-8111-111111111111' as JobId
const progress: JobProgress = {
  id,
  kind: 'ingest',
  label: 'a.mp4',
  done: 450e6,
  total: 1.8e9,
  unit: 'bytes',
  rate: 132e6,
  remainingSeconds: 10.2,
  paused: false,
  part: null,
  count: null,
}
const end: JobEnd = { id, kind: 'ingest', state: 'done', result: null, error: null }

let bridge: FakeBridge
async function freshJobs() {
  vi.resetModules()
  const { jobs } = await import('../../../../renderer/state/jobs.svelte.ts')
  const ends = vi.fn()
  jobs.start(ends)
  return { jobs, ends }
}
beforeEach(() => vi.stubGlobal('exhibit', (bridge = createFakeBridge())))
afterEach(() => vi.unstubAllGlobals())

it('follows a job from its first progress to its end, and tells the end once', async () => {
  const { jobs, ends } = await freshJobs()
  bridge.emit('job.progress', progress)
  bridge.emit('job.progress', { ...progress, done: 900e6 })
  expect(jobs.running.map(({ done }) => done)).toEqual([900e6])
  bridge.emit('job.end', end)
  expect(jobs.running).toEqual([])
  expect(jobs.ended).toMatchObject([{ id, state: 'done', label: 'a.mp4' }])
  expect(ends).toHaveBeenCalledOnce()
})

it('is not brought back by progress that comes after the end', async () => {
  const { jobs } = await freshJobs()
  bridge.emit('job.end', end)
  bridge.emit('job.progress', progress)
  expect(jobs.running).toEqual([])
})

it('is not announced where nobody began it by hand, nor does its end take the place of others', async () => {
  const { jobs } = await freshJobs()
  const sound = '22222222-2222-4222-8222-222222222222' as JobId
  bridge.emit('job.end', end)
  bridge.emit('job.progress', { ...progress, id: sound, kind: 'sound' })
  expect(jobs.running).toHaveLength(1)
  expect(jobs.announced).toEqual([])
  bridge.emit('job.end', { ...end, id: sound, kind: 'sound' })
  bridge.emit('job.progress', { ...progress, id: sound, kind: 'sound' })
  expect(jobs.running).toEqual([])
  expect(jobs.ended.map(({ kind }) => kind)).toEqual(['ingest'])
  bridge.emit('job.end', { ...end, id: sound, kind: 'sound', state: 'failed' })
  expect(jobs.ended.map(({ kind }) => kind)).toEqual(['sound', 'ingest'])
})

it('stays marked as being cancelled while progress still comes', async () => {
  const { jobs } = await freshJobs()
  vi.stubGlobal('exhibit', createFakeBridge({ 'job.cancel': () => ({}) }))
  bridge.emit('job.progress', progress)
  await jobs.cancel(id)
  bridge.emit('job.progress', progress)
  expect(jobs.running[0]?.cancelling).toBe(true)
})

it('forgets running jobs when the engine dies', async () => {
  const { jobs } = await freshJobs()
  bridge.emit('job.progress', progress)
  bridge.emit('engine.gone', { reason: '' })
  expect(jobs.running).toEqual([])
})

it('says how far, how fast and how long still', () => {
  expect(describeProgress(progress)).toBe('450 MB of 1.8 GB · 132 MB/s · about 11 s left')
  expect(
    describeProgress({
      ...progress,
      unit: 'items',
      done: 3,
      total: null,
      rate: null,
      remainingSeconds: null,
    }),
  ).toBe('3')
  expect([
    shareOf(progress),
    shareOf({ ...progress, total: null }),
    shareOf({ ...progress, total: 0 }),
  ]).toEqual([0.25, null, null])
})

it('does not tell the end of a job that is watched where it was started', async () => {
  const { jobs, ends } = await freshJobs()
  jobs.watched.add(id)
  bridge.emit('job.end', end)
  expect(ends).not.toHaveBeenCalled()
  bridge.emit('job.end', end)
  expect(ends).toHaveBeenCalledOnce()
})
