// Findings about the samples of one metadata track: the first few of a kind one by one, the rest as a count, so that a
// track full of bad samples does not crowd out everything else that was found in the file.
import type { Findings } from '#engine/base/findings.ts'
import type { DocumentProblem } from './frame.ts'

const clause = 'ONVIF EFF 26.06 5.5'
const oneByOne = 10

type Place = { index: number; offset: number }

export class TrackFindings {
  readonly #findings: Findings
  readonly #trackId: number
  /** How many of each code were seen, and where the first lay. */
  readonly #seen = new Map<string, { count: number; offset: number }>()
  readonly #ways = new Set<string>()
  #leftOut = 0

  constructor(findings: Findings, trackId: number) {
    this.#findings = findings
    this.#trackId = trackId
  }

  /** A sample that cannot be read to its end. `kept`: how many frames and events stood before the break. */
  bad(place: Place, reason: string, kept = 0): void {
    const rest = kept > 0 ? ` ${kept} frames and events of it were read.` : ''
    this.#tell('metadata-sample-bad', 'error', place, `is bad: ${reason}.${rest}`)
  }

  /** `how`: goes on from “in EXI (binary XML) ”. Told once for each way in a track; mostly all samples of it are coded alike. */
  unsupported(place: Place, how: string): void {
    if (this.#ways.has(how) || this.#ways.size >= oneByOne) return
    this.#ways.add(how)
    const what = `is in EXI (binary XML) ${how}, which is not read.`
    this.#tell('metadata-exi-unsupported', 'warning', place, what)
  }

  problem(place: Place, problem: DocumentProblem): void {
    this.#tell(problem.code, 'warning', place, `is not wholly read: ${problem.detail}.`)
  }

  leftOut(count: number): void {
    this.#leftOut += count
  }

  /** Adds the counts; to be called once, at the end. */
  finish(): void {
    for (const [code, { count, offset }] of this.#seen) {
      if (count <= oneByOne) continue
      const detail = `Track ${this.#trackId}: ${count} such places in all; the first ${oneByOne} are listed.`
      this.#findings.add(code, 'warning', detail, { offset, clause })
    }
    if (this.#leftOut > 0) {
      const detail = `Track ${this.#trackId}: ${this.#leftOut} more frames or events could not be read.`
      this.#findings.add('metadata-problems-left-out', 'warning', detail, { clause })
    }
  }

  #tell(code: string, severity: 'error' | 'warning', place: Place, what: string): void {
    const seen = this.#seen.get(code) ?? { count: 0, offset: place.offset }
    seen.count += 1
    this.#seen.set(code, seen)
    if (seen.count > oneByOne) return
    const detail = `Sample ${place.index} of track ${this.#trackId} ${what}`
    this.#findings.add(code, severity, detail, { offset: place.offset, clause })
  }
}
