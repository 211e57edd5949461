// Whether the samples of a track bring other parameter sets than its sample entries hold, told by the read that goes through all of it.
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { NalSink, NalUnit } from './nal-unit.ts'
import { unitsPerSample } from './sample-units.ts'
import { noSets } from './set-heads.ts'
import { SetsInForce } from './sets-in-force.ts'
import { entryCodec, framingOf } from './video-codec.ts'

/** More of one sample is not kept: then it is not known. */
const bytesPerSample = 1 << 16

export class SetChangeCollector implements NalSink {
  readonly #sets: SetsInForce
  readonly #samples: number
  #sample = -1
  #found = noSets()
  #isBehind = false
  #units = 0
  #bytes = 0
  #isAll: boolean

  constructor({ entries, samples }: Pick<MovieTrack, 'entries' | 'samples'>) {
    this.#sets = new SetsInForce({ entries, samples })
    this.#samples = samples.length
    // Units are told by the code of the entry.
    this.#isAll = entries.every((entry) => (framingOf(entry)?.codec ?? null) === entryCodec(entry))
  }

  unit({ role, sample, bytes }: NalUnit): void {
    if (role !== 'parameter-set' && role !== 'slice') return
    if (sample !== this.#sample) this.#close()
    this.#sample = sample
    if (role === 'slice') this.#isBehind = true
    else this.#keep(bytes)
  }

  /** `complete`: all units were told. Null where that is not known. */
  finish(complete: boolean): boolean | null {
    this.#close()
    this.#sets.tell(this.#samples - 1)
    return complete && this.#isAll && !this.#sets.stopped ? this.#sets.changeInside : null
  }

  #keep(bytes: Uint8Array | null): void {
    this.#units += 1
    this.#bytes += bytes?.length ?? 0
    if (!bytes || this.#units > unitsPerSample || this.#bytes > bytesPerSample) this.#isAll = false
    else (this.#isBehind ? this.#found.behind : this.#found.before).push(bytes)
  }

  #close(): void {
    if (this.#units > 0) this.#sets.tell(this.#sample, this.#found)
    this.#found = noSets()
    this.#isBehind = false
    this.#units = 0
    this.#bytes = 0
  }
}
