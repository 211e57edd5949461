// What tracks are called where a file has several: by their place among their kind, and by the camera or microphone they are of.
import type { ItemDetail } from '#contract/item.ts'
import { safeText, t } from '#contract/messages/format.ts'
import { formatNumber } from '#contract/messages/language.ts'
import { sourceNames } from '#contract/picture-tracks.ts'
import type { Track } from '#contract/track.ts'
import type { Playhead } from './playhead.svelte.ts'

type Shown = Pick<Playhead, 'detail' | 'track' | 'videoTracks'>

/** Camera of the track that is shown; of an item with one track its cameras; its file where none is named. Empty while none is known. */
export function shownName({ detail, track, videoTracks }: Shown): string {
  if (!detail) return ''
  const { cameras, name } = detail.summary
  const own = videoTracks.length > 1 && track ? sourceNames(detail.inspection, track.id) : cameras
  return own.length > 0 ? own.join(', ') : name
}

/** `Gate`; the track's number in the file where it has no name of its own. */
export function trackName(detail: ItemDetail | null, trackId: number): string {
  const own = detail ? sourceNames(detail.inspection, trackId) : []
  return own.length > 0 ? safeText(own.join(', '), 80) : t('tracks.unnamed', { id: String(trackId) })
}

/** `1 of 2`; empty where there are no others. */
export function whichTrack(track: Track | null, all: readonly Track[]): string {
  const at = all.findIndex(({ id }) => id === track?.id)
  if (all.length < 2 || at < 0) return ''
  return t('tracks.which', { number: String(at + 1), total: String(all.length) })
}

/** `1 of 2: Gate · 250 pictures`. */
export function pictureTrackText(playhead: Shown, track: Track): string {
  return t('tracks.pictureTrack', {
    which: whichTrack(track, playhead.videoTracks),
    name: trackName(playhead.detail, track.id),
    count: track.samples,
  })
}

/** `2 of 2: Microphone · deu · 1 channel(s), 48,000 Hz`. */
export function soundTrackText({ detail, audioTracks }: Playhead, track: Track): string {
  const { channels, language, sampleRate } = track
  const facts = [
    t('tracks.soundTrack', { which: whichTrack(track, audioTracks), name: trackName(detail, track.id) }),
    ...(language === 'und' || language === '' ? [] : [safeText(language, 8)]),
    ...(sampleRate > 0 ? [t('track.soundText', { channels, rate: formatNumber(sampleRate) })] : []),
  ]
  return facts.join(' · ')
}

/** For names of files that are made of one of several tracks of pictures: `-track2`; else empty. */
export const trackPart = ({ track, videoTracks }: Pick<Shown, 'track' | 'videoTracks'>): string =>
  track && videoTracks.length > 1 ? `-track${track.id}` : ''

/** Whose pictures metadata of a track speaks of, where these are not shown; null where they are, or that is not said. */
export function otherCameraOf(playhead: Playhead, metadataTrack: number): string | null {
  const other = playhead.otherPicturesOf(metadataTrack)
  return other && trackName(playhead.detail, other.id)
}
