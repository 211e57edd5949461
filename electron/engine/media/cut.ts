// Plans a cut between two UTC times without touching a single stored sample: which samples, where the new file begins
// and ends in truth, and what its timing tables say. ONVIF EFF 26.06 4.3 (no transcoding) and 5.3 (frame time = start
// time of the track + composition time, no edit list).
import type { Filetime } from '#engine/base/time.ts'
import type { Edit } from '#engine/isobmff/boxes/elst.ts'
import { compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import { planEdits } from './cut-edits.ts'
import { selectOther, selectVideo } from './cut-selection.ts'
import type { Selection } from './cut-selection.ts'
import { retime } from './cut-timing.ts'
import type { CutTiming } from './cut-timing.ts'
import { refusal } from './cut-track.ts'
import type { CutTrack } from './cut-track.ts'

export type CutSource = {
  /** Bytes of the file in which the samples lie. */
  fileSize: number
  /** Ticks a second of the edits. */
  timescale: number
  tracks: readonly CutTrack[]
  /** UTC of the origin of each track's media timeline; a track without one cannot be placed and is left out. */
  origins: ReadonlyMap<number, Filetime>
}

export type CutTrackPlan = {
  id: number
  handler: string
  /** Range of samples of the source, in decode order. */
  first: number
  count: number
  /** Of these samples the one that is shown last; the first one is shown first. */
  lastShown: number
  /** Bytes of these samples. */
  bytes: number
  /** UTC at which the first shown sample is due, and at which the last one ends. */
  from: Filetime
  to: Filetime
  /** Timing of the new track in ticks of its (unchanged) timescale; decode time starts at 0. */
  duration: Uint32Array
  compositionOffset: Int32Array
  /** In ticks of `CutPlan.timescale`; empty where the whole track is shown from its start. */
  edits: Edit[]
  /** UTC of decode time 0 of the new track: what `cstb` shall say (EFF 5.3). */
  origin: Filetime
}

export type CutPlan = {
  /** What the file really holds: first shown sample of the video and end of the last one. */
  from: Filetime
  to: Filetime
  /** Ticks a second of the new movie: every track's edits are whole numbers in it. */
  timescale: number
  tracks: CutTrackPlan[]
  videoSamples: number
  bytes: number
  /** Why the result differs from what was asked for, in plain sentences. */
  notes: string[]
}

/** Fails with `cut-refused` where nothing was recorded between the times, or what was cannot be cut without loss. */
export function planCut(source: CutSource, wanted: { from: Filetime; to: Filetime }): CutPlan {
  if (wanted.from >= wanted.to) throw refusal('The end of the cut is not after its start.')
  const notes: string[] = []
  const placed = source.tracks.flatMap((track) => {
    const origin = source.origins.get(track.id)
    if (origin === undefined) notes.push(`Track ${track.id} has no known start time and is left out.`)
    return origin === undefined ? [] : [{ track, origin }]
  })
  const selections = select(placed, wanted, notes)
  for (const selection of selections) requireWhole(selection, source.fileSize)
  const leading = selections.filter(({ track }) => track.handler === 'vide')
  const shown = leading.length > 0 ? leading : selections
  const from = earliest(shown.map((selection) => selection.from))
  const to = latest(shown.map((selection) => selection.to))
  const timings = selections.map(retime)
  const { timescale, edits } = planEdits(source.timescale, selections, timings, notes)
  const tracks = selections.map((selection, index) =>
    planTrack(selection, timings[index], edits[index] ?? []),
  )
  return {
    from,
    to,
    timescale,
    tracks,
    videoSamples: tracks.reduce((sum, { handler, count }) => sum + (handler === 'vide' ? count : 0), 0),
    bytes: tracks.reduce((sum, { bytes }) => sum + bytes, 0),
    notes,
  }
}

type Placed = { track: CutTrack; origin: Filetime }

/** Video first: where it really starts and ends decides what is taken of the other tracks. */
function select(
  placed: readonly Placed[],
  wanted: { from: Filetime; to: Filetime },
  notes: string[],
): Selection[] {
  const reasons: string[] = []
  const taken = new Map<number, Selection>()
  const take = (chosen: Selection | string, track: CutTrack): void => {
    if (typeof chosen === 'string') reasons.push(chosen)
    else taken.set(track.id, chosen)
  }
  const videos = placed.filter(({ track }) => track.handler === 'vide')
  for (const { track, origin } of videos) take(selectVideo(track, origin, wanted, notes), track)
  if (videos.length > 0 && taken.size === 0)
    throw refusal(reasons[0] ?? 'Nothing was recorded between these times.')
  const real =
    taken.size > 0
      ? {
          from: earliest([...taken.values()].map(({ from }) => from)),
          to: latest([...taken.values()].map(({ to }) => to)),
        }
      : wanted
  for (const { track, origin } of placed) {
    if (track.handler !== 'vide') take(selectOther(track, origin, real, notes), track)
  }
  if (taken.size === 0) throw refusal(reasons[0] ?? 'No track of the file has a known start time.')
  notes.push(...reasons.map((reason) => `${reason} The track is left out.`))
  return placed.flatMap(({ track }) => taken.get(track.id) ?? [])
}

function planTrack(selection: Selection, timing: CutTiming | undefined, edits: Edit[]): CutTrackPlan {
  const { track, first, count, from, to, toTicks } = selection
  const shownAt = (sample: number): number => compositionTimeOf(track.samples, sample)
  let bytes = 0
  let lastShown = first
  for (let index = first; index < first + count; index += 1) {
    bytes += track.samples.size[index] ?? 0
    if (shownAt(index) < toTicks && shownAt(index) >= shownAt(lastShown)) lastShown = index
  }
  return {
    id: track.id,
    handler: track.handler,
    first,
    count,
    lastShown,
    bytes,
    from,
    to,
    duration: timing?.duration ?? new Uint32Array(0),
    compositionOffset: timing?.compositionOffset ?? new Int32Array(0),
    edits,
    origin: timing?.origin ?? selection.origin,
  }
}

/** A cut never holds a sample of which bytes are missing. */
function requireWhole({ track, first, count }: Selection, fileSize: number): void {
  const { offset, size } = track.samples
  for (let index = first; index < first + count; index += 1) {
    if ((offset[index] ?? 0) + (size[index] ?? 0) <= fileSize) continue
    throw refusal(
      `Sample ${index + 1} of track ${track.id} lies outside the file: the recording is cut short there.`,
    )
  }
}

const earliest = (times: readonly Filetime[]): Filetime => times.reduce((a, b) => (a < b ? a : b))
const latest = (times: readonly Filetime[]): Filetime => times.reduce((a, b) => (a > b ? a : b))
