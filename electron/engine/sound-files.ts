// Sound that is decoded for the window, and how loud sound is over time: derived from an item, made once, when asked for.
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { SoundResult } from '#contract/review.ts'
import type { ItemId, JobId } from '#contract/units.ts'
import { labelled } from './base/progress.ts'
import type { Work } from './base/progress.ts'
import { decodeSound } from './media/decode-sound.ts'
import { missingSound } from './media/missing-sound.ts'
import { peaksPerSecond } from './media/peak-meter.ts'
import type { Jobs } from './jobs.ts'
import type { ReviewCopies } from './review-copies.ts'
import type { CaseDatabase } from './store/case-database.ts'

export type SoundBench = { database: CaseDatabase; jobs: Jobs; reviews: ReviewCopies }

type Asked = { itemId: ItemId; trackId: number; samples: boolean }

export class SoundFiles {
  readonly #bench: SoundBench
  readonly #running = new Map<string, JobId>()

  constructor(bench: SoundBench) {
    this.#bench = bench
  }

  /** Result of the job: `SoundResult`. `samples`: the sound itself too, not only how loud it is. */
  open(asked: Asked): JobId {
    const { jobs, database } = this.#bench
    const { path } = database.items.summary(asked.itemId)
    const keyOf = (samples: boolean): string => `${asked.itemId} ${asked.trackId} ${samples}`
    // Who decodes the sound itself measures it on the way.
    for (const samples of asked.samples ? [true] : [true, false]) {
      const running = this.#running.get(keyOf(samples))
      if (running !== undefined && jobs.isRunning(running)) return running
    }
    const jobId = jobs.start('sound', (work) => this.#decode(asked, labelled(work, path)))
    this.#running.set(keyOf(asked.samples), jobId)
    return jobId
  }

  file(itemId: ItemId, trackId: number, what: 'samples' | 'peaks'): string {
    return join(this.#bench.reviews.folder, `${itemId}.sound-${trackId}.${what}`)
  }

  /** So that its files can be deleted; `null`: of all items. */
  async stop(itemId: ItemId | null): Promise<void> {
    for (const [key, jobId] of [...this.#running]) {
      if (itemId !== null && !key.startsWith(`${itemId} `)) continue
      this.#running.delete(key)
      await this.#bench.jobs.end(jobId)
    }
  }

  async #decode({ itemId, trackId, samples }: Asked, work: Work): Promise<SoundResult> {
    const { reviews, database } = this.#bench
    const { movie } = await reviews.structure(itemId)
    const track = movie.tracks.find(({ id, handler }) => id === trackId && handler === 'soun')
    const [entry] = track?.entries ?? []
    if (!track || !entry) {
      throw new EvidenceError('wrong-input', `The item has no track ${trackId} with sound.`, {
        details: { trackId },
      })
    }
    const places = {
      samples: samples ? this.file(itemId, trackId, 'samples') : null,
      peaks: this.file(itemId, trackId, 'peaks'),
    }
    // What was made before is told by a file of its own, written last.
    const told = `${places.samples ?? places.peaks}.json`
    const known = SoundResult.safeParse(await readFile(told, 'utf8').then(JSON.parse, () => null))
    const isThere = existsSync(places.peaks) && (places.samples === null || existsSync(places.samples))
    if (known.success && isThere) return known.data
    await reviews.makeFolder()
    const format = {
      sampleRate: Math.min(192_000, Math.max(8_000, entry.sampleRate)),
      channels: Math.min(8, Math.max(1, entry.channels)),
    }
    const seconds = track.mediaDuration / track.timescale
    const source = reviews.playedFile(itemId)
    // The ranges are those of the original, not of what a video was laid out in.
    const isOriginal = database.items.summary(itemId).kind !== 'video'
    const ranges = isOriginal ? database.items.missing(itemId) : []
    const missing = missingSound(track.samples, track.timescale, ranges)
    const request = { source, trackId, seconds, missing, ...format, ...places }
    const frames = await decodeSound(request, work)
    const result: SoundResult = { ...format, frames, peaksPerSecond, missing }
    await rm(told, { force: true })
    await writeFile(`${told}.new`, JSON.stringify(result))
    await rename(`${told}.new`, told)
    return result
  }
}
