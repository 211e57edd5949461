// The parameter sets of single samples, each read as its own sample entry says.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { SampleUnits } from './sample-units.ts'
import type { ReadBudget } from './sample-units.ts'
import { framingOf } from './video-codec.ts'

/** Of one sample: parameter sets before its first slice, which are of its picture, and those behind it, of what follows. */
export type SampleSets = {
  before: Uint8Array[]
  behind: Uint8Array[]
  /** Whether the sample was followed to its end; if not, it may bring more. */
  isAll: boolean
}

export const noSets = (): SampleSets => ({ before: [], behind: [], isAll: true })

export class SetHeads {
  readonly #units: SampleUnits

  constructor(source: ByteSource, track: Pick<MovieTrack, 'entries' | 'samples'>, budget: ReadBudget) {
    this.#units = new SampleUnits(source, track.samples, track.entries.map(framingOf), budget)
  }

  /** As of `SampleUnits`. */
  get spent(): boolean {
    return this.#units.spent
  }

  /** As of `SampleUnits`. */
  prepare(sample: number, end: number): Promise<void> {
    return this.#units.prepare(sample, end)
  }

  /** The first `limit` bytes of each. */
  async of(sample: number, limit: number, signal: AbortSignal): Promise<SampleSets> {
    const sets = noSets()
    let place = sets.before
    sets.isAll = await this.#units.visit(sample, signal, async (role, read) => {
      if (role === 'slice') place = sets.behind
      if (role === 'parameter-set') place.push(Uint8Array.from(await read(limit)))
    })
    return sets
  }
}
