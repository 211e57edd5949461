// What the camera's own signatures say of each picture of a track (ONVIF Media Signing 5.2 to 5.6), in the order in which
// pictures are shown: stretches of the same answer, what is said of one picture, and where the next problem is.
import type { FrameState, MediaGroup, MediaSigningReport } from '#contract/seal.ts'
import type { SampleTable } from './playhead-samples.ts'

/** `missing`: the picture itself is confirmed, but others that were signed together with it are not there. */
export type PictureState = Exclude<FrameState, 'none'> | 'missing'

/** The worst first: where there is room for one only, that one is shown. */
export const pictureStates = [
  'changed',
  'doubtful',
  'missing',
  'unsupported',
  'cut',
  'pending',
  'ok',
] as const satisfies readonly PictureState[]

/** What somebody who looks through the recording has to stop at. */
const isProblem = (state: PictureState): boolean =>
  state === 'changed' || state === 'doubtful' || state === 'missing'

/** Pictures `first` to `first + count - 1` in the order of showing; seconds of the media timeline. */
export type SigningRun = { state: PictureState; first: number; count: number; from: number; to: number }

/** Value of a picture of which nothing is said. */
const unsaid = 255

export class PictureSigning {
  readonly report: MediaSigningReport
  readonly runs: readonly SigningRun[]
  readonly problems: readonly SigningRun[]
  /** By decode index: place in `pictureStates`, and place in `report.groups` plus one (0: in no listed group). */
  readonly #states: Uint8Array
  readonly #groups: Uint16Array

  constructor(report: MediaSigningReport, table: SampleTable) {
    this.report = report
    this.#states = new Uint8Array(table.count).fill(unsaid)
    this.#groups = new Uint16Array(table.count)
    this.#readFrames(report)
    this.#readGroups(report.groups)
    this.runs = this.#runsOf(table)
    this.problems = this.runs.filter(({ state }) => isProblem(state))
  }

  /** What is said of the stored sample; null where nothing is. */
  stateOf(decodeIndex: number): PictureState | null {
    return pictureStates[this.#states[decodeIndex] ?? unsaid] ?? null
  }

  /** The group that the stored sample belongs to; null where it is in none that is listed. */
  groupOf(decodeIndex: number): MediaGroup | null {
    return this.report.groups[(this.#groups[decodeIndex] ?? 0) - 1] ?? null
  }

  /** Number of the first picture of the next or previous problem; null where there is none. */
  nextProblem(presentationIndex: number, direction: 1 | -1): number | null {
    const found =
      direction > 0
        ? this.problems.find(({ first }) => first > presentationIndex)
        : this.problems.findLast(({ first }) => first < presentationIndex)
    return found?.first ?? null
  }

  /** The stretch that holds the time; null between two of them. */
  runAt(seconds: number): SigningRun | null {
    const run = this.runs[firstEndingAfter(this.runs, seconds)]
    return run && run.from <= seconds ? run : null
  }

  /** Runs and groups follow each other: one that overlaps those before it counts only from where they end. */
  #readFrames({ frameRuns }: MediaSigningReport): void {
    let at = 0
    for (const { first, count, state } of frameRuns) {
      const end = Math.max(at, first + count)
      if (state !== 'none') this.#states.fill(pictureStates.indexOf(state), Math.max(at, first), end)
      at = end
    }
  }

  #readGroups(groups: readonly MediaGroup[]): void {
    const [ok, missing] = [pictureStates.indexOf('ok'), pictureStates.indexOf('missing')]
    let at = 0
    for (const [index, { verdict, firstSample, endSample }] of groups.entries()) {
      const end = Math.min(endSample, this.#states.length)
      for (at = Math.max(at, firstSample); at < end; at += 1) {
        this.#groups[at] = index + 1
        if (verdict === 'missing' && this.#states[at] === ok) this.#states[at] = missing
      }
    }
  }

  /** A new stretch begins where the answer changes, with each group that is a problem, and after a hole. */
  #runsOf(table: SampleTable): SigningRun[] {
    const runs: SigningRun[] = []
    let group = 0
    let open: SigningRun | null = null
    for (let p = 0; p < table.count; p += 1) {
      const decoded = table.decodeIndex(p)
      const state = this.stateOf(decoded)
      const groupHere = this.#groups[decoded] ?? 0
      const ticks = table.timeOf(p)
      const to = (ticks + table.lengthOf(p)) / table.timescale
      const from = ticks / table.timescale
      const goesOn: boolean =
        open !== null &&
        open.state === state &&
        from - open.to <= (2 * table.usualDuration) / table.timescale &&
        (!isProblem(open.state) || groupHere === group)
      if (open && goesOn) {
        open.count += 1
        open.to = to
      } else if (state === null) open = null
      else runs.push((open = { state, first: p, count: 1, from, to }))
      group = groupHere
    }
    return runs
  }
}

/** Index of the first stretch that ends after the time. */
export function firstEndingAfter(runs: readonly { to: number }[], seconds: number): number {
  let low = 0
  let high = runs.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((runs[middle]?.to ?? 0) <= seconds) low = middle + 1
    else high = middle
  }
  return low
}

/** Null where the track bears no signatures, or where nothing is known of its single pictures. */
export function signingOf(
  reports: readonly MediaSigningReport[],
  trackId: number,
  table: SampleTable,
): PictureSigning | null {
  const report = reports.find((one) => one.trackId === trackId)
  if (!report || report.verdict === 'not-signed' || report.frameRuns.length === 0) return null
  return new PictureSigning(report, table)
}
