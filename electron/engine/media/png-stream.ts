// Writes a PNG (ISO/IEC 15948, W3C PNG third edition) row by row: RGB of 8 or 16 bits, aspect of the pixels, and text.
import { crc32 } from 'node:zlib'
import { assert } from '#engine/base/assert.ts'
import { PixelRows } from './pixel-rows.ts'
import type { RowShape } from './pixel-rows.ts'

export type PngShape = RowShape & {
  /** Width to height of a pixel; 1:1 where it is square. */
  pixelAspect: { h: number; v: number }
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
export class PngStream {
  readonly #write: (bytes: Uint8Array) => Promise<void>
  readonly #rows: PixelRows

  constructor(shape: PngShape, write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write
    const begun = this.#head(shape)
    // Told with the first row.
    begun.catch(() => undefined)
    this.#rows = new PixelRows(shape, async (part) => {
      await begun
      await write(chunk('IDAT', part))
    })
  }

  async #head({ width, height, bitDepth, pixelAspect }: PngShape): Promise<void> {
    const header = Buffer.alloc(13)
    header.writeUInt32BE(width, 0)
    header.writeUInt32BE(height, 4)
    header.set([bitDepth, 2, 0, 0, 0], 8)
    await this.#write(Buffer.concat([signature, chunk('IHDR', header)]))
    if (pixelAspect.h === pixelAspect.v) return
    // Pixels per unit across and down, unit unknown: only their ratio means something (11.3.5.3).
    const ratio = Buffer.alloc(9)
    ratio.writeUInt32BE(pixelAspect.v, 0)
    ratio.writeUInt32BE(pixelAspect.h, 4)
    await this.#write(chunk('pHYs', ratio))
  }

  /** Takes pixels in pieces of any size. */
  pixels(bytes: Uint8Array): Promise<void> {
    return this.#rows.pixels(bytes)
  }

  /** After the last row: `text` by keyword, as `iTXt`. */
  async end(text: Readonly<Record<string, string>>): Promise<void> {
    await this.#rows.end()
    for (const [keyword, value] of Object.entries(text))
      await this.#write(chunk('iTXt', textOf(keyword, value)))
    await this.#write(chunk('IEND', new Uint8Array(0)))
  }

  /** Gives up; nothing more is written. */
  stop(): void {
    this.#rows.stop()
  }
}

/** Keyword, not compressed, no language, no translated keyword, text (11.3.3.4). */
function textOf(keyword: string, value: string): Buffer {
  assert(/^[\x21-\x7e][\x20-\x7e]{0,77}[\x21-\x7e]$/.test(keyword), 'a keyword has from 2 to 79 characters')
  const text = value.toWellFormed().replaceAll('\0', '\u{fffd}')
  return Buffer.concat([Buffer.from(keyword, 'latin1'), Buffer.alloc(5), Buffer.from(text)])
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length)
  return bytes
}
