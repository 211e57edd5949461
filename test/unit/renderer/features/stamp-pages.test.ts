// The camera's stamps in the table of pictures: read where somebody looks, once, and never told of a picture that was not read.
import { describe, expect, it } from 'vitest'
import type { SampleTimes } from '#contract/track.ts'
import { StampPages } from '../../../../renderer/features/frames/stamp-pages.svelte.ts'

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** Every fifth picture bears no stamp; `most`: entries of one answer. */
function engine({ most = 2_000, broken = (): boolean => false } = {}) {
  const asked: [number, number][] = []
  const ask = async (first: number, count: number): Promise<SampleTimes> => {
    asked.push([first, count])
    await settle()
    if (broken()) throw new Error('gone')
    const samples = Array.from({ length: Math.min(count, most) }, (_, at) => first + at)
    return {
      ...{ first, total: 1_000, utc: samples.map(() => null) },
      stamp: samples.map((sample) =>
        sample % 5 === 0 ? null : { utc: `stamp ${sample}` as never, locked: true, discontinuity: false },
      ),
    }
  }
  return { asked, ask }
}
const utcOf = (pages: StampPages, sample: number): unknown => {
  const stamp = pages.of(sample)
  return stamp && stamp !== 'failed' ? stamp.utc : stamp
}

describe('stamps of pictures', () => {
  it('are read by pages around the rows that are seen, once', async () => {
    const { asked, ask } = engine()
    const pages = new StampPages(120, ask)
    for (const sample of [3, 4, 49, 110]) pages.want(sample)
    expect(pages.of(3)).toBeUndefined()
    await expect.poll(() => pages.of(110)).toBeDefined()
    await expect.poll(() => pages.of(3)).toBeDefined()
    for (const sample of [3, 4, 49, 110]) pages.want(sample)
    await settle()
    expect(asked.toSorted(([a], [b]) => a - b)).toEqual([
      [0, 50],
      [100, 20],
    ])
    expect([3, 5, 49, 111, 60].map((sample) => utcOf(pages, sample))).toEqual([
      ...['stamp 3', null, 'stamp 49', 'stamp 111'],
      undefined,
    ])
  })

  it('are asked for from where an answer ended', async () => {
    const { asked, ask } = engine({ most: 20 })
    const pages = new StampPages(1_000, ask)
    pages.want(10)
    await expect.poll(() => utcOf(pages, 49)).toBe('stamp 49')
    expect(asked).toEqual([
      [0, 50],
      [20, 30],
      [40, 10],
    ])
  })

  it('are read where somebody looks now before where he has been', async () => {
    const { asked, ask } = engine()
    const pages = new StampPages(1_000, ask)
    for (const sample of [0, 100, 200, 300]) pages.want(sample)
    await expect.poll(() => pages.of(100)).toBeDefined()
    expect(asked.map(([first]) => first)).toEqual([0, 300, 200, 100])
  })

  it('that cannot be read are told so, and nothing else is', async () => {
    const { asked, ask } = engine({ broken: () => asked.length === 1 })
    const pages = new StampPages(100, ask)
    pages.want(10)
    await expect.poll(() => pages.of(10)).toBe('failed')
    expect(pages.of(60)).toBeUndefined()
    expect([pages.whyNot(10), pages.whyNot(60)]).toEqual(['gone', null])
    pages.want(60)
    await expect.poll(() => pages.of(61)).toMatchObject({ locked: true })
    pages.close()
    pages.want(10)
    await settle()
    expect(asked).toHaveLength(2)
  })

  it('are all read in the end, though more rows are seen at once than pages wait', async () => {
    const { asked, ask } = engine()
    const pages = new StampPages(1_000_000, ask)
    const rows = Array.from({ length: 60 }, (_, row) => row * 500)
    // A drawn row asks when it appears, and again after each answer.
    for (let answers = -1; answers < 60 && pages.answered > answers; await settle(), await settle()) {
      answers = pages.answered
      for (const sample of rows) pages.want(sample)
    }
    await expect.poll(() => rows.filter((sample) => pages.of(sample) === undefined)).toEqual([])
    expect(asked).toHaveLength(60)
  })
})
