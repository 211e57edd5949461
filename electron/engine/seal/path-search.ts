// Finds certificate paths from a signer to an anchor (RFC 4158), over certificates that may be hostile: loops,
// cross-certificates and bundles of namesakes end by a budget, never by luck.
import { isSameKey } from './certificate.ts'
import type { Certificate } from './certificate.ts'

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
  const search: PathSearch = { paths: [], namesake: null, exhausted: false }
  const queue: Certificate[][] = [[leaf]]
  for (let step = 0; step < queue.length; step += 1) {
    const path = queue[step]
    const last = path?.at(-1)
    if (path === undefined || last === undefined) break
    if (anchorIds.has(last.signer.sha256)) search.paths.push(path)
    if (search.paths.length >= maxPaths || path.length >= maxLength) continue
    for (const issuer of candidates.get(last.issuerKey) ?? []) {
      if (path.some((earlier) => sameEntity(earlier, issuer))) continue
      const pair = `${last.signer.sha256} ${issuer.signer.sha256}`
      const checked = known.get(pair)
      if (queue.length >= maxSteps || (checked === undefined && known.size >= maxSignatures)) {
        search.exhausted = true
        continue
      }
      const signed = checked ?? isSignedBy(last, issuer)
      known.set(pair, signed)
      if (signed) queue.push([...path, issuer])
      else if (anchorIds.has(issuer.signer.sha256)) search.namesake ??= issuer
    }
  }
  return search
}

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

/** The same name with the same key under another certificate would only lead round in a circle (RFC 4158 2.4.2). */
function sameEntity(one: Certificate, other: Certificate): boolean {
  if (one.signer.sha256 === other.signer.sha256) return true
  if (one.subjectKey !== other.subjectKey || one.publicKey === null || other.publicKey === null) return false
  return isSameKey(one.publicKey, other.publicKey)
}

function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.x509 === null || issuer.x509 === null || issuer.publicKey === null) return false
  try {
    return certificate.x509.verify(issuer.publicKey)
  } catch {
    return false
  }
}
