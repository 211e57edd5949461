// Heads of samples are read many at a time: what is found in them is the same as if each were read alone.
import { describe, expect, it } from 'vitest'
import { memorySource } from '#engine/base/byte-source.ts'
import { setsInForce, SetsInForce } from '#engine/bitstream/sets-in-force.ts'
import { seededRandom } from '#test/support/random.ts'
import { entryOf, long, picture, pps, slice, sps, trackOf } from '#test/support/set-track.ts'

const { signal } = new AbortController()
const first = [sps(40), pps(0, 3)]

describe('parameter sets in force', () => {
  it('are learned by few reads where samples lie near to each other, and by many at a time where they do not', async () => {
    for (const [unit, most] of [
      [picture, 40],
      [long, 300],
    ] as const) {
      const { source, track, reads } = trackOf(
        [entryOf(first)],
        Array.from({ length: 300 }, () => ({ units: [unit] })),
      )
      await setsInForce(track).learn(source, 300, signal)
      expect(reads.count).toBeLessThanOrEqual(most)
      expect(reads.bytes).toBeLessThanOrEqual(source.size)
      expect(reads.most).toBeGreaterThan(most === 300 ? 30 : 1)
    }
  })

  it('are the same wherever the samples lie, and whatever lies between them', async () => {
    const random = seededRandom(26)
    for (let tries = 0; tries < 40; tries += 1) {
      const given = Array.from({ length: 150 }, () => {
        const sets = random(10) === 0 ? [pps(random(3), random(9))] : []
        const before = random(30) === 0 ? [new Uint8Array(1 + random(20_000)).fill(0x0c)] : []
        const behind = random(20) === 0 ? [pps(random(3), random(9))] : []
        const isSmall = random(3) > 0
        return { units: [...before, ...sets, isSmall ? slice : random(2) ? picture : long, ...behind] }
      })
      const { source, track } = trackOf([entryOf(first)], given)
      const { offset } = track.samples
      // Every one of them somewhere else, with holes between them.
      const bytes = await source.read(0, source.size)
      const order = Array.from(offset, (_, sample) => sample).sort(() => random(3) - 1)
      const apart = new Uint8Array(source.size + order.length * 3_000)
      const moved = offset.slice()
      let at = 0
      for (const sample of order) {
        const length = track.samples.size[sample] ?? 0
        at += random(3_000)
        apart.set(bytes.subarray(offset[sample] ?? 0, (offset[sample] ?? 0) + length), at)
        moved[sample] = at
        at += length
      }
      const there = { ...track, samples: { ...track.samples, offset: moved } } as typeof track
      const sets = new SetsInForce(there)
      await sets.learn(memorySource('apart', apart), 150, signal)
      // Told by somebody who goes by the units themselves.
      const told = new SetsInForce(track)
      for (const [sample, { units }] of given.entries()) {
        const slices = units.findIndex((unit) => (unit[0] ?? 0) === 0x65)
        const isSet = (unit: Uint8Array): boolean => unit[0] === 0x68
        told.tell(sample, {
          before: units.slice(0, slices).filter(isSet),
          behind: units.slice(slices).filter(isSet),
          isAll: true,
        })
      }
      expect([sets.known, sets.changesIn(0, 150)]).toEqual([150, told.changesIn(0, 150)])
      for (let sample = 0; sample < 150; sample += 1) expect(sets.all(sample)).toEqual(told.all(sample))
    }
  })

  it('are known up to the first sample that cannot be read, and behind it once it can', async () => {
    const { source, track } = trackOf(
      [entryOf(first)],
      Array.from({ length: 100 }, (_, at) => ({ units: at === 20 ? [pps(0, 9), picture] : [picture] })),
    )
    const bad = track.samples.offset[37] ?? 0
    let isBad = true
    const failing: typeof source = {
      ...source,
      read: (start, length) =>
        isBad && start <= bad && bad < start + length
          ? Promise.reject(new Error('unreadable'))
          : source.read(start, length),
    }
    const sets = setsInForce(track)
    await expect(sets.learn(failing, 100, signal)).rejects.toThrow('unreadable')
    expect([sets.known, sets.at(36)]).toEqual([37, [sps(40), pps(0, 9)]])
    await sets.learn(failing, 37, signal)
    isBad = false
    await sets.learn(failing, 100, signal)
    expect([sets.known, sets.at(99)]).toEqual([100, [sps(40), pps(0, 9)]])
  })
})
