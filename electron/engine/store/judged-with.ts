// Which trust store the answer about each item's signer was given with, by the ledger (`TrustStoreState.sha256`).
import { Sha256 } from '#contract/units.ts'
import type { CustodyStore } from './custody-store.ts'

/** By item; those that an older version judged, which did not say, are left out. */
export function judgedWith(custody: CustodyStore): Map<string, Sha256> {
  const found = new Map<string, Sha256>()
  for (const { itemId, detail } of custody.entriesOf(['ingest', 'verify'])) {
    // A verification that failed left the one before it in its place.
    if (itemId === null || !('verificationSha256' in detail)) continue
    const said = Sha256.safeParse(detail['trustStoreSha256'])
    if (said.success) found.set(itemId, said.data)
    else found.delete(itemId)
  }
  return found
}
