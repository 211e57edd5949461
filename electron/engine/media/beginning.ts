// A track as a decoder is given it that begins with one of its samples: where parameter sets came in the samples up to there,
// they stand in the sample entry. The one place for all that ffmpeg decodes, and for the window.
import { EvidenceError } from '#contract/errors.ts'
import type { DecoderConfigs } from '#contract/track.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { entryWithSets } from '#engine/bitstream/entry-with-sets.ts'
import { setsInForce, SetsInForce } from '#engine/bitstream/sets-in-force.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { SampleEntry } from '#engine/isobmff/sample-entry.ts'

type Track = Pick<MovieTrack, 'id' | 'entries' | 'samples'>

/**
 * Looks at the heads of all samples before, where nobody did. Null where it cannot be known how decoding begins there: more
 * sets, or larger ones, than are believed.
 */
export async function beginningAt<T extends Track>(
  source: ByteSource,
  track: T,
  sample: number,
  signal: AbortSignal,
): Promise<T | null> {
  const sets = setsInForce(track)
  await sets.learn(source, sample + 1, signal)
  const at = track.samples.entry[sample] ?? 0
  const entry = entryAt(track, sample)
  if (entry === null) return null
  if (entry === undefined || entry === track.entries[at]) return track
  return { ...track, entries: track.entries.with(at, entry) }
}

/** Of a sample that was looked at. Undefined where it names no entry that is there; null where it cannot be known. */
export function entryAt(track: Track, sample: number): SampleEntry | undefined | null {
  const sets = setsInForce(track)
  if (sample >= sets.known) return null
  const entry = track.entries[track.samples.entry[sample] ?? 0]
  const inside = sets.at(sample)
  return inside && entry ? entryWithSets(entry, inside) : entry
}

/** Whether others may be in force at one of the samples [first, end), for one before could not be read to its end. */
export async function isUnsure(
  source: ByteSource,
  track: Track,
  [first, end]: readonly [number, number],
  signal: AbortSignal,
): Promise<boolean> {
  const sets = setsInForce(track)
  await sets.learn(source, end, signal)
  for (let sample = first; sample < end; sample += 1) if (sets.isDoubtful(sample)) return true
  return false
}

/** Whether a recording that began with this sample would be decoded in another way; `unknown` where that cannot be known. */
export async function losesSets(
  source: ByteSource,
  track: Track,
  sample: number,
  signal: AbortSignal,
): Promise<boolean | 'unknown'> {
  const sets = setsInForce(track)
  await sets.learn(source, sample + 1, signal)
  if (sample >= sets.known || sets.isDoubtful(sample)) return 'unknown'
  if (sets.at(sample) === null) return false
  const of = <T extends Float64Array | Uint32Array | Uint8Array>(column: T): T =>
    column.subarray(sample, sample + 1) as T
  const { offset, size, entry } = track.samples
  const alone = { ...track.samples, length: 1, offset: of(offset), size: of(size), entry: of(entry) }
  const own = new SetsInForce({ entries: track.entries, samples: alone })
  await own.learn(source, 1, signal)
  return !isSame(own.all(0), sets.all(sample))
}

/** Whether these are the same sets, in any order. */
function isSame(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  return (
    some.length === others.length &&
    some.every((set) => others.some((other) => Buffer.compare(set, other) === 0))
  )
}

/** No more changes are told at once. */
const changesTold = 256

/** For a decoder that is no ffmpeg: how it begins with each of the samples [first, first + count), as far as it can be known. */
export async function decoderConfigs(
  source: ByteSource,
  track: Track,
  first: number,
  count: number,
  signal: AbortSignal,
): Promise<DecoderConfigs> {
  const sets = setsInForce(track)
  await sets.learn(source, first + count, signal)
  const end = Math.max(first, Math.min(first + count, sets.known))
  const changes: DecoderConfigs['changes'] = []
  for (const sample of sets.changesIn(first, end)) {
    const entry = entryAt(track, sample)
    if (entry === null || changes.length === changesTold) return { first, end: sample, changes }
    const config = entry?.decoderConfig
    changes.push({ sample, decoderConfig: config ? Buffer.from(config.bytes).toString('hex') : null })
  }
  return { first, end, changes }
}

/** So many samples are looked at before others who want to know something of the track have their turn. */
const lookedAtOnce = 4_096

/** The same for all samples, as far as it can be known; null where that are more changes than are told at once. */
export async function allDecoderConfigs(
  source: ByteSource,
  track: Track,
  signal: AbortSignal,
): Promise<DecoderConfigs | null> {
  const changes: DecoderConfigs['changes'] = []
  let end = 0
  for (let before = -1; end > before && end < track.samples.length;) {
    before = end
    const found = await decoderConfigs(source, track, end, lookedAtOnce, signal)
    changes.push(...found.changes)
    if (changes.length > changesTold) return null
    end = found.end
  }
  return { first: 0, end, changes }
}

export const unknownBeginning = (
  code: 'still-refused' | 'review-refused',
  track: Track,
  sample: number,
  details: Record<string, number> = {},
): EvidenceError =>
  new EvidenceError(
    code,
    `Which parameter sets are in force at sample ${sample + 1} of track ${track.id} cannot be told: ${
      setsInForce(track).isDoubtful(sample)
        ? 'a sample before could not be read to its end, and may have brought others'
        : 'those in the samples before are too many or too large'
    }.`,
    { details },
  )
