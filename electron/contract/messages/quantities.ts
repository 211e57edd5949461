// Numbers, bytes, rates, durations and hashes as text; the same in the window, in reports and on the command line.
import { t } from './format.ts'
import { formatNumber, localDecimal, localeOf, spoken } from './language.ts'

export { formatNumber, formatOffset } from './language.ts'

/** `1 byte`, `56,381 bytes`: never rounded. */
export const formatByteCount = (bytes: number): string => t('quantity.bytes', { count: bytes })

const byteUnits = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Decimal units, three digits: `56.4 kB`; below 1,000 the exact count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return formatByteCount(bytes)
  let value = bytes
  let unit = ''
  for (const next of byteUnits) {
    if (value < 999.5) break
    value /= 1000
    unit = next
  }
  return `${threeDigits(value)} ${unit}`
}

/** Rounded and exact: `56.4 kB (56,381 bytes)`. */
export function formatBytesExactly(bytes: number): string {
  return bytes < 1000 ? formatBytes(bytes) : `${formatBytes(bytes)} (${formatByteCount(bytes)})`
}

/** `132 MB/s`, `3.2 items/s`. */
export function formatRate(perSecond: number, unit: 'bytes' | 'items' | 'steps'): string {
  const amount = unit === 'bytes' ? formatBytes(Math.round(perSecond)) : threeDigits(perSecond)
  return t(`quantity.${unit}PerSecond`, { amount })
}

/** `0.5 s`, `12 s`, `2 min 05 s`, `1 h 02 min`, `3 d 04 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${formatNumber(Math.round(seconds * 10) / 10)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`
  return `${Math.floor(whole / 86_400)} d ${two(Math.floor((whole % 86_400) / 3600))} h`
}

/** A hash or fingerprint in groups of four digits. */
export function groupHash(hex: string): string {
  return hex.match(/.{1,4}/g)?.join(' ') ?? ''
}

/** Degrees with a hemisphere and five decimals (about a metre): `48.85840° N, 2.29450° E`. */
export function formatCoordinates(latitude: number, longitude: number): string {
  const part = (value: number, positive: string, negative: string): string =>
    `${Math.abs(value).toFixed(5)}° ${value < 0 ? negative : positive}`
  return `${part(latitude, 'N', 'S')}, ${part(longitude, 'E', 'W')}`
}

function threeDigits(value: number): string {
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
  return value.toLocaleString(localeOf[spoken().language], { maximumFractionDigits: decimals })
}

/** With exactly so many decimals: `0.50`. */
export function formatFixed(value: number, decimals: number): string {
  return localDecimal(value.toFixed(decimals))
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** Microseconds as seconds, exact: `0.08`, `12.5`, `86,400`. Without a sign. */
export function formatMicros(micros: number): string {
  const whole = Math.floor(Math.abs(micros) / 1_000_000)
  const rest = String(Math.abs(micros) % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return formatNumber(whole) + (rest === '' ? '' : localDecimal(`.${rest}`))
}
