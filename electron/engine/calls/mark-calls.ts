// Calls about what an examiner marks in a recording.
import type { EngineHandlers } from '#contract/calls.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { MarkPlace } from '#contract/mark.ts'
import type { ItemDetail } from '#contract/item.ts'
import { pictureTime } from '../export/picture-time.ts'
import { compositionTimeOf } from '../isobmff/sample-lookup.ts'
import type { MarkTime, NewMark } from '../store/mark-store.ts'
import type { Workbench } from '../workbench.ts'

type MarkCalls = Pick<EngineHandlers, 'marks.list' | 'marks.add' | 'marks.change' | 'marks.remove'>

export function markCalls(bench: Workbench): MarkCalls {
  return {
    'marks.list': ({ itemId }) => Promise.resolve(bench.database.marks.list(itemId)),
    'marks.add': async ({ itemId, place, text }) => {
      const { database } = bench
      const detail = database.items.load(itemId)
      const ticks = await ticksOf(bench, detail, place)
      // Another case may have been opened meanwhile: its ledger would speak of a foreign item.
      if (bench.database !== database) throw new EvidenceError('no-case-open', 'The case was closed.')
      const given: NewMark = { ...place, ...text, ...ticks }
      return database.marks.add(itemId, given, timeOf(detail, place.trackId, ticks.firstTicks), bench.actor)
    },
    'marks.change': ({ id, text }) => Promise.resolve(bench.database.marks.change(id, text, bench.actor)),
    'marks.remove': ({ id }) => {
      bench.database.marks.remove(id, bench.actor)
      return Promise.resolve({})
    },
  }
}

/** Both pictures have to be there, the last not before the first; their times come from the file itself. */
async function ticksOf(
  bench: Workbench,
  { summary, inspection }: ItemDetail,
  { trackId, firstSample, lastSample }: MarkPlace,
): Promise<Pick<NewMark, 'firstTicks' | 'lastTicks'>> {
  const track = inspection.tracks.find(({ id }) => id === trackId)
  const wrong = (message: string): EvidenceError =>
    new EvidenceError('wrong-input', message, { details: { trackId, firstSample, lastSample } })
  if (!track) throw wrong(`The item has no track ${trackId}.`)
  if (Math.max(firstSample, lastSample) >= track.samples)
    throw wrong(`Track ${trackId} has ${track.samples} stored samples.`)
  const none = { firstTicks: null, lastTicks: null }
  if (summary.kind !== 'export') return none
  const { movie } = await bench.movies.structure(bench.database, summary.id)
  const samples = movie.tracks.find(({ id }) => id === trackId)?.samples
  if (!samples || Math.max(firstSample, lastSample) >= samples.length) return none
  const firstTicks = compositionTimeOf(samples, firstSample)
  const lastTicks = compositionTimeOf(samples, lastSample)
  if (lastTicks < firstTicks) throw wrong('The last marked picture is shown before the first.')
  return { firstTicks, lastTicks }
}

function timeOf({ inspection }: ItemDetail, trackId: number, ticks: number | null): MarkTime {
  const track = inspection.tracks.find(({ id }) => id === trackId)
  if (!track || ticks === null) return { utc: null, origin: null }
  return pictureTime(inspection, trackId, ticks, track.timescale)
}
