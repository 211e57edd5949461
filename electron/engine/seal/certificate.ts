// Certificates as they come in `cert` boxes, trust lists and key files (RFC 5280 4; ONVIF EFF 26.06 5.6.3): one DER
// certificate, tolerantly also with bytes after it, several in a row, or as PEM text.
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { createPublicKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { withoutQuotes } from '#contract/messages/names.ts'
import type { Deviation, Signer } from '#contract/seal.ts'
import type { UtcTime } from '#contract/units.ts'
import { quote } from '#engine/base/findings.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { outerSequenceLength, parseAsn1 } from './asn1.ts'
import { readName } from './distinguished-name.ts'
import { isPem, parsePem } from './pem.ts'

export type Certificate = {
  /** The certificate itself, without anything that followed it. */
  readonly der: Uint8Array
  readonly signer: Signer
  /** Null where this version cannot use keys of that kind. An RSASSA-PSS key is given as a plain RSA key. */
  readonly publicKey: KeyObject | null
  /** RSA modulus or size of the curve in bits; null where unknown. */
  readonly keyBits: number | null
  readonly notBefore: Date
  readonly notAfter: Date
  /** For finding issuers: equal for equal names. Never shown. */
  readonly subjectKey: string
  readonly issuerKey: string
  readonly parsed: pkijs.Certificate
  /** The same certificate as Node reads it, for its signature; null where Node cannot. */
  readonly x509: X509Certificate | null
}

export type CertificatesReading =
  | {
      ok: true
      leaf: Certificate
      /** Where in the payload the signer's certificate lies, and how it is written. */
      leafPlace: { start: number; end: number; encoding: 'der' | 'pem' }
      intermediates: Certificate[]
      deviations: Deviation[]
    }
  | { ok: false; reason: string }

/** Most bytes that are looked at in one `cert` box. */
export const certificateLimit = 65_536
/** Most certificates that are read from one `cert` box. */
export const chainLimit = 8
const serialLimit = 64

/** Reads the payload of a `cert` box. Never throws. `reason` is one plain sentence. */
export function readCertificates(bytes: Uint8Array): CertificatesReading {
  if (bytes.length === 0) return { ok: false, reason: 'The certificate is empty.' }
  if (bytes.length > certificateLimit) {
    return { ok: false, reason: `The certificate takes ${bytes.length} bytes; at most 65536 are read.` }
  }
  const deviations: Deviation[] = []
  const found = isPemText(bytes) ? fromPem(bytes, deviations) : fromDer(bytes, deviations)
  const [leaf, ...intermediates] = found
  if (leaf === undefined) {
    return { ok: false, reason: 'The certificate cannot be read: it is not an X.509 certificate in DER.' }
  }
  if (intermediates.length > 0) {
    const detail = `${intermediates.length} more certificates follow the signer's; EFF 5.6.3 has room for one.`
    deviations.push({ code: 'certificate-chain', detail })
  }
  return { ok: true, leaf, leafPlace: placeOfLeaf(bytes, leaf), intermediates, deviations }
}

const isPemText = (bytes: Uint8Array): boolean => bytes[0] !== 0x30 && isPem(bytes)
const isCertificateBlock = ({ label }: { label: string }): boolean => label.endsWith('CERTIFICATE')

function placeOfLeaf(
  bytes: Uint8Array,
  leaf: Certificate,
): { start: number; end: number; encoding: 'der' | 'pem' } {
  const block = isPemText(bytes) ? parsePem(bytes).find(isCertificateBlock) : undefined
  return block
    ? { start: block.start, end: block.end, encoding: 'pem' }
    : { start: 0, end: leaf.der.length, encoding: 'der' }
}

const chainLong: Deviation = {
  code: 'certificate-chain-long',
  detail: `More than ${chainLimit} certificates are in one seal; what follows the first ${chainLimit} was not read.`,
}

function fromDer(bytes: Uint8Array, deviations: Deviation[]): Certificate[] {
  const found: Certificate[] = []
  let at = 0
  while (at < bytes.length) {
    const length = outerSequenceLength(bytes.subarray(at))
    if (length !== null && found.length === chainLimit) {
      deviations.push(chainLong)
      return found
    }
    const certificate = length === null ? null : readCertificate(bytes.subarray(at, at + length))
    if (length === null || certificate === null) break
    found.push(certificate)
    at += length
  }
  if (found.length > 0 && at < bytes.length) {
    const detail = `${bytes.length - at} bytes that are no certificate follow the certificate.`
    deviations.push({ code: 'certificate-trailing-bytes', detail })
  }
  return found
}

function fromPem(bytes: Uint8Array, deviations: Deviation[]): Certificate[] {
  deviations.push({ code: 'certificate-pem', detail: 'The certificate is PEM text instead of DER.' })
  const found: Certificate[] = []
  for (const block of parsePem(bytes)) {
    if (!isCertificateBlock(block)) continue
    if (found.length === chainLimit) {
      deviations.push(chainLong)
      break
    }
    const certificate = readCertificate(block.bytes)
    // The first block speaks for the signer: where it cannot be read, no other may take its place.
    if (certificate === null && found.length === 0) return []
    if (certificate !== null) found.push(certificate)
  }
  return found
}

/** Reads one certificate at the start of `bytes`; null where it is none, or its times or names cannot be read. */
export function readCertificate(bytes: Uint8Array): Certificate | null {
  const length = outerSequenceLength(bytes)
  if (length === null || length > certificateLimit) return null
  const der = bytes.slice(0, length)
  const schema = parseAsn1(der)
  if (schema === null) return null
  let parsed: pkijs.Certificate
  try {
    parsed = new pkijs.Certificate({ schema })
  } catch {
    return null
  }
  const subject = readName(parseAsn1(new Uint8Array(parsed.subject.valueBeforeDecode)))
  const issuer = readName(parseAsn1(new Uint8Array(parsed.issuer.valueBeforeDecode)))
  const notBefore = utcTime(parsed.notBefore.value)
  const notAfter = utcTime(parsed.notAfter.value)
  if (subject === null || issuer === null || notBefore === null || notAfter === null) return null
  const x509 = readX509(der)
  const publicKey = readPublicKey(parsed, x509)
  return {
    der,
    publicKey,
    keyBits: publicKey === null ? null : bitsOf(publicKey),
    notBefore: parsed.notBefore.value,
    notAfter: parsed.notAfter.value,
    subjectKey: subject.key,
    issuerKey: issuer.key,
    parsed,
    x509,
    signer: {
      subject: subject.text,
      issuer: issuer.text,
      serialNumber: formatSerial(parsed.serialNumber.valueBlock.valueHexView),
      sha256: sha256Of(der),
      notBefore,
      notAfter,
    },
  }
}

/** The subject in quotation marks, for sentences. */
export const nameOf = (certificate: Certificate): string =>
  quote(withoutQuotes(certificate.signer.subject) || 'no name', 120)

/** To the millisecond; null where it is no time of the years 0 to 9999. */
function utcTime(date: Date): UtcTime | null {
  const time = date.getTime()
  const year = date.getUTCFullYear()
  return Number.isFinite(time) && year >= 0 && year <= 9999 ? (date.toISOString() as UtcTime) : null
}

/** Lower-case hex as `openssl x509 -serial` counts it: whole bytes, no sign byte. */
function formatSerial(bytes: Uint8Array): string {
  const start = bytes.findIndex((byte) => byte !== 0)
  const number = start < 0 ? new Uint8Array(1) : bytes.subarray(start)
  const hex = Buffer.from(number.subarray(0, serialLimit)).toString('hex')
  return number.length > serialLimit ? `${hex}…` : hex
}

function readX509(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der)
  } catch {
    return null
  }
}

const rsassaPss = '1.2.840.113549.1.1.10'
const rsaEncryption = '1.2.840.113549.1.1.1'

/**
 * The key as Node's own reading of the certificate has it, so that it is the key whose certificate was verified.
 * An RSASSA-PSS key (RFC 4055 1.2) is the same pair of numbers under another label, which BoringSSL does not know.
 */
function readPublicKey(parsed: pkijs.Certificate, x509: X509Certificate | null): KeyObject | null {
  const information = parsed.subjectPublicKeyInfo
  try {
    if (information.algorithm.algorithmId !== rsassaPss && x509 !== null) return x509.publicKey
    const plain = pkijs.PublicKeyInfo.fromBER(information.toSchema().toBER())
    if (plain.algorithm.algorithmId === rsassaPss) {
      plain.algorithm = new pkijs.AlgorithmIdentifier({
        algorithmId: rsaEncryption,
        algorithmParams: new asn1js.Null(),
      })
    }
    return createPublicKey({ key: Buffer.from(plain.toSchema().toBER()), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

const curveBits: Record<string, number> = {
  secp224r1: 224,
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
}

function bitsOf(publicKey: KeyObject): number | null {
  const details = publicKey.asymmetricKeyDetails
  if (publicKey.asymmetricKeyType === 'ed25519') return 256
  return (
    details?.modulusLength ??
    (details?.namedCurve === undefined ? null : (curveBits[details.namedCurve] ?? null))
  )
}

/**
 * Whether two public keys are the same. Not `KeyObject.equals`: over keys of different kinds it leaves an error behind in
 * OpenSSL (Node 24), which the next key that is read then seems to have.
 */
export function isSameKey(one: KeyObject, other: KeyObject): boolean {
  if (one.asymmetricKeyType !== other.asymmetricKeyType) return false
  return one.export({ type: 'spki', format: 'der' }).equals(other.export({ type: 'spki', format: 'der' }))
}
