// Where nothing is known of a track's sound, since bytes of its stored samples are missing: zeros stand in their place, which
// many codecs would decode to noise that nobody recorded.
import type { ByteRange } from '#contract/units.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'

/** From and up to, in seconds of the timeline of the track's media, from its origin. */
export type Stretch = { from: number; to: number }

/**
 * In order, and joined where they touch. `missing`: ranges of the file in order. Where sound is compressed, the sample after a
 * missing one is not known either: a decoder makes its beginning out of both.
 */
export function missingSound(
  samples: SampleTable,
  timescale: number,
  missing: readonly ByteRange[],
): Stretch[] {
  if (missing.length === 0) return []
  /** In ticks, which touch exactly. */
  const stretches: Stretch[] = []
  let wasMissing = false
  for (let at = 0; at < samples.length; at += 1) {
    const start = samples.offset[at] ?? 0
    const isMissing = touches(missing, start, start + (samples.size[at] ?? 0))
    if (isMissing || (wasMissing && samples.unitSize === 0)) {
      const from = samples.decodeTime[at] ?? 0
      add(stretches, { from, to: from + (samples.duration[at] ?? 0) })
    }
    wasMissing = isMissing
  }
  return stretches.map(({ from, to }) => ({ from: from / timescale, to: to / timescale }))
}

/** As `isTouched`, for as many samples as sound has. */
function touches(ranges: readonly ByteRange[], start: number, end: number): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.end ?? 0) > start) high = middle
    else low = middle + 1
  }
  const range = ranges[low]
  return start < end && range !== undefined && range.start < end
}

function add(stretches: Stretch[], { from, to }: Stretch): void {
  const last = stretches.at(-1)
  // In damaged files a sample may begin before the one before it.
  if (last && from <= last.to && from >= last.from) last.to = Math.max(last.to, to)
  else stretches.push({ from, to })
}

/** Silence in a stream of 16-bit sound wherever nothing is known of it. */
export class Silencer {
  #position = 0
  /** In bytes of the stream. */
  readonly #ranges: ByteRange[]

  constructor(stretches: readonly Stretch[], sampleRate: number, channels: number) {
    const step = 2 * channels
    this.#ranges = stretches.map(({ from, to }) => ({
      start: Math.floor(from * sampleRate) * step,
      end: Math.ceil(to * sampleRate) * step,
    }))
  }

  /** The next bytes of the stream, changed in place. */
  silence(chunk: Uint8Array): void {
    const start = this.#position
    this.#position += chunk.length
    for (const range of this.#ranges) {
      if (range.end <= start || range.start >= this.#position) continue
      chunk.fill(0, Math.max(0, range.start - start), Math.min(chunk.length, range.end - start))
    }
  }
}
