// Items that examiners marked as sensitive, and whether the case veils all of them.
import type { Migration } from './migration.ts'

const columns = `
ALTER TABLE item ADD COLUMN sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1));
ALTER TABLE case_info ADD COLUMN veils_all INTEGER NOT NULL DEFAULT 0 CHECK (veils_all IN (0, 1));
`

export const sensitive: Migration = {
  id: 70,
  name: 'sensitive',
  up(db) {
    db.exec(columns)
  },
}
