// Verifies a video as the product does, from memory: the samples read in decode order, once more where another digest is
// asked for.
import { memorySource } from '#engine/base/byte-source.ts'
import { Findings } from '#engine/base/findings.ts'
import { unwatched } from '#engine/base/progress.ts'
import { readVideo } from '#engine/bitstream/read-video.ts'
import { codecOf } from '#engine/bitstream/video-codec.ts'
import { readBoxTree } from '#engine/isobmff/box-tree.ts'
import { readMovie } from '#engine/isobmff/movie.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { SigningVerifier } from '#engine/mediasigning/signing-verifier.ts'
import type { SigningOutcome } from '#engine/mediasigning/signing-verifier.ts'
import type { HashName } from '#engine/seal/algorithm.ts'
import { writeStream } from './sign-video-stream.ts'
import type { VideoStream } from './sign-video-stream.ts'

export type Group = SigningOutcome['groups'][number]

/** The first video track of a file. */
export async function trackOf(mp4: Uint8Array): Promise<MovieTrack> {
  const source = memorySource('signed', mp4)
  const findings = new Findings()
  const movie = await readMovie(source, await readBoxTree(source, findings), findings)
  const track = movie.tracks.find(({ handler }) => handler === 'vide')
  if (!track) throw new Error('no video track')
  return track
}

/** `track` once for many files with the same tables. */
export async function checkBytes(mp4: Uint8Array, track: MovieTrack): Promise<SigningOutcome> {
  const codec = codecOf(track)
  if (codec === null) throw new Error('no codec known here')
  const source = memorySource('signed', mp4)
  const scan = async (hash: HashName): Promise<SigningOutcome> => {
    const verifier = new SigningVerifier({ trackId: track.id, codec, hash })
    await readVideo(source, track, verifier, { hash }, unwatched)
    return verifier.finish()
  }
  const outcome = await scan('sha256')
  return outcome.needsHash === null ? outcome : scan(outcome.needsHash)
}

export async function checkStream(stream: VideoStream): Promise<SigningOutcome> {
  const { mp4 } = writeStream(stream)
  return checkBytes(mp4, await trackOf(mp4))
}

/** The group that speaks of a sample; where there are several, the worst is what counts. */
export const groupsAt = (outcome: SigningOutcome, sample: number): Group[] =>
  outcome.groups.filter(({ firstSample, endSample }) => firstSample <= sample && sample < endSample)

/** What is said of one picture. */
export const stateAt = (outcome: SigningOutcome, sample: number): string | undefined =>
  outcome.frameRuns.find(({ first, count }) => first <= sample && sample < first + count)?.state
