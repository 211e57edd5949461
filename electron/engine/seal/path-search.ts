// Finds certificate paths from a signer to an anchor (RFC 4158), over certificates that may be hostile: loops,
// cross-certificates and bundles of namesakes end by a budget, never by luck.
import type { Certificate } from './certificate.ts'
import { issuerKeyIdOf, keyIdOf } from './key-identifier.ts'

export type PathSearch = {
  /** Each from the signer to an anchor, every certificate signed by the next; shortest first. */
  paths: Certificate[][]
  /** Whether a certificate bears the name of a trusted issuer without being signed by it. */
  namesake: Certificate | null
  /** Whether the search was cut off by its budget. */
  exhausted: boolean
}

const maxLength = 12
const maxPaths = 16
const maxSteps = 500
const maxSignatures = 200

/** Searches breadth first, so that the shortest path is found whatever stands beside it. */
export function findPaths(
  leaf: Certificate,
  intermediates: Certificate[],
  anchors: Certificate[],
): PathSearch {
  const anchorIds = new Set(anchors.map((anchor) => anchor.signer.sha256))
  const candidates = bySubject([...anchors, ...intermediates])
  const known = new Map<string, boolean>()
  const facts = new Map<Certificate, Facts>()
  const about = (certificate: Certificate): Facts => {
    const found = facts.get(certificate) ?? factsOf(certificate)
    facts.set(certificate, found)
    return found
  }
  const search: PathSearch = { paths: [], namesake: null, exhausted: false }
  const queue: Certificate[][] = [[leaf]]
  /** Issuers of the right name whose key is not the one that the certificate names: tried when all others are. */
  const unlikely: { path: Certificate[]; issuer: Certificate }[] = []
  const follow = (path: Certificate[], issuer: Certificate): void => {
    const last = path.at(-1)
    const { entity } = about(issuer)
    if (last === undefined || path.some((earlier) => about(earlier).entity === entity)) return
    const pair = `${last.signer.sha256} ${issuer.signer.sha256}`
    const checked = known.get(pair)
    if (queue.length >= maxSteps || (checked === undefined && known.size >= maxSignatures)) {
      search.exhausted = true
      return
    }
    const signed = checked ?? isSignedBy(last, issuer)
    known.set(pair, signed)
    if (signed) queue.push([...path, issuer])
    else if (anchorIds.has(issuer.signer.sha256)) search.namesake ??= issuer
  }
  let next = 0
  const walk = (): void => {
    for (; next < queue.length; next += 1) {
      const path = queue[next]
      const last = path?.at(-1)
      if (path === undefined || last === undefined) return
      if (anchorIds.has(last.signer.sha256)) search.paths.push(path)
      if (search.paths.length >= maxPaths || path.length >= maxLength) continue
      for (const issuer of candidates.get(last.issuerKey) ?? []) {
        if (isUnlikely(about(last), about(issuer))) unlikely.push({ path, issuer })
        else follow(path, issuer)
      }
    }
  }
  walk()
  for (const { path, issuer } of unlikely) {
    follow(path, issuer)
    walk()
  }
  return search
}

/**
 * Whether a certificate names the key of its issuer, and this issuer's is another (RFC 5280 4.2.1.1, 4.2.1.2). A hint that
 * keeps namesakes from using up the budget; only the signature decides.
 */
const isUnlikely = ({ issuerKeyId }: Facts, { keyId }: Facts): boolean =>
  issuerKeyId !== null && keyId !== null && !issuerKeyId.equals(keyId)

/** Certificates by subject, each once. */
function bySubject(certificates: Certificate[]): Map<string, Certificate[]> {
  const groups = new Map<string, Certificate[]>()
  const seen = new Set<string>()
  for (const certificate of certificates) {
    if (seen.has(certificate.signer.sha256)) continue
    seen.add(certificate.signer.sha256)
    const group = groups.get(certificate.subjectKey) ?? []
    group.push(certificate)
    groups.set(certificate.subjectKey, group)
  }
  return groups
}

/** What a search asks of a certificate again and again, worked out once. */
type Facts = { entity: string; keyId: Buffer | null; issuerKeyId: Buffer | null }

/**
 * `entity` is equal for the same name with the same key: under another certificate it would only lead round in a circle
 * (RFC 4158 2.4.2).
 */
function factsOf(certificate: Certificate): Facts {
  const { publicKey, signer, subjectKey } = certificate
  const key =
    publicKey === null ? signer.sha256 : publicKey.export({ type: 'spki', format: 'der' }).toString('hex')
  return {
    entity: `${key} ${subjectKey}`,
    keyId: keyIdOf(certificate),
    issuerKeyId: issuerKeyIdOf(certificate),
  }
}

function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.x509 === null || issuer.x509 === null || issuer.publicKey === null) return false
  try {
    return certificate.x509.verify(issuer.publicKey)
  } catch {
    return false
  }
}
