// A decoded picture that is seen at half its size or less, made smaller while there is time: without a graphics card, drawing it costs
// more than decoding it did, for all of its colours are put into new memory. Here they are taken a few rows at a time, as the platform
// makes them, and of each two by two of them the mean is kept.
import { storedSize, type Size } from './picture-geometry.ts'

/** Of red, green, blue and opacity in a word: two that lie apart. */
const everySecond = 0x00ff00ff
const halvesUp = 0x00020002
/** So many rows at a time stay near to the processor; they can be halved four times. */
const rowsAtOnce = 48
const mostHalvings = 4
/** What is drawn of these depends on what the display can show. */
const highRange: ReadonlySet<string> = new Set(['pq', 'hlg'])

/**
 * Pixels of a byte for each of four colours, a word each, in rows of `width`: each two by two become one, their mean, halves up. `to`
 * may be the same memory: it is written behind what is read. Width and rows are even.
 */
export function halve(from: Uint32Array, { width, height }: Size, to: Uint32Array, at = 0): void {
  for (let y = 0; y < height; y += 2) {
    let upper = y * width
    let lower = upper + width
    const row = at + (y / 2) * (width / 2)
    for (let x = 0; x < width / 2; x += 1) {
      const [a, b] = [from[upper] ?? 0, from[upper + 1] ?? 0]
      const [c, d] = [from[lower] ?? 0, from[lower + 1] ?? 0]
      const even = (a & everySecond) + (b & everySecond) + (c & everySecond) + (d & everySecond)
      const odd =
        ((a >>> 8) & everySecond) +
        ((b >>> 8) & everySecond) +
        ((c >>> 8) & everySecond) +
        ((d >>> 8) & everySecond)
      const evenMeans = ((even + halvesUp) >>> 2) & everySecond
      const oddMeans = ((odd + halvesUp) >>> 2) & everySecond
      to[row + x] = evenMeans | (oddMeans << 8)
      upper += 2
      lower += 2
    }
  }
}

/** How many times a picture may be halved that is stored so much larger than it is seen. */
export function halvingsOf({ width, height }: Size, ratio: number): number {
  for (let times = mostHalvings; times > 0; times -= 1) {
    const part = 2 ** times
    if (ratio >= part && width % part === 0 && height % part === 0) return times
  }
  return 0
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

const isOpaque = (pixel = 0): boolean => pixel >>> 24 === 0xff

/** Values of 8 bits, which is what is decoded without a card, of colours that are copied as they are drawn. */
const canBeCopied = ({ format, colorSpace: { transfer } }: VideoFrame): boolean =>
  format === 'I420' && !highRange.has(transfer ?? '')

/** Its memory is used again for each picture: new memory costs as much as the work. */
export class PictureShrinker {
  #strip = new Uint32Array(0)
  #image: ImageData | null = null
  #isBusy = false
  #hasFailed = false

  /**
   * The picture, halved as often as leaves it at least as large as it is seen; `ratio`: how much larger it is stored. Null where it is
   * better drawn as it is, or another one is being made. Closes the frame.
   */
  async shrink(frame: VideoFrame, ratio: number): Promise<ImageBitmap | null> {
    const times = canBeCopied(frame) ? halvingsOf(storedSize(frame), ratio) : 0
    if (times === 0 || this.#isBusy || this.#hasFailed || !isWorthwhile()) {
      frame.close()
      return null
    }
    this.#isBusy = true
    try {
      return await this.#shrink(frame, times)
    } catch {
      // It is drawn as it is, and what is wrong with it is seen there.
      this.#hasFailed = true
      return null
    } finally {
      this.#isBusy = false
      frame.close()
    }
  }

  async #shrink(frame: VideoFrame, times: number): Promise<ImageBitmap> {
    const { x, y } = frame.visibleRect ?? { x: 0, y: 0 }
    const { width, height } = storedSize(frame)
    if (this.#strip.length !== width * rowsAtOnce) this.#strip = new Uint32Array(width * rowsAtOnce)
    const strip = this.#strip
    const image = this.#imageOf({ width: width / 2 ** times, height: height / 2 ** times })
    const pixels = new Uint32Array(image.data.buffer)
    for (let row = 0; row < height; row += rowsAtOnce) {
      const rect = { x, y: y + row, width, height: Math.min(rowsAtOnce, height - row) }
      const ends = [0, width * rect.height - 1]
      for (const end of ends) strip[end] = 0
      await frame.copyTo(strip, { format: 'RGBA', rect })
      // What was not written would be rows of another picture.
      if (!ends.every((end) => isOpaque(strip[end]))) throw new Error('rows were not copied')
      let size = { width, height: rect.height }
      for (let done = 1; done < times; done += 1) {
        halve(strip, size, strip)
        size = { width: size.width / 2, height: size.height / 2 }
      }
      halve(strip, size, pixels, (row / 2 ** times) * image.width)
    }
    return createImageBitmap(image)
  }

  #imageOf({ width, height }: Size): ImageData {
    if (this.#image?.width !== width || this.#image.height !== height)
      this.#image = new ImageData(width, height)
    return this.#image
  }
}
