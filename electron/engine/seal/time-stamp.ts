// Checks a time-stamp token (RFC 3161 2.4.2, RFC 5816; CMS SignedData, RFC 5652): is it over this message, and was it signed by
// the certificate that it names, which may be used for nothing else. Who that is, is the other answer (`trust-path.ts`).
import type { AsnType } from 'asn1js'
import * as pkijs from 'pkijs'
import { createHash } from 'node:crypto'
import type { UtcTime } from '#contract/units.ts'
import { readAlgorithmIdentifier } from './algorithm.ts'
import type { HashName, SignatureAlgorithm } from './algorithm.ts'
import { childrenOf, octetsOf, oidOf, parseAsn1 } from './asn1.ts'
import { readCertificate } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { onlyPurposeOf } from './certificate-usage.ts'
import { restrictionAgainst } from './key-restriction.ts'
import { verifyDigest } from './signature.ts'

export type StampCheck = {
  status: 'intact' | 'broken' | 'unsupported'
  /** One plain sentence; null where it is intact. */
  reason: string | null
  /** When the authority says that it was made; null where that cannot be read. */
  genTime: UtcTime | null
  /** Whose certificate the token names and brings; null where there is none. */
  signer: Certificate | null
  /** The other certificates in it, at most eight. */
  chain: Certificate[]
}

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  rsaEncryption: '1.2.840.113549.1.1.1',
  sha256: '2.16.840.1.101.3.4.2.1',
}
const hashes: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'sha1',
  [oids.sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const chainLimit = 8

/** `nonce`: the one of the request, where the token is the answer to it. Never throws. */
export function verifyTimeStamp(
  token: Uint8Array,
  message: Uint8Array,
  nonce: Uint8Array | null = null,
): StampCheck {
  const nothing = { genTime: null, signer: null, chain: [] }
  let parts: Parts | null = null
  try {
    parts = readToken(token)
  } catch {
    // pkijs throws on what does not fit its schemas.
  }
  if (!parts) return { ...nothing, status: 'broken', reason: 'It is no time-stamp token (RFC 3161).' }
  const { info, certificates } = parts
  const signer = certificates.find((one) => isNamed(parts, one)) ?? null
  const chain = certificates.filter((one) => one !== signer).slice(0, chainLimit)
  const found = { genTime: timeOf(info.genTime), signer, chain }
  const fault = faultOf(parts, message, nonce) ?? signerFault(parts, signer)
  if (fault !== null) return { ...found, status: 'broken', reason: fault }
  return { ...found, ...checkSignature(parts, signer) }
}

type Parts = {
  content: Uint8Array
  info: pkijs.TSTInfo
  certificates: Certificate[]
  signature: Uint8Array
  digest: HashName | null
  algorithm: pkijs.AlgorithmIdentifier
  /** Signed attributes: type to its one value; and their bytes as they were signed. */
  attributes: Map<string, AsnType>
  signedBytes: Uint8Array
  serial: Uint8Array | null
}

function readToken(token: Uint8Array): Parts | null {
  const schema = parseAsn1(token)
  // A token is one value: what follows it nobody stamped.
  if (!schema || schema.valueBeforeDecodeView.length !== token.length) return null
  const outer = new pkijs.ContentInfo({ schema })
  if (outer.contentType !== oids.signedData) return null
  const signed = new pkijs.SignedData({ schema: outer.content })
  const [signerInfo, another] = signed.signerInfos
  const content = octetsOf(signed.encapContentInfo.eContent)
  if (signed.encapContentInfo.eContentType !== oids.tstInfo || !content || !signerInfo || another) return null
  const attributes: Parts['attributes'] = new Map()
  for (const { type, values } of signerInfo.signedAttrs?.attributes ?? []) {
    if (values.length !== 1 || attributes.has(type)) return null
    attributes.set(type, values[0] as AsnType)
  }
  const info = parseAsn1(content)
  if (!info || info.valueBeforeDecodeView.length !== content.length) return null
  const sid: unknown = signerInfo.sid
  return {
    content,
    info: new pkijs.TSTInfo({ schema: info }),
    certificates: (signed.certificates ?? []).slice(0, chainLimit + 1).flatMap((one) => {
      const certificate =
        one instanceof pkijs.Certificate ? readCertificate(new Uint8Array(one.toSchema().toBER())) : null
      return certificate ?? []
    }),
    signature: new Uint8Array(signerInfo.signature.valueBlock.valueHexView),
    digest: hashes[signerInfo.digestAlgorithm.algorithmId] ?? null,
    algorithm: signerInfo.signatureAlgorithm,
    attributes,
    // As they stand there, with the tag of a SET (RFC 5652 5.4).
    signedBytes: new Uint8Array(signerInfo.signedAttrs?.encodedValue ?? new ArrayBuffer(0)),
    serial: sid instanceof pkijs.IssuerAndSerialNumber ? sid.serialNumber.valueBlock.valueHexView : null,
  }
}

/** ESSCertIDv2 (RFC 5816 2.2.1) or ESSCertID (RFC 2634 5.4.1): the hash of the certificate that signed. */
function isNamed({ attributes, serial }: Parts, { der, parsed }: Certificate): boolean {
  const own = parsed.serialNumber.valueBlock.valueHexView
  if (serial && !Buffer.from(serial).equals(own)) return false
  for (const [type, initial] of [
    [oids.signingCertificateV2, 'sha256'],
    [oids.signingCertificate, 'sha1'],
  ] as const) {
    const first = childrenOf(childrenOf(childrenOf(attributes.get(type))?.[0])?.[0])
    if (!first) continue
    const stated = type === oids.signingCertificateV2 ? oidOf(childrenOf(first[0])?.[0]) : null
    const hash = stated === null ? initial : hashes[stated]
    const value = octetsOf(stated === null ? first[0] : first[1])
    return hash !== undefined && value !== null && createHash(hash).update(der).digest().equals(value)
  }
  return false
}

function faultOf(parts: Parts, message: Uint8Array, nonce: Uint8Array | null): string | null {
  const { info, attributes, content, digest } = parts
  const { hashAlgorithm, hashedMessage } = info.messageImprint
  const imprint = createHash('sha256').update(message).digest()
  if (info.version !== 1) return 'Its version is not one that is known here.'
  if (timeOf(info.genTime) === null) return 'It does not say when it was made.'
  if (hashAlgorithm.algorithmId !== oids.sha256 || !imprint.equals(hashedMessage.valueBlock.valueHexView))
    return 'It was made over something else.'
  if (nonce && !isSameNumber(info.nonce?.valueBlock.valueHexView, nonce))
    return 'It does not answer this request: its nonce is another.'
  if (oidOf(attributes.get(oids.contentType)) !== oids.tstInfo) return 'What was signed is no time stamp.'
  const stated = octetsOf(attributes.get(oids.messageDigest))
  if (digest === null) return 'Its digest is of a kind that is not known here.'
  if (!stated || !createHash(digest).update(content).digest().equals(stated))
    return 'Its content is not what was signed.'
  return null
}

function signerFault({ attributes }: Parts, signer: Certificate | null): string | null {
  if (!attributes.has(oids.signingCertificateV2) && !attributes.has(oids.signingCertificate))
    return 'It does not say which certificate signed it.'
  if (!signer) return 'The certificate that signed it is not in it.'
  if (onlyPurposeOf(signer) !== oids.timeStamping)
    return 'Its certificate is not one for time stamping alone (extendedKeyUsage, critical).'
  return null
}

function checkSignature(parts: Parts, signer: Certificate | null): Pick<StampCheck, 'status' | 'reason'> {
  const algorithm = algorithmOf(parts)
  const unsupported = (reason: string): Pick<StampCheck, 'status' | 'reason'> => ({
    status: 'unsupported',
    reason,
  })
  if (!signer?.publicKey)
    return unsupported('The key of its certificate is of a kind that is not known here.')
  if (!algorithm || algorithm.kind === 'ed25519' || algorithm.kind === 'unsupported')
    return unsupported('It was signed with an algorithm that is not known here.')
  const digest = createHash(algorithm.hash).update(parts.signedBytes).digest()
  const { publicKey } = signer
  const check = verifyDigest({ algorithm, publicKey, digest, signature: parts.signature })
  if ('unsupported' in check) return unsupported(check.unsupported)
  if (!check.matches || restrictionAgainst(signer, algorithm) !== null)
    return { status: 'broken', reason: check.reason ?? 'Its signature does not match.' }
  const [weak] = check.weak
  return weak === undefined
    ? { status: 'intact', reason: null }
    : unsupported(`It is too weak to rely on: ${weak}`)
}

function algorithmOf({ algorithm, digest }: Parts): SignatureAlgorithm | null {
  // CMS names the kind of key here, and the hash beside it (RFC 3370 3.2).
  if (algorithm.algorithmId === oids.rsaEncryption) return digest && { kind: 'rsa-pkcs1', hash: digest }
  const reading = readAlgorithmIdentifier(new Uint8Array(algorithm.toSchema().toBER()))
  return reading.ok ? reading.algorithm : null
}

function timeOf(date: Date): UtcTime | null {
  const year = date.getUTCFullYear()
  return Number.isFinite(date.getTime()) && year >= 1970 && year <= 9999
    ? (date.toISOString() as UtcTime)
    : null
}

function isSameNumber(one: Uint8Array | undefined, other: Uint8Array): boolean {
  const hex = (bytes: Uint8Array): string =>
    Buffer.from(bytes)
      .toString('hex')
      .replace(/^(00)+/, '')
  return one !== undefined && hex(one) === hex(other)
}
