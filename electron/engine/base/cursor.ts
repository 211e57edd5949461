// A bounded big-endian cursor over bytes. Reading past the end throws `OutOfBounds`, which box readers turn into findings.

/** Thrown by `Cursor` only; carries where the read began (relative to the cursor's start) and how much was missing. */
export class OutOfBounds extends Error {
  override readonly name = 'OutOfBounds'
  readonly position: number
  readonly wanted: number
  readonly available: number

  constructor(position: number, wanted: number, available: number) {
    super(`${wanted} bytes wanted at +${position}, ${available} there`)
    this.position = position
    this.wanted = wanted
    this.available = available
  }
}

export class Cursor {
  readonly bytes: Uint8Array
  readonly #view: DataView
  #position: number

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#position = position
  }

  get position(): number {
    return this.#position
  }

  get remaining(): number {
    return this.bytes.length - this.#position
  }

  #take(length: number): number {
    const at = this.#position
    if (length < 0 || length > this.bytes.length - at) throw new OutOfBounds(at, length, this.remaining)
    this.#position = at + length
    return at
  }

  skip(length: number): void {
    this.#take(length)
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2))
  }

  u24(): number {
    const at = this.#take(3)
    return (this.#view.getUint16(at) << 8) | this.#view.getUint8(at + 2)
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4))
  }

  s16(): number {
    return this.#view.getInt16(this.#take(2))
  }

  s32(): number {
    return this.#view.getInt32(this.#take(4))
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8))
  }

  s64(): bigint {
    return this.#view.getBigInt64(this.#take(8))
  }

  /** A view, not a copy. */
  take(length: number): Uint8Array {
    const at = this.#take(length)
    return this.bytes.subarray(at, at + length)
  }

  rest(): Uint8Array {
    return this.take(this.remaining)
  }

  /** Four characters, Latin-1, as box and handler types are written. */
  fourcc(): string {
    const at = this.#take(4)
    return String.fromCharCode(...this.bytes.subarray(at, at + 4))
  }

  /** UTF-8 up to a NUL, which is consumed; throws `OutOfBounds` where no NUL comes within `limit` bytes. */
  cString(limit = 65_536): string {
    const at = this.#position
    const end = this.bytes.indexOf(0, at)
    if (end < 0 || end - at > limit)
      throw new OutOfBounds(at, Math.min(limit, this.remaining) + 1, this.remaining)
    this.#position = end + 1
    return new TextDecoder().decode(this.bytes.subarray(at, end))
  }
}
