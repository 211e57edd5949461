// How a timeline asks for what it shows: in columns as wide as a pixel, on a grid that stands still while the view moves.
import type { UnixMicros } from '#contract/units.ts'

export type ColumnGrid = { from: UnixMicros; to: UnixMicros; columns: number }

const mostColumns = 4_096
/** Half as much again on both sides, so that moving shows what is there already. */
const margin = 0.5

/** `from`: microseconds since 1970; `length`: microseconds in view; `width`: CSS pixels. */
export function columnGrid(from: number, length: number, width: number): ColumnGrid {
  // Whole microseconds, or the grid would change with the last digit of a sum.
  const whole = Math.max(1, Math.round(length))
  const columns = Math.min(mostColumns, Math.max(1, Math.ceil(width * (1 + 2 * margin))))
  const column = Math.max(1, Math.ceil((whole * (1 + 2 * margin)) / columns))
  const first = Math.floor((from - whole * margin) / column) * column
  return { columns, from: first as UnixMicros, to: (first + column * columns) as UnixMicros }
}
