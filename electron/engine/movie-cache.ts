// Structure of the files that were looked at last, so that a player asking for samples does not read tables anew. Known by the
// file and not by the item: what is played of a video of another format lies in another file than the original.
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from './base/byte-source.ts'
import { stampOf } from './base/file-stamp.ts'
import { readStructure } from './examine/verify-file.ts'
import type { Structure } from './examine/verify-file.ts'
import type { CaseDatabase } from './store/case-database.ts'

const kept = 3

type Entry = { stamp: string | null; structure: Promise<Structure> }

export class MovieCache {
  /** By path. */
  readonly #entries = new Map<string, Entry>()

  /** Of the original. */
  structure(database: CaseDatabase, itemId: ItemId): Promise<Structure> {
    return this.structureOf(database.vault.path(database.items.summary(itemId).sha256))
  }

  /** Of the file that lies there now: what was read of one that was written or replaced since does not count. */
  async structureOf(path: string): Promise<Structure> {
    const stamp = await stampOf(path)
    const known = this.#entries.get(path)
    const entry = stamp !== null && known?.stamp === stamp ? known : { stamp, structure: load(path) }
    // Last used goes last, so the first is the one to forget.
    this.#entries.delete(path)
    this.#entries.set(path, entry)
    for (const oldest of [...this.#entries.keys()].slice(0, -kept)) this.#entries.delete(oldest)
    try {
      return await entry.structure
    } catch (error) {
      if (this.#entries.get(path) === entry) this.#entries.delete(path)
      throw error
    }
  }

  clear(): void {
    this.#entries.clear()
  }
}

async function load(path: string): Promise<Structure> {
  const source = await openFileSource(path)
  try {
    return await readStructure(source)
  } finally {
    await source.close()
  }
}
