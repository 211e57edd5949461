// A ZIP archive as a source: its files in the order of its directory, each read from the archive itself; nothing is unpacked
// to a disk in between.
import { Buffer } from 'node:buffer'
import { lstat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import { ArchiveEntry } from './archive-entry.ts'
import { ArchiveFile } from './archive-file.ts'
import { openSourceUntouched } from './place.ts'
import type { FileReading } from './file-source.ts'
import type { SkippedSource, SourceListing } from './source-file.ts'
import { archiveRefused, readZipDirectory } from './zip-directory.ts'

export type ArchiveOptions = {
  /** Unpacked bytes that there is room for; more are refused. */
  maxTotal?: number
  /** Without it the archive is not read as a whole: for a plan. By default it is. */
  hash?: boolean
  /** Tests put media that were pulled in its place. */
  whereabouts?: FileReading['whereabouts']
  onBytes?: (done: number) => void
}

/** First bytes of an archive with files, of one without, and of the first of several parts. */
const magics = [0x04034b50, 0x06054b50, 0x08074b50]
/** Many kinds of documents and programs are ZIP archives inside; they stay what they are. */
const endings = ['.zip', '']

/**
 * Whether it is to be unpacked: it begins as a ZIP archive, and its name does not say that it is something else. What cannot
 * be read is none; taken in as a file it says why.
 */
export async function isArchive(path: string): Promise<boolean> {
  if (!endings.includes(extname(path).toLowerCase())) return false
  // A link is told, not followed; to a pipe or a device no question is put.
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile() || found.size < 4) return false
  try {
    const source = await openSourceUntouched(path)
    try {
      const head = await source.read(0, 4)
      return head.length === 4 && magics.includes(Buffer.from(head).readUInt32LE(0))
    } finally {
      await source.close()
    }
  } catch (cause) {
    if (cause instanceof EvidenceError) return false
    throw cause
  }
}

/**
 * What the archive holds, and what of it cannot be taken and why. The same archive gives the same list again, so that an
 * intake can go on by `ref`. Fails with `archive-refused` where it is damaged, hostile or too large unpacked, and as files do.
 */
export async function listArchive(
  path: string,
  signal: AbortSignal,
  options: ArchiveOptions = {},
): Promise<SourceListing> {
  const absolute = resolve(path)
  const archive = await ArchiveFile.at(absolute, options.whereabouts)
  const source = await archive.open()
  try {
    const { files, skipped } = await listEntries(archive, source, signal)
    const total = files.reduce((sum, { size }) => sum + size, 0)
    if (total > (options.maxTotal ?? Infinity))
      throw archiveRefused(
        absolute,
        `it would unpack to ${total} bytes; there is room for ${options.maxTotal}.`,
      )
    const onBytes = options.onBytes ? { onBytes: options.onBytes } : {}
    const sha256 = options.hash === false ? null : await sha256OfSource(source, { signal, ...onBytes })
    if (sha256 !== null) await archive.refuseChanged()
    const detail = {
      archive: absolute,
      archiveSha256: sha256,
      archiveSize: source.size,
      archiveModified: archive.modified,
      archiveEntries: files.length + skipped.length,
    }
    return { source: absolute, kind: 'archive', files, skipped, detail }
  } catch (cause) {
    signal.throwIfAborted()
    throw await archive.explain(cause)
  } finally {
    await source.close()
  }
}

async function listEntries(
  archive: ArchiveFile,
  source: ByteSource,
  signal: AbortSignal,
): Promise<{ files: ArchiveEntry[]; skipped: SkippedSource[] }> {
  const files: ArchiveEntry[] = []
  const skipped: SkippedSource[] = []
  const names = new Set<string>()
  for (const [index, found] of (await readZipDirectory(source, signal)).entries()) {
    const { name, isFolder, size, reason: bad } = found.entry
    if (isFolder && size === 0 && bad === null) continue
    const reason = bad ?? (isFolder ? 'It is a folder, but has bytes.' : null)
    const twice = names.has(name) ? 'An earlier entry of the archive has the same name.' : null
    names.add(name)
    const why = reason ?? twice
    if (why !== null) skipped.push({ relativePath: name, reason: why })
    else files.push(new ArchiveEntry(archive, index, found))
  }
  return { files, skipped }
}
