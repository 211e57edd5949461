// Addresses of downloads: which are allowed, how they stand in records, and what a file from there is called.
import { EvidenceError } from '#contract/errors.ts'
import { sha256Of } from '#engine/base/hash.ts'
import type { Sha256 } from '#contract/units.ts'

/** Names of query fields that let whoever reads them fetch the file. */
const secretName = /sig|token|secret|key|pass|pwd|auth|cred|session|ticket|otp|code/i
const nameCharacters = 200

/** `base`: the address that redirected to this one. Fails with `wrong-input` or `download-refused`. */
export function parseWebAddress(text: string, terms: { allowHttp: boolean }, base?: URL): URL {
  const url = URL.parse(text, base?.href)
  if (!url) throw new EvidenceError('wrong-input', `“${cut(text)}” is not an address.`)
  const address = shownAddress(url)
  const refuse = (why: string): EvidenceError =>
    new EvidenceError('download-refused', `“${address}” was not fetched: ${why}`, { details: { address } })
  const from = base ? ` It was named by “${shownAddress(base)}”.` : ''
  if (url.username !== '' || url.password !== '')
    throw refuse(`an address with a user name or password in it would put them on record.${from}`)
  if (url.protocol === 'http:' && !terms.allowHttp)
    throw refuse(`plain http can be read and changed on its way; it has to be allowed first.${from}`)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse(`only https addresses can be fetched.${from}`)
  url.hash = ''
  return url
}

/** For people and records: without user name, and without the values that give access to the file. */
export function shownAddress(url: URL): string {
  const fields = [...url.searchParams].map(([name, value]) => {
    const shown = secretName.test(name) ? '…' : encodeURIComponent(value)
    return `${encodeURIComponent(name)}=${shown}`
  })
  return `${url.protocol}//${url.host}${url.pathname}${fields.length > 0 ? `?${fields.join('&')}` : ''}`
}

/** Ties a record to the whole address without telling it. */
export const addressHash = (url: URL): Sha256 => sha256Of(url.href)

/** RFC 6266 and 8187, else the last part of the path; never a path, never empty. */
export function downloadName(url: URL, disposition: string | undefined): string {
  const last = url.pathname.split('/').at(-1) ?? ''
  const candidates = [dispositionName(disposition ?? ''), percentDecoded(last), url.hostname]
  for (const candidate of candidates) {
    const name = safeName(candidate ?? '')
    if (name !== '') return name
  }
  return 'download'
}

function dispositionName(text: string): string | null {
  const extended = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(`;${text}`)
  const decoded = extended ? percentDecoded(extended[1] ?? '') : null
  if (decoded) return decoded
  const plain = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(`;${text}`)
  const value = plain ? (plain[1]?.replaceAll(/\\(.)/g, '$1') ?? plain[2] ?? '') : null
  return value === null ? null : utf8InLatin1(value)
}

/** Header bytes come as Latin-1; many servers send UTF-8 there. */
function utf8InLatin1(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
  } catch {
    return text
  }
}

function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function safeName(text: string): string {
  const last = text.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, '_').replace(/^[\s.]+|[\s.]+$/g, '')
  if (plain.length <= nameCharacters) return plain
  const ending = /\.[^.]{1,10}$/.exec(plain)?.[0] ?? ''
  return `${plain.slice(0, nameCharacters - ending.length).toWellFormed()}${ending}`
}

const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text)
