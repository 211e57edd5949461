// Keys that their certificate restricts to RSASSA-PSS, perhaps to one hash and a least salt (RFC 4055 1.2, 3.1). The numbers
// of such a key work for any RSA signature, so that the restriction has to be asked for.
import { formatAlgorithm, readAlgorithmIdentifier } from './algorithm.ts'
import type { SignatureAlgorithm } from './algorithm.ts'
import type { Certificate } from './certificate.ts'

const rsassaPss = '1.2.840.113549.1.1.10'

/** One sentence where the certificate does not allow its key for this algorithm; null where it does. */
export function restrictionAgainst(certificate: Certificate, algorithm: SignatureAlgorithm): string | null {
  const stated = certificate.parsed.subjectPublicKeyInfo.algorithm
  if (stated.algorithmId !== rsassaPss || algorithm.kind === 'unsupported') return null
  const sentence = (allowed: string): string =>
    `The certificate allows its key for ${allowed} only, and the seal was made with ${formatAlgorithm(algorithm)}.`
  if (algorithm.kind !== 'rsa-pss') return sentence('RSASSA-PSS')
  // Without parameters any hash and salt will do.
  if (stated.algorithmParams === undefined) return null
  const read = readAlgorithmIdentifier(new Uint8Array(stated.toSchema().toBER()))
  if (!read.ok || read.algorithm.kind !== 'rsa-pss' || read.deviations.length > 0) return null
  const { hash, mgfHash, saltLength } = read.algorithm
  const isShort =
    typeof saltLength === 'number' &&
    typeof algorithm.saltLength === 'number' &&
    algorithm.saltLength < saltLength
  return algorithm.hash === hash && algorithm.mgfHash === mgfHash && !isShort
    ? null
    : sentence(`${formatAlgorithm(read.algorithm)} or more`)
}
