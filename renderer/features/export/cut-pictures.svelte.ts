// The first and the last picture of a cut, decoded by the engine before the cut is made; of a veiled item none is asked for.
import type { CutPreview } from '#contract/export.ts'
import type { ItemSummary } from '#contract/item.ts'
import { call } from '../../client/client.ts'
import { veil } from '../../state/veil.svelte.ts'

export const ends = ['first', 'last'] as const
export type CutEnd = (typeof ends)[number]

export type CutPictureState =
  | { kind: 'none' }
  | { kind: 'loading' }
  | { kind: 'veiled' }
  /** `complaints`: what the decoder said of it; where it said anything, it may show what was not recorded. */
  | { kind: 'picture'; src: string; complaints: readonly string[] }
  | { kind: 'failed'; error: unknown }

type Wanted = NonNullable<CutPreview['pictures']>

export class CutPictures {
  first = $state.raw<CutPictureState>({ kind: 'none' })
  last = $state.raw<CutPictureState>({ kind: 'none' })
  readonly #item: ItemSummary
  /** By stored sample of a track: an end that stays where it is is not decoded anew. */
  readonly #known = new Map<string, CutPictureState>()
  #turn = 0

  constructor(item: ItemSummary) {
    this.#item = item
  }

  /** Resolves when both are there, or it is known why one is not. Only what was asked for last is shown. */
  async show(wanted: Wanted | null): Promise<void> {
    const turn = (this.#turn += 1)
    if (!wanted || veil.hides(this.#item)) {
      this.first = this.last = { kind: wanted ? 'veiled' : 'none' }
      return
    }
    const keyOf = (end: CutEnd): string => `${wanted.trackId}/${wanted[end]}`
    for (const end of ends) this[end] = this.#known.get(keyOf(end)) ?? { kind: 'loading' }
    // One after the other, so that whoever tries many times does not make as many decoders run beside each other.
    for (const end of ends) {
      if (turn !== this.#turn) return
      if (this[end].kind !== 'loading') continue
      const found = await this.#load(wanted.trackId, wanted[end])
      if (found.kind === 'picture') this.#known.set(keyOf(end), found)
      if (turn === this.#turn) this[end] = found
    }
  }

  async #load(trackId: number, sample: number): Promise<CutPictureState> {
    try {
      const { jpeg, complaints } = await call('export.picture', { itemId: this.#item.id, trackId, sample })
      return { kind: 'picture', src: `data:image/jpeg;base64,${jpeg}`, complaints }
    } catch (error) {
      return { kind: 'failed', error }
    }
  }
}
