// An item in a case as ingest leaves it: row, index and ledger entry together.
import type { ItemDetail } from '#contract/item.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'

export function ingested(database: CaseDatabase, detail: ItemDetail): ItemDetail {
  const { id: itemId, sha256, size, path, sourcePath: source } = detail.summary
  database.transaction(() => {
    database.items.insert(detail)
    database.metadata.replace(itemId, [])
    database.custody.append({
      actor: 'Ada',
      action: 'ingest',
      itemId,
      inputSha256: sha256,
      outputSha256: sha256,
      detail: { path, source, size, ...evidenceHashes(detail) },
    })
  })
  return detail
}
