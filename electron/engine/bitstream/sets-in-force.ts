// Which parameter sets are in force where decoding begins (ISO/IEC 14496-15 5.3.3, 8.3.3): those of the sample entry, and those
// that came in the samples since. A decoder that begins later has not seen them where they are not repeated. Sets behind the first
// slice of a sample are of what follows: some recorders put those of the next picture there.
import { breathe } from '#engine/base/progress.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { isTouched } from '#contract/units.ts'
import type { ByteRange } from '#contract/units.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { firstAlike } from '#engine/isobmff/sample-entry.ts'
import { syncAtOrAfter } from '#engine/isobmff/sample-lookup.ts'
import type { SampleEntry } from '#engine/isobmff/sample-entry.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import type { VideoCodec } from './nal-unit.ts'
import { configuredUnits } from './parameter-sets.ts'
import type { ReadBudget } from './sample-units.ts'
import { SetDoubt } from './set-doubt.ts'
import { noSets, SetHeads } from './set-heads.ts'
import type { SampleSets } from './set-heads.ts'
import { isSequence, setKey } from './set-key.ts'
import { framingOf, leavesSetsToSamples } from './video-codec.ts'

type Track = Pick<MovieTrack, 'entries' | 'samples'>

/** By `setKey`. */
type Sets = Map<string, Uint8Array>

/** From this sample on another set is in force; with no `set`: those of its sample entry, and no others. */
type Change = { sample: number; set: ChangedSet | null }
/** `isNew`: there was none of that key. */
type ChangedSet = { key: string; unit: Uint8Array; isNew: boolean }

/** Larger sets are not believed, and more changes not kept: then nothing is known of what follows. */
const setLimit = 16_384
const changeLimit = 100_000
const keptBytes = 16 << 20
/** Samples that overlap may make a small file endless: no more than this many times its size is read. */
const timesTheFile = 2
const turnSamples = 256

const known = new WeakMap<SampleTable, SetsInForce>()

/** One for all that decode this track. `missing`: bytes in whose place zeros stand, said by the first who knows them. */
export function setsInForce(track: Track, missing?: readonly ByteRange[]): SetsInForce {
  let found = known.get(track.samples)
  if (!found || (missing && !found.isWithout(missing))) found = new SetsInForce(track, missing)
  known.set(track.samples, found)
  return found
}

export class SetsInForce {
  readonly #track: Track
  readonly #missing: readonly ByteRange[]
  readonly #alike: readonly number[]
  readonly #changes: Change[] = []
  readonly #doubt: SetDoubt
  #current: Sets = new Map()
  #budget: ReadBudget | null = null
  #kept = 0
  #known = 0
  #stopped = false
  #turn: Promise<void> = Promise.resolve()

  constructor(track: Track, missing: readonly ByteRange[] = []) {
    this.#track = track
    this.#missing = missing
    this.#alike = firstAlike(track.entries)
    this.#doubt = new SetDoubt(track.entries.some(leavesSetsToSamples))
    if (track.entries.every((entry) => framingOf(entry) === null)) this.#known = track.samples.length
  }

  isWithout(missing: readonly ByteRange[]): boolean {
    const isSame = ({ start, end }: ByteRange, at: number): boolean =>
      this.#missing[at]?.start === start && this.#missing[at].end === end
    return this.#missing.length === missing.length && missing.every(isSame)
  }

  /** Of samples [0, known) it is known. */
  get known(): number {
    return this.#known
  }

  /** Whether no more will be known. */
  get stopped(): boolean {
    return this.#stopped
  }

  /** Looks at the heads of samples up to `end`, where that was not done; one after the other, whoever asks. */
  learn(source: ByteSource, end: number, signal: AbortSignal): Promise<void> {
    // That the turn before failed is told to whoever asked for it; where it stopped, the next one goes on.
    const before = this.#turn.catch(() => undefined)
    this.#turn = before.then(() => this.#walk(source, Math.min(end, this.#track.samples.length), signal))
    return this.#turn
  }

  /** The same told by somebody who read them: the sets that this sample brings, and those after the last that is known none. */
  tell(sample: number, sets = noSets()): void {
    while (this.#known < sample && !this.#stopped) this.#take(this.#known, noSets())
    if (this.#known === sample && !this.#stopped) this.#take(sample, sets)
  }

  /** Told by somebody who saw that some sample brings sets, be it not known which. */
  expect(): void {
    this.#doubt.matter()
  }

  /** Whether samples bring sets that are others than those before, as far as is known. */
  get changeInside(): boolean {
    return this.#changes.some(({ set }) => set !== null)
  }

  /**
   * The sets that a decoder has to have that begins with this sample, those that the sample brings along included; null where
   * they are those of its sample entry. Only of samples that are known.
   */
  at(sample: number): Uint8Array[] | null {
    return this.#changes[this.#placeAfter(sample) - 1]?.set ? this.all(sample) : null
  }

  /** The same, also where they are those of the sample entry. */
  all(sample: number): Uint8Array[] {
    const end = this.#placeAfter(sample)
    let begin = end
    while (begin > 0 && this.#changes[begin - 1]?.set) begin -= 1
    const sets = this.#configured(sample)
    for (; begin < end; begin += 1) {
      const set = this.#changes[begin]?.set
      if (set) sets.set(set.key, set.unit)
    }
    return [...sets.values()]
  }

  /**
   * Whether others may be in force where decoding begins with this sample: before it lies one that could not be read to its end, and
   * since then not all of them came again. Said only of tracks of which any sample is known to bring sets, be they the same, or whose
   * entries leave it to the samples to bring them: what is missing of others is taken to bring none either. Of known samples.
   */
  isDoubtful(sample: number): boolean {
    return this.#doubt.isAt(sample)
  }

  /** The samples of [first, end) from which on other sets are in force than at the one before. */
  changesIn(first: number, end: number): number[] {
    return this.#samplesOf(first, end, () => true)
  }

  /**
   * The samples of [first, end) with which a sequence may begin that has another set: those that replace one, and the sync samples
   * at or behind those that bring a further one (H.264 7.4.1.2.1, H.265 7.4.2.4.2).
   */
  sequencesIn(first: number, end: number): number[] {
    const { samples } = this.#track
    const ofSequence = (isNew: boolean): number[] =>
      this.#samplesOf(0, end, ({ set }) => set !== null && isSequence(set.key) && set.isNew === isNew)
    const further = ofSequence(true).map((sample) => syncAtOrAfter(samples, sample))
    const begins = new Set(
      [...ofSequence(false), ...further].filter((begin) => begin >= first && begin < end),
    )
    return [...begins].sort((a, b) => a - b)
  }

  #samplesOf(first: number, end: number, isMeant: (change: Change) => boolean): number[] {
    const samples: number[] = []
    for (const change of this.#changes.slice(this.#placeAfter(first - 1), this.#placeAfter(end - 1))) {
      if (isMeant(change) && samples.at(-1) !== change.sample) samples.push(change.sample)
    }
    return samples
  }

  /** How many changes there are up to and with this sample. */
  #placeAfter(sample: number): number {
    let [low, high] = [0, this.#changes.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#changes[middle]?.sample ?? 0) <= sample) low = middle + 1
      else high = middle
    }
    return low
  }

  async #walk(source: ByteSource, end: number, signal: AbortSignal): Promise<void> {
    // What a doubt is worth is known by all samples.
    const isEnough = (): boolean => this.#known >= end && !this.#doubt.isOpen
    if (isEnough()) return
    this.#budget ??= { left: timesTheFile * source.size + (1 << 20) }
    const heads = new SetHeads(source, this.#track, this.#budget)
    while (this.#known < this.#track.samples.length && !this.#stopped && !isEnough()) {
      const sample = this.#known
      if (sample % turnSamples === 0) await breathe(signal)
      await heads.prepare(sample, this.#doubt.isOpen ? this.#track.samples.length : end)
      const sets = await heads.of(sample, setLimit + 1, signal)
      if (heads.spent) this.#stop()
      else this.#take(sample, { ...sets, isAll: sets.isAll && !this.#isMissing(sample) })
    }
  }

  #isMissing(sample: number): boolean {
    const { offset, size } = this.#track.samples
    const start = offset[sample] ?? 0
    return isTouched(this.#missing, start, start + (size[sample] ?? 0))
  }

  #take(sample: number, { before, behind, isAll }: SampleSets): void {
    if (this.#changes.length >= changeLimit) return this.#stop()
    if (sample === 0 || this.#entryAt(sample) !== this.#entryAt(sample - 1)) {
      this.#current = this.#configured(sample)
      if (sample > 0) this.#changes.push({ sample, set: null })
      this.#doubt.end(sample)
    }
    const brought = this.#bring(sample, before, sample)
    const isEach = brought.size > 0 && [...this.#current.keys()].every((key) => brought.has(key))
    if (isAll && isEach) this.#doubt.end(sample)
    this.#bring(sample, behind, sample + 1)
    if (!isAll) this.#doubt.begin(sample + 1)
    if (!this.#stopped) this.#known = sample + 1
  }

  /** Units of a sample that are in force from `from` on. Tells their keys. */
  #bring(sample: number, units: readonly Uint8Array[], from: number): Set<string> {
    const keys = new Set<string>()
    const codec = this.#codecAt(sample)
    for (const unit of units) {
      const key = codec && setKey(unit, codec)
      if (key === null) continue
      keys.add(key)
      this.#doubt.matter()
      const old = this.#current.get(key)
      if (old && Buffer.compare(old, unit) === 0) continue
      this.#kept += unit.length
      if (unit.length > setLimit || this.#kept > keptBytes || this.#changes.length >= changeLimit) {
        this.#stop()
        return keys
      }
      this.#current.set(key, unit)
      this.#changes.push({ sample: from, set: { key, unit, isNew: old === undefined } })
    }
    return keys
  }

  /** What is behind is not known, nor whether it brings sets. */
  #stop(): void {
    this.#stopped = true
    this.#doubt.matter()
  }

  #codecAt(sample: number): VideoCodec | null {
    return framingOf(this.#track.entries[this.#entryAt(sample)])?.codec ?? null
  }

  /** Of entries that are alike the first. */
  #entryAt(sample: number): number {
    const at = this.#track.samples.entry[sample] ?? -1
    return this.#alike[at] ?? at
  }

  #configured(sample: number): Sets {
    const entry: SampleEntry | undefined = this.#track.entries[this.#entryAt(sample)]
    const codec = this.#codecAt(sample)
    const sets: Sets = new Map()
    for (const unit of configuredUnits(entry?.decoderConfig ?? null)) {
      const key = codec && setKey(unit, codec)
      if (key) sets.set(key, unit)
    }
    return sets
  }
}
