import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SaidColours } from '../../../../renderer/features/player/frame-colours.ts'
import { videoDecoderPort, type StartBefore } from '../../../../renderer/features/player/decoder-port.ts'

type Chunk = { type: string; timestamp: number; data: Uint8Array }
type Frame = { timestamp: number; close(): void }

let chunks: Chunk[]
let configured: VideoDecoderConfig[]
let give: (frame: Frame) => void
let fail: (error: Error) => void

beforeEach(() => {
  chunks = []
  configured = []
  vi.stubGlobal('EncodedVideoChunk', function (this: Chunk, init: Chunk) {
    Object.assign(this, init)
  })
  vi.stubGlobal(
    'VideoDecoder',
    class {
      state = 'configured'
      decodeQueueSize = 0
      constructor({ output, error }: { output: (frame: Frame) => void; error: (error: Error) => void }) {
        give = output
        fail = error
      }
      addEventListener(): void {}
      configure(config: VideoDecoderConfig): void {
        configured.push(config)
      }
      reset(): void {}
      close(): void {
        this.state = 'closed'
      }
      flush(): Promise<void> {
        return Promise.resolve()
      }
      decode(chunk: Chunk): void {
        chunks.push(chunk)
      }
    },
  )
})
afterEach(() => vi.unstubAllGlobals())

const events = { onPicture: vi.fn(), onProgress: vi.fn(), onError: vi.fn() }
const sample = Uint8Array.of(1)
const own = Uint8Array.of(9)
const beginning = (startBefore: StartBefore) => () => ({
  ...{ config: { codec: 'avc1' }, startBefore, goesOn: null },
})

it('numbers chunks by the order of showing, and begins with a key', () => {
  const port = videoDecoderPort(beginning(() => null))(events)
  port.restart(0, false)
  port.feed(7, true, sample)
  port.feed(9, false, sample)
  expect(chunks.map(({ type, timestamp }) => [type, timestamp])).toEqual([
    ['key', 7_000],
    ['delta', 9_000],
  ])
})

it('decodes something of its own before a sample that is no beginning for the platform, once after each restart', () => {
  const port = videoDecoderPort(beginning(() => own))(events)
  for (let run = 0; run < 2; run += 1) {
    chunks = []
    port.restart(0, false)
    port.feed(7, true, sample)
    port.feed(12, true, sample)
    expect(chunks).toEqual([
      { type: 'key', timestamp: -1_000, data: own },
      { type: 'delta', timestamp: 7_000, data: sample },
      { type: 'key', timestamp: 12_000, data: sample },
    ])
  }
})

it('is configured as the sample wants it with which decoding begins', () => {
  const configAt = (sample: number) => ({ codec: sample < 50 ? 'avc1.4d001e' : 'avc1.64001e' })
  const port = videoDecoderPort((sample) => ({
    ...{ config: configAt(sample), startBefore: () => null, goesOn: null },
  }))(events)
  for (const sample of [0, 75, 25]) port.restart(sample, false)
  expect(configured.map(({ codec }) => codec)).toEqual(['avc1.4d001e', 'avc1.64001e', 'avc1.4d001e'])
})

it('shows nothing of its own', () => {
  events.onPicture.mockClear()
  const port = videoDecoderPort(beginning(() => own))(events)
  port.restart(0, false)
  port.feed(7, true, sample)
  const close = vi.fn()
  give({ timestamp: -1_000, close })
  expect(close).toHaveBeenCalledTimes(1)
  expect(events.onPicture).not.toHaveBeenCalled()
  give({ timestamp: 7_000, close })
  expect(events.onPicture).toHaveBeenCalledWith(7, expect.anything())
})

it('gives pictures that are read anew in their order, counts them as queued, and none of before a restart', async () => {
  events.onPicture.mockClear()
  const read: VideoFrameBufferInit[] = []
  vi.stubGlobal('VideoFrame', function (this: object, _: Uint8Array, init: VideoFrameBufferInit) {
    read.push(init)
    Object.assign(this, init, { close: vi.fn() })
  })
  // The second of them says something else: each is read as it says.
  const coloursOf = (picture: number): SaidColours => ({ fullRange: true, matrix: picture === 8 ? 1 : null })
  const port = videoDecoderPort(
    beginning(() => null),
    { range: 'file', coloursOf },
  )(events)
  port.restart(0, false)
  port.feed(7, true, sample)
  const bt709 = { fullRange: false, matrix: 'bt709' }
  const frame = (timestamp: number, copied: Promise<unknown>, fullRange = false) => ({
    ...{ timestamp, format: 'I420', codedWidth: 64, codedHeight: 48, visibleRect: null },
    colorSpace: { ...bt709, fullRange, matrix: 'smpte170m', toJSON: () => ({ ...bt709, fullRange }) },
    allocationSize: () => 4608,
    copyTo: () => copied.then(() => []),
    close: vi.fn(),
  })
  const late = Promise.withResolvers()
  const [first, second, third] = [
    frame(7_000, late.promise),
    frame(8_000, Promise.resolve()),
    // It is read as it should be, and waits all the same.
    frame(9_000, Promise.resolve(), true),
  ]
  for (const one of [first, second, third]) give(one)
  expect(port.queued).toBe(3)
  expect(events.onPicture).not.toHaveBeenCalled()
  late.resolve(null)
  await port.flush()
  expect(events.onPicture.mock.calls.map(([index]) => index as number)).toEqual([7, 8, 9])
  expect(events.onPicture.mock.calls[2]?.[1]).toBe(third)
  read.sort((one, other) => one.timestamp - other.timestamp)
  expect(read.map(({ colorSpace }) => [colorSpace?.fullRange, colorSpace?.matrix])).toEqual([
    [true, 'smpte170m'],
    [true, 'bt709'],
  ])
  expect([first.close, second.close, third.close].map((close) => close.mock.calls.length)).toEqual([1, 1, 0])
  expect(port.queued).toBe(0)

  events.onPicture.mockClear()
  give(frame(10_000, Promise.resolve()))
  port.restart(0, false)
  await port.flush()
  expect(events.onPicture).not.toHaveBeenCalled()
})

describe('a decoder that runs', () => {
  const config = { codec: 'avc1' }
  const idr = Uint8Array.of(5)
  const goesOn = (bytes: Uint8Array): boolean => bytes[0] === 5
  const open = () => videoDecoderPort(() => ({ config, startBefore: () => null, goesOn }))(events)

  it('goes on with what depends on nothing before, and is configured anew for what may', () => {
    const port = open()
    for (const bytes of [idr, idr, idr]) {
      port.restart(0, false)
      port.feed(7, true, bytes)
      port.feed(8, false, sample)
    }
    expect(configured).toHaveLength(1)
    expect(chunks.map(({ timestamp }) => timestamp)).toEqual([7_000, 8_000, 7_001, 8_001, 7_002, 8_002])
    port.restart(0, false)
    port.feed(7, true, sample)
    expect(configured).toHaveLength(2)
    expect(chunks.at(-1)?.timestamp).toBe(7_000)
  })

  it('is configured anew where that is asked, after it was emptied, and after it failed', async () => {
    const port = open()
    const begin = (afresh: boolean): void => {
      port.restart(0, afresh)
      port.feed(7, true, idr)
    }
    begin(false)
    begin(true)
    expect(configured).toHaveLength(2)
    await port.flush()
    begin(false)
    expect(configured).toHaveLength(3)
    fail(new Error('broken'))
    begin(false)
    expect(configured).toHaveLength(4)
    begin(false)
    expect(configured).toHaveLength(4)
  })

  it('says whether it failed on what was fed since the last restart', () => {
    const port = open()
    const isOwn = vi.fn()
    events.onError.mockImplementation((_, own) => void isOwn(own))
    port.restart(0, false)
    port.feed(7, true, idr)
    fail(new Error('here'))
    port.restart(0, false)
    port.feed(7, true, idr)
    port.restart(0, false)
    fail(new Error('of before'))
    for (let run = 0; run < 2; run += 1) {
      port.restart(0, false)
      port.feed(7, true, idr)
    }
    fail(new Error('of either'))
    expect(isOwn.mock.calls).toEqual([[true], [false], [false]])
  })

  it('is configured anew where it fails between the wish and the sample', () => {
    const port = open()
    port.restart(0, false)
    port.feed(7, true, idr)
    port.restart(0, false)
    fail(new Error('late'))
    port.feed(7, true, idr)
    expect(configured).toHaveLength(2)
  })

  it('gives nothing of before, even where it is of the same picture', () => {
    const port = open()
    const shown = vi.fn()
    events.onPicture.mockImplementation(shown)
    const picture = (timestamp: number) => ({ timestamp, close: vi.fn() })
    port.restart(0, false)
    port.feed(7, true, idr)
    port.restart(0, false)
    const [early, late, right] = [picture(7_000), picture(7_000), picture(7_001)]
    give(early)
    port.feed(7, true, idr)
    give(late)
    expect(shown).not.toHaveBeenCalled()
    give(right)
    expect(shown).toHaveBeenCalledExactlyOnceWith(7, right)
    expect([early, late, right].map(({ close }) => close.mock.calls.length)).toEqual([1, 1, 0])
  })
})
