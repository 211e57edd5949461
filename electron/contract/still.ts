// A still: one stored picture as PNG at its stored size, with a sidecar that says how to make it again.
import { z } from 'zod'
import { MetadataObject } from './metadata.ts'
import { ViewSettings } from './picture-view.ts'
import { ItemId, Sha256, UtcTime } from './units.ts'

/** Objects of the metadata as the window drew them, to be laid over the picture in its stored size and position. */
export const StillOverlay = z.strictObject({
  width: z.int().positive(),
  height: z.int().positive(),
  /** RGBA, row by row, not multiplied by the opacity; deflated without a header, as base64. */
  rgba: z.base64().max(50_000_000),
  /** What was drawn: of each object its class and number as the metadata gives them. */
  objects: z
    .array(
      z.strictObject({
        id: z.string().max(200).nullable(),
        class: z.string().max(200).nullable(),
        /** From an earlier time than that of the picture. */
        carried: z.boolean(),
        /** `removed`: not an object but the place from where one was taken away. */
        behaviour: MetadataObject.shape.behaviour,
        /** It would have covered another label. */
        labelLeftOut: z.boolean(),
      }),
    )
    .max(1_000),
  /**
   * Why places may be wrong: metadata that is for pictures of other shapes than this one, an aperture outside of the stored picture,
   * an index of an earlier version; or why a shape is not whole. Absent where there is no such reason.
   */
  doubts: z
    .array(z.enum(['aspect', 'aperture', 'not-indexed', 'polygons-left-out']))
    .max(4)
    .optional(),
})
export type StillOverlay = z.infer<typeof StillOverlay>

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
  /** Only where it is asked for; without it nothing is drawn in. */
  overlay: StillOverlay.optional(),
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
