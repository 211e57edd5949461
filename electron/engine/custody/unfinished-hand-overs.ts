// What a crash left between the ledger entries of a hand-over and the name of its receipt: nobody was given that receipt, and
// it may be half written. Another entry takes the hand-over back, as where it fails.
import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CustodyEntry } from '#contract/custody.ts'
import { t } from '#contract/messages/format.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { isReceiptName, partialReceipt } from './receipt-folder.ts'

/** Gives plain sentences, none where nothing was left. Receipts on a medium that is not there now are left alone. */
export async function takeBackHandOvers(database: CaseDatabase, actor: string): Promise<string[]> {
  const notices: string[] = []
  for (const { receiptId, path, entries } of recordedHandOvers(database)) {
    const partial = partialReceipt(path)
    // Where the whole one is there, what lies beside it is of another hand-over.
    if ((await isFolder(path)) || !(await isFolder(partial))) continue
    const reason = t('handover.interrupted', { path: partial })
    const detail = { receiptId, path, failed: true, reason }
    database.transaction(() => {
      for (const { itemId, inputSha256, outputSha256 } of entries) {
        const what = { itemId, inputSha256, outputSha256 }
        database.custody.append({ actor, action: 'hand-over', ...what, detail })
      }
    })
    notices.push(reason)
  }
  return notices
}

type HandedOver = { receiptId: string; path: string; entries: CustodyEntry[] }

/** Those that were not taken back. */
function recordedHandOvers({ custody }: CaseDatabase): HandedOver[] {
  const found = new Map<string, HandedOver>()
  for (const entry of custody.entriesOf(['hand-over'])) {
    const { receiptId, path, failed } = entry.detail
    if (typeof receiptId !== 'string' || typeof path !== 'string' || !isReceiptName(basename(path))) continue
    const known = found.get(receiptId)
    if (failed === true) found.delete(receiptId)
    else if (known) known.entries.push(entry)
    else found.set(receiptId, { receiptId, path, entries: [entry] })
  }
  return [...found.values()]
}

/** A place that cannot be looked at says nothing. */
const isFolder = (path: string): Promise<boolean> =>
  lstat(path).then(
    (at) => at.isDirectory(),
    () => false,
  )
