// The timing tables of a cut track: decode time starts at 0, every sample keeps its UTC (ONVIF EFF 26.06 5.3).
import type { Filetime } from '#engine/base/time.ts'
import { medianDuration } from '#engine/isobmff/gaps.ts'
import { exactTickBefore, utcOf } from './cut-clock.ts'
import type { Selection } from './cut-selection.ts'
import { refusal } from './cut-track.ts'

export type CutTiming = {
  duration: Uint32Array
  compositionOffset: Int32Array
  /** Composition time 0 of the new track in ticks of the old one. */
  zeroTicks: number
  /** UTC of that. */
  origin: Filetime
}

const longest = 0xffff_ffff

/**
 * Durations become the distances between decode times, so that gaps between fragments stay gaps. Composition offsets of
 * video grow by the few ticks that make the new origin a whole number of 100 ns: then the UTC of every frame is the same
 * as before to the last digit. Other tracks keep theirs and lose less than 100 ns.
 */
export function retime({ track, origin, first, count, fromTicks }: Selection): CutTiming {
  const { samples, timescale, id } = track
  const duration = new Uint32Array(count)
  for (let index = 0; index < count; index += 1) {
    const at = first + index
    const start = samples.decodeTime[at] ?? 0
    const ticks = index + 1 < count ? (samples.decodeTime[at + 1] ?? 0) - start : lastDuration(track, at)
    if (ticks < 0 || ticks > longest) {
      throw refusal(
        `After sample ${at + 1} of track ${id} the stored times jump further than a file can say.`,
      )
    }
    duration[index] = ticks
  }
  const start = samples.decodeTime[first] ?? 0
  // The first shown sample must not come before 0: an edit could not name its time.
  const base = Math.min(start, fromTicks)
  const zero = track.handler === 'vide' ? (exactTickBefore(base, timescale) ?? base) : base
  const compositionOffset = samples.compositionOffset.slice(first, first + count)
  for (let index = 0; index < count && zero !== start; index += 1) {
    const offset = (compositionOffset[index] ?? 0) + start - zero
    if (offset > 0x7fff_ffff)
      throw refusal(`Sample ${first + index + 1} of track ${id} is shown impossibly late.`)
    compositionOffset[index] = offset
  }
  return { duration, compositionOffset, zeroTicks: zero, origin: utcOf(origin, zero, timescale) }
}

/** A last sample whose duration reaches over a hole gets an ordinary one. */
function lastDuration({ samples, timescale }: Selection['track'], at: number): number {
  const duration = samples.duration[at] ?? 0
  const median = medianDuration(samples)
  return duration > Math.max(timescale, 5 * median) ? median : duration
}
