// Bytes of stored samples over exhibit-media://, fetched in ranges of neighbouring samples and read ahead.
import { isTouched, type ByteRange, type ItemId } from '#contract/units.ts'
import { mediaUrl } from '../../client/client.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import type { SampleTable } from '../../state/playhead-samples.ts'

/**
 * One request fetches at most this much, but always one whole sample. After a jump little is fetched, so that decoding begins soon,
 * and at the same time what will follow on it; each range after that may be twice as long.
 */
export const firstLimit = 64 * 1024
const growthAfterFirst = 8
export const rangeLimit = 2 * 1024 * 1024
/** Foreign bytes between samples (other tracks) that are fetched along rather than asked around. */
const holeLimit = 128 * 1024
/** A single sample larger than this is not believed. */
const sampleLimit = 64 * 1024 * 1024
const rangesKept = 12

/** Samples [first, end) in decode order, which lie in the bytes [start, stop) of the file. */
export type ReadRange = { first: number; end: number; start: number; stop: number }

/** The samples from `first` on that one request of at most `limit` bytes can fetch. */
export function planRange(table: SampleTable, first: number, limit: number): ReadRange {
  const start = table.offset[first] ?? 0
  let stop = start + (table.size[first] ?? 0)
  let end = first + 1
  while (end < table.count) {
    const next = table.offset[end] ?? 0
    const after = next + (table.size[end] ?? 0)
    if (next < stop || next - stop > holeLimit || after - start > limit) break
    stop = after
    end += 1
  }
  return { first, end, start, stop }
}

/** The bytes of a sample could not be had: a failure of reading, not of decoding. */
export class SampleUnreadable extends Error {
  override readonly name: string = 'SampleUnreadable'
}

/** Bytes of it could not be read when the item was taken in: the zeros in their place are nothing that was recorded. */
export class SampleMissing extends SampleUnreadable {
  override readonly name = 'SampleMissing'
}

/** Reads samples of what is played of an item. */
export function playedReader(
  { bytesIn, detail }: Pick<Playhead, 'bytesIn' | 'detail'>,
  itemId: ItemId,
  table: SampleTable,
): SampleReader {
  // In a file that was laid out anew, bytes lie elsewhere.
  const missing = bytesIn === 'file' ? (detail?.missing ?? []) : []
  return new SampleReader(mediaUrl(itemId, bytesIn), table, missing)
}

/** `limit`: how much it could have fetched. */
type Fetched = ReadRange & { limit: number; bytes: Promise<Uint8Array<ArrayBuffer>> }

export class SampleReader {
  readonly #url: string
  readonly #table: SampleTable
  readonly #missing: readonly ByteRange[]
  readonly #stop = new AbortController()
  /** In order of use. */
  #ranges: Fetched[] = []
  /** The last range that could not be read as a whole: its samples are read one by one. */
  #torn: ReadRange | null = null

  /** `missing`: bytes of the file of which nothing is known. */
  constructor(url: string, table: SampleTable, missing: readonly ByteRange[] = []) {
    this.#url = url
    this.#table = table
    this.#missing = missing
  }

  /** The bytes of the sample with this decode index. Throws `SampleUnreadable`, and `SampleMissing` where they are not all known. */
  async read(decodeIndex: number): Promise<Uint8Array<ArrayBuffer>> {
    const offset = this.#table.offset[decodeIndex] ?? 0
    const size = this.#table.size[decodeIndex] ?? 0
    if (isTouched(this.#missing, offset, offset + size))
      throw new SampleMissing(`Bytes of the sample at ${offset} could not be read when it was taken in.`)
    if (this.#isTorn(decodeIndex)) return this.#readAlone(decodeIndex)
    const range = this.#rangeOf(decodeIndex)
    let bytes: Uint8Array<ArrayBuffer>
    try {
      bytes = await range.bytes
    } catch (cause) {
      // What one sample lacks, where a file is cut off or a medium is bad, is not lacking to its neighbours.
      if (range.end - range.first === 1 || this.#stop.signal.aborted) throw cause
      this.#torn = range
      return this.#readAlone(decodeIndex)
    }
    // Most jumps need no more than they began with.
    if (decodeIndex >= (range.first + range.end) / 2 - 1) this.#readAhead(range)
    return bytes.subarray(offset - range.start, offset - range.start + size)
  }

  #readAlone(decodeIndex: number): Promise<Uint8Array<ArrayBuffer>> {
    const start = this.#table.offset[decodeIndex] ?? 0
    const stop = start + (this.#table.size[decodeIndex] ?? 0)
    return this.#fetch({ first: decodeIndex, end: decodeIndex + 1, start, stop })
  }

  /** Whether the last range that failed holds this sample: asking for all of it again would fail again. */
  #isTorn(decodeIndex: number): boolean {
    return this.#torn !== null && this.#torn.first <= decodeIndex && decodeIndex < this.#torn.end
  }

  close(): void {
    this.#stop.abort()
    this.#ranges = []
  }

  #rangeOf(decodeIndex: number): Fetched {
    const found = this.#ranges.find((range) => range.first <= decodeIndex && decodeIndex < range.end)
    const range = found ?? this.#begin(decodeIndex)
    this.#ranges = [...this.#ranges.filter((other) => other !== range), range].slice(-rangesKept)
    if (!found) this.#readAhead(range)
    return range
  }

  #readAhead(range: ReadRange): void {
    if (range.end >= this.#table.count) return
    if (this.#ranges.some((other) => other.first <= range.end && range.end < other.end)) return
    const next = this.#begin(range.end)
    this.#ranges = [...this.#ranges, next].slice(-rangesKept)
  }

  #begin(first: number): Fetched {
    const before = this.#ranges.find(({ end }) => end === first)
    const growth = before?.limit === firstLimit ? growthAfterFirst : 2
    const limit = before ? Math.min(growth * before.limit, rangeLimit) : firstLimit
    const plan = planRange(this.#table, first, limit)
    const range = { ...plan, limit, bytes: this.#fetch(plan) }
    // Whoever awaits the bytes is told; a range that was only read ahead fails silently, and is tried again.
    range.bytes.catch(() => (this.#ranges = this.#ranges.filter((other) => other !== range)))
    return range
  }

  async #fetch({ start, stop }: ReadRange): Promise<Uint8Array<ArrayBuffer>> {
    const length = stop - start
    if (length <= 0) return new Uint8Array(0)
    if (length > Math.max(sampleLimit, rangeLimit)) {
      throw new SampleUnreadable(`The file says that this sample has ${length.toLocaleString('en')} bytes.`)
    }
    let response: Response
    let bytes: Uint8Array<ArrayBuffer>
    try {
      response = await fetch(this.#url, {
        headers: { Range: `bytes=${start}-${stop - 1}` },
        signal: this.#stop.signal,
      })
      bytes = response.status === 206 ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array(0)
    } catch (cause) {
      throw new SampleUnreadable(
        `Bytes ${start.toLocaleString('en')} to ${(stop - 1).toLocaleString('en')} could not be read.`,
        { cause },
      )
    }
    if (bytes.length !== length) {
      throw new SampleUnreadable(
        `Of the bytes ${start.toLocaleString('en')} to ${(stop - 1).toLocaleString('en')} only ${bytes.length.toLocaleString('en')} could be read.`,
      )
    }
    return bytes
  }
}
