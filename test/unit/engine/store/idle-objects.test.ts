// What stands still at a moment without being listed: held against going through all frames, and within its bounds.
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { IdleObjects, MetadataFrame, MetadataObject } from '#contract/metadata.ts'
import type { ItemId, UnixMicros } from '#contract/units.ts'
import { openCase, type CaseDatabase } from '#engine/store/case-database.ts'
import { after, failureOf, frame, itemDetail, newCase } from '#test/support/store.ts'
import { seededRandom } from '#test/support/random.ts'

async function caseWith(frames: MetadataFrame[]): Promise<{ database: CaseDatabase; id: ItemId }> {
  const database = await newCase()
  const detail = itemDetail('bytes')
  database.items.insert(detail)
  database.metadata.replace(detail.summary.id, frames)
  return { database, id: detail.summary.id }
}

const [some] = frame(0).objects
const object = (id: string | null, behaviour: MetadataObject['behaviour'] = null): MetadataObject => ({
  ...some!,
  ...{ id, behaviour },
})
const scene = (
  milliseconds: number,
  objects: MetadataObject[],
  more: Partial<MetadataFrame> = {},
): MetadataFrame => ({ ...frame(milliseconds), objects, ...more })

const told = ({ objects }: IdleObjects): string[] =>
  objects.map(({ object: { id }, time, source }) => `${id} ${source ?? '-'} ${time.slice(14, 23)}`)

test('an object that became idle stands there for hours, until it is listed again', async () => {
  const hour = 3_600_000
  const { database, id } = await caseWith([
    scene(0, [object('12', 'idle'), object('13')]),
    scene(40, []),
    scene(2 * hour, [object('12')]),
    scene(2 * hour + 40, []),
  ])
  const at = (milliseconds: number): IdleObjects => database.metadata.idle(id, after(milliseconds))
  expect(told(at(0))).toEqual([])
  for (const later of [1, 40, 41, 5_000, 5_001, 60_000, hour, 2 * hour])
    expect(told(at(later))).toHaveLength(1)
  expect(at(hour)).toMatchObject({
    objects: [{ time: after(0), trackId: 3, sample: 0, object: { id: '12', behaviour: 'idle' } }],
    ...{ notBefore: null, indexed: true },
  })
  for (const later of [2 * hour + 1, 2 * hour + 60_000, 3 * hour]) expect(told(at(later))).toEqual([])
})

test('of an item that is not indexed nothing is known, and that is said', async () => {
  const { database, id } = await caseWith([scene(0, [object('12', 'idle')])])
  database.metadata.begin(id)
  expect(database.metadata.idle(id, after(40))).toEqual({ objects: [], notBefore: null, indexed: false })
})

test('is told as well after bars were asked for, and in a case that is open for reading', async () => {
  const { database, id } = await caseWith([scene(0, [object('12', 'idle')])])
  const micros = (at: number): UnixMicros => (Date.parse(after(at)) * 1_000) as UnixMicros
  database.objectBars.of({ itemId: id, trackIds: null, from: micros(0), to: micros(1_000), columns: 10 })
  expect(database.metadata.idle(id, after(40))).toMatchObject({ indexed: true })
  const reader = await openCase(database.folder.root, { actor: 'B', readOnly: true })
  onTestFinished(() => reader.close())
  expect(told(reader.metadata.idle(id, after(40)))).toHaveLength(1)
})

test('the same as going through all frames, whatever they say', async () => {
  for (const seed of [1, 2, 3, 4]) {
    const dice = seededRandom(seed)
    const frames: MetadataFrame[] = []
    let time = 0
    for (let at = 0; at < 400; at += 1) {
      // Now and then a long silence; never two frames of one time.
      time += 1 + (dice(20) === 0 ? dice(90_000) : dice(900))
      const ids = ['1', '2', '3', '4'].filter(() => dice(4) === 0)
      const behaviours = ['idle', 'idle', 'removed', null] as const
      frames.push(
        scene(
          time,
          ids.map((id) => object(id, behaviours[dice(4)] ?? null)),
          {
            source: dice(3) === 0 ? 'B' : null,
            ended: dice(8) === 0 ? [String(1 + dice(4))] : [],
          },
        ),
      )
    }
    const { database, id } = await caseWith(frames)
    let compared = 0
    for (let look = 0; look < 300; look += 1) {
      const at = dice(time + 100_000)
      const found = told(database.metadata.idle(id, after(at)))
      expect(found.toSorted(), `seed ${seed} at ${at}`).toEqual(naive(frames, at).toSorted())
      compared += found.length
    }
    expect(compared).toBeGreaterThan(300)
  }
})

function naive(frames: MetadataFrame[], at: number): string[] {
  const standing = new Map<string, string>()
  for (const { time, source, objects, ended, sample } of frames) {
    if (sample >= at) continue
    for (const { id, behaviour } of objects) {
      const key = `${id} ${source ?? '-'}`
      if (behaviour === 'idle') standing.set(key, `${key} ${time.slice(14, 23)}`)
      else standing.delete(key)
    }
    for (const id of ended) standing.delete(`${id} ${source ?? '-'}`)
  }
  return [...standing.values()]
}

test('it looks back no further than its bounds, and says where it gave up', async () => {
  const minute = 60_000
  const frames = Array.from({ length: 600 }, (_, at) => scene(at * minute, [object(String(at), 'idle')]))
  const { database, id } = await caseWith(frames)
  const most = database.metadata.idle(id, after(600 * minute))
  expect(most.objects).toHaveLength(500)
  expect(most.objects[0]?.time).toBe(after(599 * minute))
  expect(most.notBefore).toBe(after(100 * minute))
  const all = database.metadata.idle(id, after(450 * minute))
  expect(all.objects).toHaveLength(450)
  expect(all.notBefore).toBeNull()
  // An object that is said to be idle in every frame is one row a minute, and not one a frame.
  const { database: other, id: lone } = await caseWith(
    Array.from({ length: 6_000 }, (_, at) => scene(at * 1_000, [object('5', 'idle')])),
  )
  expect(other.metadata.idle(lone, after(7_000_000))).toMatchObject({
    objects: [{ time: after(5_999_000) }],
    notBefore: null,
  })
})

test('frames that crowd the last seconds are not all gone through', async () => {
  const crowd = Array.from({ length: 6_000 }, (_, at) => scene(10_000 + at / 10, [object('2')]))
  const { database, id } = await caseWith([
    scene(0, [object('1', 'idle')]),
    ...crowd.map((one, at) => ({ ...one, sample: at })),
  ])
  const { objects, notBefore } = database.metadata.idle(id, after(11_000))
  expect(objects).toEqual([])
  expect(notBefore).not.toBeNull()
})

test.each([
  ['a behaviour that there is not, in an earlier frame', `[{"id":"12","behaviour":"idlX"}]`, 0],
  ['a behaviour that there is not, in the nearest frame', `[{"id":"12","behaviour":"idlX"}]`, 1],
  ['no behaviour, and something else, in the nearest frame', `[{"id":12}]`, 1],
])('a damaged frame is a failure, and not “nothing stands still”: %s', async (_, objects, sample) => {
  const { database, id } = await caseWith([
    { ...scene(0, [object('12')]), sample: 0 },
    { ...scene(40, [object('13')]), sample: 1 },
  ])
  expect(told(database.metadata.idle(id, after(60)))).toEqual([])
  const other = new Database(database.folder.database)
  other.prepare('UPDATE metadata_frame SET objects = ? WHERE sample = ?').run(objects, sample)
  other.close()
  expect(await failureOf(() => database.metadata.idle(id, after(60)))).toBe('item-damaged')
})
