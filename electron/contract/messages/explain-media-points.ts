// What signatures inside the video prove and what they do not, by whom and when: short sentences, one track at a time.
import type { MediaSigningReport, RootHolders } from '../seal.ts'
import { deviceName, isSigned } from './explain-media.ts'
import { safeText, t, withinSentence } from './format.ts'
import { groupSums } from './media-verdict.ts'
import { claimedName, signerName } from './names.ts'
import { whyRevocationOpen } from './revocation-open.ts'
import { holderOf } from './root-holder.ts'
import { holdsToday } from './seal-verdict.ts'
import { formatUtc } from './times.ts'

/** Whether what there is of the video matches its signatures. */
export const holds = ({ verdict }: MediaSigningReport): boolean =>
  verdict === 'authentic' || verdict === 'authentic-with-missing'

const isKnown = (report: MediaSigningReport): boolean =>
  report.trust === 'trusted' && report.signer !== null && holds(report)

export function mediaProved(report: MediaSigningReport, holders?: RootHolders): string[] {
  const { verdict, frames, framesVerified: verified } = report
  const track = String(report.trackId)
  switch (verdict) {
    case 'authentic':
      return [t('proved.media', { track, verified, frames }), ...cameraProved(report, holders)]
    case 'authentic-with-missing':
      return [t('proved.mediaMissing', { track, verified, frames }), ...cameraProved(report, holders)]
    case 'not-authentic': {
      const { all, bad } = groupSums(report)
      if (bad > 0) return [t('proved.mediaBad', { track, bad, groups: all })]
      return [t('proved.mediaContradicted', { track, reason: safeText(report.reason ?? '', 300) }).trim()]
    }
    case 'not-checkable':
    case 'not-signed':
      return []
  }
}

function cameraProved(report: MediaSigningReport, holders: RootHolders | undefined): string[] {
  const holder = holderOf(report.trustDetail?.anchorSha256, holders)
  // A root that is not held here proves nothing here.
  if (!isKnown(report) || !report.signer || holder === 'elsewhere') return []
  const signer = signerName(report.signer.subject)
  const trusting = t(`trusting.${holder}`)
  return [t('proved.camera', { track: String(report.trackId), signer, root: rootOf(report), trusting })]
}

const rootOf = ({ trustDetail, signer }: MediaSigningReport): string =>
  signerName(trustDetail?.path.at(-1) ?? signer?.subject ?? '')

export function mediaNotProved(report: MediaSigningReport): string[] {
  const { verdict, frames, framesVerified } = report
  const track = String(report.trackId)
  if (verdict === 'not-checkable') return [t('notProved.mediaNotCheckable', { track })]
  if (!isSigned(report)) return []
  if (verdict === 'not-authentic')
    return [t('notProved.mediaBad', { track }), t('notProved.camera', { track })]
  const rest = frames - framesVerified
  return [
    ...(rest > 0 ? [t('notProved.mediaFrames', { track, count: rest })] : []),
    ...(verdict === 'authentic-with-missing' ? [t('notProved.mediaMissing', { track })] : []),
    t('notProved.mediaReach', { track }),
    ...(isKnown(report) ? revocationPoint(report) : [t('notProved.camera', { track })]),
  ]
}

const revocationPoint = ({ trackId, trustDetail }: MediaSigningReport): string[] =>
  whyRevocationOpen(trustDetail).map((why) =>
    t('notProved.cameraRevocation', { track: String(trackId), why }),
  )

export function mediaBy(report: MediaSigningReport, holders?: RootHolders): string[] {
  const track = String(report.trackId)
  const { device, signer } = report
  const own = device ? claimedName(`CN=${deviceName(device).replace(/[\\,+="]/g, '\\$&')}`) : null
  return [
    ...(isKnown(report) && signer ? [trustedCamera(report, signerName(signer.subject), holders)] : []),
    ...(own === null ? [] : [t('by.camera', { track, device: own })]),
  ]
}

function trustedCamera(report: MediaSigningReport, signer: string, holders?: RootHolders): string {
  const holder = t(`holder.${holderOf(report.trustDetail?.anchorSha256, holders)}`)
  const known = { track: String(report.trackId), signer, root: rootOf(report), holder }
  const today = report.trustDetail?.today
  if (holdsToday(today)) return t('by.cameraTrusted', known)
  return t('by.cameraTrustedThen', { ...known, today: withinSentence(t(`trust.${today ?? 'not-checked'}`)) })
}

export function mediaWhen({
  trackId,
  firstVerifiedTime: first,
  lastVerifiedTime: last,
}: MediaSigningReport): string[] {
  if (!first || !last) return []
  return [t('when.media', { track: String(trackId), first: formatUtc(first), last: formatUtc(last) })]
}
