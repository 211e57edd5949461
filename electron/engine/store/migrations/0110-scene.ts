// What frames say beside their objects, and which objects stand still without being listed. Derived data: it is read with the
// rest of the metadata.
import type { Migration } from './migration.ts'

const columns = `
-- A JSON array of ObjectIds that stand for nothing any more; null where there are none.
ALTER TABLE metadata_frame ADD COLUMN ended TEXT CHECK (ended IS NULL OR substr(ended, 1, 1) = '[');
-- The PTZ status as a JSON object; keys without a value are left out.
ALTER TABLE metadata_frame ADD COLUMN ptz TEXT CHECK (ptz IS NULL OR substr(ptz, 1, 1) = '{');
-- 1 where the last of its frames says that the object is idle: it stands there until it is listed again or ended.
ALTER TABLE search_entry ADD COLUMN idle INTEGER NOT NULL DEFAULT 0 CHECK (idle IN (0, 1));
`

const indexes = `
CREATE INDEX metadata_frame_ended ON metadata_frame (item, time) WHERE ended IS NOT NULL;
CREATE INDEX search_entry_idle ON search_entry (item, last) WHERE idle = 1;
-- Leads to what else is known of an object in its item, without going through its namesakes in others.
DROP INDEX search_entry_by_object;
CREATE INDEX search_entry_by_object ON search_entry (object, item, last) WHERE object IS NOT NULL;
`

// What older cases hold does not say it: those items count as not indexed, and the engine reads their metadata again.
const state = `
UPDATE item SET metadata_indexed = 0 WHERE key IN (SELECT item FROM metadata_frame);
`

export const scene: Migration = {
  id: 110,
  name: 'scene',
  up(db) {
    for (const sql of [columns, indexes, state]) db.exec(sql)
  },
}
