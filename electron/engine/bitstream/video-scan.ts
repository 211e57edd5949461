// NAL units of one video track out of a file that is read from its first byte to its last: the one read that also hashes
// the file. Works where the track's samples lie in the file in decode order; `readVideo` serves where they do not.
import type { HashName } from '#engine/seal/algorithm.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import type { NalSink } from './nal-unit.ts'
import { UnitSplitter } from './unit-splitter.ts'
import { codecOf, lengthSizes } from './video-codec.ts'

export type ScanOptions = {
  /** Which digest slices get; null: none, and their bytes are not even looked at. */
  hash: HashName | null
  /** Longer SEI units and parameter sets are told without their bytes. Default 1 MiB. */
  seiLimit?: number
}

export type ScanOutcome = {
  /** Whether every unit of every sample was told. */
  complete: boolean
  /** Where not: one plain sentence; else null. */
  reason: string | null
  units: number
  slices: number
  /** As of `UnitSplitter`. */
  empty: number
  /** Samples whose lengths do not fit or whose bytes were not there, and the first of them (from 0); −1 where none. */
  badSamples: number
  firstBad: number
}

export type VideoScan = {
  /** The bytes of the file from `fileOffset` on; chunks in file order, of any size. */
  update(chunk: Uint8Array, fileOffset: number): void
  finish(): ScanOutcome
}

/** Whether no sample begins before the one before it ends: then one read of the file meets them in decode order. */
export function isInFileOrder(samples: SampleTable): boolean {
  let end = 0
  for (let index = 0; index < samples.length; index += 1) {
    const size = samples.size[index] ?? 0
    if (size === 0) continue
    const offset = samples.offset[index] ?? 0
    if (offset < end) return false
    end = offset + size
  }
  return true
}

/** Null where the codec is none of those read here, or the samples are not in file order. */
export function createVideoScan(
  track: Pick<MovieTrack, 'entries' | 'samples'>,
  sink: NalSink,
  options: ScanOptions,
): VideoScan | null {
  const codec = codecOf(track)
  if (codec === null || !isInFileOrder(track.samples)) return null
  return new OrderedScan(track, new UnitSplitter(sink, codec, options.hash, options.seiLimit))
}

class OrderedScan implements VideoScan {
  readonly #samples: SampleTable
  readonly #lengthSizes: number[]
  readonly #splitter: UnitSplitter
  readonly #tally = new Tally()
  /** The sample that is being read or comes next. */
  #next = 0
  #open = false
  /** All bytes before this one have been seen, or will never be. */
  #position = 0

  constructor(track: Pick<MovieTrack, 'entries' | 'samples'>, splitter: UnitSplitter) {
    this.#samples = track.samples
    this.#lengthSizes = lengthSizes(track)
    this.#splitter = splitter
  }

  update(chunk: Uint8Array, fileOffset: number): void {
    // What was seen already is not taken twice; what is left out in between is missing.
    const repeated = Math.min(Math.max(0, this.#position - fileOffset), chunk.length)
    const bytes = repeated > 0 ? chunk.subarray(repeated) : chunk
    const start = fileOffset + repeated
    if (bytes.length === 0) return
    if (start > this.#position) this.#lose(start)
    const end = start + bytes.length
    while (this.#next < this.#samples.length) {
      const size = this.#samples.size[this.#next] ?? 0
      const offset = this.#samples.offset[this.#next] ?? 0
      if (size > 0 && offset >= end) break
      if (!this.#open && !this.#begin(size)) {
        this.#next += 1
        continue
      }
      const from = Math.max(offset, start)
      const to = Math.min(offset + size, end)
      this.#splitter.take(bytes.subarray(from - start, to - start), from)
      if (offset + size > end) break
      this.#end()
    }
    this.#position = end
  }

  finish(): ScanOutcome {
    if (this.#open) this.#end()
    for (; this.#next < this.#samples.length; this.#next += 1) {
      if ((this.#samples.size[this.#next] ?? 0) > 0) this.#tally.unread += 1
    }
    return this.#tally.outcome(this.#splitter, this.#samples.length)
  }

  /** False where there is nothing to read in this sample. */
  #begin(size: number): boolean {
    if (size === 0) return false
    const lengthSize = this.#lengthSizes[this.#samples.entry[this.#next] ?? 0] ?? 0
    if (lengthSize === 0) {
      this.#tally.foreign += 1
      return false
    }
    this.#splitter.begin(this.#next, size, lengthSize)
    this.#open = true
    return true
  }

  #end(): void {
    this.#splitter.end()
    this.#open = false
    this.#next += 1
  }

  /** The bytes before `start` never come: the sample that is being read is cut, those before `start` are not read. */
  #lose(start: number): void {
    if (this.#open) this.#end()
    while (this.#next < this.#samples.length) {
      const size = this.#samples.size[this.#next] ?? 0
      if (size > 0 && (this.#samples.offset[this.#next] ?? 0) >= start) return
      if (size > 0) this.#tally.unread += 1
      this.#next += 1
    }
  }
}

/** What kept a scan from being complete. */
export class Tally {
  /** Samples whose bytes were not among those read. */
  unread = 0
  /** Samples of another codec than the track's first. */
  foreign = 0
  /** Why reading stopped altogether; null where it did not. */
  stopped: string | null = null

  outcome({ units, slices, empty, badSamples, firstBad }: UnitSplitter, samples: number): ScanOutcome {
    const reasons: string[] = []
    if (this.stopped !== null) reasons.push(this.stopped)
    if (badSamples > 0) {
      reasons.push(
        `In ${badSamples} of ${samples} samples the lengths of the NAL units do not fit; the first is sample ${firstBad + 1}.`,
      )
    }
    if (this.unread > 0)
      reasons.push(`${this.unread} of ${samples} samples are not in the bytes that were read.`)
    if (this.foreign > 0)
      reasons.push(`${this.foreign} of ${samples} samples have another codec and were not read.`)
    const reason = reasons.length > 0 ? reasons.join(' ') : null
    return { complete: reason === null, reason, units, slices, empty, badSamples, firstBad }
  }
}
