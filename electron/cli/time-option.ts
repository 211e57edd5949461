// Times on the command line: ISO 8601, UTC where no zone is given.
import { EvidenceError } from '#contract/errors.ts'
import type { UtcTime } from '#contract/units.ts'
import { formatUtc, parseUtc, unixMicrosFromFiletime } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'

export type TimeOption = { filetime: Filetime; utc: UtcTime; unixMillis: number }

/** Null where the option was not given; `wrong-input` where it is not a time. A date alone means its first moment. */
export function parseTimeOption(name: string, text: string | undefined): TimeOption | null {
  if (text === undefined) return null
  const time = parseUtc(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text)
  const utc = time === null ? null : formatUtc(time)
  if (time === null || utc === null) {
    throw new EvidenceError(
      'wrong-input',
      `${name} ${JSON.stringify(text)} is not a time like 2026-05-01T21:59:58.500Z.`,
    )
  }
  return { filetime: time, utc, unixMillis: Math.floor(unixMicrosFromFiletime(time) / 1000) }
}
