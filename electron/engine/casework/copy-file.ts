// One file into a copy of a case: copied and hashed in one read, brought to the disk, read back and compared.
import { mkdir, open, stat, utimes } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EvidenceError } from '#contract/errors.ts'
import { t } from '#contract/messages/format.ts'
import type { Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { fileFailure } from '#engine/base/file-failure.ts'
import { createSha256, sha256Hex, sha256OfSource } from '#engine/base/hash.ts'

export type CopiedFile = { bytes: number; sha256: Sha256 }

export type CopyWatch = {
  signal: AbortSignal
  /** Bytes that were read or read back since the last time. */
  onBytes: (count: number) => void
}

/**
 * `to` must not exist. Fails with `file-not-found` or `file-unreadable` where the source cannot be read, with `disk-full`,
 * `destination-unwritable` or `copy-mismatch` where it cannot be written; what was written stays, for the caller to remove.
 */
export async function copyFile(from: string, to: string, watch: CopyWatch): Promise<CopiedFile> {
  const source = await openFileSource(from)
  try {
    const copied = await write(source, to, watch)
    await keepLooks(from, to)
    await readBack(to, copied, watch)
    return copied
  } finally {
    await source.close()
  }
}

async function write(source: ByteSource, to: string, { signal, onBytes }: CopyWatch): Promise<CopiedFile> {
  const hash = createSha256()
  const file = await create(to)
  let bytes = 0
  try {
    for await (const chunk of source.stream(0, source.size, signal)) {
      const written = writeAll(file, to, chunk, bytes)
      hash.update(chunk)
      await written
      bytes += chunk.length
      onBytes(chunk.length)
    }
    await file.sync().catch((cause: unknown) => fail(cause, to))
  } finally {
    await file.close()
  }
  return { bytes, sha256: sha256Hex(hash) }
}

async function create(to: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(to), { recursive: true })
    return await open(to, 'wx', 0o600)
  } catch (cause) {
    return fail(cause, to)
  }
}

async function writeAll(file: FileHandle, to: string, chunk: Uint8Array, at: number): Promise<void> {
  try {
    for (let done = 0; done < chunk.length;)
      done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten
  } catch (cause) {
    fail(cause, to)
  }
}

function fail(cause: unknown, to: string): never {
  throw fileFailure(cause, to, t('casework.copyRemoved'))
}

/** Originals are read-only there too, and the time of a package is that of its making. FAT keeps neither: no condition. */
async function keepLooks(from: string, to: string): Promise<void> {
  const { mode, atime, mtime } = await stat(from)
  const file = await open(to, 'r')
  try {
    await file.chmod(mode & 0o777).catch(() => undefined)
  } finally {
    await file.close()
  }
  await utimes(to, atime, mtime).catch(() => undefined)
}

async function readBack(to: string, { sha256 }: CopiedFile, { signal, onBytes }: CopyWatch): Promise<void> {
  let before = 0
  const copy = await openFileSource(to)
  try {
    const onRead = (done: number): void => {
      onBytes(done - before)
      before = done
    }
    const found = await sha256OfSource(copy, { signal, onBytes: onRead })
    if (found === sha256) return
    throw new EvidenceError('copy-mismatch', t('casework.mismatch', { path: to }), {
      details: { path: to, expected: sha256, found },
    })
  } finally {
    await copy.close()
  }
}
