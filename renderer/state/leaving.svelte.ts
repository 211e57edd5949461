// Leaving the open case ends its work: the user is asked first where any is running.
import { openCase } from './case.svelte.ts'
import { jobs } from './jobs.svelte.ts'

class Leaving {
  /** What would end the work that runs, until the user has agreed to it or not. */
  asking = $state.raw<(() => Promise<void>) | null>(null)

  /** Does it at once where nothing would be lost. */
  leaveFor(act: () => Promise<void>): void {
    if (openCase.open && jobs.announced.length > 0) this.asking = act
    else void act()
  }

  agree(): void {
    const act = this.asking
    this.asking = null
    void act?.()
  }

  stay(): void {
    this.asking = null
  }
}

export const leaving = new Leaving()
