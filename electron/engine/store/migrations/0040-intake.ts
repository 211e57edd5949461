// How evidence came in: kinds of items, bytes that could not be read, what the original's file system said; and intakes
// that can go on where they stopped.
import type { Migration } from './migration.ts'

const isUtc = (column: string): string => `${column} GLOB '????-??-??T??:??:??.*Z'`
const isSha256 = (column: string): string => `length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*'`

const item = `
ALTER TABLE item ADD COLUMN kind TEXT NOT NULL DEFAULT 'export' CHECK (kind IN ('export', 'video', 'attachment'));
-- Byte ranges [start, end) that could not be read from the source and are zeros in the vault, as JSON [[start, end], …].
ALTER TABLE item ADD COLUMN missing TEXT NOT NULL DEFAULT '[]' CHECK (json_type(missing) = 'array');
ALTER TABLE item ADD COLUMN missing_bytes INTEGER NOT NULL DEFAULT 0 CHECK (missing_bytes >= 0);
-- The whole item that was made or found later, for a partial one.
ALTER TABLE item ADD COLUMN completed_by TEXT REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED;
-- What the file system said of the original, as JSON (contract/item.ts: OriginalAttributes).
ALTER TABLE item ADD COLUMN original TEXT NOT NULL
  DEFAULT '{"accessed":null,"changed":null,"created":null,"mode":null,"modified":null}'
  CHECK (json_type(original) = 'object');
`

const intake = `
-- One act of taking in. Open ones can go on; sources, terms of downloads and results are JSON.
CREATE TABLE intake (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  started_at TEXT NOT NULL CHECK (${isUtc('started_at')}),
  actor TEXT NOT NULL,
  sources TEXT NOT NULL CHECK (json_type(sources) = 'array'),
  terms TEXT CHECK (terms IS NULL OR json_type(terms) = 'object'),
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'given-up')),
  -- Why it stopped, in one sentence; empty while it runs and after a crash.
  reason TEXT NOT NULL DEFAULT ''
) STRICT;

-- The files of open intakes, in the order in which they are taken in; removed when the intake ends.
CREATE TABLE intake_file (
  intake INTEGER NOT NULL REFERENCES intake (key),
  position INTEGER NOT NULL CHECK (position >= 0),
  -- Which file it is and how it looked when it was listed, as JSON (ingest/source/).
  source TEXT NOT NULL CHECK (json_type(source) = 'object'),
  size INTEGER CHECK (size IS NULL OR size >= 0),
  -- The outcome as JSON (contract/item.ts: IngestedItem); null while it waits.
  outcome TEXT CHECK (outcome IS NULL OR json_type(outcome) = 'object'),
  -- A copy that was begun: its file in vault/.incoming, and how far it is known to be on the disk.
  part TEXT,
  checkpoint_bytes INTEGER NOT NULL DEFAULT 0 CHECK (checkpoint_bytes >= 0),
  checkpoint_sha256 TEXT CHECK (checkpoint_sha256 IS NULL OR ${isSha256('checkpoint_sha256')}),
  -- Unreadable ranges within the checkpoint, as JSON.
  missing TEXT NOT NULL DEFAULT '[]' CHECK (json_type(missing) = 'array'),
  PRIMARY KEY (intake, position)
) STRICT, WITHOUT ROWID;
`

export const intakes: Migration = {
  id: 40,
  name: 'intake',
  up(db) {
    for (const sql of [item, intake]) db.exec(sql)
  },
}
