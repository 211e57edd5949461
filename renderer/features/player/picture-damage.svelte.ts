// Whether the shown picture decodes cleanly. The platform's decoder fills in what is missing and says nothing; the engine asks
// another one, group by group, once the playhead rests.
import type { UncheckedReason } from '#contract/frames.ts'
import type { SampleDamage } from '#contract/track.ts'
import type { Decoding } from '../../state/picture-decoding.ts'
import type { SampleTable } from '../../state/playhead-samples.ts'

/** `clean` is said of the picture and all that it depends on; `unknown`: nobody was asked yet. */
export type DamageState =
  | { kind: 'unknown' }
  /** It could not be looked at: a decoder may have filled in what is missing. */
  | { kind: 'unchecked'; why: UncheckedReason }
  | { kind: 'clean' }
  /** `sample`: decode index of the first damaged one. */
  | { kind: 'damaged'; sample: number }
  | { kind: 'failed'; error: unknown }

export type AskDamage = (first: number, count: number) => Promise<SampleDamage>

/** Sync samples at which the decoder found that it cannot begin: tables lie. */
export type Unusable = () => ReadonlySet<number>

/** Told of a picture in whose group something is damaged, or may be. */
export type OnDoubt = (presentationIndex: number) => void

type Group = { first: number; count: number }

/** The playhead rests when it has not moved for this long. */
const restMs = 200
/** One question asks for no more; the rest of longer groups is not checked. */
const groupLimit = 2_000

export class PictureDamage {
  state = $state.raw<DamageState>({ kind: 'unknown' })
  readonly #table: SampleTable
  readonly #ask: AskDamage
  readonly #unusable: Unusable
  readonly #onDoubt: OnDoubt
  /** By the sample that decoding begins with, and the end. */
  readonly #known = new Map<string, SampleDamage>()
  #shown: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = false
  #isClosed = false

  constructor(
    table: SampleTable,
    ask: AskDamage,
    unusable: Unusable = () => new Set(),
    onDoubt: OnDoubt = () => undefined,
  ) {
    this.#table = table
    this.#unusable = unusable
    this.#ask = ask
    this.#onDoubt = onDoubt
  }

  /** Tells which picture is on the screen; null where there is none. */
  look(presentationIndex: number | null): void {
    this.#shown = presentationIndex
    clearTimeout(this.#timer)
    this.#tell()
    if (this.state.kind === 'unknown' && presentationIndex !== null) {
      this.#timer = setTimeout(() => void this.#rest(), restMs)
    }
  }

  /** Whether it was found that a picture, and all that its group holds, decodes cleanly. */
  isClean(presentationIndex: number): boolean {
    const known = this.#knownOf(presentationIndex)
    return known !== null && known.checked && known.firstDamaged === null
  }

  close(): void {
    this.#isClosed = true
    this.#shown = null
    clearTimeout(this.#timer)
  }

  /** What is known of the shown picture. */
  #tell(): void {
    const known = this.#knownOf(this.#shown)
    if (!known || this.#shown === null) return void (this.state = { kind: 'unknown' })
    const { firstDamaged, why } = known
    if (!known.checked) {
      // While pictures follow each other it is not said of each of them; once it is said, it stays as long as it is true.
      const isSaid = this.state.kind === 'unchecked' && this.state.why === why
      if (!isSaid) this.state = { kind: 'unknown' }
      return
    }
    const isHurt = firstDamaged !== null && this.#table.decodeIndex(this.#shown) >= firstDamaged
    this.state = isHurt ? { kind: 'damaged', sample: firstDamaged } : { kind: 'clean' }
  }

  async #rest(): Promise<void> {
    const known = this.#knownOf(this.#shown)
    if (!known) return this.#find()
    if (known.why === null || this.#shown === null) return
    this.state = { kind: 'unchecked', why: known.why }
    this.#onDoubt(this.#shown)
  }

  #knownOf(presentationIndex: number | null): SampleDamage | null {
    if (presentationIndex === null) return null
    const group = this.#groupOf(presentationIndex)
    return typeof group === 'string' ? notChecked(group) : (this.#known.get(keyOf(group)) ?? null)
  }

  async #find(): Promise<void> {
    // One question at a time: the picture that is shown when it is answered is looked at next.
    const shown = this.#shown
    if (this.#asking || shown === null) return
    const group = this.#groupOf(shown)
    if (typeof group === 'string') return
    this.#asking = true
    let isClean = false
    try {
      this.#known.set(keyOf(group), await this.#ask(group.first, group.count))
      isClean = this.isClean(shown)
      this.look(this.#shown)
    } catch (error) {
      // Asked again when the playhead moves: the engine may have been started anew.
      if (this.#shown !== null) this.state = { kind: 'failed', error }
    } finally {
      this.#asking = false
    }
    if (!isClean && !this.#isClosed) this.#onDoubt(shown)
  }

  /** From where decoding begins to the end of the picture's own group; the reason where that cannot be asked for. */
  #groupOf(presentationIndex: number): Group | UncheckedReason {
    const table = this.#table
    const sample = table.decodeIndex(presentationIndex)
    const unusable = this.#unusable()
    const first = table.decodeFrom(sample, unusable)
    if (first === null) return 'no-start'
    if (sample - first >= groupLimit) return 'too-large'
    let end = sample + 1
    while (end < table.count && end - first < groupLimit && !(table.sync[end] === 1 && !unusable.has(end)))
      end += 1
    return { first, count: end - first }
  }
}

/** What could not be asked of one group may be known of the whole track. */
export function withMap(state: DamageState, mapped: Decoding | null): DamageState {
  if (!mapped || (state.kind !== 'unchecked' && state.kind !== 'failed')) return state
  if (mapped.state === 'clean') return { kind: 'clean' }
  return mapped.state === 'damaged' ? { kind: 'damaged', sample: mapped.cause } : state
}

const notChecked = (why: UncheckedReason): SampleDamage => ({ checked: false, firstDamaged: null, why })

const keyOf = ({ first, count }: Group): string => `${first}+${count}`
