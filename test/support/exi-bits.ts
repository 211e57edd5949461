// Writes the representations of W3C EXI 1.0, clause 7.1, from the specification and not from the reader.
export class ExiBits {
  readonly #bits: number[] = []
  readonly aligned: boolean

  constructor(aligned: boolean) {
    this.aligned = aligned
  }

  get bytes(): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8))
    this.#bits.forEach((bit, at) => (bytes[at >> 3]! |= bit << (7 - (at & 7))))
    return bytes
  }

  /** Whatever the alignment. */
  packed(count: number, value: number): this {
    for (let bit = count - 1; bit >= 0; bit -= 1) this.#bits.push((value >> bit) & 1)
    return this
  }

  align(): this {
    while (this.#bits.length % 8 > 0) this.#bits.push(0)
    return this
  }

  raw(bytes: Uint8Array): this {
    for (const byte of bytes) this.packed(8, byte)
    return this
  }

  /** 7.1.9: by how many values there are. */
  oneOf(count: number, value: number): this {
    return this.nBit(count <= 1 ? 0 : Math.ceil(Math.log2(count)), value)
  }

  nBit(size: number, value: number): this {
    if (!this.aligned) return this.packed(size, value)
    for (let done = 0; done < size; done += 8) this.packed(8, (value >> done) & 0xff)
    return this
  }

  /** 7.1.6. */
  unsigned(value: number | bigint): this {
    let left = BigInt(value)
    for (; left > 127n; left >>= 7n) this.packed(8, Number(left & 127n) | 128)
    return this.packed(8, Number(left))
  }

  /** 7.1.5. */
  integer(value: bigint): this {
    return value < 0n ? this.nBit(1, 1).unsigned(-value - 1n) : this.nBit(1, 0).unsigned(value)
  }

  /** 7.1.10, its length told as so many more. */
  string(text: string, more = 0): this {
    const characters = [...text]
    this.unsigned(characters.length + more)
    for (const character of characters) this.unsigned(character.codePointAt(0)!)
    return this
  }

  /** 7.1.10.1. */
  restricted(text: string, set: string, more: number): this {
    const characters = [...text]
    this.unsigned(characters.length + more)
    for (const character of characters) {
      const code = set.indexOf(character)
      this.oneOf(set.length + 1, code < 0 ? set.length : code)
      if (code < 0) this.unsigned(character.codePointAt(0)!)
    }
    return this
  }
}
