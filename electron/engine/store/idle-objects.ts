// What stands still at a moment although no frame lists it (ONVIF Analytics 5.2, “Objects”: as long as idle objects do not
// change, they are not listed anymore). Looks back by indexes, and no further than its bounds.
import type { IdleObject, IdleObjects, MetadataObject } from '#contract/metadata.ts'
import type { ItemId } from '#contract/units.ts'
import type { Connection } from './connection.ts'
import { readStored } from './item-row.ts'
import { frameColumns, frameFromRow, parseEnded, readTime } from './metadata-row.ts'
import type { FrameRow } from './metadata-row.ts'
import { longestBreak } from './sighting.ts'

/** How far is looked back, counted in rows of each kind, and how many objects are told. */
export type IdleBounds = { frames: number; stretches: number; objects: number }
const usualBounds: IdleBounds = { frames: 5_000, stretches: 5_000, objects: 500 }

type Moment = { itemId: ItemId; item: number; at: bigint }
type Found = Omit<IdleObjects, 'indexed'>
/** An id means nothing beyond its track and source. */
type Named = { track: bigint; source: string | null }
const keyOf = ({ track, source }: Named, id: string): string => JSON.stringify([String(track), source, id])

/** What became idle before the moment and was neither listed again nor ended until then, the newest first. */
export function idleObjects(db: Connection, moment: Moment, bounds: IdleBounds = usualBounds): Found {
  const found = lookBack(db, moment, bounds)
  const objects: IdleObject[] = []
  for (let next = found.next(); ; next = found.next()) {
    if (next.done)
      return { objects, notBefore: next.value === null ? null : readTime(moment.itemId, next.value) }
    if (objects.length === bounds.objects) return { objects, notBefore: objects.at(-1)?.time ?? null }
    objects.push(next.value)
  }
}

/**
 * Gives back how far it looked; null where it looked at everything. A stretch in which an object is seen has no break of more
 * than five seconds: what is seen across the moment has a frame so shortly before it.
 */
function* lookBack(db: Connection, moment: Moment, bounds: IdleBounds): Generator<IdleObject, bigint | null> {
  const settled = new Set<string>()
  const near = moment.at > longestBreak ? moment.at - longestBreak : 0n
  const { rows, gaveUp } = rowsNear(db, moment, near, bounds.frames)
  const { stretches, end } = idleStretches(db, moment, near, bounds.stretches)
  // In most recordings nothing ever has a behaviour: then nobody needs to know what else those frames list.
  const [nearest] = rows
  if (stretches.length === 0 && !rows.some(({ objects }) => objects.includes('"behaviour"'))) {
    // A damaged one is told of all the same.
    if (nearest) frameFromRow(moment.itemId, nearest)
    return gaveUp
  }
  yield* lookNear(moment.itemId, rows, settled)
  if (gaveUp !== null) return gaveUp
  const ended = endedSince(db, moment, stretches.at(-1)?.last ?? near, bounds.frames)
  const horizon = later(end, ended.end)
  for (const stretch of stretches) {
    if (horizon !== null && stretch.last < horizon) break
    const key = keyOf(stretch, stretch.object)
    if (settled.has(key)) continue
    settled.add(key)
    if ((ended.at.get(key) ?? -1n) >= stretch.last || isListedLater(db, moment, stretch)) continue
    const found = frameOf(db, moment, stretch)
    if (found) yield found
  }
  return horizon
}

const later = (one: bigint | null, other: bigint | null): bigint | null =>
  one === null || (other !== null && other > one) ? other : one

/** The frames shortly before the moment, the latest first; `gaveUp`: how far they go, where there are more. */
function rowsNear(
  db: Connection,
  { item, at }: Moment,
  near: bigint,
  most: number,
): { rows: FrameRow[]; gaveUp: bigint | null } {
  const rows = db
    .prepare<FrameRow>(
      `SELECT ${frameColumns} FROM metadata_frame
       WHERE item = ? AND time >= ? AND time < ? ORDER BY time DESC, key DESC LIMIT ?`,
      'bigint',
    )
    .all(item, near, at, most)
  return { rows, gaveUp: rows.length < most ? null : (rows.at(-1)?.time ?? null) }
}

/** They have the last word on what stands in them. */
function* lookNear(
  itemId: ItemId,
  rows: readonly FrameRow[],
  settled: Set<string>,
): Generator<IdleObject, void> {
  for (const row of rows) {
    const frame = frameFromRow(itemId, row)
    for (const id of frame.ended) settled.add(keyOf(row, id))
    for (const object of frame.objects.toReversed()) {
      if (object.id === null || settled.has(keyOf(row, object.id))) continue
      settled.add(keyOf(row, object.id))
      if (object.behaviour === 'idle') yield toldBy(frame, object)
    }
  }
}

type Stretch = Named & { object: string; sourceKey: bigint | null; last: bigint }

/** Stretches that end with an idle object, the latest first; `end`: how far they go, where there are more. */
function idleStretches(
  db: Connection,
  { item }: Moment,
  before: bigint,
  most: number,
): { stretches: Stretch[]; end: bigint | null } {
  const stretches = db
    .prepare<Omit<Stretch, 'source'> & { source: string | null }>(
      `SELECT track, object, last, source AS sourceKey,
         (SELECT value ->> 0 FROM search_value v WHERE v.key = e.source) AS source
       FROM search_entry e INDEXED BY search_entry_idle
       WHERE item = ? AND idle = 1 AND object IS NOT NULL AND last < ? ORDER BY last DESC LIMIT ?`,
      'bigint',
    )
    .all(item, before, most)
  return { stretches, end: stretches.length < most ? null : (stretches.at(-1)?.last ?? null) }
}

/** The last time at which each object was ended; `end`: how far back this goes, where there is more. */
function endedSince(
  db: Connection,
  { itemId, item, at }: Moment,
  from: bigint,
  most: number,
): { at: Map<string, bigint>; end: bigint | null } {
  const rows = db
    .prepare<Named & { time: bigint; ended: string }>(
      `SELECT time, track, source, ended FROM metadata_frame INDEXED BY metadata_frame_ended
       WHERE item = ? AND time >= ? AND time < ? AND ended IS NOT NULL ORDER BY time DESC LIMIT ?`,
      'bigint',
    )
    .all(item, from, at, most)
  const last = new Map<string, bigint>()
  for (const row of rows) {
    for (const id of readStored(itemId, () => parseEnded(row.ended)))
      if (!last.has(keyOf(row, id))) last.set(keyOf(row, id), row.time)
  }
  return { at: last, end: rows.length < most ? null : (rows.at(-1)?.time ?? null) }
}

function isListedLater(db: Connection, { item, at }: Moment, stretch: Stretch): boolean {
  const { object, track, sourceKey, last } = stretch
  return (
    db
      .prepare<object>(
        `SELECT 1 FROM search_entry INDEXED BY search_entry_by_object
         WHERE object = ? AND item = ? AND last > ? AND first < ? AND event IS NULL AND track = ? AND source IS ? LIMIT 1`,
      )
      .get(object, item, last, at, track, sourceKey) !== undefined
  )
}

/** What the last frame of the stretch says of its object; null where that is not in the index. */
function frameOf(db: Connection, { itemId, item }: Moment, stretch: Stretch): IdleObject | null {
  const { object: id, track, source, last } = stretch
  const rows = db
    .prepare<FrameRow>(
      `SELECT ${frameColumns} FROM metadata_frame
       WHERE item = ? AND time = ? AND track = ? AND source IS ? ORDER BY key DESC`,
      'bigint',
    )
    .iterate(item, last, track, source)
  for (const row of rows) {
    const frame = frameFromRow(itemId, row)
    const object = frame.objects.findLast((one) => one.id === id)
    if (object) return object.behaviour === 'idle' ? toldBy(frame, object) : null
  }
  return null
}

const toldBy = (frame: ReturnType<typeof frameFromRow>, object: MetadataObject): IdleObject => ({
  ...{ time: frame.time, trackId: frame.trackId, sample: frame.sample, source: frame.source, object },
  ...(frame.aspects ? { aspects: frame.aspects } : {}),
})
