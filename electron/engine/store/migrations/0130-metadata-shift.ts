// By how much times in the metadata of an item are corrected, by its file and by the entry on its recorder's clock: the search
// finds by corrected times. Derived data, made anew by the same trigger table as the lanes.
import { field, json, tracks } from './0090-lanes.ts'
import { recorded, startOf } from './0120-lanes-told-apart.ts'
import type { Migration } from './migration.ts'

const inspection = json('item.inspection', '{}')

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
`

const isPicture = `${field('one', 'kind')} = 'video'`
/** The pictures that a metadata track describes, else those that are shown; NULL where there are none. */
const pictures = `coalesce((
          SELECT ${field('one', 'id')} FROM json_each(${inspection}, '$.tracks') AS one
          WHERE ${isPicture} AND ${field('one', 'id')} IN (
            SELECT value FROM json_each(CASE WHEN json_type(${field('track', 'describes')}) = 'array'
              THEN ${field('track', 'describes')} ELSE '[]' END))
          ORDER BY one.key LIMIT 1), (
          SELECT ${field('one', 'id')} FROM json_each(${inspection}, '$.tracks') AS one
          WHERE ${isPicture} AND ${field('one', 'samples')} > 0 ORDER BY one.key LIMIT 1))`

/** `correctionFor` in `contract/start-statements.ts`, of each metadata track, as lanes have it of the first (migration 120). */
const stated = `
  SELECT metadata AS track, coalesce(CASE WHEN origin = 'corrected cstb'
      THEN ${exact('corrected')} - ${exact('before')} END, 0) AS stated, place
  FROM (
    SELECT metadata, place, ${startOf('counts', 'origin')} AS origin, ${startOf('counts', 'utc')} AS corrected,
      ${startOf('counts', 'utc', recorded)} AS before
    FROM item, (
      SELECT metadata, place, CASE WHEN coalesce(${startOf('metadata', 'own')},
        ${startOf('metadata', 'utc')} <> ${startOf('pictures', 'utc')}) THEN metadata ELSE pictures END AS counts
      FROM item, (
        SELECT ${field('track', 'id')} AS metadata, track.key AS place, ${pictures} AS pictures
        FROM item, ${tracks}
        WHERE item.key = NEW.item AND typeof(${field('track', 'id')}) = 'integer'
          AND ${field('track', 'kind')} NOT IN ('video', 'audio') AND ${field('track', 'samples')} > 0)
      WHERE item.key = NEW.item)
    WHERE item.key = NEW.item)`

const isCorrected = `EXISTS (SELECT 1 FROM item, json_each(${inspection}, '$.startTimes') AS start
    WHERE item.key = NEW.item AND ${field('start', 'origin')} = 'corrected cstb')`
const clock = `(SELECT offset_micros FROM clock_offset
    WHERE item = NEW.item AND NOT EXISTS (SELECT 1 FROM clock_withdrawal WHERE clock_offset = clock_offset.key)
    ORDER BY key DESC LIMIT 1)`

const rebuild = `
CREATE TRIGGER metadata_shift_rebuild AFTER INSERT ON lane_stale
BEGIN
  DELETE FROM metadata_shift WHERE item = NEW.item;

  INSERT OR IGNORE INTO metadata_shift (item, track, stated, shift)
  SELECT NEW.item, track, stated, 0 FROM (${stated}) WHERE track > 0 AND ${isCorrected};

  INSERT OR IGNORE INTO metadata_shift (item, track, stated, shift)
  SELECT NEW.item, 0, coalesce((SELECT stated FROM (${stated}) WHERE ${isCorrected} ORDER BY place LIMIT 1), 0), 0
  WHERE ${clock} IS NOT NULL OR EXISTS (SELECT 1 FROM metadata_shift WHERE item = NEW.item AND stated <> 0);

  DELETE FROM metadata_shift
  WHERE item = NEW.item AND NOT EXISTS (SELECT 1 FROM metadata_shift AS usual WHERE usual.item = NEW.item AND usual.track = 0);

  UPDATE metadata_shift SET shift = stated - 10 * coalesce(${clock}, 0) WHERE item = NEW.item;
END;
`

export const metadataShift: Migration = {
  id: 130,
  name: 'metadata shift',
  up(db) {
    for (const sql of [tables, rebuild]) db.exec(sql)
    db.exec('INSERT INTO lane_stale SELECT key FROM item')
  },
}
