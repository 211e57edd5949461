// From a plan to what `layOutMovie` takes: everything but timing stays as it is in the source.
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import type { CutPlan, CutTrackPlan } from './cut.ts'
import { refusal } from './cut-track.ts'

/** Tracks for `layOutMovie`, in the order of the plan; their sample 0 is sample `first` of the plan. */
export function outputTracks(tracks: readonly MovieTrack[], plan: CutPlan): OutputTrack[] {
  const kept = new Set(plan.tracks.map(({ id }) => id))
  return plan.tracks.map((planned) => {
    const track = trackOf(tracks, planned.id)
    const end = planned.first + planned.count
    const [sampleEntry, ...otherEntries] = track.entries.map((entry) => {
      if (entry.bytes.length === entry.size) return entry.bytes
      throw refusal(
        `A sample entry of track ${track.id} has ${entry.size} bytes: too long to be carried over.`,
      )
    })
    if (!sampleEntry) throw refusal(`Track ${track.id} has no sample entry: nothing says how to read it.`)
    const entry = track.samples.entry.subarray(planned.first, end)
    if (entry.some((at) => at >= track.entries.length))
      throw refusal(`Samples of track ${track.id} name a sample entry that is not there.`)
    const { h, v } = track.pixelAspect
    return {
      id: track.id,
      handler: track.handler,
      handlerName: track.handlerName,
      timescale: track.timescale,
      language: track.language,
      width: track.handler === 'vide' ? Math.round((track.width * h) / v) : 0,
      height: track.handler === 'vide' ? track.height : 0,
      matrixRotation: track.rotation,
      sampleEntry,
      otherEntries,
      references: track.references
        .map(({ type, trackIds }) => ({ type, trackIds: trackIds.filter((id) => kept.has(id)) }))
        .filter(({ trackIds }) => trackIds.length > 0),
      edits: planned.edits,
      samples: {
        length: planned.count,
        size: track.samples.size.subarray(planned.first, end),
        duration: planned.duration,
        compositionOffset: planned.compositionOffset,
        sync: track.samples.sync.subarray(planned.first, end),
        entry,
        unitSize: unitSizeOf(track, planned),
      },
    }
  })
}

/** Runs of uncompressed audio stay runs where each lasts as long as its samples: not over a gap. */
function unitSizeOf({ samples }: MovieTrack, planned: CutTrackPlan): number {
  const { unitSize } = samples
  const whole = planned.duration.every(
    (ticks, index) => (samples.size[planned.first + index] ?? 0) === ticks * unitSize,
  )
  return whole ? unitSize : 0
}

function trackOf(tracks: readonly MovieTrack[], id: number): MovieTrack {
  const track = tracks.find((candidate) => candidate.id === id)
  if (!track) throw new Error(`Assertion failed: the plan names track ${id}, which the movie does not have`)
  return track
}
