// The whole track of one object: every frame in which it stands, found by the stretches in which the index has it.
import type { MetadataFrame } from '#contract/metadata.ts'
import type { ObjectRef, ObjectTrack, TrackPoint } from '#contract/search.ts'
import type { UtcTime } from '#contract/units.ts'
import type { Connection } from './connection.ts'
import { frameColumns, frameFromRow } from './metadata-row.ts'
import type { FrameRow } from './metadata-row.ts'
import { cursorOf, parseCursor } from './search-row.ts'
import { longestBreak } from './sighting.ts'

/** Frames behind `after` in the order of time; an object that stands twice in one frame has two points. `limit`: of points and ends. */
export function objectTrack(
  db: Connection,
  item: number,
  ref: ObjectRef,
  page: { after: string | null; limit: number },
): ObjectTrack {
  const after = page.after === null ? { first: 0n, key: -1n } : parseCursor(page.after)
  const points: TrackPoint[] = []
  const ended: UtcTime[] = []
  for (const stretch of stretchesOf(db, item, ref)) {
    if (stretch.to < after.first) continue
    const rows = framesOf(db, { ...ref, item, after, ...stretch })
    for (const row of rows) {
      const frame = frameFromRow(ref.itemId, row)
      points.push(...pointsOf(ref, frame))
      if (frame.ended.includes(ref.object)) ended.push(frame.time)
      if (points.length + ended.length >= page.limit)
        return { points, ended, next: cursorOf({ first: row.time, key: row.key }) }
    }
  }
  return { points, ended, next: null }
}

/**
 * Half-open in nothing; both ends are counted. Stretches that touch are one, and each goes on for the longest break: so long
 * afterwards the object may be ended.
 */
function stretchesOf(
  db: Connection,
  item: number,
  { object, trackId, source }: ObjectRef,
): { from: bigint; to: bigint }[] {
  const rows = db
    .prepare<{ first: bigint; last: bigint }>(
      `SELECT first, last FROM search_entry WHERE object = ? AND event IS NULL AND +item = ? AND track = ?
         AND coalesce((SELECT value FROM search_value v WHERE v.key = search_entry.source), '[]') = ?
       ORDER BY first, last`,
      'bigint',
    )
    .all(object, item, trackId, JSON.stringify(source === null ? [] : [source]))
  const merged: { from: bigint; to: bigint }[] = []
  for (const { first, last } of rows) {
    const before = merged.at(-1)
    const to = last + longestBreak
    if (before && first <= before.to) before.to = to > before.to ? to : before.to
    else merged.push({ from: first, to })
  }
  return merged
}

type Stretch = ObjectRef & { item: number; from: bigint; to: bigint; after: { first: bigint; key: bigint } }

function framesOf(db: Connection, stretch: Stretch): Generator<FrameRow & { key: bigint }> {
  const { item, from, to, after, trackId, source, object } = stretch
  const id = JSON.stringify(object)
  return db
    .prepare<FrameRow & { key: bigint }>(
      `SELECT key, ${frameColumns} FROM metadata_frame
       WHERE item = @item AND time BETWEEN @from AND @to AND (time > @first OR time = @first AND key > @key)
         AND track = @track AND source IS @source
         AND (instr(objects, @named) > 0 OR instr(ended, @id) > 0) ORDER BY time, key`,
      'bigint',
    )
    .iterate({ item, from, to, track: trackId, source, named: `"id":${id}`, id, ...after })
}

function pointsOf({ object }: ObjectRef, { time, sample, objects, aspects }: MetadataFrame): TrackPoint[] {
  return objects.flatMap((one) => {
    if (one.id !== object) return []
    const { class: type, likelihood, box, centre, speed, plate, behaviour } = one
    const point = { time, sample, class: type, likelihood, box, centre, speed, plate, behaviour }
    return [aspects ? { ...point, aspects } : point]
  })
}
