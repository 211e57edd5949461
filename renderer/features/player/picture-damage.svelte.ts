// Whether the shown picture decodes cleanly. The platform's decoder fills in what is missing and says nothing; the engine asks
// another one, group by group, once the playhead rests.
import type { SampleDamage } from '#contract/track.ts'
import type { SampleTable } from '../../state/playhead-samples.ts'

/** `clean` is said of the picture and all that it depends on. */
export type DamageState =
  | { kind: 'unknown' }
  | { kind: 'clean' }
  /** `sample`: decode index of the first damaged one. */
  | { kind: 'damaged'; sample: number }
  | { kind: 'failed'; error: unknown }

export type AskDamage = (first: number, count: number) => Promise<SampleDamage>

/** Sync samples at which the decoder found that it cannot begin: tables lie. */
export type Unusable = () => ReadonlySet<number>

type Group = { first: number; count: number }

/** The playhead rests when it has not moved for this long. */
const restMs = 200
/** One question asks for no more; in longer groups the rest stays unknown. */
const groupLimit = 2_000

export class PictureDamage {
  state = $state.raw<DamageState>({ kind: 'unknown' })
  readonly #table: SampleTable
  readonly #ask: AskDamage
  readonly #unusable: Unusable
  /** By the sample that decoding begins with, and the end. */
  readonly #known = new Map<string, SampleDamage>()
  #shown: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = false

  constructor(table: SampleTable, ask: AskDamage, unusable: Unusable = () => new Set()) {
    this.#table = table
    this.#unusable = unusable
    this.#ask = ask
  }

  /** Tells which picture is on the screen; null where there is none. */
  look(presentationIndex: number | null): void {
    this.#shown = presentationIndex
    clearTimeout(this.#timer)
    this.#tell()
    if (this.state.kind === 'unknown' && presentationIndex !== null) {
      this.#timer = setTimeout(() => void this.#find(), restMs)
    }
  }

  close(): void {
    this.#shown = null
    clearTimeout(this.#timer)
  }

  /** What is known of the shown picture. */
  #tell(): void {
    const group = this.#groupOf(this.#shown)
    const known = group && this.#known.get(keyOf(group))
    if (!known?.checked || this.#shown === null) return void (this.state = { kind: 'unknown' })
    const { firstDamaged } = known
    const isHurt = firstDamaged !== null && this.#table.decodeIndex(this.#shown) >= firstDamaged
    this.state = isHurt ? { kind: 'damaged', sample: firstDamaged } : { kind: 'clean' }
  }

  async #find(): Promise<void> {
    // One question at a time: the picture that is shown when it is answered is looked at next.
    if (this.#asking) return
    const group = this.#groupOf(this.#shown)
    if (!group || this.#known.has(keyOf(group))) return
    this.#asking = true
    try {
      this.#known.set(keyOf(group), await this.#ask(group.first, group.count))
      this.look(this.#shown)
    } catch (error) {
      // Asked again when the playhead moves: the engine may have been started anew.
      if (this.#shown !== null) this.state = { kind: 'failed', error }
    } finally {
      this.#asking = false
    }
  }

  /** From where decoding begins to the end of the picture's own group. */
  #groupOf(presentationIndex: number | null): Group | null {
    if (presentationIndex === null) return null
    const table = this.#table
    const sample = table.decodeIndex(presentationIndex)
    const unusable = this.#unusable()
    const first = table.decodeFrom(sample, unusable)
    if (first === null || sample - first >= groupLimit) return null
    let end = sample + 1
    while (end < table.count && end - first < groupLimit && !(table.sync[end] === 1 && !unusable.has(end)))
      end += 1
    return { first, count: end - first }
  }
}

const keyOf = ({ first, count }: Group): string => `${first}+${count}`
