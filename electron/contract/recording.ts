// One recording that was exported in several files or on several discs.
import { z } from 'zod'
import { ItemId, UtcTime } from './units.ts'

export const RecordingPart = z.strictObject({
  itemId: ItemId,
  /** 1 for the first part that is known. */
  number: z.int().positive(),
  start: UtcTime.nullable(),
  end: UtcTime.nullable(),
})
export type RecordingPart = z.infer<typeof RecordingPart>

/** A part that the others speak of, or that a hole in the times tells of. */
export const MissingPart = z.strictObject({
  /** The parts beside it; null at the beginning or at the end. */
  after: ItemId.nullable(),
  before: ItemId.nullable(),
  /** Fragment UUID by which a neighbour calls it (`sumi`), or null. */
  fragment: z.string().nullable(),
  /** File that a neighbour names for it (`sumi`), or empty. */
  uri: z.string(),
  from: UtcTime.nullable(),
  to: UtcTime.nullable(),
})
export type MissingPart = z.infer<typeof MissingPart>

export const Recording = z.strictObject({
  /** Stays the same while its parts do: the id of its first part. */
  id: ItemId,
  /** `sumi`: the files name each other. `times`: the same export (`suep`) and times that join. */
  evidence: z.enum(['sumi', 'times']),
  cameras: z.array(z.string()),
  start: UtcTime.nullable(),
  end: UtcTime.nullable(),
  parts: z.array(RecordingPart),
  missing: z.array(MissingPart),
  /** Items that say they belong together, in an order that they do not agree on; then there are no `parts`. */
  unordered: z.array(ItemId).optional(),
  /** What does not fit in what the files say of each other, in plain sentences. */
  notes: z.array(z.string()).optional(),
})
export type Recording = z.infer<typeof Recording>
