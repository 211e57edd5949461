// Objects gathered into stretches: where one ends and the next begins, and that little is held at a time.
import { expect, test } from 'vitest'
import type { MetadataFrame, MetadataObject } from '#contract/metadata.ts'
import { parseUtc } from '#engine/base/time.ts'
import type { EntryFacts } from '#engine/store/search-facts.ts'
import { Sightings } from '#engine/store/sighting.ts'
import { frame, utc } from '#test/support/store.ts'

type Seen = Partial<MetadataObject> & { id: string | null }

function at(time: string, objects: Seen[], changes: Partial<MetadataFrame> = {}): MetadataFrame {
  const [some] = frame(0).objects
  return { ...frame(0), time: utc(time), objects: objects.map((one) => ({ ...some!, ...one })), ...changes }
}

function gather(frames: MetadataFrame[]): EntryFacts[] {
  const ended: EntryFacts[] = []
  const sightings = new Sightings((entry) => void ended.push(entry))
  for (const one of frames) sightings.add(one, parseUtc(one.time)!)
  sightings.finish()
  return ended
}

const spans = (frames: MetadataFrame[]): string[] =>
  gather(frames).map(({ object, first, last, frames: count }) => `${object} ${last - first} ${count}`)
const second = 10_000_000n

test('an object is one stretch while it is seen, and another after more than five seconds', () => {
  const one = [{ id: '7' }]
  const seen = (...seconds: string[]): MetadataFrame[] =>
    seconds.map((text) => at(`2026-05-01T22:00:${text}Z`, one))
  expect(spans(seen('01.000', '02.000', '07.000'))).toEqual([`7 ${6n * second} 3`])
  expect(spans(seen('01.000', '02.000', '07.0000001'))).toEqual([`7 ${second} 2`, '7 0 1'])
})

test('a whole minute, another track, another source and another number begin another', () => {
  const one = [{ id: '7' }]
  const [before, after] = ['2026-05-01T22:00:59.999Z', '2026-05-01T22:01:00.000Z']
  expect(spans([at(before, one), at(after, one)])).toHaveLength(2)
  for (const other of [{ trackId: 9 }, { source: 'other' }])
    expect(spans([at(before, one), at(before, one, other)])).toHaveLength(2)
  expect(spans([at(before, one), at(before, [{ id: '07' }])])).toHaveLength(2)
  // Nothing says that two without a number are the same.
  expect(spans([at(before, [{ id: null }]), at(before, [{ id: null }])])).toHaveLength(2)
})

test('it says every class and plate that it was taken for, and how sure the camera was at best', () => {
  const time = '2026-05-01T22:00:01.000Z'
  const [entry] = gather([
    at(time, [{ id: '7', class: 'Car', likelihood: 0.5, plate: 'AB 1' }]),
    at(time, [{ id: '7', class: 'Truck', likelihood: 0.9, plate: null }]),
    at(time, [{ id: '7', class: 'Car', likelihood: null, plate: 'A8 1' }]),
  ])
  expect(entry).toMatchObject({
    classes: ['Car', 'Truck'],
    plates: ['AB 1', 'A8 1'],
    likelihood: 0.9,
    frames: 3,
  })
})

test('more classes than one entry can say begin another, which says the rest', () => {
  const time = '2026-05-01T22:00:01.000Z'
  const entries = gather(Array.from({ length: 40 }, (_, n) => at(time, [{ id: '7', class: `C${n}` }])))
  expect(entries.map(({ classes }) => classes.length)).toEqual([16, 16, 8])
  expect(new Set(entries.flatMap(({ classes }) => classes)).size).toBe(40)
})

test('frames out of order are taken as they come; the first moment is the earliest', () => {
  const one = [{ id: '7' }]
  const frames = ['05.000', '03.000', '04.000'].map((text) => at(`2026-05-01T22:00:${text}Z`, one))
  expect(spans(frames)).toEqual([`7 ${2n * second} 3`])
})

test('a file that names a new object in every frame does not fill the memory', () => {
  const ended: EntryFacts[] = []
  const sightings = new Sightings((entry) => void ended.push(entry))
  const some = frame(0)
  const [object] = some.objects
  const many = 150_000
  let open = 0
  for (let n = 0; n < many; n += 1) {
    const time = BigInt(n) * 100n + 134_000_000_000_000_000n
    sightings.add({ ...some, objects: [{ ...object!, id: String(n) }] }, time)
    open = Math.max(open, n + 1 - ended.length)
  }
  expect(open).toBeGreaterThan(10_000)
  expect(open).toBeLessThan(70_000)
  sightings.finish()
  expect(ended).toHaveLength(many)
}, 60_000)

test('a stretch ends idle where the latest of its frames says so', () => {
  const seen = (time: string, behaviour: MetadataObject['behaviour']): MetadataFrame =>
    at(`2026-05-01T22:00:0${time}Z`, [{ id: '7', behaviour }])
  const ends = (...frames: MetadataFrame[]): number[] => gather(frames).map(({ idle }) => idle)
  expect(ends(seen('1.000', null), seen('2.000', 'idle'))).toEqual([1])
  expect(ends(seen('1.000', 'idle'), seen('2.000', null))).toEqual([0])
  expect(ends(seen('1.000', 'idle'), seen('2.000', 'removed'))).toEqual([0])
  // By their times, not by the order in which they are stored; of one time, the later stored.
  expect(ends(seen('2.000', 'idle'), seen('1.000', null))).toEqual([1])
  expect(ends(seen('1.000', 'idle'), seen('1.000', null))).toEqual([0])
  expect(ends(seen('1.000', 'idle'), seen('9.000', null))).toEqual([1, 0])
})
