// Which tracks of a file have pictures, and which camera each of them is of by what the export says (ONVIF EFF 26.06 5.2): a file may
// hold those of several cameras, and one track must not bear the names of all.
import type { Inspection } from './inspection.ts'
import type { Track } from './track.ts'

export const pictureTracks = (tracks: readonly Track[]): Track[] =>
  tracks.filter(({ kind, samples }) => kind === 'video' && samples > 0)

/** Names that the export gives the source of a track, each once; empty where it gives none. */
export function sourceNames({ export: provenance }: Pick<Inspection, 'export'>, trackId: number): string[] {
  const sources = provenance?.sources ?? []
  const names = sources.filter((source) => source.trackId === trackId).map(({ name }) => name)
  return [...new Set(names.filter((name) => name.trim() !== ''))]
}
