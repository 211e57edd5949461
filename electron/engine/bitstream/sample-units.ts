// The units of single samples without reading their pictures: the length fields are followed from unit to unit (ISO/IEC 14496-15),
// a few KiB at a time.
import { windowed } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { headBytes, HeadsAhead } from './heads-ahead.ts'
import { nalHeadBytes, readNalHeader } from './nal-header.ts'
import type { NalRole, VideoCodec } from './nal-unit.ts'

/** A picture of the largest level has 600 slices (H.264 table A-1, H.265 table A.8); more is nonsense. */
export const unitsPerSample = 1_024

/** Bytes that may still be read, over all samples. */
export type ReadBudget = { left: number }

/** Null where the samples of an entry are no units. */
export type Framing = { codec: VideoCodec; lengthSize: number } | null

type Visit = (role: NalRole, read: (limit: number) => Promise<Uint8Array>) => Promise<void> | void

export class SampleUnits {
  readonly #source: ByteSource
  readonly #samples: MovieTrack['samples']
  readonly #framings: readonly Framing[]
  readonly #budget: ReadBudget
  readonly #ahead: HeadsAhead

  /** `framings`: by sample entry. */
  constructor(
    source: ByteSource,
    samples: MovieTrack['samples'],
    framings: readonly Framing[],
    budget: ReadBudget,
  ) {
    const counted = counting(source, budget)
    this.#source = windowed(counted, headBytes)
    this.#ahead = new HeadsAhead(counted, samples)
    this.#samples = samples
    this.#framings = framings
    this.#budget = budget
  }

  /** Whether the budget is used up: then what was told may not be all. */
  get spent(): boolean {
    return this.#budget.left <= 0
  }

  /** Whoever goes on to visit the samples from this one up to `end` in order has their heads read several at a time. */
  prepare(sample: number, end: number): Promise<void> {
    return this.#ahead.prepare(sample, end)
  }

  /** Tells the units of a stored sample in order; false where its lengths do not add up, or not all of it was followed. */
  async visit(sample: number, signal: AbortSignal, take: Visit): Promise<boolean> {
    const samples = this.#samples
    const { codec, lengthSize } = this.#framings[samples.entry[sample] ?? 0] ?? {}
    if (!codec || !lengthSize || !samples.size[sample]) return true
    let at = samples.offset[sample] ?? 0
    const stored = at + (samples.size[sample] ?? 0)
    const end = Math.min(stored, this.#source.size)
    let addsUp = end === stored
    for (let units = 0; units < unitsPerSample && at + lengthSize < end && !this.spent; units += 1) {
      signal.throwIfAborted()
      const head = await this.#read(at, lengthSize + nalHeadBytes(codec))
      const size = head.subarray(0, lengthSize).reduce((value, byte) => value * 256 + byte, 0)
      at += lengthSize
      if (size > end - at) return false
      const [from, { role }] = [at, readNalHeader(head.subarray(lengthSize, lengthSize + size), codec)]
      if (size > 0) await take(role, async (limit) => this.#read(from, Math.min(size, limit)))
      else addsUp = false
      at += size
    }
    return addsUp && at === end
  }

  #read(offset: number, length: number): Uint8Array | Promise<Uint8Array> {
    return this.#ahead.find(offset, length) ?? this.#source.read(offset, length)
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
