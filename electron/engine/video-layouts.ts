// Videos of other formats laid out anew, so that single pictures are found in them: for looking, and, where something of them
// is to leave the case, out of the original as it is now and not out of what lies in a folder that others can write to.
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { OpenedVideo } from '#contract/review.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { openFileSource } from './base/byte-source.ts'
import { fileFailure } from './base/file-failure.ts'
import { stampOf } from './base/file-stamp.ts'
import { sha256OfSource } from './base/hash.ts'
import { labelled } from './base/progress.ts'
import type { Work } from './base/progress.ts'
import { describeTracks } from './examine/inspect-file.ts'
import type { Structure } from './examine/verify-file.ts'
import { refuseDamaged, refusePartialVideo } from './export/refuse-changed.ts'
import type { Jobs } from './jobs.ts'
import type { KnownConfigs } from './known-configs.ts'
import { ffmpegVersion } from './media/ffmpeg.ts'
import { findFfmpeg } from './media/ffmpeg-program.ts'
import type { LaidOut } from './media/picture-file.ts'
import { rewrap } from './media/rewrap.ts'
import type { CaseDatabase } from './store/case-database.ts'
import { Turns } from './turns.ts'

export type LayoutBench = { database: CaseDatabase; jobs: Jobs }

/** What is derived of an item. */
export type LayoutPlace = {
  /** Where the layout of an item lies. */
  file(itemId: ItemId): string
  makeFolder(): Promise<void>
  structure(itemId: ItemId): Promise<Structure>
  configs: Pick<KnownConfigs, 'look'>
}

/** A layout that was found to be what ffmpeg makes of the original, and the state in which both files were then. */
type Known = { stamp: string; original: string; laidOut: LaidOut }
/** Beside the place where it belongs; `original`: the state of the file that it was made of. */
type Made = { file: string; original: string; laidOut: LaidOut }

export class VideoLayouts {
  readonly #bench: LayoutBench
  readonly #place: LayoutPlace
  /** Being made for looking, so that who asks twice watches the one job. */
  readonly #running = new Map<ItemId, JobId>()
  readonly #turns = new Turns()
  /** Only of originals of which nothing bad is known: `ofOriginal` alone writes it. */
  readonly #known = new Map<ItemId, Known>()

  constructor(bench: LayoutBench, place: LayoutPlace) {
    this.#bench = bench
    this.#place = place
  }

  /** For looking: lays it out where that was not done; result of the job: `OpenedVideo`. */
  open(itemId: ItemId): JobId {
    const { database, jobs } = this.#bench
    formatOf(database.items.load(itemId))
    const running = this.#running.get(itemId)
    if (running !== undefined && jobs.isRunning(running)) return running
    const jobId = jobs.start('rewrap', async (work): Promise<OpenedVideo> => {
      await this.#turns.take(itemId, work, (mine) => this.#layOut(itemId, mine))
      const { movie } = await this.#place.structure(itemId)
      // Before the first jump, which would have to wait for it.
      for (const track of movie.tracks) {
        if (track.handler === 'vide') await this.#place.configs.look(itemId, track, work.signal)
      }
      return { tracks: describeTracks(movie, []) }
    })
    this.#running.set(itemId, jobId)
    return jobId
  }

  /**
   * The layout, known to be what ffmpeg makes of the original as it lies there now: found so since this program was started, or
   * made once more and compared. Fails with `item-damaged`, `item-partial`, `review-refused` or `ffmpeg-missing`; with
   * `cancelled` where `stop` ends it.
   */
  ofOriginal(itemId: ItemId, work: Work): Promise<LaidOut> {
    return this.#turns.take(itemId, work, (mine) => this.#check(itemId, mine))
  }

  /** Ends whatever is being made, so that files can be deleted; `null`: of all items. */
  async stop(itemId: ItemId | null): Promise<void> {
    for (const [id, jobId] of [...this.#running]) {
      if (itemId !== null && id !== itemId) continue
      this.#running.delete(id)
      await this.#bench.jobs.end(jobId)
    }
    await this.#turns.stop(itemId)
  }

  async #layOut(itemId: ItemId, work: Work): Promise<void> {
    const file = this.#place.file(itemId)
    // Somebody may have made it while this waited.
    if (existsSync(file)) return
    const made = await this.#make(this.#bench.database.items.load(itemId), file, work)
    await this.#put(made, file)
  }

  async #check(itemId: ItemId, work: Work): Promise<LaidOut> {
    const { items, vault } = this.#bench.database
    const detail = items.load(itemId)
    refuseChanged(detail)
    const file = this.#place.file(itemId)
    const before = await stampOf(file)
    const known = this.#known.get(itemId)
    const original = await stampOf(vault.path(detail.summary.sha256))
    if (known?.stamp === before && known.original === original) return known.laidOut
    const made = await this.#make(detail, file, work)
    if (before === null) await this.#put(made, file)
    else await refuseOther(made, { file, stamp: before, detail }, work.signal)
    // It may have been verified meanwhile.
    refuseChanged(items.load(itemId))
    const stamp = before ?? (await stampOf(file))
    if (stamp === null) throw gone(file)
    this.#known.set(itemId, { stamp, original: made.original, laidOut: made.laidOut })
    return made.laidOut
  }

  /** In its turn. What a crash left of another try goes first. */
  async #make(detail: ItemDetail, destination: string, work: Work): Promise<Made> {
    const { summary } = detail
    const format = formatOf(detail)
    await this.#place.makeFolder()
    await sweep(destination)
    const program = await findFfmpeg()
    const ffmpeg = await ffmpegVersion(program)
    const source = this.#bench.database.vault.path(summary.sha256)
    const file = `${destination}.${randomUUID()}`
    const original = await stampOf(source)
    const { size, path } = summary
    await rewrap({ source, format, size, destination: file }, labelled(work, path), program)
    if (original !== null && (await stampOf(source)) === original)
      return { file, original, laidOut: { format, ffmpeg } }
    await rm(file, { force: true })
    throw new EvidenceError(
      'item-damaged',
      `The original of “${summary.name}” was changed or replaced while it was laid out. Nothing was made of it; verify the case.`,
      { details: { itemId: summary.id } },
    )
  }

  async #put(made: Made, file: string): Promise<void> {
    try {
      await rename(made.file, file)
    } catch (cause) {
      await rm(made.file, { force: true })
      throw fileFailure(cause, file, notLaidOut)
    }
  }
}

const notLaidOut = 'The video was not laid out.'
const gone = (file: string): EvidenceError => fileFailure(new Error('It is gone again.'), file, notLaidOut)

/** Where the one that lies there is not what was made now; what was made now is removed. */
async function refuseOther(
  made: Made,
  { file, stamp, detail: { summary } }: { file: string; stamp: string; detail: ItemDetail },
  signal: AbortSignal,
): Promise<void> {
  try {
    const [old, now] = [await sha256OfFile(file, signal), await sha256OfFile(made.file, signal)]
    if (old === now && (await stampOf(file)) === stamp) return
  } finally {
    await rm(made.file, { force: true })
  }
  throw new EvidenceError(
    'review-refused',
    `“${summary.name}” as it was laid out for looking is not what ffmpeg makes of the original now: that file was changed, or another version of ffmpeg made it. Delete the review copies of the item, and open it again.`,
    { details: { itemId: summary.id } },
  )
}

/** No turn works on them any more. */
async function sweep(destination: string): Promise<void> {
  const [folder, begin] = [dirname(destination), `${basename(destination)}.`]
  for (const name of await readdir(folder))
    if (name.startsWith(begin)) await rm(join(folder, name), { recursive: true, force: true })
}

function formatOf({ summary, inspection }: ItemDetail): string {
  if (summary.kind === 'video' && inspection.format !== null) return inspection.format
  throw new EvidenceError('wrong-input', 'Only a video of another format is laid out for looking.')
}

function refuseChanged(detail: ItemDetail): void {
  refuseDamaged(detail)
  refusePartialVideo(detail)
}

async function sha256OfFile(path: string, signal: AbortSignal): Promise<string> {
  const source = await openFileSource(path)
  try {
    return await sha256OfSource(source, { signal })
  } finally {
    await source.close()
  }
}
