// One run of ffmpeg over a stretch of a review copy: takes the groups of pictures as they come, settles those that are whole,
// and where ffmpeg gives up, settles the rest of that group of the recording so that what follows it can still be made.
import { EvidenceError } from '#contract/errors.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { encodeStretch } from './review-encode.ts'
import type { MadePart } from './review-encode.ts'
import { decodeFrom } from './review-plan.ts'
import type { ReviewPlan } from './review-plan.ts'
import type { Absence, ReviewStore, RunWriter, StoredPicture } from './review-store.ts'

export type RunOptions = {
  source: ByteSource
  track: MovieTrack
  plan: ReviewPlan
  store: ReviewStore
  /** Which ffmpeg; by default the one that is found. */
  program?: string
}

/** A decoder holds back at most 16 pictures: until then it is not known which ones a later sample spoils. */
const horizon = 16

/** `onSettled` is told how far it is, each time. Fails as `encodeStretch` where the reason is not in the recording. */
export async function makeRun(
  options: RunOptions,
  { first, end }: { first: number; end: number },
  signal: AbortSignal,
  onSettled: (at: number) => void,
): Promise<void> {
  const { store, plan, program } = options
  const writer = await store.begin()
  const groups = new Groups(store, writer, first, onSettled)
  const run = { signal, ...(program === undefined ? {} : { program }) }
  try {
    const onPart = (part: MadePart): Promise<void> => groups.take(part)
    await encodeStretch({ ...options, first, end, onPart }, run)
    await groups.finish(end, 'none')
  } catch (cause) {
    const others = signal.aborted ? null : absenceFor(cause)
    if (others === null) throw cause
    if (groups.isEmpty && others === 'none' && !(await canEncode(run))) throw cause
    await groups.finish(groupEnd(plan, groups.last + 1, end), others)
  } finally {
    await writer.close()
  }
}

/** What a failure says of the pictures at hand; null where it says nothing of them. */
function absenceFor(cause: unknown): Absence | null {
  if (!(cause instanceof EvidenceError)) return null
  if (cause.code === 'review-refused') return 'before' in cause.details ? 'unproven' : null
  return cause.code === 'ffmpeg-failed' ? 'none' : null
}

/** Whether this ffmpeg can make H.264 at all. */
async function canEncode(run: { program?: string; signal: AbortSignal }): Promise<boolean> {
  const input = ['-f', 'lavfi', '-i', 'color=black:s=64x64:d=0.04']
  try {
    await runFfmpeg([...input, '-frames:v', '1', '-c:v', 'libx264', '-f', 'null', 'pipe:1'], {
      ...run,
      timeoutMs: 20_000,
    })
    return true
  } catch {
    run.signal.throwIfAborted()
    return false
  }
}

/** The first picture after `picture` that is decoded from another place, at most `end`. */
function groupEnd(plan: ReviewPlan, picture: number, end: number): number {
  const from = decodeFrom(plan, picture)
  for (let next = picture + 1; next < end; next += 1) if (decodeFrom(plan, next) !== from) return next
  return end
}

class Groups {
  /** The picture that came last. */
  last: number
  readonly #store: ReviewStore
  readonly #writer: RunWriter
  readonly #onSettled: (at: number) => void
  /** Each begins with a picture that is decoded on its own. */
  #open: StoredPicture[][] = []
  #settled: number

  constructor(store: ReviewStore, writer: RunWriter, first: number, onSettled: (at: number) => void) {
    this.#store = store
    this.#writer = writer
    this.#settled = first
    this.#onSettled = onSettled
    this.last = first - 1
  }

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
    if (!oldest || !later?.[0] || part.picture < later[0].picture + horizon) return
    this.#open.shift()
    await this.#settle(later[0].picture, oldest, 'none')
  }

  /** `others`: what is known of the pictures from the last one to `end`. */
  async finish(end: number, others: Absence): Promise<void> {
    for (let group = this.#open.shift(); group; group = this.#open.shift())
      await this.#settle(this.#open[0]?.[0]?.picture ?? this.last + 1, group, 'none')
    if (this.#settled < end) await this.#settle(end, [], others)
  }

  async #settle(end: number, made: StoredPicture[], others: Absence): Promise<void> {
    await this.#writer.settle({ first: this.#settled, end, made, others })
    this.#settled = end
    this.#onSettled(end)
  }
}
