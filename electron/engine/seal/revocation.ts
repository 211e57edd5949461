// Was a certificate revoked at a time (RFC 5280 6.3, as far as lists held here can tell)? Nothing is fetched, and what no list
// tells stays open.
import { nameOf } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { readUsage } from './certificate-usage.ts'
import { findEntries, whyNotSignedBy } from './revocation-list.ts'
import type { RevocationEntry } from './revocation-entry.ts'
import type { RevocationListFile } from './revocation-list.ts'

export type RevocationAnswer =
  /** `sentence` says since when and why, as `The certificate of … …`. */
  | { kind: 'revoked'; sentence: string }
  /** `later`: revoked after that time, the same sentence; null where not. `listed`: time of the list that says so. */
  | { kind: 'good'; listed: string; later: string | null }
  /** `why`: what is missing, as the end of a sentence. */
  | { kind: 'open'; why: string }

/** A time that is asked about. */
export type Moment = {
  time: Date
  /** Whether the examiner states it; false where the file does, or where it is now. */
  isGiven: boolean
  now: Date
}

const day = 86_400_000

/** Answers for one certificate and its issuer on a path that leads to an anchor. */
export function judgeRevocation(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationListFile[],
  moment: Moment,
): RevocationAnswer {
  const { time } = moment
  const own = lists.filter(({ issuerKey }) => issuerKey === certificate.issuerKey)
  if (own.length === 0) return { kind: 'open', why: `no list of ${nameOf(issuer)} is held here` }
  const refused: string[] = []
  const usable = own.filter((list) => {
    const why = list.unusable ?? whyNotSignedBy(list, issuer)
    if (why !== null) refused.push(`the list of ${nameOf(issuer)} of ${list.thisUpdate} is not used: ${why}`)
    return why === null
  })
  const newestFirst = usable.toSorted((a, b) => Date.parse(b.thisUpdate) - Date.parse(a.thisUpdate))
  const found = revocationIn(certificate, issuer, newestFirst, moment)
  if (found && (found.since === null || found.since.getTime() <= time.getTime())) {
    return { kind: 'revoked', sentence: found.sentence }
  }
  const stale: string[] = []
  for (const list of newestFirst.filter((one) => speaksOf(one, certificate))) {
    const why = whyNotTelling(list, certificate, issuer, moment)
    if (why === null) return { kind: 'good', listed: list.thisUpdate, later: found?.sentence ?? null }
    stale.push(`the list of ${nameOf(issuer)} of ${list.thisUpdate} ${why}`)
  }
  const [why = `no list of ${nameOf(issuer)} that is held here is complete`] = [...stale, ...refused]
  return { kind: 'open', why }
}

type Revocation = { since: Date | null; sentence: string }

/** The revocation that reaches back furthest, in whichever list and entry it is: who was revoked once stays so. */
function revocationIn(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationListFile[],
  { isGiven, now }: Moment,
): Revocation | null {
  let earliest: Revocation | null = null
  let liftedAt = -Infinity
  const found = lists.map((list) => ({
    list,
    made: Date.parse(list.thisUpdate),
    entries: findEntries(list, certificate),
  }))
  for (const { list, made, entries } of found) {
    const isLift =
      entries.length === 0 && speaksOf(list, certificate) && !whyOutOfPlace(list, certificate, issuer, now)
    if (isLift) liftedAt = Math.max(liftedAt, made)
  }
  for (const { list, made, entries } of found) {
    for (const entry of entries) {
      if (entry.isHold && made < liftedAt) continue
      const since = sinceWhen(entry, isGiven)
      if (earliest && (earliest.since === null || (since && since >= earliest.since))) continue
      earliest = { since, sentence: sentenceOf(certificate, list, entry, since) }
    }
  }
  return earliest
}

/**
 * Null for all times: the key was in other hands, and nobody says since when, or nobody but the file says that it was made
 * before. Whoever holds a key can write any time into what it seals.
 */
function sinceWhen(
  { revokedAt, invalidSince, isCompromise }: RevocationEntry,
  isGiven: boolean,
): Date | null {
  if (isCompromise && !(isGiven && invalidSince)) return null
  return invalidSince && invalidSince < revokedAt ? invalidSince : revokedAt
}

function sentenceOf(
  certificate: Certificate,
  { thisUpdate }: RevocationListFile,
  { revokedAt, invalidSince, reason, isHold }: RevocationEntry,
  since: Date | null,
): string {
  const what = isHold ? 'was put on hold' : 'was revoked'
  const source = `as the list of ${thisUpdate} says`
  const plain = `The certificate of ${nameOf(certificate)} ${what} at ${revokedAt.toISOString()}`
  if (since === null && invalidSince !== null) {
    const why =
      'whoever holds the key can state any time, so that a time that the file itself states does not count'
    return `${plain} (${reason}), invalid since ${invalidSince.toISOString()}, ${source}; ${why}.`
  }
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

/** Why a list made at such a time says nothing for a certificate, as the end of a sentence; null where it may. */
function whyOutOfPlace(
  { thisUpdate }: RevocationListFile,
  certificate: Certificate,
  issuer: Certificate,
  now: Date,
): string | null {
  const made = Date.parse(thisUpdate)
  if (made > now.getTime() + day) return 'lies in the future'
  if (made < issuer.notBefore.getTime() || made > issuer.notAfter.getTime())
    return 'was made when the certificate of its issuer was not valid'
  // It need not name it any more.
  return made > certificate.notAfter.getTime() ? 'was made after the certificate expired' : null
}

/**
 * Why a list that does not name a certificate as revoked by `time` says nothing for it, as the end of a sentence; null where
 * it does. One made at that time or later tells; one made before it tells as long as it was to be valid.
 */
function whyNotTelling(
  list: RevocationListFile,
  certificate: Certificate,
  issuer: Certificate,
  { time, now }: Moment,
): string | null {
  const why = whyOutOfPlace(list, certificate, issuer, now)
  if (why !== null) return why
  const { thisUpdate, nextUpdate } = list
  if (Date.parse(thisUpdate) >= time.getTime()) return null
  if (nextUpdate === null) return 'is older than the time that counts'
  return Date.parse(nextUpdate) >= time.getTime()
    ? null
    : `was valid until ${nextUpdate}, before the time that counts`
}
