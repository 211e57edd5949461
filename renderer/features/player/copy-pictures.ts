// Pictures out of a review copy: asks for the group of the one that is wanted, waits while it is made, decodes it whole.
import type { ReviewGroup } from '#contract/review.ts'
import type { CopyDecoder } from './copy-decoder.ts'
import type { Closable } from './picture-cache.ts'
import { PictureRequests, type Answer, type PictureFailure } from './picture-requests.ts'
import type { PictureSource } from './picture-source.ts'

type Options<Frame> = {
  count: number
  decoder: CopyDecoder<Frame>
  /** The group around a picture, as soon as it is made. Rejects with `MakingStopped` where nobody makes it. */
  group(picture: number): Promise<ReviewGroup>
  /** Bytes [start, stop) of what one run made. */
  read(run: number, start: number, stop: number): Promise<Uint8Array<ArrayBuffer>>
  /** Pictures kept. */
  limit: number
}

/** The copy is not being made any more; what is there of it is still shown. */
export class MakingStopped extends Error {
  override readonly name = 'MakingStopped'
}

const groupsKept = 64
/** Whoever drags along the timeline asks at most so often. */
const askEveryMs = 100

export class CopyPictures<Frame extends Closable & { clone(): Frame }> implements PictureSource<Frame> {
  readonly #options: Options<Frame>
  readonly #requests: PictureRequests<Frame>
  /** By their first picture, the last used last. */
  readonly #groups = new Map<number, ReviewGroup>()
  readonly #asked = new Set<number>()
  #askedAt = Number.NEGATIVE_INFINITY
  #ahead = 2
  #looping = false

  constructor(options: Options<Frame>) {
    this.#options = options
    this.#requests = new PictureRequests<Frame>(options.limit)
  }

  get(index: number): Promise<Answer<Frame>> {
    const answer = this.#requests.want(index)
    void this.#loop()
    return answer
  }

  aim(index: number): void {
    this.#requests.aim(index)
    void this.#loop()
  }

  readAhead(pictures: number): void {
    this.#ahead = Math.min(pictures, Math.floor(this.#options.limit / 2))
    void this.#loop()
  }

  newest(after: number, upTo: number): { index: number; frame: Frame } | null {
    return this.#requests.newest(after, upTo)
  }

  arrival(index: number): Promise<Frame | null> {
    return this.#requests.arrival(index)
  }

  failureOf(index: number): PictureFailure | null {
    return this.#requests.failureOf(index)
  }

  /** Whether the picture may show what was not recorded, because a sample that it may depend on is damaged. */
  isDoubtful(index: number): boolean {
    return this.#known(index)?.pictures.find(({ picture }) => picture === index)?.doubtful ?? false
  }

  /** After the making was begun again: what was not made is asked for anew. */
  retry(): void {
    this.#requests.forget('not-made')
    void this.#loop()
  }

  close(): void {
    this.#requests.close()
    this.#options.decoder.close()
  }

  async #loop(): Promise<void> {
    if (this.#looping) return
    this.#looping = true
    try {
      for (let goal = this.#goal(); goal !== null; goal = this.#goal()) await this.#advance(goal)
    } finally {
      this.#looping = false
    }
  }

  /** The picture to work for: the target, then those ahead of it. */
  #goal(): number | null {
    const { target, direction, closed } = this.#requests
    if (closed) return null
    if (this.#requests.isOpen(target)) return target
    for (let step = 1; step <= this.#ahead; step += 1) {
      const index = target + step * direction
      if (index < 0 || index >= this.#options.count) return null
      // What is not made yet is asked for once, and nobody stands still for it.
      if (this.#requests.isOpen(index)) return this.#known(index) || !this.#asked.has(index) ? index : null
    }
    return null
  }

  #known(index: number): ReviewGroup | null {
    for (const group of this.#groups.values()) if (group.first <= index && index < group.end) return group
    return null
  }

  async #advance(goal: number): Promise<void> {
    const group = this.#known(goal)
    if (!group) {
      const waitMs = this.#askedAt + askEveryMs - performance.now()
      if (this.#asked.has(goal)) return this.#requests.event(null)
      if (waitMs > 0) return this.#requests.event(waitMs)
      return this.#ask(goal)
    }
    if (group.absent !== null)
      return this.#requests.fail(goal, group.absent === 'none' ? 'no-picture' : 'unproven')
    if (!group.pictures.some(({ picture }) => picture === goal))
      return this.#requests.fail(goal, 'no-picture')
    await this.#decode(goal, group)
  }

  /** Does not wait for the answer: a newer wish is heard meanwhile. */
  #ask(goal: number): void {
    this.#asked.add(goal)
    this.#askedAt = performance.now()
    void this.#options
      .group(goal)
      .then(
        (group) => this.#keep(group),
        (error: unknown) => {
          const kind = error instanceof MakingStopped ? 'not-made' : 'unreadable'
          this.#requests.fail(goal, kind, error instanceof Error ? error.message : String(error))
        },
      )
      .finally(() => {
        this.#asked.delete(goal)
        this.#requests.stir()
        void this.#loop()
      })
  }

  #keep(group: ReviewGroup): void {
    this.#groups.delete(group.first)
    this.#groups.set(group.first, group)
    const [oldest] = this.#groups.keys()
    if (this.#groups.size > groupsKept && oldest !== undefined) this.#groups.delete(oldest)
  }

  async #decode(goal: number, group: ReviewGroup): Promise<void> {
    this.#keep(group)
    const [first, last] = [group.pictures[0], group.pictures.at(-1)]
    if (!first || !last) return this.#requests.fail(goal, 'no-picture')
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = await this.#options.read(group.run, first.offset, last.offset + last.size)
    } catch (error) {
      // Deleted meanwhile, perhaps: what is told of it is asked for anew.
      this.#groups.delete(group.first)
      return this.#requests.fail(goal, 'unreadable', error instanceof Error ? error.message : String(error))
    }
    if (this.#requests.closed) return
    try {
      await this.#options.decoder.decode(group, bytes, (picture, frame) => {
        this.#came = picture === goal || this.#came
        this.#requests.put(picture, frame)
      })
      if (!this.#came) this.#requests.fail(goal, 'no-picture')
    } catch (error) {
      if (!this.#came)
        this.#requests.fail(goal, 'refused', error instanceof Error ? error.message : String(error))
    } finally {
      this.#came = false
    }
  }

  /** Whether the goal came out: it may have left the cache again since. */
  #came = false
}
