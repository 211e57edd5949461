// The map of damage of the recording that is shown, once it was made; and the way from one damaged place to the next.
import { t } from '#contract/messages/format.ts'
import { damageScans } from './frame-scan.svelte.ts'
import { notices } from './notices.svelte.ts'
import { PictureDecoding } from './picture-decoding.ts'
import { playhead, type Playhead } from './playhead.svelte.ts'

class DecodingOfShown {
  /** The notice that nobody looked. */
  #told: number | null = null
  /** Null where the track that is shown was not looked through. */
  readonly known = $derived.by((): PictureDecoding | null => {
    const { place, found } = damageScans
    const { itemId, track, samples } = playhead
    const isShown = place?.itemId === itemId && place.trackId === track?.id
    return found && samples && isShown && found.samples === samples.count
      ? new PictureDecoding(found, samples)
      : null
  })

  /** Of what another playhead shows, where that is the same track. */
  of({ itemId, track }: Playhead): PictureDecoding | null {
    return itemId === playhead.itemId && track?.id === playhead.track?.id ? this.known : null
  }

  /** The first picture of the next or previous damaged place; null where there is none, or none is known. */
  next(direction: 1 | -1): number | null {
    return this.known?.nextPlace(playhead.wanted, direction) ?? null
  }

  /** Goes there. Where nobody looked, that is said: nothing to go to would be taken for nothing damaged. */
  step(direction: 1 | -1): void {
    const next = this.next(direction)
    if (next !== null) playhead.step(next - playhead.wanted)
    else if (!this.known) this.#told = notices.note(t('damage.notKnown'))
  }

  /** It is looked for now: that nobody did is no longer said. */
  begun(): void {
    if (this.#told !== null) notices.dismiss(this.#told)
    this.#told = null
  }
}

export const decoding = new DecodingOfShown()
