// A clock as people write it down. What could be meant in two ways is no time: 03/04/2026 is not guessed at.
import type { UtcTime } from '#contract/units.ts'
import { formatInstant, parseInstant, type Instant } from '../../state/playhead-time.ts'

const monthNames = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
]
/** Year first; day first with points; the month's name in either place. */
const dayForms: readonly { pattern: RegExp; order: readonly string[] }[] = [
  { pattern: /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})$/, order: ['year', 'month', 'day'] },
  { pattern: /^(\d{4})()(\d\d)(\d\d)$/, order: ['year', 'month', 'day'] },
  { pattern: /^(\d{1,2})(\.) ?(\d{1,2})\. ?(\d{4})$/, order: ['day', 'month', 'year'] },
  { pattern: /^(\d{1,2})(\.)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/, order: ['day', 'month', 'year'] },
  { pattern: /^([a-z]{3,9})(\.)? (\d{1,2}),? (\d{4})$/, order: ['month', 'day', 'year'] },
]
const zonePattern = '\\s*(Z|(?:UTC|GMT)?\\s*[+\\-−]\\d\\d?(?::?\\d\\d)?|UTC|GMT)?$'
const clockPatterns = [
  new RegExp(`(?:^|[T ,]+)(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?${zonePattern}`, 'i'),
  new RegExp(`T(\\d\\d)(\\d\\d)(\\d\\d)(?:[.,](\\d{1,9}))?${zonePattern}`, 'i'),
]

/**
 * `2026-05-01 21:59:58.5`, `1 May 2026 21:59`, `20260501T215958Z`, `01.05.2026, 23:59:58 +02:00`. A time of day alone is
 * meant on the day that brings it nearest to `near`, the other clock. Null where it is not one time.
 */
export function parseTypedClock(text: string, near: UtcTime | null): UtcTime | null {
  const typed = text.trim().replaceAll(/\s+/g, ' ')
  const clock = clockPatterns[0]?.exec(typed) ?? clockPatterns[1]?.exec(typed)
  if (!clock) return null
  const [found, hour = '', minute = '', second = '00', fraction = '', zone = ''] = clock
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const minutesEast = minutesEastOf(zone)
  if (minutesEast === null) return null
  const time = `${hour.padStart(2, '0')}:${minute}:${second}.${fraction.padEnd(3, '0')}`
  const dayText = typed.slice(0, typed.length - found.length)
  if (dayText === '') return near === null ? null : nearestDay(time, minutesEast, near)
  const day = readDay(dayText)
  return day === null ? null : toUtc(day, time, minutesEast)
}

function readDay(text: string): string | null {
  for (const { pattern, order } of dayForms) {
    const match = pattern.exec(text.toLowerCase())
    if (!match) continue
    const part = (name: string): string => match[[1, 3, 4][order.indexOf(name)] ?? 0] ?? ''
    const month = monthNumber(part('month'))
    return month && `${part('year')}-${month.padStart(2, '0')}-${part('day').padStart(2, '0')}`
  }
  return null
}

/** `5`, `may`, `sept`; null where it is no month or could be two. */
function monthNumber(text: string): string | null {
  if (/^\d/.test(text)) return text
  const found = monthNames.flatMap((name, at) => (name.startsWith(text) ? [at + 1] : []))
  return found.length === 1 ? String(found[0]) : null
}

/** Minutes that the written zone is ahead of UTC; null where there is no such zone. Without one, UTC: the label says so. */
function minutesEastOf(zone: string): number | null {
  const match = /([+\-−])(\d\d?):?(\d\d)?$/.exec(zone)
  if (!match) return 0
  const [, sign, hours = '', minutes = '0'] = match
  if (Number(hours) > 14 || Number(minutes) > 59) return null
  return (Number(hours) * 60 + Number(minutes)) * (sign === '+' ? 1 : -1)
}

function toUtc(day: string, time: string, minutesEast: number): UtcTime | null {
  const whole = Date.parse(`${day}T${time.slice(0, 8)}Z`)
  // The 31st of April would be taken for the 1st of May.
  if (Number.isNaN(whole) || !new Date(whole).toISOString().startsWith(`${day}T`)) return null
  const head = new Date(whole - minutesEast * 60_000).toISOString()
  // Other years are written with a sign and six digits.
  return /^\d{4}-/.test(head) ? (`${head.slice(0, 19)}${time.slice(8)}Z` as UtcTime) : null
}

const oneDay = 864_000_000_000n

function nearestDay(time: string, minutesEast: number, near: UtcTime): UtcTime | null {
  const reference = parseInstant(near)
  if (reference === null) return null
  const distance = (one: UtcTime): Instant => {
    const apart = (parseInstant(one) ?? 0n) - reference
    return apart < 0n ? -apart : apart
  }
  const candidates = [-oneDay, 0n, oneDay].flatMap((days) => {
    const day = formatInstant(reference + days)?.slice(0, 10)
    return day ? (toUtc(day, time, minutesEast) ?? []) : []
  })
  return candidates.sort((one, other) => (distance(one) < distance(other) ? -1 : 1))[0] ?? null
}

const mostMicros = 100 * 365.25 * 86_400 * 1_000_000

/** Recorder minus reference, in microseconds, as the engine counts it; `too far` where a year must be mistyped. */
export function clockError(recorder: UtcTime, reference: UtcTime): number | 'too far' | null {
  const [shown, right] = [parseInstant(recorder), parseInstant(reference)]
  if (shown === null || right === null) return null
  const micros = Math.round(Number(shown - right) / 10)
  return Math.abs(micros) > mostMicros ? 'too far' : micros
}
