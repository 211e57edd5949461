// How wrong a recorder's clock was, in words to the digit; and recorded times corrected by it.
import type { ClockOffset } from '../clock.ts'
import type { UtcTime } from '../units.ts'
import { safeText, t } from './format.ts'
import { formatNumber, localDecimal } from './language.ts'
import { formatDay, shiftUtc } from './times.ts'

/** A clock, recorder minus reference: `The recorder was 2 min 13.000 s ahead.` */
export function describeClockError(micros: number): string {
  if (micros === 0) return t('recorderClock.right')
  const length = formatClockLength(micros)
  return micros > 0 ? t('recorderClock.ahead', { length }) : t('recorderClock.behind', { length })
}

/** `0.080 s`, `2 min 13.000 s`, `1 h 00 min 02.500 s`, `365 d 01 h 00 min 00.000 s`; microseconds only where there are any. */
export function formatClockLength(micros: number): string {
  const all = Math.abs(micros)
  const whole = Math.floor(all / 1_000_000)
  const below = String(all % 1_000_000).padStart(6, '0')
  const fraction = below.endsWith('000') ? below.slice(0, 3) : below
  const days = Math.floor(whole / 86_400)
  const hours = Math.floor(whole / 3600) % 24
  const minutes = Math.floor(whole / 60) % 60
  const two = (value: number): string => String(value).padStart(2, '0')
  const plainSeconds = localDecimal(`${whole % 60}.${fraction}`)
  const seconds = localDecimal(`${two(whole % 60)}.${fraction}`)
  if (days > 0) {
    const parts = { days: formatNumber(days), hours: two(hours), minutes: two(minutes), seconds }
    return t('recorderClock.length.days', parts)
  }
  if (hours > 0) {
    return t('recorderClock.length.hours', { hours: String(hours), minutes: two(minutes), seconds })
  }
  if (minutes > 0) return t('recorderClock.length.minutes', { minutes: String(minutes), seconds })
  return t('recorderClock.length.seconds', { seconds: plainSeconds })
}

/** The recorded time less the error of the clock; null where nobody compared it, or the result is no time. */
export function correctedTime(recorded: UtcTime | null, entry: ClockOffset | null): UtcTime | null {
  return recorded && entry ? shiftUtc(recorded, -entry.offsetMicros) : null
}

/** What a corrected time rests on, for its hint. */
export function explainCorrection(entry: ClockOffset): string {
  return t('recorderClock.correctedHint', {
    who: safeText(entry.enteredBy),
    day: formatDay(entry.enteredAt),
    offset: describeClockError(entry.offsetMicros),
  })
}
