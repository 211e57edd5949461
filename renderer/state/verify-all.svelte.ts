// Verifying the whole case again, and which items were verified since the case was opened.
import type { ItemSummary } from '#contract/item.ts'
import { t } from '#contract/messages/format.ts'
import { millisOf } from '#contract/messages/times.ts'
import type { JobId, UtcTime } from '#contract/units.ts'
import { startJob } from '../client/client.ts'
import { attempt } from './acts.svelte.ts'
import { openCase } from './case.svelte.ts'

class VerifyAll {
  #asked = $state.raw<JobId | null>(null)
  /** Whether what the user asked for is running; what an opening began by itself is not meant. */
  readonly running = $derived(this.#asked !== null)
  /** When the open case was opened; null where that is not known. */
  readonly openedAt = $derived<UtcTime | null>(
    openCase.recent.find(({ path }) => path === openCase.open?.path)?.openedAt ?? null,
  )
  readonly sinceOpening = $derived(openCase.items.filter((item) => this.isSinceOpening(item)).length)

  /** Items of which the vault does not hold what was taken in, whenever that was found. */
  readonly amiss = $derived(openCase.items.filter(({ custody }) => custody === 'mismatch').length)

  isSinceOpening({ verifiedAt }: Pick<ItemSummary, 'verifiedAt'>): boolean {
    return this.openedAt !== null && millisOf(verifiedAt) >= millisOf(this.openedAt)
  }

  /** The end is told as that of every work is: by a notice, and in the tray. */
  async start(): Promise<void> {
    await attempt(t('verifyAll.notStarted'), async () => {
      const { jobId, ended } = await startJob('case.verify', {})
      this.#asked = jobId
      const over = (): void => {
        if (this.#asked === jobId) this.#asked = null
      }
      ended.then(over, over)
    })
  }
}

export const verifyAll = new VerifyAll()
