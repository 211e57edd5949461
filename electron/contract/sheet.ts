// A sheet of stills: marked pictures in one PDF, each with what is to be said of it beside it.
import { z } from 'zod'
import { MarkId } from './mark.ts'
import { ItemId, Sha256 } from './units.ts'

/** No sheet has more pictures; a marked stretch has two, its first and its last. Who makes it says so, not the call. */
export const sheetLimit = 1_000

export const SheetRequest = z.strictObject({
  /** Marks of one item or of several. */
  markIds: z.array(MarkId),
  /** Items of which all marks are on the sheet, too. */
  itemIds: z.array(ItemId),
  /** Ends in `.pdf`; null: under a name of its own in the case's folder `exports`. */
  path: z.string().nullable(),
})
export type SheetRequest = z.infer<typeof SheetRequest>

export const SheetResult = z.strictObject({
  path: z.string(),
  sha256: Sha256,
  /** In the order of the sheet. */
  pictures: z.array(
    z.strictObject({
      /** On the sheet, from 1. */
      number: z.int().positive(),
      itemId: ItemId,
      trackId: z.int(),
      sample: z.int().nonnegative(),
      /** As `StillResult` has it; null where the still could not be made. */
      pixelsSha256: Sha256.nullable(),
      /** Why the still could not be made; null where it was. */
      refused: z.string().nullable(),
    }),
  ),
})
export type SheetResult = z.infer<typeof SheetResult>
