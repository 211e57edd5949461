// Exactly the asked-for stored picture: decodes from the sync sample it depends on, and knows pictures by sample.
import type { SampleTable } from '../../state/playhead-samples.ts'
import type { BeginningConfigs } from './beginning-configs.ts'
import type { DecoderPort, OpenPort } from './decoder-port.ts'
import type { Closable } from './picture-cache.ts'
import { PictureRequests, type Answer, type PictureFailure } from './picture-requests.ts'
import type { PictureSource } from './picture-source.ts'
import { SampleMissing, SampleUnreadable } from './sample-reader.ts'

type Options<Frame> = {
  table: SampleTable
  reader: { read(decodeIndex: number): Promise<Uint8Array<ArrayBuffer>> }
  openPort: OpenPort<Frame>
  /** Pictures kept. */
  limit: number
  /** Whether no other picture is predicted from this sample; where it is not known, false. */
  isDisposable?: (bytes: Uint8Array) => boolean
  /** Whether a sample may leave something in the decoder that changes later groups; where it is not known, false. */
  isSpoiling?: (bytes: Uint8Array) => boolean
  /** How decoding begins; absent: everywhere in the same way. */
  configs?: Pick<BeginningConfigs, 'knows' | 'failure' | 'tryAgain' | 'more'> | undefined
}

/** Deep enough for 16 pictures of reordering and a decoder that works on several at once. */
const lookAhead = 24
const queueLimit = 6
/** Pictures before the one asked for that are decoded though nothing needs them: for steps back. */
const behind = 4
/** How long to wait for the decoder before feeding it one more, or before asking it to give out what it has. */
const paceMs = 12
const stuckMs = 150
const hungMs = 10_000

export class FrameDecoder<Frame extends Closable & { clone(): Frame }> implements PictureSource<Frame> {
  readonly #options: Options<Frame>
  readonly #requests: PictureRequests<Frame>
  readonly #port: DecoderPort
  /** Sync samples that the decoder does not accept as a beginning. */
  readonly #unusable = new Set<number>()
  /** Beginnings of groups in which the decoder failed: decoded one picture at a time, so that the rest is shown. */
  readonly #fragile = new Set<number>()
  /** Beginnings of groups of which something is damaged: decoded by a decoder that knows of nothing else. */
  readonly #doubtful = new Set<number>()
  /** Beginnings of groups of which pictures came from a decoder that knew of something else. */
  readonly #mixed = new Set<number>()
  /** For each picture the run in which it came out. */
  readonly #cameIn: Uint32Array
  #run = 0
  #runFrom = 0
  #runIsAfresh = true
  /** Whether the decoder has seen something damaged that it may keep. */
  #wasDoubtful = false
  /** Beginning of the group in which this run met a sample that changes later ones; null where it met none. */
  #spoiltIn: number | null = null
  /** One past the last sample fed in this run. */
  #fedTo = 0
  /** Decode index to be fed next in this run; null where a new run has to begin. */
  #next: number | null = null
  /** `isOwn` as in `PortEvents.onError`. */
  #error: { cause: Error; isOwn: boolean } | null = null
  /** The picture that was tried once more after an error. */
  #retried: number | null = null
  #ahead = 2
  #looping = false

  constructor(options: Options<Frame>) {
    this.#options = options
    this.#requests = new PictureRequests<Frame>(options.limit)
    this.#cameIn = new Uint32Array(options.table.count)
    this.#port = options.openPort({
      onPicture: (index, frame) => this.#take(index, frame),
      onProgress: () => this.#requests.stir(),
      onError: (cause, isOwn) => {
        this.#error = { cause, isOwn }
        this.#requests.stir()
      },
    })
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

  /**
   * Something that the picture depends on is damaged, or may be: what the decoder fills in is not to come from another place. Where
   * it may have done so, what is known of its group is found out once more; false where nothing was forgotten.
   */
  doubt(index: number): boolean {
    const start = this.#startOf(index)
    if (start === null || this.#doubtful.has(start)) return false
    this.#doubtful.add(start)
    this.#wasDoubtful = true
    if (this.#runFrom !== start || this.#port.wentOn) this.#next = null
    if (!this.#mixed.has(start)) return false
    this.#requests.forgetAll((other) => this.#startOf(other) === start)
    return true
  }

  /** Whether that was said of the group of this picture. */
  doubts(index: number): boolean {
    const start = this.#startOf(index)
    return start !== null && this.#doubtful.has(start)
  }

  /** Sync samples that the decoder does not accept as a beginning, as far as it was asked. */
  get unusable(): ReadonlySet<number> {
    return this.#unusable
  }

  close(): void {
    this.#requests.close()
    this.#port.close()
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
    for (let step = 1; step <= this.#reach(); step += 1) {
      const index = target + step * direction
      if (index < 0 || index >= this.#options.table.count) return null
      if (this.#requests.isOpen(index)) return this.#isFragile(index) ? null : index
    }
    return null
  }

  /** Backwards a whole group has to be decoded for the next picture: that begins while there are some left. */
  #reach(): number {
    return this.#requests.direction === 1 || this.#ahead === 0
      ? this.#ahead
      : Math.max(this.#ahead, Math.floor(this.#options.limit / 3))
  }

  /** With which sample decoding begins for a picture. */
  #startOf(index: number): number | null {
    const { table } = this.#options
    return table.decodeFrom(table.decodeIndex(index), this.#unusable)
  }

  #isFragile(index: number): boolean {
    const start = this.#startOf(index)
    return start !== null && this.#fragile.has(start)
  }

  /** One small step towards a picture, so that a newer wish is heard in between. */
  async #advance(goal: number): Promise<void> {
    const { table } = this.#options
    const wanted = table.decodeIndex(goal)
    const start = table.decodeFrom(wanted, this.#unusable)
    if (start === null)
      return this.#requests.fail(goal, 'no-start', 'There is no picture before it to begin with.')
    if ((table.size[wanted] ?? 0) <= 0) return this.#requests.fail(goal, 'empty', 'The sample has no bytes.')
    if (this.#error) return this.#recover(goal, start)
    const alone = this.#fragile.has(start)
    if (!this.#leadsTo(goal, wanted, start, alone)) {
      if (!this.#knows(start)) return this.#learn(goal)
      this.#begin(start)
    }
    const next = this.#next ?? start
    if (next <= wanted && !this.#knows(next)) return this.#learn(goal)
    if (next <= wanted) {
      if (this.#port.queued >= queueLimit) return this.#requests.event(stuckMs)
      return this.#feed(next, goal, start)
    }
    if (this.#port.queued > 0 && !alone) return this.#requests.event(stuckMs)
    const end = this.#lookAheadEnd(wanted, start)
    if (!alone && next < end) {
      await this.#feed(next, goal, start)
      // A picture that comes out at once makes further feeding unnecessary.
      return this.#requests.event(paceMs)
    }
    // Where a group follows that is decoded on its own, no more will be fed that could bring it.
    if (!alone && !this.#isApart(end) && end > wanted + 1 && end < table.count && (await this.#quiet()))
      return
    await this.#flush(goal)
  }

  #knows(sample: number): boolean {
    return this.#options.configs?.knows(sample) ?? true
  }

  /** Waits until more is known of how decoding begins. */
  async #learn(goal: number): Promise<void> {
    const { configs } = this.#options
    if (configs?.failure) {
      this.#requests.fail(goal, configs.failure.kind, configs.failure.detail)
      // For whoever wants it once more.
      configs.tryAgain()
      return
    }
    await Promise.race([configs?.more(), this.#requests.event(null)])
  }

  /** How far beyond the wanted sample may be fed: not beyond what is known, and not into another group that is decoded on its own. */
  #lookAheadEnd(wanted: number, start: number): number {
    const { table } = this.#options
    const end = Math.min(table.count, wanted + 1 + lookAhead)
    for (let sample = wanted + 1; sample < end; sample += 1) {
      if (!this.#knows(sample)) return sample
      if (table.sync[sample] !== 1 || sample === start) continue
      if (this.#isApart(sample)) return sample
    }
    return end
  }

  /** Whether a group begins there that no run goes into. */
  #isApart(sample: number): boolean {
    return this.#fragile.has(sample) || this.#doubtful.has(sample)
  }

  /** Whether the present run will give the picture, sooner than a new one would. */
  #leadsTo(goal: number, wanted: number, start: number, alone: boolean): boolean {
    if (this.#next === null || this.#runFrom > start) return false
    if (this.#cameIn[goal] === this.#run) return false
    if (!this.#mayShow(start)) return false
    if (alone && (this.#runFrom !== start || this.#next > wanted + 1)) return false
    return this.#next > wanted || start <= this.#next
  }

  #begin(start: number): void {
    const isDoubtful = this.#doubtful.has(start) || this.#fragile.has(start)
    this.#runIsAfresh = isDoubtful || this.#wasDoubtful
    this.#wasDoubtful = isDoubtful
    this.#spoiltIn = null
    this.#port.restart(start, this.#runIsAfresh)
    this.#run += 1
    this.#runFrom = start
    this.#fedTo = start
    this.#next = start
  }

  async #feed(sample: number, goal: number, start: number): Promise<void> {
    const { table, reader } = this.#options
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = await reader.read(sample)
    } catch (cause) {
      // Beyond the goal it is not missed yet.
      if (sample > table.decodeIndex(goal)) return this.#flush(goal)
      const detail = cause instanceof SampleUnreadable ? cause.message : String(cause)
      return this.#requests.fail(goal, cause instanceof SampleMissing ? 'missing' : 'unreadable', detail)
    }
    if (this.#requests.closed || this.#error || this.#next !== sample) return
    this.#next = sample + 1
    this.#fedTo = sample + 1
    if (bytes.length === 0) return
    if (this.#spoiltIn === null && this.#options.isSpoiling?.(bytes)) {
      // Pictures shown before their group begins depend on the one before, which this run may not have.
      this.#spoiltIn = Math.max(this.#runFrom, table.decodeFrom(sample, this.#unusable) ?? sample)
      this.#wasDoubtful = true
    }
    const presentation = table.presentationOf[sample] ?? 0
    if (this.#isSpared(presentation, goal, start, bytes)) {
      // As if it had come and gone: whoever wants it after all begins anew.
      this.#cameIn[presentation] = this.#run
      return
    }
    try {
      this.#port.feed(presentation, table.sync[sample] === 1, bytes)
    } catch (cause) {
      this.#accuse(cause)
      this.#recover(goal, start)
    }
  }

  /** Whether a sample on the way need not be decoded: nothing is predicted from it, and nobody will ask for it soon. */
  #isSpared(presentation: number, goal: number, start: number, bytes: Uint8Array): boolean {
    const { isDisposable } = this.#options
    if (!isDisposable || this.#fragile.has(start)) return false
    // In reverse all that can be kept will be asked for.
    const kept = this.#requests.direction === 1 ? behind : this.#options.limit
    return (
      presentation < Math.min(goal, this.#requests.target) - kept &&
      this.#next !== start + 1 &&
      isDisposable(bytes)
    )
  }

  #accuse(cause: unknown): void {
    this.#error ??= { cause: cause instanceof Error ? cause : new Error(String(cause)), isOwn: true }
  }

  /** After an error of the decoder: another beginning, or picture by picture, or no picture at all. */
  #recover(goal: number, start: number): void {
    const error = this.#error
    this.#error = null
    this.#next = null
    // Of a decoder that went on nobody knows on what it failed: if it was here, a new one fails again.
    if (!error?.isOwn) return
    const { cause } = error
    // An error that came late, from pictures decoded ahead, says nothing of this one.
    if (start < this.#runFrom || start >= this.#fedTo) return
    // The samples fed last are the first suspects: another group than that of the goal is only kept away from.
    const last = this.#options.table.decodeFrom(this.#fedTo - 1)
    if (cause.name === 'DataError' && this.#fedTo - this.#runFrom <= 1) {
      this.#unusable.add(this.#runFrom)
    } else if (last !== null && last > start && !this.#fragile.has(last)) {
      this.#fragile.add(last)
    } else if (this.#fragile.has(start) && this.#retried !== goal) {
      // The error may be one of the run before that was reported late; the next decoder is a new one.
      this.#retried = goal
    } else if (this.#fragile.has(start)) {
      this.#requests.fail(goal, 'refused', cause.message)
    } else {
      this.#fragile.add(start)
    }
  }

  /** Asks the decoder for what it holds back; a picture that does not come then does not come at all. */
  async #flush(goal: number): Promise<void> {
    this.#next = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const hung = new Promise<'hung'>((resolve) => (timer = setTimeout(resolve, hungMs, 'hung')))
    try {
      if ((await Promise.race([this.#port.flush(), hung])) === 'hung') {
        this.#accuse(new Error('The decoder does not answer.'))
        this.#port.close()
      }
    } catch (cause) {
      this.#accuse(cause)
    } finally {
      clearTimeout(timer)
    }
    if (this.#requests.closed || this.#error || !this.#requests.isOpen(goal)) return
    if (this.#cameIn[goal] === this.#run) return
    const start = this.#startOf(goal)
    // It was doubted meanwhile: another run may give it.
    if (start !== null && !this.#mayShow(start)) return
    this.#requests.fail(goal, 'no-picture', 'The decoder gave no picture for this sample.')
  }

  #take(index: number, frame: Frame): void {
    const start = this.#startOf(index)
    // A picture of an open group that was decoded without what it refers to looks like one, and is none.
    const whole = start !== null && start >= this.#runFrom && this.#mayShow(start)
    this.#cameIn[index] = this.#run
    if (start !== null && (start !== this.#runFrom || this.#port.wentOn)) this.#mixed.add(start)
    if (whole) this.#requests.put(index, frame)
    else frame.close()
    this.#requests.stir()
  }

  /** Whether pictures of that group may come out of this run. */
  #mayShow(start: number): boolean {
    if (this.#spoiltIn !== null && start > this.#spoiltIn) return false
    return (
      !this.#doubtful.has(start) || (this.#runFrom === start && (this.#runIsAfresh || !this.#port.wentOn))
    )
  }

  /** Waits a little for a late picture. True where something happened meanwhile. */
  async #quiet(): Promise<boolean> {
    const before = performance.now()
    await this.#requests.event(stuckMs)
    return performance.now() - before < stuckMs - 5
  }
}
