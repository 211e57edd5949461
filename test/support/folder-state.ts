// Everything about a folder that a program could change, but for times of reading: for tests that nothing was written.
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** By path under `root`; `except`: what others may change meanwhile. */
export function folderState(root: string, except: RegExp = /^$/): Record<string, string> {
  const state: Record<string, string> = {}
  const look = (path: string): void => {
    const name = relative(root, path)
    if (except.test(name)) return
    const { mtimeNs, ctimeNs, mode, size, ino, nlink } = lstatSync(path, { bigint: true })
    const isFolder = lstatSync(path).isDirectory()
    const content = isFolder ? readdirSync(path).sort() : []
    const hash = isFolder ? 'folder' : createHash('sha256').update(readFileSync(path)).digest('hex')
    state[name] = [hash, mtimeNs, ctimeNs, mode, isFolder ? '' : size, ino, nlink].join(' ')
    for (const child of content) look(join(path, child))
  }
  look(root)
  return state
}
