// An item that is no export file is handed on as it came in: byte for byte, without a seal, and read again afterwards.
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { EvidenceError } from '#contract/errors.ts'
import type { ItemSummary } from '#contract/item.ts'
import type { Verification } from '#contract/seal.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { fileFailure } from '#engine/base/file-failure.ts'
import type { Work } from '#engine/base/progress.ts'
import { verifyKept } from '#engine/examine/verify-kept.ts'
import type { KeptAs } from '#engine/examine/verify-kept.ts'
import { half } from './reseal.ts'

/** Writes `path`. Fails with `disk-full`, `destination-unwritable`, and `copy-mismatch` where what was written is not the same. */
export async function copyItem(
  source: ByteSource,
  path: string,
  { name, sha256 }: Pick<ItemSummary, 'name' | 'sha256'>,
  kept: KeptAs,
  work: Work,
): Promise<Verification> {
  await writeCopy(source, path, half(work, 0, source.size))
  const written = await openFileSource(path)
  try {
    const again = half(work, source.size, source.size)
    const verification = await verifyKept(written, path, kept, { anchors: [], at: null }, again)
    if (verification.sha256 === sha256) return verification
    throw new EvidenceError(
      'copy-mismatch',
      `The copy of “${name}” has SHA-256 ${String(verification.sha256)}, the original ${sha256}. Nothing was exported.`,
      { details: { path, found: verification.sha256, expected: sha256 } },
    )
  } finally {
    await written.close()
  }
}

async function writeCopy(source: ByteSource, path: string, work: Work): Promise<void> {
  const kept = 'The unfinished package was removed.'
  const orFail = <T>(doing: Promise<T>): Promise<T> =>
    doing.catch((cause: unknown) => {
      throw fileFailure(cause, path, kept)
    })
  const file = await orFail(open(path, 'wx'))
  try {
    let done = 0
    for await (const chunk of source.stream(0, source.size, work.signal)) {
      await orFail(writeAll(file, chunk))
      done += chunk.length
      work.report({ label: source.name, done, total: source.size, unit: 'bytes' })
    }
    await orFail(file.sync())
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done)
    done += bytesWritten
  }
}
