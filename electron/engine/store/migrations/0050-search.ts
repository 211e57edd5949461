// The index for searching over all items. Derived data: it is made with that of metadata, from the vault, and removed with it.
import type { Migration } from './migration.ts'

// Times count 100 ns since 1601-01-01 UTC, as in metadata_frame. Columns that hold keys of search_value or metadata_event say
// so; they are no foreign keys, because taking out an item's rows would look for each of them.
const tables = `
-- An object in one stretch of time (sighting.ts says what that is), or an event.
CREATE TABLE search_entry (
  key INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES item (key),
  first INTEGER NOT NULL CHECK (first >= 0),
  last INTEGER NOT NULL CHECK (last >= first),
  -- Appearances in frames.
  frames INTEGER NOT NULL CHECK (frames > 0),
  likelihood REAL,
  track INTEGER NOT NULL,
  sample INTEGER NOT NULL,
  -- Ids of objects; of an event that names several, with spaces between them.
  object TEXT,
  -- Keys of search_value.
  class INTEGER,
  topic INTEGER,
  source INTEGER,
  plate INTEGER,
  text INTEGER,
  -- Key of metadata_event; null for an object.
  event INTEGER
) STRICT;

CREATE INDEX search_entry_by_time ON search_entry (first, last);
CREATE INDEX search_entry_by_item ON search_entry (item, first, last);
CREATE INDEX search_entry_by_object ON search_entry (object) WHERE object IS NOT NULL;
-- Events may name several objects: those few are looked through.
CREATE INDEX search_entry_of_events ON search_entry (object) WHERE event IS NOT NULL AND object IS NOT NULL;
CREATE INDEX search_entry_by_topic ON search_entry (topic) WHERE topic IS NOT NULL;
CREATE INDEX search_entry_by_plate ON search_entry (plate) WHERE plate IS NOT NULL;
CREATE INDEX search_entry_by_text ON search_entry (text) WHERE text IS NOT NULL;

-- Each combination of values once for each item: a million objects have few classes. Of events' items only the text is kept.
CREATE TABLE search_value (
  key INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES item (key),
  field TEXT NOT NULL CHECK (field IN ('class', 'topic', 'source', 'plate', 'text')),
  value TEXT NOT NULL CHECK (json_type(value) = 'array')
) STRICT;

CREATE INDEX search_value_by_item ON search_value (item);
CREATE INDEX search_value_by_value ON search_value (field, value, item);

-- The same values as they are searched: folded, by rows with the keys of search_value.
CREATE VIRTUAL TABLE search_text USING fts5(folded, tokenize = 'trigram case_sensitive 1', columnsize = 0);
`

// What older cases hold is not in it: those items count as not indexed, and the engine reads their metadata again.
const state = `
UPDATE item SET metadata_indexed = 0
  WHERE key IN (SELECT item FROM metadata_frame UNION SELECT item FROM metadata_event);
`

export const search: Migration = {
  id: 50,
  name: 'search',
  up(db) {
    db.exec(tables)
    db.exec(state)
  },
}
