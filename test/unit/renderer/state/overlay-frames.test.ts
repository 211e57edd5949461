import { describe, expect, it, vi } from 'vitest'
import type { IdleObjects, MetadataFrame, MetadataPtz } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { OverlayFrames, windowOf } from '../../../../renderer/state/overlay-frames.ts'
import { MetadataClock } from '../../../../renderer/state/metadata-clock.ts'
import { formatInstant, parseInstant } from '../../../../renderer/state/playhead-time.ts'

const zero = parseInstant('2026-05-01T22:00:00.000Z') ?? 0n
const second = 10_000_000n
const clock = new MetadataClock(zero)
const noIdle = (): Promise<IdleObjects> => Promise.resolve({ objects: [], notBefore: null, indexed: true })
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

/** An engine with `count` frames, one each `stepMs`; it never gives more than 5,000 at once. */
function engine(
  count: number,
  stepMs: number,
): { asked: string[]; load: (from: UtcTime, to: UtcTime) => Promise<MetadataFrame[]> } {
  const frames = Array.from({ length: count }, (_, sample) => ({
    kind: 'frame',
    time: formatInstant(zero + BigInt(Math.round(sample * stepMs * 10_000))),
    trackId: 2,
    sample,
    source: null,
    objects: [],
    ended: [],
    ptz: null,
  })) as unknown as MetadataFrame[]
  const asked: string[] = []
  return {
    asked,
    load: async (from, to) => {
      asked.push(`${from} ${to}`)
      const [low, high] = [parseInstant(from) ?? 0n, parseInstant(to) ?? 0n]
      return frames
        .filter((frame) => {
          const at = parseInstant(frame.time) ?? 0n
          return at >= low && at < high
        })
        .slice(0, 5_000)
    },
  }
}

describe('metadata frames near the playhead', () => {
  it('are loaded once, and the next window ahead for whoever goes on', async () => {
    const { asked, load } = engine(1000, 40)
    let loads = 0
    const frames = new OverlayFrames(load, noIdle, () => (loads += 1), clock)
    expect(frames.around(zero + 2n * second)).toBeNull()
    await turn()
    expect(frames.around(zero + 2n * second)?.frames.length).toBeGreaterThan(90)
    await turn()
    // Whoever jumped there, and stays, needs no more.
    expect(asked).toHaveLength(1)
    frames.around(zero + 2n * second + second / 25n)
    await turn()
    expect(asked).toHaveLength(2)
    expect(loads).toBe(asked.length)
    frames.around(zero + 3n * second)
    await turn()
    expect(asked).toHaveLength(2)
    expect(new Set(asked).size).toBe(asked.length)
  })

  it('are loaded ahead backwards for whoever goes back', async () => {
    const { asked, load } = engine(1000, 40)
    const frames = new OverlayFrames(load, noIdle, () => undefined, clock)
    frames.around(zero + 30n * second)
    await turn()
    frames.around(zero + 30n * second - second / 25n)
    await turn()
    expect(asked.map((one) => one.slice(0, 24))).toEqual([
      formatInstant(zero + 28n * second),
      formatInstant(zero + 24n * second),
    ])
  })

  it('include those of the window before, for carrying over', async () => {
    const frames = new OverlayFrames(engine(1000, 40).load, noIdle, () => undefined, clock)
    const border = zero + 4n * second
    frames.around(border)
    await turn()
    const near = frames.around(border)
    expect(near?.frames.some(({ at }) => at < border)).toBe(true)
    expect(near?.frames.some(({ at }) => at === border)).toBe(true)
  })

  it('come with what stood still before the first of them', async () => {
    const asked: string[] = []
    const idle = (at: UtcTime): Promise<IdleObjects> => {
      asked.push(at)
      return Promise.resolve({ objects: [], notBefore: at, indexed: true })
    }
    const frames = new OverlayFrames(engine(1000, 40).load, idle, () => undefined, clock)
    const border = zero + 4n * second
    frames.around(border)
    await turn()
    const near = frames.around(border)
    // The window before holds the first frame: what stood still is that of its beginning.
    expect(near?.frames[0]?.at).toBe(zero)
    expect(near?.idle.notBefore).toBe(formatInstant(zero))
    expect(asked).toHaveLength(2)
  })

  it('lie where a correction of the start time moves them, each track by its own', async () => {
    const { load } = engine(1000, 40)
    const both = async (from: UtcTime, to: UtcTime): Promise<MetadataFrame[]> => {
      const frames = await load(from, to)
      return [...frames, ...frames.map((frame) => ({ ...frame, trackId: 3 }))]
    }
    const shifts = new Map([
      [2, 4_000_000n],
      [3, -30n * second],
    ])
    const frames = new OverlayFrames(
      both,
      (at) =>
        Promise.resolve({
          objects: [{ trackId: 2, time: at }] as IdleObjects['objects'],
          notBefore: at,
          indexed: true,
        }),
      () => undefined,
      new MetadataClock(zero, shifts, 4_000_000n),
    )
    const picture = zero + 2n * second
    frames.around(picture)
    await turn()
    // What stood still was asked for by the clock of each track, and is told by that of the pictures.
    expect(frames.around(picture)?.idle).toEqual({
      objects: [{ trackId: 2, time: formatInstant(zero) }],
      ...{ notBefore: formatInstant(zero), indexed: true },
    })
    const at = frames.around(picture)?.frames.filter((one) => one.at === picture)
    expect(at?.map(({ frame }) => [frame.trackId, frame.sample])).toEqual([
      [2, 40],
      [3, 800],
    ])
  })

  it('are not those of another camera, nor what stands still before it', async () => {
    const { load } = engine(1000, 40)
    const both = async (from: UtcTime, to: UtcTime): Promise<MetadataFrame[]> => {
      const frames = await load(from, to)
      return [...frames, ...frames.map((frame) => ({ ...frame, trackId: 3 }))]
    }
    const objects = [{ trackId: 2 }, { trackId: 3 }] as IdleObjects['objects']
    const frames = new OverlayFrames(
      both,
      () => Promise.resolve({ objects, notBefore: null, indexed: true }),
      () => undefined,
      new MetadataClock(zero, new Map(), 0n, new Set([3])),
    )
    frames.around(zero + 2n * second)
    await turn()
    const near = frames.around(zero + 2n * second)
    expect(new Set(near?.frames.map(({ frame }) => frame.trackId))).toEqual(new Set([2]))
    expect(near?.idle.objects).toEqual([{ trackId: 2 }])
  })

  it('come with changes of the PTZ state and what stood before, by the clock of the pictures', async () => {
    const asked: string[] = []
    const at = (instant: bigint, trackId: number): MetadataPtz =>
      ({ kind: 'ptz', time: formatInstant(instant), trackId }) as unknown as MetadataPtz
    const frames = new OverlayFrames(
      engine(1000, 40).load,
      noIdle,
      () => undefined,
      new MetadataClock(zero, new Map([[2, 10n * second]]), 10n * second, new Set([3])),
      (from, to) => {
        asked.push(`${from} ${to}`)
        return Promise.resolve({
          before: [at(zero - 90n * second, 2)],
          changes: [at(zero + second, 2), at(zero, 3)],
        })
      },
    )
    frames.around(zero + 14n * second)
    await turn()
    expect(asked).toEqual([`${formatInstant(zero + 2n * second)} ${formatInstant(zero + 6n * second)}`])
    expect(frames.around(zero + 14n * second)?.ptz.map((one) => one.at)).toEqual([
      zero - 80n * second,
      zero + 11n * second,
    ])
  })

  it('are there behind and ahead for trajectories, also after a jump, and never with a gap', async () => {
    const { asked, load } = engine(1000, 40)
    const frames = new OverlayFrames(load, noIdle, () => undefined, clock)
    const at = zero + 14n * second
    frames.around(at)
    await turn()
    expect(asked).toHaveLength(1)
    frames.beside(windowOf(at))
    await turn()
    expect(asked).toHaveLength(3)
    const { frames: found, isFailed } = frames.beside(windowOf(at))
    expect([found[0]?.at, found.at(-1)?.at, isFailed]).toEqual([
      zero + 8n * second,
      zero + 20n * second - 400_000n,
      false,
    ])
    // Behind and ahead are there, and what lies between them is not yet.
    const gap = new OverlayFrames(
      (from, to) =>
        from === formatInstant(zero + 12n * second) ? new Promise(() => undefined) : load(from, to),
      noIdle,
      () => undefined,
      clock,
    )
    gap.beside(windowOf(at))
    await turn()
    expect(gap.beside(windowOf(at))).toEqual({ frames: [], isFailed: false })
    const broken = new OverlayFrames(
      () => Promise.reject(new Error('gone')),
      noIdle,
      () => undefined,
      clock,
    )
    broken.beside(windowOf(at))
    await turn()
    expect(broken.beside(windowOf(at))).toEqual({ frames: [], isFailed: true })
  })

  it('are complete where an answer was full', async () => {
    const frames = new OverlayFrames(engine(30_000, 0.2).load, noIdle, () => undefined, clock)
    frames.around(zero + 2n * second)
    await turn()
    await turn()
    // 4 s at 5 a millisecond.
    expect(frames.around(zero + 2n * second)?.frames).toHaveLength(20_000)
  })

  it('stay few, however far the playhead goes', async () => {
    const { asked, load } = engine(10, 40)
    const frames = new OverlayFrames(load, noIdle, () => undefined, clock)
    for (let step = 0; step < 50; step += 1) {
      frames.around(zero + BigInt(step) * 4n * second)
      await turn()
    }
    const before = asked.length
    frames.around(zero)
    await turn()
    // The first windows were dropped, and are loaded again.
    expect(asked.length).toBeGreaterThan(before)
  })

  it('are loaded again after a while where the index was not made yet', async () => {
    let indexed = false
    const idle = (): Promise<IdleObjects> => Promise.resolve({ objects: [], notBefore: null, indexed })
    const frames = new OverlayFrames(engine(1000, 40).load, idle, () => undefined, clock)
    frames.around(zero + 2n * second)
    await turn()
    indexed = true
    frames.around(zero + 2n * second)
    await turn()
    expect(frames.around(zero + 2n * second)?.idle.indexed).toBe(false)
    const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000)
    try {
      // What was loaded before stays until then.
      expect(frames.around(zero + 2n * second)?.frames.length).toBeGreaterThan(90)
      await turn()
      expect(frames.around(zero + 2n * second)?.idle.indexed).toBe(true)
    } finally {
      later.mockRestore()
    }
  })

  it('tell a failure instead of hiding it', async () => {
    const frames = new OverlayFrames(
      () => Promise.reject(new Error('engine gone')),
      noIdle,
      () => undefined,
      clock,
    )
    expect(frames.around(zero)).toBeNull()
    await turn()
    expect(() => frames.around(zero)).toThrow('engine gone')
  })
})
