// Byte ranges as the ledger tells them: the first ones, and how many and how much in all. The item holds all of them.
import type { CustodyEntry } from '#contract/custody.ts'
import { missingBytesOf } from '#contract/messages/kinds.ts'
import type { ByteRange } from '#contract/units.ts'

const mostNamed = 100

export const rangesDetail = (ranges: readonly ByteRange[]): CustodyEntry['detail'] => ({
  ranges: ranges.slice(0, mostNamed).map(({ start, end }) => [start, end]),
  rangesTotal: ranges.length,
  bytes: missingBytesOf(ranges),
})
