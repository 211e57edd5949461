// Which files of a case a copy carries besides its database: everything that is a file, but for what can be made again and
// what belongs to the program that has it open. What is no file is told, and no link is followed. Reads names only.
import type { Stats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { ifThere } from '#engine/base/look-up.ts'
import { caseFolder } from '#engine/store/case-folder.ts'
import { t } from '#contract/messages/format.ts'
import { safeText } from '#contract/messages/format.ts'

/** `path` is relative to the case, with `/`. */
export type CaseFile = { path: string; size: number }

export type CaseFiles = {
  files: CaseFile[]
  /** What is not carried along, in sentences. */
  left: string[]
}

const mostFiles = 2_000_000
const mostDepth = 64

/** `derived`: thumbnails and review copies too. */
export async function listCaseFiles(
  root: string,
  options: { derived: boolean; signal: AbortSignal },
): Promise<CaseFiles> {
  const list: CaseFiles = { files: [], left: [] }
  const own = ownNames(root)
  for (const { name, isText } of await namesIn(root)) {
    if (own.has(name) || /^case\.(sqlite|lock)/.test(name)) {
      // A former shape of the database was kept for those who may need it.
      if (!/^case\.before-update-from-\d+\.sqlite$/.test(name)) continue
    }
    if (name === 'derived' && !options.derived) continue
    await add(root, { path: name, isText, depth: 0 }, list, options.signal)
  }
  return list
}

/** The database and its companions, the lock and who holds it: each copy has its own. */
function ownNames(root: string): Set<string> {
  const { database, lock, lockHolder } = caseFolder(root)
  return new Set([database, lock, lockHolder].map((file) => file.slice(caseFolder(root).root.length + 1)))
}

type Entry = { path: string; isText: boolean; depth: number }

async function add(root: string, entry: Entry, list: CaseFiles, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { path, depth, isText } = entry
  const leave = (why: 'link' | 'name' | 'deep' | 'device' | 'unreadable' | 'unlooked'): void =>
    void list.left.push(t(`casework.left.${why}`, { path: safeText(path, 200) }))
  if (!isText) return leave('name')
  if (depth > mostDepth || list.files.length >= mostFiles) return leave('deep')
  const found = await lookAt(join(root, path))
  if (found === 'unlooked') return leave('unlooked')
  // Gone meanwhile.
  if (found === null) return
  if (found.isSymbolicLink()) return leave('link')
  if (found.isFile()) return void list.files.push({ path, size: found.size })
  if (!found.isDirectory()) return leave('device')
  // Copies on their way into the vault: those that an intake can go on with are known to the database.
  if (path === 'vault/.incoming') return
  let names: Name[]
  try {
    names = await namesIn(join(root, path))
  } catch {
    return leave('unreadable')
  }
  for (const { name, isText: readable } of names)
    await add(root, { path: `${path}/${name}`, isText: readable, depth: depth + 1 }, list, signal)
}

async function lookAt(path: string): Promise<Stats | 'unlooked' | null> {
  try {
    return await ifThere(path, lstat(path))
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    return 'unlooked'
  }
}

type Name = { name: string; isText: boolean }

async function namesIn(folder: string): Promise<Name[]> {
  const names = await readdir(folder, { encoding: 'buffer' })
  return names.map((bytes) => {
    const name = bytes.toString()
    return { name, isText: Buffer.from(name).equals(bytes) }
  })
}
