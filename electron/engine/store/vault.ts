// The originals: `vault/ab/abcd…`, named by the SHA-256 of their bytes and nothing else, read-only. The name of the
// source file, its ending included, stands in the database: what a file is, is not decided by how it was called.
import { randomBytes } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { chmod, lstat, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { Sha256 } from '#contract/units.ts'
import type { CaseFolder } from './case-folder.ts'
import { Incoming } from './incoming.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { nameWithoutReplacing } from '#engine/base/durable-name.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import { isOwnFolder } from './own-folder.ts'
import { errnoOf, fileFailure } from '#engine/base/file-failure.ts'
import { ifThere, saysMissing } from '#engine/base/look-up.ts'

/** A copy that a crash left behind: the name of its source as far as a file name can carry it, and its size. */
export type Leftover = { name: string; bytes: number; file: string }

/** How the vault differs from what the items of the case say. */
export type VaultAudit = {
  missing: Sha256[]
  wrongSize: Sha256[]
  /** Originals that belong to no item. */
  unknown: string[]
  /** What was set aside when an original was restored. */
  damaged: string[]
  /** Originals that could not be looked at, in sentences: of them nothing else is said. */
  unlooked: string[]
  /** Folders whose files could not be listed, likewise. */
  unlisted: string[]
}

/** What lies in the place of an original: `whole` was read and has its hash. `found` completes “it was …”. */
export type Held = 'whole' | 'missing' | { found: string }

/** What was there instead of an original, and the file name under which it is kept; null where there was nothing. */
export type Replaced = { found: string; keptAs: string | null }

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
      await this.#checkRoom(source.expectedBytes ?? 0)
      return new Incoming(file, await open(file, 'wx', 0o600))
    } catch (cause) {
      throw cause instanceof EvidenceError ? cause : fileFailure(cause, file, nothing)
    }
  }

  /**
   * Goes on with a copy that was interrupted: its first `bytes` stay, the rest is cut off. Null where it is not there any
   * more or is shorter than that. Fails with `destination-unwritable`, `disk-full`, or `file-unreadable`.
   */
  async resumeIncoming(name: string, bytes: number, expectedBytes = bytes): Promise<Incoming | null> {
    // The name comes from a database that anybody may have written.
    if (!partName.test(name)) return null
    const file = path.join(this.#folder.incoming, name)
    const found = await ifThere(file, lstat(file))
    if (!found?.isFile() || found.size < bytes || !(await this.#hasOwnIncoming())) return null
    try {
      await this.#checkRoom(expectedBytes - bytes)
      await chmod(file, 0o600)
      const incoming = new Incoming(file, await open(file, 'r+'), bytes)
      await incoming.resize(bytes)
      return incoming
    } catch (cause) {
      if (cause instanceof EvidenceError) throw cause
      throw fileFailure(cause, file, 'What was copied until now is kept.')
    }
  }

  /** Removes an interrupted copy that nobody will go on with. */
  async removePart(name: string): Promise<void> {
    if (!partName.test(name) || !(await this.#hasOwnIncoming())) return
    await rm(path.join(this.#folder.incoming, name), { force: true })
  }

  /** Bytes that may be written on the vault's volume. */
  async freeBytes(): Promise<number> {
    const { incoming } = this.#folder
    const { bavail, bsize } = await statfs(incoming).catch(async (cause: unknown) => {
      if (!saysMissing(cause)) throw fileFailure(cause, incoming, 'Nothing was written there.')
      await mkdir(incoming, { recursive: true })
      return statfs(incoming)
    })
    return bavail * bsize
  }

  async #checkRoom(neededBytes: number): Promise<void> {
    const freeBytes = await this.freeBytes()
    if (neededBytes <= freeBytes) return
    throw new EvidenceError(
      'disk-full',
      `${neededBytes} bytes are needed in “${this.#folder.vault}” and ${freeBytes} are free. Nothing was copied.`,
      { details: { path: this.#folder.vault, neededBytes, freeBytes } },
    )
  }

  /**
   * Gives the copy its place, durably, under the hash of its bytes, which the caller has made sure of. An original that
   * is there already and has that hash is kept as it is, and the copy discarded: then `isNew` is false. Anything else
   * that lies there is set aside, never removed. `later`: see `place`.
   */
  async commitIncoming(
    incoming: Incoming,
    sha256: Sha256,
    signal?: AbortSignal,
    later?: Set<string>,
  ): Promise<{ path: string; isNew: boolean; replaced: Replaced | null }> {
    const held = await this.inspect(sha256, signal)
    if (held === 'whole') {
      await incoming.discard()
      return { path: this.path(sha256), isNew: false, replaced: null }
    }
    const replaced = await this.place(incoming, sha256, held, later)
    return { path: this.path(sha256), isNew: true, replaced: held === 'missing' ? null : replaced }
  }

  /** Reads what lies in the place of an original. Never fails on what it finds; throws when cancelled. */
  async inspect(sha256: Sha256, signal?: AbortSignal): Promise<Held> {
    const file = this.path(sha256)
    const stat = await lstat(file).catch((cause: unknown) =>
      errnoOf(cause) === 'ENOENT' ? null : { found: `unreadable (${String(cause)})` },
    )
    if (stat === null) return 'missing'
    if ('found' in stat) return stat
    if (!stat.isFile()) return { found: 'not a regular file' }
    try {
      const source = await openFileSource(file)
      try {
        const found = await sha256OfSource(source, signal ? { signal } : {})
        return found === sha256 ? 'whole' : { found: `damaged (${source.size} bytes with SHA-256 ${found})` }
      } finally {
        await source.close()
      }
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error
      return { found: `unreadable (${error.message})` }
    }
  }

  /**
   * Moves the copy into its place; what `inspect` found there is set aside as `<SHA-256>.damaged-<n>`. `later`: gets the
   * folders that have to be synced before anybody relies on it; without it they are synced at once.
   */
  async place(
    incoming: Incoming,
    sha256: Sha256,
    held: Exclude<Held, 'whole'>,
    later?: Set<string>,
  ): Promise<Replaced> {
    const unsynced = later ?? new Set<string>()
    const destination = this.path(sha256)
    await incoming.seal()
    try {
      const folder = path.dirname(destination)
      if ((await mkdir(folder, { recursive: true })) !== undefined) unsynced.add(this.#folder.vault)
      const keptAs = held === 'missing' ? null : await setAside(destination)
      await rename(incoming.path, destination)
      incoming.placed()
      unsynced.add(folder)
      if (!later) await syncFolders(unsynced)
      return { found: held === 'missing' ? 'missing' : held.found, keptAs }
    } catch (cause) {
      throw fileFailure(cause, destination, 'Everything that was in the case before is kept.')
    }
  }

  /**
   * Removes what a crash left of unfinished copies, but for `kept`, which can go on. `record` is told first: should the
   * program end in between, the next opening finds and records them again, and none goes without a word.
   */
  async sweepIncoming(
    record: (leftovers: Leftover[]) => void = () => undefined,
    kept: ReadonlySet<string> = new Set(),
  ): Promise<Leftover[]> {
    const leftovers = (await this.#leftovers()).filter(({ file }) => !kept.has(path.basename(file)))
    if (leftovers.length > 0) record(leftovers)
    for (const { file } of leftovers) await rm(file, { force: true })
    return leftovers
  }

  async #leftovers(): Promise<Leftover[]> {
    const leftovers: Leftover[] = []
    if (!(await this.#hasOwnIncoming())) return leftovers
    const { incoming } = this.#folder
    for (const entry of (await ifThere(incoming, readdir(incoming, { withFileTypes: true }))) ?? []) {
      if (!entry.isFile() || !partName.test(entry.name)) continue
      const file = path.join(incoming, entry.name)
      const name = entry.name.replace(/\.[0-9a-f]{8}\.part$/, '')
      leftovers.push({ name, bytes: (await stat(file)).size, file })
    }
    return leftovers
  }

  /** Behind a link lie files of somebody else: nothing there is removed or written over. */
  async #hasOwnIncoming(): Promise<boolean> {
    return (await isOwnFolder(this.#folder.vault)) && (await isOwnFolder(this.#folder.incoming))
  }

  /** Compares names and sizes; hashing the originals is verification, and another matter. */
  async audit(items: { sha256: Sha256; size: number }[]): Promise<VaultAudit> {
    const audit: VaultAudit = {
      missing: [],
      wrongSize: [],
      unknown: [],
      damaged: [],
      unlooked: [],
      unlisted: [],
    }
    for (const { sha256, size } of items) {
      const file = this.path(sha256)
      const found = await looked(file, stat(file), audit.unlooked)
      if (found === undefined) continue
      if (!found?.isFile()) audit.missing.push(sha256)
      else if (found.size !== size) audit.wrongSize.push(sha256)
    }
    const known = new Set<string>(items.map(({ sha256 }) => sha256))
    const { vault } = this.#folder
    const listed = (folder: string): Promise<Dirent[] | null | undefined> =>
      looked(folder, readdir(folder, { withFileTypes: true }), audit.unlisted)
    for (const folder of (await listed(vault)) ?? []) {
      if (!folder.isDirectory() || folder.name.startsWith('.')) continue
      for (const { name } of (await listed(path.join(vault, folder.name))) ?? []) {
        if (known.has(name)) continue
        if (known.has(name.replace(/\.damaged-\d+$/, ''))) audit.damaged.push(name)
        else audit.unknown.push(name)
      }
    }
    return audit
  }
}

/** Null where nothing is there; undefined where that is not known, and why is added to `problems`. */
async function looked<T>(file: string, asked: Promise<T>, problems: string[]): Promise<T | null | undefined> {
  try {
    return await ifThere(file, asked)
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    problems.push(error.message)
    return undefined
  }
}

/** Gives the file a name of its own, next to where it lay; returns that name. */
async function setAside(file: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const aside = `${file}.damaged-${count}`
    try {
      await nameWithoutReplacing(file, aside)
      return path.basename(aside)
    } catch (cause) {
      if (errnoOf(cause) !== 'EEXIST') throw cause
    }
  }
}

/** As `beginIncoming` makes them. */
const partName = /^[^/\\]{0,200}\.[0-9a-f]{8}\.part$/

/** After renames: returns when the new names are on the disk. Windows does so by itself and refuses to open folders. */
export async function syncFolders(folders: Set<string>): Promise<void> {
  const waiting = [...folders]
  folders.clear()
  if (process.platform === 'win32') return
  const outcomes = await Promise.allSettled(waiting.map(syncOne))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason as Error
}

async function syncOne(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw fileFailure(cause, folder, 'Everything that was in the case before is kept.')
  }
}
