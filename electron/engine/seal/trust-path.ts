// The answer to "who": does the signer's certificate lead to an anchor that the keeper of this workstation installed,
// and was it valid at the time that counts (RFC 5280 6, without revocation; names and policies are not judged either, so
// that whoever limits them is not trusted).
import type { Trust, TrustDetail } from '#contract/seal.ts'
import { withoutQuotes } from '#contract/messages/names.ts'
import type { UtcTime } from '#contract/units.ts'
import { quote } from '#engine/base/findings.ts'
import { formatHash, readAlgorithmIdentifier } from './algorithm.ts'
import type { Certificate } from './certificate.ts'
import { readUsage } from './certificate-usage.ts'
import { findPaths } from './path-search.ts'
import { isForgeable, isWeakHash, shortestRsaKey } from './weakness.ts'

export type TrustJudgement = { trust: Trust; detail: TrustDetail }

type Verdict = { trust: Trust; reason: string }

/** Better answers first: where several paths exist, the best one counts. */
const order: Trust[] = ['trusted', 'expired', 'not-yet-valid', 'untrusted']

/**
 * Judges the signer at `at`, the time that counts, and at `now`. Where no time is known (`at` null) `now` is taken and
 * said to be. Without any anchor the answer is `not-checked`, and only the time that would count is given. An anchor may be a root, an intermediate, or the signer's
 * own certificate.
 */
export function judgeTrust(input: {
  leaf: Certificate
  intermediates: Certificate[]
  anchors: Certificate[]
  at: Date | null
  /** Where `at` comes from; `export-time` by default. */
  atOrigin?: 'export-time' | 'given'
  now: Date
}): TrustJudgement {
  const { leaf, intermediates, anchors, at, now } = input
  const atOrigin = input.atOrigin ?? 'export-time'
  if (anchors.length === 0) return notChecked(leaf, at, atOrigin)
  const search = findPaths(leaf, intermediates, anchors)
  const time = at ?? now
  const judged = search.paths.map((path) => ({ path, ...judgePath(path, time) }))
  const best = judged.toSorted((a, b) => order.indexOf(a.trust) - order.indexOf(b.trust))[0]
  const today = search.paths
    .map((path) => judgePath(path, now).trust)
    .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))[0]
  const noPath = best === undefined ? reasonWithoutPath(leaf, search.namesake, search.exhausted) : null
  return {
    trust: best?.trust ?? 'untrusted',
    detail: {
      path: (best?.path ?? [leaf]).map((certificate) => certificate.signer.subject),
      anchorSha256: best?.path.at(-1)?.signer.sha256 ?? null,
      judgedAt: iso(time),
      judgedAtOrigin: at === null ? 'now' : atOrigin,
      today: today ?? 'untrusted',
      revocation: 'not-checked',
      reason: best?.reason ?? noPath ?? '',
    },
  }
}

function notChecked(leaf: Certificate, at: Date | null, atOrigin: 'export-time' | 'given'): TrustJudgement {
  return {
    trust: 'not-checked',
    detail: {
      path: [leaf.signer.subject],
      anchorSha256: null,
      judgedAt: at && iso(at),
      judgedAtOrigin: at === null ? 'none' : atOrigin,
      today: 'not-checked',
      revocation: 'not-checked',
      reason: 'No trusted certificates are configured, so the signer was not checked.',
    },
  }
}

function reasonWithoutPath(leaf: Certificate, namesake: Certificate | null, exhausted: boolean): string {
  const subject = nameOf(leaf)
  if (namesake !== null) {
    return `A certificate names the trusted ${nameOf(namesake)} as its issuer, but was not signed with that key.`
  }
  if (exhausted)
    return `No path from ${subject} to a trusted certificate was found before the search was cut off.`
  return leaf.subjectKey === leaf.issuerKey
    ? `The certificate of ${subject} is self-signed and not among the trusted certificates.`
    : `No path leads from ${subject} to a trusted certificate.`
}

function judgePath(path: Certificate[], time: Date): Verdict {
  const fault = faultOf(path)
  if (fault !== null) return { trust: 'untrusted', reason: fault }
  for (const certificate of path) {
    const { notBefore, notAfter } = certificate.signer
    if (time < certificate.notBefore) {
      const reason = `The certificate of ${nameOf(certificate)} is valid only from ${notBefore}, after ${iso(time)}.`
      return { trust: 'not-yet-valid', reason }
    }
    // Valid through the whole of its last second (RFC 5280 4.1.2.5).
    if (time.getTime() >= certificate.notAfter.getTime() + 1000) {
      const reason = `The certificate of ${nameOf(certificate)} expired at ${notAfter}, before ${iso(time)}.`
      return { trust: 'expired', reason }
    }
  }
  const anchor = path.at(-1)
  const reason =
    path.length === 1 || anchor === undefined
      ? `The signer's own certificate is among the trusted ones and was valid at ${iso(time)}.`
      : `The certificate leads to the trusted ${nameOf(anchor)}; all certificates on the way were valid at ${iso(time)}.`
  return { trust: 'trusted', reason }
}

/** What forbids this path whatever the time, in one sentence; null where nothing does. */
function faultOf(path: Certificate[]): string | null {
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

const nameOf = (certificate: Certificate): string =>
  quote(withoutQuotes(certificate.signer.subject) || 'no name', 120)

const iso = (date: Date): UtcTime => date.toISOString() as UtcTime
