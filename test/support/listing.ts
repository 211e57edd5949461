// A folder as it stands: every name with its kind, size, times and SHA-256. Two of them, before and after, show whether
// anything was touched.
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'

export type Listed = {
  name: string
  kind: string
  size: number
  modified: string
  changed: string
  hash: string
}

/** Sorted by name. Reading leaves the times of the content and of the inode alone. */
export function listFolder(folder: string): Listed[] {
  return readdirSync(folder, { recursive: true, encoding: 'buffer' })
    .map((name) => listOne(folder, name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function listOne(folder: string, name: Buffer): Listed {
  const full = Buffer.concat([Buffer.from(folder + path.sep), name])
  const stat = lstatSync(full, { bigint: true })
  const kind = stat.isFile()
    ? 'file'
    : stat.isDirectory()
      ? 'folder'
      : stat.isSymbolicLink()
        ? 'link'
        : 'other'
  const content = kind === 'file' ? readFileSync(full) : kind === 'link' ? readlinkSync(full) : ''
  return {
    name: name.toString('latin1'),
    kind,
    size: kind === 'file' ? Number(stat.size) : 0,
    modified: String(stat.mtimeNs),
    changed: String(stat.ctimeNs),
    hash: createHash('sha256').update(content).digest('hex'),
  }
}
