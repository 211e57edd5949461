// When each of some pictures was taken: by the start time that counts, and by the camera's own stamp in the picture.
import type { SampleTimes } from '#contract/track.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { filetime, filetimeSpan, formatUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import { readStamp } from './misb-stamp.ts'
import { SampleHeads } from './sample-heads.ts'
import { readSeiMessages } from './sei.ts'

/** As many samples as one call may ask for. */
const countLimit = 2_000
const readLimit = 64 << 20
/** A stamp stands in a unit of some 30 bytes; other messages may come before it. */
const seiHead = 4_096

export type SampleStamp = SampleTimes['stamp'][number]

/**
 * `start`: UTC of the origin of the media timeline; null where none is known. Reads the heads of those samples only; where that
 * would be too much for one call, there are fewer entries than were asked for, and at least one.
 */
export async function sampleTimes(
  source: ByteSource,
  track: Pick<MovieTrack, 'entries' | 'samples' | 'timescale'>,
  start: Filetime | null,
  first: number,
  count: number,
  signal: AbortSignal,
): Promise<SampleTimes> {
  const { samples, timescale } = track
  const from = Math.min(Math.max(0, first), samples.length)
  const end = Math.min(from + Math.min(count, countLimit), samples.length)
  const heads = SampleHeads.of(source, track, { left: readLimit })
  const times: SampleTimes = { first: from, total: samples.length, utc: [], stamp: [] }
  for (let sample = from; sample < end; sample += 1) {
    const span = filetimeSpan(compositionTimeOf(samples, sample), timescale)
    const stamp = heads ? await stampOf(heads, sample, signal) : null
    // What was not read to its end may bear a stamp all the same.
    if (heads?.spent && sample > from) break
    times.utc.push(start === null ? null : formatUtc(filetime(start + span)))
    times.stamp.push(stamp)
  }
  return times
}

/** The first stamp that can be read. */
async function stampOf(heads: SampleHeads, sample: number, signal: AbortSignal): Promise<SampleStamp> {
  for (const unit of await heads.sei(sample, seiHead, signal)) {
    for (const message of readSeiMessages(unit, heads.codec).messages) {
      const reading = readStamp(message)
      const utc = reading && 'stamp' in reading ? formatUtc(reading.stamp.time) : null
      if (reading && 'stamp' in reading && utc !== null)
        return { utc, locked: reading.stamp.locked, discontinuity: reading.stamp.discontinuity }
    }
  }
  return null
}
