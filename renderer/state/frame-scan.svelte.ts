// What reading or decoding all pictures of a track once found out; kept while its item is under review.
import type { DamageMap, DecodedScan, FrameScan } from '#contract/frames.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { call, startJob } from '../client/client.ts'
import { jobs } from './jobs.svelte.ts'

type Place = { itemId: ItemId; trackId: number }
export type ScanFound = FrameScan | DecodedScan | DamageMap

const isSame = (a: Place | null, b: Place): boolean => a?.itemId === b.itemId && a.trackId === b.trackId

export class TrackScan<F extends ScanFound> {
  place = $state.raw<Place | null>(null)
  found = $state.raw<F | null>(null)
  error = $state.raw<unknown>(null)
  jobId = $state<JobId | null>(null)
  readonly progress = $derived(jobs.find(this.jobId))
  /** Counts what was begun and given up: what an earlier one brings is not taken. */
  #turn = 0
  #isBegun = false
  readonly #begin: (place: Place) => Promise<{ jobId: JobId; ended: Promise<F | null> }>

  constructor(begin: (place: Place) => Promise<{ jobId: JobId; ended: Promise<F | null> }>) {
    this.#begin = begin
  }

  /** Another track is looked at: what was found of the one before is forgotten, and the work on it is not waited for. */
  turnTo(place: Place): void {
    if (isSame(this.place, place)) return
    this.stop()
    this.place = place
    this.found = null
    this.error = null
  }

  /** Nothing begins where it is begun already. */
  async start(): Promise<void> {
    const { place } = this
    if (!place || this.#isBegun) return
    const turn = (this.#turn += 1)
    this.#isBegun = true
    this.error = null
    try {
      const { jobId, ended } = await this.#begin(place)
      if (turn !== this.#turn) {
        cancel(jobId)
        return
      }
      jobs.watched.add(jobId)
      this.jobId = jobId
      const found = await ended
      if (turn === this.#turn) this.found = found
    } catch (error) {
      if (turn === this.#turn) this.error = error
    } finally {
      if (turn === this.#turn) this.#end()
    }
  }

  stop(): void {
    const { jobId } = this
    this.#turn += 1
    this.#end()
    if (jobId) cancel(jobId)
  }

  #end(): void {
    this.#isBegun = false
    this.jobId = null
  }
}

/** One that finds equal pictures. */
export class EqualScan<F extends FrameScan | DecodedScan> extends TrackScan<F> {
  /** By stored sample: the earlier one that is equal. */
  readonly same: ReadonlyMap<number, number> = $derived(new Map(this.found?.same ?? []))
}

function cancel(jobId: JobId): void {
  // Its end is told nowhere: nobody waits for it any more.
  jobs.watched.add(jobId)
  // It may have ended by itself.
  void call('job.cancel', { jobId }).catch(() => undefined)
}

/** Types of pictures, and which are stored with the same bytes. */
export const frameScans = new EqualScan<FrameScan>((place) => startJob('frames.scan', place))
/** Which are equal once they are decoded. */
export const decodedScans = new EqualScan<DecodedScan>((place) => startJob('frames.decode', place))
/** Which do not decode cleanly. */
export const damageScans = new TrackScan<DamageMap>((place) => startJob('frames.damage', place))
