// What reading all pictures of a track once found out; kept while its item is under review.
import type { FrameScan } from '#contract/frames.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { call, startJob } from '../client/client.ts'
import { jobs } from './jobs.svelte.ts'

type Place = { itemId: ItemId; trackId: number }

const isSame = (a: Place | null, b: Place): boolean => a?.itemId === b.itemId && a.trackId === b.trackId

class FrameScans {
  place = $state.raw<Place | null>(null)
  found = $state.raw<FrameScan | null>(null)
  error = $state.raw<unknown>(null)
  jobId = $state<JobId | null>(null)
  /** By stored sample: the earlier one with the same bytes. */
  readonly same = $derived(new Map(this.found?.same ?? []))
  readonly progress = $derived(jobs.find(this.jobId))

  /** Another track is looked at: what was found of the one before is forgotten, and reading it is not waited for. */
  turnTo(place: Place): void {
    if (isSame(this.place, place)) return
    this.stop()
    this.place = place
    this.found = null
    this.error = null
  }

  async start(): Promise<void> {
    const { place } = this
    if (!place || this.jobId) return
    this.error = null
    try {
      const { jobId, ended } = await startJob('frames.scan', place)
      jobs.watched.add(jobId)
      this.jobId = jobId
      const found = await ended
      if (this.place === place) this.found = found
    } catch (error) {
      if (this.place === place) this.error = error
    } finally {
      if (this.place === place) this.jobId = null
    }
  }

  stop(): void {
    const { jobId } = this
    this.jobId = null
    // It may have ended by itself.
    if (jobId) void call('job.cancel', { jobId }).catch(() => undefined)
  }
}

export const frameScans = new FrameScans()
