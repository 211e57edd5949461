// Times as people type them, and back. Always UTC; a missing zone means UTC, which the label of the field says.
import type { UtcTime } from '#contract/units.ts'
import { formatInstant, parseInstant, type Instant } from './playhead-time.ts'

const pattern = /^(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:Z|UTC)?$/i

/** `2026-05-01 21:59:58.5` as an ISO time; null where it is not a time that exists. */
export function parseTypedUtc(text: string): UtcTime | null {
  const match = pattern.exec(text.trim())
  if (!match) return null
  const [, day = '', clock = '', seconds = '00', fraction = ''] = match
  const whole = `${day}T${clock}:${seconds}`
  // Date.parse takes 31 April and 24:00 for other days; what comes back must be what went in.
  const millis = Date.parse(`${whole}Z`)
  if (Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 19) !== whole) return null
  return `${whole}.${fraction.padEnd(3, '0')}Z` as UtcTime
}

/** For the field: `2026-05-01 21:59:58.500`. */
export function typedUtc(time: UtcTime): string {
  return `${time.slice(0, 10)} ${time.slice(11, -1)}`
}

/**
 * A UTC date and time, or `HH:MM[:SS[.fff]]`, meant on the day that is nearest to `reference`. `time of day`: there is no
 * reference to know the day from. Null where it is neither.
 */
export function parseTypedTime(text: string, reference: Instant | null): Instant | 'time of day' | null {
  const typed = text.trim().replace(/\s*(UTC|Z)$/i, '')
  const match = /^(?:(\d{4}-\d\d-\d\d)[T ]+)?(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,7}))?)?$/.exec(typed)
  if (!match) return null
  const [, date, hour = '', minute = '', second = '00', fraction = ''] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const day = date ?? (reference === null ? null : (formatInstant(reference)?.slice(0, 10) ?? null))
  if (day === null) return 'time of day'
  const at = parseInstant(`${day}T${hour.padStart(2, '0')}:${minute}:${second}.${fraction.padEnd(3, '0')}Z`)
  // The 30th of February would be taken for the 2nd of March.
  if (at === null || !formatInstant(at)?.startsWith(day)) return null
  if (reference === null || date) return at
  const oneDay = 864_000_000_000n
  const candidates = [at - oneDay, at, at + oneDay]
  const distance = (value: Instant): Instant => (value > reference ? value - reference : reference - value)
  return candidates.reduce((best, one) => (distance(one) < distance(best) ? one : best))
}
