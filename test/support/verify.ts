// Verifies a file on disk the way every part of the product does.
import type { MetadataItem } from '#contract/metadata.ts'
import type { Verification } from '#contract/seal.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { examineFile } from '#engine/examine/examine-file.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { loadTrust } from '#engine/seal/trust-anchors.ts'

export async function verifyPath(
  path: string,
  trust: string[] = [],
  at: Date | null = null,
): Promise<Verification> {
  const source = await openFileSource(path)
  try {
    return (await verifyFile(source, path, { ...(await loadTrust(trust)), at }, unwatched)).verification
  } finally {
    await source.close()
  }
}

export async function examinePath(path: string): Promise<Examination> {
  const source = await openFileSource(path)
  try {
    return await examineFile(source, path, { anchors: [], at: null }, unwatched)
  } finally {
    await source.close()
  }
}

export const codesOf = (seal: Verification['seals'][number] | undefined): string[] =>
  (seal?.deviations ?? []).map(({ code }) => code)

/** Every frame and event of a file, in its order. */
export async function metadataOf(path: string): Promise<MetadataItem[]> {
  const source = await openFileSource(path)
  const items: MetadataItem[] = []
  try {
    await examineFile(source, path, { anchors: [], at: null }, unwatched, (item) => items.push(item))
    return items
  } finally {
    await source.close()
  }
}
