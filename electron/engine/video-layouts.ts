// Videos of other formats laid out anew, so that single pictures are found in them: for looking, and, where something of them
// is to leave the case, out of the original as it is now and not out of what lies in a folder that others can write to.
import { existsSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemDetail } from '#contract/item.ts'
import { describeMissing } from '#contract/messages/kinds.ts'
import type { OpenedVideo } from '#contract/review.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { openFileSource } from './base/byte-source.ts'
import { fileFailure } from './base/file-failure.ts'
import { sha256OfSource } from './base/hash.ts'
import { labelled } from './base/progress.ts'
import type { Work } from './base/progress.ts'
import { describeTracks } from './examine/inspect-file.ts'
import type { Structure } from './examine/verify-file.ts'
import type { Jobs } from './jobs.ts'
import { ffmpegVersion } from './media/ffmpeg.ts'
import { findFfmpeg } from './media/ffmpeg-program.ts'
import type { LaidOut } from './media/picture-file.ts'
import { rewrap } from './media/rewrap.ts'
import type { CaseDatabase } from './store/case-database.ts'

export type LayoutBench = { database: CaseDatabase; jobs: Jobs }

/** What is derived of an item. */
export type LayoutPlace = {
  /** Where the layout of an item lies. */
  file(itemId: ItemId): string
  makeFolder(): Promise<void>
  structure(itemId: ItemId): Promise<Structure>
  /** What was read of the file before holds no longer. */
  onMade(path: string): void
}

/** A layout that this program made or found to be right, and the state in which its file was then. */
type Known = { stamp: string; laidOut: LaidOut }

export class VideoLayouts {
  readonly #bench: LayoutBench
  readonly #place: LayoutPlace
  /** Being made for looking, so that who asks twice watches the one job. */
  readonly #running = new Map<ItemId, JobId>()
  readonly #known = new Map<ItemId, Known>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(bench: LayoutBench, place: LayoutPlace) {
    this.#bench = bench
    this.#place = place
  }

  /** For looking: lays it out where that was not done; result of the job: `OpenedVideo`. */
  open(itemId: ItemId): JobId {
    const { database, jobs } = this.#bench
    const detail = database.items.load(itemId)
    const format = formatOf(detail)
    const running = this.#running.get(itemId)
    if (running !== undefined && jobs.isRunning(running)) return running
    const jobId = jobs.start('rewrap', async (work): Promise<OpenedVideo> => {
      const file = this.#place.file(itemId)
      if (!existsSync(file)) this.#known.set(itemId, await this.#make(detail, format, file, work))
      const { movie } = await this.#place.structure(itemId)
      return { tracks: describeTracks(movie, []) }
    })
    this.#running.set(itemId, jobId)
    return jobId
  }

  /**
   * The layout, known to be what ffmpeg makes of the original: made so since this program was started, or made once more and
   * compared. Fails with `item-damaged`, `item-partial`, `review-refused` or `ffmpeg-missing`.
   */
  async ofOriginal(itemId: ItemId, work: Work): Promise<LaidOut> {
    const running = this.#running.get(itemId)
    if (running !== undefined) await this.#bench.jobs.ended(running)
    const turn = this.#turn.then(() => this.#check(itemId, work))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** So that files can be deleted; `null`: of all items. */
  async stop(itemId: ItemId | null): Promise<void> {
    for (const [id, jobId] of [...this.#running]) {
      if (itemId !== null && id !== itemId) continue
      this.#running.delete(id)
      await this.#bench.jobs.end(jobId)
    }
  }

  async #check(itemId: ItemId, work: Work): Promise<LaidOut> {
    work.signal.throwIfAborted()
    const detail = this.#bench.database.items.load(itemId)
    const format = formatOf(detail)
    refuseChanged(detail)
    const file = this.#place.file(itemId)
    const before = await stampOf(file)
    const known = this.#known.get(itemId)
    if (known && before !== null && known.stamp === before) return known.laidOut
    const made = await this.#remake(detail, format, file, before, work)
    this.#known.set(itemId, made)
    return made.laidOut
  }

  async #remake(
    detail: ItemDetail,
    format: string,
    file: string,
    before: string | null,
    work: Work,
  ): Promise<Known> {
    if (before === null) return this.#make(detail, format, file, work)
    const again = `${file}.again`
    try {
      const made = await this.#make(detail, format, again, work)
      const [old, now] = [await sha256OfFile(file, work.signal), await sha256OfFile(again, work.signal)]
      if (old === now && (await stampOf(file)) === before) return { ...made, stamp: before }
    } finally {
      await rm(again, { force: true })
    }
    throw new EvidenceError(
      'review-refused',
      `“${detail.summary.name}” as it was laid out for looking is not what ffmpeg makes of the original now: that file was changed, or another version of ffmpeg made it. Delete the review copies of the item, and open it again.`,
      { details: { itemId: detail.summary.id } },
    )
  }

  async #make({ summary }: ItemDetail, format: string, file: string, work: Work): Promise<Known> {
    await this.#place.makeFolder()
    const program = await findFfmpeg()
    const ffmpeg = await ffmpegVersion(program)
    const source = this.#bench.database.vault.path(summary.sha256)
    const { size, path } = summary
    await rewrap({ source, format, size, destination: file }, labelled(work, path), program)
    this.#place.onMade(file)
    const stamp = await stampOf(file)
    if (stamp !== null) return { stamp, laidOut: { format, ffmpeg } }
    throw fileFailure(new Error('It is gone again.'), file, 'The video was not laid out.')
  }
}

function formatOf({ summary, inspection }: ItemDetail): string {
  if (summary.kind === 'video' && inspection.format !== null) return inspection.format
  throw new EvidenceError('wrong-input', 'Only a video of another format is laid out for looking.')
}

/** Zeros in place of unreadable bytes would come out as if they had been recorded, and nobody knows in which picture. */
function refuseChanged({ summary, missing }: ItemDetail): void {
  const details = { itemId: summary.id }
  if (summary.custody === 'mismatch')
    throw new EvidenceError(
      'item-damaged',
      `The original of “${summary.name}” is not what was taken in: nothing is made of it. Verify the case.`,
      { details },
    )
  if (missing.length > 0)
    throw new EvidenceError(
      'item-partial',
      `Of “${summary.name}” there is ${describeMissing(missing)}, and in a file of this format it is not known in which pictures. Nothing was made of it.`,
      { details },
    )
}

async function sha256OfFile(path: string, signal: AbortSignal): Promise<string> {
  const source = await openFileSource(path)
  try {
    return await sha256OfSource(source, { signal })
  } finally {
    await source.close()
  }
}

/** Changes whenever the file is written or replaced; null where there is none. */
async function stampOf(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null)
  return found && [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ')
}
