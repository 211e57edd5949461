// Exact times in the window: 100 ns since 1970 as bigint, from the origin of the media timeline and stored ticks.
import type { UtcTime } from '#contract/units.ts'

/** Count of 100 ns since 1970-01-01T00:00:00Z. */
export type Instant = bigint

const perSecond = 10_000_000n
const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3,9})Z$/

/** Parses a contract time; digits beyond 100 ns are cut off. Null where it is not one. */
export function parseInstant(utc: string): Instant | null {
  const match = pattern.exec(utc)
  if (!match) return null
  const [, year, month, day, hour, minute, second, fraction] = match
  const whole = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  if (!Number.isFinite(whole)) return null
  return BigInt(whole) * 10_000n + BigInt((fraction ?? '').slice(0, 7).padEnd(7, '0'))
}

/** ISO 8601: milliseconds where that is exact, else 100 ns. Null outside the years 1 to 9999. */
export function formatInstant(at: Instant): UtcTime | null {
  const seconds = floorDivide(at, perSecond)
  const date = new Date(Number(seconds) * 1000)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) return null
  const digits = (at - seconds * perSecond).toString().padStart(7, '0')
  return `${date.toISOString().slice(0, 19)}.${digits.endsWith('0000') ? digits.slice(0, 3) : digits}Z` as UtcTime
}

/** Where stored ticks of a media timeline lie in UTC, rounded down to 100 ns. No edit list is applied. */
export function instantOfTicks(origin: Instant, ticks: number, timescale: number): Instant {
  return origin + floorDivide(BigInt(ticks) * perSecond, BigInt(timescale))
}

/** The largest whole number of ticks whose `instantOfTicks` is not after `at`: the inverse, exact. */
export function lastTicksAt(origin: Instant, at: Instant, timescale: number): number {
  // floor(t·10⁷/s) ≤ d  ⇔  t < (d+1)·s/10⁷  ⇔  t ≤ ceil((d+1)·s/10⁷) − 1
  const limit = (at - origin + 1n) * BigInt(timescale)
  return Number(-floorDivide(-limit, perSecond) - 1n)
}

/**
 * The last instant that a written time can stand for: `…12.345Z` may have been cut off anywhere up to
 * `…12.3459999Z`. Used to find the picture of an event whose time was rounded down to milliseconds.
 */
export function lastInstantOf(utc: string): Instant | null {
  const at = parseInstant(utc)
  const digits = pattern.exec(utc)?.[7]?.length ?? 7
  return at === null ? null : at + 10n ** BigInt(7 - Math.min(digits, 7)) - 1n
}

/** From one written time to another, in 100 ns; null where one is none. */
export function spanOf(times: { from: UtcTime; to: UtcTime }): Instant | null {
  const [from, to] = [parseInstant(times.from), parseInstant(times.to)]
  return from === null || to === null ? null : to - from
}

/** Seconds between two instants, for drawing only: exact to about 1 µs over a century. */
export function secondsBetween(from: Instant, to: Instant): number {
  return Number(to - from) / 1e7
}

/** Adds seconds known only to floating precision (a place on a screen) to an instant. */
export function addSeconds(at: Instant, seconds: number): Instant {
  return at + BigInt(Math.round(seconds * 1e7))
}

/** Division that rounds down for negative values too. */
export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}
