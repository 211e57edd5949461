// What is to be ingested: files as given, folders with everything in them. Links and devices are not followed; they are
// told. Names may be any bytes; a name that is not valid text is still opened under what the system gives.
import { lstat, readdir } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'

export type SourceFile = {
  absolutePath: string
  /** Path under the folder given, or the file's name. */
  relativePath: string
  size: number
  modifiedMillis: number
}

export type SkippedSource = { relativePath: string; reason: string }

export type SourceList = { files: SourceFile[]; skipped: SkippedSource[] }

const entryLimit = 1_000_000

/** Fails with `file-not-found` where a given path does not exist; what is found inside folders never fails. */
export async function listSources(paths: readonly string[], signal: AbortSignal): Promise<SourceList> {
  const list: SourceList = { files: [], skipped: [] }
  for (const path of paths) {
    if (/^[a-z][a-z+.-]+:\/\//i.test(path)) {
      throw new EvidenceError(
        'source-unsupported',
        `“${path}” is an address; this version ingests files and folders.`,
        { details: { path } },
      )
    }
    const absolute = resolve(path)
    const stat = await lstat(absolute).catch((cause: unknown) => {
      throw new EvidenceError('file-not-found', `There is no file or folder “${path}”.`, {
        details: { path },
        cause,
      })
    })
    if (stat.isDirectory()) await walk(absolute, absolute, list, signal)
    else await addFile(absolute, basename(absolute), list)
  }
  return list
}

async function walk(root: string, folder: string, list: SourceList, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (cause) {
    list.skipped.push({
      relativePath: relative(root, folder),
      reason: `The folder cannot be read: ${String(cause)}`,
    })
    return
  }
  for (const name of names.sort()) {
    if (list.files.length + list.skipped.length >= entryLimit) {
      list.skipped.push({
        relativePath: relative(root, folder),
        reason: `More than ${entryLimit} files; the rest was not looked at.`,
      })
      return
    }
    const path = join(folder, name)
    const stat = await lstat(path).catch(() => null)
    if (stat?.isDirectory()) await walk(root, path, list, signal)
    else await addFile(path, relative(root, path), list)
  }
}

async function addFile(path: string, relativePath: string, list: SourceList): Promise<void> {
  const stat = await lstat(path).catch(() => null)
  if (!stat) list.skipped.push({ relativePath, reason: 'It vanished while the folder was read.' })
  else if (stat.isSymbolicLink())
    list.skipped.push({ relativePath, reason: 'It is a link; links are not followed.' })
  else if (!stat.isFile()) list.skipped.push({ relativePath, reason: 'It is not a regular file.' })
  else list.files.push({ absolutePath: path, relativePath, size: stat.size, modifiedMillis: stat.mtimeMs })
}
