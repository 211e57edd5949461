// What a certificate may be used for (RFC 5280 4.2.1.3 keyUsage, 4.2.1.9 basicConstraints, 4.2.1.12 extKeyUsage, 4.2 critical extensions).
import * as asn1js from 'asn1js'
import { childrenOf, oidOf, parseAsn1, smallIntegerOf } from './asn1.ts'
import type { Certificate } from './certificate.ts'

export type CertificateUsage = {
  /** basicConstraints cA; null where the extension is absent. */
  authority: boolean | null
  /** Most intermediates that may stand below it; null where unlimited. */
  pathLength: number | null
  /** digitalSignature or nonRepudiation; null where keyUsage is absent: then nothing is forbidden. */
  signsContent: boolean | null
  /** keyCertSign; null where keyUsage is absent. */
  signsCertificates: boolean | null
  /** cRLSign; null where keyUsage is absent. */
  signsLists: boolean | null
  /** Object identifiers that a critical extKeyUsage allows; null where there is none. */
  purposes: string[] | null
  /** What a critical extKeyUsage allows where no kind of signing content is among it; else empty. */
  otherPurposes: string[]
  /** The value of nameConstraints; null where it is absent. */
  nameConstraints: Uint8Array | null
  /** Extensions that could forbid the path, critical or not, and that this version does not judge. */
  unjudgedLimits: string[]
  /** Object identifiers of critical extensions that this version cannot judge. */
  unknownCritical: string[]
  /** Whether an extension that matters here is unreadable or stands there twice. */
  malformed: boolean
}

const keyUsage = '2.5.29.15'
const basicConstraints = '2.5.29.19'
/**
 * May be critical without changing the answer: subjectAltName; and certificatePolicies, policyMappings, inhibitAnyPolicy, as no policy is asked for (RFC 5280 6.1.1 c to e).
 */
const harmless = new Set(['2.5.29.17', '2.5.29.32', '2.5.29.33', '2.5.29.54'])
const extKeyUsage = '2.5.29.37'
/**
 * Purposes that sealing a recording is covered by, as none is defined for it: any, codeSigning, emailProtection (both sign
 * content), documentSigning (RFC 9336) and what was used for documents before it.
 */
const signingPurposes = new Set([
  ...['2.5.29.37.0', '1.3.6.1.5.5.7.3.3', '1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36'],
  ...['1.3.6.1.4.1.311.10.3.12', '1.2.840.113583.1.1.5'],
])
const purposeNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
}
const purposesLimit = 32
const nameConstraints = '2.5.29.30'
/** RFC 5280 4.2.1.11. It binds whoever judges a path, whether it is marked critical or not. */
const limits: Readonly<Record<string, string>> = {
  '2.5.29.36': 'policyConstraints',
}

export function readUsage(certificate: Certificate): CertificateUsage {
  const usage: CertificateUsage = {
    authority: null,
    pathLength: null,
    signsContent: null,
    signsCertificates: null,
    signsLists: null,
    purposes: null,
    otherPurposes: [],
    nameConstraints: null,
    unjudgedLimits: [],
    unknownCritical: [],
    malformed: false,
  }
  const seen = new Set<string>()
  for (const extension of certificate.parsed.extensions ?? []) {
    const { extnID, critical } = extension
    if (seen.has(extnID)) usage.malformed = true
    seen.add(extnID)
    const value = extension.extnValue.valueBlock.valueHexView
    const limit = limits[extnID]
    if (extnID === keyUsage) readKeyUsage(value, usage)
    else if (extnID === basicConstraints) readBasicConstraints(value, usage)
    else if (extnID === nameConstraints) usage.nameConstraints = value
    else if (extnID === extKeyUsage) readPurposes(value, critical, usage)
    else if (limit !== undefined) usage.unjudgedLimits.push(limit)
    else if (critical && !harmless.has(extnID)) usage.unknownCritical.push(extnID)
  }
  return usage
}

function readKeyUsage(value: Uint8Array, usage: CertificateUsage): void {
  const bits = parseAsn1(value)
  const first = bits instanceof asn1js.BitString ? bits.valueBlock.valueHexView[0] : undefined
  if (first === undefined) {
    usage.malformed = true
    return
  }
  // Named bits count from the left: 0 digitalSignature, 1 nonRepudiation, 5 keyCertSign, 6 cRLSign.
  usage.signsContent = (first & 0xc0) !== 0
  usage.signsCertificates = (first & 0x04) !== 0
  usage.signsLists = (first & 0x02) !== 0
}

/**
 * Only where it is critical: then the authority means it. Certificates of devices that also serve web pages commonly have
 * serverAuth and clientAuth in it without that, put there by the tool that made them; and with no purpose defined for seals,
 * the verdict would turn on that habit.
 */
function readPurposes(value: Uint8Array, critical: boolean, usage: CertificateUsage): void {
  if (!critical) return
  const purposes = childrenOf(parseAsn1(value) ?? undefined)?.map(oidOf) ?? []
  const known = purposes.filter((purpose) => purpose !== null)
  if (known.length === 0 || known.length < purposes.length || known.length > purposesLimit) {
    usage.malformed = true
    return
  }
  usage.purposes = known
  if (known.some((purpose) => signingPurposes.has(purpose))) return
  usage.otherPurposes = known.map((purpose) => purposeNames[purpose] ?? purpose)
}

function readBasicConstraints(value: Uint8Array, usage: CertificateUsage): void {
  const fields = childrenOf(parseAsn1(value) ?? undefined)
  if (fields === null || fields.length > 2) {
    usage.malformed = true
    return
  }
  const [first, second] = fields
  usage.authority = first instanceof asn1js.Boolean && first.getValue()
  const length = first instanceof asn1js.Boolean ? second : first
  if (length === undefined) return
  usage.pathLength = smallIntegerOf(length, 1_000)
  if (usage.pathLength === null) usage.malformed = true
}

/** The one purpose of a critical extKeyUsage; null where there is none, or more than one. */
export function onlyPurposeOf(certificate: Certificate): string | null {
  const { purposes, malformed } = readUsage(certificate)
  return malformed || purposes?.length !== 1 ? null : (purposes[0] ?? null)
}
