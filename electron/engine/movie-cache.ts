// Structure of the items that were looked at last, so that a player asking for samples does not read tables anew.
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from './base/byte-source.ts'
import { readStructure } from './examine/verify-file.ts'
import type { Structure } from './examine/verify-file.ts'
import type { CaseDatabase } from './store/case-database.ts'

const kept = 3

export class MovieCache {
  readonly #entries = new Map<ItemId, Promise<Structure>>()

  structure(database: CaseDatabase, itemId: ItemId): Promise<Structure> {
    return this.structureOf(itemId, database.vault.path(database.items.summary(itemId).sha256))
  }

  /** The same of the file in which what is played of the item lies. */
  async structureOf(itemId: ItemId, path: string): Promise<Structure> {
    const known = this.#entries.get(itemId)
    const entry = known ?? load(path)
    // Last used goes last, so the first is the one to forget.
    this.#entries.delete(itemId)
    this.#entries.set(itemId, entry)
    for (const oldest of [...this.#entries.keys()].slice(0, -kept)) this.#entries.delete(oldest)
    try {
      return await entry
    } catch (error) {
      this.#entries.delete(itemId)
      throw error
    }
  }

  forget(itemId: ItemId): void {
    this.#entries.delete(itemId)
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
