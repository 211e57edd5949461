// Was a certificate revoked at a time (RFC 5280 6.3, as far as lists held here can tell)? Nothing is fetched, and what no list
// tells stays open.
import { nameOf } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { readUsage } from './certificate-usage.ts'
import { findEntry, whyNotSignedBy } from './revocation-list.ts'
import type { RevocationEntry } from './revocation-entry.ts'
import type { RevocationListFile } from './revocation-list.ts'

export type RevocationAnswer =
  /** `sentence` says since when and why, as `The certificate of … …`. */
  | { kind: 'revoked'; sentence: string }
  /** `later`: revoked after that time, the same sentence; null where not. `listed`: time of the list that says so. */
  | { kind: 'good'; listed: string; later: string | null }
  /** `why`: what is missing, as the end of a sentence. */
  | { kind: 'open'; why: string }

const day = 86_400_000

/** Answers for one certificate and its issuer on a path that leads to an anchor. */
export function judgeRevocation(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationListFile[],
  time: Date,
  now: Date,
): RevocationAnswer {
  const own = lists.filter(({ issuerKey }) => issuerKey === certificate.issuerKey)
  if (own.length === 0) return { kind: 'open', why: `no list of ${nameOf(issuer)} is held here` }
  const refused: string[] = []
  const usable = own.filter((list) => {
    const why = list.unusable ?? whyNotSignedBy(list, issuer)
    if (why !== null) refused.push(`the list of ${nameOf(issuer)} of ${list.thisUpdate} is not used: ${why}`)
    return why === null
  })
  const newestFirst = usable.toSorted((a, b) => Date.parse(b.thisUpdate) - Date.parse(a.thisUpdate))
  const found = revocationIn(certificate, newestFirst)
  if (found && (found.since === null || found.since.getTime() <= time.getTime())) {
    return { kind: 'revoked', sentence: found.sentence }
  }
  const stale: string[] = []
  for (const list of newestFirst.filter((one) => speaksOf(one, certificate))) {
    const why = whyNotTelling(list, certificate, issuer, time, now)
    if (why === null) return { kind: 'good', listed: list.thisUpdate, later: found?.sentence ?? null }
    stale.push(`the list of ${nameOf(issuer)} of ${list.thisUpdate} ${why}`)
  }
  const [why = `no list of ${nameOf(issuer)} that is held here is complete`] = [...stale, ...refused]
  return { kind: 'open', why }
}

type Revocation = { since: Date | null; sentence: string }

/** The revocation that reaches back furthest, whichever list it is in: who was revoked once stays so. */
function revocationIn(
  certificate: Certificate,
  newestFirst: readonly RevocationListFile[],
): Revocation | null {
  let earliest: Revocation | null = null
  let isHoldLifted = false
  for (const list of newestFirst) {
    const entry = findEntry(list, certificate)
    if (entry === null) {
      // A list that came after the certificate expired need not name it any more.
      if (speaksOf(list, certificate) && Date.parse(list.thisUpdate) <= certificate.notAfter.getTime()) {
        isHoldLifted = true
      }
      continue
    }
    if (entry.isHold && isHoldLifted) continue
    const since = sinceWhen(entry)
    if (earliest && (earliest.since === null || (since && since >= earliest.since))) continue
    earliest = { since, sentence: sentenceOf(certificate, list, entry, since) }
  }
  return earliest
}

/** Null for all times: the key was in other hands, and nobody says since when. */
function sinceWhen({ revokedAt, invalidSince, isCompromise }: RevocationEntry): Date | null {
  if (invalidSince === null) return isCompromise ? null : revokedAt
  return invalidSince < revokedAt ? invalidSince : revokedAt
}

function sentenceOf(
  certificate: Certificate,
  { thisUpdate }: RevocationListFile,
  { revokedAt, reason, isHold }: RevocationEntry,
  since: Date | null,
): string {
  const what = isHold ? 'was put on hold' : 'was revoked'
  const source = `as the list of ${thisUpdate} says`
  const plain = `The certificate of ${nameOf(certificate)} ${what} at ${revokedAt.toISOString()}`
  if (since === null)
    return `${plain} (${reason}), ${source}; since when is not stated, so that no time before it counts either.`
  if (since < revokedAt) return `${plain} (${reason}), invalid since ${since.toISOString()}, ${source}.`
  return `${plain} (${reason}), ${source}.`
}

/** Whether a list would name this certificate if it were revoked. */
function speaksOf({ scope }: RevocationListFile, certificate: Certificate): boolean {
  if (scope === 'all' || scope === 'part') return scope === 'all'
  return (scope === 'authorities') === (readUsage(certificate).authority === true)
}

/**
 * Why a list that does not name a certificate as revoked by `time` says nothing for it, as the end of a sentence; null where
 * it does. One made at that time or later tells; one made before it tells as long as it was to be valid.
 */
function whyNotTelling(
  { thisUpdate, nextUpdate }: RevocationListFile,
  certificate: Certificate,
  issuer: Certificate,
  time: Date,
  now: Date,
): string | null {
  const made = Date.parse(thisUpdate)
  if (made > now.getTime() + day) return 'lies in the future'
  if (made < issuer.notBefore.getTime() || made > issuer.notAfter.getTime())
    return 'was made when the certificate of its issuer was not valid'
  if (made > certificate.notAfter.getTime()) return 'was made after the certificate expired'
  if (made >= time.getTime()) return null
  if (nextUpdate === null) return 'is older than the time that counts'
  return Date.parse(nextUpdate) >= time.getTime()
    ? null
    : `was valid until ${nextUpdate}, before the time that counts`
}
