// Every call that only reads is answered in a case that is opened for reading, too.
import { expect, it } from 'vitest'
import { engineCalls } from '#contract/calls.ts'
import type { EngineCallName } from '#contract/calls.ts'
import { caseAccess } from '#engine/calls/case-access.ts'
import { caseBench } from '../support/case-engine.ts'
import { folderState } from '../support/folder-state.ts'

const bench = caseBench(['a'])

/** What each call is asked; null where it needs more than a small sealed video, and has a test of its own. */
function questions(itemId: string, place: string): Readonly<Partial<Record<EngineCallName, object | null>>> {
  const one = { itemId }
  const track = { itemId, trackId: 1 }
  const samples = { ...track, first: 0, count: 5 }
  const times = { from: '2026-05-01T21:59:00.000Z', to: '2026-05-01T22:05:00.000Z' }
  const columns = { from: 1_777_672_000_000_000, to: 1_777_673_000_000_000, columns: 100 }
  const chosen = { kind: null, itemIds: [], classes: [], topics: [], sources: [], plates: [] }
  const query = { ...chosen, text: '', object: null, from: null, to: null }
  const entries = { action: null, item: null, actor: null, from: null, to: null, words: [] }
  return {
    'case.current': {},
    'case.copy': { destination: `${place}/copy`, purpose: 'backup' },
    'item.list': {},
    'item.get': one,
    'item.verify': one,
    'case.verify': {},
    'item.explain': one,
    'item.verifications': one,
    'item.view': one,
    'track.samples': samples,
    'track.times': samples,
    'track.picture': track,
    'track.configs': samples,
    'video.open': null,
    'review.open': null,
    'review.group': null,
    'sound.open': null,
    'track.damage': null,
    'metadata.frames': { ...one, ...times },
    'metadata.ptz': { ...one, ...times },
    'metadata.idle': { ...one, at: times.to },
    'metadata.events': { ...one, first: 0 },
    'metadata.positions': one,
    'search.run': { query, after: null, limit: 10 },
    'search.facets': { query },
    'search.counts': { query, most: 10 },
    'search.track': { object: { ...track, source: null, object: '1' }, after: null },
    'timeline.lanes': { ...columns, first: 0, count: 10, chosen: [itemId] },
    'timeline.cameras': {},
    'timeline.objects': { ...columns, itemId, trackIds: null },
    'marks.list': one,
    'frames.scan': track,
    'frames.decode': null,
    'frames.damage': null,
    'structure.boxes': { ...one, first: 0, count: 10 },
    'structure.box': { ...one, offset: 0 },
    'structure.bytes': { ...one, offset: 0, count: 16 },
    'case.recordings': {},
    'custody.verify': {},
    'custody.list': { query: entries, first: null, count: 10 },
    'custody.place': { query: entries, seq: 1 },
    'custody.facets': {},
    'handover.package': null,
    'trust.list': {},
    'clock.list': one,
    'ingest.unfinished': {},
    'export.picture': null,
    'export.preview': { ...one, from: '2026-05-01T21:59:58.600Z', to: '2026-05-01T21:59:59.000Z' },
  }
}

it('every call that only reads is answered, and nothing in the folder of the case changes', async () => {
  const { engine, root, place, endOf } = bench()
  const before = folderState(root)
  await engine.handlers['case.open']({ path: root, examiner: 'Ben', readOnly: true })
  const [item] = await engine.handlers['item.list']({})
  const asked = questions(item!.id, place)
  const reads = Object.entries(caseAccess).filter(([, access]) => access === 'reads')
  expect(Object.keys(asked).sort()).toEqual(reads.map(([name]) => name).sort())
  const failed: [string, unknown][] = []
  for (const [name, question] of Object.entries(asked)) {
    if (question === null) continue
    const call = name as EngineCallName
    const input: unknown = engineCalls[call].input.parse(question)
    try {
      const answer = await (engine.handlers[call] as (input: unknown) => Promise<unknown>)(input)
      if (!isStarted(answer)) continue
      const { state, error } = await endOf(Promise.resolve(answer as never))
      if (state !== 'done') failed.push([name, error])
    } catch (error) {
      failed.push([name, error])
    }
  }
  expect(failed).toEqual([])
  await engine.handlers['case.close']({})
  expect(folderState(root)).toEqual(before)
})

const isStarted = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'jobId' in answer
