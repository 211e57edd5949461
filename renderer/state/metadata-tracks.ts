// Which tracks of metadata speak of the pictures that are shown: in a file of several cameras each describes its own (`cdsc`).
import type { Track } from '#contract/track.ts'

const isMetadata = ({ kind, samples }: Track): boolean => kind !== 'video' && kind !== 'audio' && samples > 0

/** Tracks of metadata that describe this track of pictures, or do not say which; `isAll`: there are no others. */
export function metadataTracksOf(
  tracks: readonly Track[],
  pictures: Track,
): { trackIds: number[]; isAll: boolean } {
  const videos = new Set(tracks.filter(({ kind }) => kind === 'video').map(({ id }) => id))
  const all = tracks.filter(isMetadata)
  const own = all.filter(({ describes }) => {
    const described = describes.filter((id) => videos.has(id))
    return described.length === 0 || described.includes(pictures.id)
  })
  return { trackIds: own.map(({ id }) => id), isAll: own.length === all.length }
}
