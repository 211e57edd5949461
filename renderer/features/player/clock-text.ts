// Times of the review screen as text and back: the parts of a clock, media time, and what a user typed.
import type { UtcTime } from '#contract/units.ts'
import { formatInstant, parseInstant, type Instant } from '../../state/playhead-time.ts'

/** `2026-05-01`, `21:59:58`, `.500`, and the digits below the millisecond, if any. */
export function splitUtc(utc: UtcTime): { date: string; time: string; milliseconds: string; rest: string } {
  return {
    date: utc.slice(0, 10),
    time: utc.slice(11, 19),
    milliseconds: utc.slice(19, 23),
    rest: utc.slice(23, -1),
  }
}

/** `00:01:02.500`: hours, minutes, seconds, milliseconds cut off; a minus sign before the origin. */
export function formatMediaTime(seconds: number): string {
  const total = Math.floor(Math.abs(seconds) * 1000 + 1e-6)
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = `${two(Math.floor(total / 3_600_000))}:${two(Math.floor(total / 60_000) % 60)}:${two(Math.floor(total / 1000) % 60)}`
  return `${seconds < 0 ? '−' : ''}${clock}.${String(total % 1000).padStart(3, '0')}`
}

export type Destination =
  { kind: 'picture'; number: number } | { kind: 'instant'; at: Instant } | { kind: 'time of day' }

/**
 * Reads what a user typed: a picture number, a UTC date and time, or `HH:MM[:SS[.fff]]`, meant on the day that is
 * nearest to `reference`. `time of day`: there is no reference to know the day from. Null where it is none of these.
 */
export function parseDestination(text: string, reference: Instant | null): Destination | null {
  const typed = text.trim().replace(/\s*(UTC|Z)$/i, '')
  if (/^\d{1,3}([,.\s’']\d{3})+$|^\d+$/.test(typed))
    return { kind: 'picture', number: Number(typed.replace(/\D/g, '')) }
  const match = /^(?:(\d{4}-\d\d-\d\d)[T ]+)?(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,7}))?)?$/.exec(typed)
  if (!match) return null
  const [, date, hour = '', minute = '', second = '00', fraction = ''] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const day = date ?? (reference === null ? null : (formatInstant(reference)?.slice(0, 10) ?? null))
  if (day === null) return { kind: 'time of day' }
  const at = parseInstant(`${day}T${hour.padStart(2, '0')}:${minute}:${second}.${fraction.padEnd(3, '0')}Z`)
  // The 30th of February would be taken for the 2nd of March.
  if (at === null || !formatInstant(at)?.startsWith(day)) return null
  if (reference === null || date) return { kind: 'instant', at }
  const oneDay = 864_000_000_000n
  const candidates = [at - oneDay, at, at + oneDay]
  const distance = (value: Instant): Instant => (value > reference ? value - reference : reference - value)
  return {
    kind: 'instant',
    at: candidates.reduce((best, one) => (distance(one) < distance(best) ? one : best)),
  }
}
