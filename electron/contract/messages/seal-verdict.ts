// What the seals of a file say, in sentences: whether the bytes match, and who sealed them when. Trust never changes the
// sentence about the bytes.
import type { Intact } from '../item.ts'
import type { RootHolders, SealReport, Signer, TrustDetail, Trust, Verification } from '../seal.ts'
import type { UtcTime } from '../units.ts'
import { formatList, safeText, t, withinSentence } from './format.ts'
import { claimedName, signerName } from './names.ts'
import { formatBytes, formatNumber } from './quantities.ts'
import { holderOf } from './root-holder.ts'
import { formatDay, formatUtcLong, millisOf } from './times.ts'

/** What makes a seal too weak to rely on even where it matches, one sentence each. */
export function weaknessesOf({ deviations }: Pick<SealReport, 'deviations'>): string[] {
  return deviations.filter(({ code }) => code === 'weak-algorithm').map(({ detail }) => safeText(detail, 200))
}

/** Whether what was trusted for the time that counts is trusted today too, as far as that was asked. */
export const holdsToday = (today: Trust | undefined): boolean =>
  today === undefined || today === 'trusted' || today === 'not-checked'

/** `axis`: which of the two answers it gives, the signer's always after the seal's; null where it says what goes with them. */
export type SealLine = { text: string; axis: 'seal' | 'signer' | null }

/** `intact`: what the verification comes down to. The two answers stand apart, in this order, before everything else. */
export function sealLines(verification: Verification, intact: Intact, holders?: RootHolders): SealLine[] {
  if (intact === 'intact' && ownReason(verification) === null) return intactLines(verification, holders)
  return sealSentences(verification, intact).map((text, at) => ({ text, axis: at === 0 ? 'seal' : null }))
}

/** Bytes that are missing, and files that are no exports: the reason is the whole answer. */
function ownReason({ kind = 'export', missing = [], reason }: Verification): string | null {
  return kind !== 'export' || missing.length > 0 ? reason : null
}

function sealSentences(verification: Verification, intact: Intact): string[] {
  const own = ownReason(verification)
  if (own !== null) return [safeText(own, 600)]
  switch (intact) {
    case 'intact':
      return intactLines(verification).map(({ text }) => text)
    case 'broken':
      return brokenSentences(verification)
    case 'unsupported':
      return unsupportedSentences(verification.seals)
    case 'unsealed':
      return [t(unsealedKey(verification))]
    case 'unreadable':
      return [t('verdict.unreadable', { reason: verification.reason ?? '' }).trim()]
    case 'not-checked':
      return [t('verdict.notChecked')]
  }
}

/** Where signatures inside the video tell something about changes, it must not be said that nothing can be told. */
function unsealedKey({
  seals,
  mediaSigning,
}: Verification): 'verdict.unsealedSigned' | 'verdict.unsealedEmpty' | 'verdict.unsealed' {
  if (mediaSigning.some(({ gops }) => gops.ok + gops.missing + gops.bad > 0)) return 'verdict.unsealedSigned'
  return seals.length > 0 ? 'verdict.unsealedEmpty' : 'verdict.unsealed'
}

function intactLines(
  { seals, unsealedBytes, unsealedRanges, verifiedAt }: Verification,
  holders?: RootHolders,
): SealLine[] {
  const last = seals.at(-1)
  if (!last) return [{ text: t('verdict.unsealed'), axis: 'seal' }]
  const sentences = timeSentences(last, verifiedAt)
  const earlier = seals.slice(0, -1)
  if (earlier.length > 0) {
    const signers = formatList(earlier.map(earlierSigner))
    sentences.push(t('verdict.earlierMatches', { count: earlier.length, signers }))
  }
  sentences.push(...weakSentences(earlier, seals.length))
  const [tail] = unsealedRanges
  if (tail) sentences.push(t('verdict.tail', { count: unsealedBytes, offset: tail.start }))
  return [...answerLines(last, holders), ...sentences.map((text) => ({ text, axis: null }))]
}

/**
 * When the file says that the seal was made: its export time, for its first seal. Whoever holds the key writes there
 * what he likes, so that this is a claim.
 */
function claimedTime({ trustDetail }: SealReport): string | null {
  const { judgedAt, judgedAtOrigin } = trustDetail ?? {}
  return judgedAt && judgedAtOrigin === 'export-time' ? formatUtcLong(judgedAt) : null
}

function earlierSigner(seal: SealReport): string {
  const time = claimedTime(seal)
  const date = time === null ? '' : t('verdict.claimedDate', { time })
  return (seal.signer ? claimedName(seal.signer.subject) : '?') + date
}

/** Seals behind which a stronger one stands. */
function weakSentences(seals: readonly SealReport[], of: number): string[] {
  const weak = seals.filter((seal) => weaknessesOf(seal).length > 0)
  if (weak.length === 0) return []
  const details = [...new Set(weak.flatMap(weaknessesOf))].join(' ')
  if (weak.length === 1) return [t('verdict.weakOne', { seal: numbersOf(weak), of, details })]
  return [t('verdict.weakMany', { seals: numbersOf(weak), of, details })]
}

/** Whether the bytes match, and who sealed them: two sentences, one for each answer. */
function answerLines(seal: SealReport, holders: RootHolders | undefined): SealLine[] {
  const [bytes, signer] = answersOf(seal, holders)
  return [
    { text: bytes, axis: 'seal' },
    { text: signer, axis: 'signer' },
  ]
}

function answersOf(seal: SealReport, holders: RootHolders | undefined): [bytes: string, signer: string] {
  const { signer, trust, trustDetail } = seal
  if (!signer) return [t('verdict.noSigner'), t('verdict.noSigner.signer')]
  const claimed = { signer: claimedName(signer.subject) }
  const weak = weaknessesOf(seal)
  if (weak.length > 0) {
    return [t('verdict.weak', claimed), t('verdict.weakSeal', { details: weak.join(' ') })]
  }
  const today = withinSentence(t(`trust.${trustDetail?.today ?? 'not-checked'}`))
  const time = trustDetail?.judgedAt ? millisOf(trustDetail.judgedAt) : null
  switch (trust) {
    case 'trusted': {
      const root = signerName(trustDetail?.path.at(-1) ?? signer.subject)
      const claim = claimedTime(seal)
      const when = claim === null ? '' : t('verdict.onDate', { time: claim })
      const bytes = t('verdict.trusted', { signer: signerName(signer.subject), when })
      if (!holdsToday(trustDetail?.today)) return [bytes, t('verdict.trustedThen', { root, today })]
      return [bytes, t(`verdict.trustedBy.${holderOf(trustDetail?.anchorSha256, holders)}`, { root })]
    }
    case 'untrusted':
      return trustDetail?.anchorSha256
        ? [
            t('verdict.untrustedPath', claimed),
            t('verdict.untrustedPath.signer', { reason: safeText(trustDetail.reason, 300) }),
          ]
        : [t('verdict.untrusted', claimed), t('verdict.untrusted.signer')]
    case 'not-checked':
      return [t('verdict.trustNotChecked', claimed), t('verdict.trustNotChecked.signer')]
    case 'expired':
      return time !== null && millisOf(signer.notAfter) > time
        ? [t('verdict.expiredPath', claimed), t('verdict.expiredPath.signer', { today })]
        : [
            t('verdict.expired', claimed),
            t('verdict.expired.signer', { expiry: formatDay(signer.notAfter), today }),
          ]
    case 'not-yet-valid':
      return time !== null && millisOf(signer.notBefore) <= time
        ? [t('verdict.notYetValidPath', claimed), t('verdict.notYetValidPath.signer', { today })]
        : [
            t('verdict.notYetValid', claimed),
            t('verdict.notYetValid.signer', { start: formatDay(signer.notBefore), today }),
          ]
    case 'revoked': {
      const detail = trustDetail?.revocationDetail
      const revoked = `${t('verdict.revoked.signer')} ${detail ? safeText(detail, 300) : ''}`.trim()
      return [t('verdict.revoked', claimed), revoked]
    }
  }
}

/** What has to be said of the time of the seal, and of that for which the certificate was judged. `asOf`: today, then. */
function timeSentences(seal: SealReport, asOf: UtcTime): string[] {
  const { index, trust, trustDetail, signer } = seal
  const noTime = t(index === 0 ? 'verdict.noTime' : 'verdict.noTimeLater')
  if (!trustDetail || !signer) return [noTime]
  const judged = trust !== 'not-checked' && trust !== 'untrusted'
  const plainlyTrusted = trust === 'trusted' && weaknessesOf(seal).length === 0
  const since = plainlyTrusted && !holdsToday(trustDetail.today) ? sinceThen(trustDetail, signer, asOf) : null
  switch (trustDetail.judgedAtOrigin) {
    case 'export-time': {
      const time = claimedTime(seal)
      if (time === null) return [noTime]
      if (!plainlyTrusted) return [t('verdict.exportClaim', { time })]
      return since === null ? [] : [t('verdict.dateClaimed', { what: since })]
    }
    case 'given': {
      if (!judged || !trustDetail.judgedAt) return []
      const time = formatUtcLong(trustDetail.judgedAt)
      const sentence = t('verdict.judgedGiven', { time })
      return since === null ? [sentence] : [sentence, t('verdict.sinceThen', { what: since })]
    }
    case 'recording-time': {
      if (!judged || !trustDetail.judgedAt) return [noTime]
      const sentence = t('verdict.judgedRecording', { time: formatUtcLong(trustDetail.judgedAt) })
      return since === null ? [sentence] : [sentence, t('verdict.sinceThen', { what: since })]
    }
    case 'now':
      if (!judged) return [noTime]
      return [t(index === 0 ? 'verdict.judgedNow' : 'verdict.judgedNowLater')]
    case 'none':
      return [noTime]
  }
}

/** What became of a certificate that was valid at the time that counts. */
function sinceThen({ today }: TrustDetail, { notAfter }: Signer, asOf: UtcTime): string {
  // Where the signer's own certificate is still valid, it is another one on the way that has expired.
  if (today === 'expired' && millisOf(notAfter) < millisOf(asOf)) {
    return t('verdict.since.expired', { expiry: formatDay(notAfter) })
  }
  if (today === 'revoked') return t('verdict.since.revoked')
  return t('verdict.since.other', { today: withinSentence(t(`trust.${today}`)) })
}

/** Seal numbers for people: from 1. */
const numbersOf = (seals: readonly SealReport[]): string =>
  formatList(seals.map(({ index }) => formatNumber(index + 1)))

function brokenSentences(verification: Verification): string[] {
  const { seals } = verification
  const broken = seals.filter(({ status }) => status === 'broken')
  const [first] = broken
  if (!first) return addedSentences(verification)
  const of = seals.length
  const sentences = [
    ...mismatchSentences(broken.filter(isMismatch), of),
    ...faultySentences(
      broken.filter((seal) => !isMismatch(seal)),
      of,
    ),
  ]
  const intact = seals.filter(({ status }) => status === 'intact')
  const before = intact.filter(({ index }) => index < first.index)
  const after = intact.filter(({ index }) => index > first.index)
  if (before.length === 1) sentences.push(t('verdict.stillOne', { seal: numbersOf(before) }))
  if (before.length > 1) sentences.push(t('verdict.stillMany', { seals: numbersOf(before) }))
  if (after.length === 1) sentences.push(t('verdict.laterOne', { seal: numbersOf(after) }))
  if (after.length > 1) sentences.push(t('verdict.laterMany', { seals: numbersOf(after) }))
  return [sentences.join(' ')]
}

/** Whether the bytes do not match the signature, rather than the seal itself being faulty. */
export const isMismatch = ({ reason }: SealReport): boolean =>
  reason === null || reason.startsWith('The bytes do not match')

function mismatchSentences(seals: readonly SealReport[], of: number): string[] {
  const [first] = seals
  if (!first) return []
  if (of === 1) return [t('verdict.broken'), t('verdict.brokenOnly')]
  if (seals.length === 1) return [t('verdict.broken'), t('verdict.brokenOne', { seal: first.index + 1, of })]
  return [t('verdict.broken'), t('verdict.brokenMany', { seals: numbersOf(seals), of })]
}

function faultySentences(seals: readonly SealReport[], of: number): string[] {
  const [first] = seals
  if (!first) return []
  const reason = [...new Set(seals.map((seal) => safeText(seal.reason ?? '', 300)))].join(' ')
  if (of === 1) return [t('verdict.faultyOnly', { reason })]
  if (seals.length === 1) return [t('verdict.faultyOne', { seal: first.index + 1, of, reason })]
  return [t('verdict.faultyMany', { seals: numbersOf(seals), of, reason })]
}

type AddedFacts = Pick<Verification, 'reason' | 'unsealedRanges'> & {
  seals: readonly Pick<SealReport, 'status'>[]
}

/** What stands outside seals that all match: the first such place and what it is. Null where it is something else. */
export function addedContent({
  reason,
  unsealedRanges,
  seals,
}: AddedFacts): { count: number; offset: number; what: string } | null {
  const [range] = unsealedRanges
  // A recording that lies outside the seal is no addition to it.
  if (reason?.includes('does not cover the recording')) return null
  if (!range || !seals.some(({ status }) => status === 'intact')) return null
  if (seals.some(({ status }) => status === 'broken')) return null
  const named = /(\d+) bytes at offset (\d+) \((.*)\)/.exec(reason ?? '')
  const count = named ? Number(named[1]) : range.end - range.start
  const offset = named ? Number(named[2]) : range.start
  // A place that a later seal covers is not one that no seal covers.
  if (!unsealedRanges.some(({ start, end }) => start <= offset && offset < end)) return null
  return { count, offset, what: named?.[3] ? ` (${safeText(named[3])})` : '' }
}

/** The seals match, yet the file holds more than they cover. */
function addedSentences(verification: Verification): string[] {
  const { reason, unsealedBytes, unsealedRanges } = verification
  const added = addedContent(verification)
  if (!added) return [t('verdict.brokenOther', { reason: reason ?? '' }).trim()]
  const sentences = [t('verdict.added', added)]
  if (unsealedRanges.length > 1) {
    sentences.push(
      t('verdict.addedMore', { bytes: formatBytes(unsealedBytes), places: unsealedRanges.length }),
    )
  }
  return [...sentences, t('verdict.addedRest')]
}

function unsupportedSentences(seals: readonly SealReport[]): string[] {
  const unknown = seals.filter(({ status }) => status === 'unsupported')
  const algorithm = formatList([...new Set(unknown.map((seal) => safeText(seal.algorithm) || '?'))])
  const sentences = [t('verdict.unsupported', { algorithm })]
  const intact = seals.filter(({ status }) => status === 'intact')
  if (intact.length === 1) sentences.push(t('verdict.unsupportedOthers', { seals: numbersOf(intact) }))
  if (intact.length > 1) sentences.push(t('verdict.unsupportedOthersMany', { seals: numbersOf(intact) }))
  return sentences
}
