// The track of one object, loaded page by page; the one before is given up.
import type { ObjectRef, ObjectTrack, TrackPoint } from '#contract/search.ts'
import { call } from '../client/client.ts'

/** More frames than these are not loaded, and whoever shows them says so. */
const mostPoints = 50_000

export class ObjectTrackState {
  points = $state.raw<TrackPoint[]>([])
  state = $state<'loading' | 'ready' | 'failed'>('loading')
  error = $state.raw<unknown>(null)
  isCut = $state(false)
  #turn = 0

  /** Nothing is loaded any more, and nothing shown. */
  clear(): void {
    this.#turn += 1
    this.points = []
    this.isCut = false
    this.error = null
    this.state = 'ready'
  }

  async load(object: ObjectRef): Promise<void> {
    this.#turn += 1
    const turn = this.#turn
    this.state = 'loading'
    this.error = null
    try {
      const points: TrackPoint[] = []
      let after: string | null = null
      do {
        const page: ObjectTrack = await call('search.track', { object, after })
        if (turn !== this.#turn) return
        points.push(...page.points)
        after = page.next
      } while (after !== null && points.length < mostPoints)
      this.points = points
      this.isCut = after !== null
      this.state = 'ready'
    } catch (error) {
      if (turn !== this.#turn) return
      this.error = error
      this.state = 'failed'
    }
  }
}
