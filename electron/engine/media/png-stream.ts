// Writes a PNG (ISO/IEC 15948, W3C PNG third edition) row by row: RGB of 8 or 16 bits, aspect of the pixels, and text.
import { createDeflate, crc32 } from 'node:zlib'
import type { Deflate } from 'node:zlib'
import { assert } from '#engine/base/assert.ts'

export type PngShape = {
  width: number
  height: number
  bitDepth: 8 | 16
  /** Width to height of a pixel; 1:1 where it is square. */
  pixelAspect: { h: number; v: number }
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
/** Filter type 1: each byte less the one before it of the same component. */
const filterSub = 1

export class PngStream {
  readonly #write: (bytes: Uint8Array) => Promise<void>
  readonly #shape: PngShape
  readonly #deflate: Deflate
  readonly #row: Buffer
  readonly #step: number
  #filled = 0
  #rows = 0
  #compressed: Promise<void>

  constructor(shape: PngShape, write: (bytes: Uint8Array) => Promise<void>) {
    this.#shape = shape
    this.#write = write
    this.#step = 3 * (shape.bitDepth / 8)
    this.#row = Buffer.alloc(shape.width * this.#step)
    this.#deflate = createDeflate({ level: 6 })
    this.#compressed = this.#head().then(() => this.#drain())
    // Told where it is waited for.
    this.#compressed.catch(() => undefined)
  }

  async #head(): Promise<void> {
    const { width, height, bitDepth, pixelAspect } = this.#shape
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

  async #drain(): Promise<void> {
    for await (const part of this.#deflate as AsyncIterable<Buffer>) await this.#write(chunk('IDAT', part))
  }

  /** Takes pixels in pieces of any size. */
  async pixels(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + this.#row.length - this.#filled)
      this.#row.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === this.#row.length) await this.#endRow()
    }
  }

  async #endRow(): Promise<void> {
    const line = Buffer.alloc(this.#row.length + 1)
    line[0] = filterSub
    for (let at = 0; at < this.#row.length; at += 1)
      line[at + 1] = (this.#row[at] ?? 0) - (at < this.#step ? 0 : (this.#row[at - this.#step] ?? 0))
    this.#filled = 0
    this.#rows += 1
    await new Promise<void>((resolve, reject) => {
      this.#deflate.write(line, (error) => (error ? reject(error) : resolve()))
    })
  }

  /** After the last row: `text` by keyword, as `iTXt`. */
  async end(text: Readonly<Record<string, string>>): Promise<void> {
    assert(this.#rows === this.#shape.height && this.#filled === 0, 'every row of the picture was given')
    this.#deflate.end()
    await this.#compressed
    for (const [keyword, value] of Object.entries(text))
      await this.#write(chunk('iTXt', textOf(keyword, value)))
    await this.#write(chunk('IEND', new Uint8Array(0)))
  }

  /** Gives up; nothing more is written. */
  stop(): void {
    this.#deflate.destroy()
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
