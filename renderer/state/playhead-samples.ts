// Our own table of a track's stored samples: decode order as in the file, and the order in which they are shown.
import type { EntryShape, SampleColumns } from '#contract/track.ts'

/** Samples of one page of `track.samples`. */
const samplesPerPage = 20_000

/** So many groups back a picture may depend on; one is usual, and composition times may be nonsense. */
const openGroupLimit = 4

export type SampleColumn = Float64Array<ArrayBuffer>

/** Columns in decode order. All times in ticks of the media timeline, offsets and sizes in bytes. */
export class SampleTable {
  readonly count: number
  readonly timescale: number
  readonly offset: SampleColumn
  readonly size: SampleColumn
  readonly decodeTime: SampleColumn
  readonly compositionTime: SampleColumn
  readonly duration: SampleColumn
  readonly sync: Uint8Array
  /** Which of `entries` says how the sample is to be decoded; beyond all of them where none does. */
  readonly entry: Uint8Array
  entries: readonly EntryShape[] = []
  /** Whether the first entry says it of all samples, so that one decoder is right for all of them. */
  hasOneEntry = true
  /** Presentation index → decode index. */
  byPresentation: Uint32Array = new Uint32Array(0)
  /** Decode index → presentation index. */
  presentationOf: Uint32Array = new Uint32Array(0)
  /** Decode index → the sync sample at or before it; −1 where there is none. */
  #syncBefore: Int32Array = new Int32Array(0)
  /** Median of the stored durations: what a usual frame lasts, in ticks; at least 1. */
  usualDuration = 1
  #filled = 0

  constructor(count: number, timescale: number) {
    this.count = count
    this.timescale = Math.max(1, timescale)
    this.offset = new Float64Array(count)
    this.size = new Float64Array(count)
    this.decodeTime = new Float64Array(count)
    this.compositionTime = new Float64Array(count)
    this.duration = new Float64Array(count)
    this.sync = new Uint8Array(count)
    this.entry = new Uint8Array(count)
  }

  get complete(): boolean {
    return this.#filled === this.count
  }

  /** Takes one page over. Pages may come in any order; throws where one does not fit the table. */
  add(page: SampleColumns): void {
    const { first } = page
    const length = page.offset.length
    const columns = [page.size, page.decodeTime, page.compositionTime, page.duration, page.sync, page.entry]
    if (first + length > this.count || columns.some((column) => column.length !== length)) {
      throw new Error(`The sample table does not fit: ${length} samples at ${first} of ${this.count}.`)
    }
    this.offset.set(page.offset, first)
    this.size.set(page.size, first)
    this.decodeTime.set(page.decodeTime, first)
    this.compositionTime.set(page.compositionTime, first)
    this.duration.set(page.duration, first)
    this.sync.set(page.sync, first)
    this.entry.set(page.entry, first)
    this.entries = page.entries
    this.hasOneEntry &&= page.entry.every((entry) => entry === 0)
    this.#filled += length
    if (this.complete) this.#order()
  }

  #order(): void {
    this.byPresentation = presentationOrder(this.compositionTime)
    this.presentationOf = new Uint32Array(this.count)
    for (let p = 0; p < this.count; p += 1) this.presentationOf[this.byPresentation[p] ?? 0] = p
    this.usualDuration = Math.max(1, median(this.duration))
    this.#syncBefore = new Int32Array(this.count)
    let sync = -1
    for (let at = 0; at < this.count; at += 1) {
      if (this.sync[at] === 1) sync = at
      this.#syncBefore[at] = sync
    }
  }

  /** Decode index of the picture shown as number `p`. */
  decodeIndex(p: number): number {
    return this.byPresentation[p] ?? 0
  }

  /** Stored size and pixel aspect of picture `p` by its sample entry; null where it has none. */
  shapeOf(p: number): EntryShape | null {
    return this.entries[this.entry[this.decodeIndex(p)] ?? 0] ?? null
  }

  /** Composition time of picture `p`, in ticks. */
  timeOf(p: number): number {
    return this.compositionTime[this.decodeIndex(p)] ?? 0
  }

  /** Ticks from picture `p` to the next; for the last one its stored duration. */
  ticksToNext(p: number): number {
    if (p + 1 < this.count) return this.timeOf(p + 1) - this.timeOf(p)
    return this.duration[this.decodeIndex(p)] || this.usualDuration
  }

  /** How long picture `p` itself lasts: until the next one, but no longer than stored, so that gaps do not count. */
  lengthOf(p: number): number {
    const stored = Math.max(this.duration[this.decodeIndex(p)] ?? 0, this.usualDuration)
    return Math.max(1, Math.min(this.ticksToNext(p), stored))
  }

  secondsOf(p: number): number {
    return this.timeOf(p) / this.timescale
  }

  /** Index of the last picture that starts at or before `ticks`; the first where there is none. */
  atOrBefore(ticks: number): number {
    let low = 0
    let high = this.count - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.timeOf(middle) <= ticks) low = middle
      else high = middle - 1
    }
    return Math.max(0, low)
  }

  /**
   * Where decoding has to begin so that sample `decodeIndex` comes out right; null where nothing before it can
   * be decoded on its own. A picture shown before the sync sample it follows (open GOP) needs the one before.
   */
  decodeFrom(decodeIndex: number, unusable: ReadonlySet<number> = new Set()): number | null {
    const shownAt = this.compositionTime[decodeIndex] ?? 0
    let first: number | null = null
    let tried = 0
    for (let at = this.#syncBefore[decodeIndex] ?? -1; at >= 0; at = this.#syncBefore[at - 1] ?? -1) {
      if (unusable.has(at)) continue
      first = at
      tried += 1
      if ((this.compositionTime[at] ?? 0) <= shownAt || tried === openGroupLimit) break
    }
    return first
  }
}

/** Decode indexes in order of composition time; equal times keep their decode order. */
export function presentationOrder(compositionTime: SampleColumn): Uint32Array {
  const order = Uint32Array.from(compositionTime, (_, index) => index)
  const time = (index: number): number => compositionTime[index] ?? 0
  // Real files reorder by a few samples only: insertion is linear for them. Others pay for a whole sort.
  let budget = 32 * order.length + 1024
  for (let i = 1; i < order.length && budget > 0; i += 1) {
    const moved = order[i] ?? 0
    let at = i
    while (at > 0 && time(order[at - 1] ?? 0) > time(moved)) {
      order[at] = order[at - 1] ?? 0
      at -= 1
      budget -= 1
    }
    order[at] = moved
  }
  if (budget <= 0) order.sort((a, b) => time(a) - time(b) || a - b)
  return order
}

function median(values: SampleColumn): number {
  // A few thousand samples tell enough, and the table may hold millions.
  const step = Math.max(1, Math.floor(values.length / 4096))
  const picked = values.filter((value, index) => index % step === 0 && value > 0).sort()
  return picked[picked.length >>> 1] ?? 0
}

type LoadPage = (first: number, count: number) => Promise<SampleColumns>

/** Loads a whole table page by page; `onProgress` is told how many samples are there. */
export async function loadSampleTable(
  count: number,
  timescale: number,
  loadPage: LoadPage,
  options: { signal: AbortSignal; onProgress?: (done: number) => void },
): Promise<SampleTable> {
  const table = new SampleTable(count, timescale)
  for (let first = 0; first < count;) {
    const page = await loadPage(first, Math.min(samplesPerPage, count - first))
    options.signal.throwIfAborted()
    if (page.first !== first || page.offset.length === 0) {
      throw new Error(`The engine gave no samples at ${first} of ${count}.`)
    }
    table.add(page)
    first += page.offset.length
    options.onProgress?.(first)
  }
  return table
}
