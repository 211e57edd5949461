// What the engine holds while it runs: the open case, jobs, the workstation's own folder. One for each engine.
import { hostname, userInfo } from 'node:os'
import type { Case } from '#contract/case.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { JobId, Sha256 } from '#contract/units.ts'
import { utcNow } from './base/time.ts'
import { judgeStale } from './calls/judge-again.ts'
import type { TrustChoice } from './examine/verify-file.ts'
import { reindexUnfinished } from './ingest/index-metadata.ts'
import { makeThumbnails, withoutThumbnail } from './ingest/thumbnails.ts'
import { Jobs } from './jobs.ts'
import type { Emit } from './jobs.ts'
import { RecentCases } from './store/recent-cases.ts'
import type { CaseDatabase } from './store/case-database.ts'
import { WorkstationTrust } from './store/workstation-trust.ts'
import { holdTrust } from './examine/held-trust.ts'
import type { HeldTrust } from './examine/held-trust.ts'
import { MovieCache } from './movie-cache.ts'

/** How long an opening waits for items to be judged by whom is trusted here. */
const judgingMillis = 2_000
/** The list of items is not loaded anew for each picture. */
const picturesToldMillis = 1_000
const beingJudged =
  'Some items were judged with another trust store than the one that counts here; they are being judged again.'

export class Workbench {
  readonly dataFolder: string
  readonly recent: RecentCases
  readonly jobs: Jobs
  readonly movies = new MovieCache()
  readonly workstationTrust: WorkstationTrust
  readonly emit: Emit
  #database: CaseDatabase | null = null
  #actor = ''
  #held: { trust: HeldTrust; stamp: string } | null = null
  /** The trust store that all items of the open case were judged with, as far as they can be; null: not known. */
  judgedBy: Sha256 | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #leaving = 0
  #mending: { stop(): void; ended: Promise<void> } | null = null
  #picturing: { stop(): void; ended: Promise<void> } | null = null

  constructor(dataFolder: string, emit: Emit) {
    this.dataFolder = dataFolder
    this.emit = emit
    this.recent = new RecentCases(dataFolder)
    this.workstationTrust = new WorkstationTrust(dataFolder)
    this.jobs = new Jobs(emit)
  }

  get current(): Case | null {
    return this.#database?.describe() ?? null
  }

  /** The open case. Fails with `no-case-open`. */
  get database(): CaseDatabase {
    if (!this.#database) throw new EvidenceError('no-case-open', 'No case is open.')
    return this.#database
  }

  /** Who acts: the examiner of this session, for the ledger. */
  get actor(): string {
    return this.#actor || defaultActor()
  }

  /** Takes over an open database; the one that was open before is closed first. `job`: the running job that asks. */
  async enter(database: CaseDatabase, actor: string, job: JobId | null = null): Promise<Case> {
    await this.leave(job)
    this.#database = database
    this.#actor = actor
    this.trustChanged()
    database.notices.push(...this.held.problems)
    await this.#judgeOpened(database)
    if (this.#database !== database)
      throw new EvidenceError('no-case-open', 'The case was closed while it was being opened.')
    const opened = database.describe()
    this.recent.add({ path: opened.path, reference: opened.reference, openedAt: utcNow() })
    this.emit('case.changed', { case: opened })
    this.#mend(database)
    this.makePictures(database)
    return opened
  }

  /** Judged before on another workstation, or before this one trusted others. A large case is shown meanwhile, and says so. */
  async #judgeOpened(database: CaseDatabase): Promise<void> {
    const judged = judgeStale(this, database).then(
      () => true,
      (error: unknown) => {
        process.stderr.write(`judging again failed: ${String(error)}\n`)
        // The notice stays.
        return false
      },
    )
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), judgingMillis)
    })
    const isDone = await Promise.race([judged, late])
    clearTimeout(timer)
    if (isDone || this.#database !== database) return
    database.notices.push(beingJudged)
    void judged.then((isJudged) => {
      if (!isJudged || this.#database !== database || this.isLeaving) return
      database.notices.splice(database.notices.indexOf(beingJudged), 1)
      this.emit('case.changed', { case: database.describe() })
    })
  }

  /** One after another: no item is judged twice for one change. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** The open case is being closed: what can wait for its next opening does. */
  get isLeaving(): boolean {
    return this.#leaving > 0
  }

  /** What a crash left half-indexed is read from the vault again, beside everything else; closing the case stops it. */
  #mend(database: CaseDatabase): void {
    if (database.metadata.unfinished().length === 0) return
    const controller = new AbortController()
    const work = { signal: controller.signal, report: () => undefined }
    const ended = reindexUnfinished(database, work).then(
      () => this.emit('items.changed', {}),
      (error: unknown) => {
        // The notice of the opening stands: these items have no events and no overlays yet.
        if (!controller.signal.aborted) process.stderr.write(`indexing again failed: ${String(error)}\n`)
      },
    )
    this.#mending = { stop: () => controller.abort(), ended }
  }

  /** Pictures of items that have none yet, beside everything else; closing the case stops it. */
  makePictures(database: CaseDatabase): void {
    if (this.#database !== database || this.isLeaving || database.describe().readOnly) return
    const before = this.#picturing
    const controller = new AbortController()
    const work = { signal: controller.signal, report: () => undefined }
    const makeAll = async (): Promise<void> => {
      await before?.ended
      if (controller.signal.aborted) return
      let toldAt = performance.now()
      let untold = 0
      const tell = (): void => {
        if (untold > 0) this.emit('items.changed', {})
        untold = 0
        toldAt = performance.now()
      }
      await makeThumbnails(database, withoutThumbnail(database), work, () => {
        untold += 1
        if (performance.now() - toldAt >= picturesToldMillis) tell()
      })
      tell()
    }
    const ended = makeAll().catch((error: unknown) => {
      if (!controller.signal.aborted) process.stderr.write(`making pictures failed: ${String(error)}\n`)
    })
    const stop = (): void => {
      before?.stop()
      controller.abort()
    }
    this.#picturing = { stop, ended }
  }

  /** Ends all jobs and closes the case; harmless where none is open. */
  async leave(job: JobId | null = null): Promise<void> {
    this.#leaving += 1
    try {
      await this.jobs.close(job)
      this.#mending?.stop()
      await this.#mending?.ended
      this.#mending = null
      this.#picturing?.stop()
      await this.#picturing?.ended
      this.#picturing = null
      await this.#turn
    } finally {
      this.#leaving -= 1
    }
    this.movies.clear()
    const had = this.#database
    this.#database = null
    this.trustChanged()
    had?.close()
    if (had) this.emit('case.changed', { case: null })
  }

  /** Whom verdicts rely on now: the open case and this workstation together. */
  get held(): HeldTrust {
    // Another program of this workstation may have changed whom it trusts.
    const stamp = this.workstationTrust.stamp()
    if (this.#held?.stamp !== stamp) this.#held = { trust: this.#readHeld(), stamp }
    return this.#held.trust
  }

  /** After each change of what is trusted, so that the next verdict is given with it. */
  trustChanged(): void {
    this.#held = null
    this.judgedBy = null
  }

  #readHeld(): HeldTrust {
    const scopes = this.#database ? [this.#database.trust, this.workstationTrust] : [this.workstationTrust]
    return holdTrust(scopes)
  }

  trust(): TrustChoice {
    return this.held.choice
  }
}

/** For a case that no workbench holds; without `workstation` it is the case's own roots and lists. */
export const caseTrust = (database: CaseDatabase, workstation?: WorkstationTrust): HeldTrust =>
  holdTrust(workstation ? [database.trust, workstation] : [database.trust])

/** The account at this workstation, where nobody gave a name. */
export const defaultActor = (): string => `${userInfo().username}@${hostname()}`

/** As it stands in `suep` and in the workstation's certificate. */
export const workstationName = (): string => `Exhibit on ${hostname()}`
