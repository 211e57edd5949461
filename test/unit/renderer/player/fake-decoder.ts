// A decoder for tests: reorders as H.264 does, works late, refuses what a real one refuses, and loses no frame.
import type { OpenPort, PortEvents } from '../../../../renderer/features/player/decoder-port.ts'
import type { SampleTable } from '../../../../renderer/state/playhead-samples.ts'

export class FakeFrame {
  static open = 0
  readonly index: number
  /** Whether all that the picture depends on was fed. */
  readonly whole: boolean
  #closed = false

  constructor(index: number, whole: boolean) {
    this.index = index
    this.whole = whole
    FakeFrame.open += 1
  }

  clone(): FakeFrame {
    if (this.#closed) throw new Error(`clone of closed frame ${this.index}`)
    return new FakeFrame(this.index, this.whole)
  }

  close(): void {
    if (this.#closed) throw new Error(`frame ${this.index} closed twice`)
    this.#closed = true
    FakeFrame.open -= 1
  }
}

export type FakeDecoderOptions = {
  /** Pictures held back for reordering. */
  depth?: number
  /** Decode indexes that make it fail. */
  bad?: ReadonlySet<number>
  /** Sync samples that it does not accept as a beginning. */
  notKey?: ReadonlySet<number>
  /** Decode indexes of which it says nothing. */
  silent?: ReadonlySet<number>
  /** Whether it goes on with another place instead of forgetting everything: what was fed before may still make it fail. */
  goesOn?: boolean
  /** Until then nothing that it holds back is given out. */
  held?: Promise<unknown>
}

export class FakeDecoder {
  fed = 0
  restarts = 0
  /** With which samples decoding was to begin. */
  readonly begun: number[] = []
  /** With which of them nothing of before was to be left. */
  readonly afresh: number[] = []
  flushes = 0
  readonly #table: SampleTable
  readonly #options: FakeDecoderOptions
  #events: PortEvents<FakeFrame> | null = null
  #held: FakeFrame[] = []
  #queue: { sample: number; run: number }[] = []
  #run = 0
  #wentOn = false
  #from: number | null = null
  #needsKey = true
  #epoch = 0

  constructor(table: SampleTable, options: FakeDecoderOptions = {}) {
    this.#table = table
    this.#options = options
  }

  readonly open: OpenPort<FakeFrame> = (events) => {
    this.#events = events
    const queued = (): number => this.#queue.length
    const wentOn = (): boolean => this.#wentOn
    return {
      get queued() {
        return queued()
      },
      get wentOn() {
        return wentOn()
      },
      restart: (sample, afresh) => {
        this.restarts += 1
        this.begun.push(sample)
        if (afresh) this.afresh.push(sample)
        this.#run += 1
        this.#wentOn = this.#options.goesOn === true && !afresh && !this.#needsKey
        if (this.#wentOn) this.#close()
        else this.#drop()
        this.#needsKey = true
      },
      feed: (presentationIndex, sync) => this.#feed(presentationIndex, sync),
      flush: () => this.#flush(),
      close: () => this.#drop(),
    }
  }

  #close(): void {
    for (const frame of this.#held) frame.close()
    this.#held = []
  }

  #drop(): void {
    this.#epoch += 1
    this.#close()
    this.#queue = []
    this.#from = null
    this.#needsKey = true
  }

  #feed(presentationIndex: number, sync: boolean): void {
    const sample = this.#table.decodeIndex(presentationIndex)
    if (this.#needsKey && (!sync || this.#options.notKey?.has(sample))) {
      throw new DOMException('A key frame is required.', 'DataError')
    }
    if (this.#needsKey) this.#from = sample
    this.#needsKey = false
    this.fed += 1
    this.#queue.push({ sample, run: this.#run })
    const epoch = this.#epoch
    setTimeout(() => {
      if (epoch === this.#epoch) this.#work()
    }, 0)
  }

  #work(): void {
    const next = this.#queue.shift()
    if (!next) return
    const { sample, run } = next
    if (this.#options.bad?.has(sample)) {
      const isOwn = !this.#wentOn
      this.#drop()
      this.#wentOn = false
      this.#events?.onError(new DOMException('broken', 'EncodingError'), isOwn)
      return
    }
    if (!this.#options.silent?.has(sample) && run === this.#run) {
      const needed = this.#table.decodeFrom(sample, this.#options.notKey)
      const whole = needed !== null && (this.#from ?? Infinity) <= needed
      this.#held.push(new FakeFrame(this.#table.presentationOf[sample] ?? -1, whole))
      this.#held.sort((a, b) => a.index - b.index)
    }
    this.#events?.onProgress()
    while (this.#held.length > (this.#options.depth ?? 2)) this.#give()
  }

  #give(): void {
    const frame = this.#held.shift()
    if (frame) this.#events?.onPicture(frame.index, frame)
  }

  async #flush(): Promise<void> {
    this.flushes += 1
    const epoch = this.#epoch
    while (this.#queue.length > 0 && epoch === this.#epoch)
      await new Promise((resolve) => setTimeout(resolve, 1))
    await this.#options.held
    if (epoch !== this.#epoch) throw new DOMException('aborted', 'AbortError')
    while (this.#held.length > 0) this.#give()
    this.#needsKey = true
  }
}
