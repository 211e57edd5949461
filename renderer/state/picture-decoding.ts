// What is known of the damage of each picture of a track, in the order in which pictures are shown: stretches of the same answer, and
// where the next damaged place is.
import { UncheckedReason, type DamageMap } from '#contract/frames.ts'
import { firstEndingAfter, runsOf, type PictureRun } from './picture-runs.ts'
import type { SampleTable } from './playhead-samples.ts'

/** `unlisted`: the map holds no more stretches; what is beyond its last one is not known here. */
export type WhyUnchecked = UncheckedReason | 'unlisted'

/** The worst first: where there is room for one only, that one is shown. */
export const decodingStates = ['damaged', 'unchecked', 'clean'] as const
/** `damaged`: also of what may depend on a damaged picture. */
export type DecodingState = (typeof decodingStates)[number]

/** What is said of one stored sample. `cause`: the stored sample that does not decode cleanly. */
export type Decoding =
  | { state: 'damaged'; cause: number; why: null }
  | { state: 'unchecked'; cause: null; why: WhyUnchecked }
  | { state: 'clean'; cause: null; why: null }

export type DecodingRun = PictureRun & Decoding

const whys: readonly WhyUnchecked[] = [...UncheckedReason.options, 'unlisted']
const clean = -1
const codeOf = (why: WhyUnchecked): number => -2 - whys.indexOf(why)

export class PictureDecoding {
  readonly map: DamageMap
  readonly runs: readonly DecodingRun[]
  /** The first picture of each damaged place, in the order of showing. */
  readonly places: readonly number[]
  /** By decode index: the damaged sample that is the cause, or `clean`, or below that why it was not checked. */
  readonly #codes: Int32Array

  constructor(map: DamageMap, table: SampleTable) {
    this.map = map
    this.#codes = new Int32Array(table.count).fill(clean)
    this.#readLists(map)
    this.runs = runsOf(
      table,
      (sample) => this.#codes[sample] ?? codeOf('unlisted'),
      (before, said) => before === said,
      (code, run): DecodingRun => ({ ...run, ...said(code) }),
    )
    this.places = placesOf(this.runs)
  }

  of(decodeIndex: number): Decoding {
    return said(this.#codes[decodeIndex] ?? codeOf('unlisted'))
  }

  /** The first picture of the next or previous damaged place; null where there is none. */
  nextPlace(presentationIndex: number, direction: 1 | -1): number | null {
    const found =
      direction > 0
        ? this.places.find((first) => first > presentationIndex)
        : this.places.findLast((first) => first < presentationIndex)
    return found ?? null
  }

  /** The worst stretch that lies, in part at least, between two times. */
  worstIn(from: number, to: number): DecodingRun | null {
    let worst: DecodingRun | null = null
    for (let index = firstEndingAfter(this.runs, from); index < this.runs.length; index += 1) {
      const run = this.runs[index]
      if (!run || run.from > to) break
      if (!worst || rankOf(run) < rankOf(worst)) worst = run
    }
    return worst
  }

  /** Where not all stretches are listed, nothing is said of what lies behind the last one that is. */
  #readLists({ stretches, stretchesTotal, unchecked, uncheckedTotal }: DamageMap): void {
    const lists = [
      { list: stretches, total: stretchesTotal },
      { list: unchecked, total: uncheckedTotal },
    ]
    for (const { list, total } of lists) {
      const last = list.at(-1)
      if (last && total > list.length) this.#codes.fill(codeOf('unlisted'), last.first + last.count)
    }
    for (const { first, count, cause } of stretches) this.#codes.fill(cause, first, first + count)
    for (const { first, count, reason } of unchecked) this.#codes.fill(codeOf(reason), first, first + count)
  }
}

function said(code: number): Decoding {
  if (code >= 0) return { state: 'damaged', cause: code, why: null }
  if (code === clean) return { state: 'clean', cause: null, why: null }
  return { state: 'unchecked', cause: null, why: whys[-2 - code] ?? 'unlisted' }
}

const rankOf = ({ state }: DecodingRun): number => decodingStates.indexOf(state)

/** Of one place, pictures that do decode may be shown between those that do not: it begins with its first one. */
function placesOf(runs: readonly DecodingRun[]): number[] {
  const causes = new Set<number>()
  return runs.flatMap(({ cause, first }) => {
    if (cause === null || causes.has(cause)) return []
    causes.add(cause)
    return [first]
  })
}
