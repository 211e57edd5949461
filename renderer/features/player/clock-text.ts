// Times of the review screen as text and back: the parts of a clock, media time, and what a user typed.
import type { UtcTime } from '#contract/units.ts'
import type { Instant } from '../../state/playhead-time.ts'
import { parseTypedTime } from '../../state/typed-utc.ts'

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
  const at = parseTypedTime(typed, reference)
  if (at === null) return null
  return at === 'time of day' ? { kind: at } : { kind: 'instant', at }
}
