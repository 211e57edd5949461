// How wrong the recorder's clock was: what an examiner found by reading both clocks at the same instant (NIST IR 8161r1
// calls it clock offset). An entry is never changed, only followed by another or withdrawn; recorded times stay as they are.
import { z } from 'zod'
import { ItemId, Statement, UtcTime } from './units.ts'

export const ClockReading = z.strictObject({
  /** What the recorder's clock showed, and what a reference clock showed at the same instant. */
  recorderTime: UtcTime,
  referenceTime: UtcTime,
  /** How the two were read: `photographed beside the DCF77 clock`. */
  method: Statement,
})
export type ClockReading = z.infer<typeof ClockReading>

export const ClockOffset = z.strictObject({
  ...ClockReading.shape,
  id: z.uuid(),
  itemId: ItemId,
  /** Recorder minus reference, in microseconds: corrected time = recorded time - offset. */
  offsetMicros: z.int(),
  enteredBy: z.string(),
  enteredAt: UtcTime,
  /** When it was taken back, by whom and why; null while it stands. */
  withdrawn: z.strictObject({ at: UtcTime, by: z.string(), reason: Statement }).nullable(),
})
export type ClockOffset = z.infer<typeof ClockOffset>
