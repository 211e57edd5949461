// Both answers as the table of items shows them now, what was found of recorders' clocks, and lists of revoked certificates.
import type { Migration } from './migration.ts'

const isUtc = (column: string): string => `${column} GLOB '????-??-??T??:??:??.*Z'`
const isSha256 = (column: string): string => `length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*'`
const listOf = (...values: string[]): string => `(${values.map((value) => `'${value}'`).join(', ')})`

const trusts = listOf('trusted', 'untrusted', 'expired', 'not-yet-valid', 'revoked', 'not-checked')
/** From worst to best. */
const mediaVerdicts = ['not-authentic', 'authentic-with-missing', 'not-checkable', 'not-signed', 'authentic']

const answers = `
ALTER TABLE item ADD COLUMN trust_today TEXT NOT NULL DEFAULT 'not-checked' CHECK (trust_today IN ${trusts});
ALTER TABLE item ADD COLUMN weak INTEGER NOT NULL DEFAULT 0 CHECK (weak IN (0, 1));
ALTER TABLE item ADD COLUMN media TEXT CHECK (media IS NULL OR media IN ${listOf(...mediaVerdicts)});
`

// The newest verification of each item says it already. In SQL and not by the engine's own words, so that this step
// means the same in every later version. What is no JSON, or no value known here, leaves the column as it is.
const newest = `(SELECT report FROM verification WHERE item = item.key AND json_valid(report) ORDER BY key DESC LIMIT 1)`
const mediaRank = mediaVerdicts.map((verdict, at) => `WHEN '${verdict}' THEN ${at}`).join(' ')
const backFill = `
UPDATE item SET trust_today = coalesce(
  (SELECT json_extract(${newest}, '$.seals[#-1].trustDetail.today') AS today WHERE today IN ${trusts}), trust_today);

UPDATE item SET weak = EXISTS (
  SELECT 1 FROM json_each(${newest}, '$.seals') AS seal, json_each(seal.value, '$.deviations') AS deviation
  WHERE seal.type = 'object' AND deviation.type = 'object'
    AND json_extract(seal.value, '$.status') = 'intact'
    AND json_extract(deviation.value, '$.code') = 'weak-algorithm');

UPDATE item SET media = (
  SELECT json_extract(track.value, '$.verdict') AS verdict FROM json_each(${newest}, '$.mediaSigning') AS track
  WHERE track.type = 'object' AND verdict IN ${listOf(...mediaVerdicts)}
  ORDER BY CASE verdict ${mediaRank} END LIMIT 1);
`

const clock = `
-- How wrong a recorder's clock was, as an examiner found it. An entry is never changed: it is followed or withdrawn.
CREATE TABLE clock_offset (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  item INTEGER NOT NULL REFERENCES item (key),
  recorder_time TEXT NOT NULL CHECK (${isUtc('recorder_time')}),
  reference_time TEXT NOT NULL CHECK (${isUtc('reference_time')}),
  -- Recorder minus reference.
  offset_micros INTEGER NOT NULL,
  method TEXT NOT NULL,
  entered_by TEXT NOT NULL,
  entered_at TEXT NOT NULL CHECK (${isUtc('entered_at')})
) STRICT;

CREATE INDEX clock_offset_by_item ON clock_offset (item, key);

CREATE TRIGGER clock_offset_no_update BEFORE UPDATE ON clock_offset
BEGIN SELECT RAISE(ABORT, 'an entry on a clock cannot be changed'); END;

CREATE TRIGGER clock_offset_no_delete BEFORE DELETE ON clock_offset
BEGIN SELECT RAISE(ABORT, 'an entry on a clock cannot be deleted'); END;

CREATE TABLE clock_withdrawal (
  clock_offset INTEGER PRIMARY KEY REFERENCES clock_offset (key),
  withdrawn_at TEXT NOT NULL CHECK (${isUtc('withdrawn_at')}),
  withdrawn_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TRIGGER clock_withdrawal_no_update BEFORE UPDATE ON clock_withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal cannot be changed'); END;

CREATE TRIGGER clock_withdrawal_no_delete BEFORE DELETE ON clock_withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal cannot be deleted'); END;
`

const revocationList = `
-- Lists of revoked certificates (CRL, RFC 5280 5) held in this case. As with certificates, the ledger says who and why.
CREATE TABLE revocation_list (
  sha256 TEXT PRIMARY KEY CHECK (${isSha256('sha256')}),
  der BLOB NOT NULL,
  issuer TEXT NOT NULL,
  this_update TEXT NOT NULL CHECK (${isUtc('this_update')}),
  next_update TEXT CHECK (next_update IS NULL OR ${isUtc('next_update')}),
  revoked INTEGER NOT NULL CHECK (revoked >= 0),
  imported_at TEXT NOT NULL CHECK (${isUtc('imported_at')}),
  imported_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
`

export const answersClockRevocation: Migration = {
  id: 30,
  name: 'answers-clock-revocation',
  up(db) {
    for (const sql of [answers, backFill, clock, revocationList]) db.exec(sql)
  },
}
