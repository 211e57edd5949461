// Times as people type them, and back. Always UTC; a missing zone means UTC, which the label of the field says.
import type { UtcTime } from '#contract/units.ts'

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
