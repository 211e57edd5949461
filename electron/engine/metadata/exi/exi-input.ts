// Bits and bytes of an EXI stream, and the representations that everything else is made of (7.1.6 Unsigned Integer, 7.1.5
// Integer, 7.1.9 n-bit Unsigned Integer, 7.1.10 String). Nothing is read beyond the end: that stops with `cut`.
import { ExiStop, broken, exiLimits } from './exi-limits.ts'

/** ⌈log2(count)⌉: the bits that tell `count` things apart; 0 for none and for one. */
export function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1)
}

export class ExiInput {
  /** Whether n-bit integers fill whole bytes (7.1.9): all alignments but bit-packed. */
  aligned: boolean
  /** Code points that are none were read as U+FFFD. */
  replaced = 0
  readonly #bytes: Uint8Array
  /** Where the bytes come from, for messages; empty for the sample itself. */
  readonly #origin: string
  #at = 0

  constructor(bytes: Uint8Array, aligned: boolean, origin = '') {
    this.#bytes = bytes
    this.aligned = aligned
    this.#origin = origin
  }

  /** The byte in which the next bit is. */
  get byte(): number {
    return Math.floor(this.#at / 8)
  }

  /** A place for people: “byte 12, bit 3”, both from 0. */
  get place(): string {
    const bit = this.#at % 8
    return `byte ${this.byte}${bit > 0 ? `, bit ${bit}` : ''}${this.#origin}`
  }

  /** Whole bytes behind the current one. */
  get rest(): Uint8Array {
    return this.#bytes.subarray(Math.ceil(this.#at / 8))
  }

  align(): void {
    this.#at = Math.ceil(this.#at / 8) * 8
  }

  skipBytes(count: number): void {
    this.#need(count * 8)
    this.#at += count * 8
  }

  /** Packed bits, whatever the alignment; at most 32. */
  bits(count: number): number {
    this.#need(count)
    let value = 0
    for (let left = count; left > 0;) {
      const free = 8 - (this.#at % 8)
      const take = Math.min(free, left)
      const byte = this.#bytes[this.byte] ?? 0
      value = value * 2 ** take + ((byte >> (free - take)) & (2 ** take - 1))
      this.#at += take
      left -= take
    }
    return value
  }

  /** 7.1.9: packed, or in the least number of bytes, the least significant one first. */
  nBit(count: number): number {
    if (!this.aligned) return this.bits(count)
    let value = 0
    for (let byte = 0; byte * 8 < count; byte += 1) value += this.bits(8) * 2 ** (byte * 8)
    return value
  }

  /** 7.1.2. */
  boolean(): boolean {
    return this.nBit(1) === 1
  }

  /** 7.1.6, where a number beyond 2^53 makes no sense (lengths, code points, years). */
  unsigned(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const octet = this.bits(8)
      value += (octet & 0x7f) * scale
      if (octet < 0x80) break
      if (scale > 2 ** 49) throw broken('a number in it is larger than can be meant')
    }
    if (!Number.isSafeInteger(value)) throw broken('a number in it is larger than can be meant')
    return value
  }

  /** 7.1.6 for values of any size. */
  bigUnsigned(): bigint {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      if (shift >= 7 * exiLimits.integerBytes) throw broken('a number in it has too many digits')
      const octet = this.bits(8)
      value |= BigInt(octet & 0x7f) << shift
      if (octet < 0x80) return value
    }
  }

  /** 7.1.5: sign and magnitude; negative values are stored as their magnitude less one. */
  integer(): bigint {
    const negative = this.boolean()
    const magnitude = this.bigUnsigned()
    return negative ? -magnitude - 1n : magnitude
  }

  /** 7.1.10: length and characters. */
  string(longest: number): string {
    return this.characters(this.unsigned(), longest)
  }

  /** `count` characters, each an Unsigned Integer (7.1.10) and so at least one byte. */
  characters(count: number, longest: number): string {
    if (count > longest) throw broken(`a string in it has ${count} characters, more than ${longest}`)
    this.#need(count * 8)
    const pieces: string[] = []
    let piece: number[] = []
    for (let done = 0; done < count; done += 1) {
      piece.push(this.#codePoint(this.unsigned()))
      if (piece.length < 4_096) continue
      pieces.push(String.fromCodePoint(...piece))
      piece = []
    }
    pieces.push(String.fromCodePoint(...piece))
    return pieces.join('')
  }

  /** 7.1.10.1: characters out of a small set; the code after the last one announces any other. */
  restricted(count: number, longest: number, set: string): string {
    if (count > longest) throw broken(`a string in it has ${count} characters, more than ${longest}`)
    const size = bitsFor(set.length + 1)
    this.#need(count * (this.aligned ? 8 : size))
    let text = ''
    for (let done = 0; done < count; done += 1) {
      const code = this.nBit(size)
      if (code > set.length) throw broken(`a character in it has code ${code} of ${set.length}`)
      text += set[code] ?? String.fromCodePoint(this.#codePoint(this.unsigned()))
    }
    return text
  }

  /** 7.1.1. */
  binary(longest: number): Uint8Array {
    const length = this.unsigned()
    if (length > longest) throw broken(`binary data in it has ${length} bytes, more than ${longest}`)
    this.#need(length * 8)
    return Uint8Array.from({ length }, () => this.bits(8))
  }

  #codePoint(value: number): number {
    if (value <= 0x10ffff && (value < 0xd800 || value > 0xdfff)) return value
    this.replaced += 1
    return 0xfffd
  }

  #need(bits: number): void {
    if (bits > this.#bytes.length * 8 - this.#at) throw new ExiStop('cut', '')
  }
}
