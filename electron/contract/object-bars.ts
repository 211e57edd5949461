// When objects of one item were seen, by class, at the resolution of a screen. Times are those of the metadata, not corrected.
import { z } from 'zod'
import { ItemId, UnixMicros } from './units.ts'

export const ObjectBar = z.strictObject({
  /** Of the first and of the last frame in which it is seen. */
  from: UnixMicros,
  to: UnixMicros,
  /** Whether further objects begin too near to it to be told apart at this resolution; `to` is the last of all. */
  several: z.boolean(),
  /** The object by its number, which says nothing beyond its track and source; null for several, and where it has none. */
  object: z.strictObject({ id: z.string(), trackId: z.int(), source: z.string().nullable() }).nullable(),
})
export type ObjectBar = z.infer<typeof ObjectBar>

export const ObjectLane = z.strictObject({
  /** What the camera takes the objects for; more than one where it changed its mind, empty where it does not say. */
  classes: z.array(z.string()),
  /** In the order in which they begin; they may lie over each other. */
  bars: z.array(ObjectBar),
})
export type ObjectLane = z.infer<typeof ObjectLane>

export const ObjectBarQuery = z.strictObject({
  itemId: ItemId,
  /** Of these tracks of metadata only; null: of all, which is faster. */
  trackIds: z.array(z.int()).max(64).nullable(),
  from: UnixMicros,
  to: UnixMicros,
  /** Into so many columns the time is divided; objects that begin in the same one are not told apart. */
  columns: z.int().positive().max(4_096),
})
export type ObjectBarQuery = z.infer<typeof ObjectBarQuery>

export const ObjectBars = z.strictObject({
  /** One for each class that the item has, also where nothing of it is in this stretch of time. */
  lanes: z.array(ObjectLane),
  /** Classes that are left out because there are more than lanes. */
  more: z.int().nonnegative(),
  /** Whether the item's metadata is in the index as a whole. */
  indexed: z.boolean(),
})
export type ObjectBars = z.infer<typeof ObjectBars>
