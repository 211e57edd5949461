// All stored samples of one track in decode order, as typed arrays: what `stbl` (ISO/IEC 14496-12 8.5 to 8.7) and
// the movie fragments (8.8) say together. Some 30 bytes a sample whatever the file looks like.
import type { Findings } from '../base/findings.ts'

/** An offset that lies in no file: where a table points below 0 or beyond every size. */
export const nowhere = 2 ** 52
/** Greatest decode time; leaves room for composition offsets below 2^53. */
export const latestTime = 2 ** 52

/** Of a sample that names a sample entry which is not there. `stsd` gives at most 64. */
export const noEntry = 255

/** Sample entries of a track: as many as `stsd` announces, or holds where those are more; and the first ones, which were read. */
export type EntryCount = { announced: number; read: number }

/**
 * The sample entry of a `sample_description_index` (from 1). Where only one can be meant, it is that one whatever the number;
 * among several nothing is guessed, also where all but one of them cannot be read.
 */
export const entryOfNumber = (number: number, { announced, read }: EntryCount): number => {
  if (announced <= 1) return 0
  return number >= 1 && number <= read ? number - 1 : noEntry
}

/** Samples kept of one track, and of one file. A day of video at 30 frames a second has 2.6 million. */
export const trackLimit = 4_000_000
export const fileLimit = 12_000_000

/** Columns of equal `length`; entry `i` of each belongs to sample `i` (from 0) in decode order. */
export type SampleTable = {
  readonly length: number
  /** Byte offset in the file; may lie outside it (reported), see `nowhere`. */
  readonly offset: Float64Array
  /** Bytes. */
  readonly size: Uint32Array
  /** Ticks of the track's timescale from the origin of the media timeline. */
  readonly decodeTime: Float64Array
  /** Ticks: composition time = decode time + this. */
  readonly compositionOffset: Int32Array
  /** Ticks, as stored; the next sample may start later (a gap) or, in damaged files, earlier. */
  readonly duration: Uint32Array
  /** 1 where decoding can begin. */
  readonly sync: Uint8Array
  /** Which of the track's sample entries applies, from 0; `noEntry` where it is none that was read. */
  readonly entry: Uint8Array
  /**
   * 0: each entry is one stored sample. Above 0: uncompressed audio with samples of this many bytes and 1 tick each;
   * an entry is then a run of `size / unitSize` of them, at most 1,024, never across chunks.
   */
  readonly unitSize: number
}

/** How many samples a file may still contribute, over all its tracks. */
export type SampleBudget = { left: number }

const startRoom = 256

/** Collects samples; columns grow as samples really come, never by what a count claims. */
export class SampleTableBuilder {
  /** Decode time at which the next sample starts where nothing else is said. */
  nextTime = 0
  /** Set where a limit was met; later samples are not kept. */
  full = false
  unitSize = 0
  readonly #budget: SampleBudget
  #length = 0
  #columns = allocate(startRoom)

  constructor(budget: SampleBudget) {
    this.#budget = budget
  }

  get length(): number {
    return this.#length
  }

  /** Decode time of the sample added last; 0 before the first. */
  get lastTime(): number {
    return this.#length === 0 ? 0 : (this.#columns.decodeTime[this.#length - 1] ?? 0)
  }

  /** Adds one sample at `nextTime`; false where there is no more room or time. */
  push(
    offset: number,
    size: number,
    compositionOffset: number,
    duration: number,
    sync: boolean,
    entry: number,
  ): boolean {
    if (this.#length >= trackLimit || this.#budget.left <= 0 || this.nextTime > latestTime) this.full = true
    if (this.full) return false
    const at = this.#length
    if (at === this.#columns.size.length) this.#columns = grow(this.#columns, Math.min(at * 2, trackLimit))
    const columns = this.#columns
    columns.offset[at] = offset >= 0 && offset < nowhere ? offset : nowhere
    columns.size[at] = size
    columns.decodeTime[at] = this.nextTime
    columns.compositionOffset[at] = compositionOffset
    columns.duration[at] = duration
    columns.sync[at] = sync ? 1 : 0
    columns.entry[at] = entry
    this.nextTime += duration
    this.#length = at + 1
    this.#budget.left -= 1
    return true
  }

  /** Marks a sample added before as one at which decoding can begin. */
  markSync(index: number): void {
    this.#columns.sync[index] = 1
  }

  build(): SampleTable {
    return { length: this.#length, ...grow(this.#columns, this.#length), unitSize: this.unitSize }
  }
}

type Columns = Omit<SampleTable, 'length' | 'unitSize'>

function allocate(room: number): Columns {
  return {
    offset: new Float64Array(room),
    size: new Uint32Array(room),
    decodeTime: new Float64Array(room),
    compositionOffset: new Int32Array(room),
    duration: new Uint32Array(room),
    sync: new Uint8Array(room),
    entry: new Uint8Array(room),
  }
}

function grow(from: Columns, room: number): Columns {
  const to = allocate(room)
  to.offset.set(from.offset.subarray(0, room))
  to.size.set(from.size.subarray(0, room))
  to.decodeTime.set(from.decodeTime.subarray(0, room))
  to.compositionOffset.set(from.compositionOffset.subarray(0, room))
  to.duration.set(from.duration.subarray(0, room))
  to.sync.set(from.sync.subarray(0, room))
  to.entry.set(from.entry.subarray(0, room))
  return to
}

/** End of the last sample in ticks of the media timeline: the latest decode time plus duration. */
export function mediaDurationOf(table: SampleTable): number {
  let end = 0
  for (let index = 0; index < table.length; index += 1) {
    end = Math.max(end, (table.decodeTime[index] ?? 0) + (table.duration[index] ?? 0))
  }
  return end
}

/** Stored samples, counting each of a run of uncompressed audio. */
export function storedSamples(table: SampleTable): number {
  if (table.unitSize === 0) return table.length
  let bytes = 0
  for (let index = 0; index < table.length; index += 1) bytes += table.size[index] ?? 0
  return Math.floor(bytes / table.unitSize)
}

/** Finding `samples-outside-file` with the first such sample's number (from 1), once a track. */
export function reportSamplesOutside(
  table: SampleTable,
  fileSize: number,
  findings: Findings,
  path: string,
): void {
  let outside = 0
  let first = -1
  for (let index = 0; index < table.length; index += 1) {
    if ((table.offset[index] ?? 0) + (table.size[index] ?? 0) <= fileSize) continue
    if (first < 0) first = index
    outside += 1
  }
  if (first < 0) return
  const offset = table.offset[first] ?? 0
  const place = offset >= nowhere ? 'below 0 or beyond any file' : `at byte ${offset}`
  findings.add(
    'samples-outside-file',
    'error',
    `${outside} of ${table.length} samples lie outside the file of ${fileSize} bytes; the first is sample ${first + 1}, ${place}.`,
    { offset: Math.min(offset, fileSize), path, clause: 'ISO/IEC 14496-12 8.7' },
  )
}
