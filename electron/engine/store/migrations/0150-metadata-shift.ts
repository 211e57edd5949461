// By how much times in the metadata of an item are corrected, by its file and by the entry on its recorder's clock: the search
// finds by corrected times. Derived data, made anew by the same trigger table as the lanes.
import { field, json } from './0090-lanes.ts'
import type { Migration } from './migration.ts'

/** Counts of 100 ns since 1970 of a contract time; NULL where it is none. */
const exact = (utc: string): string =>
  `(unixepoch(substr(${utc}, 1, 19)) * 10000000 +
      CAST(substr(rtrim(substr(${utc}, 21), 'Z') || '0000000', 1, 7) AS INTEGER))`

const tables = `
-- In 100 ns, of a metadata track, and in the row of track 0 of every track that has none of its own: what the file's correction
-- of the start time adds, and all that is added. Items whose times nobody corrected have no row.
CREATE TABLE metadata_shift (
  item INTEGER NOT NULL REFERENCES item (key),
  track INTEGER NOT NULL,
  stated INTEGER NOT NULL,
  shift INTEGER NOT NULL,
  PRIMARY KEY (item, track)
) STRICT, WITHOUT ROWID;

-- Tracks and start times of the one item that is worked on, out of its inspection once, however many they are; else empty.
CREATE TABLE metadata_shift_track (
  place INTEGER PRIMARY KEY,
  track INTEGER NOT NULL,
  kind ANY,
  describes TEXT NOT NULL,
  pictures INTEGER,
  -- The track of which the start times count.
  counts INTEGER
) STRICT;
CREATE INDEX metadata_shift_track_by_track ON metadata_shift_track (track, place);
CREATE TABLE metadata_shift_start (
  place INTEGER PRIMARY KEY,
  track INTEGER NOT NULL,
  origin ANY,
  utc ANY,
  own ANY
) STRICT;
CREATE INDEX metadata_shift_start_by_track ON metadata_shift_start (track, place);
`

const inspection = json('item.inspection', '{}')
const startOf = (track: string, column: string, more = ''): string =>
  `(SELECT ${column} FROM metadata_shift_start AS start WHERE start.track = ${track} ${more} ORDER BY start.place LIMIT 1)`
const recorded = `AND origin IN ('cstb', 'sumi', 'misb', 'metadata')`
const clock = `(SELECT offset_micros FROM clock_offset
    WHERE item = NEW.item AND NOT EXISTS (SELECT 1 FROM clock_withdrawal WHERE clock_offset = clock_offset.key)
    ORDER BY key DESC LIMIT 1)`
const isMetadata = `kind NOT IN ('video', 'audio')`

// `correctionFor` in `contract/start-statements.ts`, of each metadata track, as lanes have it of the first (migration 120).
const rebuild = `
CREATE TRIGGER metadata_shift_rebuild AFTER INSERT ON lane_stale
BEGIN
  DELETE FROM metadata_shift WHERE item = NEW.item;

  INSERT INTO metadata_shift_start (place, track, origin, utc, own)
  SELECT start.key, ${field('start', 'trackId')}, ${field('start', 'origin')}, ${field('start', 'utc')}, ${field('start', 'own')}
  FROM item, json_each(${inspection}, '$.startTimes') AS start
  WHERE item.key = NEW.item AND instr(item.inspection, 'corrected cstb') > 0
    AND typeof(${field('start', 'trackId')}) = 'integer' AND typeof(start.key) = 'integer';

  INSERT INTO metadata_shift_track (place, track, kind, describes)
  SELECT track.key, ${field('track', 'id')}, ${field('track', 'kind')},
    CASE WHEN json_type(track.value, '$.describes') = 'array' THEN ${field('track', 'describes')} ELSE '[]' END
  FROM item, json_each(${inspection}, '$.tracks') AS track
  WHERE item.key = NEW.item AND EXISTS (SELECT 1 FROM metadata_shift_start)
    AND typeof(${field('track', 'id')}) = 'integer' AND typeof(track.key) = 'integer'
    AND (${field('track', 'samples')} > 0 OR ${field('track', 'kind')} = 'video');

  -- The pictures that a metadata track describes, else those that are shown.
  UPDATE metadata_shift_track SET pictures = coalesce((
      SELECT one.track FROM json_each(metadata_shift_track.describes) AS described
      JOIN metadata_shift_track AS one ON one.track = described.value WHERE one.kind = 'video' ORDER BY one.place LIMIT 1), (
      SELECT ${field('one', 'id')} FROM item, json_each(${inspection}, '$.tracks') AS one
      WHERE item.key = NEW.item AND ${field('one', 'kind')} = 'video' AND ${field('one', 'samples')} > 0
      ORDER BY one.key LIMIT 1))
  WHERE ${isMetadata};
  UPDATE metadata_shift_track SET counts = CASE
    WHEN coalesce(${startOf('metadata_shift_track.track', 'own')},
      ${startOf('metadata_shift_track.track', 'utc')} <> ${startOf('metadata_shift_track.pictures', 'utc')}) THEN track
    ELSE pictures END
  WHERE ${isMetadata};

  INSERT OR IGNORE INTO metadata_shift (item, track, stated, shift)
  SELECT NEW.item, track, coalesce(CASE WHEN ${startOf('counts', 'origin')} = 'corrected cstb'
    THEN ${exact(startOf('counts', 'utc'))} - ${exact(startOf('counts', 'utc', recorded))} END, 0), 0
  FROM metadata_shift_track WHERE track > 0 AND ${isMetadata} ORDER BY place;
  INSERT OR IGNORE INTO metadata_shift (item, track, stated, shift)
  SELECT NEW.item, 0, coalesce((SELECT stated FROM metadata_shift WHERE item = NEW.item AND track = (
    SELECT track FROM metadata_shift_track WHERE ${isMetadata} ORDER BY place LIMIT 1)), 0), 0
  WHERE ${clock} IS NOT NULL OR EXISTS (SELECT 1 FROM metadata_shift WHERE item = NEW.item AND stated <> 0);

  DELETE FROM metadata_shift
  WHERE item = NEW.item AND NOT EXISTS (SELECT 1 FROM metadata_shift AS usual WHERE usual.item = NEW.item AND usual.track = 0);
  UPDATE metadata_shift SET shift = stated - 10 * coalesce(${clock}, 0) WHERE item = NEW.item;
  DELETE FROM metadata_shift_track;
  DELETE FROM metadata_shift_start;
END;
`

export const metadataShift: Migration = {
  id: 150,
  name: 'metadata shift',
  up(db) {
    for (const sql of [tables, rebuild]) db.exec(sql)
    db.exec('INSERT INTO lane_stale SELECT key FROM item')
  },
}
