import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { FrameStates } from '#engine/mediasigning/frame-states.ts'
import { isPlausible, readFiletimes, turnBytes } from '#engine/mediasigning/general-times.ts'
import { linked } from '#engine/mediasigning/group-hash.ts'
import { compareWithList, HashList } from '#engine/mediasigning/hash-list.ts'
import { readTags } from '#engine/mediasigning/tags.ts'
import { UnitQueue } from '#engine/mediasigning/unit-queue.ts'
import type { Unit } from '#engine/mediasigning/unit-queue.ts'
import { parseUtc } from '#engine/base/time.ts'

const h = (text: string): Uint8Array => createHash('sha256').update(text).digest()
const unit = (name: string, sample = 0): Unit => ({
  sample,
  startsPicture: true,
  anchor: name.startsWith('I') ? 'idr' : null,
  digest: h(name),
  record: null,
})
const anchor = h('I')
const listOf = (names: string): HashList => {
  const entries = [...names].map((name) => (name === 'I' ? anchor : linked('sha256', anchor, h(name))))
  return new HashList(Buffer.concat(entries), 32)
}
const compared = (list: string, units: string) => {
  const all = [...units].map((name) => unit(name))
  const [first] = all
  return compareWithList('sha256', listOf(list), all, anchor, first?.anchor ? first : null)
}

describe('comparing with a list', () => {
  it.each([
    ['IABCD', 'IABCD', [0, 1, 2, 3, 4], 0],
    ['IABCD', 'IBD', [0, 2, 4], 2],
    ['IABCD', 'IAXCD', [0, 1, -1, 3, 4], 0],
    ['IABCD', 'IABBCD', [0, 1, 2, -1, 3, 4], 0],
    // A copy of a later picture in place of another: it, and not those behind it.
    ['IABCDE', 'IAECDE', [0, 1, -1, 3, 4, 5], 0],
    ['IABCD', 'IABXXX', [0, 1, 2, -1, -1, -1], 0],
    ['IABAB', 'IABAB', [0, 1, 2, 3, 4], 0],
    ['IABAB', 'IABA', [0, 1, 2, 3], 1],
  ])('%s against %s', (list, units, places, missing) => {
    expect(compared(list, units)).toMatchObject({ places, missing })
  })

  it('two exchanged: one of them is out of place, and nothing is missing', () => {
    const { places, missing } = compared('IABCD', 'IACBD')
    expect(places.filter((place) => place < 0)).toHaveLength(1)
    expect(missing).toBeLessThanOrEqual(1)
  })
})

describe('times', () => {
  const now = parseUtc('2026-03-14T07:30:00Z') ?? 0n
  it('are big endian unless only the other order can be meant', () => {
    expect(readFiletimes([now, now])).toEqual({ times: [now, now], turned: false })
    expect(readFiletimes([turnBytes(now), turnBytes(now)])).toEqual({ times: [now, now], turned: true })
    expect(readFiletimes([22_400_444n])).toEqual({ times: [22_400_444n], turned: false })
    expect(readFiletimes([-1n]).turned).toBe(false)
  })

  it('before cameras signed, or long after, cannot be meant', () => {
    const plausible = (text: string): boolean => {
      const time = parseUtc(text)
      return time !== null && isPlausible(time)
    }
    expect(['1601-01-01T00:00:02Z', '1970-01-01T00:00:02Z', '2101-01-01T00:00:00Z'].map(plausible)).toEqual([
      false,
      false,
      false,
    ])
    expect(plausible('2026-01-01T00:00:00Z')).toBe(true)
  })
})

describe('tags', () => {
  it('have lengths of two bytes, some schemes’ also of one', () => {
    const bytes = Buffer.from('0100020a0b020001ff', 'hex')
    expect(readTags(bytes, new Set())?.map(({ tag, value, at }) => [tag, value.length, at])).toEqual([
      [1, 2, 0],
      [2, 1, 5],
    ])
    expect(readTags(Buffer.from('01020a0b020001ff', 'hex'), new Set([1]))?.map(({ at }) => at)).toEqual([
      0, 4,
    ])
    expect(readTags(bytes.subarray(0, 8), new Set())).toBeNull()
    expect(readTags(Buffer.from([1]), new Set())).toBeNull()
  })
})

describe('states of pictures', () => {
  it('the worst of a sample’s slices counts, of two pictures in one sample too; samples without any are not confirmed', () => {
    const states = new FrameStates()
    states.add(1, false, 'changed')
    states.add(2, true, 'ok')
    states.add(2, false, 'ok')
    states.add(3, true, 'ok')
    states.add(3, true, 'doubtful')
    states.add(6, true, 'ok')
    expect(states.finish()).toEqual([
      { first: 0, count: 1, state: 'none' },
      { first: 1, count: 1, state: 'changed' },
      { first: 2, count: 1, state: 'ok' },
      { first: 3, count: 1, state: 'doubtful' },
      { first: 4, count: 2, state: 'none' },
      { first: 6, count: 1, state: 'ok' },
    ])
    // The slice before the first beginning of a picture is none.
    expect(states.counts).toMatchObject({ ok: 3, doubtful: 1, changed: 0 })
  })
})

describe('the queue of units', () => {
  it('keeps its numbers while units are forgotten', () => {
    const queue = new UnitQueue()
    for (let number = 0; number < 5_000; number += 1) queue.push(unit(number % 10 === 0 ? 'I' : 'P', number))
    for (let number = 0; number <= 4_000; number += 100) queue.drop(number)
    expect([queue.base, queue.end, queue.length]).toEqual([4_000, 5_000, 1_000])
    expect(queue.at(3_999)).toBeUndefined()
    expect(queue.at(4_321)?.sample).toBe(4_321)
    expect(queue.slice(4_998, 6_000).map(({ sample }) => sample)).toEqual([4_998, 4_999])
    expect(queue.segments(4_005, 4_025)).toEqual([
      { from: 4_005, to: 4_010 },
      { from: 4_010, to: 4_020 },
      { from: 4_020, to: 4_025 },
    ])
  })
})
