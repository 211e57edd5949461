// RGB pixels as PNG and PDF keep them without loss: each row with a filter (ISO/IEC 15948 clause 9, ISO 32000-1 7.4.4.4), all of
// them deflated.
import { createDeflate } from 'node:zlib'
import type { Deflate } from 'node:zlib'
import { assert } from '#engine/base/assert.ts'

export type RowShape = { width: number; height: number; bitDepth: 8 | 16 }

/** Filter type 1: each byte less the one before it of the same component. */
const filterSub = 1

export class PixelRows {
  readonly #deflate: Deflate
  readonly #row: Buffer
  readonly #step: number
  readonly #height: number
  readonly #compressed: Promise<void>
  #filled = 0
  #rows = 0

  constructor({ width, height, bitDepth }: RowShape, write: (bytes: Uint8Array) => Promise<void>) {
    this.#step = 3 * (bitDepth / 8)
    this.#row = Buffer.alloc(width * this.#step)
    this.#height = height
    this.#deflate = createDeflate({ level: 6 })
    this.#compressed = this.#drain(write)
    // Told where it is waited for.
    this.#compressed.catch(() => undefined)
  }

  async #drain(write: (bytes: Uint8Array) => Promise<void>): Promise<void> {
    for await (const part of this.#deflate as AsyncIterable<Buffer>) await write(part)
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

  /** After the last row: waits until all is written. */
  async end(): Promise<void> {
    assert(this.#rows === this.#height && this.#filled === 0, 'every row of the picture was given')
    this.#deflate.end()
    await this.#compressed
  }

  /** Gives up; nothing more is written. */
  stop(): void {
    this.#deflate.destroy()
  }
}
