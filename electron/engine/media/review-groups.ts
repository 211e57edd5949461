// Pictures as they come out of ffmpeg, in groups that can be decoded on their own: written at once, and settled when it is
// known that nothing that is still to come spoils them.
import type { MadePart } from './review-encode.ts'
import type { Absence, ReviewStore, RunWriter, StoredPicture } from './review-store.ts'

/** A decoder holds back at most 16 pictures: until then it is not known which ones a later sample spoils. */
const horizon = 16

export class ReviewGroups {
  /** The picture that came last. */
  last: number
  readonly #store: ReviewStore
  readonly #writer: RunWriter
  readonly #onSettled: (at: number) => void
  readonly #damaged: boolean
  readonly #isUnsure: (picture: number) => boolean
  /** Each begins with a picture that is decoded on its own. */
  #open: StoredPicture[][] = []
  #settled: number

  /** `damaged`: the decoder did not vouch for what comes. `isUnsure`: of single pictures, it could not. */
  constructor(
    store: ReviewStore,
    writer: RunWriter,
    first: number,
    {
      onSettled = () => undefined,
      damaged = false,
      isUnsure = () => false,
    }: { onSettled?: (at: number) => void; damaged?: boolean; isUnsure?: (picture: number) => boolean } = {},
  ) {
    this.#store = store
    this.#writer = writer
    this.#settled = first
    this.#onSettled = onSettled
    this.#damaged = damaged
    this.#isUnsure = isUnsure
    this.last = first - 1
  }

  /** Whether nothing came. */
  get isEmpty(): boolean {
    return this.last < this.#settled && this.#open.length === 0
  }

  async take(part: MadePart): Promise<void> {
    if (part.kind === 'config')
      return this.#store.setConfig(this.#writer.run, Buffer.from(part.bytes).toString('hex'))
    if (part.key) this.#open.push([])
    this.last = part.picture
    this.#open.at(-1)?.push(await this.#writer.add(part.picture, part.key, part.bytes))
    const [oldest, later] = this.#open
    // The next group has begun, and nothing that is still to come changes what is known of this one.
    if (this.#damaged || !oldest || !later?.[0] || part.picture < later[0].picture + horizon) return
    this.#open.shift()
    await this.#settle(later[0].picture, oldest, 'none')
    this.#onSettled(this.#settled)
  }

  /** `others`: what is known of the pictures from the last one to `end`. */
  async finish(end: number, others: Absence): Promise<void> {
    for (let group = this.#open.shift(); group; group = this.#open.shift())
      await this.#settle(this.#open[0]?.[0]?.picture ?? this.last + 1, group, 'none')
    if (this.#settled < end) await this.#settle(end, [], others)
    this.#onSettled(this.#settled)
  }

  close(): Promise<void> {
    return this.#writer.close()
  }

  async #settle(end: number, made: StoredPicture[], others: Absence): Promise<void> {
    for (let from = 0; from < made.length;) {
      const damaged = this.#isDamaged(made[from])
      const found = made.findIndex((picture, at) => at > from && this.#isDamaged(picture) !== damaged)
      const to = found < 0 ? made.length : found
      const stop = made[to]?.picture ?? end
      await this.#writer.settle({
        first: this.#settled,
        end: stop,
        made: made.slice(from, to),
        others,
        damaged,
      })
      this.#settled = stop
      from = to
    }
    if (made.length > 0) return
    await this.#writer.settle({ first: this.#settled, end, made, others, damaged: this.#damaged })
    this.#settled = end
  }

  #isDamaged(stored: StoredPicture | undefined): boolean {
    return this.#damaged || (stored !== undefined && this.#isUnsure(stored.picture))
  }
}
