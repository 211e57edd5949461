// What the engine says of itself; and the screen's reaction to what it tells by itself.
import type { AppInfo } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import { call, on } from '../client/client.ts'
import { openCase } from './case.svelte.ts'
import { examiner } from './examiner.svelte.ts'
import { openItem } from './item.svelte.ts'
import { itemGroup } from './item-group.svelte.ts'
import { jobs } from './jobs.svelte.ts'
import { tellEnd } from './job-notices.ts'
import { recordings } from './recordings.svelte.ts'
import { unfinished } from './unfinished.svelte.ts'
import { notices } from './notices.svelte.ts'
import { view } from './view.svelte.ts'

class App {
  info = $state.raw<AppInfo | null>(null)
  /** Until the engine has answered for the first time. */
  starting = $state(true)
  error = $state.raw<unknown>(null)
  #listening = false

  async start(): Promise<void> {
    this.starting = true
    this.error = null
    try {
      jobs.start(tellEnd)
      this.#listen()
      this.info = await call('app.info', {})
      unfinished.start()
      recordings.start()
      await Promise.all([openCase.start(), examiner.start()])
      follow(openCase.open !== null)
    } catch (error) {
      this.error = error
    } finally {
      this.starting = false
    }
  }

  #listen(): void {
    if (this.#listening) return
    this.#listening = true
    openCase.switched.add(goOn)
    on('case.changed', ({ case: changed }) => follow(changed !== null))
    on('engine.gone', ({ reason }) => {
      notices.fail(t('app.engineGone'), new EvidenceError('engine-gone', reason))
      void recover()
    })
  }
}

/** Whoever opens a case again finds it as it was left. */
function goOn(): void {
  view.enter(openCase.open?.id ?? null)
  itemGroup.restore(view.place.group)
  openCase.selectedId = view.place.itemId
}

/** A new engine has no case open: the window opens the one it shows. */
async function recover(): Promise<void> {
  try {
    await openCase.reopen()
    await openItem.reload()
  } catch (error) {
    notices.fail(t('cases.notOpened'), error)
    follow(false)
  }
}

/** A case opened or closed from outside the window (menu, command line) takes the screen with it. */
function follow(isOpen: boolean): void {
  const { screen } = view.route
  if (isOpen && screen === 'cases') view.go({ screen: 'case', tab: view.place.tab })
  if (!isOpen && (screen === 'case' || screen === 'review' || screen === 'cameras'))
    view.go({ screen: 'cases' })
}

export const app = new App()
