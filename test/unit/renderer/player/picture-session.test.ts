// Which picture is on the canvas where wishes cross: never another one than the last that was wished for.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { packAnswer } from '#contract/bridge.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { Track } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import type { Answer } from '../../../../renderer/features/player/picture-requests.ts'
import { PictureSession, type Surface } from '../../../../renderer/features/player/picture-session.svelte.ts'
import { Playhead } from '../../../../renderer/state/playhead.svelte.ts'
import { fakeVerification } from '#test/support/fake-evidence.ts'
import { fakeItem } from '#test/support/fake-item.ts'
import { plainTable, tableOf } from '../state/sample-table.ts'

type Frame = { index: number; closed: boolean; close(): void }

/** Answers when it is told to. */
class Decoder {
  readonly ready = new Set<number>()
  waiting: { index: number; resolve: (answer: Answer<Frame>) => void } | null = null
  aimed = 0
  readonly unusable = new Set<number>()
  constructor() {
    opened.push(this)
  }
  get(index: number): Promise<Answer<Frame>> {
    this.waiting?.resolve({ kind: 'stale' })
    return new Promise((resolve) => {
      this.waiting = { index, resolve }
      if (this.ready.has(index)) this.give()
    })
  }
  give(): void {
    const { waiting } = this
    this.waiting = null
    if (waiting) waiting.resolve({ kind: 'picture', frame: frameOf(waiting.index) })
  }
  newest(_: number, upTo: number): { index: number; frame: Frame } | null {
    return this.ready.has(upTo) ? { index: upTo, frame: frameOf(upTo) } : null
  }
  arrival(index: number): Promise<Frame | null> {
    return Promise.resolve(this.ready.has(index) ? frameOf(index) : null)
  }
  aim(index: number): void {
    this.aimed = index
  }
  readAhead = (): void => undefined
  failureOf = (): null => null
  readonly doubted: number[] = []
  doubt = (index: number): boolean => this.doubted.push(index) === 1
  /** Ten pictures are a group. */
  doubts = (index: number): boolean =>
    this.doubted.some((one) => Math.floor(one / 10) === Math.floor(index / 10))
  close(): void {
    this.waiting?.resolve({ kind: 'stale' })
  }
}

const opened: Decoder[] = []
const frames: Frame[] = []
function frameOf(index: number): Frame {
  const frame = { index, closed: false, close: () => void (frame.closed = true) }
  frames.push(frame)
  return frame
}

vi.mock('../../../../renderer/features/player/frame-decoder.ts', () => ({
  FrameDecoder: function made() {
    return new Decoder()
  },
}))
vi.mock('../../../../renderer/features/player/decoder-config.ts', () => ({
  chooseVideoConfig: () => Promise.resolve({ supported: true, config: {}, software: true }),
  carriesSets: () => true,
  // The only configuration that is not that of the track.
  cropsOnLeft: ({ decoderConfig }: { decoderConfig: string }) => decoderConfig === 'cc',
  disposableIn: () => () => false,
  spoilingIn: () => () => false,
}))

const track = { id: 1, kind: 'video', width: 640, height: 360, codec: 'avc1' } as unknown as Track
const table = plainTable(100)
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

const item = ({ sensitive = false } = {}): ItemDetail => {
  const given = { camera: 'North', name: 'a.mp4', start: null, seconds: 4 }
  const detail = fakeItem({ ...given, verification: fakeVerification() }, 1)
  return { ...detail, summary: { ...detail.summary, sensitive } }
}

/** −1: what was prepared is given up, or nothing is seen any more. */
const surfaceTelling = (seen: number[] = [], prepared: number[] = []): Surface => ({
  paint: (frame) => void seen.push((frame as unknown as Frame).index),
  prepare: (frame) => void prepared.push((frame as unknown as Frame).index),
  forget: () => void prepared.push(-1),
  clear: () => void seen.push(-1),
})

async function openSession() {
  const seen: number[] = []
  const prepared: number[] = []
  const playhead = new Playhead({ events: false })
  playhead.detail = item()
  const session = new PictureSession(playhead, surfaceTelling(seen, prepared), { withSound: false })
  const close = session.open('one' as ItemId, track, table, () => ({ volume: 0, muted: true }))
  await settle()
  const decoder = opened.at(-1)
  if (!decoder) throw new Error('No decoder was opened.')
  decoder.give()
  await settle()
  expect([session.drawn, seen]).toEqual([0, [0]])
  return { session, seen, prepared, decoder, close, playhead }
}

beforeEach(() => {
  frames.splice(0)
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
})

it('nothing of what is marked as sensitive is decoded before the veil is lifted, nor of what is not known', async () => {
  const before = opened.length
  for (const detail of [item({ sensitive: true }), null]) {
    const playhead = new Playhead({ events: false })
    playhead.detail = detail
    const painted = vi.fn()
    const session = new PictureSession(playhead, { ...surfaceTelling(), paint: painted })
    session.open('one' as ItemId, track, table, () => ({ volume: 1, muted: false }))
    await settle()
    session.show(3)
    session.startPlaying()
    await settle()
    expect([session.drawn, session.support, session.sound]).toEqual([null, null, { kind: 'none' }])
    expect(painted).not.toHaveBeenCalled()
  }
  expect(opened).toHaveLength(before)
})

it('a track that changes its sample entry is never given to a decoder that knows only the first', async () => {
  const before = opened.length
  const shape = { width: 640, height: 360, pixelAspect: { h: 1, v: 1 } }
  const rows = [0, 0, 1].map((entry, at) => ({ composition: at * 40, entry }))
  const playhead = new Playhead({ events: false })
  playhead.detail = item()
  const session = new PictureSession(playhead, surfaceTelling())
  const changing = tableOf(rows, 1000, [shape, { ...shape, width: 320 }])
  const close = session.open('one' as ItemId, track, changing, () => ({ volume: 0, muted: true }))
  await settle()
  expect(opened).toHaveLength(before)
  expect(session.review).not.toBeNull()
  expect(changing.shapeOf(2)?.width).toBe(320)
  close()
  // Nor where none of its samples uses the first.
  expect(tableOf(rows.slice(2), 1000, [shape, shape]).hasOneEntry).toBe(false)
})

it('a track whose columns are cropped on the left further on is shown by a copy from then on', async () => {
  const answered = Promise.withResolvers<unknown>()
  const asked = vi.fn((name: string) =>
    name === 'track.configs' ? answered.promise : new Promise(() => undefined),
  )
  vi.stubGlobal('exhibit', { call: asked, on: () => undefined })
  const { session, decoder } = await openSession()
  const closed = vi.spyOn(decoder, 'close')
  expect(session.review).toBeNull()
  const changes = [{ sample: 50, decoderConfig: 'cc' }]
  answered.resolve(packAnswer({ ok: true, value: { first: 0, end: 100, changes } }))
  await settle()
  expect(closed).toHaveBeenCalledOnce()
  expect(session.review).not.toBeNull()
  expect([session.drawn, session.damage]).toEqual([null, null])
  expect(session.support).toMatchObject({ supported: false, reason: 'cropping' })
  vi.unstubAllGlobals()
})

describe('the picture on the canvas', () => {
  it('is the one that is told of, also while another one is sought, and until nothing is shown', async () => {
    const { session, decoder, close, playhead } = await openSession()
    playhead.samples = table
    const told = (): unknown => [playhead.current, playhead.seconds, playhead.sought, session.drawn]
    expect(told()).toEqual([0, 0, null, 0])
    playhead.seekToSample(40)
    session.show(playhead.wanted)
    expect(told()).toEqual([0, 0, 40, 0])
    // Steps and marks go by where it is on its way to.
    playhead.step(2)
    session.show(playhead.wanted)
    expect(told()).toEqual([0, 0, 42, 0])
    playhead.setMarkIn()
    expect(playhead.markIn).toBe(42)
    decoder.give()
    await settle()
    expect(told()).toEqual([42, table.secondsOf(42), null, 42])
    playhead.seekToSample(7)
    close()
    expect(told()).toEqual([7, table.secondsOf(7), null, null])
  })

  it('gives way to why there is none, which is told of the one that was sought', async () => {
    const { session, seen, decoder, playhead } = await openSession()
    playhead.samples = table
    playhead.seekToSample(9)
    session.show(9)
    decoder.waiting?.resolve({ kind: 'failed', failure: { kind: 'empty', detail: '' } })
    await settle()
    expect([seen.at(-1), playhead.current, playhead.sought, session.failure?.kind]).toEqual([
      -1,
      9,
      null,
      'empty',
    ])
  })

  it('is shown anew where it may be damaged, also where it is asked for meanwhile', async () => {
    vi.useFakeTimers()
    const opening = openSession()
    await vi.advanceTimersByTimeAsync(10)
    await vi.advanceTimersByTimeAsync(10)
    const { session, seen, decoder } = await opening
    await vi.advanceTimersByTimeAsync(300)
    expect(decoder.doubted).toEqual([0])
    expect([session.drawn, decoder.waiting?.index]).toEqual([0, 0])
    session.show(3)
    session.show(0)
    expect(decoder.waiting?.index).toBe(0)
    decoder.give()
    await vi.advanceTimersByTimeAsync(10)
    expect([session.drawn, seen]).toEqual([0, [0, 0]])
    session.show(0)
    expect(decoder.waiting).toBeNull()
    vi.useRealTimers()
  })

  it('is shown anew where by the time of the answer it is another one of that group', async () => {
    vi.useFakeTimers()
    const answered = Promise.withResolvers<unknown>()
    const call = (name: string): Promise<unknown> =>
      name === 'track.damage' ? answered.promise : new Promise(() => undefined)
    vi.stubGlobal('exhibit', { call, on: () => undefined })
    const opening = openSession()
    await vi.advanceTimersByTimeAsync(10)
    await vi.advanceTimersByTimeAsync(10)
    const { session, decoder, seen } = await opening
    await vi.advanceTimersByTimeAsync(300)
    session.show(1)
    decoder.give()
    await vi.advanceTimersByTimeAsync(10)
    expect([session.drawn, decoder.doubted]).toEqual([1, []])
    const value = { checked: true, firstDamaged: 0, why: null }
    answered.resolve(packAnswer({ ok: true, value }))
    await vi.advanceTimersByTimeAsync(10)
    expect([decoder.doubted, decoder.waiting?.index]).toEqual([[0], 1])
    decoder.give()
    await vi.advanceTimersByTimeAsync(10)
    expect([session.drawn, seen]).toEqual([1, [0, 1, 1]])
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('is shown anew where playing begins from what nobody has looked at, and stays where it is known to be clean', async () => {
    for (const isKnown of [false, true]) {
      const answer = packAnswer({ ok: true, value: { checked: true, firstDamaged: null, why: null } })
      const call = (name: string): Promise<unknown> =>
        isKnown && name === 'track.damage' ? Promise.resolve(answer) : new Promise(() => undefined)
      vi.stubGlobal('exhibit', { call, on: () => undefined })
      const turns: FrameRequestCallback[] = []
      vi.stubGlobal('requestAnimationFrame', (turn: FrameRequestCallback) => turns.push(turn))
      const { session, decoder, playhead } = await openSession()
      playhead.samples = table
      playhead.status = 'ready'
      if (isKnown) await vi.waitFor(() => expect(session.damage?.state.kind).toBe('clean'))
      playhead.play()
      session.startPlaying()
      turns.shift()?.(1_000)
      expect(decoder.doubted).toEqual(isKnown ? [] : [0])
      expect(decoder.waiting?.index ?? null).toBe(isKnown ? null : 0)
      session.stopPlaying()
    }
    vi.unstubAllGlobals()
  })

  it('stays where a step is taken back before its picture is there', async () => {
    const { session, seen, decoder } = await openSession()
    session.show(1)
    session.show(0)
    decoder.give()
    await settle()
    expect([session.drawn, seen, decoder.aimed]).toEqual([0, [0], 0])
    expect(frames.every(({ closed }) => closed)).toBe(true)
  })

  it('stays where playing goes on from it while another one is on its way', async () => {
    const { session, seen, decoder } = await openSession()
    session.show(1)
    expect(session.isReady(0)).toBe(true)
    session.showNow(0)
    decoder.give()
    await settle()
    expect([session.drawn, seen]).toEqual([0, [0]])
  })

  it('is asked for anew after it was left', async () => {
    const { session, decoder } = await openSession()
    session.show(1)
    session.show(0)
    session.show(1)
    decoder.give()
    await settle()
    expect(session.drawn).toBe(1)
  })

  it('does not come any more where the recording is left while it comes', async () => {
    const { session, seen, decoder, close } = await openSession()
    decoder.ready.add(7)
    session.show(7)
    close()
    await settle()
    expect([session.drawn, seen.at(-1)]).toEqual([null, -1])
    expect(frames.every(({ closed }) => closed)).toBe(true)
  })
})

describe('the picture that is likely to be next', () => {
  afterEach(() => void vi.unstubAllGlobals())

  it('is prepared behind the turn in which one was shown, where they are shown one by one', async () => {
    const { session, prepared, decoder } = await openSession()
    for (const index of [1, 2, 3, 4, 6, 7, 8, 9]) decoder.ready.add(index)
    const show = async (index: number): Promise<void> => {
      session.showNow(index)
      await settle()
    }
    await show(1)
    expect(prepared).toEqual([])
    session.showNow(2)
    expect(prepared).toEqual([])
    await settle()
    expect(prepared).toEqual([3])
    // Of the next nothing is there yet.
    await show(3)
    await show(4)
    expect(prepared).toEqual([3, 4])
    // Passed over, and one by one once more.
    for (const index of [6, 7]) await show(index)
    expect(prepared).toEqual([3, 4])
    await show(8)
    expect(prepared).toEqual([3, 4, 9])
    for (const index of [7, 6]) await show(index)
    expect(prepared).toEqual([3, 4, 9])
    expect(frames.every(({ closed }) => closed)).toBe(true)
  })

  it('is not prepared any more where its turn came before', async () => {
    const { session, prepared, decoder } = await openSession()
    for (const index of [1, 2, 3]) decoder.ready.add(index)
    for (const index of [1, 2, 3]) session.showNow(index)
    await settle()
    expect(prepared).toEqual([])
    expect(frames.every(({ closed }) => closed)).toBe(true)
  })

  it('is not prepared any more where the recording was left', async () => {
    const { session, prepared, decoder, close } = await openSession()
    for (const index of [1, 2, 3]) decoder.ready.add(index)
    for (const index of [1, 2]) session.showNow(index)
    close()
    await settle()
    expect(prepared).toEqual([])
  })

  it('is not painted as it was prepared where its group is found to be damaged', async () => {
    const answer = packAnswer({ ok: true, value: { checked: true, firstDamaged: 0, why: null } })
    vi.stubGlobal('exhibit', { call: () => Promise.resolve(answer), on: () => undefined })
    const { decoder, prepared } = await openSession()
    await vi.waitFor(() => expect(decoder.doubted).toEqual([0]))
    expect(prepared).toEqual([-1])
  })
})
