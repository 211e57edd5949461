// The review copy of one video track: made in the background, where somebody looks first, then onwards, then the rest.
// A picture that is asked for is waited for; what was made is kept, and never made twice.
import { EvidenceError } from '#contract/errors.ts'
import type { Work } from '#engine/base/progress.ts'
import { isDoubtful } from './review-doubt.ts'
import { groupPictures } from './review-encode.ts'
import { makeRun } from './review-run.ts'
import type { RunOptions } from './review-run.ts'
import { pictureStates } from './review-store.ts'
import type { Absence } from './review-store.ts'

/** At most so many pictures in one run of ffmpeg. */
const runPictures = 3_000
/** So far ahead of what is being made is waited for rather than begun anew. */
const nearPictures = 48
/** Whoever drags along the timeline starts no program for each place. */
const settleMs = 150

/** A run of pictures that can be decoded from its first one on. */
export type ReviewGroup = {
  /** The picture asked for gives none, or lies in [first, end). */
  first: number
  end: number
  run: number
  /** AVCDecoderConfigurationRecord as hex. */
  config: string
  /** Why there is no picture; null where there is one. */
  absent: Absence | null
  /** In the order of showing; numbers that are left out give no picture. */
  pictures: { picture: number; offset: number; size: number; doubtful: boolean }[]
}

type Waiter = { picture: number; resolve: (group: ReviewGroup) => void; reject: (cause: unknown) => void }
type Current = { stop: AbortController; at: number; end: number }

export class ReviewCopy {
  readonly #options: RunOptions
  #aim = 0
  #current: Current | null = null
  #waiters: Waiter[] = []
  #timer: NodeJS.Timeout | null = null
  #making = false

  constructor(options: RunOptions) {
    this.#options = options
  }

  get pictures(): number {
    return this.#options.store.state.length
  }

  get made(): number {
    return this.#options.store.made
  }

  get isMaking(): boolean {
    return this.#making
  }

  /** Somebody has begun to make it: `make` follows. */
  expect(): void {
    this.#making = true
  }

  /** Nobody makes it any more: whoever still waits is told. */
  giveUp(): void {
    this.#end(new EvidenceError('cancelled', 'The review copy is not being made any more.'))
  }

  /** The group of a picture, as soon as it is made. Fails with `cancelled` where nobody is making it, or as `make` does. */
  group(picture: number): Promise<ReviewGroup> {
    const found = this.#find(picture)
    if (found) return Promise.resolve(found)
    if (!this.#making)
      return Promise.reject(new EvidenceError('cancelled', 'The review copy is not being made any more.'))
    this.#aim = picture
    return new Promise((resolve, reject) => {
      this.#waiters.push({ picture, resolve, reject })
      this.#timer ??= setTimeout(() => this.#turn(), settleMs)
    })
  }

  /** Makes what is missing. Whoever still waits when it ends is told why. */
  async make(work: Work, from: number): Promise<{ pictures: number; without: number }> {
    this.#aim = from
    this.#making = true
    let failure: unknown = new EvidenceError('cancelled', 'The review copy is not being made any more.')
    try {
      for (let next = this.#next(); next !== null; next = this.#next()) {
        work.signal.throwIfAborted()
        await this.#makeFrom(next, work)
      }
      const { state } = this.#options.store
      return {
        pictures: state.length,
        without: state.reduce((sum, one) => sum + (one >= pictureStates.none ? 1 : 0), 0),
      }
    } catch (cause) {
      if (!work.signal.aborted) failure = cause
      throw cause
    } finally {
      this.#end(failure)
    }
  }

  #end(failure: unknown): void {
    this.#making = false
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#answer()
    for (const waiter of this.#waiters.splice(0)) waiter.reject(failure)
  }

  /** What is being made is left where somebody waits for something else. */
  #turn(): void {
    this.#timer = null
    const current = this.#current
    const isNear =
      current && this.#aim >= current.at && this.#aim < Math.min(current.end, current.at + nearPictures)
    if (current && !isNear && !this.#find(this.#aim)) current.stop.abort()
  }

  /** The first picture not made yet from where somebody looks, else from the beginning. */
  #next(): number | null {
    const { state } = this.#options.store
    // A little before it too, so that stepping back finds something.
    const start = Math.max(0, this.#aim - (this.#aim % groupPictures))
    const ahead = state.indexOf(pictureStates.open, start)
    if (ahead >= 0) return ahead
    const any = state.indexOf(pictureStates.open)
    return any >= 0 ? any : null
  }

  async #makeFrom(first: number, work: Work): Promise<void> {
    const { store } = this.#options
    const { state } = store
    let end = Math.min(first + 1, state.length)
    while (end < state.length && end < first + runPictures && state[end] === pictureStates.open) end += 1
    const stop = new AbortController()
    const current: Current = { stop, at: first, end }
    this.#current = current
    try {
      const onSettled = (at: number): void => {
        current.at = at
        work.report({ label: '', done: store.made, total: state.length, unit: 'items' })
        this.#answer()
      }
      const signal = AbortSignal.any([work.signal, stop.signal])
      await makeRun(this.#options, { first, end }, { signal, onSettled })
    } catch (cause) {
      // Somebody looks elsewhere: what is whole was kept.
      if (!stop.signal.aborted || work.signal.aborted) throw cause
    } finally {
      this.#current = null
    }
  }

  #answer(): void {
    this.#waiters = this.#waiters.filter(({ picture, resolve }) => {
      const found = this.#find(picture)
      if (found) resolve(found)
      return !found
    })
  }

  #find(picture: number): ReviewGroup | null {
    const { store, plan } = this.#options
    const { state, offset, size, run } = store
    if (picture < 0 || picture >= state.length || state[picture] === pictureStates.open) return null
    const isMade = (at: number): boolean =>
      state[at] === pictureStates.key || state[at] === pictureStates.delta
    const here = run[picture] ?? 0
    if (!isMade(picture)) {
      const absent = state[picture] === pictureStates.unproven ? 'unproven' : 'none'
      return { first: picture, end: picture + 1, run: 0, config: '', absent, pictures: [] }
    }
    let first = picture
    while (first > 0 && state[first] !== pictureStates.key) first -= 1
    const pictures: ReviewGroup['pictures'] = []
    let end = first
    for (; end < state.length && state[end] !== pictureStates.open; end += 1) {
      if (state[end] === pictureStates.key && end > first) break
      if (!isMade(end)) continue
      if (run[end] !== here) break
      pictures.push({
        picture: end,
        offset: offset[end] ?? 0,
        size: size[end] ?? 0,
        doubtful: isDoubtful(plan, store, end),
      })
    }
    return { first, end, run: here, config: store.configs[here] ?? '', absent: null, pictures }
  }
}
