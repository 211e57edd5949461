// Splits samples into NAL units by the length before each (ISO/IEC 14496-15), as their bytes arrive. Slices are
// hashed in passing, SEI and parameter sets kept, everything else skipped over; nothing large is ever copied.
import { createHash, hash as hashOnce } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { HashName } from '#engine/seal/algorithm.ts'
import { withoutTrailingZeros } from './emulation-prevention.ts'
import { nalHeadBytes, readNalHeader } from './nal-header.ts'
import type { NalHeader } from './nal-header.ts'
import type { NalSink, VideoCodec } from './nal-unit.ts'

/** SEI units and parameter sets longer than this are told without their bytes. */
export const seiBytesKept = 1 << 20

const manyZeros = new Uint8Array(4_096)

/** Digests come as text: a buffer of its own for each costs more than hashing a small slice. */
const bytesOf = (binary: string): Uint8Array => Buffer.from(binary, 'latin1')

export class UnitSplitter {
  units = 0
  slices = 0
  /** Units of no bytes: all that is seen of units in whose place zeros lie. */
  empty = 0
  /** Samples whose lengths do not fit, or whose bytes ended early; and the first of them. */
  badSamples = 0
  firstBad = -1
  readonly #sink: NalSink
  readonly #codec: VideoCodec
  readonly #hashName: HashName | null
  readonly #seiLimit: number
  /** The sample: its index, bytes still to come, and whether the rest of it is passed over. */
  #sample = -1
  #left = 0
  #broken = false
  /** The length field: its width, bytes read of it, and their value. */
  #lengthSize = 4
  #lengthRead = 0
  #length = 0
  /** The unit: place, size, bytes still to come, and its first bytes until there are enough of them. */
  #offset = 0
  #size = 0
  #unitLeft = 0
  readonly #head = new Uint8Array(3)
  #headRead = 0
  #header: NalHeader | null = null
  #hash: Hash | null = null
  #digest: Uint8Array | null = null
  #zeros = 0
  #kept: Uint8Array | null = null
  #keptRead = 0

  constructor(sink: NalSink, codec: VideoCodec, hash: HashName | null, seiLimit = seiBytesKept) {
    this.#sink = sink
    this.#codec = codec
    this.#hashName = hash
    this.#seiLimit = seiLimit
  }

  /** Bytes of the sample that are still to come. */
  get left(): number {
    return this.#left
  }

  begin(sample: number, size: number, lengthSize: number): void {
    this.#sample = sample
    this.#left = size
    this.#lengthSize = lengthSize
    this.#broken = false
    this.#lengthRead = 0
    this.#length = 0
    this.#unitLeft = 0
  }

  /** The next bytes of the sample; `offset` is where they lie in the file. */
  take(bytes: Uint8Array, offset: number): void {
    let at = 0
    while (at < bytes.length && !this.#broken) {
      if (this.#unitLeft === 0) {
        this.#length = this.#length * 256 + (bytes[at] ?? 0)
        at += 1
        this.#left -= 1
        this.#lengthRead += 1
        if (this.#lengthRead === this.#lengthSize) this.#start(offset + at)
        continue
      }
      const part = bytes.subarray(at, Math.min(bytes.length, at + this.#unitLeft))
      at += part.length
      this.#left -= part.length
      this.#unitLeft -= part.length
      this.#body(part)
      if (this.#unitLeft === 0) this.#emit()
    }
    if (this.#broken) this.#left -= bytes.length - at
  }

  /** Ends the sample, whether or not all of it has come. */
  end(): void {
    if (!this.#broken && (this.#left > 0 || this.#unitLeft > 0 || this.#lengthRead > 0)) this.#break()
    this.#hash = null
    this.#kept = null
    this.#left = 0
  }

  #break(): void {
    this.#broken = true
    this.badSamples += 1
    if (this.firstBad < 0) this.firstBad = this.#sample
  }

  /** A length is complete: a unit of that many bytes begins, be it none. */
  #start(offset: number): void {
    this.#lengthRead = 0
    this.#size = this.#length
    this.#length = 0
    if (this.#size > this.#left) {
      this.#break()
      return
    }
    if (this.#size === 0) this.empty += 1
    this.#unitLeft = this.#size
    this.#offset = offset
    this.#headRead = 0
    this.#header = null
    this.#hash = null
    this.#digest = null
    this.#zeros = 0
    this.#kept = null
    this.#keptRead = 0
  }

  #body(part: Uint8Array): void {
    if (this.#header) {
      this.#content(part)
      return
    }
    const wanted = Math.min(nalHeadBytes(this.#codec), this.#size)
    if (this.#headRead === 0 && part.length >= wanted) {
      const header = this.#open(part)
      if (part.length === this.#size && this.#hashes(header)) {
        this.#digest = bytesOf(hashOnce(this.#hashName ?? 'sha256', withoutTrailingZeros(part), 'binary'))
      } else this.#content(part)
      return
    }
    // The first bytes come in pieces: gathered until there are enough to know what this is.
    const taken = Math.min(wanted - this.#headRead, part.length)
    this.#head.set(part.subarray(0, taken), this.#headRead)
    this.#headRead += taken
    if (this.#headRead < wanted) return
    const head = this.#head.subarray(0, wanted)
    this.#open(head)
    this.#content(head)
    this.#content(part.subarray(taken))
  }

  #hashes({ role }: NalHeader): boolean {
    return role === 'slice' && this.#hashName !== null
  }

  #open(head: Uint8Array): NalHeader {
    const header = readNalHeader(head, this.#codec)
    this.#header = header
    const isKept = header.role === 'sei' || header.role === 'parameter-set'
    if (isKept && this.#size <= this.#seiLimit) this.#kept = new Uint8Array(this.#size)
    return header
  }

  #content(part: Uint8Array): void {
    if (this.#kept) {
      this.#kept.set(part, this.#keptRead)
      this.#keptRead += part.length
    } else if (this.#header && this.#hashes(this.#header)) this.#feed(part)
  }

  /** Zeros are held back: those at the end of the unit are no part of it. */
  #feed(part: Uint8Array): void {
    const hash = (this.#hash ??= createHash(this.#hashName ?? 'sha256'))
    const solid = withoutTrailingZeros(part)
    if (solid.length > 0) {
      while (this.#zeros > 0) {
        const some = Math.min(this.#zeros, manyZeros.length)
        hash.update(manyZeros.subarray(0, some))
        this.#zeros -= some
      }
      hash.update(solid)
    }
    this.#zeros += part.length - solid.length
  }

  #emit(): void {
    if (!this.#header) return
    const { type, role, startsPicture, idr } = this.#header
    this.units += 1
    if (role === 'slice') this.slices += 1
    const digest = this.#digest ?? (this.#hash ? bytesOf(this.#hash.digest('binary')) : null)
    this.#sink.unit({
      sample: this.#sample,
      offset: this.#offset,
      size: this.#size,
      type,
      role,
      startsPicture,
      idr,
      digest,
      bytes: this.#kept,
    })
    this.#header = null
    this.#hash = null
    this.#kept = null
  }
}
