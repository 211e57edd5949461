// What forbids a certificate path whatever the time (RFC 5280 6.1.3, 6.1.4): usage, lengths, names, extensions that are not
// known here, and signatures or keys too weak to mean anything.
import { formatHash, readAlgorithmIdentifier } from './algorithm.ts'
import { nameOf } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { readUsage } from './certificate-usage.ts'
import { hasSmallOrder } from './ed25519-key.ts'
import { judgeNames } from './name-constraints.ts'
import { isForgeable, isWeakHash, shortestRsaKey } from './weakness.ts'

/** What forbids this path whatever the time, in one sentence; null where nothing does. */
export function faultOf(path: readonly Certificate[]): string | null {
  let below = 0
  for (const [index, certificate] of path.entries()) {
    const usage = readUsage(certificate)
    const name = nameOf(certificate)
    const isAnchor = index === path.length - 1
    if (usage.malformed) return `The certificate of ${name} has extensions that cannot be read.`
    const [unknown] = usage.unknownCritical
    if (unknown !== undefined) {
      return `The certificate of ${name} has a critical extension (${unknown}) that is not judged here.`
    }
    const [limit] = usage.unjudgedLimits
    if (limit !== undefined) {
      return `The certificate of ${name} sets limits (${limit}) that this version does not judge, so it is not relied on.`
    }
    const outside = usage.nameConstraints && nameFault(usage.nameConstraints, path.slice(0, index))
    if (outside) return `The certificate of ${name} ${outside}.`
    const fault = (isAnchor ? null : signatureFault(certificate)) ?? keyFault(certificate)
    if (fault !== null) return `The certificate of ${name} ${fault}.`
    if (index === 0) {
      if (usage.signsContent === false) return `The certificate of ${name} may not be used for signatures.`
      continue
    }
    if (usage.authority === false || (usage.authority === null && !isAnchor)) {
      return `The certificate of ${name} is not one of a certificate authority.`
    }
    if (usage.signsCertificates === false)
      return `The certificate of ${name} may not be used to sign certificates.`
    if (usage.pathLength !== null && below > usage.pathLength) {
      return `The certificate of ${name} allows no more than ${usage.pathLength} authorities below it.`
    }
    // Self-issued certificates do not count for the length of a path (RFC 5280 6.1.4 l).
    if (certificate.subjectKey !== certificate.issuerKey) below += 1
  }
  return null
}

/**
 * What nameConstraints have against the certificates below; null where nothing. Certificates that authorities issue to
 * themselves are let through, but for the signer's (RFC 5280 6.1.3 b).
 */
function nameFault(constraints: Uint8Array, below: readonly Certificate[]): string | null {
  const judged = below.filter(({ subjectKey, issuerKey }, index) => index === 0 || subjectKey !== issuerKey)
  for (const certificate of [null, ...judged]) {
    const answer = judgeNames(constraints, certificate)
    if (answer === 'outside' && certificate)
      return `does not allow names like those of ${nameOf(certificate)} (nameConstraints)`
    if (answer === 'unjudged')
      return 'sets limits (nameConstraints) that this version does not judge, so it is not relied on'
  }
  return null
}

/** What is wrong with the signature on a certificate; null where nothing is. */
function signatureFault({ parsed: { signatureAlgorithm } }: Certificate): string | null {
  const hash =
    signatureAlgorithm.algorithmId === rsassaPss
      ? pssHash(signatureAlgorithm)
      : (weakHashes[signatureAlgorithm.algorithmId] ?? null)
  if (hash === 'unknown') return 'is signed with RSASSA-PSS in a way that this version does not know'
  return hash && `is signed with ${hash}, which can be forged`
}

/** The hash where it is weak, null where it is not. RFC 4055 3.1 demands the parameters in a certificate. */
function pssHash(signatureAlgorithm: Certificate['parsed']['signatureAlgorithm']): string | null {
  const read = readAlgorithmIdentifier(new Uint8Array(signatureAlgorithm.toSchema().toBER()))
  if (!read.ok || read.algorithm.kind !== 'rsa-pss' || read.deviations.length > 0) return 'unknown'
  const { hash } = read.algorithm
  return isWeakHash(hash) ? formatHash(hash) : null
}

/** What is wrong with the key of a certificate; null where nothing is. */
function keyFault({ publicKey, keyBits }: Certificate): string | null {
  if (publicKey && hasSmallOrder(publicKey)) return 'has a key with which anybody can make signatures'
  if (publicKey?.asymmetricKeyType !== 'rsa') return null
  if ((keyBits ?? 0) < shortestRsaKey) return `has an RSA key of only ${keyBits ?? 0} bits`
  return isForgeable(publicKey) ? 'has a key with whose public exponent anybody can make signatures' : null
}

const rsassaPss = '1.2.840.113549.1.1.10'

const weakHashes: Record<string, string> = {
  '1.2.840.113549.1.1.2': 'MD2',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.3.14.3.2.29': 'SHA-1',
  '1.2.840.10040.4.3': 'SHA-1',
  '1.2.840.10045.4.1': 'SHA-1',
}
