import { describe, expect, it } from 'vitest'
import type { SampleColumns } from '#contract/track.ts'
import {
  loadSampleTable,
  presentationOrder,
  SampleTable,
} from '../../../../renderer/state/playhead-samples.ts'
import { groupedTable, plainTable, tableOf } from './sample-table.ts'

describe('presentation order', () => {
  it('sorts B-frames and keeps the decode order of equal times', () => {
    expect([...presentationOrder(Float64Array.of(80, 200, 120, 160, 160))]).toEqual([0, 2, 3, 4, 1])
  })

  it('is a permutation in order even where times run backwards', () => {
    const backwards = Float64Array.from({ length: 5000 }, (_, index) => 5000 - index)
    const order = presentationOrder(backwards)
    expect(order[0]).toBe(4999)
    expect(new Set(order).size).toBe(5000)
    for (let i = 1; i < order.length; i += 1) {
      expect(backwards[order[i] ?? 0]).toBeGreaterThanOrEqual(backwards[order[i - 1] ?? 0] ?? 0)
    }
  })

  it('is undone by presentationOf', () => {
    const table = groupedTable(5, 7)
    for (let p = 0; p < table.count; p += 1) expect(table.presentationOf[table.decodeIndex(p)]).toBe(p)
    for (let p = 1; p < table.count; p += 1) expect(table.timeOf(p) - table.timeOf(p - 1)).toBe(40)
  })
})

describe('a sample table', () => {
  it('finds the picture at or before a time', () => {
    const table = plainTable(10, 80)
    expect([0, 80, 119, 120, 1e9].map((ticks) => table.atOrBefore(ticks))).toEqual([0, 0, 0, 1, 9])
  })

  it('begins to decode at the sync sample of the group', () => {
    const table = groupedTable(3, 7)
    for (let decode = 0; decode < table.count; decode += 1) {
      expect(table.decodeFrom(decode)).toBe(Math.floor(decode / 7) * 7)
    }
  })

  it('goes one group further back for pictures shown before their sync sample', () => {
    const table = groupedTable(3, 7, true)
    // Decode order of the second group: I (7), its two leading pictures (8, 9), then the rest.
    expect(table.sync[7]).toBe(1)
    expect([7, 8, 9, 10].map((decode) => table.decodeFrom(decode))).toEqual([7, 0, 0, 7])
  })

  it('leaves out sync samples that the decoder did not accept', () => {
    const table = groupedTable(3, 7)
    expect(table.decodeFrom(10, new Set([7]))).toBe(0)
    expect(table.decodeFrom(3, new Set([0]))).toBeNull()
  })

  it('counts the length of a picture without the gap behind it', () => {
    const table = tableOf([{ composition: 0 }, { composition: 40 }, { composition: 5000 }])
    expect([0, 1, 2].map((p) => table.lengthOf(p))).toEqual([40, 40, 40])
  })

  it('refuses a page that does not fit', () => {
    const page = {
      first: 1,
      total: 2,
      offset: [1, 2],
      size: [1, 1],
      decodeTime: [0, 1],
      compositionTime: [0, 1],
      duration: [1, 1],
      sync: [1, 0],
      entry: [0, 0],
      entries: [],
    }
    expect(() => new SampleTable(2, 1000).add(page as SampleColumns)).toThrow(/does not fit/)
    expect(() => new SampleTable(3, 1000).add({ ...page, first: 0, size: [1] } as SampleColumns)).toThrow(
      /does not fit/,
    )
  })
})

describe('loading', () => {
  const signal = new AbortController().signal
  const pages = (first: number, count: number): SampleColumns => {
    const numbers = Array.from({ length: Math.min(count, 700) }, (_, index) => first + index)
    return {
      first,
      total: 45_000,
      offset: numbers,
      size: numbers.map(() => 1),
      decodeTime: numbers,
      compositionTime: numbers,
      duration: numbers.map(() => 1),
      sync: numbers.map(() => 1),
      entry: numbers.map(() => 0),
      entries: [],
    }
  }

  it('asks on where a page is short, and tells how far it is', async () => {
    const told: number[] = []
    const table = await loadSampleTable(2000, 1000, async (first, count) => pages(first, count), {
      signal,
      onProgress: (done) => told.push(done),
    })
    expect(table.complete).toBe(true)
    expect(told).toEqual([700, 1400, 2000])
    expect(table.timeOf(1999)).toBe(1999)
  })

  it('asks for no more than 20,000 samples a call', async () => {
    const asked: number[] = []
    await expect(
      loadSampleTable(
        45_000,
        1000,
        async (first, count) => {
          asked.push(count)
          return {
            ...pages(first, count),
            offset: [],
            size: [],
            decodeTime: [],
            compositionTime: [],
            duration: [],
            sync: [],
            entry: [],
          }
        },
        { signal },
      ),
    ).rejects.toThrow(/no samples at 0/)
    expect(asked).toEqual([20_000])
  })

  it('stops when it is no longer wanted', async () => {
    const stop = new AbortController()
    const loading = loadSampleTable(
      2000,
      1000,
      async (first, count) => {
        stop.abort()
        return pages(first, count)
      },
      { signal: stop.signal },
    )
    await expect(loading).rejects.toThrow()
  })
})
