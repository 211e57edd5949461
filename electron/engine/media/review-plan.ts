// Which stored samples a stretch of a review copy is made of: the order in which pictures are shown (ISO/IEC 14496-12
// 8.6.1.3), and where decoding has to begin so that the first of them comes out right, open groups included.
import { compositionOrder, compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import { firstAlike } from '#engine/isobmff/sample-entry.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import { isTouched } from '#contract/units.ts'
import type { ByteRange } from '#contract/units.ts'

/** A picture is known by its place in the order of showing, from 0, exactly as in the window. */
export type ReviewPlan = {
  samples: SampleTable
  /** Picture → sample (decode order). */
  sampleOf: Uint32Array
  /** Sample → picture. */
  pictureOf: Uint32Array
  /** Sample → the sync sample at or before it; −1 where there is none. */
  syncBefore: Int32Array
  /**
   * Sample → the first sample of its portion: of the samples on end that use one sample entry and, as far as was looked
   * (`learnPortions`), one sequence parameter set.
   */
  portionStart: Uint32Array
  /** No sample is marked as one at which decoding can begin. */
  isUnmarked: boolean
  /** How many sample entries the track has. */
  entries: number
  /** Bytes of the file in which the samples lie. */
  fileSize: number
  /** Where zeros stand in place of what could not be read when it was taken in, in order. */
  missing: readonly ByteRange[]
}

/** Samples [from, to) in decode order, which give the pictures [first, end). */
export type Stretch = { first: number; end: number; from: number; to: number }

/** So many groups back a picture may depend on, as in the window. */
const openGroupLimit = 4
/** A decoder holds back at most 16 pictures; twice as many are looked at. */
const reordering = 32
/** A single sample larger than this is not believed. */
const sampleLimit = 64 * 1024 * 1024

/**
 * Pictures are decoded within their portion alone: what another sample entry says of a sample is never used for it, nor does
 * a decoder that was begun with another one go on.
 */
export function planReview(
  { samples, entries }: { samples: SampleTable; entries: Parameters<typeof firstAlike>[0] },
  fileSize: number,
  missing: readonly ByteRange[] = [],
): ReviewPlan {
  const sampleOf = compositionOrder(samples)
  const pictureOf = new Uint32Array(samples.length)
  for (let picture = 0; picture < samples.length; picture += 1) pictureOf[sampleOf[picture] ?? 0] = picture
  const syncBefore = new Int32Array(samples.length)
  const portionStart = new Uint32Array(samples.length)
  const alike = firstAlike(entries)
  // Some recorders mark no sample at all: then a beginning is as good a place as any, and the decoder decides.
  const isUnmarked = !samples.sync.includes(1)
  let [sync, start] = [-1, 0]
  for (let sample = 0; sample < samples.length; sample += 1) {
    const isSame = entryOf(samples, sample, alike) === entryOf(samples, sample - 1, alike)
    if (!isSame) start = sample
    if (samples.sync[sample] === 1 || (isUnmarked && start === sample)) sync = sample
    syncBefore[sample] = sync
    portionStart[sample] = start
  }
  return {
    ...{ samples, sampleOf, pictureOf, syncBefore, portionStart, isUnmarked },
    ...{ entries: entries.length, fileSize, missing },
  }
}

/** Samples from `from` to `to` are of portions that begin with these, or later. */
export function splitPortions(
  { portionStart, syncBefore, isUnmarked }: ReviewPlan,
  begins: readonly number[],
  from: number,
  to: number,
): void {
  let at = 0
  for (let sample = from; sample < to; sample += 1) {
    while ((begins[at + 1] ?? Infinity) <= sample) at += 1
    const begin = begins[at] ?? Infinity
    if (begin > sample || begin <= (portionStart[sample] ?? 0)) continue
    portionStart[sample] = begin
    if (isUnmarked) syncBefore[sample] = begin
  }
}

/** Of entries that are alike the first. */
function entryOf({ entry }: SampleTable, sample: number, alike: readonly number[]): number {
  const at = entry[sample] ?? -1
  return alike[at] ?? at
}

/** The first picture after `picture` that uses another sample entry, at most `end`. */
export function portionEnd({ sampleOf, portionStart }: ReviewPlan, picture: number, end: number): number {
  const portionOf = (at: number): number => portionStart[sampleOf[at] ?? 0] ?? 0
  const portion = portionOf(picture)
  for (let next = picture + 1; next < end; next += 1) if (portionOf(next) !== portion) return next
  return end
}

/** Whether the sample is there at all: all its bytes, and something that says how to read them. */
export function isStored(plan: ReviewPlan, sample: number): boolean {
  const size = plan.samples.size[sample] ?? 0
  const start = plan.samples.offset[sample] ?? 0
  if (size <= 0 || size > sampleLimit || start + size > plan.fileSize) return false
  if ((plan.samples.entry[sample] ?? 0) >= plan.entries) return false
  return !isTouched(plan.missing, start, start + size)
}

/**
 * Where decoding has to begin for a picture; null where nothing before it can be decoded on its own. A picture shown
 * before the sync sample that it follows (open group) needs the one before.
 */
export function decodeFrom(
  { samples, sampleOf, syncBefore, portionStart }: ReviewPlan,
  picture: number,
): number | null {
  const sample = sampleOf[picture] ?? 0
  const earliest = portionStart[sample] ?? 0
  const shownAt = compositionTimeOf(samples, sample)
  let first: number | null = null
  let tried = 0
  for (let at = syncBefore[sample] ?? -1; at >= earliest; at = at === 0 ? -1 : (syncBefore[at - 1] ?? -1)) {
    first = at
    tried += 1
    if (compositionTimeOf(samples, at) <= shownAt || tried === openGroupLimit) break
  }
  return first
}

/** The first picture after `picture` that is decoded from another place, at most `end`. */
export function groupEnd(plan: ReviewPlan, picture: number, end: number): number {
  const from = decodeFrom(plan, picture)
  for (let next = picture + 1; next < end; next += 1) if (decodeFrom(plan, next) !== from) return next
  return end
}

/**
 * What to decode for the pictures [first, end), all of one portion; null where none of them can be decoded. `back`: so many
 * groups earlier than needed.
 */
export function stretchOf(plan: ReviewPlan, first: number, end: number, back = 0): Stretch | null {
  let from: number | null = null
  let to = 0
  for (let picture = first; picture < end; picture += 1) {
    to = Math.max(to, (plan.sampleOf[picture] ?? 0) + 1)
    // Later ones begin later, but for what was reordered around the first.
    if (from !== null && picture >= first + reordering) continue
    const start = decodeFrom(plan, picture)
    if (start !== null) from = Math.min(from ?? start, start)
  }
  const earliest = plan.portionStart[plan.sampleOf[first] ?? 0] ?? 0
  for (let group = 0; group < back && from !== null && from > earliest; group += 1)
    from = Math.max(earliest, plan.syncBefore[from - 1] ?? 0)
  return from === null || from >= to ? null : { first, end, from, to }
}
