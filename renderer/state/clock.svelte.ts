// The dialog about a recorder's clock can be opened from several places; and recorded times of the open item, corrected.
import type { ClockOffset } from '#contract/clock.ts'
import { correctedTime, explainCorrection } from '#contract/messages/clock-error.ts'
import type { ItemId, UtcTime } from '#contract/units.ts'
import { openCase } from './case.svelte.ts'
import { openItem } from './item.svelte.ts'

class RecorderClock {
  /** Non-null while the dialog is open. */
  itemId = $state.raw<ItemId | null>(null)
  readonly item = $derived(openCase.items.find(({ id }) => id === this.itemId) ?? null)

  /** The entry on the open item that counts now. */
  get entry(): ClockOffset | null {
    return openItem.detail?.clockOffset ?? null
  }

  /** What corrected times of the open item rest on; empty where there is no entry. */
  get hint(): string {
    return this.entry ? explainCorrection(this.entry) : ''
  }

  show(itemId: ItemId): void {
    this.itemId = itemId
    if (openItem.id !== itemId) void openItem.open(itemId, { looked: false })
  }

  close(): void {
    this.itemId = null
  }

  /** A recorded time of the open item less the error of its clock; null where nobody compared it. */
  correct(recorded: UtcTime | null): UtcTime | null {
    return correctedTime(recorded, this.entry)
  }
}

export const recorderClock = new RecorderClock()
