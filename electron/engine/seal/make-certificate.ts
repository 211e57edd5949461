// Makes RSA keys and X.509 v3 certificates (RFC 5280) for this workstation's own key, for the demo and for tests. Not a
// certificate authority: no revocation, no policies.
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { createHash, createPublicKey, generateKeyPair, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { assert } from '#engine/base/assert.ts'
import { readCertificate } from './certificate.ts'
import type { Certificate } from './certificate.ts'

export type KeyAndCertificate = { privateKey: KeyObject; certificate: Certificate }

export type CertificateRequest = {
  commonName: string
  organization?: string
  /** Number of a badge: `serialNumber` of the subject where a PrintableString can say it, else `organizationalUnitName`. */
  badge?: string
  publicKey: KeyObject
  /** Who signs; the certificate is self-signed where this is the key of `publicKey` and no certificate. */
  issuer: { privateKey: KeyObject; certificate: Certificate | null }
  /** Whole seconds; fractions are cut off. */
  notBefore: Date
  notAfter: Date
  /** A certificate authority, with the most authorities that may stand below it; null for one that signs content. */
  authority: { pathLength: number | null } | null
  /** First byte of keyUsage, bit 0 leftmost; by default digitalSignature, for an authority keyCertSign and cRLSign. */
  keyUsage?: number
}

const generate = promisify(generateKeyPair)
const serialNumber = '2.5.4.5'

/** A new RSA private key. */
export async function makeRsaKey(bits: 2048 | 3072 | 4096): Promise<KeyObject> {
  const { privateKey } = await generate('rsa', { modulusLength: bits, publicExponent: 65_537 })
  return privateKey
}

/** A new key with a self-signed certificate of an authority. */
export async function makeRoot(
  request: Pick<CertificateRequest, 'commonName' | 'organization' | 'notBefore' | 'notAfter'>,
  bits: 2048 | 3072 | 4096 = 3072,
): Promise<KeyAndCertificate> {
  const privateKey = await makeRsaKey(bits)
  const publicKey = createPublicKey(privateKey)
  const issuer = { privateKey, certificate: null }
  return {
    privateKey,
    certificate: makeCertificate({ ...request, publicKey, issuer, authority: { pathLength: null } }),
  }
}

/** A new key with a certificate for signing content, signed by `issuer`. */
export async function makeLeaf(
  request: Pick<CertificateRequest, 'commonName' | 'organization' | 'notBefore' | 'notAfter'>,
  issuer: KeyAndCertificate,
  bits: 2048 | 3072 | 4096 = 2048,
): Promise<KeyAndCertificate> {
  const privateKey = await makeRsaKey(bits)
  const publicKey = createPublicKey(privateKey)
  return { privateKey, certificate: makeCertificate({ ...request, publicKey, issuer, authority: null }) }
}

/** Makes and signs a certificate with sha256WithRSAEncryption, which every verifier knows. */
export function makeCertificate(request: CertificateRequest): Certificate {
  const made = new pkijs.Certificate()
  made.version = 2
  made.serialNumber = new asn1js.Integer({ valueHex: randomSerial().buffer })
  made.subject = nameOf(request)
  const issuer = request.issuer.certificate
  made.issuer = issuer === null ? made.subject : issuer.parsed.subject
  made.notBefore = timeOf(request.notBefore)
  made.notAfter = timeOf(request.notAfter)
  const spki = request.publicKey.export({ type: 'spki', format: 'der' })
  made.subjectPublicKeyInfo = pkijs.PublicKeyInfo.fromBER(spki)
  const keyId = keyIdOf(made)
  made.extensions = extensionsOf(request, keyId, issuer === null ? keyId : keyIdOf(issuer.parsed))
  const algorithm = new pkijs.AlgorithmIdentifier({
    algorithmId: '1.2.840.113549.1.1.11',
    algorithmParams: new asn1js.Null(),
  })
  made.signature = algorithm
  made.signatureAlgorithm = algorithm
  const content = new Uint8Array(made.encodeTBS().toBER())
  made.tbsView = content
  const signature = new Uint8Array(sign('sha256', content, request.issuer.privateKey))
  made.signatureValue = new asn1js.BitString({ valueHex: signature.buffer })
  const certificate = readCertificate(new Uint8Array(made.toSchema(true).toBER()))
  assert(certificate !== null, 'a certificate just made can be read')
  return certificate
}

/** One SET for each attribute, the common name last; pkijs by itself would put all of them into one. */
function nameOf(request: CertificateRequest): pkijs.RelativeDistinguishedNames {
  const { organization, badge = '', commonName } = request
  const isPrintable = /^[A-Za-z0-9 '()+,./:=?-]*$/.test(badge)
  const attributes: [string, string | undefined][] = [
    ['2.5.4.10', organization],
    [isPrintable ? serialNumber : '2.5.4.11', badge],
    ['2.5.4.3', commonName],
  ]
  const sets = attributes.flatMap(([type, text]) => {
    if (!text) return []
    // RFC 5280 appendix A: at most 64 characters.
    const most = [...text].slice(0, 64).join('')
    const value =
      type === serialNumber
        ? new asn1js.PrintableString({ value: most })
        : new asn1js.Utf8String({ value: most })
    return [new asn1js.Set({ value: [new pkijs.AttributeTypeAndValue({ type, value }).toSchema()] })]
  })
  return pkijs.RelativeDistinguishedNames.fromBER(new asn1js.Sequence({ value: sets }).toBER())
}

/** UTCTime through 2049, GeneralizedTime after it (RFC 5280 4.1.2.5). */
function timeOf(date: Date): pkijs.Time {
  const { UTCTime, GeneralizedTime } = pkijs.TimeType
  const value = new Date(Math.floor(date.getTime() / 1000) * 1000)
  return new pkijs.Time({ type: value.getUTCFullYear() < 2050 ? UTCTime : GeneralizedTime, value })
}

/** 128 random bits, positive and never zero (RFC 5280 4.1.2.2). */
function randomSerial(): Uint8Array<ArrayBuffer> {
  const serial = new Uint8Array(randomBytes(16))
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  return serial
}

/** SHA-1 of the key's bits, as a name and no more (RFC 5280 4.2.1.2, method 1). */
function keyIdOf(certificate: pkijs.Certificate): Buffer {
  return createHash('sha1')
    .update(certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView)
    .digest()
}

function extensionsOf(request: CertificateRequest, keyId: Buffer, issuerKeyId: Buffer): pkijs.Extension[] {
  const { authority } = request
  const pathLength = authority?.pathLength ?? null
  const constraints = new pkijs.BasicConstraints({
    cA: authority !== null,
    ...(pathLength === null ? {} : { pathLenConstraint: pathLength }),
  })
  const usage = new Uint8Array([request.keyUsage ?? (authority === null ? 0x80 : 0x06)])
  // A BIT STRING of named bits ends at its last one (X.690 11.2.2).
  const unusedBits = usage[0] ? Math.clz32(usage[0] & -usage[0]) ^ 31 : 0
  const issuerId = new pkijs.AuthorityKeyIdentifier({
    keyIdentifier: new asn1js.OctetString({ valueHex: new Uint8Array(issuerKeyId).buffer }),
  })
  return [
    extension('2.5.29.19', true, constraints.toSchema()),
    extension('2.5.29.15', true, new asn1js.BitString({ valueHex: usage.buffer, unusedBits })),
    extension('2.5.29.14', false, new asn1js.OctetString({ valueHex: new Uint8Array(keyId).buffer })),
    extension('2.5.29.35', false, issuerId.toSchema()),
  ]
}

function extension(extnID: string, critical: boolean, value: asn1js.AsnType): pkijs.Extension {
  return new pkijs.Extension({ extnID, critical, extnValue: value.toBER() })
}
