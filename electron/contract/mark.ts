// What an examiner marked in a recording: one picture or a stretch of pictures, with a note, a tag and a colour. Each change
// has its entry in the ledger; the pictures are named as they are stored, so that no clock can move a mark.
import { z } from 'zod'
import { ItemId, UtcTime } from './units.ts'

/** None of them stands for a state: green, amber and red are the verdicts'. */
export const markColours = ['blue', 'violet', 'pink', 'teal', 'grey'] as const
export const MarkColour = z.enum(markColours)
export type MarkColour = z.infer<typeof MarkColour>

export const MarkId = z.uuid().brand<'MarkId'>()
export type MarkId = z.infer<typeof MarkId>

/** What can be changed later. */
export const MarkText = z.strictObject({
  note: z.string().max(4_096),
  /** One word or a few, by which marks are found again; empty: none. */
  tag: z.string().max(64),
  colour: MarkColour,
})
export type MarkText = z.infer<typeof MarkText>

/** Where it lies: first and last marked picture as numbers of stored samples (decode order); the same for one picture. */
export const MarkPlace = z.strictObject({
  trackId: z.int(),
  firstSample: z.int().nonnegative(),
  lastSample: z.int().nonnegative(),
})
export type MarkPlace = z.infer<typeof MarkPlace>

export const Mark = z.strictObject({
  id: MarkId,
  itemId: ItemId,
  ...MarkPlace.shape,
  /** Composition times of both pictures in ticks of the track; null where the file has no table of samples. */
  firstTicks: z.int().nullable(),
  lastTicks: z.int().nullable(),
  ...MarkText.shape,
  madeBy: z.string(),
  madeAt: UtcTime,
  changedBy: z.string(),
  changedAt: UtcTime,
})
export type Mark = z.infer<typeof Mark>

/** No item has more. */
export const markLimit = 10_000
