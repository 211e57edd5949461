// A case with two exports in it and a package of both, and the one-line way to hand them over.
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import type { CustodyReport } from '#contract/custody.ts'
import type { HandoverRequest, HandoverResult } from '#contract/handover.ts'
import type { ItemId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { handOver } from '#engine/custody/hand-over.ts'
import { noAttestations } from '#engine/custody/ledger-format.ts'
import type { LedgerSigner } from '#engine/custody/signer.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { signMessage } from '#engine/seal/signed-message.ts'
import { createCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { suiteFolder } from './evidence.ts'
import { makeSigner, writeSealed } from './made-export.ts'

export const resourcesFolder = join(import.meta.dirname, '..', '..', 'resources')
export const recipient = {
  name: 'Judge Dora Müller',
  organisation: 'District Court',
  identification: '12 A 34/26',
}

export type HandOverCase = {
  folder: string
  database: CaseDatabase
  names: string[]
  itemIds: ItemId[]
  packagePath: string
  signer: LedgerSigner
  ledger(): CustodyReport
  /** Exports items into a package below `folder`. */
  exportTo(place: string, ids: ItemId[]): Promise<string>
  /** Both, with the package, unless told otherwise. */
  hand(changes?: Partial<HandoverRequest>, work?: Work): Promise<HandoverResult>
  /** Refused, with nothing written anywhere. */
  refused(changes: Partial<HandoverRequest>, code: string, words: string): Promise<void>
}

/** Call at the top of a file; the case is there once its tests run. */
export function handOverCase(): () => HandOverCase {
  const folder = suiteFolder()
  let made: HandOverCase | null = null
  beforeAll(async () => {
    made = await makeCase(folder)
  }, 240_000)
  afterAll(() => made?.database.close())
  return () => made!
}

async function makeCase(folder: string): Promise<HandOverCase> {
  const names = ['one.mp4', `Nord "quoted" Süd שלום \u202e =x ${'long '.repeat(20)}.mp4`]
  const database = await createCase(join(folder, 'case'), { reference: 'R/7 “Nord”', examiner: 'Ada' })
  const { key } = await makeSigner('Laboratory')
  const sign: LedgerSigner['sign'] = (bytes) => signMessage(key.privateKey, bytes)
  const signer: LedgerSigner = { by: 'examiner', certificate: key.certificate, chain: [], sign }
  mkdirSync(join(folder, 'in'))
  for (const [index, name] of names.entries())
    await writeSealed(join(folder, 'in', name), key, { seed: String(index) })
  const context = { database, actor: 'Ada', trust: { anchors: [], at: null } }
  const { items } = await ingest([join(folder, 'in')], context, unwatched)
  const itemIds = items.flatMap(({ id }) => id ?? [])

  const exportTo = async (place: string, ids: ItemId[]): Promise<string> => {
    const order = { itemIds: ids, destination: join(folder, place), from: null, to: null, key }
    const by = { database, actor: 'Ada', unitName: 'Bench' }
    return (await exportItems({ ...order, operator: 'Ada', comment: '' }, by, unwatched)).package
  }
  const packagePath = await exportTo('out', itemIds)
  const hand: HandOverCase['hand'] = (changes = {}, work = unwatched) =>
    handOver(
      { itemIds, packagePath, recipient, reason: 'By order, for the hearing', destination: null, ...changes },
      { database, actor: 'Ada Lovelace (badge 12)', signer, attestations: noAttestations, resourcesFolder },
      work,
    )
  const ledger = (): CustodyReport => database.custody.verifyLedger()
  const refused: HandOverCase['refused'] = async (changes, code, words) => {
    const before = [ledger().head, readdirSync(database.folder.reports)]
    const failure: unknown = await hand(changes).then(
      () => null,
      (error: unknown) => error,
    )
    expect(failure).toMatchObject({ code, message: expect.stringContaining(words) as string })
    expect([ledger().head, readdirSync(database.folder.reports)]).toEqual(before)
  }
  return { folder, database, names, itemIds, packagePath, signer, ledger, exportTo, hand, refused }
}
