// A stretch of stored samples as a movie of its own that ffmpeg reads from a pipe (ISO/IEC 14496-12, `moov` before
// `mdat`): the samples byte for byte, and in place of their times the number of the picture that each one gives.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { beginningAt, unknownBeginning } from './beginning.ts'
import { decoderTrack } from './decoder-track.ts'
import { storedSamples } from './movie-file.ts'
import { isStored } from './review-plan.ts'
import type { ReviewPlan, Stretch } from './review-plan.ts'

/** One picture is 40 ms long in the feed, whatever it is in the recording: times are numbers here. */
export const ticksPerPicture = 40
export const ticksPerSecond = 1_000

export type Feed = {
  bytes(): AsyncIterable<Uint8Array>
  /** Time in the feed of a picture. */
  timeOf(picture: number): number
  /** The picture fed with this time; null where none was. */
  pictureAt(time: number): number | null
  /** How many samples are fed. */
  samples: number
  /** Code of their sample entry. */
  entryType: string
}

/**
 * Composition times are all later than every decode time, so that a decode time that ffmpeg takes for the time of a
 * picture, as it does where a stream contradicts its table, is no time of a picture. Null where no sample is stored.
 * Fails with `review-refused`.
 */
export async function feedOf(
  source: ByteSource,
  track: MovieTrack,
  plan: ReviewPlan,
  stretch: Stretch,
  signal: AbortSignal,
): Promise<Feed | null> {
  const fed: number[] = []
  for (let sample = stretch.from; sample < stretch.to; sample += 1)
    if (isStored(plan, sample)) fed.push(sample)
  const [first] = fed
  if (first === undefined) return null
  const lowest = fed.reduce((low, sample) => Math.min(low, plan.pictureOf[sample] ?? 0), plan.samples.length)
  const count = fed.length
  const timeOf = (picture: number): number => (count + picture - lowest) * ticksPerPicture
  const beginning = await beginningAt(source, track, first, signal)
  if (!beginning) throw unknownBeginning('review-refused', track, first, { before: stretch.first - 1 })
  // All of one portion: samples of another entry are never fed beside them.
  const header = decoderTrack(beginning, first, ticksPerSecond, 'review-refused')
  const numbers = new Set(fed.map((sample) => plan.pictureOf[sample] ?? 0))
  const offset = Float64Array.from(fed, (sample) => plan.samples.offset[sample] ?? 0)
  const size = Uint32Array.from(fed, (sample) => plan.samples.size[sample] ?? 0)
  const layout = layOutMovie(
    [
      {
        ...header,
        samples: {
          length: count,
          size,
          duration: new Uint32Array(count).fill(ticksPerPicture),
          compositionOffset: Int32Array.from(
            fed,
            (sample, at) => timeOf(plan.pictureOf[sample] ?? 0) - at * ticksPerPicture,
          ),
          sync: Uint8Array.from(fed, (sample) => plan.samples.sync[sample] ?? 0),
        },
      },
    ],
    { creationTime: 0n, timescale: ticksPerSecond },
  )
  const supply = storedSamples(source, { offset, size })
  return {
    samples: count,
    entryType: Buffer.from(header.sampleEntry).toString('latin1', 4, 8),
    timeOf,
    pictureAt: (time) => {
      const picture = time / ticksPerPicture - count + lowest
      return Number.isInteger(picture) && numbers.has(picture) ? picture : null
    },
    bytes: async function* () {
      yield layout.head
      for (const chunk of layout.chunks) yield* supply(chunk.firstSample, chunk.count)
    },
  }
}
