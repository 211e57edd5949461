import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { IngestedItem } from '#contract/item.ts'
import type { JobEnd } from '#contract/job.ts'
import type { JobId } from '#contract/units.ts'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'
import { createFakeIntake, fakePlan, fakeVolumes, type FakeIntake } from '#test/support/fake-intake.ts'
import { sha256 } from '#test/support/fake-evidence.ts'

let bridge: FakeBridge
let fake: FakeIntake

async function freshState() {
  vi.resetModules()
  const { app } = await import('../../../../renderer/state/app.svelte.ts')
  const { openCase } = await import('../../../../renderer/state/case.svelte.ts')
  const { intake } = await import('../../../../renderer/state/intake.svelte.ts')
  const { volumes } = await import('../../../../renderer/state/volumes.svelte.ts')
  const { unfinished } = await import('../../../../renderer/state/unfinished.svelte.ts')
  const { jobs } = await import('../../../../renderer/state/jobs.svelte.ts')
  const { notices } = await import('../../../../renderer/state/notices.svelte.ts')
  const { view } = await import('../../../../renderer/state/view.svelte.ts')
  await app.start()
  await openCase.openAt(fakeCase.path)
  return { openCase, intake, volumes, unfinished, jobs, notices, view }
}
beforeEach(() => {
  bridge = createFakeBridge()
  fake = createFakeIntake(bridge)
  vi.stubGlobal('exhibit', bridge)
})
afterEach(() => vi.unstubAllGlobals())
const inputsOf = (call: string): unknown[] =>
  bridge.calls.filter(({ name }) => name === call).map(({ input }) => input)

it('is there by itself in an empty case, and nowhere in one that can only be read', async () => {
  bridge.items.splice(0)
  const { intake, openCase } = await freshState()
  expect(intake.visible).toBe(true)
  intake.hide()
  expect(intake.visible).toBe(false)
  intake.show()
  bridge.answers['case.open'] = ({ path }) => ({ ...fakeCase, path, readOnly: true })
  await openCase.openAt('/cases/read-only')
  intake.show()
  expect(intake.visible).toBe(false)
})

it('plans first, and takes in what was planned', async () => {
  const { intake, jobs } = await freshState()
  await intake.addPaths(['/media/EXPORT'])
  expect([intake.step, intake.plan?.files, intake.canTakeIn]).toEqual(['plan', 8, true])
  expect(inputsOf('ingest.start')).toEqual([])
  await intake.takeIn()
  expect(inputsOf('ingest.start')).toEqual([{ sources: ['/media/EXPORT'] }])
  expect([intake.step, intake.plan]).toEqual(['sources', null])
  expect(jobs.running).toMatchObject([{ kind: 'ingest', count: { done: 0, total: 8 } }])
})

it('adds what is chosen next to what is planned, so that nothing is forgotten', async () => {
  const { intake } = await freshState()
  await intake.addPaths(['/a', '/b'])
  await intake.addPaths(['/b', '/c'])
  expect(inputsOf('ingest.plan').at(-1)).toEqual({ sources: ['/a', '/b', '/c'] })
  intake.back()
  await intake.addPaths(['/d'])
  expect(inputsOf('ingest.plan').at(-1)).toEqual({ sources: ['/d'] })
})

it('shows the plan that was asked for last, and ends the looking that nobody waits for', async () => {
  const { intake } = await freshState()
  const [first, second] = ['11111111', '22222222'].map(
    (start) => `${start}-1111-4111-8111-111111111111` as JobId,
  )
  const waiting = [first!, second!]
  bridge.answers['ingest.plan'] = () => ({ jobId: waiting.shift()! })
  const looked = [intake.look(['/a'], null)]
  await vi.waitFor(() => expect(intake.planJob).toBe(first))
  looked.push(intake.look(['/b'], null))
  await vi.waitFor(() => expect(intake.planJob).toBe(second))
  expect(inputsOf('job.cancel')).toEqual([{ jobId: first }])
  const end = (id: JobId, files: number): void =>
    bridge.emit('job.end', {
      id,
      kind: 'plan',
      state: 'done',
      result: JSON.parse(JSON.stringify(fakePlan(files))),
      error: null,
    })
  end(second!, 2)
  end(first!, 1)
  await Promise.all(looked)
  expect(intake.plan?.files).toBe(2)
})

it('does not take in from a medium that was pulled, or without room, or nothing', async () => {
  const { intake, volumes } = await freshState()
  const stop = volumes.watch()
  fake.setVolumes([fakeVolumes.stick])
  await intake.addPaths([fakeVolumes.stick.mountPoint])
  expect(intake.canTakeIn).toBe(true)
  fake.setVolumes([])
  expect([intake.gone?.label, intake.canTakeIn]).toEqual(['EXPORT', false])
  await intake.takeIn()
  expect(inputsOf('ingest.start')).toEqual([])
  fake.setVolumes([fakeVolumes.stick])
  expect(intake.canTakeIn).toBe(true)
  // The numbers that are shown count as well as the word.
  for (const plan of [fakePlan(8, { enough: false }), fakePlan(8, { freeBytes: 359_999_999 }), fakePlan(0)]) {
    fake.plan = plan
    await intake.lookAgain()
    expect(intake.canTakeIn).toBe(false)
  }
  stop()
})

it('asks what is connected when an intake failed, as long as somebody looks', async () => {
  const { intake, volumes } = await freshState()
  const failed: JobEnd = {
    ...{ id: 'j' as JobId, kind: 'ingest', state: 'failed', result: null },
    error: { code: 'source-gone', message: 'It is gone.', details: {} },
  }
  const asked = (): number =>
    inputsOf('volumes.watch').filter((input) => (input as { on: boolean }).on).length
  intake.end(failed)
  expect(asked()).toBe(0)
  const stop = volumes.watch()
  expect(asked()).toBe(1)
  intake.end(failed)
  expect(asked()).toBe(2)
  stop()
})

it('does not miss a medium that the list never showed', async () => {
  const { intake, volumes } = await freshState()
  volumes.watch()
  fake.setVolumes([])
  await intake.addPaths(['/media/EXPORT/folder'])
  expect([intake.gone, intake.canTakeIn]).toEqual([null, true])
})

it('accepts a certificate for this address, by its fingerprint', async () => {
  const { intake } = await freshState()
  const terms = {
    expectedSha256: null,
    maxBytes: null,
    allowHttp: false,
    certificateSha256: null,
    proxy: null,
  }
  const planned = bridge.answers['ingest.plan']!
  bridge.answers['ingest.plan'] = () => {
    throw new EvidenceError('download-refused', 'Signed by itself.')
  }
  await intake.look(['https://a/1.mp4'], terms)
  expect([intake.plan, (intake.planError as EvidenceError).code]).toEqual([null, 'download-refused'])
  bridge.answers['ingest.plan'] = planned
  await intake.accept(sha256(7))
  const accepted = { sources: ['https://a/1.mp4'], download: { ...terms, certificateSha256: sha256(7) } }
  expect(inputsOf('ingest.plan').at(-1)).toEqual(accepted)
  await intake.takeIn()
  expect(inputsOf('ingest.start')).toEqual([accepted])
})

it('keeps what came of it where it can be seen, and tells it where it cannot', async () => {
  const { intake, notices, view } = await freshState()
  await intake.addPaths(['/media/EXPORT'])
  await intake.takeIn()
  fake.advance(8)
  expect(intake.outcome).toMatchObject({ kind: 'ingest', state: 'done' })
  expect(notices.list).toEqual([])
  await intake.addPaths(['/media/EXPORT'])
  await intake.takeIn()
  expect(intake.outcome).toBeNull()
  view.go({ screen: 'case', tab: 'custody' })
  fake.advance(8)
  expect(notices.list).toMatchObject([{ what: '7 items were taken in. One attachment was kept.' }])
  notices.list[0]?.action?.run()
  expect([view.route, intake.visible, intake.outcome?.state]).toEqual([
    { screen: 'case', tab: 'items' },
    true,
    'done',
  ])
})

it('pauses, goes on, is cancelled, and can go on later from where it was', async () => {
  const { intake, jobs, unfinished } = await freshState()
  fake.plan = fakePlan(12)
  await intake.addPaths(['/media/EXPORT'])
  await intake.takeIn()
  fake.advance(5)
  const id = jobs.running[0]!.id
  await jobs.pause(id)
  expect(jobs.running[0]?.paused).toBe(true)
  await jobs.resume(id)
  expect(jobs.running[0]?.paused).toBe(false)
  await jobs.cancel(id)
  await vi.waitFor(() => expect(unfinished.shown).toHaveLength(1))
  expect(unfinished.shown[0]).toMatchObject({ filesDone: 5, files: 12 })
  await intake.resume(unfinished.shown[0]!.id)
  expect(unfinished.shown).toEqual([])
  await vi.waitFor(() => expect(jobs.running).toMatchObject([{ count: { done: 5, total: 12 } }]))
  fake.advance(7)
  await vi.waitFor(() => expect(unfinished.list).toEqual([]))
})

it('forgets plan and outcome with the case, and loads what was interrupted in the next', async () => {
  const { intake, openCase, unfinished } = await freshState()
  await intake.addPaths(['/a'])
  intake.outcome = { id: '' as JobId, kind: 'ingest', state: 'cancelled', result: null, error: null }
  fake.unfinished = [
    {
      id: '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12' as never,
      startedAt: '2026-05-03T09:20:00.000Z' as never,
      actor: 'K. Lund',
      sources: ['/media/EXPORT'],
      files: 120,
      filesDone: 38,
      bytes: 1,
      bytesKept: 0,
      interruptedAt: '',
      reason: '',
    },
  ]
  await openCase.openAt('/cases/another')
  expect([intake.plan, intake.outcome, intake.step]).toEqual([null, null, 'sources'])
  await vi.waitFor(() => expect(unfinished.shown).toHaveLength(1))
  expect(await unfinished.giveUp(unfinished.shown[0]!.id, true, () => undefined)).toBe(true)
  expect(inputsOf('ingest.giveUp')).toMatchObject([{ keepPartial: true }])
  expect(unfinished.list).toEqual([])
})

it('says what came and what went while somebody looks, and asks the engine to watch no longer', async () => {
  const { volumes } = await freshState()
  const stop = volumes.watch()
  await vi.waitFor(() => expect(volumes.loading).toBe(false))
  fake.setVolumes([fakeVolumes.stick, fakeVolumes.disc])
  expect(volumes.said).toBe('EXPORT was connected. CAM EXPORT DISC 2 was connected.')
  fake.setVolumes([fakeVolumes.disc])
  expect(volumes.said).toBe('EXPORT is no longer there.')
  stop()
  fake.setVolumes([])
  expect(volumes.list).toHaveLength(1)
  expect(inputsOf('volumes.watch')).toEqual([{ on: true }, { on: false }])
})

it('groups what came of it by what it is', async () => {
  const { outcomeOf, toneOf } = await import('../../../../renderer/state/intake-outcome.ts')
  const item = (status: IngestedItem['status'], kind: IngestedItem['kind'] = 'export'): IngestedItem => ({
    ...{ id: null, path: '', sha256: null, size: 1, verdict: 'sealed', levels: [], detail: '' },
    status,
    kind,
  })
  const items = [
    item('failed', null),
    item('ingested', 'attachment'),
    item('ingested', 'video'),
    item('already-present', 'attachment'),
    item('partial'),
  ]
  const outcome = outcomeOf({ case: '', items })
  expect(outcome.map(({ group, items: list }) => [group, list.length])).toEqual([
    ['ingested', 1],
    ['seenAgain', 1],
    ['partial', 1],
    ['attachment', 1],
    ['failed', 1],
  ])
  expect(toneOf(outcome)).toBe('attention')
  expect(toneOf(outcomeOf({ case: '', items: items.slice(1, 4) }))).toBe('good')
})
