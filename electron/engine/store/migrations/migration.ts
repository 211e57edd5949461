// One step of the database's shape.
import type { Connection } from '../connection.ts'

export type Migration = {
  /** Becomes `user_version`. Numbered in tens, so that a correction finds room between two. */
  readonly id: number
  readonly name: string
  /** Runs in a transaction of its own. Once released it is never changed: old cases were made by it. */
  up(db: Connection): void
}
