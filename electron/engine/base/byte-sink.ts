// A growing big-endian byte buffer: the writing twin of `Cursor`, for boxes (small structures), never for media.

export class ByteSink {
  #bytes: Uint8Array = new Uint8Array(256)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Asked for in a statement of its own: it may put another buffer in the place of the one at hand. */
  #room(length: number): number {
    const at = this.#length
    if (at + length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, at + length))
      grown.set(this.#bytes)
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    this.#length = at + length
    return at
  }

  u8(value: number): this {
    const at = this.#room(1)
    this.#view.setUint8(at, value)
    return this
  }

  u16(value: number): this {
    const at = this.#room(2)
    this.#view.setUint16(at, value)
    return this
  }

  u24(value: number): this {
    return this.u8((value >>> 16) & 0xff).u16(value & 0xffff)
  }

  u32(value: number): this {
    const at = this.#room(4)
    this.#view.setUint32(at, value)
    return this
  }

  s16(value: number): this {
    const at = this.#room(2)
    this.#view.setInt16(at, value)
    return this
  }

  s32(value: number): this {
    const at = this.#room(4)
    this.#view.setInt32(at, value)
    return this
  }

  u64(value: bigint): this {
    const at = this.#room(8)
    this.#view.setBigUint64(at, value)
    return this
  }

  bytes(value: Uint8Array): this {
    const at = this.#room(value.length)
    this.#bytes.set(value, at)
    return this
  }

  zeros(count: number): this {
    this.#room(count)
    return this
  }

  fourcc(value: string): this {
    return this.bytes(Uint8Array.from(value, (character) => character.charCodeAt(0)))
  }

  /** UTF-8 and a NUL; a NUL inside would end the string early for every reader, so it is dropped. */
  cString(value: string): this {
    return this.bytes(new TextEncoder().encode(value.replaceAll('\0', ''))).u8(0)
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}
