// One stored picture and what it depends on, as a movie of its own for ffmpeg: the bytes as they are stored, with times that
// only count them, so that the picture asked for is found by its number and by nothing that a file could get wrong.
import { EvidenceError } from '#contract/errors.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { firstAlike } from '#engine/isobmff/sample-entry.ts'
import { compositionTimeOf, syncBefore } from '#engine/isobmff/sample-lookup.ts'
import { beginningAt, isUnsure, unknownBeginning } from './beginning.ts'
import { decoderTrack } from './decoder-track.ts'
import { storedSamples } from './movie-file.ts'

/** So many groups back a picture may depend on; one is usual, and composition times may be nonsense. */
const groupLimit = 4
const sampleLimit = 20_000
const byteLimit = 2 ** 30

export type SampleRun = {
  /** First stored sample that is decoded, and how many up to the one asked for. */
  first: number
  count: number
  bytes: number
  /** Other parameter sets may have been in force: `isUnsure`. */
  unsure: boolean
  /** The time of the picture asked for in the movie that `input` gives. */
  pts: number
  /** The movie, to be given to ffmpeg once. */
  input(): AsyncIterable<Uint8Array>
}

/**
 * Where decoding may begin, the nearest first: the sync sample at or before it, but of a picture shown before that one (open
 * group) the one before; then further ones, for a sync sample may still need what came before it (recovery points of H.264,
 * ISO/IEC 14496-10 D.2.8).
 */
export function decodeStarts(
  { samples, entries }: Pick<MovieTrack, 'samples' | 'entries'>,
  sample: number,
): number[] {
  const shownAt = compositionTimeOf(samples, sample)
  const earliest = portionStart(samples, firstAlike(entries), sample)
  const starts: number[] = []
  let start = syncBefore(samples, sample)
  for (let tried = 0; tried < groupLimit && start >= earliest; tried += 1) {
    if (starts.length > 0 || compositionTimeOf(samples, start) <= shownAt) starts.push(start)
    start = start > 0 ? syncBefore(samples, start - 1) : -1
  }
  // Some recorders mark no sample at all; of others composition times are nonsense.
  return starts.length > 0 ? starts : [Math.max(earliest, syncBefore(samples, sample))]
}

/** The first of the samples on end, up to this one, that use the same sample entry: nothing before is decoded along. */
function portionStart({ entry }: MovieTrack['samples'], alike: readonly number[], sample: number): number {
  const used = (at: number): number => alike[entry[at] ?? -1] ?? entry[at] ?? -1
  let start = sample
  while (start > 0 && used(start - 1) === used(sample)) start -= 1
  return start
}

/**
 * From stored sample `first` up to `sample`. Fails with `still-refused` where the picture has no bytes, too many would have to be
 * decoded for it, or it cannot be known how decoding begins.
 */
export async function sampleRun(
  source: ByteSource,
  track: MovieTrack,
  sample: number,
  first: number,
  signal: AbortSignal,
): Promise<SampleRun> {
  const { samples } = track
  const count = sample - first + 1
  let bytes = 0
  for (let index = first; index <= sample; index += 1) {
    bytes += samples.size[index] ?? 0
    if ((samples.offset[index] ?? 0) + (samples.size[index] ?? 0) > source.size)
      throw refused(`Sample ${index + 1} of track ${track.id} lies outside the file: it is cut short there.`)
  }
  if ((samples.size[sample] ?? 0) === 0) throw refused(`Sample ${sample + 1} of track ${track.id} is empty.`)
  if (count > sampleLimit || bytes > byteLimit)
    throw refused(`To decode this picture, ${count} samples (${bytes} bytes) would have to be decoded first.`)
  const beginning = await beginningAt(source, track, first, signal)
  if (!beginning) throw unknownBeginning('still-refused', track, first)
  const offsets = countingOffsets(samples, first, count)
  const end = first + count
  const unsure = await isUnsure(source, track, [first, end], signal)
  const layout = layOutMovie(
    [
      {
        ...decoderTrack(beginning, first, timescale, 'still-refused'),
        samples: {
          length: count,
          size: samples.size.subarray(first, end),
          duration: new Uint32Array(count).fill(1),
          compositionOffset: offsets,
          sync: samples.sync.subarray(first, end),
        },
      },
    ],
    { creationTime: 0n, timescale },
  )
  const media = storedSamples(source, samples, first)
  return {
    ...{ first, count, bytes, unsure },
    pts: count - 1 + (offsets[count - 1] ?? 0),
    async *input() {
      yield layout.head
      yield* media(0, count)
    },
  }
}

/** One tick a sample. */
const timescale = 25

/**
 * Composition offsets with which the samples have the times 0, 1, 2 … in the order in which they are shown, all moved by
 * what keeps every offset from being negative.
 */
function countingOffsets(samples: MovieTrack['samples'], first: number, count: number): Int32Array {
  const order = Array.from({ length: count }, (_, index) => index)
  const time = (index: number): number => compositionTimeOf(samples, first + index)
  order.sort((a, b) => time(a) - time(b) || a - b)
  const offsets = new Int32Array(count)
  order.forEach((index, rank) => (offsets[index] = rank - index))
  const shift = offsets.reduce((least, offset) => Math.min(least, offset), 0)
  return offsets.map((offset) => offset - shift)
}

const refused = (message: string): EvidenceError => new EvidenceError('still-refused', message)
