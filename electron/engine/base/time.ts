// Exact time: 100 ns since 1601 (FILETIME) as bigint. The three epochs of the field, and ISO 8601 with up to 100 ns.
import type { UnixMicros, UtcTime } from '#contract/units.ts'

/** Count of 100 ns since 1601-01-01T00:00:00Z. */
export type Filetime = bigint & { readonly brand: 'Filetime' }

export const filetimeAtUnixEpoch = 116_444_736_000_000_000n
/** Seconds from 1904-01-01 (ISO/IEC 14496-12 8.2.2) to 1970-01-01. */
export const macEpochSeconds = 2_082_844_800n
/** The last 100 ns of the year 9999. */
export const lastFiletime = 2_650_467_743_999_999_999n
const perSecond = 10_000_000n

export const filetime = (value: bigint): Filetime => value as Filetime

export function filetimeFromUnixMicros(micros: number | bigint): Filetime {
  return filetime(BigInt(micros) * 10n + filetimeAtUnixEpoch)
}

export function filetimeFromDate(date: Date): Filetime {
  return filetimeFromUnixMicros(BigInt(date.getTime()) * 1000n)
}

/** From seconds since 1904-01-01 UTC. */
export function filetimeFromMacSeconds(seconds: bigint): Filetime {
  return filetime((seconds - macEpochSeconds) * perSecond + filetimeAtUnixEpoch)
}

/** Whole seconds since 1904-01-01 UTC, rounded down. */
export function macSecondsFromFiletime(time: Filetime): bigint {
  return (time - filetimeAtUnixEpoch) / perSecond + macEpochSeconds
}

/** Rounded down to the microsecond. */
export function unixMicrosFromFiletime(time: Filetime): UnixMicros {
  // Both epochs are whole microseconds, and no time is before 1601: division rounds down.
  return Number(time / 10n - filetimeAtUnixEpoch / 10n) as UnixMicros
}

/** `ticks` of `timescale` as 100 ns, rounded down; exact integer arithmetic. */
export function filetimeSpan(ticks: number | bigint, timescale: number): bigint {
  return (BigInt(ticks) * perSecond) / BigInt(timescale)
}

/** ISO 8601 with Z: milliseconds where that is exact, else 100 ns. Years outside 1601…9999 give null. */
export function formatUtc(time: Filetime): UtcTime | null {
  if (time < 0n || time > lastFiletime) return null
  const sinceUnix = time - filetimeAtUnixEpoch
  let seconds = sinceUnix / perSecond
  let fraction = sinceUnix % perSecond
  if (fraction < 0n) {
    fraction += perSecond
    seconds -= 1n
  }
  const head = new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
  const digits = fraction.toString().padStart(7, '0')
  return `${head}.${digits.endsWith('0000') ? digits.slice(0, 3) : digits}Z` as UtcTime
}

/** The present time, to the millisecond. */
export function utcNow(clock: () => number = Date.now): UtcTime {
  return new Date(clock()).toISOString() as UtcTime
}

const isoPattern = /^(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?\s*(Z|z|[+-]\d\d:?\d\d)?$/

/**
 * Parses xs:dateTime and ISO 8601 exactly to 100 ns. Without a zone: UTC. 24:00:00 is the next day;
 * a leap second `:60` is read as `:59.9999999`. Null where it is not a time.
 */
export function parseUtc(text: string): Filetime | null {
  const match = isoPattern.exec(text.trim())
  if (!match) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const leap = second === '60'
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  // The 31st of February would become the 2nd of March.
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  const instant = date.setUTCHours(Number(hour), Number(minute), leap ? 59 : Number(second))
  if (!Number.isFinite(instant) || !isDay || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60)
    return null
  if (Number(hour) === 24 && (Number(minute) > 0 || Number(second) > 0)) return null
  const ticks = leap ? 9_999_999 : Number((fraction ?? '').slice(0, 7).padEnd(7, '0'))
  const offsetMillis = zoneOffset(zone) * 60_000
  return filetime(BigInt(instant - offsetMillis) * 10_000n + BigInt(ticks) + filetimeAtUnixEpoch)
}

/** In minutes. */
function zoneOffset(zone: string | undefined): number {
  if (!zone || zone === 'Z' || zone === 'z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}
