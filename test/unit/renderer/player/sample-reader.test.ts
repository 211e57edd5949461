import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { ItemId } from '#contract/units.ts'
import {
  planRange,
  playedReader,
  rangeLimit,
  SampleMissing,
  SampleReader,
} from '../../../../renderer/features/player/sample-reader.ts'
import { tableOf } from '../state/sample-table.ts'

const row = (offset: number, size: number): { composition: number; offset: number; size: number } => ({
  composition: offset,
  offset,
  size,
})
afterEach(() => vi.unstubAllGlobals())

/** A file whose bytes say where they lie; `asked` are the ranges. */
function serve(size: number, answer?: (start: number, end: number) => Response | null): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: { Range: string } }) => {
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(headers.Range) ?? []
    asked.push(`${from}-${to}`)
    const special = answer?.(Number(from), Number(to))
    if (special) return special
    const end = Math.min(Number(to), size - 1)
    if (Number(from) > end) return new Response(null, { status: 416 })
    const bytes = Uint8Array.from({ length: end - Number(from) + 1 }, (_, at) => (Number(from) + at) % 251)
    return new Response(bytes, { status: 206 })
  })
  return asked
}

describe('ranges', () => {
  it('take neighbouring samples together, with what lies between them', () => {
    const table = tableOf([row(100, 50), row(150, 50), row(1000, 10), row(500_000, 10)])
    expect(planRange(table, 0, rangeLimit)).toEqual({ first: 0, end: 3, start: 100, stop: 1010 })
    expect(planRange(table, 3, rangeLimit)).toEqual({ first: 3, end: 4, start: 500_000, stop: 500_010 })
  })

  it('end at their limit, but never within a sample', () => {
    const table = tableOf(Array.from({ length: 40 }, (_, n) => row(n * 100_000, 100_000)))
    const range = planRange(table, 0, rangeLimit)
    expect(range.stop - range.start).toBeLessThanOrEqual(rangeLimit)
    expect(range.end).toBe(20)
    const large = tableOf([row(0, 5_000_000), row(5_000_000, 10)])
    expect(planRange(large, 0, rangeLimit)).toEqual({ first: 0, end: 1, start: 0, stop: 5_000_000 })
  })

  it('do not run backwards where offsets do', () => {
    expect(planRange(tableOf([row(1000, 10), row(0, 10)]), 0, rangeLimit).end).toBe(1)
    expect(planRange(tableOf([row(1000, 100), row(1050, 10)]), 0, rangeLimit).end).toBe(1)
  })
})

describe('reading', () => {
  it('gives the bytes of each sample, and asks once for many', async () => {
    const asked = serve(10_000)
    const reader = new SampleReader(
      'exhibit-media://item/x/file',
      tableOf(Array.from({ length: 10 }, (_, n) => row(300 + n * 20, 7 + n))),
    )
    for (let n = 0; n < 10; n += 1) {
      const bytes = await reader.read(n)
      expect([...bytes]).toEqual(Array.from({ length: 7 + n }, (_, at) => (300 + n * 20 + at) % 251))
    }
    expect(asked).toEqual(['300-495'])
  })

  it('reads ahead of need, little after a jump and what follows on it, then more the longer it goes on', async () => {
    const asked = serve(20_000_000)
    const reader = new SampleReader(
      'x',
      tableOf(Array.from({ length: 200 }, (_, n) => row(n * 100_000, 100_000))),
    )
    await reader.read(0)
    expect(asked).toEqual(['0-99999', '100000-599999'])
    for (let n = 1; n < 60; n += 1) await reader.read(n)
    expect(asked.slice(2)).toEqual([
      '600000-1599999',
      '1600000-3599999',
      '3600000-5599999',
      '5600000-7599999',
    ])
    await reader.read(150)
    expect(asked.slice(6)).toEqual(['15000000-15099999', '15100000-15599999'])
    // In the first half of what was fetched, no more is.
    await reader.read(152)
    expect(asked).toHaveLength(8)
    await reader.read(153)
    expect(asked.slice(8)).toEqual(['15600000-16599999'])
  })

  it('says what could not be read, and tries again', async () => {
    let broken = true
    serve(10_000, () => (broken ? new Response(new Uint8Array(3), { status: 206 }) : null))
    const reader = new SampleReader('x', tableOf([row(100, 50)]))
    await expect(reader.read(0)).rejects.toThrow(/Of the bytes 100 to 149 only 3/)
    broken = false
    expect(await reader.read(0)).toHaveLength(50)
  })

  it('gives the samples that are there where the file ends within a range', async () => {
    const asked = serve(1_000)
    const reader = new SampleReader(
      'x',
      tableOf([row(700, 100), row(800, 100), row(950, 100), row(1050, 100)]),
    )
    expect(await reader.read(0)).toHaveLength(100)
    expect([...(await reader.read(1))].slice(0, 2)).toEqual([800 % 251, 801 % 251])
    await expect(reader.read(2)).rejects.toThrow(/Of the bytes 950 to 1,049 only 50/)
    await expect(reader.read(3)).rejects.toThrow(/only 0 could be read\.$/)
    // The whole range is asked for once.
    expect(asked).toEqual(['700-1149', '700-799', '800-899', '950-1049', '1050-1149'])
  })

  it('gives no sample that bytes are missing of, though zeros could be read', async () => {
    serve(1_000)
    const table = tableOf([row(0, 100), row(100, 100), row(200, 100), row(300, 0), row(300, 100)])
    const detail = { missing: [{ start: 199, end: 201 }] } as unknown as ItemDetail
    const reader = playedReader({ bytesIn: 'file', detail }, 'x' as ItemId, table)
    expect(await reader.read(0)).toHaveLength(100)
    for (const index of [1, 2]) await expect(reader.read(index)).rejects.toThrow(SampleMissing)
    for (const index of [3, 4]) expect(await reader.read(index)).toHaveLength(table.size[index]!)
    // Where bytes of the original lie in a file that was laid out anew is not known.
    const other = playedReader({ bytesIn: 'rewrapped', detail }, 'x' as ItemId, table)
    expect(await other.read(1)).toHaveLength(100)
  })

  it('does not believe a sample of gigabytes, nor a whole file instead of a range', async () => {
    const asked = serve(10_000, () => new Response(new Uint8Array(50), { status: 200 }))
    await expect(new SampleReader('x', tableOf([row(0, 3_000_000_000)])).read(0)).rejects.toThrow(
      /3,000,000,000 bytes/,
    )
    expect(asked).toEqual([])
    await expect(new SampleReader('x', tableOf([row(0, 50)])).read(0)).rejects.toThrow(/only 0 could be read/)
  })
})
