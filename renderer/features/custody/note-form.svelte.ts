// A note for the ledger. What was typed stays until it is recorded, also where the panel is closed meanwhile.
import type { CustodyEntry } from '#contract/custody.ts'
import { t } from '#contract/messages/format.ts'
import type { ItemId } from '#contract/units.ts'
import { call } from '../../client/client.ts'

export const longestNote = 4_096

export class NoteForm {
  text = $state('')
  /** Empty: the case as a whole. */
  about = $state<ItemId | ''>('')
  tried = $state(false)
  busy = $state(false)
  failure = $state.raw<unknown>(null)
  readonly fault = $derived(this.tried && this.text.trim() === '' ? t('form.missing') : undefined)
  readonly left = $derived(longestNote - this.text.length)

  constructor(about: ItemId | null) {
    this.about = about ?? ''
  }

  /** The entry, or null where nothing was recorded. */
  async record(): Promise<CustodyEntry | null> {
    this.tried = true
    const text = this.text.trim()
    if (text === '' || this.busy) return null
    this.busy = true
    this.failure = null
    try {
      const entry = await call('custody.note', { itemId: this.about === '' ? null : this.about, text })
      this.text = ''
      this.tried = false
      return entry
    } catch (error) {
      this.failure = error
      return null
    } finally {
      this.busy = false
    }
  }
}
