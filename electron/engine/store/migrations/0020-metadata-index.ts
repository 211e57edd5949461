// The timed metadata of items: frames and events. Derived data: it can always be read from the vault again.
import type { Migration } from './migration.ts'

// `time` counts 100 ns since 1601-01-01 UTC, the exact time of the engine (`base/time.ts`). In SQL:
// datetime(time / 10000000 - 11644473600, 'unixepoch').
const tables = `
-- objects is JSON; keys without a value are left out (metadata-row.ts says which there are).
CREATE TABLE metadata_frame (
  key INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES item (key),
  time INTEGER NOT NULL CHECK (time >= 0),
  track INTEGER NOT NULL,
  sample INTEGER NOT NULL,
  source TEXT,
  objects TEXT NOT NULL CHECK (substr(objects, 1, 1) = '[')
) STRICT;

CREATE INDEX metadata_frame_by_time ON metadata_frame (item, time);

-- source_items, key_items and data_items are JSON arrays of [name, value].
CREATE TABLE metadata_event (
  key INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES item (key),
  time INTEGER NOT NULL CHECK (time >= 0),
  track INTEGER NOT NULL,
  sample INTEGER NOT NULL,
  topic TEXT NOT NULL,
  operation TEXT CHECK (operation IS NULL OR operation IN ('Initialized', 'Changed', 'Deleted')),
  source_items TEXT NOT NULL CHECK (json_type(source_items) = 'array'),
  key_items TEXT NOT NULL CHECK (json_type(key_items) = 'array'),
  data_items TEXT NOT NULL CHECK (json_type(data_items) = 'array'),
  latitude REAL,
  longitude REAL CHECK ((latitude IS NULL) = (longitude IS NULL)),
  elevation REAL
) STRICT;

CREATE INDEX metadata_event_by_time ON metadata_event (item, time);

CREATE INDEX metadata_event_by_topic ON metadata_event (item, topic, time);
`

// Items of older cases have no index yet: they start at 0, and the engine reads their metadata again.
const state = `
ALTER TABLE item ADD COLUMN metadata_indexed INTEGER NOT NULL DEFAULT 0 CHECK (metadata_indexed IN (0, 1));
`

export const metadataIndex: Migration = {
  id: 20,
  name: 'metadata-index',
  up(db) {
    db.exec(tables)
    db.exec(state)
  },
}
