// Metadata frames near the playhead, loaded in windows of a few seconds, ahead of need, few at a time.
import type { IdleObjects, MetadataFrame, MetadataPtz, PtzChanges } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { carryLimit, timed, type TimedFrame } from './overlay-match.ts'
import type { MetadataClock } from './metadata-clock.ts'
import { floorDivide, formatInstant, parseInstant, type Instant } from './playhead-time.ts'
import type { TimedPtz } from './ptz.ts'

/** Frames with from ≤ time < to, by their own times. */
export type LoadFrames = (from: UtcTime, to: UtcTime) => Promise<MetadataFrame[]>
/** What stands still at a time without being listed. */
export type LoadIdle = (at: UtcTime) => Promise<IdleObjects>

/** Changes of the PTZ state with from ≤ time < to, and what stood before them. */
export type LoadPtz = (from: UtcTime, to: UtcTime) => Promise<PtzChanges>

/**
 * Frames in time order without a gap, and what stood still before the first of them: its times by the clock of the pictures. Changes
 * of the PTZ state of the same time, with those that stood before, in any order.
 */
export type Near = { frames: TimedFrame[]; idle: IdleObjects; ptz: TimedPtz[] }

/** How much is loaded at once: 4 s. */
export const windowLength: Instant = 40_000_000n
/** The number of the window that holds a moment, counted since 1970. */
export const windowOf = (at: Instant): Instant => floorDivide(at, windowLength)
const windowsKept = 12
/** What `metadata.frames` gives at most: so many may mean that there are more. */
const answerLimit = 5_000
/** A window that could not be loaded, or not wholly, is tried again after this many milliseconds. */
const retryAfter = 3_000
const shortestWindow: Instant = 1_000_000n

type PictureClock = Pick<MetadataClock, 'shifts' | 'shiftOf' | 'isForeign'>
type Window = { near: Near | null; failure: unknown; endedAt: number }

export class OverlayFrames {
  readonly #load: LoadFrames
  readonly #loadIdle: LoadIdle
  readonly #loadPtz: LoadPtz
  readonly #onLoaded: () => void
  readonly #clock: PictureClock
  /** By number of the window since 1970; the order of insertion is the order of use. */
  readonly #windows = new Map<Instant, Window>()
  /** The picture that was asked about last. */
  #last: Instant | null = null

  /** `clock`: what its metadata counts by, and which of it is left out since it speaks of other pictures. */
  constructor(
    load: LoadFrames,
    loadIdle: LoadIdle,
    onLoaded: () => void,
    clock: PictureClock,
    loadPtz: LoadPtz = noPtz,
  ) {
    this.#load = load
    this.#loadIdle = loadIdle
    this.#loadPtz = loadPtz
    this.#onLoaded = onLoaded
    this.#clock = clock
  }

  /**
   * The frames that may belong to a picture at `at`, as its own clock has it. Null while they are being loaded; `onLoaded` tells when to
   * ask again. Throws what the engine threw.
   */
  around(at: Instant): Near | null {
    const first = this.#use(at - carryLimit)
    const last = this.#use(at + carryLimit / 2n)
    // Ahead of need only for whoever goes on from picture to picture: who jumps about does not wait for what comes after.
    const way = this.#wayTo(at)
    if (first.near && last.near && way !== 0n) this.#use(at + way * windowLength)
    const failed = [first, last].find((window) => window.failure !== null)
    if (failed) throw failed.failure
    if (!first.near || !last.near) return null
    if (first === last) return first.near
    return {
      frames: [...first.near.frames, ...last.near.frames],
      idle: first.near.idle,
      ptz: [...first.near.ptz, ...last.near.ptz],
    }
  }

  /**
   * The frames of a window, by its number, and of those beside it, in time order; as far as they are there without a gap.
   * Those that are not are asked for. `isFailed`: one of them could not be loaded.
   */
  beside(number: Instant): { frames: TimedFrame[]; isFailed: boolean } {
    const windows = [-1n, 0n, 1n].map((step) => this.#use((number + step) * windowLength))
    const isFailed = windows.some(({ failure }) => failure !== null)
    if (!windows[1]?.near) return { frames: [], isFailed }
    return { frames: windows.flatMap(({ near }) => near?.frames ?? []), isFailed }
  }

  /** From the last picture to one near it: 1 onwards, −1 backwards; 0 for a jump, and for the same picture again. */
  #wayTo(at: Instant): Instant {
    const step = this.#last === null ? 0n : at - this.#last
    this.#last = at
    if (step > windowLength || step < -windowLength) return 0n
    return step > 0n ? 1n : step < 0n ? -1n : 0n
  }

  #use(at: Instant): Window {
    const number = windowOf(at)
    let window = this.#windows.get(number)
    this.#windows.delete(number)
    if (!window || this.#isStale(window)) {
      // What was there is shown until there is something newer.
      window = { near: window?.near ?? null, failure: null, endedAt: Date.now() }
      void this.#fill(number, window)
    }
    this.#windows.set(number, window)
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= windowsKept) break
      this.#windows.delete(oldest)
    }
    return window
  }

  /** Failed, or loaded while the index was being made anew: worth another try after a while. */
  #isStale({ near, failure, endedAt }: Window): boolean {
    return (failure !== null || near?.idle.indexed === false) && Date.now() - endedAt > retryAfter
  }

  async #fill(number: Instant, window: Window): Promise<void> {
    try {
      const [from, to] = [number * windowLength, (number + 1n) * windowLength]
      // Each track by its own times: those that are corrected differently lie elsewhere.
      const found = this.#clock.shifts.map(async (shift): Promise<Near> => {
        const isOfShift = ({ trackId }: { trackId: number }): boolean =>
          this.#clock.shiftOf(trackId) === shift && !this.#clock.isForeign(trackId)
        const [frames, idle, ptz] = await Promise.all([
          this.#loadAll(from - shift, to - shift),
          this.#idleAt(from - shift),
          this.#ptzOf(from - shift, to - shift),
        ])
        const objects = idle.objects
          .filter(isOfShift)
          .map((one) => ({ ...one, time: shifted(one.time, shift) }))
        const notBefore = idle.notBefore && shifted(idle.notBefore, shift)
        const changes = ptz.filter(isOfShift).flatMap((change) => {
          const recorded = parseInstant(change.time)
          return recorded === null ? [] : [{ at: recorded + shift, change }]
        })
        return {
          frames: timed(frames.filter(isOfShift), shift),
          idle: { ...idle, objects, notBefore },
          ptz: changes,
        }
      })
      window.near = together(await Promise.all(found))
    } catch (error) {
      window.failure = error
    }
    window.endedAt = Date.now()
    this.#onLoaded()
  }

  #idleAt(at: Instant): Promise<IdleObjects> {
    const utc = formatInstant(at)
    return utc ? this.#loadIdle(utc) : Promise.resolve({ objects: [], notBefore: null, indexed: true })
  }

  async #ptzOf(from: Instant, to: Instant): Promise<MetadataPtz[]> {
    const [fromUtc, toUtc] = [formatInstant(from), formatInstant(to)]
    if (!fromUtc || !toUtc) return []
    const { before, changes } = await this.#loadPtz(fromUtc, toUtc)
    if (changes.length < answerLimit || to - from <= shortestWindow) return [...before, ...changes]
    const middle = (from + to) / 2n
    return [...(await this.#ptzOf(from, middle)), ...(await this.#ptzOf(middle, to))]
  }

  /** Halves the window where an answer is full, so that no frame is missed. */
  async #loadAll(from: Instant, to: Instant): Promise<MetadataFrame[]> {
    const fromUtc = formatInstant(from)
    const toUtc = formatInstant(to)
    if (!fromUtc || !toUtc) return []
    const frames = await this.#load(fromUtc, toUtc)
    if (frames.length < answerLimit || to - from <= shortestWindow) return frames
    const middle = (from + to) / 2n
    return [...(await this.#loadAll(from, middle)), ...(await this.#loadAll(middle, to))]
  }
}

const noPtz: LoadPtz = () => Promise.resolve({ before: [], changes: [] })

function shifted(time: UtcTime, shift: Instant): UtcTime {
  const at = shift === 0n ? null : parseInstant(time)
  return (at === null ? null : formatInstant(at + shift)) ?? time
}

/** What several tracks say. Nothing is known from before the latest of the times at which one was given up. */
function together(parts: readonly Near[]): Near {
  const limits = parts.flatMap(({ idle }) => idle.notBefore ?? []).sort()
  return {
    ptz: parts.flatMap(({ ptz }) => ptz),
    frames: parts.flatMap(({ frames }) => frames).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    idle: {
      objects: parts.flatMap(({ idle }) => idle.objects),
      notBefore: limits.at(-1) ?? null,
      indexed: parts.every(({ idle }) => idle.indexed),
    },
  }
}
