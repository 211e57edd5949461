// The ledger leaves the house: as JSON whose hashes others can repeat, as CSV that other parsers read and no spreadsheet runs,
// as CASE/UCO that fits the published shapes.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { CustodyEntry } from '#contract/custody.ts'
import type { ExportedFile } from '#contract/export.ts'
import type { ItemDetail } from '#contract/item.ts'
import { unwatched } from '#engine/base/progress.ts'
import { noAttestations } from '#engine/custody/ledger-format.ts'
import type { Attestations } from '#engine/custody/ledger-format.ts'
import { exportLedger } from '#engine/custody/export-ledger.ts'
import type { LedgerExport, LedgerFormat } from '#engine/custody/export-ledger.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { faultsOf, investigation, nodesOf, readGraph, uco, valuesOf } from '../support/case-graph.ts'
import type { Graph } from '../support/case-graph.ts'
import { actor, fileName, ledgerCase, writeLedger } from '../support/ledger-case.ts'
import { scratchFolder } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const made = ledgerCase()
let database: CaseDatabase
let item: ItemDetail
let exported: ExportedFile
beforeAll(() => {
  ;({ database, item, exported } = made())
})

const write = (format: LedgerFormat, path: string, from = database): Promise<LedgerExport> =>
  writeLedger(from, format, path)
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('JSON', () => {
  it('holds the whole ledger, each entry with a hash that others can repeat', async () => {
    const before = database.custody.verifyLedger()
    const path = join(scratchFolder(), 'l.json')
    const written = await write('json', path)
    expect(written).toEqual({
      path,
      sha256: sha256(readFileSync(path)),
      entries: before.entries,
      valid: true,
    })
    const document = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    expect(document).toMatchObject({
      case: { id: database.describe().id, reference: 'R/7 “Nord”', examiner: 'Ada' },
      entries: before.entries,
      valid: true,
      head: before.head,
      firstBad: null,
      signatures: [],
      timeStamps: [],
      unreadable: [],
    })
    expect(CustodyEntry.array().parse(document['items'])).toEqual(before.items)
    // With no code of the product: take the hash out of the line, hash the rest.
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{"action"'))
    expect(lines).toHaveLength(before.entries)
    let previous = '0'.repeat(64)
    for (const line of lines) {
      const hash = /"hash":"([0-9a-f]{64})",/.exec(line.slice(line.lastIndexOf('"hash":')))![1]!
      const at = line.lastIndexOf(`"hash":"${hash}",`)
      const rest = line.replace(/,$/, '').replace(line.slice(at, at + 74), '')
      expect(sha256(rest)).toBe(hash)
      expect(line).toContain(`"previous":"${previous}"`)
      previous = hash
    }
    expect(previous).toBe(before.head)
  })

  it('says what a signature that does not hold makes of it', async () => {
    const path = join(scratchFolder(), 'l.json')
    const judge: Attestations['judge'] = (verdict) => ({
      ...verdict,
      valid: false,
      firstBad: 2,
      reason: 'The signature of entry 3 does not match.',
    })
    const attestations = { ...noAttestations, judge }
    const written = await exportLedger(database, { path, format: 'json', actor, attestations }, unwatched)
    expect(written.valid).toBe(false)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ valid: false, firstBad: 2 })
    expect(database.custody.verifyLedger().items.at(-1)).toMatchObject({ detail: { valid: false } })
  })

  it('is written down behind the head that it holds', async () => {
    const path = join(scratchFolder(), 'l.json')
    const head = database.custody.verifyLedger().head
    const { sha256: output } = await write('json', path)
    const { items, valid } = database.custody.verifyLedger()
    expect(valid).toBe(true)
    expect(items.at(-1)).toMatchObject({
      action: 'ledger-exported',
      previous: head,
      outputSha256: output,
      detail: { path, format: 'json', head, valid: true },
    })
  })

  it('of a ledger that was tampered with says so, and keeps the rows that are no entries any more', async () => {
    const broken = await newCase()
    for (let n = 2; n <= 4; n += 1) broken.custody.append({ actor: 'Ada', action: 'note', detail: { n } })
    const other = new Database(broken.folder.database)
    for (const name of ['custody_no_update', 'custody_no_delete']) other.exec(`DROP TRIGGER ${name}`)
    other.exec(`UPDATE custody SET action = 'nonsense' WHERE seq = 3`)
    other.close()
    const path = join(scratchFolder(), 'l.json')
    expect(await write('json', path, broken)).toMatchObject({ entries: 4, valid: false })
    const document = JSON.parse(readFileSync(path, 'utf8')) as { items: unknown[]; unreadable: unknown[] }
    expect(document).toMatchObject({ valid: false, firstBad: 3, entries: 4 })
    expect(document.items).toHaveLength(3)
    expect(document.unreadable).toMatchObject([{ seq: 3, action: 'nonsense', detail: '{"n":3}' }])
    const csv = join(scratchFolder(), 'l.csv')
    await write('csv', csv, broken)
    expect(readFileSync(csv, 'utf8')).toMatch(/^3,.*,nonsense,.*,no,/m)
    const graph = await readGraph(await caseOf(broken))
    expect(await faultsOf(graph)).toEqual([])
    expect(
      valuesOf(graph, nodesOf(graph, `${investigation}Investigation`)[0]!, `${uco}core/description`),
    ).toEqual(
      expect.arrayContaining([
        expect.stringContaining('does not verify, from entry 3 on'),
        expect.stringContaining('One row of the ledger is no entry'),
      ]),
    )
  })
})

const python = `import csv, json, sys
rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline=''), strict=True))
print(json.dumps(rows))`
const hasPython = spawnSync('python3', ['-c', 'import csv']).status === 0
if (!hasPython) console.warn('SKIPPED: CSV judged by another parser; there is no python3.')

describe('CSV', () => {
  it.skipIf(!hasPython)('is read back by another parser as it is in the ledger', async () => {
    const path = join(scratchFolder(), 'l.csv')
    const { items } = database.custody.verifyLedger()
    await write('csv', path)
    const { stdout, status } = spawnSync('python3', ['-c', python, path], { encoding: 'utf8' })
    expect(status).toBe(0)
    const [head, ...rows] = JSON.parse(stdout) as string[][]
    expect(rows).toHaveLength(items.length)
    const column = (row: string[], name: string): string => row[head!.indexOf(name)]!
    for (const [index, entry] of items.entries()) {
      const row = rows[index]!
      expect(row).toHaveLength(head!.length)
      expect(JSON.parse(column(row, 'detail'))).toEqual(entry.detail)
      expect(column(row, 'seq')).toBe(String(entry.seq))
      expect(column(row, 'hash')).toBe(entry.hash)
      expect(column(row, 'actor').replace(/^'/, '')).toBe(entry.actor)
      // Nothing that a spreadsheet would run.
      for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/)
    }
    expect(rows.some((row) => column(row, 'actor').startsWith("'=HYPERLINK"))).toBe(true)
    expect(rows.some((row) => column(row, 'path').includes('+cmd "quoted"'))).toBe(true)
  })

  it('begins with a byte order mark and ends each record with CR LF', async () => {
    const path = join(scratchFolder(), 'l.csv')
    await write('csv', path)
    const bytes = readFileSync(path)
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(bytes.subarray(-2).toString()).toBe('\r\n')
  })
})

async function caseOf(from: CaseDatabase): Promise<Record<string, unknown>> {
  const path = join(mkdtempSync(join(made().folder, 'case-')), 'l.jsonld')
  await write('case', path, from)
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
}

type AnyNode = { '@id': string; '@type': string; [key: string]: unknown }

describe('CASE/UCO', () => {
  let document: Record<string, unknown>
  let graph: Graph
  beforeAll(async () => {
    document = await caseOf(database)
    graph = await readGraph(document)
  })

  it('fits the shapes, with published terms alone and without a blank node', async () => {
    expect(await faultsOf(graph)).toEqual([])
    expect(graph.quads.length).toBeGreaterThan(100)
    expect(graph.quads.filter(({ subject }) => subject.termType === 'BlankNode')).toEqual([])
  })

  it('has an action for each entry, with who, when, with what, and the hash that binds it', () => {
    const { items } = database.custody.verifyLedger()
    const actions = nodesOf(graph, `${investigation}InvestigativeAction`)
    const entries = items.filter(({ action }) => action !== 'ledger-exported')
    for (const entry of entries) {
      const id = actions.find((node) =>
        valuesOf(graph, node, `${uco}core/name`).some((name) =>
          name.startsWith(`Ledger entry ${entry.seq}:`),
        ),
      )!
      expect(valuesOf(graph, id, `${uco}action/endTime`)).toEqual([entry.time])
      const [performer] = valuesOf(graph, id, `${uco}action/performer`)
      expect(valuesOf(graph, performer!, `${uco}core/name`)).toEqual([entry.actor])
      const [reference] = valuesOf(graph, id, `${uco}core/externalReference`)
      expect(valuesOf(graph, reference!, `${uco}core/externalIdentifier`)).toEqual([entry.hash])
      const [tool] = valuesOf(graph, id, `${uco}action/instrument`)
      expect(valuesOf(graph, tool!, `${uco}tool/version`)).toEqual([entry.toolVersion])
    }
    const [whole] = nodesOf(graph, `${investigation}Investigation`)
    expect(valuesOf(graph, whole!, `${uco}core/object`)).toEqual(expect.arrayContaining(actions))
    expect(nodesOf(graph, `${uco}identity/Identity`)).toHaveLength(1)
  })

  it('leads from the exported file to the copy in the vault and to the file on its medium', () => {
    const hashOf = (file: string): string[] =>
      valuesOf(graph, file, `${uco}core/hasFacet`)
        .flatMap((facet) => valuesOf(graph, facet, `${uco}observable/hash`))
        .flatMap((hash) => valuesOf(graph, hash, `${uco}types/hashValue`))
    const file = nodesOf(graph, `${uco}observable/File`).find((node) =>
      hashOf(node).includes(exported.sha256),
    )!
    const [copy] = valuesOf(graph, file, `${investigation}wasDerivedFrom`)
    const [source] = valuesOf(graph, copy!, `${investigation}wasDerivedFrom`)
    expect(hashOf(copy!)).toEqual([item.summary.sha256])
    expect(hashOf(source!)).toEqual([item.summary.sha256])
    const facets = valuesOf(graph, source!, `${uco}core/hasFacet`)
    expect(facets.flatMap((one) => valuesOf(graph, one, `${uco}observable/fileName`))).toEqual([fileName])
    const records = nodesOf(graph, `${investigation}ProvenanceRecord`)
    expect(
      records.flatMap((node) => valuesOf(graph, node, `${investigation}exhibitNumber`)).toSorted(),
    ).toEqual(
      expect.arrayContaining([
        item.summary.id,
        expect.stringMatching(new RegExp(`^${item.summary.id}/\\d+$`)),
      ]),
    )
    expect(
      nodesOf(graph, `${uco}identity/Organization`).flatMap((node) =>
        valuesOf(graph, node, `${uco}core/name`),
      ),
    ).toContain('District Court')
  })

  it('names the same things the same in every export', async () => {
    const nodes = (document['@graph'] as AnyNode[]).map((node) => node['@id'])
    const again = ((await caseOf(database))['@graph'] as AnyNode[]).map((node) => node['@id'])
    expect(again).toEqual(expect.arrayContaining(nodes))
  })

  const changed = async (
    change: (nodes: AnyNode[], first: (type: string) => AnyNode) => unknown,
  ): Promise<string[]> => {
    const copy = structuredClone(document) as { '@graph': AnyNode[] }
    change(copy['@graph'], (type) => copy['@graph'].find((node) => node['@type'] === type)!)
    return faultsOf(await readGraph(copy))
  }
  type Facets = { 'uco-observable:hash': Record<string, unknown>[] }[]
  const hashNode = (file: AnyNode): Record<string, unknown> =>
    (file['uco-core:hasFacet'] as Facets).find((facet) => 'uco-observable:hash' in facet)![
      'uco-observable:hash'
    ][0]!

  it.each<[string, string, Parameters<typeof changed>[0]]>([
    [
      'a hash without its value',
      'MinCount',
      (_, first) => delete hashNode(first('uco-observable:File'))['uco-types:hashValue'],
    ],
    [
      'a hash that is no hexBinary',
      'Datatype',
      (_, first) => void (hashNode(first('uco-observable:File'))['uco-types:hashValue'] = 'abc'),
    ],
    [
      'a time that is a plain text',
      'Datatype',
      (_, first) =>
        void (first('case-investigation:InvestigativeAction')['uco-action:endTime'] =
          '2026-05-02T08:15:00.000Z'),
    ],
    [
      'two performers',
      'MaxCount',
      (_, first) => {
        const action = first('case-investigation:InvestigativeAction')
        action['uco-action:performer'] = [
          action['uco-action:performer'],
          action['uco-action:instrument'],
        ].flat()
      },
    ],
    [
      'a performer that is not told',
      'Class',
      (nodes, first) => nodes.splice(nodes.indexOf(first('uco-identity:Person')), 1),
    ],
    [
      'a property that is not published',
      'no property of its class',
      (_, first) => void (first('case-investigation:Investigation')['case-investigation:caseNumber'] = 'R 7'),
    ],
    [
      'a property of another class',
      'no property of its class',
      (_, first) => void (first('uco-observable:File')['uco-observable:fileName'] = 'x.mp4'),
    ],
    [
      'a class that is not published',
      'unknown class',
      (_, first) => void (first('uco-tool:Tool')['@type'] = 'uco-tool:Program'),
    ],
    [
      'a name that does not end in a UUID',
      'Pattern',
      (_, first) => void (first('uco-tool:Tool')['@id'] = 'urn:example:tool'),
    ],
  ])('the judge finds %s', async (_, fault, change) => {
    expect((await changed(change)).join('\n')).toContain(fault)
  })
})
