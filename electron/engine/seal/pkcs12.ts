// PKCS#12 files (RFC 7292) in password mode: the keys and certificates in them.
import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { AsnType } from 'asn1js'
import { childrenOf, octetsOf, oidOf, parseAsn1 } from './asn1.ts'
import { readCertificate } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { checkMac, decryptWithPassword } from './pkcs12-encryption.ts'

export type Pkcs12Contents = { keys: KeyObject[]; certificates: Certificate[] }
export type Pkcs12Reading =
  | {
      ok: true
      contents: Pkcs12Contents
      /** Whether a part stays shut because its encryption is not known here: what is missing may be in it. */
      incomplete: boolean
    }
  | { ok: false; reason: string }

const data = '1.2.840.113549.1.7.1'
const encryptedData = '1.2.840.113549.1.7.6'
const bag = '1.2.840.113549.1.12.10.1'
const x509Certificate = '1.2.840.113549.1.9.22.1'
const maxBags = 200
const maxDepth = 4

/** Whether the bytes look like a PKCS#12 file: a SEQUENCE that begins with version 3 and a ContentInfo. */
export function isPkcs12(bytes: Uint8Array): boolean {
  const [version, content] = childrenOf(parseAsn1(bytes) ?? undefined) ?? []
  return (
    Buffer.from(version?.valueBeforeDecodeView ?? []).toString('hex') === '020103' &&
    contentOf(content) !== null
  )
}

/** Reads keys and certificates. Never throws; `reason` completes a sentence that names the file. */
export function readPkcs12(bytes: Uint8Array, password: string): Pkcs12Reading {
  const [, content, macData] = childrenOf(parseAsn1(bytes) ?? undefined) ?? []
  const outer = contentOf(content)
  const safe = outer?.oid === data ? octetsOf(outer.value) : null
  const parts = safe === null ? null : childrenOf(parseAsn1(safe) ?? undefined)
  if (safe === null || parts === null) return { ok: false, reason: 'is not a PKCS#12 file with a password' }
  if (macData !== undefined && checkMac(macData, safe, password) === 'wrong') return wrongPassword(password)
  const contents: Pkcs12Contents = { keys: [], certificates: [] }
  let incomplete = false
  for (const part of parts.slice(0, maxBags)) {
    const opened = openPart(part, password)
    if (opened === 'password') return wrongPassword(password)
    if (opened === null) incomplete = true
    else if (!readBags(opened, password, contents, 0)) return wrongPassword(password)
  }
  return { ok: true, contents, incomplete }
}

function wrongPassword(password: string): Pkcs12Reading {
  const reason = password === '' ? 'needs a password' : 'cannot be opened with this password'
  return { ok: false, reason }
}

/** The content type and the content of a ContentInfo. */
function contentOf(info: AsnType | undefined): { oid: string; value: AsnType | undefined } | null {
  const [type, explicit] = childrenOf(info) ?? []
  const oid = oidOf(type)
  return oid === null ? null : { oid, value: childrenOf(explicit)?.[0] }
}

/** SafeContents of one part; null where this version cannot open it. */
function openPart(part: AsnType, password: string): Uint8Array | 'password' | null {
  const content = contentOf(part)
  if (content?.oid === data) return octetsOf(content.value)
  if (content?.oid !== encryptedData) return null
  const [, algorithm, encrypted] = childrenOf(childrenOf(content.value)?.[1]) ?? []
  const bytes = octetsOf(encrypted)
  if (algorithm === undefined || bytes === null) return null
  const opened = decryptWithPassword(algorithm, bytes, password)
  if (opened.ok) return opened.bytes
  return opened.why === 'password' ? 'password' : null
}

/** False where a key in it does not open with the password. */
function readBags(safeContents: Uint8Array, password: string, into: Pkcs12Contents, depth: number): boolean {
  const bags = childrenOf(parseAsn1(safeContents) ?? undefined) ?? []
  for (const entry of bags.slice(0, maxBags)) {
    const [type, explicit] = childrenOf(entry) ?? []
    const value = childrenOf(explicit)?.[0]
    if (value === undefined) continue
    const oid = oidOf(type)
    const der = value.valueBeforeDecodeView
    if (oid === `${bag}.1` || oid === `${bag}.2`) {
      const key = readKey(der, password)
      if (key === null) return false
      into.keys.push(key)
    } else if (oid === `${bag}.3`) {
      const certificate = readCertificateBag(value)
      if (certificate !== null) into.certificates.push(certificate)
    } else if (oid === `${bag}.6` && depth < maxDepth) {
      if (!readBags(der, password, into, depth + 1)) return false
    }
  }
  return true
}

/** PrivateKeyInfo or EncryptedPrivateKeyInfo: Node undoes both, with the older schemes too. */
function readKey(der: Uint8Array, password: string): KeyObject | null {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8', passphrase: password })
  } catch {
    return null
  }
}

function readCertificateBag(value: AsnType): Certificate | null {
  const content = contentOf(value)
  const der = content?.oid === x509Certificate ? octetsOf(content.value) : null
  return der === null ? null : readCertificate(der)
}
