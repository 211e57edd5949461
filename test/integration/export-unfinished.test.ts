// An export that ended between its entries in the ledger and the name of its package: the next opening gives it its name, if it
// still is what was exported, and changes nothing else.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { CustodyEntry } from '#contract/custody.ts'
import { ExportResult } from '#contract/export.ts'
import { openCase } from '#engine/store/case-database.ts'
import { caseBench } from '../support/case-engine.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const bench = caseBench(['a', 'b'])
let made: string
const partial = (): string => `${made}.partial`

/** As a crash in that moment leaves it; the case is closed. */
beforeEach(async () => {
  const { engine, place, root, endOf } = bench()
  await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
  const itemIds = (await engine.handlers['item.list']({})).map(({ id }) => id)
  const order = { itemIds, destination: join(place, 'out'), from: null, to: null }
  const end = await endOf(
    engine.handlers['export.start']({ ...order, key: { kind: 'workstation' }, operator: 'Ada', comment: '' }),
  )
  made = ExportResult.parse(end.result).package
  await engine.handlers['case.close']({})
  renameSync(made, partial())
})

const opened = async (): Promise<string[]> =>
  (await bench().engine.handlers['case.open']({ path: bench().root, examiner: 'Ben' })).notices
const ledger = async (): Promise<CustodyEntry[]> => (await wholeLedger(bench().engine.handlers)).items
const recoveries = async (): Promise<CustodyEntry[]> =>
  (await ledger()).filter(({ action }) => action === 'recovered')

it('gets its name, which the ledger tells; once', async () => {
  const names = readdirSync(partial())
  expect(await opened()).toEqual([expect.stringContaining(`the package is now at “${made}”`)])
  expect([readdirSync(made), existsSync(partial())]).toEqual([names, false])
  const entries = (await ledger()).filter(({ action }) => action === 'export').map(({ seq }) => seq)
  expect(await recoveries()).toMatchObject([
    { actor: 'Ben', detail: { package: made, exportEntries: entries } },
  ])
  await bench().engine.handlers['case.close']({})
  expect(await opened()).toEqual([])
  expect(await recoveries()).toHaveLength(1)
})

it.each<[string, () => void]>([
  ['a changed video', () => change('a.mp4')],
  ['a changed guide', () => change('VERIFY.txt')],
  ['another list of hashes', () => change('SHA256SUMS')],
  ['a file too many', () => writeFileSync(join(partial(), 'more.txt'), 'x')],
])('with %s stays as it is, and that is told', async (_, tamper) => {
  tamper()
  const names = readdirSync(partial())
  expect(await opened()).toEqual([expect.stringContaining(`is still called “${partial()}”`)])
  expect([readdirSync(partial()), existsSync(made)]).toEqual([names, false])
  expect(await recoveries()).toEqual([])
})

function change(name: string): void {
  const file = join(partial(), name)
  chmodSync(file, 0o644)
  writeFileSync(file, '\n', { flag: 'a' })
}

it('is taken back where its name is taken; nothing is replaced', async () => {
  mkdirSync(made)
  expect(await opened()).toEqual([expect.stringMatching(/still called .+ export again/)])
  expect([readdirSync(made), existsSync(partial())]).toEqual([[], true])
  const exports = (await ledger()).filter(({ action }) => action === 'export')
  expect(exports.slice(2)).toMatchObject([{ detail: { failed: true } }, { detail: { failed: true } }])
  expect(exports.slice(2).map(({ itemId }) => itemId)).toEqual(
    exports.slice(0, 2).map(({ itemId }) => itemId),
  )
  await bench().engine.handlers['case.close']({})
  expect(await opened()).toEqual([])
})

it('behind a link, or where the ledger names another machine or no whole path, is left alone', async () => {
  const { root, place } = bench()
  renameSync(partial(), join(place, 'theirs'))
  symlinkSync(join(place, 'theirs'), partial())
  const database = await openCase(root, { actor: 'Mallory' })
  const [entry] = [...database.custody.entriesOf(['export'])]
  const { itemId, outputSha256 } = entry!
  const elsewhere = 'exhibit-export-20260501-100000'
  for (const folder of [elsewhere, `/${made}`, `\\\\server\\share\\${elsewhere}`, `${made}/../${elsewhere}`])
    database.custody.append({
      ...{ actor: 'Mallory', action: 'export', itemId, outputSha256 },
      detail: { path: join(folder, 'a.mp4') },
    })
  database.close()
  expect(await opened()).toEqual([])
  expect(existsSync(made)).toBe(false)
  expect(await recoveries()).toEqual([])
})
