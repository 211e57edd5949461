// What the engine holds while it runs: the open case, jobs, the workstation's own folder. One for each engine.
import { hostname, userInfo } from 'node:os'
import type { Case } from '#contract/case.ts'
import { EvidenceError } from '#contract/errors.ts'
import { formatActor } from '#contract/examiner.ts'
import type { JobId, Sha256 } from '#contract/units.ts'
import { utcNow } from './base/time.ts'
import { judgeStale } from './calls/judge-again.ts'
import { finishExports } from './export/unfinished-exports.ts'
import { ExaminerSession } from './custody/examiner-session.ts'
import { LedgerHeads } from './custody/ledger-heads.ts'
import { loadKnownKeys } from './custody/known-keys.ts'
import { takeBackHandOvers } from './custody/unfinished-hand-overs.ts'
import { closeLedger } from './custody/sign-ledger.ts'
import { currentSigner } from './custody/signer.ts'
import { judgeHeads } from './custody/verify-ledger.ts'
import type { TrustChoice } from './examine/verify-file.ts'
import { isUnfinished, reindexUnfinished } from './ingest/index-metadata.ts'
import { listAllVolumes, listVolumes } from './ingest/source/volumes.ts'
import { VolumeWatcher } from './ingest/source/watch-volumes.ts'
import { makeThumbnails, withoutThumbnail } from './ingest/thumbnails.ts'
import { Jobs } from './jobs.ts'
import type { Emit } from './jobs.ts'
import { RecentCases } from './store/recent-cases.ts'
import type { CaseDatabase, OpenOptions } from './store/case-database.ts'
import { WorkstationTrust } from './store/workstation-trust.ts'
import { holdTrust } from './examine/held-trust.ts'
import type { HeldTrust } from './examine/held-trust.ts'
import { MovieCache } from './movie-cache.ts'
import { ReviewCopies } from './review-copies.ts'
import { SoundFiles } from './sound-files.ts'

/** How long an opening waits for items to be judged by whom is trusted here. */
const judgingMillis = 2_000
/** How often the system is asked for its volumes while somebody wants to know. */
const volumeMillis = process.platform === 'win32' ? 5_000 : 2_000
/** The list of items is not loaded anew for each picture. */
const picturesToldMillis = 1_000
const beingJudged =
  'Some items were judged with another trust store than the one that counts here; they are being judged again.'

export type WorkbenchOptions = { attended?: boolean; listVolumes?: typeof listVolumes }
/** How many signatures and time stamps of a ledger every opening looks at. */
const newestHeads = 20

export class Workbench {
  readonly dataFolder: string
  readonly recent: RecentCases
  readonly jobs: Jobs
  readonly movies = new MovieCache()
  readonly reviews: ReviewCopies
  readonly sounds: SoundFiles
  readonly workstationTrust: WorkstationTrust
  /** Who is signed in. */
  readonly examiners: ExaminerSession
  readonly heads: LedgerHeads
  readonly emit: Emit
  readonly volumes: VolumeWatcher
  /** With those that a path may lie on beside the removable ones. */
  readonly listAllVolumes: typeof listAllVolumes
  readonly attended: boolean
  #database: CaseDatabase | null = null
  #actor = ''
  #held: { trust: HeldTrust; stamp: string } | null = null
  /** The trust store that all items of the open case were judged with, as far as they can be; null: not known. */
  judgedBy: Sha256 | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #leaving = 0
  #left: Promise<unknown> = Promise.resolve()
  #indexing: JobId | null = null
  #picturing: { stop(): void; ended: Promise<void> } | null = null

  /** `attended`: somebody works with it for a while, and has use for what can wait and for a list of recent cases. */
  constructor(dataFolder: string, emit: Emit, { attended = true, listVolumes: list }: WorkbenchOptions = {}) {
    this.attended = attended
    this.dataFolder = dataFolder
    this.emit = emit
    this.listAllVolumes = list ?? listAllVolumes
    this.volumes = new VolumeWatcher(
      list ?? listVolumes,
      (volumes) => emit('volumes.changed', { volumes }),
      volumeMillis,
    )
    this.recent = new RecentCases(dataFolder)
    this.workstationTrust = new WorkstationTrust(dataFolder)
    this.examiners = new ExaminerSession(dataFolder)
    this.heads = new LedgerHeads(dataFolder)
    this.jobs = new Jobs(emit)
    this.reviews = new ReviewCopies(this)
    this.sounds = new SoundFiles(this)
  }

  get current(): Case | null {
    return this.#database?.describe() ?? null
  }

  /** The open case. Fails with `no-case-open`. */
  get database(): CaseDatabase {
    if (!this.#database) throw new EvidenceError('no-case-open', 'No case is open.')
    return this.#database
  }

  /** Who acts, for the ledger: who is signed in, else who was named when the case was opened, else the account. */
  get actor(): string {
    return this.actorNamed(this.#actor)
  }

  /** Who was named when the case was opened; counts where nobody is signed in. */
  get named(): string {
    return this.#actor
  }

  /** As `actor`, where somebody may be named for a case that is not open yet. */
  actorNamed(name: string | null): string {
    const { examiner } = this.examiners
    return examiner ? formatActor(examiner) : name?.trim() || defaultActor()
  }

  /** With what a case is opened here. */
  openAs(name: string | null): Pick<OpenOptions, 'actor' | 'missingHead' | 'signedIn'> {
    return {
      actor: this.actorNamed(name),
      signedIn: this.examiners.spoken,
      missingHead: (database) => this.heads.missing(database),
    }
  }

  /** Takes over an open database; the one that was open before is closed first. `job`: the running job that asks. */
  async enter(database: CaseDatabase, actor: string, job: JobId | null = null): Promise<Case> {
    try {
      await this.leave(job)
      return await this.#takeOver(database, actor)
    } catch (error) {
      // Nobody else would give up its lock.
      try {
        if (this.#database === database) await this.leave(job)
      } finally {
        database.close()
      }
      throw error
    }
  }

  async #takeOver(database: CaseDatabase, actor: string): Promise<Case> {
    this.#database = database
    this.#actor = actor
    this.trustChanged()
    database.notices.push(
      ...this.held.problems,
      ...this.#ownProblems(),
      ...(await this.#headNotices(database)),
    )
    if (!database.describe().readOnly) {
      database.notices.push(...(await finishExports(database, this.actor)))
      database.notices.push(...(await takeBackHandOvers(database, this.actor)))
    }
    this.rememberHead(database)
    await this.#judgeOpened(database)
    if (this.#database !== database)
      throw new EvidenceError('no-case-open', 'The case was closed while it was being opened.')
    const opened = database.describe()
    this.remember(opened)
    this.emit('case.changed', { case: opened })
    if (!database.isReadOnly && isUnfinished(database)) this.indexUnfinished(database)
    if (this.attended) this.makePictures(database)
    return opened
  }

  /** The list of recent cases follows the open one. */
  remember({ path, reference }: Case): void {
    if (this.attended) this.recent.add({ path, reference, openedAt: utcNow() })
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

  /**
   * What a crash left half-indexed, or an older version did not index, is read from the vault again, as one job beside
   * everything else. Who asks while it runs watches that one.
   */
  indexUnfinished(database: CaseDatabase = this.database): JobId {
    if (this.#indexing !== null && this.jobs.isRunning(this.#indexing)) return this.#indexing
    this.#indexing = this.jobs.start('index', async (work) => {
      try {
        return await reindexUnfinished(database, work)
      } finally {
        // Also of those that were done before it was cancelled.
        if (this.#database === database) this.emit('items.changed', {})
      }
    })
    return this.#indexing
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

  /** The newest signatures of the ledger; looking at the ledger or verifying the case judges all. */
  async #headNotices(database: CaseDatabase): Promise<string[]> {
    const known = await loadKnownKeys(this.dataFolder, this.trust())
    const { fault } = judgeHeads(database, known, null, newestHeads)
    return fault ? [`The custody ledger does not verify: ${fault.reason}`] : []
  }

  /** Files of this workstation about examiners and ledgers that cannot be used. */
  #ownProblems(): string[] {
    const heads = this.heads.problem()
    return [...this.examiners.profiles.list().problems, ...(heads === null ? [] : [heads])]
  }

  /** What is known of the case outside of it. A workstation that cannot write it down goes on without. */
  rememberHead(database: CaseDatabase): void {
    if (!database.describe().readOnly) this.changeHeads((heads) => heads.save(database))
  }

  changeHeads(change: (heads: LedgerHeads) => void): void {
    try {
      change(this.heads)
    } catch (error) {
      process.stderr.write(`the end of the ledger was not written down: ${String(error)}\n`)
    }
  }

  /** The case that is being closed is closed: its folder can be opened again. */
  async whenLeft(): Promise<void> {
    await this.#left
  }

  /** Ends all jobs, signs the ledger and closes the case; harmless where none is open. */
  leave(job: JobId | null = null): Promise<void> {
    const before = this.#left
    const done = this.#close(job)
    this.#left = Promise.allSettled([before, done])
    return done
  }

  async #close(job: JobId | null): Promise<void> {
    const { named } = this
    const had = await this.#give(job)
    if (!had) return
    try {
      // Name and key of one moment: who signed out meanwhile has neither.
      const actor = this.actorNamed(named)
      const unsigned = await closeLedger(had, actor, () => currentSigner(this))
      // The next opening tells it too.
      if (unsigned !== null) process.stderr.write(`the ledger was not signed: ${unsigned}\n`)
      this.rememberHead(had)
    } finally {
      had.close()
    }
    this.emit('case.changed', { case: null })
  }

  /** The same, but that the case stays open in the hands of the job that asks; fails with `no-case-open`. */
  async handOver(job: JobId): Promise<CaseDatabase> {
    const had = await this.#give(job)
    if (!had) throw new EvidenceError('no-case-open', 'No case is open.')
    this.emit('case.changed', { case: null })
    return had
  }

  async #give(job: JobId | null): Promise<CaseDatabase | null> {
    this.#leaving += 1
    try {
      await this.jobs.close(job)
      this.#picturing?.stop()
      await this.#picturing?.ended
      this.#picturing = null
      await this.#turn
    } finally {
      this.#leaving -= 1
    }
    // While the case is still there: what was made lies in it, and is closed.
    if (this.#database) await this.reviews.leave()
    this.movies.clear()
    const had = this.#database
    this.#database = null
    this.trustChanged()
    return had
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
