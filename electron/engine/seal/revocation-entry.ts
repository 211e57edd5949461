// One entry of a revocation list (RFC 5280 5.1.2.6, 5.3): which certificate, since when, why.
import { derChildren, derContent, derTags, readDerElement, readDerTime } from './der.ts'
import type { DerElement } from './der.ts'

/** CRLReason (RFC 5280 5.3.1) in words. */
const reasons: Readonly<Record<number, string>> = {
  0: 'no reason given',
  1: 'key compromised',
  2: 'key of the authority compromised',
  3: 'affiliation changed',
  4: 'superseded',
  5: 'no longer in operation',
  6: 'on hold',
  8: 'removed from the list',
  9: 'privilege withdrawn',
  10: 'key of the attribute authority compromised',
}
const onHold = 6
const removed = 8
const compromises = new Set([1, 2, 10])

export type RevocationEntry = {
  revokedAt: Date
  /** Since when the key is known or suspected to be in other hands, or the certificate was otherwise invalid. */
  invalidSince: Date | null
  reason: string
  isCompromise: boolean
  /** A hold may be lifted by a later list; a revocation may not. */
  isHold: boolean
  /** Why the whole list cannot be used, as the end of a sentence; null where it can. */
  unusable: string | null
}

const reasonCode = '551d15'
const invalidityDate = '551d18'

/** Null where it is no entry. */
export function readEntry(der: Uint8Array, element: DerElement): RevocationEntry | null {
  const fields = element.tag === derTags.sequence ? derChildren(der, element, 3) : null
  const [serial, time, extensions] = fields ?? []
  if (serial?.tag !== derTags.integer || serial.content === serial.end || !time) return null
  const revokedAt = readDerTime(der, time)
  if (revokedAt === null) return null
  const entry: RevocationEntry = {
    revokedAt,
    invalidSince: null,
    reason: reasons[0] ?? '',
    isCompromise: false,
    isHold: false,
    unusable: null,
  }
  if (!extensions) return entry
  const list = extensions.tag === derTags.sequence ? derChildren(der, extensions, 16) : null
  if (list === null) return null
  return list.every((extension) => readEntryExtension(der, extension, entry)) ? entry : null
}

function readEntryExtension(der: Uint8Array, element: DerElement, entry: RevocationEntry): boolean {
  const extension = readExtension(der, element)
  if (extension === null) return false
  const { oid, critical, value } = extension
  const inner = readDerElement(der, value.content, value.end)
  if (oid === reasonCode) {
    const code = inner?.tag === derTags.enumerated ? (der[inner.content] ?? -1) : -1
    entry.reason = reasons[code] ?? `reason ${code}`
    entry.isCompromise = compromises.has(code)
    entry.isHold = code === onHold
    if (code === removed) entry.unusable = 'it has entries that belong into lists of changes'
  } else if (oid === invalidityDate) {
    entry.invalidSince = inner && readDerTime(der, inner)
    if (entry.invalidSince === null) return false
  } else if (critical) {
    // Among them certificateIssuer: then the entry is about another issuer's certificate (RFC 5280 5.3.3).
    entry.unusable = 'it has entries with critical extensions that are not known here'
  }
  return true
}

/** Extension ::= SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue } (RFC 5280 4.1); `oid` as hex. */
export function readExtension(
  der: Uint8Array,
  element: DerElement,
): { oid: string; critical: boolean; value: DerElement } | null {
  const fields = element.tag === derTags.sequence ? derChildren(der, element, 3) : null
  const [oid, ...rest] = fields ?? []
  const flag = rest[0]?.tag === derTags.boolean ? rest.shift() : undefined
  const [value, ...more] = rest
  if (oid?.tag !== derTags.oid || value?.tag !== derTags.octetString || more.length > 0) return null
  const critical = flag !== undefined && derContent(der, flag).some((byte) => byte !== 0)
  return { oid: Buffer.from(derContent(der, oid)).toString('hex'), critical, value }
}
