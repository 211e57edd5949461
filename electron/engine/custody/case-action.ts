// One entry of the ledger in CASE/UCO: the act, the files that it was about, and those that came of it.
import { join } from 'node:path/posix'
import type { CustodyAction, CustodyEntry } from '#contract/custody.ts'
import { t } from '#contract/messages/format.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import type { NodeId, NodeIds } from './case-ids.ts'
import { actorNode, contentNode, dateTime, fileNode, recipientNodes, to, toolNodes } from './case-nodes.ts'
import type { Node } from './case-nodes.ts'
import { fileFactsOf, recipientOf } from './entry-facts.ts'

export type ActionNodes = {
  action: Node
  /** Where an item came in or a file went out. */
  record: Node | null
  /** What both speak of; may have been told with an earlier entry. */
  others: Node[]
}

export function actionNodes(ids: NodeIds, entry: CustodyEntry, reference: string): ActionNodes {
  const { seq, action, actor, time, toolVersion, detail } = entry
  const about = filesOf(ids, entry)
  const recipient = recipientOf(entry)
  const participants = recipient ? recipientNodes(ids, recipient) : []
  const performer = actorNode(ids, actor)
  const tools = toolNodes(ids, toolVersion)
  const record = about.record ? provenance(ids, entry, about.record, reference) : null
  const results = [...about.results.map((node) => node['@id']), ...(record ? [record['@id']] : [])]
  return {
    action: {
      '@id': ids(`entry/${seq}`),
      '@type': 'case-investigation:InvestigativeAction',
      'uco-core:name': t('ledgerExport.actionName', {
        seq: String(seq),
        action: t(`custody.action.${action}`),
      }),
      ...(Object.keys(detail).length === 0 ? {} : { 'uco-core:description': canonicalJson(detail) }),
      'uco-core:tag': action,
      'uco-core:externalReference': [hashReference(ids, entry)],
      'uco-action:endTime': dateTime(time),
      'uco-action:performer': to(performer['@id']),
      'uco-action:instrument': references(tools.slice(-1).map((node) => node['@id'])),
      ...property(
        'uco-action:participant',
        participants.map((node) => node['@id']),
      ),
      ...property(
        'uco-action:object',
        about.objects.map((node) => node['@id']),
      ),
      ...property('uco-action:result', results),
      ...(isFailed(entry) ? { 'uco-action:actionStatus': 'Fail' } : {}),
    },
    record,
    others: [performer, ...tools, ...participants, ...about.objects, ...about.results],
  }
}

const isFailed = ({ action, detail }: CustodyEntry): boolean =>
  action === 'ingest-failed' || detail['failed'] === true

/** Acts whose output is a file that was written, and not only bytes that have a hash. */
const writes: readonly CustodyAction[] = [
  'export',
  'report',
  'still',
  'still-sheet',
  'ledger-exported',
  'search-exported',
  'frames-listed',
]

type Files = { objects: Node[]; results: Node[]; record: NodeId | null }

function filesOf(ids: NodeIds, entry: CustodyEntry): Files {
  const { seq, action, itemId, inputSha256, outputSha256 } = entry
  const original = itemId === null ? null : `item/${itemId}`
  if (action === 'ingest' && original !== null) return ingested(ids, entry, original)
  if (action === 'ingest-failed')
    return { objects: [fileNode(ids, `source/${seq}`, fileFactsOf(entry))], results: [], record: null }
  const objects: Node[] = []
  // Told with its ingest; where the ledger does not hold that any more, with what this entry says.
  if (original !== null) objects.push(vaultNode(ids, original, inputSha256))
  else if (inputSha256 !== null) objects.push(contentNode(ids, `content/${inputSha256}`, inputSha256))
  if (outputSha256 === null || isFailed(entry) || action === 'hand-over')
    return { objects, results: [], record: null }
  if (!writes.includes(action)) {
    // What was put back into the vault, or a whole item made of a partial one, is the item itself.
    const node = original === null ? contentNode(ids, `content/${outputSha256}`, outputSha256) : null
    return { objects, results: node ? [node] : [], record: null }
  }
  const file = fileNode(ids, `file/${outputSha256}`, { ...fileFactsOf(entry), sha256: outputSha256 })
  if (original !== null) file['case-investigation:wasDerivedFrom'] = to(ids(original))
  return { objects, results: [file], record: original !== null ? file['@id'] : null }
}

function ingested(ids: NodeIds, entry: CustodyEntry, original: string): Files {
  const source = fileNode(ids, `source/${entry.seq}`, { ...fileFactsOf(entry), sha256: entry.inputSha256 })
  const copy = vaultNode(ids, original, entry.outputSha256)
  copy['case-investigation:wasDerivedFrom'] = to(source['@id'])
  return { objects: [source], results: [copy], record: copy['@id'] }
}

/** The copy in the vault, which is named by its hash. */
function vaultNode(ids: NodeIds, key: string, sha256: string | null): Node {
  const path = sha256 === null ? null : join('vault', sha256.slice(0, 2), sha256)
  return fileNode(ids, key, { path, sha256, size: null, times: {} })
}

/** CASE has no property for the number of a case: it stands in the record's description, and the item's id as its exhibit number. */
function provenance(
  ids: NodeIds,
  { seq, action, itemId }: CustodyEntry,
  file: NodeId,
  reference: string,
): Node {
  const item = itemId ?? ''
  return {
    '@id': ids(`record/${seq}`),
    '@type': 'case-investigation:ProvenanceRecord',
    'uco-core:description': t('ledgerExport.record', { reference, seq: String(seq) }),
    'case-investigation:exhibitNumber': action === 'ingest' ? item : `${item}/${seq}`,
    'case-investigation:rootExhibitNumber': item,
    'uco-core:object': [to(file)],
  }
}

const hashReference = (ids: NodeIds, { seq, hash }: CustodyEntry): Node => ({
  '@id': ids(`entry/${seq}/ExternalReference`),
  '@type': 'uco-core:ExternalReference',
  'uco-core:definingContext': t('ledgerExport.hashing'),
  'uco-core:externalIdentifier': hash,
})

const references = (list: NodeId[]): { '@id': NodeId }[] => [...new Set(list)].map(to)

const property = <P extends `uco-action:${string}`>(
  name: P,
  list: NodeId[],
): Partial<Record<P, { '@id': NodeId }[]>> =>
  list.length === 0 ? {} : ({ [name]: references(list) } as Partial<Record<P, { '@id': NodeId }[]>>)
