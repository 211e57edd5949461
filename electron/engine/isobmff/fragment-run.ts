// One run of samples in a movie fragment (ISO/IEC 14496-12 8.8.8), laid down sample by sample.
import type { Tfhd } from './boxes/tfhd.ts'
import type { Trex } from './boxes/trex.ts'
import type { TrunHead } from './boxes/trun.ts'
import { entryOfNumber } from './sample-table.ts'
import type { EntryCount, SampleTableBuilder } from './sample-table.ts'

/** A track as fragments see it. */
export type FragmentTrack = {
  id: number
  trex: Trex | null
  entries: EntryCount
  builder: SampleTableBuilder
}

/** Samples of a run whose entries have no bytes and whose samples have no size: nothing but the count backs them. */
const emptyRunLimit = 65_536

/** Sample flags (8.8.3.1): a sync sample is neither marked as none nor said to depend on others. */
const isSync = (flags: number): boolean => (flags & 0x1_0000) === 0 && ((flags >>> 24) & 3) !== 1

/** What holds for a sample whose run does not say it: `tfhd`, else `trex`. */
export type FragmentDefaults = { duration: number; size: number; flags: number; entry: number }

/** `sample_description_index` of the samples of a track fragment, from 1. */
export const descriptionOf = (tfhd: Tfhd, track: FragmentTrack | undefined): number =>
  tfhd.sampleDescriptionIndex ?? track?.trex?.sampleDescriptionIndex ?? 1

export function defaultsOf(tfhd: Tfhd, track: FragmentTrack | undefined): FragmentDefaults {
  const number = descriptionOf(tfhd, track)
  return {
    duration: tfhd.sampleDuration ?? track?.trex?.sampleDuration ?? 0,
    size: tfhd.sampleSize ?? track?.trex?.sampleSize ?? 0,
    flags: tfhd.sampleFlags ?? track?.trex?.sampleFlags ?? 0,
    entry: track ? entryOfNumber(number, track.entries) : 0,
  }
}

/** Lays the samples of one run one after the other from `at` on. */
export class RunLayer {
  /** End of the data so far. */
  at: number
  /** Samples not kept because only the count speaks for them. */
  unbacked = 0
  readonly #head: TrunHead
  readonly #defaults: FragmentDefaults
  readonly #track: FragmentTrack | undefined
  readonly #fileSize: number

  constructor(
    head: TrunHead,
    defaults: FragmentDefaults,
    track: FragmentTrack | undefined,
    start: number,
    fileSize: number,
  ) {
    this.#head = head
    this.#defaults = defaults
    this.#track = track
    this.at = start
    this.#fileSize = fileSize
  }

  lay(view: DataView, first: number, count: number): void {
    const { layout, firstSampleFlags } = this.#head
    const defaults = this.#defaults
    const builder = this.#track?.builder
    for (let index = 0; index < count; index += 1) {
      const from = index * layout.entryBytes
      const size = layout.size < 0 ? defaults.size : view.getUint32(from + layout.size)
      const duration = layout.duration < 0 ? defaults.duration : view.getUint32(from + layout.duration)
      const offset = layout.compositionOffset < 0 ? 0 : view.getInt32(from + layout.compositionOffset)
      let flags = layout.flags < 0 ? defaults.flags : view.getUint32(from + layout.flags)
      if (first + index === 0 && firstSampleFlags !== null) flags = firstSampleFlags
      builder?.push(this.at, size, offset, duration, isSync(flags), defaults.entry)
      this.at += size
    }
  }

  /** Entries without a byte: samples are kept as long as their data begins in the file. */
  layEmpty(): void {
    const { size } = this.#defaults
    const claimed = this.#head.sampleCount
    // Whatever is kept, the runs after this one have their place behind all that it claims.
    const end = this.at + size * claimed
    const inFile = size > 0 ? Math.ceil(Math.max(0, this.#fileSize - this.at) / size) : emptyRunLimit
    const count = Math.min(claimed, this.at < 0 ? 0 : inFile)
    const nothing = new DataView(new ArrayBuffer(0))
    const builder = this.#track?.builder
    for (let first = 0; builder && !builder.full && first < count; first += 1) this.lay(nothing, first, 1)
    this.unbacked = claimed - count
    this.at = end
  }
}
