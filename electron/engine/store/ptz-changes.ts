// Changes of the PTZ state in a stretch of time, and which one stood when it began (ONVIF Streaming 5.1.2.1.1).
import type { MetadataPtz, PtzChanges } from '#contract/metadata.ts'
import type { ItemId } from '#contract/units.ts'
import type { Connection } from './connection.ts'
import { ptzColumns, ptzFromRow } from './metadata-row.ts'
import type { PtzRow } from './metadata-row.ts'

const mostChanges = 5_000

/** Half-open. Changes of one time in the order in which they were stored: the last one stands. */
export function ptzChanges(
  db: Connection,
  itemId: ItemId,
  { item, from, to }: { item: number; from: bigint; to: bigint },
): PtzChanges {
  const tracks = db
    .prepare<{ track: bigint }>('SELECT DISTINCT track FROM metadata_ptz WHERE item = ?', 'bigint')
    .all(item)
  const last = db.prepare<PtzRow>(
    `SELECT ${ptzColumns} FROM metadata_ptz
     WHERE item = ? AND track = ? AND time < ? ORDER BY time DESC, key DESC LIMIT 1`,
    'bigint',
  )
  const read = (row: PtzRow): MetadataPtz => ptzFromRow(itemId, row)
  return {
    before: tracks.flatMap(({ track }) => last.all(item, track, from)).map(read),
    changes: db
      .prepare<PtzRow>(
        `SELECT ${ptzColumns} FROM metadata_ptz
         WHERE item = ? AND time >= ? AND time < ? ORDER BY time, key LIMIT ${mostChanges}`,
        'bigint',
      )
      .all(item, from, to)
      .map(read),
  }
}
