// Judges groups of pictures in decode order, many at once: which decode cleanly, which is the first that does not, and which of its
// pictures and of those that may depend on it are hurt.
import { EvidenceError } from '#contract/errors.ts'
import type { UncheckedReason } from '#contract/frames.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import { isSlice } from './annex-b.ts'
import type { Group, Left } from './damage-groups.ts'
import type { DamageVerdicts } from './damage-verdicts.ts'
import { checkStretch, decodableSamples, firstDamaged, readUnits } from './decode-check.ts'
import type { CheckRun, Stretch } from './decode-check.ts'

const timeoutMs = 45 * 60_000
/** Where ffmpeg fails at so many groups and nothing is ever decoded, it is not the recording that is damaged. */
const vainLimit = 40

/** What came just before. */
type Before = {
  first: number
  end: number
  entry: number | null
  state: 'sound' | 'damaged' | UncheckedReason
}
/** Groups [good, bad): the first that is not sound is among them, and all before them are. */
type Range = { good: number; bad: number }
/** Decode indexes, endless where there is none. `leading`: of the pictures that are shown before the first of the group. */
type Damage = { leading: number; other: number }

/** What was not checked for these reasons leaves unknown what depends on it. */
const carriedOn = ['missing', 'empty', 'too-large', 'failed', 'unknown-sets'] as const
const isCarriedOn = (state: Before['state']): state is (typeof carriedOn)[number] =>
  carriedOn.some((reason) => reason === state)

/** Which parameter sets are in force where it begins cannot be known. */
const isUnknownBeginning = (cause: unknown): boolean =>
  cause instanceof EvidenceError && cause.code === 'review-refused'

/**
 * Whether what is before it makes no difference: nothing is before the first sample. What does not add up counts, too: that it is
 * damaged is found out then.
 */
const canBegin = ({ first, start }: Group): boolean =>
  start === 'anew' || start === 'broken' || (start === 'intra' && first === 0)

const sound: Damage = { leading: Number.POSITIVE_INFINITY, other: Number.POSITIVE_INFINITY }

export class DamageJudge {
  readonly #source: ByteSource
  readonly #track: MovieTrack
  readonly #verdicts: DamageVerdicts
  readonly #work: Work
  readonly #run: CheckRun
  #before: Before | null = null
  #done = 0
  #vain = 0
  #hasDecoded = false

  constructor(
    { source, track, verdicts }: { source: ByteSource; track: MovieTrack; verdicts: DamageVerdicts },
    work: Work,
  ) {
    this.#source = source
    this.#track = track
    this.#verdicts = verdicts
    this.#work = work
    this.#run = { signal: work.signal, timeoutMs, onGiven: (sample) => this.#report(sample) }
  }

  /** Says of pictures that they cannot be checked. */
  leave({ first, end, reason }: Left): void {
    for (let sample = first; sample < end; sample += 1) this.#verdicts.leave(sample, reason)
    this.#before = { first, end, entry: null, state: reason }
    this.#report(end)
  }

  /** Groups on end, up to the first that is not sound, which is settled too. Tells how many these were. */
  async settle(groups: readonly Group[]): Promise<{ groups: number; isSound: boolean }> {
    const [first] = groups
    if (first && !this.#hasSoundBefore(first) && !canBegin(first)) {
      this.#markAllWithout(first)
      return { groups: 1, isSound: false }
    }
    let range = await this.#check(groups)
    if (!range) {
      this.#vouchFor(groups)
      return { groups: groups.length, isSound: true }
    }
    while (range.bad - range.good > 1) {
      this.#vouchFor(groups.slice(0, range.good))
      range = await this.#narrow(groups, range)
    }
    this.#vouchFor(groups.slice(0, range.good))
    const [worst] = groups.slice(range.good)
    if (worst) await this.#locate(worst)
    return { groups: range.bad, isSound: false }
  }

  async #narrow(groups: readonly Group[], { good, bad }: Range): Promise<Range> {
    const middle = (good + bad) >>> 1
    const found = await this.#check(groups.slice(good, middle))
    return found ? { good: good + found.good, bad: good + found.bad } : { good: middle, bad }
  }

  /** Null where all decode cleanly. */
  async #check(groups: readonly Group[]): Promise<Range | null> {
    const { stretch } = this.#stretchOf(groups)
    try {
      const { complains, given, torn } = await checkStretch(stretch, this.#run)
      if (!complains && !torn) return null
      // Behind what had been given when it complained, nothing is known.
      const last = stretch.wanted[complains ? Math.max(0, given - 1) : given] ?? 0
      const group = groups.findIndex(({ end }) => last < end)
      return { good: torn ? group : 0, bad: group + 1 }
    } catch (cause) {
      this.#requireFailure(cause)
      return { good: 0, bad: groups.length }
    }
  }

  /** Which pictures of a group are hurt. */
  async #locate(group: Group): Promise<void> {
    try {
      const damage = await this.#damageOf(group)
      const isNone = await this.#isNoPicture(damage.other, group)
      this.#mark(group, isNone ? sound : damage)
      if (isNone) this.#verdicts.leave(damage.other, 'no-picture')
      this.#hasDecoded = true
    } catch (cause) {
      this.#requireFailure(cause)
      const reason = isUnknownBeginning(cause) ? 'unknown-sets' : 'failed'
      if (reason === 'failed') this.#vain += 1
      if (!this.#hasDecoded && this.#vain > vainLimit) throw cause
      this.leave({ kind: 'left', first: group.first, end: group.end, reason })
    }
  }

  /** Cameras put their last signature behind the last picture: nothing can depend on what is no picture there. */
  async #isNoPicture(sample: number, { format }: Group): Promise<boolean> {
    if (sample !== this.#track.samples.length - 1) return false
    const units = await readUnits(this.#source, this.#track, sample, format)
    return units !== null && !units.some((unit) => isSlice(unit, format.name))
  }

  async #damageOf(group: Group): Promise<Damage> {
    const { stretch, earlier } = this.#stretchOf([group])
    const place = await firstDamaged(stretch, earlier, this.#run)
    if (place === null) return sound
    if (place < earlier) {
      // Of what was sound it complains now: the group is judged alone.
      this.#before = null
      return { ...sound, other: await this.#damageAlone(group) }
    }
    const damaged = stretch.wanted[place] ?? group.first
    if (!this.#isLeading(group, damaged)) return { ...sound, other: damaged }
    // On pictures that are shown before the first of their group, no other depends.
    return { leading: damaged, other: await this.#damageAlone(group) }
  }

  async #damageAlone({ first, end, format }: Group): Promise<number> {
    const wanted = decodableSamples(this.#track, first, end)
    const stretch = { source: this.#source, track: this.#track, format, wanted }
    const place = await firstDamaged(stretch, 0, this.#run)
    return place === null ? sound.other : (wanted[place] ?? first)
  }

  /**
   * Begins with the group before where that is sound: pictures that are shown before the first here need it (open groups), and a
   * table may say of a sample that decoding can begin there though it cannot. `earlier`: so many samples are of that group.
   */
  #stretchOf(groups: readonly Group[]): { stretch: Stretch; earlier: number } {
    const [first] = groups
    if (!first) throw new RangeError('there is no group')
    const begin = this.#hasSoundBefore(first) ? (this.#before?.first ?? first.first) : first.first
    const wanted = decodableSamples(this.#track, begin, groups.at(-1)?.end ?? first.end)
    const earlier = wanted.findIndex((sample) => sample >= first.first)
    return {
      stretch: { source: this.#source, track: this.#track, format: first.format, wanted },
      earlier: Math.max(0, earlier),
    }
  }

  /** What was vouched for before stays as it is. */
  #vouchFor(groups: readonly Group[]): void {
    for (const group of groups) if (group.first >= (this.#before?.end ?? 0)) this.#mark(group, sound)
    if (groups.length > 0) this.#hasDecoded = true
  }

  #mark(group: Group, { leading, other }: Damage): void {
    const { first, end, entry } = group
    const isAlone = !this.#hasSoundBefore(group)
    for (let sample = first; sample < end; sample += 1) {
      const isLeading = this.#isLeading(group, sample)
      const from = isLeading ? Math.min(leading, other) : other
      if (isLeading && isAlone) this.#markWithout(group, sample)
      else if (sample < from) this.#verdicts.vouchFor(sample)
      else if (sample === from) this.#verdicts.damage(sample)
      else this.#verdicts.affect(sample)
    }
    this.#before = { first, end, entry, state: Number.isFinite(other) ? 'damaged' : 'sound' }
    this.#report(end)
  }

  /** A picture that needs the group before, which is not sound. */
  #markWithout({ first, entry }: Group, sample: number): void {
    const state = this.#before?.end === first ? this.#before.state : 'no-start'
    if (state === 'damaged' && this.#before?.entry === entry) this.#verdicts.affect(sample)
    else this.#verdicts.leave(sample, isCarriedOn(state) ? state : 'no-start')
  }

  /** A group that cannot be decoded by itself, though the table says so: it is like the one before. */
  #markAllWithout(group: Group): void {
    const { first, end, entry } = group
    for (let sample = first; sample < end; sample += 1) this.#markWithout(group, sample)
    const state = this.#verdicts.isDamaged(first) ? 'damaged' : (this.#verdicts.reasonOf(first) ?? 'no-start')
    this.#before = { first, end, entry, state }
    this.#report(end)
  }

  #hasSoundBefore({ first, entry }: Group): boolean {
    const before = this.#before
    return before?.end === first && before.entry === entry && before.state === 'sound'
  }

  #isLeading({ first, leadingEnd }: Group, sample: number): boolean {
    if (sample > first && sample < leadingEnd) return true
    const { samples } = this.#track
    return compositionTimeOf(samples, sample) < compositionTimeOf(samples, first)
  }

  /** Of what ffmpeg makes of a recording, anything may come; other failures are none of the recording. */
  #requireFailure(cause: unknown): void {
    this.#work.signal.throwIfAborted()
    const isFailure = cause instanceof EvidenceError && cause.code === 'ffmpeg-failed'
    if (!isFailure && !isUnknownBeginning(cause)) throw cause
  }

  /** Never less than before: while damage is looked for, the same samples are decoded again. */
  #report(done: number): void {
    this.#done = Math.max(this.#done, done)
    const { length: total } = this.#track.samples
    this.#work.report({ label: this.#source.name, done: this.#done, total, unit: 'items' })
  }
}
