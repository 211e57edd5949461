// Frames and events of an item as two hashes, in the order in which they were read: the index can be held against the original.
import type { MetadataItem } from '#contract/metadata.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import { rowFromEvent, rowFromFrame } from './metadata-row.ts'
import type { EventRow, FrameRow } from './metadata-row.ts'

export class MetadataDigest {
  readonly #frames = createSha256()
  readonly #events = createSha256()

  add(item: MetadataItem): void {
    if (item.kind === 'frame') this.addFrame(rowFromFrame(item))
    else this.addEvent(rowFromEvent(item))
  }

  addFrame(row: FrameRow): void {
    this.#frames.update(lineOf(row))
  }

  addEvent(row: EventRow): void {
    this.#events.update(lineOf(row))
  }

  /** To be asked once. */
  digest(): string {
    return `${sha256Hex(this.#frames)} ${sha256Hex(this.#events)}`
  }
}

/** Whole numbers come from the database as bigints, from a reader as either. */
const lineOf = (row: FrameRow | EventRow): string =>
  `${JSON.stringify(
    Object.entries<string | number | bigint | null>(row)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, value]) => (value === null ? null : String(value))),
  )}\n`
