// A still: one stored picture as PNG at its stored size, with a sidecar that says how to make it again.
import { z } from 'zod'
import { ViewSettings } from './picture-view.ts'
import { ItemId, Sha256, UtcTime } from './units.ts'

export const StillRequest = z.strictObject({
  itemId: ItemId,
  trackId: z.int(),
  /** Number of the stored sample (decode order, from 0). */
  sample: z.int().nonnegative(),
  /** Ends in `.png`; null: under a name of its own in the case's folder `exports`. */
  path: z.string().nullable(),
  /** What is changed in the view on the screen, to be stated; left out where nothing is. */
  view: ViewSettings.optional(),
  /** Whether the pixels are to be changed like that too; without it they are those that are stored. */
  asSeen: z.boolean().optional(),
})
export type StillRequest = z.infer<typeof StillRequest>

export const StillResult = z.strictObject({
  path: z.string(),
  sha256: Sha256,
  /** The JSON file beside it. */
  sidecar: z.string(),
  /** SHA-256 of the pixels as RGB, row by row from the top: the same however often the still is made. */
  pixelsSha256: Sha256,
  width: z.int(),
  height: z.int(),
  utc: UtcTime.nullable(),
  /** What the decoder complained of, and what was assumed; empty where nothing was. */
  notes: z.array(z.string()),
})
export type StillResult = z.infer<typeof StillResult>
