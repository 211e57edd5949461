// A first look at a video track: which user data its pictures bear. Decides whether slices are worth hashing and stamps
// worth collecting; it proves nothing, since what begins later in the track is not seen.
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { SampleHeads } from './sample-heads.ts'
import { readSeiMessages, userDataUuid } from './sei.ts'
import { readTimeSource } from './time-source.ts'

/** Twenty seconds and more of most recordings: longer than any group of pictures that is signed. */
const samplesLookedAt = 600
const readLimit = 8 << 20
const seiHead = 1_024

export type VideoSniff = {
  /** Identifiers of user data that occur, as 32 hex digits; at most 64 different ones. */
  uuids: ReadonlySet<string>
  /** Whether a time source after NIST IR 8161r1 is stated. */
  timeSource: boolean
  /** How many samples were looked at, and whether these are all. */
  samples: number
  all: boolean
}

/** Small reads only, 8 MiB at most. Fails with `file-unreadable`, or when cancelled. */
export async function sniffVideo(
  source: ByteSource,
  track: Pick<MovieTrack, 'entries' | 'samples'>,
  signal: AbortSignal,
): Promise<VideoSniff> {
  const uuids = new Set<string>()
  const heads = SampleHeads.of(source, track, { left: readLimit })
  if (!heads) return { uuids, timeSource: false, samples: 0, all: true }
  let timeSource = false
  const { length } = track.samples
  let sample = 0
  for (; sample < Math.min(length, samplesLookedAt) && !heads.spent; sample += 1) {
    for (const unit of await heads.sei(sample, seiHead, signal)) {
      for (const message of readSeiMessages(unit, heads.codec).messages) {
        const uuid = userDataUuid(message)
        if (readTimeSource(message)) timeSource = true
        else if (uuid !== null && uuids.size < 64) uuids.add(uuid)
      }
    }
  }
  return { uuids, timeSource, samples: sample, all: sample === length && !heads.spent }
}
