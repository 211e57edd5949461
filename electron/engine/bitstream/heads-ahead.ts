// The first bytes of stored samples, read for many of them at a time: one read after the other would take most of its time waiting.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'

/** Of each sample; what lies further inside is read when it is asked for. */
export const headBytes = 4_096
/** To read so much between two heads is cheaper than to read once more. */
const gapBytes = 16 * 1024
const rangeBytes = 256 * 1024
const samplesAtOnce = 64

type Place = { start: number; end: number }
type Held = { start: number; bytes: Uint8Array }

export class HeadsAhead {
  readonly #source: ByteSource
  readonly #samples: MovieTrack['samples']
  #held: Held[] = []
  /** Where it was found last: samples are gone through in order. */
  #at = 0
  /** Samples [first, end) were read ahead. */
  #first = 0
  #end = 0

  constructor(source: ByteSource, samples: MovieTrack['samples']) {
    this.#source = source
    this.#samples = samples
  }

  /** Reads the heads of this sample and of those behind it, but of none from `end` on, where that was not done. */
  async prepare(sample: number, end: number): Promise<void> {
    if (sample >= this.#first && sample < this.#end) return
    this.#first = sample
    this.#end = Math.min(end, sample + samplesAtOnce)
    this.#at = 0
    const held = await Promise.all(
      placesOf(this.#samples, sample, this.#end).map((place) => this.#read(place)),
    )
    this.#held = held.filter((one) => one !== null)
  }

  /** These bytes, where all of them were read ahead; else null. */
  find(offset: number, length: number): Uint8Array | null {
    for (let tries = 0; tries < this.#held.length; tries += 1) {
      const held = this.#held[this.#at]
      if (held && offset >= held.start && offset + length <= held.start + held.bytes.length)
        return held.bytes.subarray(offset - held.start, offset - held.start + length)
      this.#at = (this.#at + 1) % this.#held.length
    }
    return null
  }

  /** What cannot be read is no failure yet: whoever asks for it reads it alone, and is told then. */
  async #read({ start, end }: Place): Promise<Held | null> {
    try {
      return { start, bytes: await this.#source.read(start, end - start) }
    } catch {
      return null
    }
  }
}

/** Where the heads of samples [first, end) lie; those that are near to each other are one place. */
function placesOf({ offset, size }: MovieTrack['samples'], first: number, end: number): Place[] {
  const places: Place[] = []
  for (let sample = first; sample < end; sample += 1) {
    const head = Math.min(size[sample] ?? 0, headBytes)
    if (head === 0) continue
    const start = offset[sample] ?? 0
    const stop = start + head
    const last = places.at(-1)
    const isNear =
      last && start >= last.start && start - last.end <= gapBytes && stop - last.start <= rangeBytes
    if (isNear) last.end = Math.max(last.end, stop)
    else places.push({ start, end: stop })
  }
  return places
}
