// Signature algorithms of seals: the default of ONVIF EFF 26.06 5.6, and `sigC` (AlgorithmIdentifier, RFC 5280 4.1.1.2;
// RSASSA-PSS-params, RFC 4055 3.1; Ed25519, RFC 8410 3).
import * as asn1js from 'asn1js'
import type { AsnType } from 'asn1js'
import type { KeyObject } from 'node:crypto'
import type { Deviation } from '#contract/seal.ts'
import { childrenOf, oidOf, outerSequenceLength, parseAsn1, smallIntegerOf } from './asn1.ts'

/** Digests by the name that `createHash` takes. */
export type HashName = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'

export type SignatureAlgorithm =
  /** `saltLength` in bytes; `auto` accepts whatever salt the signature holds. */
  | { kind: 'rsa-pss'; hash: HashName; mgfHash: HashName; saltLength: number | 'auto' }
  | { kind: 'rsa-pkcs1'; hash: HashName }
  | { kind: 'ecdsa'; hash: HashName }
  /** PureEdDSA; its hash is SHA-512, over more than the message (`ed25519.ts`). */
  | { kind: 'ed25519' }
  /** `oid` is empty where the algorithm is known but its parameters are not usable. */
  | { kind: 'unsupported'; oid: string; detail: string }

/** What every implementation shall support: RSASSA-PSS, SHA-256, MGF1 with SHA-256, salt of 20 bytes (EFF 5.6.2). */
export const defaultAlgorithm: SignatureAlgorithm = {
  kind: 'rsa-pss',
  hash: 'sha256',
  mgfHash: 'sha256',
  saltLength: 20,
}

export type AlgorithmReading =
  { ok: true; algorithm: SignatureAlgorithm; deviations: Deviation[] } | { ok: false; reason: string }

const hashLabels: Record<HashName, string> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
}

const hashesByOid: Record<string, HashName> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

const algorithmsByOid: Record<string, SignatureAlgorithm> = {
  '1.2.840.113549.1.1.4': { kind: 'rsa-pkcs1', hash: 'md5' },
  '1.2.840.113549.1.1.5': { kind: 'rsa-pkcs1', hash: 'sha1' },
  '1.2.840.113549.1.1.14': { kind: 'rsa-pkcs1', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { kind: 'rsa-pkcs1', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa-pkcs1', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa-pkcs1', hash: 'sha512' },
  '1.2.840.10045.4.1': { kind: 'ecdsa', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { kind: 'ecdsa', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', hash: 'sha512' },
  '1.3.101.112': { kind: 'ed25519' },
}

const rsaEncryption = '1.2.840.113549.1.1.1'
const rsassaPss = '1.2.840.113549.1.1.10'
const ed25519 = '1.3.101.112'
const mgf1 = '1.2.840.113549.1.1.8'
/** A salt cannot be longer than the key; 16,384-bit keys are the largest in use. */
const saltLimit = 2_048
const sigCLimit = 4_096

/**
 * Reads the payload of a `sigC` box. An algorithm that this version does not know is an answer (`unsupported`);
 * bytes that are no AlgorithmIdentifier give `ok: false` with one sentence.
 */
export function readAlgorithmIdentifier(der: Uint8Array): AlgorithmReading {
  const length = outerSequenceLength(der)
  if (length === null) return malformed('it does not begin with a whole DER SEQUENCE')
  if (length > sigCLimit) return malformed(`it is ${length} bytes long`)
  const fields = childrenOf(parseAsn1(der.subarray(0, length)) ?? undefined)
  const oid = oidOf(fields?.[0])
  if (fields === null || oid === null || fields.length > 2) {
    return malformed('it is not a SEQUENCE of an object identifier and its parameters')
  }
  const deviations: Deviation[] = []
  if (length < der.length) {
    deviations.push({
      code: 'signature-algorithm-trailing-bytes',
      detail: `${der.length - length} bytes follow the AlgorithmIdentifier in sigC.`,
    })
  }
  if (oid === rsassaPss) return readPssParameters(fields[1], deviations)
  if (oid === rsaEncryption) {
    deviations.push({
      code: 'signature-algorithm-is-key-type',
      detail: 'sigC names rsaEncryption, a type of key; it was read as RSASSA-PKCS1-v1_5 with SHA-256.',
    })
    return { ok: true, algorithm: { kind: 'rsa-pkcs1', hash: 'sha256' }, deviations }
  }
  if (oid === ed25519 && fields[1] !== undefined) {
    deviations.push({
      code: 'signature-parameters-unexpected',
      detail: 'sigC names Ed25519 with parameters; it has none (RFC 8410 3).',
    })
  }
  const algorithm = algorithmsByOid[oid] ?? unsupported(oid, `The signature algorithm ${oid} is not known.`)
  return { ok: true, algorithm, deviations }
}

/** RFC 4055 3.1: every parameter may be left out; the defaults are SHA-1, MGF1 with SHA-1, salt 20, trailer 1. */
function readPssParameters(parameters: AsnType | undefined, deviations: Deviation[]): AlgorithmReading {
  if (parameters === undefined || parameters instanceof asn1js.Null) {
    // RFC 4055 3.1 demands parameters here; who leaves them out means what EFF 5.6.2 prescribes.
    deviations.push({
      code: 'signature-parameters-missing',
      detail: 'sigC names RSASSA-PSS without its parameters; those of the default algorithm were used.',
    })
    return { ok: true, algorithm: defaultAlgorithm, deviations }
  }
  const fields = parameters instanceof asn1js.Sequence ? childrenOf(parameters) : null
  if (fields === null) return malformed('the parameters of RSASSA-PSS are not a SEQUENCE')
  const tagged = new Map<number, AsnType | undefined>()
  for (const field of fields) {
    const { tagClass, tagNumber } = field.idBlock
    const inner = childrenOf(field)
    if (tagClass !== 3 || tagNumber > 3 || tagged.has(tagNumber) || inner?.length !== 1) {
      return malformed('the parameters of RSASSA-PSS are not as in RFC 4055')
    }
    tagged.set(tagNumber, inner[0])
  }
  const hash = tagged.has(0) ? readHash(tagged.get(0)) : 'sha1'
  const mgfHash = tagged.has(1) ? readMgf(tagged.get(1)) : 'sha1'
  const saltLength = tagged.has(2) ? smallIntegerOf(tagged.get(2), saltLimit) : 20
  const trailer = tagged.has(3) ? smallIntegerOf(tagged.get(3), 1) : 1
  if (hash === null || mgfHash === null || saltLength === null || trailer !== 1) {
    const what = 'RSASSA-PSS with a hash, mask, salt length or trailer that this version does not know'
    return { ok: true, algorithm: unsupported(rsassaPss, `sigC asks for ${what}.`), deviations }
  }
  return { ok: true, algorithm: { kind: 'rsa-pss', hash, mgfHash, saltLength }, deviations }
}

function readHash(value: AsnType | undefined): HashName | null {
  const oid = oidOf(childrenOf(value)?.[0])
  return oid === null ? null : (hashesByOid[oid] ?? null)
}

function readMgf(value: AsnType | undefined): HashName | null {
  const fields = childrenOf(value)
  return oidOf(fields?.[0]) === mgf1 ? readHash(fields?.[1]) : null
}

const malformed = (why: string): AlgorithmReading => ({ ok: false, reason: `sigC cannot be read: ${why}.` })

const unsupported = (oid: string, detail: string): SignatureAlgorithm => ({
  kind: 'unsupported',
  oid,
  detail,
})

/**
 * The algorithm in words, e.g. `RSASSA-PSS SHA-256 salt 20`, `RSASSA-PKCS1-v1_5 SHA-256`, `ECDSA P-256 SHA-256`;
 * the object identifier where it is unknown. The curve is named where the key is given.
 */
export function formatAlgorithm(algorithm: SignatureAlgorithm, publicKey: KeyObject | null = null): string {
  if (algorithm.kind === 'unsupported') return algorithm.oid
  if (algorithm.kind === 'ed25519') return 'Ed25519'
  const hash = hashLabels[algorithm.hash]
  if (algorithm.kind === 'rsa-pkcs1') return `RSASSA-PKCS1-v1_5 ${hash}`
  if (algorithm.kind === 'ecdsa') {
    const curve = publicKey === null ? null : curveOf(publicKey)
    return curve === null ? `ECDSA ${hash}` : `ECDSA ${curve} ${hash}`
  }
  const mask = algorithm.mgfHash === algorithm.hash ? '' : ` MGF1-${hashLabels[algorithm.mgfHash]}`
  return `RSASSA-PSS ${hash}${mask} salt ${algorithm.saltLength}`
}

/** The hash that the signed bytes go through; null where the algorithm is not known. */
export function hashOf(algorithm: SignatureAlgorithm): HashName | null {
  if (algorithm.kind === 'unsupported') return null
  return algorithm.kind === 'ed25519' ? 'sha512' : algorithm.hash
}

/** The hash in words: `SHA-256`. */
export function formatHash(hash: HashName): string {
  return hashLabels[hash]
}

const curveNames: Record<string, string> = {
  prime256v1: 'P-256',
  secp224r1: 'P-224',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
}

/** The NIST name of an EC key's curve where it has one, else OpenSSL's; null where it is no EC key. */
export function curveOf(publicKey: KeyObject): string | null {
  if (publicKey.asymmetricKeyType !== 'ec') return null
  const name = publicKey.asymmetricKeyDetails?.namedCurve
  return name === undefined ? null : (curveNames[name] ?? name)
}
