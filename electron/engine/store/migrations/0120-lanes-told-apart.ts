// Corrects the lanes: cameras of one name that are not the same one have lanes of their own, and gaps lie where the pictures say
// that something is missing, which an inspection does not: it has times of decoding. A correction of the start time moves events
// with the pictures that they belong to.
import {
  field,
  hasTime,
  isMainTrack,
  json,
  micros,
  placed,
  plausible,
  rebuildEventsAndMarks,
  rebuildRecording,
  tracks,
} from './0090-lanes.ts'
import type { Migration } from './migration.ts'

const inspection = json('item.inspection', '{}')
const cameras = json('item.cameras', '[]')
const said = (name: string): string => `json_extract(${inspection}, '$.export.${name}')`
const plain = (mac: string): string => `upper(replace(replace(coalesce(${mac}, ''), ':', ''), '-', ''))`
/** NULL where it is no address that only one device has. */
const address = (mac: string): string =>
  `CASE WHEN length(${mac}) = 12 AND ${mac} NOT GLOB '*[^0-9A-F]*'
      AND ${mac} NOT IN ('000000000000', 'FFFFFFFFFFFF') THEN ${mac} END`

const tables = `
DROP TRIGGER lane_rebuild;
DELETE FROM lane_part;
DELETE FROM lane_item;
DROP TABLE lane;

-- Cameras, by the names that items give them. What tells those of one name apart: the address and line of the device, by which
-- the same one is known whoever exported it; without an address, what is said of it and of the recorder; of files that name no
-- camera, where they came from.
CREATE TABLE lane (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  UNIQUE (name, source)
) STRICT;

-- What the export calls the unit that made it.
ALTER TABLE lane_item ADD COLUMN recorder TEXT NOT NULL DEFAULT '';
-- As shift, of times in the metadata: with what a correction of the start time makes of them.
ALTER TABLE lane_item ADD COLUMN metadata_shift INTEGER NOT NULL DEFAULT 0;

-- Gaps in ticks at which pictures are shown, as the timeline of the item has them.
CREATE TABLE lane_gap (
  item INTEGER NOT NULL REFERENCES item (key),
  track INTEGER NOT NULL,
  first_ticks INTEGER NOT NULL,
  last_ticks INTEGER NOT NULL CHECK (last_ticks > first_ticks),
  PRIMARY KEY (item, track, first_ticks)
) STRICT;

-- Items of which these have still to be read from the original; until then gaps lie where they were decoded.
CREATE TABLE lane_gap_open (item INTEGER PRIMARY KEY REFERENCES item (key)) STRICT;
`

const laneName = `coalesce((SELECT group_concat(value, ', ') FROM json_each(${cameras})), item.name)`

/**
 * Of the sources of the named cameras, each device once, in the order in which they are named. Without an order inside of
 * `group_concat`, which older programs that only want to read a case do not understand.
 */
const devices = `
    SELECT group_concat(device, ', ') AS devices, min(has_address) AS all_have FROM (
      SELECT min(place) AS place, concat_ws(' ', coalesce(address, nullif(url, '')), nullif(line, '')) AS device,
        min(address IS NOT NULL) AS has_address
      FROM (
        SELECT place, url, line, ${address('mac')} AS address FROM (
          SELECT source.key AS place, ${plain(field('source', 'mac'))} AS mac, ${field('source', 'url')} AS url,
            ${field('source', 'line')} AS line
          FROM json_each(${inspection}, '$.export.sources') AS source
          WHERE ${field('source', 'name')} IN (SELECT value FROM json_each(${cameras}))))
      GROUP BY device ORDER BY min(place))`
const recorder = `concat_ws(' · ', nullif(${said('unitName')}, ''),
      coalesce(${address(plain(said('unitMac')))}, nullif(${said('unitUrl')}, ''), nullif(${plain(said('unitMac'))}, '')))`
const laneSource = `CASE WHEN json_array_length(${cameras}) = 0 THEN item.source_path ELSE (
    SELECT CASE WHEN all_have THEN devices ELSE concat_ws(' · ', nullif(${recorder}, ''), nullif(devices, '')) END
    FROM (${devices})) END`

const hasLane = `item.key = NEW.item AND item.kind <> 'attachment' AND item.start_time IS NOT NULL`

const startOf = (track: string, column: string, more = ''): string =>
  `(SELECT ${field('start', column)} FROM json_each(${inspection}, '$.startTimes') AS start
      WHERE ${field('start', 'trackId')} = ${track} ${more} ORDER BY start.key LIMIT 1)`
const recorded = `AND ${field('start', 'origin')} IN ('cstb', 'sumi', 'misb', 'metadata')`
/**
 * `metadataCorrectionOf` in `contract/start-statements.ts`, of the first track of metadata; NULL where there is no correction. For
 * triggers, which know no WITH: from the inside to the outside the tracks, whether the one of the metadata is named, and the times.
 */
const correction = `(SELECT ${micros('corrected')} - ${micros('before')} FROM (
    SELECT ${startOf('counts', 'origin')} AS origin, ${startOf('counts', 'utc')} AS corrected,
      ${startOf('counts', 'utc', recorded)} AS before
    FROM (
      SELECT CASE WHEN coalesce(${startOf('metadata', 'own')},
        ${startOf('metadata', 'utc')} <> ${startOf('pictures', 'utc')}) THEN metadata ELSE pictures END AS counts
      FROM (
        SELECT ${field('track', 'id')} AS metadata, coalesce((
          SELECT ${field('one', 'id')} FROM json_each(${inspection}, '$.tracks') AS one
          WHERE ${field('one', 'kind')} = 'video'
            AND ${field('one', 'id')} IN (SELECT value FROM json_each(${field('track', 'describes')}))
          ORDER BY one.key LIMIT 1), (
          SELECT ${field('one', 'id')} FROM json_each(${inspection}, '$.tracks') AS one
          WHERE ${field('one', 'kind')} = 'video' AND ${field('one', 'samples')} > 0 ORDER BY one.key LIMIT 1)) AS pictures
        FROM ${tracks}
        WHERE ${field('track', 'kind')} NOT IN ('video', 'audio') AND ${field('track', 'samples')} > 0
        ORDER BY track.key LIMIT 1)))
  WHERE origin = 'corrected cstb')`

const gapsOf = (gap: string, from: string, [first, last]: [string, string], more: string): string => `
    SELECT part.lane, part.item, ${placed('track', first)} AS first, ${placed('track', last)} AS last
    FROM lane_item AS part JOIN item ON item.key = part.item, ${from}, ${tracks}
    WHERE part.item = NEW.item AND ${hasTime} AND ${gap} = ${field('track', 'id')} AND ${isMainTrack} AND ${more}`
const isOpen = 'EXISTS (SELECT 1 FROM lane_gap_open WHERE item = NEW.item)'

const rebuild = `
CREATE TRIGGER lane_rebuild AFTER INSERT ON lane_stale
BEGIN
  DELETE FROM lane_part WHERE item = NEW.item;
  DELETE FROM lane_item WHERE item = NEW.item;

  INSERT OR IGNORE INTO lane (name, source) SELECT ${laneName}, ${laneSource} FROM item WHERE ${hasLane};

  INSERT INTO lane_item (item, lane, shift, recorder)
  SELECT item.key, lane.key, -coalesce((
    SELECT offset_micros FROM clock_offset
    WHERE item = NEW.item AND NOT EXISTS (SELECT 1 FROM clock_withdrawal WHERE clock_offset = clock_offset.key)
    ORDER BY key DESC LIMIT 1), 0), coalesce(CAST(${said('unitName')} AS TEXT), '')
  FROM item JOIN lane ON lane.name = ${laneName} AND lane.source = ${laneSource}
  WHERE ${hasLane};
  UPDATE lane_item SET metadata_shift = shift + coalesce((SELECT ${correction} FROM item WHERE item.key = NEW.item), 0)
  WHERE item = NEW.item;

${rebuildRecording}

  -- Of the first track with pictures, as the player shows it.
  INSERT INTO lane_part (lane, item, kind, detail, first, last)
  SELECT lane, item, 'gap', '', first, max(first, last) FROM (
    ${gapsOf(field('gap', 'trackId'), `json_each(${inspection}, '$.gaps') AS gap`, [field('gap', 'fromTicks'), field('gap', 'toTicks')], isOpen)}
    UNION ALL
    ${gapsOf('gap.track', 'lane_gap AS gap', ['gap.first_ticks', 'gap.last_ticks'], `gap.item = NEW.item AND NOT ${isOpen}`)})
  WHERE ${plausible('first', 'max(first, last)')};

${rebuildEventsAndMarks('part.metadata_shift')}

  DELETE FROM lane_stale WHERE item = NEW.item;
END;
`

const gapsIn = (row: string): string => `json_extract(${json(`${row}.inspection`, '{}')}, '$.gaps')`
const hasGaps = (row: string): string => `json_array_length(${json(`${row}.inspection`, '{}')}, '$.gaps') > 0`

// Which of two triggers on one table comes first is not laid down: each has the lanes made anew after what it did itself.
const watching = `
CREATE TRIGGER lane_gap_of_new_item AFTER INSERT ON item WHEN ${hasGaps('NEW')}
BEGIN
  INSERT INTO lane_gap_open VALUES (NEW.key);
  INSERT INTO lane_stale VALUES (NEW.key);
END;

CREATE TRIGGER lane_gap_of_changed_item AFTER UPDATE OF inspection ON item
WHEN ${gapsIn('OLD')} IS NOT ${gapsIn('NEW')}
BEGIN
  DELETE FROM lane_gap WHERE item = NEW.key;
  DELETE FROM lane_gap_open WHERE item = NEW.key;
  INSERT INTO lane_gap_open SELECT NEW.key WHERE ${hasGaps('NEW')};
  INSERT INTO lane_stale VALUES (NEW.key);
END;
`

export const lanesToldApart: Migration = {
  id: 120,
  name: 'lanes told apart',
  up(db) {
    for (const sql of [tables, rebuild, watching]) db.exec(sql)
    db.exec(`INSERT INTO lane_gap_open SELECT key FROM item WHERE ${hasGaps('item')}`)
    db.exec('INSERT INTO lane_stale SELECT key FROM item')
  },
}
