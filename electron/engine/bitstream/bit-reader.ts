// Bits of a raw byte sequence payload, most significant first, and Exp-Golomb codes (H.264 9.1, H.265 9.2). What is not there
// makes a value null, never an exception: heads of units are looked at only as far as they were read.
import { removeEmulationPrevention } from './emulation-prevention.ts'

/** Longer codes stand for more than 32 bits. */
const longestZeros = 31

export class BitReader {
  readonly #bytes: Uint8Array
  #at = 0

  /** `unit`: the first bytes of a NAL unit as stored; `skip`: bytes of its header. */
  constructor(unit: Uint8Array, skip: number) {
    this.#bytes = removeEmulationPrevention(unit).bytes
    this.#at = skip * 8
  }

  bit(): number | null {
    const byte = this.#bytes[this.#at >>> 3]
    if (byte === undefined) return null
    const value = (byte >> (7 - (this.#at & 7))) & 1
    this.#at += 1
    return value
  }

  bits(count: number): number | null {
    let value = 0
    for (let done = 0; done < count; done += 1) {
      const bit = this.bit()
      if (bit === null) return null
      value = value * 2 + bit
    }
    return value
  }

  /** ue(v). */
  unsigned(): number | null {
    let zeros = 0
    for (;;) {
      const bit = this.bit()
      if (bit === null || zeros > longestZeros) return null
      if (bit === 1) break
      zeros += 1
    }
    const rest = this.bits(zeros)
    return rest === null ? null : 2 ** zeros - 1 + rest
  }

  /** se(v). */
  signed(): number | null {
    const code = this.unsigned()
    return code === null ? null : code % 2 === 1 ? (code + 1) / 2 : -(code / 2)
  }
}
