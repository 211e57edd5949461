// Changes of the PTZ state, and where places lie in pictures of other shapes. Derived data: it is read with the rest of the metadata.
import { field, json } from './0090-lanes.ts'
import type { Migration } from './migration.ts'

const tables = `
-- Changes that the stream tells; what frames say stands with them. ptz is a JSON object; keys without a value are left out.
CREATE TABLE metadata_ptz (
  key INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES item (key),
  time INTEGER NOT NULL CHECK (time >= 0),
  track INTEGER NOT NULL,
  sample INTEGER NOT NULL,
  ptz TEXT NOT NULL CHECK (substr(ptz, 1, 1) = '{')
) STRICT;

CREATE INDEX metadata_ptz_by_time ON metadata_ptz (item, time);

CREATE INDEX metadata_ptz_by_track ON metadata_ptz (item, track, time);

-- A JSON array of [ratio, scale x, scale y, translation x, translation y]; null where there are none.
ALTER TABLE metadata_frame ADD COLUMN aspects TEXT CHECK (aspects IS NULL OR substr(aspects, 1, 1) = '[');
`

// What older cases hold says neither, and has one polygon of each object: items with metadata count as not indexed, and the engine
// reads it again. Until then their frames are drawn as they are, and it is told.
const state = `
UPDATE item SET metadata_indexed = 0
WHERE key IN (SELECT item FROM metadata_frame)
  OR kind = 'export' AND EXISTS (
    SELECT 1 FROM json_each(${json('item.inspection', '{}')}, '$.tracks') AS track
    WHERE ${field('track', 'kind')} = 'metadata');
`

export const ptzAndAspects: Migration = {
  id: 140,
  name: 'ptz and aspects',
  up(db) {
    for (const sql of [tables, state]) db.exec(sql)
  },
}
