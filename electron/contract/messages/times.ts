// UTC times as text. The digits are those of the value itself, never rounded; a second zone only ever adds to UTC.
import type { UtcTime } from '../units.ts'
import { formsOf, spoken } from './language.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** `2026-05-01 21:59:58.500 UTC`: for tables and clocks; all digits that are there. */
export function formatUtc(time: UtcTime): string {
  return `${time.slice(0, 10)} ${time.slice(11, -1)} UTC`
}

/** `21:59:58.500`, with its day in front where that is not the one of `other`, or `other` is not known. */
export function formatTimeBeside(time: UtcTime, other: UtcTime | null): string {
  const clock = time.slice(11, -1)
  return time.slice(0, 10) === other?.slice(0, 10) ? clock : `${time.slice(0, 10)} ${clock}`
}

/** `2026-05-01 21:59:58`: whole seconds (cut, not rounded), where the column already says UTC. */
export function formatUtcSeconds(time: UtcTime): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)}`
}

/** `2 May 2026, 08:15:00 UTC`: for sentences. */
export function formatUtcLong(time: UtcTime): string {
  return `${formatDay(time)}, ${time.slice(11, 19)} UTC`
}

/** `2 May 2026`, `2. Mai 2026`. */
export function formatDay(time: UtcTime): string {
  const { language } = spoken()
  const day = new Date(`${time.slice(0, 10)}T00:00:00Z`)
  if (language !== 'en' && !Number.isNaN(day.getTime())) return formsOf(language).day.format(day)
  return `${Number(time.slice(8, 10))} ${months[Number(time.slice(5, 7)) - 1] ?? ''} ${time.slice(0, 4)}`
}

/** From … to …, the day said once where it is the same: `2026-05-01 21:59:58 – 22:00:08`. */
export function formatUtcSpan(from: UtcTime, to: UtcTime): string {
  const end = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, 19) : formatUtcSeconds(to)
  return `${formatUtcSeconds(from)} – ${end}`
}

/** The same moment in another zone, with its offset: `2026-05-01 23:59:58.500 GMT+2`. Empty for UTC itself. */
export function formatInZone(time: UtcTime, zone: string): string {
  if (zone === 'UTC' || zone === 'Etc/UTC') return ''
  const parts = formatterFor(zone).formatToParts(new Date(time))
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? ''
  const clock = `${part('hour')}:${part('minute')}:${part('second')}`
  return `${part('year')}-${part('month')}-${part('day')} ${clock}${time.slice(19, -1)} ${part('timeZoneName')}`
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'shortOffset',
    })
    formatters.set(zone, formatter)
  }
  return formatter
}

/** Milliseconds since 1970, for bars and comparisons; digits below the millisecond are cut. */
export function millisOf(time: UtcTime): number {
  return Date.parse(`${time.slice(0, 23)}Z`)
}

/** The same clock `micros` later (earlier where negative), exact to the digit; null where that is no time of the years 0 to 9999. */
export function shiftUtc(time: UtcTime, micros: number): UtcTime | null {
  const digits = time.slice(20, -1).padEnd(9, '0')
  const millis = Date.parse(`${time.slice(0, 19)}Z`)
  if (Number.isNaN(millis)) return null
  const nanos = BigInt(millis) * 1_000_000n + BigInt(digits)
  const shifted = nanos + BigInt(micros) * 1000n
  const below = ((shifted % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const date = new Date(Number((shifted - below) / 1_000_000n))
  const head = Number.isNaN(date.getTime()) ? '' : date.toISOString()
  // Other years are written with a sign and six digits.
  if (!/^\d{4}-/.test(head)) return null
  const fraction = below.toString().padStart(9, '0')
  return `${head.slice(0, 19)}.${fraction.slice(0, 3)}${fraction.slice(3).replace(/0+$/, '')}Z` as UtcTime
}
