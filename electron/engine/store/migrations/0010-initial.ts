// The case, its items with all verifications, the trusted certificates, and the custody ledger.
import type { Migration } from './migration.ts'

const isUtc = (column: string): string => `${column} GLOB '????-??-??T??:??:??.*Z'`
const isSha256 = (column: string): string => `length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*'`
const isFlag = (column: string): string => `${column} IN (0, 1)`
const oneOf = (column: string, ...values: string[]): string =>
  `${column} IN (${values.map((value) => `'${value}'`).join(', ')})`

const isVerdict = oneOf('verdict', 'sealed', 'broken', 'unsealed', 'unreadable')
const isIntact = oneOf('intact', 'intact', 'broken', 'unsealed', 'unsupported', 'unreadable', 'not-checked')
const isTrust = oneOf('trust', 'trusted', 'untrusted', 'expired', 'not-yet-valid', 'revoked', 'not-checked')

const caseInfo = `
-- One row. ledger_seq and ledger_head tell how far the ledger goes, so that a cut tail is noticed.
CREATE TABLE case_info (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id TEXT NOT NULL CHECK (length(id) = 36),
  reference TEXT NOT NULL,
  examiner TEXT NOT NULL,
  created_at TEXT NOT NULL CHECK (${isUtc('created_at')}),
  ledger_seq INTEGER NOT NULL DEFAULT 0 CHECK (ledger_seq >= 0),
  ledger_head TEXT NOT NULL DEFAULT '${'0'.repeat(64)}' CHECK (${isSha256('ledger_head')})
) STRICT;

CREATE TRIGGER case_info_no_delete BEFORE DELETE ON case_info
BEGIN SELECT RAISE(ABORT, 'the case cannot be deleted'); END;

CREATE TRIGGER case_info_no_step_back BEFORE UPDATE ON case_info
WHEN NEW.ledger_seq < OLD.ledger_seq OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'the ledger cannot be shortened'); END;
`

const item = `
-- What the table of items shows stands in columns; the long answers are JSON, last, so that listing never reads them.
CREATE TABLE item (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  source_path TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 0),
  sha256 TEXT NOT NULL UNIQUE CHECK (${isSha256('sha256')}),
  status TEXT NOT NULL CHECK (${oneOf('status', 'ingested', 'already-present', 'partial', 'failed')}),
  ingested_at TEXT NOT NULL CHECK (${isUtc('ingested_at')}),
  cameras TEXT NOT NULL CHECK (json_type(cameras) = 'array'),
  start_time TEXT CHECK (start_time IS NULL OR ${isUtc('start_time')}),
  end_time TEXT CHECK (end_time IS NULL OR ${isUtc('end_time')}),
  start_origin TEXT,
  duration_seconds REAL NOT NULL,
  level_0v INTEGER NOT NULL CHECK (${isFlag('level_0v')}),
  level_0m INTEGER NOT NULL CHECK (${isFlag('level_0m')}),
  level_0e INTEGER NOT NULL CHECK (${isFlag('level_0e')}),
  verdict TEXT NOT NULL CHECK (${isVerdict}),
  intact TEXT NOT NULL CHECK (${isIntact}),
  trust TEXT NOT NULL CHECK (${isTrust}),
  seals INTEGER NOT NULL CHECK (seals >= 0),
  verified_at TEXT NOT NULL CHECK (${isUtc('verified_at')}),
  custody TEXT NOT NULL CHECK (${oneOf('custody', 'complete', 'mismatch', 'not-checked')}),
  has_thumbnail INTEGER NOT NULL CHECK (${isFlag('has_thumbnail')}),
  inspection TEXT NOT NULL CHECK (json_type(inspection) = 'object'),
  conformance TEXT NOT NULL CHECK (json_type(conformance) = 'object'),
  findings TEXT NOT NULL CHECK (json_type(findings) = 'array')
) STRICT;

-- Every verification that was ever made; the newest is the item's. report is the whole answer as JSON.
CREATE TABLE verification (
  key INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES item (key),
  verified_at TEXT NOT NULL CHECK (${isUtc('verified_at')}),
  tool_version TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (${isVerdict}),
  intact TEXT NOT NULL CHECK (${isIntact}),
  trust TEXT NOT NULL CHECK (${isTrust}),
  report TEXT NOT NULL CHECK (json_type(report) = 'object')
) STRICT;

CREATE INDEX verification_by_item ON verification (item, key);

CREATE TRIGGER verification_no_update BEFORE UPDATE ON verification
BEGIN SELECT RAISE(ABORT, 'a verification cannot be changed'); END;

CREATE TRIGGER verification_no_delete BEFORE DELETE ON verification
BEGIN SELECT RAISE(ABORT, 'a verification cannot be deleted'); END;
`

const trustAnchor = `
-- The certificates that this case trusts now. What was added and removed, and why, stands in the ledger.
CREATE TABLE trust_anchor (
  sha256 TEXT PRIMARY KEY CHECK (${isSha256('sha256')}),
  der BLOB NOT NULL,
  subject TEXT NOT NULL,
  not_before TEXT NOT NULL CHECK (${isUtc('not_before')}),
  not_after TEXT NOT NULL CHECK (${isUtc('not_after')}),
  imported_at TEXT NOT NULL CHECK (${isUtc('imported_at')}),
  imported_by TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
`

const custody = `
-- The ledger: append-only. hash is the SHA-256 of the entry as canonical JSON (RFC 8785) without hash itself.
CREATE TABLE custody (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  time TEXT NOT NULL CHECK (${isUtc('time')}),
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  item_id TEXT REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED,
  input_sha256 TEXT CHECK (input_sha256 IS NULL OR ${isSha256('input_sha256')}),
  output_sha256 TEXT CHECK (output_sha256 IS NULL OR ${isSha256('output_sha256')}),
  detail TEXT NOT NULL CHECK (json_type(detail) = 'object'),
  tool_version TEXT NOT NULL,
  previous TEXT NOT NULL CHECK (${isSha256('previous')}),
  hash TEXT NOT NULL UNIQUE CHECK (${isSha256('hash')})
) STRICT;

CREATE INDEX custody_by_item ON custody (item_id, seq);

CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody
BEGIN SELECT RAISE(ABORT, 'the custody ledger cannot be changed'); END;

CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody
BEGIN SELECT RAISE(ABORT, 'the custody ledger cannot be shortened'); END;

-- Also keeps INSERT OR REPLACE from changing an entry.
CREATE TRIGGER custody_only_at_the_end BEFORE INSERT ON custody
WHEN NEW.seq <= (SELECT ledger_seq FROM case_info) OR NEW.previous <> (SELECT ledger_head FROM case_info)
BEGIN SELECT RAISE(ABORT, 'the custody ledger only grows at its end'); END;
`

export const initial: Migration = {
  id: 10,
  name: 'initial',
  up(db) {
    for (const sql of [caseInfo, item, trustAnchor, custody]) db.exec(sql)
  },
}
