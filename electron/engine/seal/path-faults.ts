// What forbids a certificate path whatever the time (RFC 5280 6.1.3, 6.1.4): usage, lengths, names, extensions that are not
// known here, and signatures or keys too weak to mean anything.
import { nameOf } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { readUsage } from './certificate-usage.ts'
import type { CertificateUsage } from './certificate-usage.ts'
import { judgeNames } from './name-constraints.ts'
import { keyFault, signatureFault } from './relied-signatures.ts'

/** What a path is wanted for: signatures over content, or time stamps (RFC 3161 2.3). */
export type PathPurpose = 'content' | 'time-stamps'

/** What forbids this path whatever the time, in one sentence; null where nothing does. */
export function faultOf(path: readonly Certificate[], purpose: PathPurpose = 'content'): string | null {
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
    const others = otherPurposes(usage, purpose)
    if (others !== null) return `The certificate of ${name} is for other purposes than ${others}.`
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

const forStamps = ['1.3.6.1.5.5.7.3.8', '2.5.29.37.0']

function otherPurposes(
  { otherPurposes: others, purposes }: CertificateUsage,
  purpose: PathPurpose,
): string | null {
  if (purpose === 'content')
    return others.length === 0 ? null : `signing content (extendedKeyUsage, critical: ${others.join(', ')})`
  return purposes === null || purposes.some((one) => forStamps.includes(one))
    ? null
    : `time stamping (extendedKeyUsage, critical)`
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
