// One stretch of a review copy. First strictly: ffmpeg ends at the first picture that its decoder does not vouch for, so that
// whatever came before is sound. Then, for the group of the recording where that happened, everything that still comes out,
// marked as damaged. What follows is the next stretch.
import { EvidenceError } from '#contract/errors.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { setsInForce } from '#engine/bitstream/sets-in-force.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { encodeStretch } from './review-encode.ts'
import { ReviewGroups } from './review-groups.ts'
import { groupEnd } from './review-plan.ts'
import type { ReviewPlan } from './review-plan.ts'
import type { Absence, ReviewStore } from './review-store.ts'
import { runEnd } from './run-end.ts'
import { saysFullRange } from './decoded-picture.ts'
import { stillPicture } from './still-picture.ts'

export type RunOptions = {
  source: ByteSource
  track: MovieTrack
  plan: ReviewPlan
  store: ReviewStore
  /** Which ffmpeg; by default the one that is found. */
  program?: string
}

type Range = { first: number; end: number }
type Told = { signal: AbortSignal; onSettled: (at: number) => void }

/**
 * Settles pictures from `first` on, at least one, at most up to `end`. `onSettled` is told how far it is. Fails as
 * `encodeStretch` does where the reason is not in the recording.
 */
export async function makeRun(options: RunOptions, wanted: Range, told: Told): Promise<void> {
  const { store } = options
  // One decoder and one encoder at a time.
  const range = { first: wanted.first, end: await runEnd(options, wanted.first, wanted.end, told.signal) }
  const sets = setsInForce(options.track)
  const isUnsure = (picture: number): boolean => sets.isDoubtful(options.plan.sampleOf[picture] ?? 0)
  const fullRange = await fullRangeOf(options, range.first, told.signal)
  const { onSettled } = told
  const groups = new ReviewGroups(store, await store.begin(), range.first, { onSettled, isUnsure })
  try {
    let failure = await encode(options, range, { groups, strict: true, back: 0, fullRange }, told.signal)
    // Pictures before the first one may have lacked what they refer to: a group earlier they do not.
    if (failure === 'none' && groups.isEmpty)
      failure = await encode(options, range, { groups, strict: true, back: 1, fullRange }, told.signal)
    if (failure === null) return await groups.finish(range.end, 'none')
    const next = groups.last + 1
    const end = groupEnd(options.plan, next, range.end)
    if (failure === 'unproven') return await groups.finish(end, failure)
    if (next < range.end) await makeDamaged(options, { first: next, end, fullRange }, told)
    // Only now is it known which of these pictures depend on damaged ones.
    await groups.finish(next, 'none')
    told.onSettled(Math.max(next, end))
  } finally {
    await groups.close()
  }
}

async function makeDamaged(
  options: RunOptions,
  { fullRange, ...range }: Range & { fullRange: boolean | null },
  { signal }: Told,
): Promise<void> {
  const { store } = options
  const groups = new ReviewGroups(store, await store.begin(), range.first, { damaged: true })
  try {
    const failure = await encode(options, range, { groups, strict: false, back: 0, fullRange }, signal)
    if (failure === 'none' && groups.isEmpty) await requireEncoder(options, signal)
    await groups.finish(range.end, failure ?? 'none')
  } finally {
    await groups.close()
  }
}

/** By the first sample of the portion: what its decoder says. */
const ranges = new WeakMap<MovieTrack, Map<number, boolean>>()

/** Whether values are in full range, by the decoder, which knows what stream and container say; null where it gives no picture. */
async function fullRangeOf(
  { source, track, plan, program }: RunOptions,
  picture: number,
  signal: AbortSignal,
): Promise<boolean | null> {
  const sample = plan.sampleOf[picture] ?? 0
  const portion = plan.portionStart[sample] ?? 0
  const known = ranges.get(track) ?? new Map<number, boolean>()
  ranges.set(track, known)
  const before = known.get(portion)
  if (before !== undefined) return before
  try {
    const options = { signal, ...(program === undefined ? {} : { program }) }
    const { facts } = await stillPicture(source, track, sample, options)
    const isFull = saysFullRange(facts)
    known.set(portion, isFull)
    return isFull
  } catch (cause) {
    signal.throwIfAborted()
    // Why it gives none, making the copy says.
    if (cause instanceof EvidenceError) return null
    throw cause
  }
}

/** Null where it came to its end; else what that says of the pictures that did not come. */
async function encode(
  options: RunOptions,
  range: Range,
  how: { groups: ReviewGroups; strict: boolean; back: number; fullRange: boolean | null },
  signal: AbortSignal,
): Promise<Absence | null> {
  const { program } = options
  const { groups, strict, back, fullRange } = how
  try {
    await encodeStretch(
      { ...options, ...range, strict, back, fullRange, onPart: (part) => groups.take(part) },
      { signal, ...(program === undefined ? {} : { program }) },
    )
    return null
  } catch (cause) {
    signal.throwIfAborted()
    if (!(cause instanceof EvidenceError)) throw cause
    if (cause.code === 'review-refused' && 'before' in cause.details) return 'unproven'
    if (cause.code === 'ffmpeg-failed') return 'none'
    throw cause
  }
}

/** Nothing came at all: fails where this ffmpeg cannot make H.264, which is no fault of the recording. */
async function requireEncoder({ program }: RunOptions, signal: AbortSignal): Promise<void> {
  const input = ['-f', 'lavfi', '-i', 'color=black:s=64x64:d=0.04']
  await runFfmpeg([...input, '-frames:v', '1', '-c:v', 'libx264', '-f', 'null', 'pipe:1'], {
    signal,
    timeoutMs: 60_000,
    ...(program === undefined ? {} : { program }),
  })
}
