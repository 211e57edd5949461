// What this workstation wrote into ledgers, kept outside of them: a ledger that lacks it is told of, wherever somebody relies on
// it, for as long as it lacks it; and copies of a case that each go on are no forgeries of one another.
import Database from 'better-sqlite3'
import { copyFileSync, cpSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Case } from '#contract/case.ts'
import type { CustodyReport } from '#contract/custody.ts'
import { VerifyAllResult } from '#contract/explanation.ts'
import { HandoverResult } from '#contract/handover.ts'
import { describeCoverage } from '#contract/messages/ledger.ts'
import type { Sha256 } from '#contract/units.ts'
import { nobodyKnown } from '#engine/custody/known-keys.ts'
import { verifyLedger } from '#engine/custody/verify-ledger.ts'
import { canonicalJson } from '#engine/store/canonical-json.ts'
import { openCase } from '#engine/store/case-database.ts'
import { caseBench } from '../support/case-engine.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const bench = caseBench(['a'])
const open = (path = bench().root): Promise<Case> =>
  bench().engine.handlers['case.open']({ path, examiner: 'Ada' })
const close = () => bench().engine.handlers['case.close']({})
const note = (text: string) => bench().engine.handlers['custody.note']({ itemId: null, text })
const ledger = (): Promise<CustodyReport> => wholeLedger(bench().engine.handlers)
const database = (root = bench().root): string => join(root, 'case.sqlite')
const rewritten = /^Entry \d+ of the custody ledger .* is not there: the ledger was rewritten/

async function backup(to: string): Promise<void> {
  const { engine, endOf } = bench()
  const end = await endOf(engine.handlers['case.copy']({ destination: to, purpose: 'backup' }))
  expect(end.error).toBeNull()
}

/** The case is closed, and its ledger is the one before the note. */
async function cutBack(): Promise<{ whole: string }> {
  const { place } = bench()
  await open()
  await close()
  copyFileSync(database(), join(place, 'old.sqlite'))
  await open()
  await note('the confession')
  await close()
  copyFileSync(database(), join(place, 'whole.sqlite'))
  copyFileSync(join(place, 'old.sqlite'), database())
  return { whole: join(place, 'whole.sqlite') }
}

/** As somebody does who puts back the guards of the database. */
function setCaseId(id: string): string {
  const db = new Database(database())
  const triggers = db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`).all() as {
    name: string
    sql: string
  }[]
  for (const { name } of triggers) db.exec(`DROP TRIGGER "${name}"`)
  const before = db.prepare('SELECT id FROM case_info').pluck().get() as string
  db.prepare('UPDATE case_info SET id = ?').run(id)
  for (const { sql } of triggers) db.exec(sql)
  db.close()
  return before
}

describe('a ledger that was cut back', () => {
  it('is told of at every opening, until the ledger with that entry is back', async () => {
    const { whole } = await cutBack()
    for (let count = 0; count < 3; count += 1) {
      expect((await open()).notices).toEqual([expect.stringMatching(rewritten)])
      await note('something new')
      expect(await ledger()).toMatchObject({
        valid: false,
        reason: expect.stringMatching(rewritten) as string,
      })
      await close()
    }
    copyFileSync(whole, database())
    expect((await open()).notices).toEqual([])
    expect((await ledger()).valid).toBe(true)
  })

  it('is not called good by what verifies the case, nor by what leaves it', async () => {
    const { engine, endOf, place } = bench()
    cpSync(join(import.meta.dirname, '../../resources/fonts'), join(place, 'fonts'), { recursive: true })
    await cutBack()
    await open()
    const verified = VerifyAllResult.parse((await endOf(engine.handlers['case.verify']({}))).result)
    expect(verified.ledger?.valid).toBe(false)
    const [item] = await engine.handlers['item.list']({})
    const handed = HandoverResult.parse(
      (
        await endOf(
          engine.handlers['handover.start']({
            itemIds: [item!.id],
            packagePath: null,
            recipient: { name: 'Judge', organisation: '', identification: '' },
            reason: 'hearing',
            destination: join(place, 'receipts'),
          }),
        )
      ).result,
    )
    expect(handed.receipt.notices.join()).toContain('the ledger was rewritten')
    const path = join(place, 'ledger.json')
    await engine.handlers['custody.export']({ path, format: 'json' })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ valid: false })
  })

  it('is still told of where the case was moved since', async () => {
    const { engine, endOf, place } = bench()
    await cutBack()
    await open()
    const moved = await endOf(engine.handlers['case.move']({ destination: join(place, 'there') }))
    expect(moved.error).toBeNull()
    expect((await ledger()).valid).toBe(false)
    await close()
    expect((await open(join(place, 'there'))).notices).toEqual([expect.stringMatching(rewritten)])
  })
})

describe('a ledger that was cut back and is accepted', () => {
  const accept = (head: string, reason = 'The disk failed; the backup of Monday was put back.') =>
    bench().engine.handlers['custody.accept']({ head: head as Sha256, reason })

  it('is good from then on, and says for good what was given up, by whom and why', async () => {
    await cutBack()
    const { notices } = await open()
    const { lost, valid, entries } = await ledger()
    expect([valid, notices]).toEqual([false, [expect.stringMatching(rewritten)]])
    const entry = await accept(lost!.hash)
    expect(entry).toMatchObject({
      actor: 'Ada',
      action: 'ledger-accepted',
      detail: {
        reason: 'The disk failed; the backup of Monday was put back.',
        givenUp: { entries: lost!.seq, head: lost!.hash, written: lost!.time },
        inPlace: { entries, head: entry.previous },
      },
    })
    const accepted = [{ seq: entry.seq, entries: lost!.seq, head: lost!.hash }]
    expect(await ledger()).toMatchObject({ valid: true, reason: null, lost: null, accepted })
    expect((await bench().engine.handlers['case.current']({}))?.notices).toEqual([])
    await close()
    expect((await open()).notices).toEqual([])
    const later = await ledger()
    expect(later).toMatchObject({ valid: true, lost: null, accepted })
    expect(describeCoverage(later).map(({ text }) => text)).toContainEqual(
      expect.stringContaining(`In entry ${entry.seq} an examiner accepted this ledger in place of one of`),
    )
  })

  it('is told of again where somebody cuts it back again, the acceptance with it', async () => {
    const { place } = bench()
    await cutBack()
    await open()
    await accept((await ledger()).lost!.hash)
    await close()
    copyFileSync(join(place, 'old.sqlite'), database())
    expect((await open()).notices).toEqual([expect.stringMatching(rewritten)])
    expect((await ledger()).valid).toBe(false)
  })

  it('only with the hash that is missing, and with a reason', async () => {
    await cutBack()
    await open()
    const { lost, entries } = await ledger()
    for (const [head, reason] of [
      ['ab'.repeat(32), 'a backup'],
      [lost!.hash, '  '],
    ] as const)
      await expect(accept(head, reason)).rejects.toMatchObject({ code: 'wrong-input' })
    expect(await ledger()).toMatchObject({ valid: false, entries, lost })
  })

  it('not where nothing is missing, and not where the case is open for reading', async () => {
    await open()
    await expect(accept('ab'.repeat(32))).rejects.toMatchObject({ code: 'wrong-input' })
    await close()
    await cutBack()
    const { root, engine } = bench()
    await engine.handlers['case.open']({ path: root, examiner: 'Ada', readOnly: true })
    const { lost } = await ledger()
    await expect(accept(lost!.hash)).rejects.toMatchObject({ code: 'case-read-only' })
  })

  it('an entry that somebody else wrote does not accept it', async () => {
    await cutBack()
    await open()
    const { lost } = await ledger()
    await close()
    const forged = await openCase(bench().root, { actor: 'Mallory' })
    const { seq, hash } = lost!
    const detail = { reason: 'as agreed', givenUp: { entries: seq, head: hash } }
    forged.custody.append({ actor: 'Mallory', action: 'ledger-accepted', detail })
    forged.close()
    await open()
    expect(await ledger()).toMatchObject({ valid: false, lost })
  })
})

describe('a copy of a case', () => {
  it('that was opened and written to does not make the case itself look rewritten', async () => {
    const { root, place } = bench()
    await open()
    await backup(join(place, 'backup'))
    await close()
    expect((await open(join(place, 'backup'))).notices.join()).not.toMatch(/rewritten/)
    await close()
    expect((await open(root)).notices).toEqual([])
    expect((await ledger()).valid).toBe(true)
  })

  it('older than the case says from which it parted, and is good', async () => {
    const { root, place } = bench()
    await open()
    await close()
    cpSync(root, join(place, 'older'), { recursive: true })
    await open()
    await close()
    expect((await open(join(place, 'older'))).notices).toEqual([
      expect.stringMatching(/^This copy parted from the case in “.*case” at entry \d+/),
    ])
    expect((await ledger()).valid).toBe(true)
    await close()
    expect((await open(join(place, 'older'))).notices).toEqual([])
  })

  it('made where another one lay is not taken for that one', async () => {
    const { root, place } = bench()
    const to = join(place, 'backup')
    await open()
    await backup(to)
    await close()
    await open(to)
    await note('only there')
    await close()
    rmSync(to, { recursive: true })
    await open(root)
    await backup(to)
    await close()
    expect((await open(to)).notices.join()).not.toMatch(/rewritten/)
    expect((await ledger()).valid).toBe(true)
  })

  it('moved by hand into the place of the case is told of', async () => {
    const { root, place } = bench()
    await open()
    await backup(join(place, 'backup'))
    await note('after it')
    await close()
    renameSync(root, join(place, 'away'))
    renameSync(join(place, 'backup'), root)
    expect((await open(root)).notices).toEqual([expect.stringMatching(rewritten)])
  })
})

describe('the row of the case, edited', () => {
  it('does not make what is signed meanwhile a signature for another case', async () => {
    await open()
    await close()
    const before = setCaseId('11111111-1111-4111-8111-111111111111')
    await open()
    await close()
    setCaseId(before)
    await open()
    expect(await ledger()).toMatchObject({ valid: true, reason: null })
  })

  it('to what is no id is damage', async () => {
    setCaseId('../../elsewhere'.padEnd(36, '.'))
    await expect(open()).rejects.toMatchObject({ code: 'case-damaged' })
  })
})

describe('a signature that cannot be checked', () => {
  it.each([
    ['over the head that stands there', true],
    ['over another one', false],
  ])('%s', async (_, isThere) => {
    const { root, engine } = bench()
    await open()
    const { detail } = await engine.handlers['custody.sign']({})
    await close()
    const database = await openCase(root, { actor: 'Ada' })
    const coversHash = isThere ? detail['coversHash'] : 'ab'.repeat(32)
    const said = JSON.parse(detail['statement'] as string) as Record<string, unknown>
    const statement = canonicalJson({ ...said, head: coversHash })
    const changed = { ...detail, algorithm: 'made-up', statement, ...(isThere ? {} : { coversHash }) }
    database.custody.append({ actor: 'Ada', action: 'ledger-signed', detail: changed })
    const report = verifyLedger(database, nobodyKnown, null)
    database.close()
    expect(report.valid).toBe(isThere)
    expect(report.signatures.at(-1)?.status).toBe(isThere ? 'unsupported' : 'broken')
  })
})
