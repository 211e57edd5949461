// Bits of H.264 units (ISO/IEC 14496-10 7.2, 7.4.1, 9.1): reading behind emulation prevention, and writing with it.

/** A unit ended before what it should hold. */
export class BitsEnded extends Error {
  override readonly name = 'BitsEnded'
}

/** The payload of a unit without its bytes of emulation prevention (7.4.1.1). */
export function unescaped(unit: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(unit.length)
  let length = 0
  let zeros = 0
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    bytes[length] = byte
    length += 1
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return bytes.subarray(0, length)
}

export class BitReader {
  readonly #bytes: Uint8Array
  #at: number

  /** `from`: the first byte to read. */
  constructor(bytes: Uint8Array, from = 0) {
    this.#bytes = bytes
    this.#at = from * 8
  }

  bits(count: number): number {
    let value = 0
    for (let bit = 0; bit < count; bit += 1) {
      const byte = this.#bytes[this.#at >>> 3]
      if (byte === undefined) throw new BitsEnded('The unit is too short.')
      value = value * 2 + ((byte >>> (7 - (this.#at & 7))) & 1)
      this.#at += 1
    }
    return value
  }

  flag(): boolean {
    return this.bits(1) === 1
  }

  /** Unsigned Exp-Golomb code. */
  ue(): number {
    let zeros = 0
    while (!this.flag()) {
      zeros += 1
      if (zeros > 31) throw new BitsEnded('A code is too long.')
    }
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** Signed Exp-Golomb code. */
  se(): number {
    const code = this.ue()
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2
  }
}

export class BitWriter {
  readonly #bits: number[] = []

  bits(value: number, count: number): this {
    for (let bit = count - 1; bit >= 0; bit -= 1) this.#bits.push(Math.floor(value / 2 ** bit) % 2)
    return this
  }

  ue(value: number): this {
    const length = Math.floor(Math.log2(value + 1))
    return this.bits(0, length).bits(value + 1, length + 1)
  }

  /** A whole unit: its header, what was written, the trailing bits (7.3.2.11), and emulation prevention. */
  unit(header: number): Uint8Array<ArrayBuffer> {
    const bits = [...this.#bits, 1]
    const escaped = [header]
    let zeros = 0
    for (let at = 0; at < bits.length; at += 8) {
      let byte = 0
      for (let bit = 0; bit < 8; bit += 1) byte = byte * 2 + (bits[at + bit] ?? 0)
      if (zeros >= 2 && byte <= 3) {
        escaped.push(3)
        zeros = 0
      }
      escaped.push(byte)
      zeros = byte === 0 ? zeros + 1 : 0
    }
    return Uint8Array.from(escaped)
  }
}
