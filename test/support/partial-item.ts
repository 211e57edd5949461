// A partial item in a case: a copy of a file with zeros in the place of what could not be read, taken in as what it is.
import { randomUUID } from 'node:crypto'
import type { ItemDetail } from '#contract/item.ts'
import type { ByteRange, ItemId } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { unwatched } from '#engine/base/progress.ts'
import { utcNow } from '#engine/base/time.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { describeCopy } from '#engine/ingest/describe-copy.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'

export const ranges = (...pairs: [number, number][]): ByteRange[] =>
  pairs.map(([start, end]) => ({ start, end }))

/** The bytes with zeros in the gaps. */
export function withGaps(bytes: Uint8Array, gaps: readonly ByteRange[]): Buffer {
  const copy = Buffer.from(bytes)
  for (const { start, end } of gaps) copy.fill(0, start, end)
  return copy
}

/** As an ingest of a damaged medium leaves it. */
export async function takePartial(
  database: CaseDatabase,
  name: string,
  bytes: Uint8Array,
  gaps: readonly ByteRange[],
  trust: TrustChoice = { anchors: [], at: null },
): Promise<ItemDetail> {
  const held = withGaps(bytes, gaps)
  const sha256 = sha256Of(held)
  const incoming = await database.vault.beginIncoming({ name })
  await incoming.write(held)
  await incoming.sync()
  const copy = await openFileSource(incoming.path)
  const { detail } = await describeCopy(
    copy,
    {
      id: randomUUID() as string as ItemId,
      file: { relativePath: name, absolutePath: `/media/disc/${name}` },
      sha256,
      ingestedAt: utcNow(),
      missing: gaps,
      original: { modified: utcNow(), created: null, changed: null, accessed: null, mode: '0444' },
    },
    trust,
    unwatched,
    () => undefined,
  )
  await copy.close()
  await database.vault.commitIncoming(incoming, sha256)
  database.transaction(() => {
    database.items.insert(detail)
    database.metadata.replace(detail.summary.id, [])
    database.custody.append({
      actor: 'Ada',
      action: 'ingest',
      itemId: detail.summary.id,
      inputSha256: sha256,
      outputSha256: sha256,
      detail: {
        ...{ source: detail.summary.sourcePath, path: detail.summary.path, size: detail.summary.size },
        ...evidenceHashes(detail),
      },
    })
  })
  return detail
}
