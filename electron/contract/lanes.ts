// What the timeline of all cameras shows of a stretch of time: a lane for each camera, at the resolution of a screen. Times are
// corrected by what examiners found of recorders' clocks.
import { z } from 'zod'
import { ItemId, UnixMicros } from './units.ts'

export const LanePart = z.strictObject({
  /** `recording` lies under `gap`, which says where a part of it is missing. */
  kind: z.enum(['recording', 'gap', 'event', 'mark']),
  /**
   * Of a recording what the signatures inside the video say (`MediaSigningVerdict`; empty where nothing is said), of an event
   * its topic (empty: one of the topics beyond the limit), of a mark its colour; of a gap `unsought` where nobody looked for gaps.
   */
  detail: z.string(),
  from: UnixMicros,
  to: UnixMicros,
  /** Whether it stands for what is too short, or too near to others, to be told apart at this resolution. */
  several: z.boolean(),
  /** Null where it may be of several items. */
  itemId: ItemId.nullable(),
})
export type LanePart = z.infer<typeof LanePart>

export const Lane = z.strictObject({
  key: z.int(),
  /** The item's cameras; its file where it names none. */
  name: z.string(),
  /**
   * What tells it apart from other lanes of the same name: recorder and device, as the exports name them; empty where they name
   * neither. Null where no other has its name.
   */
  source: z.string().nullable(),
  /** The most tracks of pictures that an item on it has: recordings and gaps are those of the first track of each. */
  pictureTracks: z.int().nonnegative(),
  /** Of the items that were asked for, those that are on this lane. */
  chosen: z.array(ItemId),
  parts: z.array(LanePart),
  /** There are more events than a lane gives at once; of everything else nothing is left out. */
  cut: z.boolean(),
})
export type Lane = z.infer<typeof Lane>

/**
 * Items of one camera that one recorder exported: what lies on a lane, told apart by the recorder, whose clock it is. A name is not
 * enough to know a camera by (docs/adr 0017).
 */
export const KnownCamera = z.strictObject({
  /** The lane; other recorders may have exported the same camera. */
  key: z.int(),
  /** As of `Lane`. */
  name: z.string(),
  /** What is known of recorders and device, whether another has the name or not; empty where the exports name neither. */
  source: z.string(),
  /** As the exports name it; empty where they do not. */
  recorder: z.string(),
  /** Whether the items name a camera, and anything beside its name says that it is the same in all of them. */
  isSure: z.boolean(),
  itemIds: z.array(ItemId),
})
export type KnownCamera = z.infer<typeof KnownCamera>

export const LaneQuery = z.strictObject({
  from: UnixMicros,
  to: UnixMicros,
  /** Into so many columns the time is divided; what is shorter than one is not told apart. */
  columns: z.int().positive().max(4_096),
  /** Lanes from this number on: first those of the chosen items, then by name. */
  first: z.int().nonnegative(),
  count: z.int().positive().max(64),
  chosen: z.array(ItemId).max(9),
})
export type LaneQuery = z.infer<typeof LaneQuery>

export const LanePage = z.strictObject({
  /** Lanes of the case. */
  total: z.int().nonnegative(),
  /** From the first recording to the end of the last; null where no item has a time. */
  bounds: z.strictObject({ from: UnixMicros, to: UnixMicros }).nullable(),
  lanes: z.array(Lane),
})
export type LanePage = z.infer<typeof LanePage>
