import { describe, expect, it } from 'vitest'
import type { PictureFailure } from '../../../../renderer/features/player/picture-requests.ts'
import { PlaybackRun, type RunPlayhead } from '../../../../renderer/features/player/playback-run.ts'
import type { PictureSource } from '../../../../renderer/features/player/picture-source.ts'
import type { SampleTable } from '../../../../renderer/state/playhead-samples.ts'
import { plainTable, tableOf } from '../state/sample-table.ts'

const frameMs = 1000 / 60
type Frame = { index: number; close(): void }

/** A decoder that takes its time for each picture, from the key picture before the one that is wanted. */
class SlowSource implements PictureSource<Frame> {
  static readonly endless = Number.POSITIVE_INFINITY
  ahead = 0
  readonly #table: SampleTable
  readonly #perFrame: number
  readonly #ready = new Set<number>()
  readonly #restart: number
  #credit = 0
  #at: number | null = null
  #target = 0

  /** `perFrame`: pictures decoded in the time of one picture of the display; `restart`: so many that beginning anew costs. */
  constructor(table: SampleTable, perFrame: number, restart: number) {
    this.#table = table
    this.#perFrame = perFrame
    this.#restart = restart
  }

  aim(index: number): void {
    this.#target = index
    const start = this.#table.decodeFrom(index) ?? 0
    if (this.#at !== null && this.#at >= start && this.#at <= index + 1) return
    this.#at = start
    this.#credit = -this.#restart
  }

  /** Once for each picture of the display. */
  work(): void {
    if (this.#perFrame === SlowSource.endless || this.#at === null) return
    this.#credit = Math.min(this.#credit + this.#perFrame, Math.max(1, this.#perFrame))
    for (; this.#credit >= 1 && this.#at <= this.#target + this.ahead; this.#credit -= 1) {
      this.#ready.add(this.#at)
      this.#at += 1
    }
  }

  newest(after: number, upTo: number): { index: number; frame: Frame } | null {
    const step = upTo < after ? 1 : -1
    for (let index = upTo; index !== after; index += step)
      if (this.#perFrame === SlowSource.endless || this.#ready.has(index))
        return { index, frame: { index, close: () => undefined } }
    return null
  }

  readAhead(pictures: number): void {
    this.ahead = pictures
  }
  get = () => Promise.reject(new Error('not asked in this test'))
  arrival = () => Promise.reject(new Error('not asked in this test'))
  failureOf = (): PictureFailure | null => null
  close = (): void => undefined
}

function play(
  table: SampleTable,
  {
    perFrame = SlowSource.endless,
    restart = 0,
    seconds = 10,
    ...given
  }: Partial<RunPlayhead> & { perFrame?: number; restart?: number; seconds?: number },
) {
  const shown: number[] = []
  const said: string[] = []
  let sound = false
  const pauses: number[] = []
  const playhead: RunPlayhead = {
    ...{ wanted: 0, rate: 1, skipGaps: true, loop: null },
    ...given,
    pause: () => void pauses.push(playhead.wanted),
    seekToSample: (index) => (playhead.wanted = index),
  }
  let drawn = playhead.wanted
  const source = new SlowSource(table, perFrame, restart)
  const run = new PlaybackRun<Frame>(table, source, playhead, {
    get drawn() {
      return drawn
    },
    failure: null,
    show: (index) => {
      if (drawn === index) return
      drawn = index
      shown.push(index)
    },
    draw: (index, frame) => {
      expect(frame.index).toBe(index)
      drawn = index
      shown.push(index)
    },
    fail: () => expect.unreachable(),
    hear: (media) => (sound ||= media !== null),
  })
  for (let now = 0; now < seconds * 1000 && pauses.length === 0; now += frameMs) {
    source.work()
    run.tick(now)
    const note = run.note ? JSON.stringify(run.note) : ''
    if (note !== '' && said.at(-1) !== note) said.push(note)
  }
  return { shown, said, sound, paused: pauses.length > 0, current: playhead.wanted }
}

const groups = (count: number, length: number): SampleTable =>
  tableOf(Array.from({ length: count }, (_, n) => ({ composition: n * 40, sync: n % length === 0 })))

describe('a loop', () => {
  it.each([1, 8, 32, -1, -8])('shows its first and its last picture, and none outside (%s times)', (rate) => {
    const loop = { first: 60, last: 70, of: 'part' } as const
    const { shown, paused } = play(plainTable(200), { rate, loop, wanted: 65 })
    expect([Math.min(...shown), Math.max(...shown), paused]).toEqual([60, 70, false])
    const forward = rate > 0
    const turns = shown.flatMap((index, n) => {
      const before = shown[n - 1] ?? index
      return (forward ? index < before : index > before) ? [[before, index]] : []
    })
    expect(turns.length).toBeGreaterThan(5)
    // Where it turns, it was at the last picture, and goes to the first.
    for (const turn of turns) expect(turn).toEqual(forward ? [70, 60] : [60, 70])
  })

  it('comes back where somebody went elsewhere', () => {
    const loop = { first: 60, last: 70, of: 'part' } as const
    expect(play(plainTable(200), { loop, wanted: 150, seconds: 1 }).shown[0]).toBe(60)
  })

  it('of one picture stays there', () => {
    const loop = { first: 60, last: 60, of: 'part' } as const
    const { shown, paused } = play(plainTable(200), { loop, wanted: 60, seconds: 2 })
    expect([new Set(shown).size <= 1, paused]).toEqual([true, false])
  })

  it('is not called slow because it begins anew', () => {
    const loop = { first: 60, last: 64, of: 'part' } as const
    expect(play(plainTable(200), { loop, wanted: 60 }).said).toEqual([])
  })
})

describe('playing', () => {
  it('ends at the last picture, in reverse at the first', () => {
    expect(play(plainTable(50), {})).toMatchObject({ current: 49, paused: true })
    expect(play(plainTable(50), { wanted: 49, rate: -1 })).toMatchObject({ current: 0, paused: true })
  })

  it('is heard only forward at normal speed', () => {
    const heard = [1, 2, 1 / 2, -1].map(
      (rate) => play(plainTable(100), { rate, wanted: 50, seconds: 1 }).sound,
    )
    expect(heard).toEqual([true, false, false, false])
  })

  it('shows every picture in reverse, where the decoder keeps up, and says nothing', () => {
    const { shown, said } = play(groups(200, 25), { wanted: 199, rate: -1, perFrame: 20, seconds: 20 })
    expect(shown).toEqual(Array.from({ length: 199 }, (_, n) => 198 - n))
    expect(said).toEqual([])
  })
})

describe('what is told of a decoder that does not keep up', () => {
  it('is that all pictures come, later than due', () => {
    // Twelve pictures a second, of 25.
    const { shown, said } = play(groups(400, 400), { rate: 1, perFrame: 0.2, seconds: 6 })
    expect(shown.every((index, n) => n === 0 || index === (shown[n - 1] ?? 0) + 1)).toBe(true)
    expect(said.at(-1)).toMatch(/^\{"kind":"slowed","factor":0\.4/)
  })

  it.each([32, -32])('is that only key pictures are shown, at the speed asked for (%s times)', (rate) => {
    const table = groups(20_000, 25)
    const from = rate > 0 ? 0 : 19_999
    const { said, shown, current } = play(table, {
      rate,
      wanted: from,
      perFrame: 3,
      restart: 9,
      seconds: 12,
    })
    expect(said.at(-1)).toContain('"kind":"one of"')
    expect(said.at(-1)).toContain('"keyOnly":true')
    const late = shown.slice(-50)
    expect(late.every((index) => index % 25 === 0)).toBe(true)
    expect(said.at(-1)).toContain('"factor":null')
    // 32 × 25 pictures a second, but for the beginning.
    expect(Math.abs(current - from)).toBeGreaterThan(12 * 800 * 0.75)
  })

  it('is the real speed, where key pictures are too far from each other', () => {
    const { said } = play(groups(4000, 4000), { rate: 8, perFrame: 1, seconds: 6 })
    expect(said.at(-1)).toMatch(/"factor":2\.\d/)
    expect(said.at(-1)).not.toContain('"keyOnly":true')
  })

  it('is that a picture is being decoded, where none comes for long', () => {
    const { said } = play(groups(400, 400), { wanted: 399, rate: -1, perFrame: 1, seconds: 3 })
    expect(said[0]).toBe('{"kind":"decoding"}')
  })
})

describe('a jump while it plays', () => {
  function watched(table: SampleTable, given: Partial<RunPlayhead> = {}) {
    const playhead: RunPlayhead = {
      ...{ wanted: 0, rate: 1, skipGaps: true, loop: null },
      ...given,
      pause: () => undefined,
      seekToSample: (index) => (playhead.wanted = index),
    }
    const screen = { drawn: playhead.wanted, asked: [] as number[], heard: null as number | null }
    const source = new SlowSource(table, SlowSource.endless, 0)
    const run = new PlaybackRun<Frame>(table, source, playhead, {
      get drawn() {
        return screen.drawn
      },
      failure: null,
      show: (index) => void screen.asked.push(index),
      draw: (index) => (screen.drawn = index),
      fail: () => expect.unreachable(),
      hear: (media) => (screen.heard = media),
    })
    return { playhead, screen, run }
  }

  it('and back again asks for the picture that is there, so that the other one does not come', () => {
    const { playhead, screen, run } = watched(plainTable(100))
    run.tick(0)
    playhead.wanted = 50
    run.tick(1)
    playhead.wanted = 0
    run.tick(2)
    expect(screen.asked).toEqual([0, 50, 0])
  })

  it('is silent until its picture is there', () => {
    const { playhead, screen, run } = watched(plainTable(100))
    run.tick(0)
    expect(screen.heard).not.toBeNull()
    playhead.wanted = 50
    run.tick(20)
    expect(screen.heard).toBeNull()
    screen.drawn = 50
    run.tick(40)
    expect(screen.heard).toBeCloseTo(2, 1)
  })

  it('a hole that is being waited out is jumped over as soon as that is wished', () => {
    const rows = [0, 40, 80, 600_000].map((composition) => ({ composition, duration: 40 }))
    const { playhead, screen, run } = watched(tableOf(rows), { wanted: 2, skipGaps: false })
    for (let now = 0; now < 5_000; now += 20) run.tick(now)
    expect(screen.drawn).toBe(2)
    playhead.skipGaps = true
    for (let now = 5_000; now < 8_000; now += 20) run.tick(now)
    expect(screen.drawn).toBe(3)
  })
})
