// The making of a review copy, as the player sees it: begun where it is looked at, how far it is, how it ended.
import { EvidenceError } from '#contract/errors.ts'
import type { ReviewGroup } from '#contract/review.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { call, mediaUrl, startJob } from '../../client/client.ts'
import { jobs } from '../../state/jobs.svelte.ts'
import { MakingStopped } from './copy-pictures.ts'

export class ReviewMaking {
  /** `whole`: every picture is made, but for those that have none. */
  state = $state<'making' | 'whole' | 'stopped' | 'failed'>('making')
  error = $state.raw<unknown>(null)
  /** Pictures of the whole copy that have none; known at its end. */
  without = $state(0)
  #jobId = $state<JobId | null>(null)
  readonly #itemId: ItemId
  readonly #trackId: number
  readonly #stop = new AbortController()
  /** Begun once the engine has answered: only then can pictures be waited for. */
  #begun: Promise<void> = Promise.resolve()

  readonly job = $derived(jobs.find(this.#jobId))

  constructor(itemId: ItemId, trackId: number) {
    this.#itemId = itemId
    this.#trackId = trackId
  }

  start(picture: number): void {
    this.state = 'making'
    this.error = null
    this.#begun = this.#start(picture)
    this.#begun.catch((error: unknown) => this.#fail(error))
  }

  async group(picture: number): Promise<ReviewGroup> {
    await this.#begun
    try {
      return await call('review.group', { itemId: this.#itemId, trackId: this.#trackId, picture })
    } catch (error) {
      if (error instanceof EvidenceError && error.code === 'cancelled')
        throw new MakingStopped(error.message, { cause: error })
      throw error
    }
  }

  async read(run: number, start: number, stop: number): Promise<Uint8Array<ArrayBuffer>> {
    const response = await fetch(mediaUrl(this.#itemId, { track: this.#trackId, run }), {
      headers: { Range: `bytes=${start}-${stop - 1}` },
      signal: this.#stop.signal,
    })
    const bytes = response.status === 206 ? new Uint8Array(await response.arrayBuffer()) : null
    if (bytes?.length !== stop - start)
      throw new Error(
        `Bytes ${start} to ${stop - 1} of the review copy could not be read (${response.status}).`,
      )
    return bytes
  }

  close(): void {
    this.#stop.abort()
  }

  async #start(picture: number): Promise<void> {
    const { jobId, ended } = await startJob('review.open', {
      itemId: this.#itemId,
      trackId: this.#trackId,
      picture,
    })
    this.#jobId = jobId
    // How it ends is shown on the picture.
    jobs.watched.add(jobId)
    void ended.then(
      (result) => {
        if (this.#stop.signal.aborted) return
        this.state = result ? 'whole' : 'stopped'
        this.without = result?.without ?? 0
      },
      (error: unknown) => this.#fail(error),
    )
  }

  #fail(error: unknown): void {
    if (this.#stop.signal.aborted) return
    this.state = 'failed'
    this.error = error
  }
}
