// Search over all items of a case: what is asked, and what is found. An object is listed once for each stretch in which it is
// seen without a break of more than five seconds, and anew with each UTC minute: times of results are never wider than that.
import { z } from 'zod'
import { ClockOffset } from './clock.ts'
import { Box, MetadataEvent, MetadataFrame, MetadataObject, Point } from './metadata.ts'
import { ItemId, Sha256, UtcTime } from './units.ts'

export const SearchKind = z.enum(['object', 'event'])
export type SearchKind = z.infer<typeof SearchKind>

const Chosen = z.array(z.string().max(1_024)).max(100)

/** All conditions hold together; of a list any one does, and an empty list asks nothing. */
export const SearchQuery = z.strictObject({
  /** Words, each of which stands somewhere in what is known of the object or event; an object's number has to be whole. */
  text: z.string().max(512),
  kind: SearchKind.nullable(),
  itemIds: z.array(ItemId).max(10_000),
  /** The likeliest class in at least one frame; of an event its ClassTypes. */
  classes: Chosen,
  topics: Chosen,
  /** `Source` of a frame; values of the source items of an event. */
  sources: Chosen,
  plates: Chosen,
  /** ObjectId, exactly as sent. */
  object: z.string().max(64).nullable(),
  /** What lasts into from ≤ time < to, by the corrected time where times of the item are corrected. */
  from: UtcTime.nullable(),
  to: UtcTime.nullable(),
})
export type SearchQuery = z.infer<typeof SearchQuery>

/** Where a page ended; opaque. */
export const SearchCursor = z.string().regex(/^-?\d{1,19}\.\d{1,16}$/)
export type SearchCursor = z.infer<typeof SearchCursor>

/** A whole number of 100 ns, as text: it may be larger than a number is exact. */
const Span = z.string().regex(/^-?\d{1,19}$/)

export const SearchEntry = z.strictObject({
  /** The place of this entry in the order of time: unique, and the cursor behind it. */
  at: SearchCursor,
  kind: SearchKind,
  itemId: ItemId,
  trackId: z.int(),
  /** Index of the stored sample of the first frame, or of the event. */
  sample: z.int(),
  /** As the metadata has them; recorded times are never changed. */
  first: UtcTime,
  last: UtcTime,
  /** What entries are found and ordered by, where the item's times are corrected; null where nothing corrects them. */
  corrected: z
    .strictObject({
      first: UtcTime,
      last: UtcTime,
      /** What is added, in 100 ns: by the file's correction of its start time, and by the entry on the recorder's clock. */
      stated: Span,
      clock: Span,
    })
    .nullable(),
  /** Appearances in frames; of an event 1. */
  frames: z.int().positive(),
  object: z.string().nullable(),
  classes: z.array(z.string()),
  /** The greatest of its likeliest classes. */
  likelihood: z.number().nullable(),
  plates: z.array(z.string()),
  sources: z.array(z.string()),
  /** Null for objects. */
  event: MetadataEvent.nullable(),
})
export type SearchEntry = z.infer<typeof SearchEntry>

/** How many there are, counted up to `searchCountLimit`. */
export const SearchTotal = z.strictObject({ count: z.int().nonnegative(), more: z.boolean() })
export type SearchTotal = z.infer<typeof SearchTotal>

export const searchCountLimit = 10_000

export const SearchPage = z.strictObject({
  entries: z.array(SearchEntry),
  /** Null at the end. */
  next: SearchCursor.nullable(),
  /** Null on pages behind the first: it was told there. */
  total: SearchTotal.nullable(),
  /** Items whose metadata is not in the index (yet): nothing of them was found. */
  notIndexed: z.int().nonnegative(),
  /** Whether times of any of the items that were asked for are corrected. */
  isCorrected: z.boolean(),
  /** The entries on recorders' clocks that correct any of these. */
  clocks: z.array(ClockOffset),
})
export type SearchPage = z.infer<typeof SearchPage>

const Facet = z.strictObject({ value: z.string(), count: z.int().positive() })

/** The most frequent first, at most 200 of each. Values of a dimension are counted without its own condition. */
export const SearchFacets = z.strictObject({
  kinds: z.strictObject({ object: z.int().nonnegative(), event: z.int().nonnegative() }),
  classes: z.array(Facet),
  topics: z.array(Facet),
  sources: z.array(Facet),
  plates: z.array(Facet),
  items: z.array(z.strictObject({ itemId: ItemId, count: z.int().positive() })),
})
export type SearchFacets = z.infer<typeof SearchFacets>
export type SearchFacet = z.infer<typeof Facet>

/** How many entries last into each stretch of time, by corrected times; stretches without any are left out. */
export const SearchCounts = z.strictObject({
  /** Of all entries that fit; null where there are none. */
  span: z.strictObject({ from: UtcTime, to: UtcTime }).nullable(),
  /** Length of one stretch; they begin at whole multiples of it, in UTC. */
  seconds: z.int().positive(),
  buckets: z.array(
    z.strictObject({ from: UtcTime, objects: z.int().nonnegative(), events: z.int().nonnegative() }),
  ),
})
export type SearchCounts = z.infer<typeof SearchCounts>

/** One track of an object: an id means nothing beyond its item, metadata track and source. */
export const ObjectRef = z.strictObject({
  itemId: ItemId,
  trackId: z.int(),
  source: z.string().nullable(),
  object: z.string().max(64),
})
export type ObjectRef = z.infer<typeof ObjectRef>

export const TrackPoint = z.strictObject({
  time: UtcTime,
  sample: z.int(),
  class: z.string().nullable(),
  likelihood: z.number().nullable(),
  box: Box.nullable(),
  centre: Point.nullable(),
  speed: z.number().nullable(),
  plate: z.string().nullable(),
  behaviour: MetadataObject.shape.behaviour,
  /** Of its frame: places are as they are without them. */
  aspects: MetadataFrame.shape.aspects,
})
export type TrackPoint = z.infer<typeof TrackPoint>

export const ObjectTrack = z.strictObject({
  /** In time order; at most 5,000 a call, with `ended`. */
  points: z.array(TrackPoint),
  /** When frames said that the number stands for nothing any more (ObjectTree): until five seconds after a point. */
  ended: z.array(UtcTime),
  next: SearchCursor.nullable(),
})
export type ObjectTrack = z.infer<typeof ObjectTrack>

export const SearchExport = z.strictObject({ path: z.string(), sha256: Sha256, entries: z.int() })
export type SearchExport = z.infer<typeof SearchExport>

/** What an index made anew came to. */
export const IndexResult = z.strictObject({
  indexed: z.array(ItemId),
  failed: z.array(z.strictObject({ itemId: ItemId, reason: z.string() })),
})
export type IndexResult = z.infer<typeof IndexResult>
