// What somebody typed about a download: address, hash, size, proxy. Pure.
import { localDecimal } from '#contract/messages/language.ts'
import type { Sha256 } from '#contract/units.ts'

export type AddressFault = 'missing' | 'bad' | 'user'

/** The address as it is asked for, or what is wrong with it. */
export function parseAddress(text: string): { url: string; isPlain: boolean } | AddressFault {
  const typed = text.trim()
  if (typed === '') return 'missing'
  // Without a scheme it is meant to be the safe one.
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(whole)) return 'bad'
  const url = new URL(whole)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'bad'
  if (url.username !== '' || url.password !== '') return 'user'
  url.hash = ''
  return { url: url.href, isPlain: url.protocol === 'http:' }
}

/** Null where nothing was typed; undefined where it is no hash. Groups and capitals are as people send them. */
export function parseSha256(text: string): Sha256 | null | undefined {
  const digits = text.replace(/[\s:-]/g, '').toLowerCase()
  if (digits === '') return null
  return /^[0-9a-f]{64}$/.test(digits) ? (digits as Sha256) : undefined
}

const units = { '': 1, b: 1, byte: 1, bytes: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 } as const

/**
 * `20 GB`, `1.5 tb`, `1,200,000`: bytes; with a decimal comma where the language has one. Null where nothing was typed;
 * undefined where it is no size.
 */
export function parseSize(text: string): number | null | undefined {
  const typed = plainDigits(text.trim())
  if (typed === '') return null
  const [, digits, name = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(typed) ?? []
  const unit = units[name.toLowerCase() as keyof typeof units] as number | undefined
  if (digits === undefined || unit === undefined) return undefined
  const bytes = Math.round(Number(digits) * unit)
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined
}

/** Without marks of thousands, and with a point before decimals, as far as they can be told apart. */
function plainDigits(typed: string): string {
  const joined = typed.replace(/(\d)\s(?=\d{3}(?!\d))/g, '$1')
  const mark = localDecimal('.')
  const thousands = mark === ',' ? '.' : ','
  const grouped = new RegExp(`^\\d{1,3}(?:[${thousands}]\\d{3})+(?![${thousands}\\d])`).exec(joined)
  const head = grouped ? grouped[0].replaceAll(thousands, '') : ''
  return head + joined.slice(grouped?.[0].length ?? 0).replace(mark, '.')
}

/** Null where nothing was typed; undefined where it is none. */
export function parseProxy(text: string): string | null | undefined {
  const typed = text.trim()
  if (typed === '') return null
  const whole = typed.includes('://') ? typed : `http://${typed}`
  if (!URL.canParse(whole)) return undefined
  const { protocol, host, username, password, pathname } = new URL(whole)
  const isProxy =
    protocol === 'http:' && host !== '' && username === '' && password === '' && pathname === '/'
  return isProxy ? `http://${host}` : undefined
}
