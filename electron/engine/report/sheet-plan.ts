// Which pictures stand on a sheet of stills, in which order, and what is known of each before it is decoded.
import { EvidenceError } from '#contract/errors.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { Mark } from '#contract/mark.ts'
import { sheetLimit } from '#contract/sheet.ts'
import type { SheetRequest } from '#contract/sheet.ts'
import type { ItemId } from '#contract/units.ts'
import { breathe } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { noTimes, stillTimes } from '#engine/export/still-times.ts'
import type { StillTimes } from '#engine/export/still-times.ts'
import { compositionOrder, compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { PictureFile } from '#engine/media/picture-file.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { CameraPlaces } from './sheet-place.ts'
import type { CameraPlace } from './sheet-place.ts'
import { orderTime } from './sheet-times.ts'

/** Where the stored pictures of a track lie; fails where nothing may be made of them. */
export type OpenPictures = (itemId: ItemId, trackId: number, work: Work) => Promise<PictureFile>

/** Where a picture lies in its recording, in ticks of the media timeline. */
export type PicturePlace = {
  /** From 1, in the order in which pictures are shown. */
  shownAs: number
  pictures: number
  ticks: number
  /** Of the first picture that is shown, and the end of the last. */
  from: number
  to: number
  timescale: number
}

export type PlannedStill = {
  mark: Mark
  /** Which picture of a marked stretch. */
  part: 'only' | 'first' | 'last'
  item: ItemDetail
  sample: number
  /** Null where the table of pictures cannot be had, or does not have it. */
  place: PicturePlace | null
  times: StillTimes
  /** Null where nothing is told. */
  camera: CameraPlace | null
}

/** In the order of time; those without one come last, file by file. Fails with `wrong-input` or `item-not-found`. */
export async function planSheet(
  database: CaseDatabase,
  request: Pick<SheetRequest, 'markIds' | 'itemIds'>,
  open: OpenPictures,
  work: Work,
): Promise<PlannedStill[]> {
  const marks = marksOf(database, request)
  const items = new Map<ItemId, ItemDetail>()
  const planned: PlannedStill[] = []
  for (const group of Map.groupBy(marks, ({ itemId, trackId }) => `${itemId} ${trackId}`).values()) {
    const [{ itemId, trackId } = { itemId: null, trackId: 0 }] = group
    if (itemId === null) continue
    await breathe(work.signal)
    const item = items.get(itemId) ?? database.items.load(itemId)
    items.set(itemId, item)
    const wanted = group.flatMap(picturesOf)
    const places = await placesOf(
      itemId,
      trackId,
      wanted.map(({ sample }) => sample),
      open,
      work,
    )
    const cameras = new CameraPlaces(database.metadata, item, trackId)
    for (const one of wanted) {
      const place = places.get(one.sample) ?? null
      const times = timesOf(item, one, place)
      planned.push({ ...one, item, place, times, camera: cameras.at(times.utc) })
    }
  }
  return planned.sort(inOrder)
}

function marksOf(
  { marks }: CaseDatabase,
  { markIds, itemIds }: Pick<SheetRequest, 'markIds' | 'itemIds'>,
): Mark[] {
  const chosen = new Map<string, Mark>()
  for (const id of markIds) chosen.set(id, marks.load(id))
  for (const itemId of new Set(itemIds)) for (const mark of marks.list(itemId)) chosen.set(mark.id, mark)
  const list = [...chosen.values()]
  if (list.length === 0) throw refused('Nothing is marked there: a sheet needs a marked picture.')
  const pictures = list.reduce((sum, mark) => sum + picturesOf(mark).length, 0)
  if (pictures > sheetLimit)
    throw refused(`A sheet has at most ${sheetLimit} pictures; these marks have ${pictures}.`)
  return list
}

const refused = (message: string): EvidenceError => new EvidenceError('wrong-input', message)

function picturesOf(mark: Mark): Pick<PlannedStill, 'mark' | 'part' | 'sample'>[] {
  const { firstSample, lastSample } = mark
  if (firstSample === lastSample) return [{ mark, part: 'only', sample: firstSample }]
  return [
    { mark, part: 'first', sample: firstSample },
    { mark, part: 'last', sample: lastSample },
  ]
}

/** None where the track cannot be opened: why not is said when its pictures are to be made. */
async function placesOf(
  itemId: ItemId,
  trackId: number,
  wanted: readonly number[],
  open: OpenPictures,
  work: Work,
): Promise<Map<number, PicturePlace>> {
  try {
    const { track } = await open(itemId, trackId, work)
    return placesIn(track, new Set(wanted))
  } catch (error) {
    if (work.signal.aborted || !(error instanceof EvidenceError)) throw error
    return new Map()
  }
}

function placesIn(
  { samples, timescale }: MovieTrack,
  wanted: ReadonlySet<number>,
): Map<number, PicturePlace> {
  const order = compositionOrder(samples)
  const last = order.at(-1) ?? 0
  const recording = {
    pictures: order.length,
    from: compositionTimeOf(samples, order[0] ?? 0),
    to: compositionTimeOf(samples, last) + (samples.duration[last] ?? 0),
    timescale,
  }
  const places = new Map<number, PicturePlace>()
  for (const [at, sample] of order.entries()) {
    if (!wanted.has(sample)) continue
    places.set(sample, { ...recording, shownAs: at + 1, ticks: compositionTimeOf(samples, sample) })
  }
  return places
}

/** Where the table cannot be had, by what the mark itself says. */
function timesOf(
  item: ItemDetail,
  { mark, part }: Pick<PlannedStill, 'mark' | 'part'>,
  place: PicturePlace | null,
): StillTimes {
  if (place) return stillTimes(item, mark.trackId, place.ticks, place.timescale)
  const track = item.inspection.tracks.find(({ id }) => id === mark.trackId)
  const ticks = part === 'last' ? mark.lastTicks : mark.firstTicks
  return track && ticks !== null ? stillTimes(item, mark.trackId, ticks, track.timescale) : noTimes
}

function inOrder(one: PlannedStill, other: PlannedStill): number {
  const [a, b] = [orderTime(one.times), orderTime(other.times)]
  if (a !== null && b !== null && a !== b) return a < b ? -1 : 1
  if ((a === null) !== (b === null)) return a === null ? 1 : -1
  const byName = compare(one.item.summary.name, other.item.summary.name)
  const byItem =
    byName || compare(one.mark.itemId, other.mark.itemId) || one.mark.trackId - other.mark.trackId
  return byItem || (one.place?.ticks ?? 0) - (other.place?.ticks ?? 0) || one.sample - other.sample
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
