// What signatures inside the video say (ONVIF Media Signing, Axis Signed Video), one sentence a track.
import type { MediaSigningReport } from '../seal.ts'
import { t } from './format.ts'

/** Empty where no track carries such signatures: that alone says nothing against a sealed file. */
export function mediaSentences(reports: readonly MediaSigningReport[]): string[] {
  const signed = reports.filter(({ scheme, verdict }) => scheme !== null && verdict !== 'not-signed')
  return signed.map((report) => {
    const sentence = [...mediaSentence(report), ...cameraSentence(report)].join(' ')
    return signed.length > 1 ? t('media.track', { track: String(report.trackId), sentence }) : sentence
  })
}

function mediaSentence({
  verdict,
  frames,
  framesVerified,
  framesPending,
  gops,
}: MediaSigningReport): string[] {
  const verified = framesVerified
  switch (verdict) {
    case 'authentic':
      if (framesVerified >= frames) return [t('media.all', { count: frames })]
      return [t('media.partly', { verified, frames, count: framesPending })]
    case 'authentic-with-missing':
      return [t('media.missing', { verified, frames, count: gops.missing })]
    case 'not-authentic':
      return [t('media.bad', { count: gops.bad, groups: gops.ok + gops.missing + gops.bad })]
    case 'not-checkable':
      return [t('media.notCheckable')]
    case 'not-signed':
      return [t('media.notSigned')]
  }
}

/** Who signed is its own question here too. */
function cameraSentence({ verdict, trust }: MediaSigningReport): string[] {
  if (verdict === 'not-checkable' || verdict === 'not-signed' || verdict === 'not-authentic') return []
  if (trust === 'trusted') return []
  return [t(trust === 'expired' ? 'media.signerExpired' : 'media.signerUnknown')]
}
