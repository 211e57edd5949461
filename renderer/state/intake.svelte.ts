// “Add evidence”: what was chosen, the plan for it, and what came of the last intake. The work itself is a job like any other.
import type { DownloadTerms, IntakeId, IntakePlan } from '#contract/intake.ts'
import type { JobEnd } from '#contract/job.ts'
import { t } from '#contract/messages/format.ts'
import type { JobId } from '#contract/units.ts'
import type { Volume } from '#contract/volume.ts'
import { call, startJob } from '../client/client.ts'
import { attempt } from './acts.svelte.ts'
import { openCase } from './case.svelte.ts'
import { jobs } from './jobs.svelte.ts'
import type { OutcomeGroup } from './intake-outcome.ts'
import { notices } from './notices.svelte.ts'
import { view } from './view.svelte.ts'
import { volumes } from './volumes.svelte.ts'

export type IntakeStep = 'sources' | 'address' | 'plan'

class Intake {
  /** Null: nobody said. Then it is there while there is nothing else. */
  #wanted = $state<boolean | null>(null)
  readonly visible = $derived(
    openCase.open !== null &&
      !openCase.open.readOnly &&
      (this.#wanted ?? (openCase.items.length === 0 && !openCase.loading && !openCase.error)),
  )
  step = $state<IntakeStep>('sources')
  /** What the plan is for. */
  sources = $state.raw<string[]>([])
  /** Only where the source is an address. */
  terms = $state.raw<DownloadTerms | null>(null)
  plan = $state.raw<IntakePlan | null>(null)
  planError = $state.raw<unknown>(null)
  planJob = $state.raw<JobId | null>(null)
  /** Between the wish to take it in and the job. */
  starting = $state(false)
  /** How the last intake ended; null where nobody has to look at it any more. */
  outcome = $state.raw<JobEnd | null>(null)
  /** Which files of the outcome are listed. */
  listed = $state<OutcomeGroup | null>(null)
  readonly running = $derived(jobs.running.filter(({ kind }) => kind === 'ingest'))
  /** The medium that the plan was made for and that is no longer there. */
  readonly gone = $derived<Volume | null>(this.#findGone())
  /** Whether both numbers that are shown say so, and not only the word beside them. */
  readonly hasRoom = $derived(
    this.plan !== null && this.plan.enough && this.plan.neededBytes <= this.plan.freeBytes,
  )
  readonly canTakeIn = $derived(
    this.plan !== null && this.plan.files > 0 && this.hasRoom && this.gone === null && !this.starting,
  )
  #volumesAtPlan = $state.raw(new Set<string>())
  #turn = 0

  constructor() {
    openCase.switched.add(() => this.#forget())
  }

  show(): void {
    this.#wanted = true
    view.go({ screen: 'case', tab: 'items' })
  }

  /** Gives its place back to the selected item. A plan that was made stays. */
  hide(): void {
    this.#wanted = false
  }

  toggle(): void {
    if (this.visible && view.route.screen === 'case' && view.route.tab === 'items') this.hide()
    else this.show()
  }

  async addFiles(): Promise<void> {
    const filters = [
      { name: t('dialog.allFiles'), extensions: ['*'] },
      { name: t('dialog.exports'), extensions: ['mp4', 'm4v', 'mov', 'zip'] },
    ]
    await this.#choose(t('ingest.chooseFiles'), filters)
  }

  async addArchive(): Promise<void> {
    await this.#choose(t('intake.chooseArchive'), [{ name: t('intake.archives'), extensions: ['zip'] }])
  }

  async addFolder(): Promise<void> {
    await attempt(t('ingest.notStarted'), async () => {
      const chosen = await call('dialog.openFolder', { title: t('ingest.chooseFolder') })
      if (chosen) await this.addPaths([chosen])
    })
  }

  /** Looks at these, and at what is planned already: what was chosen before must not be forgotten by choosing more. */
  async addPaths(paths: string[]): Promise<void> {
    if (paths.length === 0) return void notices.note(t('ingest.droppedNothing'))
    const planned = this.step === 'plan' && !this.terms ? this.sources : []
    await this.look([...new Set([...planned, ...paths])], null)
  }

  /** Makes the plan; what was being looked at before is let go. */
  async look(sources: string[], terms: DownloadTerms | null): Promise<void> {
    const turn = this.#letGo()
    this.show()
    this.step = 'plan'
    this.sources = sources
    this.terms = terms
    try {
      const { jobId, ended } = await startJob('ingest.plan', { sources, ...(terms && { download: terms }) })
      if (turn !== this.#turn) {
        await jobs.cancel(jobId)
        return
      }
      this.planJob = jobId
      const plan = await ended
      if (turn !== this.#turn) return
      // Cancelled from the tray.
      if (!plan) return this.back()
      this.#volumesAtPlan = new Set(volumes.list.map(({ id }) => id))
      this.plan = plan
    } catch (error) {
      if (turn === this.#turn) this.planError = error
    } finally {
      if (turn === this.#turn) this.planJob = null
    }
  }

  lookAgain(): Promise<void> {
    return this.look(this.sources, this.terms)
  }

  /** The server's certificate is accepted, by the fingerprint that the user compared. */
  accept(sha256: NonNullable<DownloadTerms['certificateSha256']>): Promise<void> {
    const { terms, sources } = this
    if (!terms) throw new Error('there is no address whose certificate could be accepted')
    return this.look(sources, { ...terms, certificateSha256: sha256 })
  }

  /** Back to what can be added, or to the address that the plan was for. */
  back(): void {
    const toAddress = this.step === 'plan' && this.terms !== null
    this.#letGo()
    this.step = toAddress ? 'address' : 'sources'
    if (this.step === 'sources') [this.sources, this.terms] = [[], null]
  }

  async takeIn(): Promise<void> {
    if (!this.canTakeIn) return
    const { sources, terms } = this
    this.starting = true
    this.dismissOutcome()
    await attempt(t('ingest.notStarted'), async () => {
      await startJob('ingest.start', { sources, ...(terms && { download: terms }) })
      this.#letGo()
      this.step = 'sources'
      this.sources = []
      this.terms = null
    })
    this.starting = false
  }

  /** Goes on with what was interrupted. */
  async resume(intakeId: IntakeId): Promise<void> {
    this.dismissOutcome()
    await attempt(t('intake.unfinished.notResumed'), () => startJob('ingest.resume', { intakeId }))
  }

  /** Told of the end of each intake. True where it is seen here, so that nobody else has to tell it. */
  end(end: JobEnd): boolean {
    // Of what was cancelled the line about what was interrupted tells.
    this.outcome = end.state === 'cancelled' ? null : end
    this.listed = null
    // What was pulled must not be listed beside the line that says it is gone.
    if (end.state === 'failed') volumes.refresh()
    const { route } = view
    return this.visible && route.screen === 'case' && route.tab === 'items'
  }

  showOutcome(end: JobEnd | null = this.outcome, listed: OutcomeGroup | null = null): void {
    this.outcome = end
    this.listed = listed
    this.show()
  }

  dismissOutcome(): void {
    this.outcome = null
    this.listed = null
  }

  async #choose(title: string, filters: { name: string; extensions: string[] }[]): Promise<void> {
    await attempt(t('ingest.notStarted'), async () => {
      const chosen = await call('dialog.openFiles', { title, filters, multiple: true })
      if (chosen && chosen.length > 0) await this.addPaths(chosen)
    })
  }

  #findGone(): Volume | null {
    for (const { volume } of this.plan?.sources ?? []) {
      if (!volume || !this.#volumesAtPlan.has(volume.id)) continue
      if (!volumes.loading && !volumes.list.some(({ id }) => id === volume.id)) return volume
    }
    return null
  }

  /** Ends the looking that is under way and forgets its plan; gives the turn of the next one. */
  #letGo(): number {
    const job = this.planJob
    this.planJob = null
    this.plan = null
    this.planError = null
    // It may have ended by itself meanwhile.
    if (job) jobs.cancel(job).catch(() => undefined)
    return ++this.#turn
  }

  #forget(): void {
    this.#letGo()
    this.dismissOutcome()
    this.#wanted = null
    this.step = 'sources'
    this.sources = []
    this.terms = null
  }
}

export const intake = new Intake()
