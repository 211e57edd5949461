// Which stored samples a stretch of a review copy is made of: the order in which pictures are shown (ISO/IEC 14496-12
// 8.6.1.3), and where decoding has to begin so that the first of them comes out right, open groups included.
import { compositionOrder, compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
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

export function planReview(
  { samples, entries }: { samples: SampleTable; entries: { length: number } },
  fileSize: number,
  missing: readonly ByteRange[] = [],
): ReviewPlan {
  const sampleOf = compositionOrder(samples)
  const pictureOf = new Uint32Array(samples.length)
  for (let picture = 0; picture < samples.length; picture += 1) pictureOf[sampleOf[picture] ?? 0] = picture
  const syncBefore = new Int32Array(samples.length)
  // Some recorders mark no sample at all: then the beginning is as good a place as any, and the decoder decides.
  let sync = samples.sync.includes(1) ? -1 : 0
  for (let sample = 0; sample < samples.length; sample += 1) {
    if (samples.sync[sample] === 1) sync = sample
    syncBefore[sample] = sync
  }
  return { samples, sampleOf, pictureOf, syncBefore, entries: entries.length, fileSize, missing }
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
export function decodeFrom({ samples, sampleOf, syncBefore }: ReviewPlan, picture: number): number | null {
  const sample = sampleOf[picture] ?? 0
  const shownAt = compositionTimeOf(samples, sample)
  let first: number | null = null
  let tried = 0
  for (let at = syncBefore[sample] ?? -1; at >= 0; at = at === 0 ? -1 : (syncBefore[at - 1] ?? -1)) {
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
 * What to decode for the pictures [first, end); null where none of them can be decoded. `back`: so many groups earlier than
 * needed.
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
  for (let group = 0; group < back && from !== null && from > 0; group += 1)
    from = Math.max(0, plan.syncBefore[from - 1] ?? 0)
  return from === null || from >= to ? null : { first, end, from, to }
}
