// What examiners marked in recordings.
import type { Migration } from './migration.ts'

const isUtc = (column: string): string => `${column} GLOB '????-??-??T??:??:??.*Z'`

const mark = `
-- A marked picture, or a stretch of them. The ledger has each change with all values; what was removed stands there alone.
CREATE TABLE mark (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  item INTEGER NOT NULL REFERENCES item (key),
  track INTEGER NOT NULL,
  -- Numbers of stored samples, in decode order; the same for one picture.
  first_sample INTEGER NOT NULL CHECK (first_sample >= 0),
  last_sample INTEGER NOT NULL CHECK (last_sample >= 0),
  -- Their composition times; null where the file has no table of samples.
  first_ticks INTEGER,
  last_ticks INTEGER,
  note TEXT NOT NULL,
  tag TEXT NOT NULL,
  colour TEXT NOT NULL CHECK (colour IN ('blue', 'violet', 'pink', 'teal', 'grey')),
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL CHECK (${isUtc('made_at')}),
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL CHECK (${isUtc('changed_at')})
) STRICT;

CREATE INDEX mark_by_item ON mark (item, key);
`

export const marks: Migration = {
  id: 60,
  name: 'marks',
  up(db) {
    db.exec(mark)
  },
}
