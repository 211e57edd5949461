// Leaving the open case: what was typed is saved first; the user is asked where something would be lost all the same.
import { openCase } from './case.svelte.ts'
import { jobs } from './jobs.svelte.ts'
import { marks } from './marks.svelte.ts'

/** `notes`: what was typed into marks and cannot be saved · `work`: jobs that run, which end. */
export type Loss = 'notes' | 'work'

type Question = { act: () => Promise<void> | void; loss: Loss; more: Loss[] }

class Leaving {
  /** What would be lost, until the user has agreed to it or not. */
  asking = $state.raw<Question | null>(null)

  /** Leaves the case by `act`, without a question where nothing would be lost. */
  async leaveFor(act: Question['act']): Promise<void> {
    if (marks.drafts.areAny) await marks.drafts.flush()
    const losses: Loss[] = []
    if (marks.drafts.areAny) losses.push('notes')
    if (openCase.open && jobs.announced.length > 0) losses.push('work')
    await this.#askOrDo(act, losses)
  }

  /** The window is to be closed: false where something typed is saved first, which closes it when it is done. */
  mayClose(close: () => void): boolean {
    if (!marks.drafts.areAny) return true
    const giveUpAndClose = (): void => {
      marks.drafts.forgetAll()
      close()
    }
    void marks.drafts.flush().then(() => this.#askOrDo(giveUpAndClose, marks.drafts.areAny ? ['notes'] : []))
    return false
  }

  async agree(): Promise<void> {
    const { asking } = this
    this.asking = null
    // What could not be saved is given up where another case is opened, not before: see `marks.follow`.
    if (asking) await this.#askOrDo(asking.act, asking.more)
  }

  stay(): void {
    this.asking = null
  }

  async #askOrDo(act: Question['act'], [loss, ...more]: Loss[]): Promise<void> {
    if (loss) this.asking = { act, loss, more }
    else await act()
  }
}

export const leaving = new Leaving()
