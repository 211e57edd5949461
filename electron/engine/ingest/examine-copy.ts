// Step “read back and compare”: the one read of the copy. It says whether the disk holds what came from the source, and all
// that is told of the item: the source may change, the copy does not.
import { basename } from 'node:path'
import type { ItemDetail, OriginalAttributes } from '#contract/item.ts'
import type { ByteRange, ItemId, Sha256 } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import type { Work } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import { examineVerified } from '#engine/examine/examine-file.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import { judgeFile, readStructure, readThrough } from '#engine/examine/verify-file.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { classifyCopy } from './classify.ts'
import { refuseMismatch } from './compare-copy.ts'
import { describeItem } from './describe-item.ts'
import { describeOther } from './describe-other.ts'
import type { MetadataBuffer } from './index-metadata.ts'
import { withholdVerdict } from './missing-bytes.ts'

export type CopyToExamine = {
  /** Where the copy lies. */
  path: string
  file: { shown: string; relativePath: string }
  /** Of what was read from the source, zeros for what could not be read included. */
  sha256: Sha256
  missing: ByteRange[]
  original: OriginalAttributes
}

export type Examined = {
  detail: ItemDetail
  /** Only where its metadata is still to be read for the index. */
  toIndex: Examination | null
}

/** Fails with `copy-mismatch`. */
export async function examineCopy(
  id: ItemId,
  { path, file, sha256, missing, original }: CopyToExamine,
  trust: TrustChoice,
  work: Work,
  buffer: MetadataBuffer,
  onBytes: (bytes: number) => void,
): Promise<Examined> {
  const opened = await openFileSource(path)
  const copy = work.waitWhilePaused ? waiting(opened, work) : opened
  try {
    const structure = await readStructure(copy, work.signal)
    const reading = await readThrough(copy, structure, counting(work, onBytes))
    refuseMismatch(reading.pass.sha256, sha256)
    const told = { id, file, sha256, missing, original }
    const name = basename(file.relativePath)
    const { kind, probe } = await classifyCopy(copy, structure, name, work.signal)
    if (kind !== 'export') {
      const detail = describeOther({ ...told, kind, probe, size: copy.size, ingestedAt: utcNow() })
      return { detail, toIndex: null }
    }
    const judged = await judgeFile(copy, file.relativePath, structure, reading, trust)
    const verification = withholdVerdict(judged, missing)
    const quiet: Work = { ...work, report: () => undefined }
    const examination = await examineVerified(copy, structure, reading, verification, quiet, (item) =>
      buffer.add(item),
    )
    const detail = describeItem({ ...told, examination, ingestedAt: utcNow() })
    // What waits for its commit holds no more memory than it must.
    return { detail, toIndex: buffer.items() === null ? examination : null }
  } finally {
    await opened.close()
  }
}

/** Other reads that come with it, of parts once more, are not counted. */
function counting(work: Work, onBytes: (bytes: number) => void): Work {
  let counted = 0
  return {
    ...work,
    report: ({ unit, done }) => {
      if (unit !== 'bytes' || done <= counted) return
      onBytes(done - counted)
      counted = done
    },
  }
}

/** The same bytes, but nothing more is read while the user has it wait. */
function waiting(source: ByteSource, work: Work): ByteSource {
  return {
    name: source.name,
    size: source.size,
    read: (offset, length) => source.read(offset, length),
    close: () => source.close(),
    async *stream(start, end, signal) {
      for await (const chunk of source.stream(start, end, signal)) {
        await work.waitWhilePaused?.()
        yield chunk
      }
    },
  }
}
