// A partial copy that comes when the whole file is in the case already, or with it: it says which item completes it, as it does
// where the whole one comes later.
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { failingReading } from '../support/failing-reads.ts'
import { take } from '../support/ingest.ts'
import { scratchFolder } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const bytes = randomBytes(100_000)
const reading = failingReading({ bad: [[8_192, 8_704]] })
const emptyCase = (): Promise<CaseDatabase> => newCase(join(scratchFolder(), 'case'))

function file(content: Uint8Array, name = 'video.mp4'): string {
  const path = join(scratchFolder(), name)
  writeFileSync(path, content)
  return path
}

/** The same, with another byte at that place. */
function changed(at: number): Buffer {
  const other = Buffer.from(bytes)
  other.writeUInt8(other.readUInt8(at) ^ 1, at)
  return other
}

const partialOf = (database: CaseDatabase): ItemSummary | undefined =>
  database.items.list().find(({ missingBytes }) => missingBytes > 0)

it('is linked, with an entry that says how much was compared', async () => {
  const database = await emptyCase()
  const [whole] = (await take(database, [file(bytes)])).items
  await take(database, [file(bytes)], { reading })
  const partial = partialOf(database)
  expect(partial).toMatchObject({ status: 'partial', missingBytes: 512, completedBy: whole?.id })
  expect([...database.custody.entriesOf(['completed'])]).toMatchObject([
    {
      itemId: whole?.id,
      inputSha256: partial?.sha256,
      outputSha256: whole?.sha256,
      detail: { partial: partial?.id, whole: true, rangesTotal: 1, bytesCompared: 100_000 - 512 },
    },
  ])
  expect(auditItems(database)).toEqual([])
})

it.each([0, 9_000, 50_000, 99_999])('not where byte %i is another one', async (at) => {
  const database = await emptyCase()
  await take(database, [file(changed(at))])
  await take(database, [file(bytes)], { reading })
  expect(partialOf(database)?.completedBy).toBeNull()
})

it('not where two whole files differ in what is missing: which of them it was is not known', async () => {
  const database = await emptyCase()
  await take(database, [file(bytes), file(changed(8_300))])
  await take(database, [file(bytes)], { reading })
  expect(partialOf(database)?.completedBy).toBeNull()
  expect(auditItems(database)).toEqual([])
})

it.each([
  ['first', true],
  ['last', false],
])('both of one group, the damaged one %s', async (_, damagedIsFirst) => {
  const database = await emptyCase()
  const folder = join(scratchFolder(), 'in')
  mkdirSync(folder)
  for (const name of ['a', 'b']) writeFileSync(join(folder, `${name}.bin`), bytes.subarray(0, 60_000))
  // The same bytes, of which one file is read as from a damaged medium.
  let opened = 0
  const usual = failingReading({ bad: [] })
  const one = failingReading({ bad: [[8_192, 8_704]] })
  const mixed = {
    ...usual,
    reader: (handle: Parameters<typeof usual.reader>[0]) => {
      opened += 1
      return ((opened === 1) === damagedIsFirst ? one : usual).reader(handle)
    },
  }
  await take(database, [folder], { reading: mixed })
  const whole = database.items.list().find(({ missingBytes }) => missingBytes === 0)
  expect(database.items.list()).toHaveLength(2)
  expect(partialOf(database)?.completedBy).toBe(whole?.id)
  expect(auditItems(database)).toEqual([])
})
