// Which decoded pictures of a track are equal to the last bit: frozen and repeated pictures, however they are stored.
import type { DecodedScan } from '#contract/frames.ts'
import { firstOfSame, hashBytes } from '#engine/base/equal-hashes.ts'
import type { Work } from '#engine/base/progress.ts'
import { findFfmpeg } from './ffmpeg-program.ts'
import { ffmpegVersion } from './ffmpeg.ts'
import { hashPictures } from './hash-pictures.ts'
import type { HashedPictures, HashRequest } from './hash-pictures.ts'
import type { ReviewPlan } from './review-plan.ts'

const sameLimit = 20_000

/** Fails as `hashPictures` does. */
export async function scanDecoded(request: Omit<HashRequest, 'program'>, work: Work): Promise<DecodedScan> {
  const program = await findFfmpeg()
  const [ffmpeg, hashed] = [await ffmpegVersion(program), await hashPictures({ ...request, program }, work)]
  return { trackId: request.track.id, ...compare(request.plan, hashed), ffmpeg }
}

function compare(
  { sampleOf }: ReviewPlan,
  { hashes, isRead }: HashedPictures,
): Omit<DecodedScan, 'trackId' | 'ffmpeg'> {
  const samples = isRead.length
  const first = firstOfSame(hashes, isRead)
  const at = (picture: number): Buffer => hashes.subarray(picture * hashBytes, (picture + 1) * hashBytes)
  const same: [number, number][] = []
  let [sameTotal, repeated, undecoded] = [0, 0, 0]
  for (let picture = 0; picture < samples; picture += 1) {
    const earlier = first[picture] ?? picture
    if (isRead[picture] !== 1) undecoded += 1
    if (earlier === picture) continue
    sameTotal += 1
    if (same.length < sameLimit) same.push([sampleOf[picture] ?? 0, sampleOf[earlier] ?? 0])
    if (isRead[picture - 1] === 1 && at(picture - 1).equals(at(picture))) repeated += 1
  }
  return { samples, same, sameTotal, repeated, undecoded }
}
