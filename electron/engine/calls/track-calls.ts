// Calls about the stored samples of an item's tracks: where they lie, and when each was taken.
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { DecoderConfigs, SampleColumns } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from '../base/byte-source.ts'
import type { Work } from '../base/progress.ts'
import { parseUtc } from '../base/time.ts'
import { sampleTimes } from '../bitstream/sample-times.ts'
import type { Structure } from '../examine/verify-file.ts'
import type { Movie, MovieTrack } from '../isobmff/movie.ts'
import { compositionTimeOf } from '../isobmff/sample-lookup.ts'
import { firstAlike } from '../isobmff/sample-entry.ts'
import { noEntry } from '../isobmff/sample-table.ts'
import { refuseDamaged } from '../export/refuse-changed.ts'
import { decoderConfigs } from '../media/beginning.ts'
import { findDamage } from '../media/find-damage.ts'
import type { PictureFile } from '../media/picture-file.ts'
import type { Workbench } from '../workbench.ts'

type TrackCalls = Pick<EngineHandlers, 'track.samples' | 'track.times' | 'track.configs' | 'track.damage'>

export function trackCalls(bench: Workbench): TrackCalls {
  return {
    'track.samples': async ({ itemId, trackId, first, count }) => {
      const track = await findTrack(bench, itemId, trackId)
      // Whoever loads the table is going to look at its pictures.
      if (first === 0) bench.reviews.configs.begin(itemId, track)
      return sampleColumns(track, first, count)
    },
    'track.times': async ({ itemId, trackId, first, count }) => {
      const { database } = bench
      const track = await findTrack(bench, itemId, trackId)
      const { inspection } = database.items.load(itemId)
      const start = inspection.tracks.find(({ id }) => id === trackId)?.startTime ?? null
      const source = await openFileSource(bench.reviews.playedFile(itemId))
      try {
        // Bounded by what one call may ask for, so that there is nothing to cancel.
        const { signal } = new AbortController()
        return await sampleTimes(source, track, start && parseUtc(start), first, count, signal)
      } finally {
        await source.close()
      }
    },
    'track.configs': async ({ itemId, trackId, first, count }) => {
      const track = await findTrack(bench, itemId, trackId)
      const kept = await bench.reviews.configs.of(itemId, track)
      if (kept) return configsFrom(kept, first)
      const source = await openFileSource(bench.reviews.playedFile(itemId))
      try {
        return await decoderConfigs(source, track, first, count, new AbortController().signal)
      } finally {
        await source.close()
      }
    },
    'track.damage': async ({ itemId, trackId, first, count }) => {
      const track = await findTrack(bench, itemId, trackId)
      const source = await openFileSource(bench.reviews.playedFile(itemId))
      try {
        return await findDamage(source, track, first, count, new AbortController().signal)
      } finally {
        await source.close()
      }
    },
  }
}

/** What is known of all samples, from one of them on. */
function configsFrom({ end, changes }: DecoderConfigs, first: number): DecoderConfigs {
  return { first, end: Math.max(first, end), changes: changes.filter(({ sample }) => sample >= first) }
}

/** In the file that is played: the original, or what a video of another format was laid out in. */
export const findTrack = async (bench: Workbench, itemId: ItemId, trackId: number): Promise<MovieTrack> =>
  trackOf(await bench.reviews.structure(itemId), itemId, trackId)

/** Boxes and sample tables of the original. Fails with `wrong-input` where it is of a format that has none. */
export async function storedStructure({ database, movies }: Workbench, itemId: ItemId): Promise<Structure> {
  const { kind, name } = database.items.summary(itemId)
  if (kind === 'export') return movies.structure(database, itemId)
  throw new EvidenceError(
    'wrong-input',
    `“${name}” is no ISO base media file: it has neither boxes nor a table of stored samples.`,
    { details: { itemId } },
  )
}

/**
 * For what leaves the case: in the original, whose samples stand where its own tables say, or in what a video of another format
 * is laid out in, known to be made of the original. Fails with `wrong-input` where there is no such track, with
 * `item-damaged`, and as `VideoLayouts.ofOriginal` does.
 */
export async function pictureFile(
  bench: Workbench,
  itemId: ItemId,
  trackId: number,
  work: Work,
): Promise<PictureFile> {
  const { kind, name } = bench.database.items.summary(itemId)
  if (kind === 'attachment')
    throw new EvidenceError('wrong-input', `“${name}” is no video: it has no stored pictures.`, {
      details: { itemId },
    })
  refuseDamaged(bench.database.items.load(itemId))
  const laidOut = kind === 'video' ? await bench.reviews.layouts.ofOriginal(itemId, work) : null
  const track = await findTrack(bench, itemId, trackId)
  return { path: bench.reviews.playedFile(itemId), track, laidOut }
}

function trackOf({ movie }: { movie: Movie }, itemId: ItemId, trackId: number): MovieTrack {
  const track = movie.tracks.find(({ id }) => id === trackId)
  if (track) return track
  throw new EvidenceError('wrong-input', `The item has no track ${trackId}.`, {
    details: { itemId, trackId },
  })
}

function sampleColumns(track: MovieTrack, first: number, count: number): SampleColumns {
  const { samples: table, entries } = track
  const alike = firstAlike(entries)
  const end = Math.min(table.length, first + count)
  const indexes = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at)
  const column = (values: ArrayLike<number>): number[] => indexes.map((index) => values[index] ?? 0)
  return {
    first,
    total: table.length,
    offset: column(table.offset),
    size: column(table.size),
    decodeTime: column(table.decodeTime),
    compositionTime: indexes.map((index) => compositionTimeOf(table, index)),
    duration: column(table.duration),
    sync: indexes.map((index) => (table.sync[index] === 1 ? 1 : 0)),
    entry: column(table.entry).map((at) => alike[at] ?? noEntry),
    entries: entries.map(({ width, height, pixelAspect, aperture, colours }) => ({
      ...{ width, height, pixelAspect },
      ...(aperture ? { aperture } : {}),
      ...(colours ? { colours } : {}),
    })),
  }
}
