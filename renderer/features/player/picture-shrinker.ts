// A decoded picture that is seen at half its size or less, made smaller while there is time: without a graphics card, turning every
// stored value into a colour costs more than decoding it did. It is values that are halved; what colours they are, the platform says.
import { storedSize, type Size } from './picture-geometry.ts'

/** Bytes of a word: that many values are taken at once. */
const word = 4
const everySecondByte = 0x00ff00ff
const halvesUp = 0x00020002

/** A plane of 8-bit values: `rows` of so many words each; `at`: words before it. */
type Plane = { at: number; words: number; rows: number }

/** Luma and two of chroma at half its width and height, one after another, each row on whole words. */
function planesOf({ width, height }: Size): [Plane, Plane, Plane] {
  const luma = { at: 0, words: width / word, rows: height }
  const chroma = { words: Math.ceil(width / 2 / word), rows: height / 2 }
  const first = luma.words * luma.rows
  return [luma, { ...chroma, at: first }, { ...chroma, at: first + chroma.words * chroma.rows }]
}

const layoutOf = (size: Size): PlaneLayout[] =>
  planesOf(size).map(({ at, words }) => ({ offset: at * word, stride: words * word }))

/** In words. */
function memoryOf(size: Size): number {
  const [, , last] = planesOf(size)
  return last.at + last.words * last.rows
}

const canBeHalved = ({ width, height }: Size): boolean => width % (2 * word) === 0 && height % 4 === 0

const halfOf = ({ width, height }: Size): Size => ({ width: width / 2, height: height / 2 })

/** Each value becomes the mean of two by two, halves up. `to` may be the same memory: it is written behind what is read. */
export function halve(from: Uint32Array, size: Size, to: Uint32Array): void {
  const targets = planesOf(halfOf(size))
  for (const [which, source] of planesOf(size).entries()) {
    const target = targets[which]
    if (target) halvePlane(from, source, to, target)
  }
}

function halvePlane(from: Uint32Array, source: Plane, to: Uint32Array, target: Plane): void {
  for (let y = 0; y < target.rows; y += 1) {
    const row = target.at + y * target.words
    let upper = source.at + 2 * y * source.words
    let lower = upper + source.words
    for (let x = 0; x < target.words; x += 1) {
      const left = meansOf(from[upper] ?? 0, from[lower] ?? 0)
      const right = meansOf(from[upper + 1] ?? 0, from[lower + 1] ?? 0)
      to[row + x] = left | (right << 16)
      upper += 2
      lower += 2
    }
  }
}

/** Four values above four others: two means, in the lower bytes. */
function meansOf(above: number, below: number): number {
  const sums =
    (above & everySecondByte) +
    ((above >>> 8) & everySecondByte) +
    (below & everySecondByte) +
    ((below >>> 8) & everySecondByte)
  const means = ((sums + halvesUp) >>> 2) & everySecondByte
  return (means | (means >>> 8)) & 0xffff
}

let drawsWithoutCard: boolean | null = null

/** A graphics card converts and shrinks what it draws at no cost to speak of. */
function isWorthwhile(): boolean {
  if (drawsWithoutCard === null) {
    const context = document
      .createElement('canvas')
      .getContext('webgl', { failIfMajorPerformanceCaveat: true })
    context?.getExtension('WEBGL_lose_context')?.loseContext()
    drawsWithoutCard = context === null
  }
  return drawsWithoutCard
}

/** Its memory is used again for each picture: new memory costs as much as the work. */
export class PictureShrinker {
  #values = new Uint32Array(0)
  #image: ImageData | null = null
  #isBusy = false
  /** The platform does not hand out its values. */
  #isRefused = false

  /**
   * The picture with colours, halved as often as leaves it at least as large as it is seen; `ratio`: how much larger it is stored. Null
   * where it is better drawn as it is, its values cannot be had as 8-bit I420, or another one is being made. Closes the frame.
   */
  async shrink(frame: VideoFrame, ratio: number): Promise<ImageBitmap | null> {
    const stored = storedSize(frame)
    const isBig = ratio >= 2 && canBeHalved(stored) && frame.format === 'I420'
    if (!isBig || this.#isBusy || this.#isRefused || !isWorthwhile()) {
      frame.close()
      return null
    }
    this.#isBusy = true
    try {
      return await this.#coloured(await this.#halved(frame, stored, ratio))
    } catch {
      // It is drawn as it is, and what is wrong with it is seen there.
      this.#isRefused = true
      return null
    } finally {
      this.#isBusy = false
      frame.close()
    }
  }

  async #halved(frame: VideoFrame, stored: Size, ratio: number): Promise<VideoFrame> {
    if (this.#values.length < memoryOf(stored)) this.#values = new Uint32Array(memoryOf(stored))
    const values = this.#values
    await frame.copyTo(new Uint8Array(values.buffer), { layout: layoutOf(stored) })
    let size = stored
    for (let times = ratio; times >= 2 && canBeHalved(size); times /= 2) {
      halve(values, size, values)
      size = halfOf(size)
    }
    return new VideoFrame(new Uint8Array(values.buffer, 0, memoryOf(size) * word), {
      ...{ format: 'I420', layout: layoutOf(size), codedWidth: size.width, codedHeight: size.height },
      ...{ timestamp: frame.timestamp, colorSpace: frame.colorSpace.toJSON() },
    })
  }

  async #coloured(small: VideoFrame): Promise<ImageBitmap> {
    const { codedWidth: width, codedHeight: height } = small
    if (this.#image?.width !== width || this.#image.height !== height)
      this.#image = new ImageData(width, height)
    const image = this.#image
    try {
      await small.copyTo(image.data, { format: 'RGBA' })
    } finally {
      small.close()
    }
    return createImageBitmap(image)
  }
}
