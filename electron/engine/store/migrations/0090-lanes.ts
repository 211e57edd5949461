// What the timeline of all cameras shows of each item. Derived data: triggers keep it true to what it is made of, in the same
// transaction, so that no part of the engine can forget to.
import type { Migration } from './migration.ts'

/** Microseconds since 1970 of a contract time; NULL where it is none. Digits beyond are cut off. */
export const micros = (utc: string): string =>
  `(unixepoch(substr(${utc}, 1, 19)) * 1000000 +
      CAST(substr(rtrim(substr(${utc}, 21), 'Z') || '000000', 1, 6) AS INTEGER))`
/** A few centuries around now: times beyond have no place on a timeline, and no exact place in the window. */
export const plausible = (first: string, last: string): string =>
  `${first} > -8000000000000000 AND ${last} < 8000000000000000`
export const json = (column: string, otherwise: string): string =>
  `CASE WHEN json_valid(${column}) THEN ${column} ELSE '${otherwise}' END`
/** Of an object in a list; NULL where it is no object, as in a case that somebody tampered with. */
export const field = (row: string, name: string): string =>
  `CASE WHEN ${row}.type = 'object' THEN json_extract(${row}.value, '$.${name}') END`
/** Ticks of a track as microseconds on the common clock. */
export const placed = (track: string, ticks: string): string =>
  `${micros(field(track, 'startTime'))} + part.shift + CAST(${ticks} * 1000000.0 / ${field(track, 'timescale')} AS INTEGER)`

// Size classes: below 1 ms, below 8 ms, below 64 ms and so on, eight times each.
const classes = Array.from({ length: 14 }, (_, at) => `WHEN last - first < ${1_000 * 8 ** at} THEN ${at}`)

const tables = `
-- Cameras, by the names that items give them.
CREATE TABLE lane (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- On which lane an item lies; shift is what its recorder's clock was behind, in microseconds.
CREATE TABLE lane_item (
  item INTEGER PRIMARY KEY REFERENCES item (key),
  lane INTEGER NOT NULL REFERENCES lane (key),
  shift INTEGER NOT NULL
) STRICT;

CREATE INDEX lane_item_by_lane ON lane_item (lane);

-- Times are microseconds since 1970, corrected. Events of one topic are one part for each item: first to last.
CREATE TABLE lane_part (
  key INTEGER PRIMARY KEY,
  lane INTEGER NOT NULL REFERENCES lane (key),
  item INTEGER NOT NULL REFERENCES item (key),
  kind TEXT NOT NULL CHECK (kind IN ('recording', 'gap', 'event', 'mark')),
  detail TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL CHECK (last >= first),
  size INTEGER NOT NULL GENERATED ALWAYS AS (CASE ${classes.join(' ')} ELSE 14 END) STORED,
  -- Key of the mark; null for other kinds.
  mark INTEGER
) STRICT;

CREATE INDEX lane_part_by_size ON lane_part (lane, size, first);
CREATE INDEX lane_part_by_kind ON lane_part (lane, kind, detail, first, size);
CREATE INDEX lane_part_by_item ON lane_part (item);
CREATE INDEX lane_part_by_mark ON lane_part (mark) WHERE mark IS NOT NULL;
CREATE INDEX lane_part_by_start ON lane_part (first) WHERE kind = 'recording';
CREATE INDEX lane_part_by_end ON lane_part (last) WHERE kind = 'recording';

-- An item that is put in here has its parts made anew, and is out again.
CREATE TABLE lane_stale (item INTEGER PRIMARY KEY REFERENCES item (key)) STRICT;
`

export const tracks = `json_each(${json('item.inspection', '{}')}, '$.tracks') AS track`
export const hasTime = `${field('track', 'startTime')} IS NOT NULL AND ${field('track', 'timescale')} > 0`

/** Of the rebuilding, what later migrations keep. */
export const rebuildRecording = `  INSERT INTO lane_part (lane, item, kind, detail, first, last)
  SELECT lane, item, 'recording', detail, first, max(first, coalesce(last, first)) FROM (
    SELECT part.lane, part.item, coalesce(item.media, '') AS detail,
      ${micros('item.start_time')} + part.shift AS first, ${micros('item.end_time')} + part.shift AS last
    FROM lane_item AS part JOIN item ON item.key = part.item WHERE part.item = NEW.item)
  WHERE ${plausible('first', 'max(first, coalesce(last, first))')};`
/** The first track with pictures, as the player shows it. */
export const isMainTrack = `track.key = (
        SELECT min(one.key) FROM json_each(${json('item.inspection', '{}')}, '$.tracks') AS one
        WHERE ${field('one', 'kind')} = 'video' AND ${field('one', 'samples')} > 0)`
/** `shift`: by how much times of events are moved. */
export const rebuildEventsAndMarks = (
  shift = 'part.shift',
): string => `  -- The topics with most events by name, the others together.
  INSERT INTO lane_part (lane, item, kind, detail, first, last)
  SELECT lane, item, 'event', CASE WHEN rank <= 32 THEN topic ELSE '' END, min(first), max(last) FROM (
    SELECT part.lane, part.item, topic, min(time) / 10 - 11644473600000000 + ${shift} AS first,
      max(time) / 10 - 11644473600000000 + ${shift} AS last,
      row_number() OVER (ORDER BY count(*) DESC, topic) AS rank
    FROM lane_item AS part JOIN metadata_event AS event ON event.item = part.item
    WHERE part.item = NEW.item GROUP BY topic)
  WHERE ${plausible('first', 'last')} GROUP BY lane, item, CASE WHEN rank <= 32 THEN topic ELSE '' END;

  INSERT INTO lane_part (lane, item, kind, detail, first, last, mark)
  SELECT lane, item, 'mark', colour, first, max(first, last), mark FROM (
    SELECT part.lane, part.item, mark.colour, mark.key AS mark, ${placed('track', 'mark.first_ticks')} AS first,
      ${placed('track', 'mark.last_ticks')} AS last
    FROM lane_item AS part JOIN item ON item.key = part.item JOIN mark ON mark.item = item.key, ${tracks}
    WHERE part.item = NEW.item AND ${hasTime} AND ${field('track', 'id')} = mark.track)
  WHERE ${plausible('first', 'max(first, last)')};`

const rebuild = `
CREATE TRIGGER lane_rebuild AFTER INSERT ON lane_stale
BEGIN
  DELETE FROM lane_part WHERE item = NEW.item;
  DELETE FROM lane_item WHERE item = NEW.item;

  INSERT OR IGNORE INTO lane (name)
  SELECT coalesce((SELECT group_concat(value, ', ') FROM json_each(${json('cameras', '[]')})), name)
  FROM item WHERE key = NEW.item AND kind <> 'attachment' AND start_time IS NOT NULL;

  INSERT INTO lane_item (item, lane, shift)
  SELECT item.key, lane.key, -coalesce((
    SELECT offset_micros FROM clock_offset
    WHERE item = NEW.item AND NOT EXISTS (SELECT 1 FROM clock_withdrawal WHERE clock_offset = clock_offset.key)
    ORDER BY key DESC LIMIT 1), 0)
  FROM item JOIN lane
    ON lane.name = coalesce((SELECT group_concat(value, ', ') FROM json_each(${json('cameras', '[]')})), item.name)
  WHERE item.key = NEW.item AND item.kind <> 'attachment' AND item.start_time IS NOT NULL;

${rebuildRecording}

  -- Of the first track with pictures, as the player shows it.
  INSERT INTO lane_part (lane, item, kind, detail, first, last)
  SELECT lane, item, 'gap', '', first, max(first, last) FROM (
    SELECT part.lane, part.item, ${placed('track', field('gap', 'fromTicks'))} AS first,
      ${placed('track', field('gap', 'toTicks'))} AS last
    FROM lane_item AS part JOIN item ON item.key = part.item,
      json_each(${json('item.inspection', '{}')}, '$.gaps') AS gap, ${tracks}
    WHERE part.item = NEW.item AND ${hasTime} AND ${field('gap', 'trackId')} = ${field('track', 'id')}
      AND ${isMainTrack})
  WHERE ${plausible('first', 'max(first, last)')};

${rebuildEventsAndMarks()}

  DELETE FROM lane_stale WHERE item = NEW.item;
END;
`

const made = ['name', 'cameras', 'kind', 'start_time', 'end_time', 'media', 'inspection', 'metadata_indexed']

const watching = `
CREATE TRIGGER lane_of_new_item AFTER INSERT ON item
BEGIN INSERT INTO lane_stale VALUES (NEW.key); END;

CREATE TRIGGER lane_of_changed_item AFTER UPDATE OF ${made.join(', ')} ON item
WHEN ${made.map((column) => `OLD.${column} IS NOT NEW.${column}`).join(' OR ')}
BEGIN INSERT INTO lane_stale VALUES (NEW.key); END;

CREATE TRIGGER lane_by_clock AFTER INSERT ON clock_offset
BEGIN INSERT INTO lane_stale VALUES (NEW.item); END;

CREATE TRIGGER lane_by_withdrawal AFTER INSERT ON clock_withdrawal
BEGIN INSERT INTO lane_stale SELECT item FROM clock_offset WHERE key = NEW.clock_offset; END;

-- Marks are set and removed one by one, and may be ten thousand: the rest of the item is left as it is.
CREATE TRIGGER lane_of_new_mark AFTER INSERT ON mark
BEGIN
  INSERT INTO lane_part (lane, item, kind, detail, first, last, mark)
  SELECT lane, item, 'mark', NEW.colour, first, max(first, last), NEW.key FROM (
    SELECT part.lane, part.item, ${placed('track', 'NEW.first_ticks')} AS first,
      ${placed('track', 'NEW.last_ticks')} AS last
    FROM lane_item AS part JOIN item ON item.key = part.item, ${tracks}
    WHERE part.item = NEW.item AND ${hasTime} AND ${field('track', 'id')} = NEW.track)
  WHERE ${plausible('first', 'max(first, last)')};
END;

CREATE TRIGGER lane_of_changed_mark AFTER UPDATE OF colour ON mark
BEGIN UPDATE lane_part SET detail = NEW.colour WHERE mark = NEW.key; END;

CREATE TRIGGER lane_of_removed_mark AFTER DELETE ON mark
BEGIN DELETE FROM lane_part WHERE mark = OLD.key; END;
`

export const lanes: Migration = {
  id: 90,
  name: 'lanes',
  up(db) {
    for (const sql of [tables, rebuild, watching]) db.exec(sql)
    db.exec('INSERT INTO lane_stale SELECT key FROM item')
  },
}
