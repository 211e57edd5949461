// How the platform's decoder has to be configured where it begins: parameter sets may have come in samples before, which it has
// not seen then. Asked for in the order of the samples, ahead of need; nothing is decoded of which it is not known.
import type { DecoderConfigs } from '#contract/track.ts'

/** As `Track.decoderConfig`. */
type Config = string | null

type Options = {
  samples: number
  /** What the sample entry says. */
  config: Config
  ask: (first: number, count: number) => Promise<DecoderConfigs>
  /** Told of each other configuration, before anything is decoded by it. */
  onChange?: (config: Config) => void
}

/** Why no more is known: that there is no telling, or that the samples before, or the engine, could not be read or asked. */
export type BeginningFailure = { kind: 'unknown-sets' | 'unread-sets'; detail: string }

/** The first answer is waited for by the first picture. */
const firstCount = 128
const growth = 8
const mostAtOnce = 20_000

export class BeginningConfigs {
  readonly #options: Options
  readonly #changes: { sample: number; config: Config }[]
  #known = 0
  #failure: BeginningFailure | null = null
  #closed = false
  #news = Promise.withResolvers<null>()

  constructor(options: Options) {
    this.#options = options
    this.#changes = [{ sample: 0, config: options.config }]
    void this.#load()
  }

  knows(sample: number): boolean {
    return sample < this.#known
  }

  /** Null where it is still being asked. */
  get failure(): BeginningFailure | null {
    return this.#failure
  }

  /** What could not be read may be there now: a stick put back, an engine started again. */
  tryAgain(): void {
    if (this.#failure?.kind !== 'unread-sets') return
    this.#failure = null
    void this.#load()
  }

  /** When more is known, or it is known that there will be no more. */
  more(): Promise<unknown> {
    return this.#news.promise
  }

  /** Of a sample that is known. */
  at(sample: number): Config {
    return this.#changes.findLast((change) => change.sample <= sample)?.config ?? null
  }

  close(): void {
    this.#closed = true
  }

  async #load(): Promise<void> {
    const { samples, ask } = this.#options
    for (let count = firstCount; this.#known < samples && !this.#closed;) {
      try {
        if (!this.#take(await ask(this.#known, count))) return
        count = Math.min(growth * count, mostAtOnce)
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error)
        if (count === 1) return this.#end({ kind: 'unread-sets', detail })
        // All before what cannot be read is found in ever smaller steps.
        count = Math.ceil(count / growth)
      }
    }
  }

  /** False where nothing more is to be asked. */
  #take({ end, changes }: DecoderConfigs): boolean {
    for (const { sample, decoderConfig } of changes) {
      // Whoever was told of the one before may have turned to another way of showing pictures.
      if (this.#closed) return false
      this.#changes.push({ sample, config: decoderConfig })
      this.#options.onChange?.(decoderConfig)
    }
    if (this.#closed) return false
    if (end <= this.#known) {
      this.#end({ kind: 'unknown-sets', detail: '' })
      return false
    }
    this.#known = end
    this.#tell()
    return true
  }

  #end(failure: BeginningFailure): void {
    this.#failure = failure
    this.#tell()
  }

  #tell(): void {
    this.#news.resolve(null)
    this.#news = Promise.withResolvers<null>()
  }
}
