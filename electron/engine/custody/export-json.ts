// The ledger as one JSON document: the keys of `exhibit custody --json`, with the case and the tool. Each entry is a line of
// canonical JSON (RFC 8785), so that its hash can be repeated: SHA-256 of that line without the member `hash`.
import { t } from '#contract/messages/format.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import type { LedgerLine } from '#engine/store/ledger-reading.ts'
import { toolName } from './ledger-format.ts'
import type { ExportedLedger, LedgerPieces } from './ledger-format.ts'

export function* formatLedgerJson(ledger: ExportedLedger): LedgerPieces {
  const { case: described, exportedAt, reading, attestations } = ledger
  const { id, reference, examiner, createdAt } = described
  const head = {
    tool: toolName,
    exportedAt,
    case: { id, reference, examiner, createdAt },
    hashing: t('ledgerExport.hashing'),
  }
  const members = Object.entries(head).map(
    ([key, value]) => `${JSON.stringify(key)}: ${canonicalJson(value)}`,
  )
  yield { text: `{\n${members.join(',\n')},\n"items": [`, seq: 0 }
  let damaged = 0
  let separator = '\n'
  for (const page of reading.pages()) {
    damaged += page.filter(({ entry }) => entry === null).length
    const lines = page.flatMap(({ entry }) => (entry ? [canonicalJson(entry)] : []))
    if (lines.length === 0) continue
    yield { text: `${separator}${lines.join(',\n')}`, seq: lastOf(page) }
    separator = ',\n'
  }
  yield { text: `\n],\n"unreadable": [`, seq: reading.last }
  if (damaged > 0) yield* unreadable(ledger)
  const { signatures, timeStamps, judge } = attestations
  const tail = { ...judge(reading.verdict), signatures, timeStamps }
  yield { text: `],\n${canonicalJson(tail).slice(1, -1)}\n}\n`, seq: reading.last }
}

/** Rows that are no entries are handed on as they stand: what somebody put there may tell what was done. */
function* unreadable({ reading }: ExportedLedger): LedgerPieces {
  let separator = '\n'
  for (const page of reading.pages()) {
    for (const { row, entry } of page) {
      if (entry) continue
      yield { text: `${separator}${canonicalJson(row)}`, seq: reading.last }
      separator = ',\n'
    }
  }
}

const lastOf = (page: readonly LedgerLine[]): number => page.at(-1)?.row.seq ?? 0
