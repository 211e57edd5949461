// A case with the demo's exports in it, and the one-line way to hand an item on from it.
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { ExportedFile } from '#contract/export.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { UtcTime } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { fillDemoCase } from '#engine/demo/demo-case.ts'
import type { DemoFiles } from '#engine/demo/demo-files.ts'
import { exportItems } from '#engine/export/export-items.ts'
import type { SealingKey } from '#engine/seal/key-file.ts'
import { createCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { demoExports } from './demo.ts'
import { suiteFolder } from './evidence.ts'
import { makeSigner } from './made-export.ts'

export type DemoCase = {
  files: DemoFiles
  database: CaseDatabase
  key: SealingKey
  /** In the order sealed, sealed twice, tampered, unsealed. */
  items: { sealed: ItemDetail; sealedTwice: ItemDetail; tampered: ItemDetail; unsealed: ItemDetail }
  /** A place for packages. */
  out: string
}

export type Span = { from: string | null; to: string | null }

/** Call at the top of a file or `describe`; the case is there once its tests run. */
export function demoCase(): () => DemoCase {
  const folder = suiteFolder()
  let made: DemoCase | null = null
  beforeAll(async () => {
    const files = await demoExports()
    const database = await createCase(join(folder, 'case'), { reference: 'R 7', examiner: 'Ada' })
    const { items } = await fillDemoCase(database, files, unwatched)
    const [sealed, sealedTwice, tampered, unsealed] = items.map(({ id }) => database.items.load(id!))
    const { key } = await makeSigner('Laboratory')
    made = {
      files,
      database,
      key,
      items: { sealed: sealed!, sealedTwice: sealedTwice!, tampered: tampered!, unsealed: unsealed! },
      out: join(folder, 'handed on'),
    }
  }, 120_000)
  afterAll(() => made?.database.close())
  return () => made!
}

export async function handOn(
  { database, key, out }: DemoCase,
  item: ItemDetail,
  { from, to }: Span,
  work: Work = unwatched,
): Promise<ExportedFile & { package: string }> {
  const order = {
    itemIds: [item.summary.id],
    destination: out,
    from: from as UtcTime | null,
    to: to as UtcTime | null,
    key,
    operator: 'Ada',
    comment: 'for the court',
  }
  const { files, package: path } = await exportItems(
    order,
    { database, actor: 'Ada', unitName: 'Test bench' },
    work,
  )
  return { ...files[0]!, package: path }
}
