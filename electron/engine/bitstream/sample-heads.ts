// SEI units and parameter sets of single samples without reading their pictures: the length fields are followed from unit to unit
// (ISO/IEC 14496-15), a few KiB at a time.
import { windowed } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { nalHeadBytes, readNalHeader } from './nal-header.ts'
import { codecOf, lengthSizes } from './video-codec.ts'
import type { NalRole, VideoCodec } from './nal-unit.ts'

const windowBytes = 4_096
/** A picture of the largest level has 600 slices (H.264 table A-1, H.265 table A.8); more is nonsense. */
const unitsPerSample = 1_024

/** Bytes that may still be read, over all samples. */
export type ReadBudget = { left: number }

export class SampleHeads {
  readonly codec: VideoCodec
  readonly #source: ByteSource
  readonly #track: Pick<MovieTrack, 'samples'>
  readonly #lengthSizes: number[]
  readonly #budget: ReadBudget

  private constructor(
    source: ByteSource,
    track: Pick<MovieTrack, 'entries' | 'samples'>,
    codec: VideoCodec,
    budget: ReadBudget,
  ) {
    this.codec = codec
    this.#budget = budget
    this.#source = windowed(counting(source, budget), windowBytes)
    this.#track = track
    this.#lengthSizes = lengthSizes(track)
  }

  /** Null where the codec is none of those read here. */
  static of(
    source: ByteSource,
    track: Pick<MovieTrack, 'entries' | 'samples'>,
    budget: ReadBudget,
  ): SampleHeads | null {
    const codec = codecOf(track)
    return codec && new SampleHeads(source, track, codec, budget)
  }

  /** Whether the budget is used up: then what was told may not be all. */
  get spent(): boolean {
    return this.#budget.left <= 0
  }

  /** The first `limit` bytes of each SEI unit of a stored sample, in order; where it is malformed, those before. */
  sei(sample: number, limit: number, signal: AbortSignal): Promise<Uint8Array[]> {
    return this.#units('sei', sample, limit, signal)
  }

  /** The same of its parameter sets. */
  parameterSets(sample: number, limit: number, signal: AbortSignal): Promise<Uint8Array[]> {
    return this.#units('parameter-set', sample, limit, signal)
  }

  async #units(role: NalRole, sample: number, limit: number, signal: AbortSignal): Promise<Uint8Array[]> {
    const { samples } = this.#track
    const lengthSize = this.#lengthSizes[samples.entry[sample] ?? 0] ?? 0
    const found: Uint8Array[] = []
    if (lengthSize === 0) return found
    let at = samples.offset[sample] ?? 0
    const end = Math.min(at + (samples.size[sample] ?? 0), this.#source.size)
    for (let units = 0; units < unitsPerSample && at + lengthSize < end && !this.spent; units += 1) {
      signal.throwIfAborted()
      const head = await this.#source.read(at, lengthSize + nalHeadBytes(this.codec))
      const size = head.subarray(0, lengthSize).reduce((value, byte) => value * 256 + byte, 0)
      at += lengthSize
      if (size > end - at) break
      const unit = head.subarray(lengthSize, lengthSize + size)
      if (size > 0 && readNalHeader(unit, this.codec).role === role) {
        found.push(Uint8Array.from(await this.#source.read(at, Math.min(size, limit))))
      }
      at += size
    }
    return found
  }
}

/** The same source, counting what is read from it. */
const counting = (source: ByteSource, budget: ReadBudget): ByteSource => ({
  name: source.name,
  size: source.size,
  stream: (start, end, signal) => source.stream(start, end, signal),
  close: () => source.close(),
  read: (offset, length) => {
    budget.left -= length
    return source.read(offset, length)
  },
})
