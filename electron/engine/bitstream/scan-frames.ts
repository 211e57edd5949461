// One read of all samples of a video track in decode order: the type of each picture, and the hash of its stored bytes.
import type { FrameScan } from '#contract/frames.ts'
import { isTouched } from '#contract/units.ts'
import type { ByteRange } from '#contract/units.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { firstOfSame, hashBytes } from '#engine/base/equal-hashes.ts'
import { createSha256 } from '#engine/base/hash.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { PictureTypes } from './picture-type.ts'
import { codecOf, lengthSizes } from './video-codec.ts'

/** Of larger samples only so much is looked at for the type; all of it is hashed. */
const lookBytes = 4 << 20
/** Samples that overlap may make a small file endless: no more than this many times its size is read. */
const timesTheFile = 2
const sameLimit = 20_000
const turnSamples = 256

export type ScannedFrames = {
  /** One letter a sample; see `FrameScan.types`. */
  types: string
  unread: number
  /** SHA-256 of the stored sample, as hex; null where it could not be read. */
  hashOf(sample: number): string | null
  /** The earlier sample with the same bytes; null where there is none. */
  sameAs(sample: number): number | null
}

/** `missing`: bytes in whose place zeros stand. Fails only with `file-unreadable`, or when cancelled. */
export async function scanFrames(
  source: ByteSource,
  track: Pick<MovieTrack, 'entries' | 'samples'>,
  missing: readonly ByteRange[],
  work: Work,
): Promise<ScannedFrames> {
  const { samples } = track
  const codec = codecOf(track)
  const reader = codec && new PictureTypes(codec, track.entries, lengthSizes(track))
  const hashes = Buffer.alloc(samples.length * hashBytes)
  const isRead = new Uint8Array(samples.length)
  const letters = Buffer.alloc(samples.length, '?')
  const limit = timesTheFile * source.size
  let [done, unread] = [0, 0]
  const total = samples.size.reduce((sum, size) => sum + size, 0)
  for (let index = 0; index < samples.length; index += 1) {
    if (index % turnSamples === 0) await breathe(work.signal)
    const [start, size] = [samples.offset[index] ?? 0, samples.size[index] ?? 0]
    if (start + size > source.size || done + size > limit || isTouched(missing, start, start + size)) {
      unread += 1
      continue
    }
    const head = await source.read(start, Math.min(size, lookBytes))
    const hash = createSha256().update(head)
    if (size > lookBytes)
      for await (const chunk of source.stream(start + lookBytes, start + size, work.signal))
        hash.update(chunk)
    hash.digest().copy(hashes, index * hashBytes)
    isRead[index] = 1
    const type = reader?.typeOf(head, samples.entry[index] ?? 0) ?? intraOnly(track, index)
    letters.write(type, index, 'latin1')
    done += size
    work.report({ label: source.name, done, total: Math.min(total, limit), unit: 'bytes' })
  }
  const first = firstOfSame(hashes, isRead)
  return {
    ...{ types: letters.toString('latin1'), unread },
    hashOf: (sample) =>
      isRead[sample] === 1 ? hashes.toString('hex', sample * hashBytes, (sample + 1) * hashBytes) : null,
    sameAs: (sample) => {
      const found = first[sample] ?? sample
      return found === sample ? null : found
    },
  }
}

/** As the contract tells it. */
export function tellScan(trackId: number, scanned: ScannedFrames): FrameScan {
  const same: [number, number][] = []
  let sameTotal = 0
  for (let sample = 0; sample < scanned.types.length; sample += 1) {
    const first = scanned.sameAs(sample)
    if (first === null) continue
    sameTotal += 1
    if (same.length < sameLimit) same.push([sample, first])
  }
  const { types, unread } = scanned
  return { trackId, samples: types.length, types, same, sameTotal, unread }
}

/** Each picture of Motion JPEG stands for itself. */
const intraOnly = (
  { entries, samples }: Pick<MovieTrack, 'entries' | 'samples'>,
  index: number,
): 'I' | '?' =>
  ['jpeg', 'mjpa', 'mjpb', 'mjpg'].includes(entries[samples.entry[index] ?? 0]?.type ?? '') ? 'I' : '?'
