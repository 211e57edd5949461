// Pixels halved a word at a time are what the mean of each two by two of them says.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { seededRandom } from '#test/support/random.ts'
import { halve, halvingsOf, PictureShrinker } from '../../../../renderer/features/player/picture-shrinker.ts'

/** Of four bytes a pixel. */
function means(from: Uint8Array, width: number, height: number): Buffer {
  const found = Buffer.alloc(from.length / 4)
  let place = 0
  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2)
      for (let colour = 0; colour < 4; colour += 1) {
        const upper = (y * width + x) * 4 + colour
        const four = [upper, upper + 4, upper + width * 4, upper + width * 4 + 4]
        found[place++] = Math.floor(four.reduce((sum, one) => sum + (from[one] ?? Number.NaN), 0) / 4 + 0.5)
      }
  return found
}

describe('halving', () => {
  for (const [width, height] of [
    [2, 2],
    [6, 4],
    [352, 288],
    [1278, 722],
  ] as const)
    it(`gives the mean of each two by two pixels of ${width} × ${height}, in its own memory too`, () => {
      const random = seededRandom(width)
      const picture = new Uint8Array(width * height * 4)
      // The ends of the range are as frequent as all between.
      for (let at = 0; at < picture.length; at += 1) picture[at] = [0, 255, random(256)][random(3)] ?? 0
      const expected = means(picture, width, height)
      const other = new Uint8Array(expected.length + 8)
      halve(new Uint32Array(picture.buffer), { width, height }, new Uint32Array(other.buffer), 1)
      expect(expected.equals(other.subarray(4, -4))).toBe(true)
      expect([...other.subarray(0, 4), ...other.subarray(-4)]).toEqual(Array(8).fill(0))
      halve(new Uint32Array(picture.buffer), { width, height }, new Uint32Array(picture.buffer))
      expect(expected.equals(picture.subarray(0, expected.length))).toBe(true)
    })

  it('is done as often as leaves at least what is seen, and whole pixels', () => {
    const hd = { width: 1280, height: 720 }
    expect([1, 1.9, 2, 3.9, 4, 8, 16, 400].map((ratio) => halvingsOf(hd, ratio))).toEqual([
      ...[0, 0, 1, 1, 2, 3, 4, 4],
    ])
    expect(halvingsOf({ width: 1276, height: 718 }, 4)).toBe(1)
    expect(halvingsOf({ width: 1275, height: 718 }, 4)).toBe(0)
    expect(halvingsOf(hd, Number.NaN)).toBe(0)
  })
})

describe('a picture', () => {
  let closed: number
  let copies: number

  beforeEach(() => {
    closed = 0
    copies = 0
    vi.stubGlobal('document', { createElement: () => ({ getContext: () => null }) })
    vi.stubGlobal(
      'ImageData',
      class {
        readonly width: number
        readonly height: number
        readonly data: Uint8ClampedArray
        constructor(width: number, height: number) {
          this.width = width
          this.height = height
          this.data = new Uint8ClampedArray(width * height * 4)
        }
      },
    )
    vi.stubGlobal('createImageBitmap', ({ width, height, data }: ImageData) =>
      Promise.resolve({ width, height, data: Uint8Array.from(data) }),
    )
  })
  afterEach(() => void vi.unstubAllGlobals())

  type Small = { width: number; height: number; data: Uint8Array }
  type Made = {
    seed?: number
    size?: { width: number; height: number }
    corner?: { x: number; y: number }
    format?: string
    transfer?: string | null
    /** Whether the copy of those rows is written. */
    copies?: (y: number) => boolean
  }

  /** A frame in memory whose pixels are told by a number. */
  function frameOf(made: Made = {}): { frame: VideoFrame; pixels: Uint8Array } {
    const { seed = 1, size = { width: 640, height: 360 }, corner = { x: 0, y: 0 } } = made
    const { width, height } = size
    const random = seededRandom(seed)
    const pixels = new Uint8Array(width * height * 4)
    for (let at = 0; at < pixels.length; at += 1) pixels[at] = at % 4 === 3 ? 255 : random(256)
    const frame = {
      ...{ format: made.format ?? 'I420', visibleRect: { ...corner, width, height } },
      colorSpace: { transfer: made.transfer ?? null },
      copyTo: (to: Uint32Array, { format, rect }: VideoFrameCopyToOptions & { format: string }) => {
        copies += 1
        expect([format, rect?.x, rect?.width]).toEqual(['RGBA', corner.x, width])
        const y = (rect?.y ?? Number.NaN) - corner.y
        const rows = pixels.subarray(y * width * 4, (y + (rect?.height ?? Number.NaN)) * width * 4)
        if (made.copies?.(y) ?? true) new Uint8Array(to.buffer).set(rows)
        return Promise.resolve([])
      },
      close: () => void (closed += 1),
    }
    return { frame: frame as unknown as VideoFrame, pixels }
  }

  const shrunk = async (shrinker: PictureShrinker, frame: VideoFrame, ratio = 2): Promise<Small | null> =>
    (await shrinker.shrink(frame, ratio)) as unknown as Small | null

  it('is the same as all of it halved at once, whatever was made before', async () => {
    const shrinker = new PictureShrinker()
    for (const [made, ratio] of [
      [{ size: { width: 1276, height: 718 }, corner: { x: 2, y: 6 } }, 3],
      [{ size: { width: 640, height: 360 } }, 2],
      [{ size: { width: 640, height: 360 }, seed: 5 }, 5],
      [{ size: { width: 64, height: 1088 } }, 16],
    ] as const) {
      const { frame, pixels } = frameOf(made)
      let { width, height }: { width: number; height: number } = made.size
      let expected: Uint8Array = pixels
      for (let times = halvingsOf(made.size, ratio); times > 0; times -= 1) {
        expected = means(expected, width, height)
        ;[width, height] = [width / 2, height / 2]
      }
      const small = await shrunk(shrinker, frame, ratio)
      expect([small?.width, small?.height]).toEqual([width, height])
      expect(small && Buffer.from(expected).equals(small.data)).toBe(true)
    }
    expect(closed).toBe(4)
  })

  it('is left as it is where copying would change it, or nothing is won', async () => {
    const shrinker = new PictureShrinker()
    for (const made of [{ format: 'NV12' }, { format: 'I420P10' }, { transfer: 'pq' }, { transfer: 'hlg' }])
      expect(await shrunk(shrinker, frameOf(made).frame)).toBeNull()
    expect(await shrunk(shrinker, frameOf().frame, 1.9)).toBeNull()
    expect([closed, copies]).toEqual([5, 0])
    expect(await shrunk(shrinker, frameOf({ transfer: 'bt709' }).frame)).not.toBeNull()
  })

  it('is never put together from rows of another one', async () => {
    const shrinker = new PictureShrinker()
    expect(await shrunk(shrinker, frameOf().frame)).not.toBeNull()
    expect(await shrunk(shrinker, frameOf({ copies: (y) => y < 48 }).frame)).toBeNull()
    // What failed once is not tried again.
    copies = 0
    expect(await shrunk(shrinker, frameOf().frame)).toBeNull()
    expect([closed, copies]).toEqual([3, 0])
  })

  it('is made while no other one is', async () => {
    const shrinker = new PictureShrinker()
    const both = [shrunk(shrinker, frameOf().frame), shrunk(shrinker, frameOf().frame)]
    expect((await Promise.all(both)).map((small) => small !== null)).toEqual([true, false])
    expect(closed).toBe(2)
  })
})
