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

/** The first answer is waited for by the first picture. */
const firstCount = 128
const growth = 8
const mostAtOnce = 20_000

export class BeginningConfigs {
  readonly #options: Options
  readonly #changes: { sample: number; config: Config }[]
  #known = 0
  #failure: string | null = null
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

  /** Why no more will be known, as far as there are words for it; null where it is still being asked. */
  get failure(): string | null {
    return this.#failure
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
    try {
      for (let count = firstCount; this.#known < samples; count *= growth)
        if (!this.#take(await ask(this.#known, Math.min(count, mostAtOnce)))) return
    } catch (error) {
      this.#end(error instanceof Error ? error.message : String(error))
    }
  }

  /** False where nothing more is to be asked. */
  #take({ end, changes }: DecoderConfigs): boolean {
    if (this.#closed) return false
    if (end <= this.#known) {
      this.#end('')
      return false
    }
    for (const { sample, decoderConfig } of changes) {
      this.#changes.push({ sample, config: decoderConfig })
      this.#options.onChange?.(decoderConfig)
    }
    this.#known = end
    this.#tell()
    return true
  }

  #end(why: string): void {
    this.#failure = why
    this.#tell()
  }

  #tell(): void {
    this.#news.resolve(null)
    this.#news = Promise.withResolvers<null>()
  }
}
