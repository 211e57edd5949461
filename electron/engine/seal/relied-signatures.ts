// Signatures and keys that a certificate path may rest on: a list of those that are relied on, not of those that are not, as
// the cryptography underneath verifies more than anybody should (NIST SP 800-131A; ETSI TS 119 312).
import { formatHash, readAlgorithmIdentifier } from './algorithm.ts'
import type { Certificate } from './certificate.ts'
import { hasSmallOrder } from './ed25519-key.ts'
import { isForgeable, isWeakHash, shortestRsaKey } from './weakness.ts'

const rsassaPss = '1.2.840.113549.1.1.10'

/** Hashes of SHA-2 and SHA-3; SHA-224 and P-224 have the 112 bits of strength that an RSA key of 2048 bits has. */
const relied = new Set([
  // RSASSA-PKCS1-v1_5 with SHA-256, -384, -512, -224, -512/224, -512/256 (RFC 8017 A.2.4).
  ...[11, 12, 13, 14, 15, 16].map((last) => `1.2.840.113549.1.1.${last}`),
  // ECDSA with SHA-224, -256, -384, -512 (RFC 5758 3.2).
  ...[1, 2, 3, 4].map((last) => `1.2.840.10045.4.3.${last}`),
  // ECDSA and RSASSA-PKCS1-v1_5 with SHA3-256, -384, -512 (RFC 9688 3).
  ...[10, 11, 12, 14, 15, 16].map((last) => `2.16.840.1.101.3.4.3.${last}`),
  // Ed25519, Ed448 (RFC 8410 3).
  ...['1.3.101.112', '1.3.101.113'],
])

/** What is known to be broken, by name; everything else that is not relied on is named by its identifier. */
const broken: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'MD2',
  '1.2.840.113549.1.1.3': 'MD4',
  '1.3.14.3.2.2': 'MD4',
  '1.3.14.3.2.4': 'MD4',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.3.14.3.2.3': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.3.14.3.2.27': 'SHA-1',
  '1.3.14.3.2.29': 'SHA-1',
  '1.2.840.10040.4.3': 'SHA-1',
  '1.2.840.10045.4.1': 'SHA-1',
}

/** As OpenSSL names them. */
const reliedCurves = new Set([
  ...['secp224r1', 'prime256v1', 'secp384r1', 'secp521r1', 'secp256k1'],
  ...[256, 320, 384, 512].flatMap((bits) => [`brainpoolP${bits}r1`, `brainpoolP${bits}t1`]),
])

/** What is wrong with the signature on a certificate, as the end of a sentence; null where nothing is. */
export function signatureFault({ parsed: { signatureAlgorithm } }: Certificate): string | null {
  const oid = signatureAlgorithm.algorithmId
  if (oid === rsassaPss) return pssFault(signatureAlgorithm)
  if (relied.has(oid)) return null
  const hash = broken[oid]
  return hash === undefined
    ? `is signed in a way (${oid}) that is not relied on here`
    : `is signed with ${hash}, which can be forged`
}

/** RFC 4055 3.1 demands the parameters in a certificate. */
function pssFault(signatureAlgorithm: Certificate['parsed']['signatureAlgorithm']): string | null {
  const read = readAlgorithmIdentifier(new Uint8Array(signatureAlgorithm.toSchema().toBER()))
  if (!read.ok || read.algorithm.kind !== 'rsa-pss' || read.deviations.length > 0)
    return 'is signed with RSASSA-PSS in a way that this version does not know'
  const { hash } = read.algorithm
  return isWeakHash(hash) ? `is signed with ${formatHash(hash)}, which can be forged` : null
}

/** What is wrong with the key of a certificate, as the end of a sentence; null where nothing is. */
export function keyFault({ publicKey, keyBits }: Certificate): string | null {
  if (publicKey && hasSmallOrder(publicKey)) return 'has a key with which anybody can make signatures'
  if (publicKey?.asymmetricKeyType === 'ec') {
    // A curve without a name is one of its maker's own numbers.
    const curve = publicKey.asymmetricKeyDetails?.namedCurve
    return curve !== undefined && reliedCurves.has(curve)
      ? null
      : `has a key on a curve (${curve ?? 'without a name'}) that is not relied on here`
  }
  if (publicKey?.asymmetricKeyType !== 'rsa') return null
  if ((keyBits ?? 0) < shortestRsaKey) return `has an RSA key of only ${keyBits ?? 0} bits`
  return isForgeable(publicKey) ? 'has a key with whose public exponent anybody can make signatures' : null
}
