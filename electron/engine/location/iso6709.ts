// ISO 6709 text as in QuickTime `©xyz` and `com.apple.quicktime.location.ISO6709`: latitude first, then longitude.
// (ONVIF EFF 26.06 4.3 says “lon and lat”; the files say otherwise.)
import type { GeoLocation } from '#contract/metadata.ts'

/** Sign, digits, fraction; then height with its sign; then perhaps a coordinate reference system and a slash. */
const form = /^([+-]\d{2,6}(?:[.,]\d*)?)([+-]\d{3,7}(?:[.,]\d*)?)([+-]\d+(?:[.,]\d*)?)?(?:CRS[^/]*)?\/?$/

/**
 * Parses ±DD.D±DDD.D, ±DDMM.M±DDDMM.M and ±DDMMSS.S±DDDMMSS.S, told apart by their whole digits, with or without a height
 * in metres, a reference system and the closing slash. Null where the text is none of these, or minutes or seconds reach 60.
 * Whether the place can be true is judged by `judgeLocation`.
 */
export function parseIso6709(text: string): GeoLocation | null {
  const match = form.exec(text.replaceAll('\0', '').trim())
  if (!match) return null
  const [, north, east, height] = match
  const latitude = parseAngle(north ?? '', 2)
  const longitude = parseAngle(east ?? '', 3)
  if (latitude === null || longitude === null) return null
  return { latitude, longitude, elevation: height === undefined ? null : parseDecimal(height) }
}

function parseAngle(text: string, degreeDigits: number): number | null {
  const sign = text.startsWith('-') ? -1 : 1
  const [whole = '', fraction = ''] = text.slice(1).split(/[.,]/)
  const parts = [whole.slice(0, degreeDigits)]
  for (let at = degreeDigits; at < whole.length; at += 2) parts.push(whole.slice(at, at + 2))
  const complete =
    whole.length >= degreeDigits && (whole.length - degreeDigits) % 2 === 0 && parts.length <= 3
  if (!complete) return null

  // The fraction belongs to the smallest unit that is written.
  const values = parts.map((part, index) => Number(index === parts.length - 1 ? `${part}.${fraction}` : part))
  const [degrees = 0, minutes = 0, seconds = 0] = values
  if (minutes >= 60 || seconds >= 60) return null
  const angle = sign * (degrees + minutes / 60 + seconds / 3600)
  return angle === 0 ? 0 : angle
}

function parseDecimal(text: string): number | null {
  const value = Number(text.replace(',', '.'))
  return Number.isFinite(value) ? value : null
}
