// SEI units of single samples without reading their pictures.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { VideoCodec } from './nal-unit.ts'
import { SampleUnits } from './sample-units.ts'
import type { ReadBudget } from './sample-units.ts'
import { codecOf, lengthSizes } from './video-codec.ts'

type Track = Pick<MovieTrack, 'entries' | 'samples'>

export class SampleHeads {
  readonly codec: VideoCodec
  readonly #units: SampleUnits

  private constructor(codec: VideoCodec, units: SampleUnits) {
    this.codec = codec
    this.#units = units
  }

  /** Null where the codec is none of those read here. */
  static of(source: ByteSource, track: Track, budget: ReadBudget): SampleHeads | null {
    const codec = codecOf(track)
    if (codec === null) return null
    const framings = lengthSizes(track).map((lengthSize) => ({ codec, lengthSize }))
    return new SampleHeads(codec, new SampleUnits(source, track.samples, framings, budget))
  }

  /** As of `SampleUnits`. */
  get spent(): boolean {
    return this.#units.spent
  }

  /** The first `limit` bytes of each SEI unit of a stored sample, in order; where it is malformed, those before. */
  async sei(sample: number, limit: number, signal: AbortSignal): Promise<Uint8Array[]> {
    const found: Uint8Array[] = []
    await this.#units.visit(sample, signal, async (role, read) => {
      if (role === 'sei') found.push(Uint8Array.from(await read(limit)))
    })
    return found
  }
}
