// xs:dateTime of metadata (ONVIF Streaming 5.1.2.1: UTC).
import { quote } from '#engine/base/findings.ts'
import { formatUtc, parseUtc } from '#engine/base/time.ts'
import type { UtcTime } from '#contract/units.ts'

/** Null where the text is no time, or one outside 1601…9999. */
export function readTime(text: string | undefined): UtcTime | null {
  const time = text === undefined ? null : parseUtc(text)
  return time === null ? null : formatUtc(time)
}

export const describeTime = (sent: string | undefined): string =>
  sent === undefined ? 'no UtcTime' : `a UtcTime that cannot be read, ${quote(sent, 40)}`
