// Archives are not read by this version; they are recognised, so that none is taken for one file by mistake.
import { EvidenceError } from '#contract/errors.ts'
import { openUntouched } from './place.ts'
import type { SourceFile, SourceListing, SourceRef } from './source-file.ts'

/** By its first bytes: the record of a file, or that of an archive without any. */
export async function isArchive(path: string): Promise<boolean> {
  const handle = await openUntouched(path).catch(() => null)
  if (!handle) return false
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && ['504b0304', '504b0506'].includes(buffer.toString('hex'))
  } catch {
    return false
  } finally {
    await handle.close()
  }
}

export function listArchive(path: string, _signal: AbortSignal): Promise<SourceListing> {
  return Promise.reject(unsupported(path))
}

export type StoredEntry = {
  shown: string
  relativePath: string
  size: number | null
  ref: Extract<SourceRef, { kind: 'archive-entry' }>
}

export function reopenArchiveEntry({ ref }: StoredEntry, _signal: AbortSignal): Promise<SourceFile> {
  return Promise.reject(unsupported(ref.archive))
}

const unsupported = (path: string): EvidenceError =>
  new EvidenceError('source-unsupported', `“${path}” is an archive; this version ingests files and folders.`, {
    details: { path },
  })
