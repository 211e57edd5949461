// The calls behind the window: completing a partial item, listing recordings, judging again after a root came or went; and
// what `exhibit ingest` says of recordings.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { engineCalls } from '#contract/calls.ts'
import { IngestedItem } from '#contract/item.ts'
import type { JobEnd } from '#contract/job.ts'
import { Recording } from '#contract/recording.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { createCase } from '#engine/store/case-database.ts'
import { exhibit } from '../support/cli.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { ranges, takePartial } from '../support/partial-item.ts'

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0

type Opened = { engine: Engine; ends: JobEnd[]; place: string; whole: string; root: string }

async function opened(): Promise<Opened> {
  const place = scratchFolder()
  const signer = await makeSigner('VMS')
  const [whole, root] = [join(place, 'whole.mp4'), join(place, 'root.pem')]
  await writeSealed(whole, signer.key, { sampleBytes: 4_000 })
  writeFileSync(root, formatPem('CERTIFICATE', signer.root.certificate.der))
  const database = await createCase(join(place, 'case'), { reference: 'R', examiner: 'Ada' })
  await takePartial(database, 'north.mp4', readFileSync(whole), ranges([20_000, 24_096]))
  database.close()
  const ends: JobEnd[] = []
  const engine = await createEngine({
    ...{ dataFolder: join(place, 'data'), resourcesFolder: place, runtime: 'cli' },
    emit: (name, payload) => {
      if (name === 'job.end') ends.push(payload as JobEnd)
    },
  })
  onTestFinished(() => engine.close())
  await engine.handlers['case.open']({ path: join(place, 'case'), examiner: 'Ada' })
  return { engine, ends, place, whole, root }
}

describe('calls', () => {
  it('item.complete is a job that ends with the new item', async () => {
    const { engine, ends, place, whole } = await opened()
    const [partial] = await engine.handlers['item.list']({})
    await engine.handlers['item.complete']({ itemId: partial!.id, source: whole })
    await expect.poll(() => ends.length, { timeout: 20_000 }).toBe(1)
    expect(ends[0]).toMatchObject({ kind: 'complete', state: 'done', error: null })
    const made = IngestedItem.parse(ends[0]?.result)
    expect(made).toMatchObject({ status: 'ingested', verdict: 'sealed' })
    // Its bytes are no pictures: that it was tried is all that can be seen of that.
    const tried = join(place, 'case', 'derived', `${made.id}.jpg.none`)
    if (hasFfmpeg) await expect.poll(() => existsSync(tried), { timeout: 20_000 }).toBe(true)
    const items = engineCalls['item.list'].output.parse(await engine.handlers['item.list']({}))
    expect(items.map(({ id, completedBy }) => [id, completedBy])).toEqual([
      [partial?.id, made.id],
      [made.id, null],
    ])
    expect(engineCalls['case.recordings'].output.parse(await engine.handlers['case.recordings']({}))).toEqual(
      [],
    )
  })

  it('whom the workstation trusts changes nothing of what is said about a partial item', async () => {
    const { engine, root } = await opened()
    const [partial] = await engine.handlers['item.list']({})
    const before = await engine.handlers['item.get']({ itemId: partial!.id })
    const state = await engine.handlers['trust.import']({ path: root, reason: 'known', scope: 'case' })
    const { verification } = await engine.handlers['item.get']({ itemId: partial!.id })
    expect(verification).toEqual(before.verification)
    const explained = await engine.handlers['item.explain']({ itemId: partial!.id })
    expect(explained.steps.map(({ id }) => id)).toContain('missing')
    expect(JSON.stringify(state)).toContain('VMS Root')
    // Cuts are refused before anything is looked at.
    const { start, end } = before.summary
    const preview = engine.handlers['export.preview']({ itemId: partial!.id, from: start!, to: end! })
    await expect(preview).rejects.toMatchObject({ code: 'item-partial' })
  })
})

describe('exhibit ingest --json', () => {
  it('has the recordings of the case', async () => {
    const place = scratchFolder()
    const { key } = await makeSigner('VMS')
    await writeSealed(join(place, 'one.mp4'), key)
    const { stdout } = await exhibit(
      'ingest',
      '--case',
      join(place, 'case'),
      '--json',
      join(place, 'one.mp4'),
    )
    const told = JSON.parse(stdout) as { recordings: unknown }
    expect(Recording.array().parse(told.recordings)).toEqual([])
  })
})
