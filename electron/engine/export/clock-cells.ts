// What a list as CSV says of the entry on a recorder's clock by which its times are corrected: the same columns in every list.
import type { ClockOffset } from '#contract/clock.ts'
import type { CsvCell } from '#engine/base/csv.ts'

/** The offset is recorder minus reference: corrected time = recorded time - offset. */
export const clockColumns = [
  'clock_offset_seconds',
  'clock_method',
  'clock_entered_by',
  'clock_entered_at',
] as const

export const clockCells = (entry: ClockOffset | null): Record<(typeof clockColumns)[number], CsvCell> => ({
  clock_offset_seconds: entry && entry.offsetMicros / 1e6,
  clock_method: entry && entry.method,
  clock_entered_by: entry && entry.enteredBy,
  clock_entered_at: entry && entry.enteredAt,
})
