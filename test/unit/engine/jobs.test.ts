// Long work: the id comes first, progress at most four times a second, and exactly one end, whatever happens.
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import { JobEnd, JobProgress } from '#contract/job.ts'
import type { JobId } from '#contract/units.ts'
import { Jobs } from '#engine/jobs.ts'
import type { Work } from '#engine/base/progress.ts'

type Told = { name: string; payload: unknown }

function made(): { jobs: Jobs; told: Told[]; end: () => Promise<JobEnd>; ends: () => JobEnd[] } {
  const told: Told[] = []
  const jobs = new Jobs((name, payload) => void told.push({ name, payload }))
  const ends = (): JobEnd[] =>
    told.filter(({ name }) => name === 'job.end').map(({ payload }) => JobEnd.parse(payload))
  const end = async (): Promise<JobEnd> => {
    await vi.waitFor(() => expect(ends().length).toBeGreaterThan(0))
    return ends()[0]!
  }
  return { jobs, told, end, ends }
}

/** Ends only when it is cancelled. */
const untilCancelled = ({ signal }: Work): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

afterEach(() => vi.restoreAllMocks())

describe('a job', () => {
  it('tells its result once it is done, after its id was known', async () => {
    const { jobs, told, end } = made()
    const id = jobs.start('verify', () => Promise.resolve({ verdict: 'sealed', gone: undefined }))
    expect(told).toEqual([])
    expect(await end()).toEqual({
      id,
      kind: 'verify',
      state: 'done',
      result: { verdict: 'sealed' },
      error: null,
    })
  })

  it('without a result gives null', async () => {
    const { jobs, end } = made()
    jobs.start('demo', () => Promise.resolve())
    expect(await end()).toMatchObject({ state: 'done', result: null })
  })

  it('fails with the code and the facts of a failure', async () => {
    const { jobs, end } = made()
    jobs.start('export', () =>
      Promise.reject(new EvidenceError('disk-full', 'No room.', { details: { path: '/x' } })),
    )
    expect(await end()).toMatchObject({
      state: 'failed',
      result: null,
      error: { code: 'disk-full', message: 'No room.', details: { path: '/x' } },
    })
  })

  it('a bug is told with a reference to the log, and nothing of its inside', async () => {
    const { jobs, end } = made()
    let log = ''
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      log += String(text)
      return true
    })
    jobs.start('ingest', () => {
      throw new TypeError('secret inside')
    })
    const { error } = await end()
    expect(error?.code).toBe('internal')
    expect(error?.message).not.toContain('secret')
    expect(log).toContain('secret inside')
    expect(log).toContain(error?.details['reference'])
  })

  it.each([[null], [undefined], [Symbol('x')], [Object.create(null)], ['text'], [{ toString: 7 }]])(
    'that throws what is no error (%#) fails as a bug, once, and is running no more',
    async (thrown) => {
      const { jobs, end, ends } = made()
      vi.spyOn(process.stderr, 'write').mockReturnValue(true)
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- that is the point
      const id = jobs.start('verify', () => Promise.reject(thrown))
      expect(jobs.isRunning(id)).toBe(true)
      expect(await end()).toMatchObject({ state: 'failed', error: { code: 'internal' } })
      expect([jobs.isRunning(id), ends().length]).toEqual([false, 1])
      await jobs.close()
    },
  )

  it('whose result cannot be sent fails and still ends', async () => {
    const { jobs, end } = made()
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    jobs.start('verify', () => Promise.resolve({ size: 7n }))
    expect(await end()).toMatchObject({ state: 'failed', error: { code: 'internal' } })
  })
})

describe('cancelling', () => {
  it('ends the job as cancelled, once', async () => {
    const { jobs, end, ends } = made()
    const id = jobs.start('ingest', untilCancelled)
    jobs.cancel(id)
    expect(await end()).toMatchObject({ id, state: 'cancelled', result: null, error: null })
    await wait(20)
    expect(ends()).toHaveLength(1)
  })

  it('what fails because it was cancelled is cancelled, not failed', async () => {
    const { jobs, end } = made()
    const id = jobs.start('export', ({ signal }) =>
      untilCancelled({ signal, report: () => undefined }).catch(() =>
        Promise.reject(new EvidenceError('ffmpeg-failed', 'killed')),
      ),
    )
    jobs.cancel(id)
    expect((await end()).state).toBe('cancelled')
  })

  it('a job that has ended, or never was, cannot be cancelled', async () => {
    const { jobs, end } = made()
    const id = jobs.start('verify', () => Promise.resolve(1))
    await end()
    for (const one of [id, '00000000-0000-4000-8000-000000000000' as JobId]) {
      expect(() => jobs.cancel(one)).toThrow(expect.objectContaining({ code: 'job-not-found' }) as Error)
    }
  })

  it('closing cancels all and waits for them; the one that asks is left running', async () => {
    const { jobs, ends } = made()
    const asking = jobs.start('demo', untilCancelled)
    jobs.start('verify', untilCancelled)
    jobs.start('ingest', async (work) => {
      await untilCancelled(work).catch(() => undefined)
      await wait(30)
    })
    await jobs.close(asking)
    expect(
      ends()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['ingest', 'verify'])
    await jobs.close()
    expect(ends()).toHaveLength(3)
  })
})

describe('progress', () => {
  it('comes at most four times a second, in the shape of the contract, with rate and remaining time', async () => {
    const { jobs, told, end } = made()
    const clock = vi.spyOn(performance, 'now')
    jobs.start('ingest', (work) => {
      for (let at = 0; at <= 2_000; at += 10) {
        clock.mockReturnValue(at)
        work.report({ label: 'a.mp4', done: at * 5, total: 20_000, unit: 'bytes' })
      }
      return Promise.resolve()
    })
    await end()
    const progress = told
      .filter(({ name }) => name === 'job.progress')
      .map(({ payload }) => JobProgress.parse(payload))
    expect(progress.map(({ done }) => done)).toEqual([
      0, 1_250, 2_500, 3_750, 5_000, 6_250, 7_500, 8_750, 10_000,
    ])
    expect(progress[0]).toMatchObject({
      rate: null,
      remainingSeconds: null,
      total: 20_000,
      unit: 'bytes',
      label: 'a.mp4',
    })
    expect(progress.at(-1)?.rate).toBeCloseTo(5_000, -1)
    expect(progress.at(-1)?.remainingSeconds).toBeCloseTo(2, 1)
  })

  it('without a total there is no remaining time; more than the total is none left', async () => {
    const { jobs, told, end } = made()
    const clock = vi.spyOn(performance, 'now')
    jobs.start('demo', (work) => {
      for (const [at, done, total] of [
        [0, 0, null],
        [600, 6, null],
        [1_200, 12, 10],
      ] as const) {
        clock.mockReturnValue(at)
        work.report({ label: 'x', done, total, unit: 'steps' })
      }
      return Promise.resolve()
    })
    await end()
    const remaining = told
      .filter(({ name }) => name === 'job.progress')
      .map(({ payload }) => JobProgress.parse(payload).remainingSeconds)
    expect(remaining).toEqual([null, null, 0])
  })
})

describe('pausing', () => {
  const progressOf = (told: Told[]): JobProgress[] =>
    told.filter(({ name }) => name === 'job.progress').map(({ payload }) => JobProgress.parse(payload))

  /** Steps until it is told that it is enough. */
  const stepping = (state: { steps: number; enough: boolean }) => async (work: Work) => {
    while (!state.enough) {
      await work.waitWhilePaused?.()
      state.steps += 1
      work.report({ label: 'a.mp4', done: state.steps, total: 10, unit: 'bytes' })
      await wait(1)
    }
  }

  it('is told at once, holds the work, and starts the rate anew when it goes on', async () => {
    const { jobs, told, end } = made()
    const state = { steps: 0, enough: false }
    const id = jobs.start('ingest', stepping(state))
    await vi.waitFor(() => expect(state.steps).toBeGreaterThan(3))
    jobs.pause(id)
    jobs.pause(id)
    expect(progressOf(told).at(-1)).toMatchObject({ paused: true, rate: null, label: 'a.mp4' })
    const pausedAt = progressOf(told).length
    await wait(20)
    const held = state.steps
    await wait(30)
    expect(state.steps).toBe(held)
    expect(progressOf(told)).toHaveLength(pausedAt)
    jobs.resume(id)
    jobs.resume(id)
    expect(progressOf(told)).toHaveLength(pausedAt + 1)
    expect(progressOf(told).at(-1)).toMatchObject({ paused: false, rate: null })
    await vi.waitFor(() => expect(state.steps).toBeGreaterThan(held))
    state.enough = true
    expect(await end()).toMatchObject({ state: 'done' })
  })

  it('does not keep it from being cancelled, nor the program from ending', async () => {
    const { jobs, end, ends } = made()
    const ids = [0, 1].map(() => jobs.start('ingest', stepping({ steps: 0, enough: false })))
    for (const id of ids) jobs.pause(id)
    await wait(5)
    jobs.cancel(ids[0]!)
    expect(await end()).toMatchObject({ id: ids[0], state: 'cancelled' })
    await jobs.close()
    expect(ends().map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
  })

  it('is refused for work that others wait for, and for what has ended', async () => {
    const { jobs, end } = made()
    const id = jobs.start('verify', untilCancelled)
    expect(() => jobs.pause(id)).toThrow(expect.objectContaining({ code: 'wrong-input' }) as Error)
    jobs.cancel(id)
    await end()
    for (const act of [() => jobs.pause(id), () => jobs.resume(id)])
      expect(act).toThrow(expect.objectContaining({ code: 'job-not-found' }) as Error)
  })
})
