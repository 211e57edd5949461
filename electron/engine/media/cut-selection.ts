// Which samples of a track a cut takes: video from where decoding can begin, everything else from what overlaps it.
import { mostGaps } from '#contract/track.ts'
import type { Filetime } from '#engine/base/time.ts'
import { gaps, medianDuration } from '#engine/isobmff/gaps.ts'
import {
  compositionOrder,
  compositionTimeOf,
  placeAtCompositionTime,
  syncBefore,
} from '#engine/isobmff/sample-lookup.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import { firstTickAt, lastTickAt, showTime, tickBefore, utcOf } from './cut-clock.ts'
import type { CutTrack } from './cut-track.ts'

export type Selection = {
  track: CutTrack
  origin: Filetime
  /** Range of samples in decode order. */
  first: number
  count: number
  /** What is shown of it, in composition time: from the first tick up to the end of the last sample. */
  fromTicks: number
  toTicks: number
  from: Filetime
  to: Filetime
}

type Wanted = { from: Filetime; to: Filetime }

/** The samples, or a sentence that says why there are none. */
export function selectVideo(
  track: CutTrack,
  origin: Filetime,
  wanted: Wanted,
  notes: string[],
): Selection | string {
  const { samples, timescale, id } = track
  const order = compositionOrder(samples)
  const clock = new DisplayClock(track, order)
  const fromTick = lastTickAt(origin, wanted.from, timescale)
  const endTick = firstTickAt(origin, wanted.to, timescale)
  let place = placeAtCompositionTime(samples, order, fromTick)
  // Before the recording, or in a hole of it: the next picture is the first one wanted.
  if (place < 0 || clock.endOf(place) <= fromTick) place += 1
  const needed = order[place]
  if (needed === undefined || compositionTimeOf(samples, needed) >= endTick) {
    return `Video track ${id} has no picture between ${showTime(wanted.from)} and ${showTime(wanted.to)}.`
  }
  const first = startFor(samples, needed, endTick)
  if (first < 0)
    return `Video track ${id} has no picture from which decoding can begin before the end of the cut.`
  const fromTicks = compositionTimeOf(samples, first)
  const extent = new Extent(samples, first, fromTicks, endTick)
  const lastPlace = placeAtCompositionTime(samples, order, extent.lastShownTicks)
  const toTicks = clock.endOf(lastPlace)
  const selection = {
    track,
    origin,
    first,
    count: extent.last - first + 1,
    fromTicks,
    toTicks,
    from: utcOf(origin, fromTicks, timescale),
    to: utcOf(origin, toTicks, timescale),
  }
  noteVideo(selection, extent, wanted, notes)
  return selection
}

/** The last sync sample that is decoded and shown not after the needed picture; else the first one that there is. */
function startFor(samples: SampleTable, needed: number, endTick: number): number {
  const due = compositionTimeOf(samples, needed)
  for (let at = syncBefore(samples, needed); at >= 0; at = syncBefore(samples, at - 1)) {
    // A picture shown before the sync sample that precedes it in the file refers to pictures before that.
    if (compositionTimeOf(samples, at) <= due) return at
  }
  const later = samples.sync.indexOf(1)
  return later >= 0 && compositionTimeOf(samples, later) < endTick ? later : -1
}

/** How far decoding must go so that every picture shown before the end can be. */
class Extent {
  /** Last sample needed, in decode order. */
  last: number
  lastShownTicks: number
  /** Stored pictures that are not shown: before the start (they refer to what is not there), or after the end (others refer to them). */
  before = 0
  after = 0
  /** Decode times fall back after `last`, in damaged recordings; nothing behind that was taken. */
  broken = false

  constructor(samples: SampleTable, first: number, fromTicks: number, endTick: number) {
    this.last = first
    this.lastShownTicks = fromTicks
    let after = 0
    for (let index = first; index < samples.length; index += 1) {
      if (index > first && (samples.decodeTime[index] ?? 0) < (samples.decodeTime[index - 1] ?? 0)) {
        this.broken = true
        break
      }
      const ticks = compositionTimeOf(samples, index)
      if (ticks >= endTick) {
        after += 1
        continue
      }
      this.last = index
      this.after = after
      if (ticks < fromTicks) this.before += 1
      else this.lastShownTicks = Math.max(this.lastShownTicks, ticks)
    }
  }
}

/** When the display of a picture ends: with the next one, or, before a hole, after its own duration. */
class DisplayClock {
  readonly #samples: SampleTable
  readonly #order: Uint32Array
  readonly #median: number
  readonly #tooLong: number

  constructor(track: CutTrack, order: Uint32Array) {
    this.#samples = track.samples
    this.#order = order
    this.#median = medianDuration(track.samples)
    this.#tooLong = Math.max(track.timescale, 5 * this.#median)
  }

  endOf(place: number): number {
    const index = this.#order[place] ?? 0
    const start = compositionTimeOf(this.#samples, index)
    const following = this.#order[place + 1]
    const next = following === undefined ? Infinity : compositionTimeOf(this.#samples, following)
    if (next - start <= this.#tooLong) return next
    const duration = this.#samples.duration[index] ?? 0
    // A last picture without a duration is still shown.
    return start + Math.max(1, duration > 0 && duration <= this.#tooLong ? duration : this.#median)
  }
}

function noteVideo(selection: Selection, extent: Extent, wanted: Wanted, notes: string[]): void {
  const { track, origin, first, count, from, to } = selection
  const name = `Video track ${track.id}`
  const early = seconds(wanted.from - from)
  if (early >= 0.001) {
    notes.push(
      `${name} starts ${early.toFixed(3)} s early, at ${showTime(from)}: decoding can only begin there.`,
    )
  } else if (early <= -0.001) {
    notes.push(
      `${name} starts ${(-early).toFixed(3)} s late, at ${showTime(from)}: nothing earlier can be shown.`,
    )
  }
  const over = seconds(to - wanted.to)
  if (over >= 0.001) {
    notes.push(
      `The last picture of video track ${track.id} stays until ${over.toFixed(3)} s after the end asked for.`,
    )
  } else if (over <= -0.001) {
    notes.push(
      `${name} ends ${(-over).toFixed(3)} s before the end asked for, at ${showTime(to)}: no picture follows.`,
    )
  }
  if (extent.before > 0) {
    notes.push(
      `${name}: ${extent.before} pictures before the first one are stored but not shown, as they refer to earlier ones.`,
    )
  }
  if (extent.after > 0) {
    notes.push(
      `${name}: ${extent.after} pictures after the end are stored but not shown, as earlier ones refer to them.`,
    )
  }
  if (extent.broken) notes.push(`${name}: the stored times fall back; what follows is not part of the cut.`)
  const found = gaps(track.samples, track.timescale)
  for (const gap of found) {
    if (gap.next <= first || gap.next >= first + count) continue
    const missing = ((gap.toTicks - gap.fromTicks) / track.timescale).toFixed(3)
    const at = showTime(utcOf(origin, gap.fromTicks, track.timescale))
    notes.push(`${name} has a gap of ${missing} s at ${at}, as in the original.`)
  }
  const last = found.at(-1)
  if (last && found.length >= mostGaps && last.next < first + count) {
    const at = showTime(utcOf(origin, last.toTicks, track.timescale))
    notes.push(`${name} has so many gaps that nobody looked for more after ${at}.`)
  }
}

/** Audio, metadata and the rest: all samples that overlap the real extent of the video. Never split. */
export function selectOther(
  track: CutTrack,
  origin: Filetime,
  real: Wanted,
  notes: string[],
): Selection | string {
  const { samples, timescale, id } = track
  const startTick = tickBefore(origin, real.from, timescale)
  const endTick = firstTickAt(origin, real.to, timescale)
  const order = compositionOrder(samples)
  const clock = new DisplayClock(track, order)
  let place = Math.max(0, placeAtCompositionTime(samples, order, startTick))
  if (order.length > 0 && clock.endOf(place) <= startTick) place += 1
  const needed = order[place]
  if (needed === undefined || compositionTimeOf(samples, needed) >= endTick) {
    return `Track ${id} has nothing between ${showTime(real.from)} and ${showTime(real.to)}.`
  }
  const sync = syncBefore(samples, needed)
  const first = sync < 0 ? needed : sync
  const fromTicks = compositionTimeOf(samples, first)
  const extent = new Extent(samples, first, fromTicks, endTick)
  if (extent.broken)
    notes.push(`Track ${id}: the stored times fall back; what follows is not part of the cut.`)
  const toTicks = clock.endOf(placeAtCompositionTime(samples, order, extent.lastShownTicks))
  return {
    track,
    origin,
    first,
    count: extent.last - first + 1,
    fromTicks,
    toTicks,
    from: utcOf(origin, fromTicks, timescale),
    to: utcOf(origin, toTicks, timescale),
  }
}

const seconds = (span: bigint): number => Number(span) / 10_000_000
