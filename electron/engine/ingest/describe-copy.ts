// All that is said of a copy on this disk, out of one read of it: is it what was read from the source, what is it, and by that
// its item. The one place for files that are taken in and for items that are completed.
import type { ItemDetail, OriginalAttributes } from '#contract/item.ts'
import type { Gap } from '#contract/track.ts'
import type { ByteRange, ItemId, Sha256, UtcTime } from '#contract/units.ts'
import { assert } from '#engine/base/assert.ts'
import type { ByteSource } from '#engine/base/byte-source.ts'
import { sha256OfSource } from '#engine/base/hash.ts'
import type { Work } from '#engine/base/progress.ts'
import { examineVerified } from '#engine/examine/examine-file.ts'
import type { Examination } from '#engine/examine/examine-file.ts'
import type { MetadataListener } from '#engine/examine/inspect-file.ts'
import { judgeFile, readStructure, readThrough } from '#engine/examine/verify-file.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { classifyCopy } from './classify.ts'
import { refuseMismatch } from './compare-copy.ts'
import { describeItem } from './describe-item.ts'
import { describeOther, noAttributes } from './describe-other.ts'
import type { ReadBackResult } from './read-back.ts'
import { shownGapsOf } from './shown-gaps.ts'

export type CopiedFile = {
  id: ItemId
  file: { relativePath: string; absolutePath: string }
  /** Of what was written, zeros for missing bytes included. */
  sha256: Sha256
  ingestedAt: UtcTime
  /** In order, not touching each other. */
  missing?: readonly ByteRange[]
  original?: OriginalAttributes
  /** Where the copy was read back while it was written. */
  readBack?: ReadBackResult | null
}

/** `examination`: null for what is no export. `gaps`: where pictures show them. */
export type DescribedCopy = { detail: ItemDetail; examination: Examination | null; gaps: Gap[] }

/** Fails with `copy-mismatch`, and with what reading the copy fails with; throws the signal's reason. */
export async function describeCopy(
  opened: ByteSource,
  copied: CopiedFile,
  trust: TrustChoice,
  work: Work,
  onMetadata: MetadataListener,
): Promise<DescribedCopy> {
  const { readBack = null, ...told } = copied
  const { file, sha256, missing = [], original = noAttributes } = told
  const copy = work.waitWhilePaused ? waiting(opened, work) : opened
  const comparing: Work = {
    signal: work.signal,
    report: (progress) => work.report({ ...progress, label: 'compare' }),
  }
  const structure = readBack?.structure ?? (await readStructure(copy, work.signal))
  if (structure.unreadable === null) {
    const reading = readBack?.reading ?? (await readThrough(copy, structure, comparing))
    refuseMismatch(reading.pass.sha256, sha256)
    const verification = await judgeFile(copy, file.relativePath, structure, reading, trust, missing)
    const examination = await examineVerified(copy, structure, reading, verification, work, onMetadata)
    const detail = describeItem({ ...told, missing, original, examination })
    return { detail, examination, gaps: shownGapsOf(structure, detail.inspection) }
  }
  const found = await sha256OfSource(copy, {
    signal: work.signal,
    onBytes: (done) => comparing.report({ label: 'compare', done, total: copy.size, unit: 'bytes' }),
  })
  refuseMismatch(found, sha256)
  const { kind, probe, finding } = await classifyCopy(copy, structure, file.relativePath, work.signal)
  assert(kind !== 'export', 'what cannot be read as an export is none')
  const detail = describeOther({
    ...told,
    size: copy.size,
    kind,
    probe,
    finding,
    missing,
    original,
  })
  return { detail, examination: null, gaps: [] }
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
