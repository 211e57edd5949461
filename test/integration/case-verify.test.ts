// Verifying a whole case: what of it is missing, changed or extra, in the vault, in the tables and in the ledger; by the call
// and by the command.
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { VerifyAllResult } from '#contract/explanation.ts'
import type { ItemSummary } from '#contract/item.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { exhibit } from '../support/cli.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const bench = caseBench()
let items: ItemSummary[]
beforeEach(async () => {
  const { engine, root } = bench()
  await engine.handlers['case.open']({ path: root, examiner: 'Ada', readOnly: true })
  items = await engine.handlers['item.list']({})
  await engine.handlers['case.close']({})
})

async function verified(readOnly = false): Promise<VerifyAllResult> {
  const { engine, root, endOf } = bench()
  await engine.handlers['case.open']({ path: root, examiner: 'Ada', readOnly })
  const end = await endOf(engine.handlers['case.verify']({}))
  expect(end).toMatchObject({ state: 'done', error: null })
  return VerifyAllResult.parse(end.result)
}

function edit(...statements: string[]): void {
  const file = new Database(join(bench().root, 'case.sqlite'))
  for (const sql of statements) file.exec(sql)
  file.close()
}

const original = (at: number): string => originalIn(bench().root, items[at]!.sha256)
const plant = (name: string, text = 'planted'): void => {
  const path = join(bench().root, 'vault', name.slice(0, 2), name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

describe.each([false, true])('verifying, open only for reading: %s', (readOnly) => {
  it('a whole case is whole', async () => {
    expect(await verified(readOnly)).toMatchObject({
      ...{ items: 3, unchanged: 3, changed: [], missing: [], extra: [], recorded: !readOnly },
      ledger: { valid: true, firstBad: null, reason: null },
    })
    const { items: entries } = await wholeLedger(bench().engine.handlers)
    expect(entries.some(({ action }) => action === 'case-verified')).toBe(!readOnly)
  })

  it('tells what is missing, truncated, changed and extra, each with its name', async () => {
    const [missing, short, changed] = items
    rmSync(original(0))
    for (const at of [1, 2]) chmodSync(original(at), 0o644)
    truncateSync(original(1), 100)
    const bytes = readFileSync(original(2))
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(original(2), bytes)
    const stranger = 'ab'.repeat(32)
    plant(stranger)
    plant(`${missing!.sha256}.damaged-1`, 'set aside by nobody')
    const result = await verified(readOnly)
    expect(result).toMatchObject({ items: 3, unchanged: 0, ledger: { valid: true } })
    expect(result.changed.map(({ itemId }) => itemId).sort()).toEqual(
      [missing!.id, short!.id, changed!.id].sort(),
    )
    expect(result.missing).toEqual([{ itemId: missing!.id, path: missing!.path, sha256: missing!.sha256 }])
    expect(result.extra).toEqual([
      { name: stranger, bytes: 7 },
      { name: `${missing!.sha256}.damaged-1`, bytes: 19 },
    ])
  })

  it('tells of two originals that were exchanged', async () => {
    renameSync(original(0), `${original(0)}.x`)
    mkdirSync(dirname(original(0)), { recursive: true })
    renameSync(original(1), original(0))
    renameSync(`${original(0)}.x`, original(1))
    const { changed, missing } = await verified(readOnly)
    expect([changed.length, missing]).toEqual([2, []])
  })

  it('tells of edited rows, of the case’s own too, before it writes them anew', async () => {
    edit(`UPDATE item SET verdict = 'broken', intact = 'broken' WHERE id = '${items[0]!.id}'`)
    edit(`UPDATE item SET source_path = '/elsewhere' WHERE id = '${items[1]!.id}'`)
    edit(`UPDATE case_info SET reference = 'R 8'`)
    const { changed, unchanged } = await verified(readOnly)
    expect(unchanged).toBe(3)
    expect(changed.map(({ itemId }) => itemId)).toEqual([items[0]!.id, null, items[1]!.id])
    expect(changed[1]?.problem).toBe('The reference of the case is “R 8”, the ledger says “R 7”.')
  })

  it('tells of an edited, a removed and a cut entry of the ledger, and which it is', async () => {
    edit(
      'DROP TRIGGER custody_no_update',
      `UPDATE custody SET time = '2020-01-01T00:00:00.000Z' WHERE seq = 2`,
    )
    expect((await verified(readOnly)).ledger).toMatchObject({ valid: false, firstBad: 2 })
  })
})

it('a rename that the ledger knows is none that somebody made', async () => {
  const { engine, root } = bench()
  await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
  await engine.handlers['case.rename']({ reference: ' R 9 ' })
  await engine.handlers['case.close']({})
  expect((await verified()).changed).toEqual([])
  const { items: entries } = await wholeLedger(engine.handlers)
  expect(entries.find(({ action }) => action === 'case-renamed')).toMatchObject({
    ...{ actor: 'Ada', detail: { from: 'R 7', to: 'R 9' } },
  })
})

describe('exhibit case', () => {
  it('verify is 0 for a whole case, 1 where anything is wrong, and records it unless told not to', async () => {
    const { root } = bench()
    const whole = await exhibit('case', 'verify', '--case', root, '--read-only', '--json')
    expect([whole.code, whole.stderr]).toEqual([0, ''])
    expect(JSON.parse(whole.stdout)).toMatchObject({ case: root, valid: true, items: 3, recorded: false })
    plant('cd'.repeat(32))
    const extra = await exhibit('case', 'verify', '--case', root)
    expect(extra.code).toBe(1)
    expect(extra.stdout).toContain(`of no item: ${'cd'.repeat(32)}`)
    // An original may lie beside it: one case in 85 has one whose hash begins so.
    rmSync(join(root, 'vault', 'cd', 'cd'.repeat(32)))
    rmSync(original(0))
    const gone = await exhibit('case', 'verify', '--case', root, '--json')
    expect(gone.code).toBe(1)
    expect(JSON.parse(gone.stdout)).toMatchObject({ valid: false, missing: [{ itemId: items[0]!.id }] })
    const custody = await exhibit('custody', '--case', root, '--json')
    const { items: entries } = JSON.parse(custody.stdout) as { items: { action: string }[] }
    expect(entries.filter(({ action }) => action === 'case-verified')).toHaveLength(2)
  })

  it('info, create, rename, copy and move do what they say', async () => {
    const { root, place } = bench()
    const made = await exhibit('case', 'create', '--case', join(place, 'new'), '--reference', 'N 1', '--json')
    expect(JSON.parse(made.stdout)).toMatchObject({ reference: 'N 1', path: join(place, 'new') })
    expect((await exhibit('case', 'create', '--case', root)).code).toBe(2)
    const renamed = await exhibit(
      'case',
      'rename',
      '--case',
      root,
      '--reference',
      'R 9',
      '--examiner',
      'Eva',
      '--json',
    )
    expect(JSON.parse(renamed.stdout)).toMatchObject({ reference: 'R 9' })
    const copied = await exhibit('case', 'copy', '--case', root, '--to', join(place, 'copy'), '--json')
    expect(JSON.parse(copied.stdout)).toMatchObject({
      path: join(place, 'copy'),
      recorded: true,
      problems: [],
    })
    expect((await exhibit('case', 'move', '--case', root, '--to', join(place, 'copy'))).code).toBe(2)
    expect((await exhibit('case', 'move', '--case', root, '--to', join(place, 'moved'))).code).toBe(0)
    const info = await exhibit('case', 'info', '--case', join(place, 'moved'), '--json')
    expect(info.code).toBe(0)
    expect(JSON.parse(info.stdout)).toMatchObject({
      reference: 'R 9',
      items: 3,
      readOnly: true,
      ledger: { valid: true },
    })
    expect((await exhibit('case', 'info', '--case', root)).code).toBe(4)
    const custody = await exhibit('custody', '--case', join(place, 'moved'), '--verify', '--json')
    expect(custody.code).toBe(0)
    const { items: entries } = JSON.parse(custody.stdout) as { items: { action: string; actor: string }[] }
    expect(entries.find(({ action }) => action === 'case-renamed')?.actor).toBe('Eva')
  })
})
