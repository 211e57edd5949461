// The track of one object, loaded page by page; the one before is given up, and not shown as if it were of the new one.
import type { ObjectRef, ObjectTrack, TrackPoint } from '#contract/search.ts'
import type { UtcTime } from '#contract/units.ts'
import { call } from '../client/client.ts'

/** More frames than these are not loaded, and whoever shows them says so. */
const mostPoints = 50_000
/** Whoever runs through objects with a key does not load every track. */
const settleMs = 150

export class ObjectTrackState {
  points = $state.raw<TrackPoint[]>([])
  /** When its number was given up, in time order. */
  ended = $state.raw<UtcTime[]>([])
  state = $state<'loading' | 'ready' | 'failed'>('loading')
  error = $state.raw<unknown>(null)
  isCut = $state(false)
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Nothing is loaded any more, and nothing shown. */
  clear(): void {
    this.#forget('ready')
  }

  /** Begins to load when nothing else was chosen for 150 ms. Of the object before, nothing is shown from now on. */
  loadSoon(object: ObjectRef): void {
    this.#forget('loading')
    this.#timer = setTimeout(() => void this.load(object), settleMs)
  }

  async load(object: ObjectRef): Promise<void> {
    const turn = this.#forget('loading')
    try {
      const points: TrackPoint[] = []
      const ended: UtcTime[] = []
      let after: string | null = null
      do {
        const page: ObjectTrack = await call('search.track', { object, after })
        if (turn !== this.#turn) return
        points.push(...page.points)
        ended.push(...page.ended)
        after = page.next
      } while (after !== null && points.length + ended.length < mostPoints)
      this.points = points
      this.ended = ended
      this.isCut = after !== null
      this.state = 'ready'
    } catch (error) {
      if (turn !== this.#turn) return
      this.error = error
      this.state = 'failed'
    }
  }

  #forget(state: 'loading' | 'ready'): number {
    clearTimeout(this.#timer)
    this.points = []
    this.ended = []
    this.isCut = false
    this.error = null
    this.state = state
    return (this.#turn += 1)
  }
}
