// The review copies of the open case, and what they are made of: the stored samples of an export, or of a video of another
// format laid out anew. They lie in the case's `derived` folder, or in the workstation's own where the case is only read.
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { ReviewGroup, ReviewResult } from '#contract/review.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { openFileSource } from './base/byte-source.ts'
import type { ByteSource } from './base/byte-source.ts'
import { fileFailure } from './base/file-failure.ts'
import { labelled } from './base/progress.ts'
import type { Structure } from './examine/verify-file.ts'
import type { MovieTrack } from './isobmff/movie.ts'
import { ReviewCopy } from './media/review-copy.ts'
import { tellSets } from './media/tell-sets.ts'
import { planReview } from './media/review-plan.ts'
import { ReviewStore, runPath } from './media/review-store.ts'
import type { MovieCache } from './movie-cache.ts'
import type { Jobs } from './jobs.ts'
import type { CaseDatabase } from './store/case-database.ts'
import { KnownConfigs } from './known-configs.ts'
import { VideoLayouts } from './video-layouts.ts'

/** So many are made at the same time; the one opened first gives way. */
const together = 4

type Entry = { copy: ReviewCopy; source: ByteSource; jobId: JobId | null; name: string }

export type ReviewBench = {
  dataFolder: string
  database: CaseDatabase
  movies: MovieCache
  jobs: Jobs
}

export class ReviewCopies {
  readonly #bench: ReviewBench
  readonly #entries = new Map<string, Promise<Entry>>()
  /** Structures of which was told what is known of their parameter sets since the item was taken in. */
  readonly #told = new WeakSet<Structure>()
  readonly layouts: VideoLayouts
  readonly configs: KnownConfigs

  constructor(bench: ReviewBench) {
    this.#bench = bench
    const [file, makeFolder] = [(itemId: ItemId) => this.rewrapped(itemId), () => this.makeFolder()]
    const structure = (itemId: ItemId): Promise<Structure> => this.#structure(itemId)
    this.configs = new KnownConfigs({
      file: (itemId, trackId) => join(this.folder, `${itemId}.configs-${trackId}.json`),
      playedFile: (itemId) => this.playedFile(itemId),
      makeFolder,
    })
    this.layouts = new VideoLayouts(bench, { file, makeFolder, structure, configs: this.configs })
  }

  /** Makes what is missing of a copy; result of the job: `ReviewResult`. */
  async open(itemId: ItemId, trackId: number, picture: number): Promise<JobId> {
    const { jobs, database } = this.#bench
    const key = keyOf(itemId, trackId)
    const entry = await this.#entry(itemId, trackId)
    if (entry.jobId !== null && jobs.isRunning(entry.jobId)) return entry.jobId
    await this.#giveWay(key)
    const { path } = database.items.summary(itemId)
    const jobId = jobs.start('review-copy', (work): Promise<ReviewResult> =>
      entry.copy.make(labelled(work, path), picture),
    )
    entry.jobId = jobId
    entry.copy.expect()
    // Also where it was cancelled before it began.
    void jobs.ended(jobId).then(() => entry.copy.giveUp())
    return jobId
  }

  /** The pictures around one, as soon as they are made. Fails with `cancelled` where nobody makes them any more. */
  async group(itemId: ItemId, trackId: number, picture: number): Promise<ReviewGroup> {
    const { copy } = await this.#entry(itemId, trackId)
    if (picture >= copy.pictures) {
      throw new EvidenceError('wrong-input', `Track ${trackId} has ${copy.pictures} pictures.`, {
        details: { picture },
      })
    }
    return copy.group(picture)
  }

  /** Boxes and sample tables of what is played: the export itself, or the video laid out anew. */
  async structure(itemId: ItemId): Promise<Structure> {
    const { database, movies } = this.#bench
    if (database.items.summary(itemId).kind === 'video') return this.#structure(itemId)
    const structure = await movies.structure(database, itemId)
    if (!this.#told.has(structure)) tellSets(structure.movie, database.items.load(itemId))
    this.#told.add(structure)
    return structure
  }

  /** The file in which the samples of what is played lie. */
  playedFile(itemId: ItemId): string {
    const { database } = this.#bench
    const { kind, sha256 } = database.items.summary(itemId)
    return kind === 'video' ? this.rewrapped(itemId) : database.vault.path(sha256)
  }

  rewrapped(itemId: ItemId): string {
    return join(this.folder, `${itemId}.rewrapped.mov`)
  }

  runFile(itemId: ItemId, trackId: number, run: number): string {
    return runPath({ folder: this.folder, name: nameOf(itemId, trackId) }, run)
  }

  /** Stops what is being made, so that its files can be deleted; `null`: of all items. */
  async stop(itemId: ItemId | null): Promise<void> {
    const { jobs } = this.#bench
    await this.layouts.stop(itemId)
    await this.configs.stop(itemId)
    for (const [key, pending] of [...this.#entries]) {
      if (itemId !== null && !key.startsWith(`${itemId} `)) continue
      this.#entries.delete(key)
      const entry = await pending.catch(() => null)
      if (!entry) continue
      if (entry.jobId !== null) await jobs.end(entry.jobId)
      entry.copy.giveUp()
      await entry.source.close()
    }
  }

  /** When the case is left; its jobs have ended. What a case that is only read could not keep goes. */
  async leave(): Promise<void> {
    await this.stop(null)
    await sweepOwn(this.#ownFolder)
  }

  get #ownFolder(): string {
    return join(this.#bench.dataFolder, 'review')
  }

  /** Where what is derived lies. */
  get folder(): string {
    const { database } = this.#bench
    return database.isReadOnly ? join(this.#ownFolder, String(process.pid)) : database.folder.derived
  }

  async makeFolder(): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true })
    } catch (cause) {
      throw fileFailure(cause, this.folder, 'No review copy was made.')
    }
  }

  #structure(itemId: ItemId): Promise<Structure> {
    const file = this.rewrapped(itemId)
    if (!existsSync(file))
      throw new EvidenceError(
        'wrong-input',
        'The video was not laid out for looking yet: ask for that first.',
      )
    return this.#bench.movies.structureOf(file)
  }

  #entry(itemId: ItemId, trackId: number): Promise<Entry> {
    const key = keyOf(itemId, trackId)
    const known = this.#entries.get(key)
    if (known) return known
    const entry = this.#prepare(itemId, trackId)
    this.#entries.set(key, entry)
    entry.catch(() => this.#entries.delete(key))
    return entry
  }

  async #prepare(itemId: ItemId, trackId: number): Promise<Entry> {
    const { database } = this.#bench
    const { sha256 } = database.items.summary(itemId)
    const { missing } = database.items.load(itemId)
    const track = videoTrack(await this.structure(itemId), trackId)
    await this.makeFolder()
    const source = await openFileSource(this.playedFile(itemId))
    try {
      const place = { folder: this.folder, name: nameOf(itemId, trackId) }
      const header = { sha256, track: trackId, pictures: track.samples.length }
      const store = await ReviewStore.open(place, header)
      const isOriginal = database.items.summary(itemId).kind !== 'video'
      const plan = planReview(track, source.size, isOriginal ? missing : [])
      const copy = new ReviewCopy({ source, track, plan, store })
      return { copy, source, jobId: null, name: place.name }
    } catch (cause) {
      await source.close()
      throw cause
    }
  }

  async #giveWay(to: string): Promise<void> {
    const { jobs } = this.#bench
    const running: JobId[] = []
    for (const [key, pending] of this.#entries) {
      const jobId = key === to ? null : ((await pending.catch(() => null))?.jobId ?? null)
      if (jobId !== null && jobs.isRunning(jobId)) running.push(jobId)
    }
    for (const jobId of running.slice(0, Math.max(0, running.length - together + 1))) await jobs.end(jobId)
  }
}

const keyOf = (itemId: ItemId, trackId: number): string => `${itemId} ${trackId}`
const nameOf = (itemId: ItemId, trackId: number): string => `${itemId}.review-${trackId}`

function videoTrack({ movie }: Structure, trackId: number): MovieTrack {
  const track = movie.tracks.find(({ id, handler }) => id === trackId && handler === 'vide')
  if (track && track.samples.length > 0) return track
  throw new EvidenceError('wrong-input', `The item has no video track ${trackId} with pictures.`, {
    details: { trackId },
  })
}

/** Folders of programs that have ended; of this one too. */
async function sweepOwn(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^\d+$/.test(name) || (Number(name) !== process.pid && isAlive(Number(name)))) continue
    await rm(join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
