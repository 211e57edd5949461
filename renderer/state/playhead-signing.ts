// What the camera's own signatures say of each picture of a track (ONVIF Media Signing 5.2 to 5.6), in the order in which
// pictures are shown: stretches of the same answer, what is said of one picture, and where the next problem is.
import type { FrameState, MediaGroup, MediaSigningReport } from '#contract/seal.ts'
import { firstEndingAfter, runsOf, type PictureRun } from './picture-runs.ts'
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

export type SigningRun = PictureRun & { state: PictureState }
type Said = { state: PictureState; group: number }

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
    const said = (sample: number): Said | null => {
      const state = this.stateOf(sample)
      return state && { state, group: this.#groups[sample] ?? 0 }
    }
    const goesOn = (before: Said, { state, group }: Said): boolean =>
      state === before.state && (!isProblem(state) || group === before.group)
    return runsOf(table, said, goesOn, ({ state }, run) => ({ ...run, state }))
  }
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
