// A picture in planar YCbCr 4:2:0 (BT.709, studio range), painted with flat shapes. Coordinates are even pixels, so that
// luma and chroma edges fall together and a shape's outline is exactly where the metadata says.
import { advance, eachDot, glyphHeight } from './bitmap-font.ts'

export type Colour = { y: number; cb: number; cr: number }

/** `#rrggbb` to studio-range BT.709. */
export function colourOf(hex: string): Colour {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as [
    number,
    number,
    number,
  ]
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
  return {
    y: Math.round(16 + 219 * luma),
    cb: Math.round(128 + (224 * (b - luma)) / 1.8556),
    cr: Math.round(128 + (224 * (r - luma)) / 1.5748),
  }
}

export class Raster {
  readonly width: number
  readonly height: number
  /** Planes Y, Cb, Cr one after the other, as ffmpeg's `yuv420p` wants them. */
  readonly bytes: Uint8Array
  readonly #luma: Uint8Array
  readonly #cb: Uint8Array
  readonly #cr: Uint8Array

  constructor(width: number, height: number) {
    const [luma, chroma] = [width * height, (width * height) / 4]
    this.width = width
    this.height = height
    this.bytes = new Uint8Array(luma + 2 * chroma)
    this.#luma = this.bytes.subarray(0, luma)
    this.#cb = this.bytes.subarray(luma, luma + chroma)
    this.#cr = this.bytes.subarray(luma + chroma)
  }

  rectangle(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = Math.max(0, top); y < Math.min(this.height, top + height); y += 1)
      this.#span(y, left, left + width, colour)
  }

  /** The ellipse that touches all four sides of the given box. */
  ellipse(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = Math.max(0, top); y < Math.min(this.height, top + height); y += 2) {
      const vertical = ((y - top + 1) / height) * 2 - 1
      const half = Math.round((Math.sqrt(Math.max(0, 1 - vertical * vertical)) * width) / 4) * 2
      const centre = left + width / 2
      this.#span(y, centre - half, centre + half, colour)
      this.#span(y + 1, centre - half, centre + half, colour)
    }
  }

  /** Text in the bitmap face, each glyph pixel `scale` (even) pixels wide. */
  text(left: number, top: number, scale: number, text: string, colour: Colour): void {
    eachDot(text, (x, y) => this.rectangle(left + x * scale, top + y * scale, scale, scale, colour))
  }

  /** Size of a text in pixels. */
  static measure(scale: number, text: string): { width: number; height: number } {
    return { width: (text.length * advance - 1) * scale, height: glyphHeight * scale }
  }

  #span(y: number, from: number, to: number, { y: luma, cb, cr }: Colour): void {
    const [left, right] = [Math.max(0, from), Math.min(this.width, to)]
    if (left >= right) return
    this.#luma.fill(luma, y * this.width + left, y * this.width + right)
    if (y % 2 !== 0) return
    const row = (y / 2) * (this.width / 2)
    this.#cb.fill(cb, row + left / 2, row + right / 2)
    this.#cr.fill(cr, row + left / 2, row + right / 2)
  }
}
