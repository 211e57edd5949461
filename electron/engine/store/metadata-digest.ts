// Frames, events, changes of the PTZ state and what can be searched of an item as four hashes, in the order in which they were read: the index can be
// held against the original.
import type { MetadataItem } from '#contract/metadata.ts'
import { createSha256, sha256Hex } from '#engine/base/hash.ts'
import { rowFromEvent, rowFromFrame, rowFromPtz } from './metadata-row.ts'
import type { EventRow, FrameRow, PtzRow } from './metadata-row.ts'
import { factsOfEvent } from './search-facts.ts'
import { rowFromFacts } from './search-row.ts'
import type { EntryRow } from './search-row.ts'
import { Sightings } from './sighting.ts'

export class MetadataDigest {
  readonly #frames = createSha256()
  readonly #events = createSha256()
  readonly #ptz = createSha256()
  readonly #entries = createSha256()
  readonly #sightings = new Sightings((entry) => this.addEntry(rowFromFacts(entry, null)))
  #read = 0n

  add(item: MetadataItem): void {
    if (item.kind === 'frame') {
      const row = rowFromFrame(item)
      this.addFrame(row)
      this.#sightings.add(item, row.time)
    } else if (item.kind === 'ptz') this.addPtz(rowFromPtz(item))
    else {
      const row = rowFromEvent(item)
      this.addEvent(row)
      this.addEntry(rowFromFacts(factsOfEvent(item, row.time), this.#read))
      this.#read += 1n
    }
  }

  addFrame(row: FrameRow): void {
    this.#frames.update(lineOf(row))
  }

  addEvent(row: EventRow): void {
    this.#events.update(lineOf(row))
  }

  addPtz(row: PtzRow): void {
    this.#ptz.update(lineOf(row))
  }

  addEntry(row: EntryRow): void {
    this.#entries.update(lineOf(row))
  }

  /** To be asked once. */
  digest(): string {
    this.#sightings.finish()
    return [this.#frames, this.#events, this.#ptz, this.#entries].map((hash) => sha256Hex(hash)).join(' ')
  }
}

/** Whole numbers come from the database as bigints, from a reader as either. */
const lineOf = (row: FrameRow | EventRow | PtzRow | EntryRow): string =>
  `${JSON.stringify(
    Object.entries<string | number | bigint | null>(row)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, value]) => (value === null ? null : String(value))),
  )}\n`
