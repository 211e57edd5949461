// The answer to "who": does the signer's certificate lead to an anchor that the keeper of this workstation installed, was it
// valid at the time that counts, and was it revoked as far as lists held here tell (RFC 5280 6)? Policies are not judged,
// so that whoever limits them is not trusted.
import type { Trust, TrustDetail } from '#contract/seal.ts'
import type { UtcTime } from '#contract/units.ts'
import { nameOf } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { faultOf } from './path-faults.ts'
import type { PathPurpose } from './path-faults.ts'
import { findPaths } from './path-search.ts'
import { judgeRevocation } from './revocation.ts'
import type { Moment } from './revocation.ts'
import type { RevocationListFile } from './revocation-list.ts'

export type TrustJudgement = { trust: Trust; detail: TrustDetail }

/** Where the time that counts comes from, where there is one. */
export type TimeOrigin = 'export-time' | 'recording-time' | 'given'

type Verdict = {
  trust: Trust
  reason: string
  path: readonly Certificate[]
} & Pick<TrustDetail, 'revocation' | 'revocationDetail'>

/** A path with what is wrong with it at any time. */
type Candidate = { path: readonly Certificate[]; fault: string | null }

/** Better answers first: where several paths exist, the best one counts. */
const order: Trust[] = ['trusted', 'expired', 'not-yet-valid', 'revoked', 'untrusted']

/**
 * Judges the signer at `at`, the time that counts, and at `now`. Where no time is known (`at` null) `now` is taken and said
 * to be. Without any anchor the answer is `not-checked`, and only the time that would count is given. An anchor may be a
 * root, an intermediate, or the signer's own certificate.
 */
export function judgeTrust(input: {
  leaf: Certificate
  intermediates: Certificate[]
  anchors: Certificate[]
  /** Lists held here; none by default. */
  revocationLists?: readonly RevocationListFile[]
  at: Date | null
  /** Where `at` comes from; `export-time` by default. */
  atOrigin?: TimeOrigin
  now: Date
  /** What the leaf signed; `content` by default. */
  purpose?: PathPurpose
}): TrustJudgement {
  const { leaf, intermediates, anchors, revocationLists = [], at, now } = input
  const atOrigin = input.atOrigin ?? 'export-time'
  if (anchors.length === 0) return notChecked(leaf, at, atOrigin)
  const search = findPaths(leaf, intermediates, anchors)
  const candidates = search.paths.map((path) => ({ path, fault: faultOf(path, input.purpose) }))
  const time = at ?? now
  const best = judgeAt(candidates, revocationLists, {
    time,
    isGiven: at !== null && atOrigin === 'given',
    now,
  })
  const today = judgeAt(candidates, revocationLists, { time: now, isGiven: false, now })
  return {
    trust: best?.trust ?? 'untrusted',
    detail: {
      path: (best?.path ?? [leaf]).map((certificate) => certificate.signer.subject),
      anchorSha256: best?.path.at(-1)?.signer.sha256 ?? null,
      judgedAt: iso(time),
      judgedAtOrigin: at === null ? 'now' : atOrigin,
      today: today?.trust ?? 'untrusted',
      revocation: best?.revocation ?? 'not-checked',
      revocationDetail: best ? best.revocationDetail : noPath,
      reason: best?.reason ?? reasonWithoutPath(leaf, search.namesake, search.exhausted),
    },
  }
}

const noPath = 'Revocation was not checked: no path leads to a trusted certificate.'

function notChecked(leaf: Certificate, at: Date | null, atOrigin: TimeOrigin): TrustJudgement {
  return {
    trust: 'not-checked',
    detail: {
      path: [leaf.signer.subject],
      anchorSha256: null,
      judgedAt: at && iso(at),
      judgedAtOrigin: at === null ? 'none' : atOrigin,
      today: 'not-checked',
      revocation: 'not-checked',
      revocationDetail: null,
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

/** The best of all paths at a time; null where there is none. */
function judgeAt(
  candidates: readonly Candidate[],
  lists: readonly RevocationListFile[],
  moment: Moment,
): Verdict | null {
  const looked = candidates.map((candidate) => ({ ...candidate, ...lookUp(candidate, lists, moment) }))
  // A certificate that one path shows to be revoked is so on every other, even where the keeper trusts it directly.
  const revoked = new Map(looked.flatMap(({ revocations }) => revocations))
  const judged = looked.map(({ path, fault, revocation, revocationDetail }): Verdict => {
    if (fault !== null) {
      const open = 'Revocation was not checked: the path is not a valid one.'
      return { path, trust: 'untrusted', reason: fault, revocation: 'not-checked', revocationDetail: open }
    }
    const [sentence] = path.flatMap(({ signer }) => revoked.get(signer.sha256) ?? [])
    if (sentence !== undefined)
      return { path, trust: 'revoked', reason: sentence, revocation: 'revoked', revocationDetail: sentence }
    return { path, ...judgeValidity(path, moment.time), revocation, revocationDetail }
  })
  return judged.toSorted((a, b) => order.indexOf(a.trust) - order.indexOf(b.trust))[0] ?? null
}

type LookUp = Pick<TrustDetail, 'revocation' | 'revocationDetail'> & {
  /** Fingerprints of revoked certificates, each with its sentence. */
  revocations: [string, string][]
}

/** Every certificate below the anchor, looked up in the lists of its issuer on this path. */
function lookUp({ path, fault }: Candidate, lists: readonly RevocationListFile[], moment: Moment): LookUp {
  const open = (why: string): LookUp => ({
    revocation: 'not-checked',
    revocationDetail: `Revocation was not checked: ${why}.`,
    revocations: [],
  })
  if (fault !== null) return open('the path is not a valid one')
  if (lists.length === 0) return open('no revocation list is held here')
  if (path.length === 1) return open('the certificate itself is the trusted one, and no list speaks of that')
  const answers = path.slice(0, -1).map((certificate, index) => ({
    certificate,
    answer: judgeRevocation(certificate, path[index + 1] ?? certificate, lists, moment),
  }))
  const revocations = answers.flatMap(({ certificate, answer }): [string, string][] =>
    answer.kind === 'revoked' ? [[certificate.signer.sha256, answer.sentence]] : [],
  )
  const unknown = answers.find(({ answer }) => answer.kind === 'open')
  if (unknown?.answer.kind === 'open') {
    const why = `of ${nameOf(unknown.certificate)} it is open, as ${unknown.answer.why}`
    return { ...open(why), revocations }
  }
  const good = answers.flatMap(({ answer }) => (answer.kind === 'good' ? [answer] : []))
  const [oldest] = good.map(({ listed }) => listed).toSorted()
  const [later] = good.flatMap((answer) => answer.later ?? [])
  const plain = `At ${iso(moment.time)} no certificate on the path was revoked, as the lists held here say (the oldest is of ${oldest ?? ''})`
  return {
    revocation: 'good',
    revocationDetail: later === undefined ? `${plain}.` : `${plain}; but since then: ${later}`,
    revocations,
  }
}

function judgeValidity(path: readonly Certificate[], time: Date): Pick<Verdict, 'trust' | 'reason'> {
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

const iso = (date: Date): UtcTime => date.toISOString() as UtcTime
