// Behind the last gap of a list that is full nobody looked for more: the lanes must not show that as recorded. And a list of many
// gaps is gone through once, not once for each of them. Derived data.
import { field, hasTime, isMainTrack, json, placed, tracks } from './0090-lanes.ts'
import { rebuildWith, type GapQuery } from './0120-lanes-told-apart.ts'
import type { Migration } from './migration.ts'

/** `mostGaps` of the contract, as of this version. */
const listed = 10_000
const inspection = json('item.inspection', '{}')

/** The track is found first: to find it anew for each gap is to read the whole inspection as often. */
const gapsOf: GapQuery = (gap, from, [first, last], more) => `
    SELECT part.lane, part.item, ${placed('track', first)} AS first, ${placed('track', last)} AS last
    FROM lane_item AS part CROSS JOIN item ON item.key = part.item CROSS JOIN ${tracks} CROSS JOIN ${from}
    WHERE part.item = NEW.item AND ${hasTime} AND ${isMainTrack} AND ${gap} = ${field('track', 'id')} AND ${more}`

const unsought = `
  INSERT INTO lane_part (lane, item, kind, detail, first, last)
  SELECT lane, item, 'gap', 'unsought', first, last FROM (
    SELECT part.lane, part.item,
      (SELECT max(last) FROM lane_part WHERE item = NEW.item AND kind = 'gap') AS first,
      (SELECT max(last) FROM lane_part WHERE item = NEW.item AND kind = 'recording') AS last
    FROM lane_item AS part CROSS JOIN item ON item.key = part.item CROSS JOIN ${tracks}
    WHERE part.item = NEW.item AND json_array_length(${inspection}, '$.gaps') >= ${listed} AND ${isMainTrack}
      AND (SELECT count(*) FROM json_each(${inspection}, '$.gaps') AS gap
        WHERE ${field('gap', 'trackId')} = ${field('track', 'id')}) >= ${listed})
  WHERE first < last;
`

export const gapsLeftOut: Migration = {
  id: 130,
  name: 'gaps left out',
  up(db) {
    db.exec('DROP TRIGGER lane_rebuild')
    db.exec(rebuildWith(gapsOf, unsought))
    db.exec(`INSERT INTO lane_stale SELECT key FROM item
      WHERE json_array_length(${inspection}, '$.gaps') >= ${listed}`)
  },
}
