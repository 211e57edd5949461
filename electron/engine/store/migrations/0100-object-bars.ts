// The order in which objects of a class are seen: for the bars of the timeline, which look for the next one again and again.
import type { Migration } from './migration.ts'

export const objectBars: Migration = {
  id: 100,
  name: 'object-bars',
  up(db) {
    db.exec(
      'CREATE INDEX search_entry_of_objects ON search_entry (item, class, first, last) WHERE event IS NULL;',
    )
  },
}
