// What signatures inside the video say (ONVIF Media Signing, Axis Signed Video), one sentence a track.
import type { MediaSigningReport, RootHolders } from '../seal.ts'
import { safeText, t, withinSentence } from './format.ts'
import { signerName } from './names.ts'
import { holderOf } from './root-holder.ts'
import { holdsToday } from './seal-verdict.ts'
import { formatDay, millisOf } from './times.ts'

/** What the signatures of one track say of its pictures, and whose key it was: two answers here too. */
export type MediaLine = { report: MediaSigningReport; pictures: string; key: string }

/** Both answers of each track in one sentence after the other. */
export const mediaSentences = (reports: readonly MediaSigningReport[], holders?: RootHolders): string[] =>
  mediaLines(reports, holders).map(({ pictures, key }) => [pictures, key].filter(Boolean).join(' '))

/**
 * Empty where no track carries such signatures: that alone says nothing against a sealed file. `key` is empty where nothing
 * is to be said of it.
 */
export function mediaLines(reports: readonly MediaSigningReport[], holders?: RootHolders): MediaLine[] {
  const signed = reports.filter(({ scheme, verdict }) => scheme !== null && verdict !== 'not-signed')
  // A signature speaks of its own track alone: where another can be shown instead, that one is named too.
  const told = signed.length > 0 ? reports : []
  return told.map((report) => {
    const sentence = mediaSentence(report).join(' ')
    const pictures =
      told.length > 1 ? t('media.track', { track: String(report.trackId), sentence }) : sentence
    return { report, pictures, key: cameraSentence(report, holders).join(' ') }
  })
}

function mediaSentence(report: MediaSigningReport): string[] {
  const { verdict, frames, framesVerified: verified, gops } = report
  switch (verdict) {
    case 'authentic':
      if (verified >= frames) return [t('media.all', { count: frames })]
      return [t('media.some', { verified, frames }), ...restSentences(report), t('media.noneContradicts')]
    case 'authentic-with-missing':
      return [
        t('media.some', { verified, frames }),
        ...(gops.missing > 0 ? [t('media.missing', { count: gops.missing })] : []),
        ...(report.framesMissing > 0 ? [t('media.missingFrames', { count: report.framesMissing })] : []),
        ...restSentences(report),
        t('media.noneContradicts'),
      ]
    case 'not-authentic':
      return badSentences(report)
    case 'not-checkable':
      return [t(report.scheme === null ? 'media.notLookedFor' : 'media.notCheckable'), ...reasonOf(report)]
    case 'not-signed':
      return [t('media.notSigned')]
  }
}

/** The frames of which no signature speaks. */
function restSentences({ framesPending, framesCut }: MediaSigningReport): string[] {
  return [
    ...(framesCut > 0 ? [t('media.cut', { count: framesCut })] : []),
    ...(framesPending > 0 ? [t('media.pending', { count: framesPending })] : []),
  ]
}

/**
 * Groups by what is said of them. `open`: those that nothing can be said of, because the file begins or ends within them, or
 * because their signature is of a kind that is not known here. `all` is the sum of the four.
 */
export function groupSums({
  gops,
  groups,
  groupsOmitted,
}: Pick<MediaSigningReport, 'gops' | 'groups' | 'groupsOmitted'>): MediaSigningReport['gops'] & {
  open: number
  all: number
} {
  const judged = gops.ok + gops.missing + gops.bad
  // Reports of earlier versions have no list of groups.
  const all = Math.max(judged, groups.length + groupsOmitted)
  return { ...gops, open: all - judged, all }
}

/** `3 match, 1 incomplete, 2 cannot be judged`; without what there is none of. Empty where there are none at all. */
export function groupCounts(report: Parameters<typeof groupSums>[0], leaveOut: 'bad' | null = null): string {
  const sums = groupSums(report)
  const states = (['ok', 'missing', 'bad', 'open'] as const).filter((state) => state !== leaveOut)
  return states
    .filter((state) => sums[state] > 0)
    .map((state) => t(`groups.count.${state}`, { count: sums[state] }))
    .join(', ')
}

function badSentences(report: MediaSigningReport): string[] {
  const { bad, all } = groupSums(report)
  if (bad === 0) return [t('media.contradicted'), ...reasonOf(report)]
  if (all === 1) return [t('media.badOnly')]
  const others = groupCounts(report, 'bad')
  return [t('media.bad', { count: bad, groups: all }), ...(others ? [t('media.badRest', { others })] : [])]
}

const reasonOf = ({ reason }: MediaSigningReport): string[] =>
  reason === null ? [] : [safeText(reason, 300)]

/** Who signed is its own question here too. Where the signatures do not match, a certificate proves nothing. */
function cameraSentence(report: MediaSigningReport, holders: RootHolders | undefined): string[] {
  const { verdict, trust, signer, trustDetail } = report
  if (verdict === 'not-checkable' || verdict === 'not-signed' || verdict === 'not-authentic') return []
  if (!signer && trust !== 'trusted') return [t('media.signerKeyOnly')]
  const today = withinSentence(t(`trust.${trustDetail?.today ?? 'not-checked'}`))
  const time = trustDetail?.judgedAt ? millisOf(trustDetail.judgedAt) : null
  switch (trust) {
    case 'trusted': {
      const root = signerName(trustDetail?.path.at(-1) ?? signer?.subject ?? '')
      if (!holdsToday(trustDetail?.today)) return [t('media.signerTrustedThen', { root, today })]
      return [t(`media.signerTrustedBy.${holderOf(trustDetail?.anchorSha256, holders)}`, { root })]
    }
    case 'untrusted':
      return trustDetail?.anchorSha256
        ? [t('media.signerPath', { reason: safeText(trustDetail.reason, 300) })]
        : [t('media.signerUnknown')]
    case 'expired':
      return signer && (time === null || millisOf(signer.notAfter) <= time)
        ? [t('media.signerExpired', { expiry: formatDay(signer.notAfter), today })]
        : [t('media.signerExpiredPath', { today })]
    case 'not-yet-valid':
      return [t('media.signerNotYetValid', { today })]
    case 'revoked':
      return [t('media.signerRevoked')]
    case 'not-checked':
      return [t('media.signerNotChecked')]
  }
}
