// The ledger as CASE/UCO (JSON-LD with its context inside): an InvestigativeAction for each entry, a ProvenanceRecord for
// each item that came in and each file that went out, and the Investigation that holds them all.
import { t } from '#contract/messages/format.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import { actionNodes } from './case-action.ts'
import { nodeIds } from './case-ids.ts'
import type { NodeId } from './case-ids.ts'
import { caseContext, dateTime } from './case-nodes.ts'
import type { Node } from './case-nodes.ts'
import { toolName } from './ledger-format.ts'
import type { ExportedLedger, LedgerPieces } from './ledger-format.ts'

const idsAtOnce = 200

export function* formatLedgerCase(ledger: ExportedLedger): LedgerPieces {
  const { id, reference } = ledger.case
  const ids = nodeIds(id)
  yield { text: `{\n"@context": ${canonicalJson(caseContext)},\n"@graph": [`, seq: 0 }
  // A node is told once; names of actions and records are made again for the list at the end, so that their numbers suffice.
  const told = new Set<NodeId>()
  const numbers = { actions: [] as number[], records: [] as number[] }
  let unreadable = 0
  for (const page of ledger.reading.pages()) {
    const lines: string[] = []
    for (const { entry } of page) {
      if (!entry) {
        unreadable += 1
        continue
      }
      const { action, record, others } = actionNodes(ids, entry, reference)
      numbers.actions.push(entry.seq)
      if (record) numbers.records.push(entry.seq)
      for (const node of others) {
        // An item may have been spoken of before its ingest is told, with less; one node may be told in two pieces.
        if (told.has(node['@id']) && entry.action !== 'ingest') continue
        told.add(node['@id'])
        lines.push(canonicalJson(node))
      }
      lines.push(canonicalJson(action), ...(record ? [canonicalJson(record)] : []))
    }
    yield { text: lines.map((line) => `\n${line},`).join(''), seq: page.at(-1)?.row.seq ?? 0 }
  }
  function* members(): Generator<NodeId> {
    for (const seq of numbers.actions) yield ids(`entry/${seq}`)
    for (const seq of numbers.records) yield ids(`record/${seq}`)
  }
  yield* investigation(ledger, ids(''), unreadable, members())
}

/** The last node, as it names all the others; its end is the end of the document. */
function* investigation(
  { case: { id, reference, createdAt, examiner }, exportedAt, reading, attestations }: ExportedLedger,
  nodeId: NodeId,
  unreadable: number,
  members: Iterable<NodeId>,
): LedgerPieces {
  const { valid, head, firstBad, reason, entries } = attestations.judge(reading.verdict)
  const node: Node = {
    '@id': nodeId,
    '@type': 'case-investigation:Investigation',
    'uco-core:name': reference === '' ? id : reference,
    'uco-core:description': [
      t('ledgerExport.caseText', { id, reference, examiner, tool: toolName, time: exportedAt }),
      valid
        ? t('ledgerExport.valid', { count: entries, head: head ?? '' })
        : t('ledgerExport.invalid', { entry: String(firstBad ?? 0), reason: reason ?? '' }),
      ...(unreadable > 0 ? [t('ledgerExport.unreadable', { count: unreadable })] : []),
    ],
    'case-investigation:investigationForm': 'case',
    'uco-core:startTime': dateTime(createdAt),
  }
  yield { text: `\n${canonicalJson(node).slice(0, -1)},"uco-core:object":[`, seq: reading.last }
  let separator = '\n'
  for (const some of inGroups(members, idsAtOnce)) {
    const list = some.map((member) => `{"@id":"${member}"}`)
    yield { text: `${separator}${list.join(',')}`, seq: reading.last }
    separator = ',\n'
  }
  yield { text: `]}\n]\n}\n`, seq: reading.last }
}

function* inGroups<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let group: T[] = []
  for (const one of all) {
    group.push(one)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
