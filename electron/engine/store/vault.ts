// The originals: `vault/ab/abcd…`, named by the SHA-256 of their bytes and nothing else, read-only. The name of the
// source file, its ending included, stands in the database: what a file is, is not decided by how it was called.
import { randomBytes } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { Sha256 } from '#contract/units.ts'
import type { CaseFolder } from './case-folder.ts'
import { syncFolder } from './durable-file.ts'
import { Incoming } from './incoming.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'

/** A copy that a crash left behind: the name of its source as far as a file name can carry it, and its size. */
export type Leftover = { name: string; bytes: number; file: string }

/** How the vault differs from what the items of the case say. */
export type VaultAudit = {
  missing: Sha256[]
  wrongSize: Sha256[]
  /** Originals that belong to no item. */
  unknown: string[]
}

export class Vault {
  readonly #folder: CaseFolder

  constructor(folder: CaseFolder) {
    this.#folder = folder
  }

  /** Where the original with this hash lies, or would. */
  path(sha256: Sha256): string {
    return path.join(this.#folder.vault, sha256.slice(0, 2), sha256)
  }

  /**
   * Begins a copy. `name` is that of the source, for messages after a crash. With `expectedBytes`, a disk that is too
   * small is found before the first byte. Fails with `disk-full` or `destination-unwritable`.
   */
  async beginIncoming(source: { name: string; expectedBytes?: number }): Promise<Incoming> {
    const nothing = 'Nothing was copied; everything that was in the case before is kept.'
    const label = source.name
      .replaceAll(/[^\p{L}\p{N}._-]/gu, '_')
      .slice(0, 40)
      .toWellFormed()
    const file = path.join(this.#folder.incoming, `${label}.${randomBytes(4).toString('hex')}.part`)
    try {
      await mkdir(this.#folder.incoming, { recursive: true })
      await this.#checkRoom(source.expectedBytes ?? 0)
      return new Incoming(file, await open(file, 'wx', 0o600))
    } catch (cause) {
      throw cause instanceof EvidenceError ? cause : fileFailure(cause, file, nothing)
    }
  }

  async #checkRoom(neededBytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder.incoming)
    const freeBytes = bavail * bsize
    if (neededBytes <= freeBytes) return
    throw new EvidenceError(
      'disk-full',
      `${neededBytes} bytes are needed in “${this.#folder.vault}” and ${freeBytes} are free. Nothing was copied.`,
      { details: { path: this.#folder.vault, neededBytes, freeBytes } },
    )
  }

  /**
   * Gives the copy its place, durably, under the hash of its bytes, which the caller has made sure of. An original that
   * is there already is kept as it is, and the copy discarded: then `isNew` is false.
   */
  async commitIncoming(incoming: Incoming, sha256: Sha256): Promise<{ path: string; isNew: boolean }> {
    const destination = this.path(sha256)
    if (await this.#isThere(incoming, destination)) return { path: destination, isNew: false }
    await incoming.seal()
    try {
      const folder = path.dirname(destination)
      if ((await mkdir(folder, { recursive: true })) !== undefined) syncFolder(this.#folder.vault)
      await rename(incoming.path, destination)
      syncFolder(folder)
    } catch (cause) {
      await incoming.discard()
      throw fileFailure(
        cause,
        destination,
        'The copy was removed; everything that was in the case before is kept.',
      )
    }
    return { path: destination, isNew: true }
  }

  async #isThere(incoming: Incoming, destination: string): Promise<boolean> {
    const known = await stat(destination).catch((cause: unknown) => {
      if (errnoOf(cause) === 'ENOENT') return null
      throw fileFailure(cause, destination, 'Nothing in the case was changed.')
    })
    if (!known) return false
    const { size } = incoming
    await incoming.discard()
    if (known.isFile() && known.size === size) return true
    throw new EvidenceError(
      'item-damaged',
      `“${destination}” has ${known.size} bytes; the original of that name has ${size}. Nothing in the case was changed.`,
      { details: { path: destination, found: known.size, expected: size } },
    )
  }

  /**
   * Removes what a crash left of unfinished copies. `record` is told first: should the program end in between, the next
   * opening finds and records them again, and none goes without a word.
   */
  async sweepIncoming(record: (leftovers: Leftover[]) => void = () => undefined): Promise<Leftover[]> {
    const leftovers = await this.#leftovers()
    if (leftovers.length > 0) record(leftovers)
    for (const { file } of leftovers) await rm(file, { force: true })
    return leftovers
  }

  async #leftovers(): Promise<Leftover[]> {
    const leftovers: Leftover[] = []
    for (const entry of await listFolder(this.#folder.incoming)) {
      if (!entry.isFile()) continue
      const file = path.join(this.#folder.incoming, entry.name)
      const name = entry.name.replace(/\.[0-9a-f]{8}\.part$/, '')
      leftovers.push({ name, bytes: (await stat(file)).size, file })
    }
    return leftovers
  }

  /** Compares names and sizes; hashing the originals is verification, and another matter. */
  async audit(items: { sha256: Sha256; size: number }[]): Promise<VaultAudit> {
    const audit: VaultAudit = { missing: [], wrongSize: [], unknown: [] }
    for (const { sha256, size } of items) {
      const found = await stat(this.path(sha256)).catch(() => null)
      if (!found?.isFile()) audit.missing.push(sha256)
      else if (found.size !== size) audit.wrongSize.push(sha256)
    }
    const known = new Set<string>(items.map(({ sha256 }) => sha256))
    for (const folder of await listFolder(this.#folder.vault)) {
      if (!folder.isDirectory() || folder.name.startsWith('.')) continue
      const files = await listFolder(path.join(this.#folder.vault, folder.name))
      audit.unknown.push(...files.map(({ name }) => name).filter((name) => !known.has(name)))
    }
    return audit
  }
}

async function listFolder(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => [])
}
