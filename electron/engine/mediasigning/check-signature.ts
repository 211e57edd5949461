// Whether a record's signature is one of a key (ONVIF Media Signing 26.06 5.11.2, 5.11.5): ECDSA in DER, or RSA, which the
// reference implementation makes as RSASSA-PSS whatever the object identifier of the key type says.
import { hash as digestOf, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { curveOf, formatAlgorithm, hashOf, readAlgorithmIdentifier } from '#engine/seal/algorithm.ts'
import type { HashName, SignatureAlgorithm } from '#engine/seal/algorithm.ts'
import { verifyDigest } from '#engine/seal/signature.ts'
import { weaknessesOf } from '#engine/seal/weakness.ts'
import type { SigningRecord } from './signing-record.ts'

export type RecordCheck =
  | { state: 'good'; digest: string; algorithm: string; weak: string[] }
  | { state: 'bad'; digest: string | null; reason: string }
  | { state: 'unsupported'; digest: string | null; reason: string }

const curves: ReadonlySet<string> = new Set(['P-256', 'P-384', 'P-521'])

/** Never throws. `hash` is that of the record, or of the stream where the record does not say. */
export function checkSignature(record: SigningRecord, publicKey: KeyObject, hash: HashName): RecordCheck {
  const { signature, document: first } = record
  if (!signature || !first) return { state: 'bad', digest: null, reason: 'It carries no signature.' }
  const digest = digestOf(hash, first, 'hex')
  const algorithms = algorithmsOf(record, publicKey, hash)
  let detail: string | null = null
  let unsupported: string | null = null
  for (const reading of [() => first, record.otherDocument]) {
    const document = reading()
    if (!document) continue
    for (const algorithm of algorithms) {
      const name = hashOf(algorithm)
      if (name === null || algorithm.kind === 'unsupported' || algorithm.kind === 'ed25519') {
        unsupported =
          algorithm.kind === 'unsupported' ? algorithm.detail : 'Ed25519 is not used by this scheme.'
        continue
      }
      const found = digestOf(name, document, 'hex')
      const matching = {
        state: 'good',
        digest: found,
        algorithm: formatAlgorithm(algorithm, publicKey),
      } as const
      if (algorithm.kind === 'ecdsa' && curves.has(curveOf(publicKey) ?? '')) {
        // Many times as fast as over the digest, which counts where a stream has thousands of records.
        if (!verifiesMessage(name, document, publicKey, signature)) continue
        return { ...matching, weak: weaknessesOf(algorithm, publicKey) }
      }
      const check = verifyDigest({ algorithm, publicKey, digest: Buffer.from(found, 'hex'), signature })
      if ('unsupported' in check) unsupported = check.unsupported
      else if (check.matches) return { ...matching, weak: check.weak }
      else detail ??= check.reason
    }
  }
  if (unsupported !== null) return { state: 'unsupported', digest, reason: unsupported }
  return { state: 'bad', digest, reason: detail ?? 'The signature does not match the record.' }
}

function verifiesMessage(
  hash: HashName,
  document: Uint8Array,
  publicKey: KeyObject,
  signature: Uint8Array,
): boolean {
  try {
    return verify(hash, document, { key: publicKey, dsaEncoding: 'der' }, signature)
  } catch {
    // A signature that is no DER does not match.
    return false
  }
}

/** The declared one first. */
function algorithmsOf(record: SigningRecord, publicKey: KeyObject, hash: HashName): SignatureAlgorithm[] {
  const declared = record.signingOid && declaredAlgorithm(record.signingOid)
  const type = publicKey.asymmetricKeyType
  if (declared?.kind === 'unsupported') return [declared]
  if (type === 'ec') {
    const own: SignatureAlgorithm = { kind: 'ecdsa', hash }
    return declared?.kind === 'ecdsa' && declared.hash !== hash ? [declared, own] : [own]
  }
  if (type === 'rsa' || type === 'rsa-pss') {
    const pss: SignatureAlgorithm = { kind: 'rsa-pss', hash, mgfHash: hash, saltLength: 'auto' }
    return declared?.kind === 'rsa-pkcs1' ? [pss, declared, { kind: 'rsa-pkcs1', hash }] : [pss]
  }
  return [
    { kind: 'unsupported', oid: '', detail: `Keys of the kind ${type ?? 'unknown'} are not supported.` },
  ]
}

function declaredAlgorithm(oid: Uint8Array): SignatureAlgorithm | null {
  if (oid.length > 64) return null
  const reading = readAlgorithmIdentifier(Buffer.concat([Buffer.from([0x30, oid.length]), oid]))
  return reading.ok
    ? reading.algorithm
    : { kind: 'unsupported', oid: '', detail: 'Its signing algorithm cannot be read.' }
}
