// Whether the samples of a track bring other parameter sets than its sample entries hold, told by the read that goes through all of it.
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { NalSink, NalUnit } from './nal-unit.ts'
import { SetsInForce } from './sets-in-force.ts'

export class SetChangeCollector implements NalSink {
  readonly #sets: SetsInForce
  readonly #samples: number
  #sample = -1
  #units: Uint8Array[] = []
  #isAll = true

  constructor(track: Pick<MovieTrack, 'entries' | 'samples'>) {
    this.#sets = new SetsInForce(track)
    this.#samples = track.samples.length
  }

  unit({ role, sample, bytes }: NalUnit): void {
    if (role !== 'parameter-set') return
    if (sample !== this.#sample) this.#close()
    this.#sample = sample
    if (bytes) this.#units.push(bytes)
    else this.#isAll = false
  }

  /** `complete`: all units were told. Null where that is not known. */
  finish(complete: boolean): boolean | null {
    this.#close()
    this.#sets.tell(this.#samples - 1, [])
    return complete && this.#isAll && !this.#sets.stopped ? this.#sets.changeInside : null
  }

  #close(): void {
    if (this.#units.length > 0) this.#sets.tell(this.#sample, this.#units)
    this.#units = []
  }
}
