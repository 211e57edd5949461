// How a decoder begins with each sample of what is played, kept once all samples were looked through, so that no jump has to wait
// for it when the item is opened again. It lies with what else is derived of the item and may be deleted. For the window alone:
// what leaves the case, and what ffmpeg decodes, goes by the samples themselves.
import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { EvidenceError } from '#contract/errors.ts'
import { DecoderConfigs } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from './base/byte-source.ts'
import { errnoOf } from './base/file-failure.ts'
import { contentStampOf } from './base/file-stamp.ts'
import { setsInForce } from './bitstream/sets-in-force.ts'
import type { MovieTrack } from './isobmff/movie.ts'
import { allDecoderConfigs } from './media/beginning.ts'

/** Whatever changes what is found, or how it is kept, counts this up. */
const version = 1

/** `stamp`: the state of the file that was looked through; of one that was written, replaced or copied since, nothing is known. */
const Kept = z.strictObject({
  version: z.literal(version),
  stamp: z.string(),
  track: z.int(),
  samples: z.int(),
  configs: DecoderConfigs,
})

export type ConfigsPlace = {
  /** Where what is kept of a track lies. */
  file(itemId: ItemId, trackId: number): string
  makeFolder(): Promise<void>
  /** The file whose samples are played. */
  playedFile(itemId: ItemId): string
}

export class KnownConfigs {
  readonly #place: ConfigsPlace
  readonly #looking = new Map<string, { itemId: ItemId; stop: AbortController; ended: Promise<void> }>()

  constructor(place: ConfigsPlace) {
    this.#place = place
  }

  /** Of all samples of the track; null where that is not kept, or of another state of the file. */
  async of(itemId: ItemId, track: MovieTrack): Promise<DecoderConfigs | null> {
    try {
      const kept = Kept.parse(JSON.parse(await readFile(this.#place.file(itemId, track.id), 'utf8')))
      const stamp = await contentStampOf(this.#place.playedFile(itemId))
      const isSame = kept.track === track.id && kept.samples === track.samples.length && kept.stamp === stamp
      return isSame ? kept.configs : null
    } catch {
      // What is not there, cannot be read or is nonsense is as good as never kept; the samples are read then.
      return null
    }
  }

  /** Looks through a track beside everything else, where that was not done; `stop` ends it. */
  begin(itemId: ItemId, track: MovieTrack): void {
    const key = `${itemId} ${track.id}`
    if (isKnown(track) || this.#looking.has(key)) return
    const stop = new AbortController()
    const ended = this.look(itemId, track, stop.signal)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) process.stderr.write(`looking through a track failed: ${String(error)}\n`)
      })
      .finally(() => this.#looking.delete(key))
    this.#looking.set(key, { itemId, stop, ended })
  }

  /** Looks through a track, where that was not done. Throws the signal's reason when aborted. */
  async look(itemId: ItemId, track: MovieTrack, signal: AbortSignal): Promise<void> {
    if (isKnown(track) || (await this.of(itemId, track)) !== null) return
    try {
      const path = this.#place.playedFile(itemId)
      const stamp = await contentStampOf(path)
      const source = await openFileSource(path)
      try {
        const configs = await allDecoderConfigs(source, track, signal)
        if (configs && (await contentStampOf(path)) === stamp) await this.#keep(itemId, track, stamp, configs)
      } finally {
        await source.close()
      }
    } catch (error) {
      signal.throwIfAborted()
      // What cannot be read is told to whoever asks for it, and what cannot be written is looked through once more.
      if (!(error instanceof EvidenceError) && errnoOf(error) === null) throw error
    }
  }

  /** Ends what is being looked through; `null`: of all items. */
  async stop(itemId: ItemId | null): Promise<void> {
    const ending = [...this.#looking.values()].filter((one) => itemId === null || one.itemId === itemId)
    for (const { stop } of ending) stop.abort()
    await Promise.all(ending.map(({ ended }) => ended))
  }

  async #keep(itemId: ItemId, track: MovieTrack, stamp: string, configs: DecoderConfigs): Promise<void> {
    const kept = { version, stamp, track: track.id, samples: track.samples.length, configs } as const
    await this.#place.makeFolder()
    const file = this.#place.file(itemId, track.id)
    const unfinished = `${file}.${randomUUID()}`
    try {
      await writeFile(unfinished, JSON.stringify(kept satisfies z.infer<typeof Kept>))
      await rename(unfinished, file)
    } finally {
      await rm(unfinished, { force: true })
    }
  }
}

/** Told since it was taken in, or there is nothing to know. */
function isKnown(track: MovieTrack): boolean {
  return setsInForce(track).known >= track.samples.length
}
