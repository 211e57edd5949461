// Edit lists of a cut (ISO/IEC 14496-12 8.6.6): what was shown together is shown together, to the tick.
import type { Edit } from '#engine/isobmff/boxes/elst.ts'
import { latestTime } from '#engine/isobmff/sample-table.ts'
import { greatestCommonDivisor } from './cut-clock.ts'
import type { Selection } from './cut-selection.ts'
import type { CutTiming } from './cut-timing.ts'

/** Players hold timescales in a signed 32-bit number. */
const greatestTimescale = 0x7fff_ffff

/**
 * The presentation of the cut starts with the earliest video (or, without any, the earliest track). Times are counted in
 * a timescale that all tracks divide, so nothing is rounded; only where that would exceed 31 bits is it to within 1 ns.
 */
export function planEdits(
  movieTimescale: number,
  selections: readonly Selection[],
  timings: readonly CutTiming[],
  notes: string[],
): { timescale: number; edits: Edit[][] } {
  const mappings = selections.map(({ track }) => mappingOf(track.edits, track.id, notes))
  const delayed = mappings.some(({ delay }) => delay > 0)
  const timescale = commonTimescale([
    ...selections.map(({ track }) => track.timescale),
    ...(delayed ? [movieTimescale] : []),
  ])
  const clocks = selections.map(({ track }, index) => {
    const { delay, mediaTime } = mappings[index] ?? { delay: 0, mediaTime: 0 }
    return new PresentationClock(
      timescale,
      track.timescale,
      scale(delay, timescale, movieTimescale),
      mediaTime,
    )
  })
  const leading = selections.some(({ track }) => track.handler === 'vide')
  const starts = selections.flatMap(({ track, fromTicks }, index) => {
    const clock = clocks[index]
    return clock && (!leading || track.handler === 'vide') ? [clock.at(fromTicks)] : []
  })
  // Where the edits of the source disagree with its start times, a track may be over before the video starts: its last
  // tick is still shown, and the video waits.
  const ends = selections.flatMap(({ toTicks }, index) => clocks[index]?.at(toTicks - 1) ?? [])
  const zero = [...starts, ...ends].reduce((a, b) => (a < b ? a : b))
  const edits = selections.map((selection, index) => {
    const [clock, timing] = [clocks[index], timings[index]]
    return clock && timing ? editsOf(selection, timing, clock, zero) : []
  })
  return { timescale, edits }
}

/** When media time `ticks` of a track is shown, by the edit list of the source, in ticks of the new movie. */
class PresentationClock {
  readonly #timescale: number
  readonly #mediaTimescale: number
  readonly #delay: bigint
  readonly #mediaTime: number

  constructor(timescale: number, mediaTimescale: number, delay: bigint, mediaTime: number) {
    this.#timescale = timescale
    this.#mediaTimescale = mediaTimescale
    this.#delay = delay
    this.#mediaTime = mediaTime
  }

  at(ticks: number): bigint {
    return this.#delay + scale(ticks - this.#mediaTime, this.#timescale, this.#mediaTimescale)
  }

  span(ticks: number): bigint {
    return scale(ticks, this.#timescale, this.#mediaTimescale)
  }

  /** The first media time that is not shown before `time`. */
  firstAt(time: bigint): number {
    const ticks = -floorDivide(-(time - this.#delay) * BigInt(this.#mediaTimescale), BigInt(this.#timescale))
    return Number(ticks) + this.#mediaTime
  }
}

function editsOf(selection: Selection, timing: CutTiming, clock: PresentationClock, zero: bigint): Edit[] {
  const { fromTicks, toTicks } = selection
  // What began before the video is shown from the video's start on.
  const start = clock.at(fromTicks) >= zero ? fromTicks : clock.firstAt(zero)
  const mediaTime = start - timing.zeroTicks
  const delay = clock.at(start) - zero
  const total = timing.duration.reduce((sum, ticks) => sum + ticks, 0)
  const whole = delay <= 0n && mediaTime === 0 && toTicks - start === total
  if (whole && timing.compositionOffset.every((offset) => offset === 0)) return []
  const edit = { segmentDuration: Number(clock.span(toTicks - start)), mediaTime, rate: 1 }
  return delay > 0n ? [{ segmentDuration: Number(delay), mediaTime: -1, rate: 1 }, edit] : [edit]
}

/** Leading empty edits and the first real one; more than that is not carried over, and said. */
function mappingOf(
  edits: readonly Edit[],
  id: number,
  notes: string[],
): { delay: number; mediaTime: number } {
  const real = edits.findIndex(({ mediaTime }) => mediaTime >= 0)
  if (real < 0) return { delay: 0, mediaTime: 0 }
  const delay = edits.slice(0, real).reduce((sum, { segmentDuration }) => sum + segmentDuration, 0)
  if (edits.length > real + 1 || edits[real]?.rate !== 1) {
    notes.push(
      `Track ${id} is shown in several parts or at another speed by its edit list; the cut shows it straight.`,
    )
  }
  const mediaTime = edits[real]?.mediaTime ?? 0
  if (Math.max(delay, mediaTime) <= latestTime) return { delay, mediaTime }
  notes.push(`Track ${id} has an edit list with impossible times; the cut does without it.`)
  return { delay: 0, mediaTime: 0 }
}

function commonTimescale(timescales: readonly number[]): number {
  const common = timescales.reduce((a, b) => (a / greatestCommonDivisor(a, b)) * b)
  if (common <= greatestTimescale) return common
  const [first = 1] = timescales
  return first > greatestTimescale ? greatestTimescale : Math.floor(greatestTimescale / first) * first
}

/** `ticks` of one timescale in ticks of another, to the nearest. */
function scale(ticks: number, to: number, from: number): bigint {
  return floorDivide(BigInt(Math.round(ticks)) * BigInt(to) * 2n + BigInt(from), BigInt(from) * 2n)
}

const floorDivide = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n)
