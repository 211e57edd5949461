// The list of recent cases follows the case that is open, in the window; commands leave it alone.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { JobEnd } from '#contract/job.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine, EngineOptions } from '#engine/engine.ts'
import { scratchFolder } from '../support/made-export.ts'

async function withEngine(
  place: string,
  runtime: EngineOptions['runtime'],
  use: (engine: Engine, ended: () => JobEnd | undefined) => Promise<void>,
): Promise<void> {
  let end: JobEnd | undefined
  const engine = await createEngine({
    ...{ dataFolder: join(place, 'data'), resourcesFolder: place, runtime },
    emit: (name, payload) => {
      if (name === 'job.end') end = payload as JobEnd
    },
  })
  await use(engine, () => end).finally(() => engine.close())
}

it('by its name, by its place, and forgets what it is told to', async () => {
  const place = scratchFolder()
  const root = join(place, 'case')
  await withEngine(place, 'official', async ({ handlers }, ended) => {
    const recent = async () =>
      (await handlers['case.recent']({})).map(({ path, reference }) => [path, reference])
    await handlers['case.create']({ path: root, reference: 'R 1', examiner: 'Ada' })
    await handlers['case.rename']({ reference: 'R 2' })
    expect(await recent()).toEqual([[root, 'R 2']])
    await expect(handlers['case.rename']({ reference: '  ' })).rejects.toMatchObject({ code: 'wrong-input' })
    mkdirSync(join(place, 'shelf'))
    await handlers['case.move']({ destination: join(place, 'shelf', 'case') })
    await expect.poll(ended, { timeout: 20_000 }).toMatchObject({ kind: 'move-case', state: 'done' })
    expect(await recent()).toEqual([[join(place, 'shelf', 'case'), 'R 2']])
    await handlers['case.close']({})
    expect(await handlers['case.forget']({ path: join(place, 'shelf', 'case') })).toEqual([])
  })
  await withEngine(place, 'cli', async ({ handlers }) => {
    await handlers['case.open']({ path: join(place, 'shelf', 'case'), examiner: null })
    await handlers['case.rename']({ reference: 'R 3' })
    expect(await handlers['case.recent']({})).toEqual([])
  })
})

it('a job that moves the case is ended by whoever opens another one, and the case stays', async () => {
  const place = scratchFolder()
  await withEngine(place, 'official', async ({ handlers }, ended) => {
    await handlers['case.create']({ path: join(place, 'other'), reference: 'O', examiner: 'Ada' })
    await handlers['case.create']({ path: join(place, 'case'), reference: 'R', examiner: 'Ada' })
    await handlers['case.move']({ destination: join(place, 'moved') })
    const opened = await handlers['case.open']({ path: join(place, 'other'), examiner: null })
    expect(opened.path).toBe(join(place, 'other'))
    expect(ended()).toMatchObject({ kind: 'move-case' })
    expect((await handlers['case.current']({}))?.path).toBe(join(place, 'other'))
    const path = join(place, ended()?.state === 'done' ? 'moved' : 'case')
    expect((await handlers['case.open']({ path, examiner: null })).reference).toBe('R')
  })
})
