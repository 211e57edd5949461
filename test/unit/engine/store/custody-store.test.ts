import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { CustodyEntry } from '#contract/custody.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { hashEntry } from '#engine/store/custody-row.ts'
import { fixedTime, itemDetail, newCase } from '#test/support/store.ts'

/** A ledger of six entries: `case-created`, then five acts. */
async function ledgerOfSix(): Promise<CaseDatabase> {
  const database = await newCase()
  for (let act = 2; act <= 6; act += 1) {
    database.custody.append({ actor: 'Ada', action: 'report', detail: { act, 'ä b': [1.5, null] } })
  }
  return database
}

/** What somebody with another SQLite program does to the file: no triggers, no foreign keys. */
function tamper(database: CaseDatabase, ...statements: string[]): void {
  const other = new Database(database.folder.database)
  other.pragma('foreign_keys = OFF')
  const triggers = other
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
    .pluck()
    .all() as string[]
  for (const name of triggers) other.exec(`DROP TRIGGER ${name}`)
  for (const statement of statements) other.exec(statement)
  other.close()
}

function verdict(database: CaseDatabase): { valid: boolean; firstBad: number | null; reason: string | null } {
  const { valid, firstBad, reason } = database.custody.verifyLedger()
  return { valid, firstBad, reason }
}

test('each entry is bound to its predecessor; the report says so', async () => {
  const database = await ledgerOfSix()
  const report = database.custody.verifyLedger()
  expect(report).toMatchObject({ entries: 6, valid: true, firstBad: null, reason: null })
  expect(report.items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
  expect(report.items[0]).toMatchObject({ action: 'case-created', previous: '0'.repeat(64), time: fixedTime })
  expect(report.items[3]?.previous).toBe(report.items[2]?.hash)
  expect(report.head).toBe(report.items[5]?.hash)
  expect(CustodyEntry.array().safeParse(report.items).success).toBe(true)
  expect(database.custody.verifyTail()).toBeNull()
})

test('entries about one item are picked out, in their order', async () => {
  const database = await ledgerOfSix()
  const [detail, other] = [itemDetail('bytes'), itemDetail('others')]
  database.transaction(() => {
    // The entry may come before its item, as long as both are there at the end.
    for (const { summary } of [detail, other])
      database.custody.append({ actor: 'Ada', action: 'ingest', itemId: summary.id })
    for (const one of [detail, other]) database.items.insert(one)
  })
  database.custody.append({ actor: 'Ada', action: 'view', itemId: detail.summary.id })
  const found = database.custody.entriesAbout(detail.summary.id)
  expect(found.map(({ seq, action }) => [seq, action])).toEqual([
    [7, 'ingest'],
    [9, 'view'],
  ])
  expect(found).toEqual(database.custody.verifyLedger().items.filter(({ seq }) => seq === 7 || seq === 9))
})

test('an entry stands or falls with the act that it records', async () => {
  const database = await ledgerOfSix()
  expect(() =>
    database.transaction(() => {
      database.custody.append({ actor: 'Ada', action: 'report' })
      throw new Error('the act failed')
    }),
  ).toThrow('the act failed')
  expect(database.custody.verifyLedger()).toMatchObject({ entries: 6, valid: true })
})

test('text that no database can carry as it is does not break the chain', async () => {
  const database = await newCase()
  const entry = database.custody.append({
    actor: 'A\ud800\u0000',
    action: 'view',
    detail: { 'k\udfff': '\ud83d', n: -0 },
  })
  expect(entry.actor).toBe('A\ufffd\u0000')
  const report = database.custody.verifyLedger()
  expect(report.valid).toBe(true)
  expect(report.items[1]).toEqual(entry)
})

test('triggers refuse what is not an appending', async () => {
  const database = await ledgerOfSix()
  const other = new Database(database.folder.database)
  const columns = 'seq, time, actor, action, detail, tool_version, previous, hash'
  const values = `'${fixedTime}', 'M', 'view', '{}', '1', '${'0'.repeat(64)}', '${'1'.repeat(64)}'`
  for (const sql of [
    `UPDATE custody SET actor = 'M' WHERE seq = 3`,
    'DELETE FROM custody WHERE seq = 6',
    'DELETE FROM custody',
    `INSERT OR REPLACE INTO custody (${columns}) VALUES (3, ${values})`,
    `INSERT INTO custody (${columns}) VALUES (7, ${values})`,
    'UPDATE case_info SET ledger_seq = 3',
    'DELETE FROM case_info',
  ]) {
    expect(() => other.exec(sql), sql).toThrow(/cannot be|only grows/)
  }
  other.close()
  expect(verdict(database).valid).toBe(true)
})

test.each([
  [
    'content changed',
    [`UPDATE custody SET actor = 'M' WHERE seq = 3`],
    3,
    'Entry 3 was changed after it was written',
  ],
  ['detail changed', [`UPDATE custody SET detail = '{"act":9}' WHERE seq = 4`], 4, 'Entry 4 was changed'],
  [
    'number changed at the end',
    [`UPDATE custody SET seq = 9 WHERE seq = 6`],
    6,
    'Entries 6 to 8 were removed',
  ],
  ['removed', ['DELETE FROM custody WHERE seq = 3'], 3, 'Entry 3 was removed'],
  ['several removed', ['DELETE FROM custody WHERE seq IN (3, 4)'], 3, 'Entries 3 to 4 were removed'],
  ['the first removed', ['DELETE FROM custody WHERE seq = 1'], 1, 'Entry 1 was removed'],
  [
    'removed, the rest renumbered',
    [
      'DELETE FROM custody WHERE seq = 3',
      'UPDATE custody SET seq = 3 WHERE seq = 4',
      'UPDATE custody SET seq = 4 WHERE seq = 5',
      'UPDATE custody SET seq = 5 WHERE seq = 6',
    ],
    3,
    'Entry 3 was changed or put there',
  ],
  [
    'two exchanged',
    [
      'UPDATE custody SET seq = 99 WHERE seq = 3',
      'UPDATE custody SET seq = 3 WHERE seq = 4',
      'UPDATE custody SET seq = 4 WHERE seq = 99',
    ],
    3,
    'Entry 3 stands in the wrong place',
  ],
  ['the tail cut', ['DELETE FROM custody WHERE seq > 4'], 5, 'Entries 5 to 6 were removed from the end'],
  ['all removed', ['DELETE FROM custody'], 1, 'Entries 1 to 6 were removed from the end'],
  ['not an entry any more', [`UPDATE custody SET action = 'nothing' WHERE seq = 2`], 2, 'is not an entry'],
  [
    'a detail too deep to read',
    [
      `UPDATE custody SET detail = '{"a":' || printf('%.*c', 900, '[') || printf('%.*c', 900, ']') || '}' WHERE seq = 2`,
    ],
    2,
    'is not an entry',
  ],
])('found and placed: %s', async (_, statements, firstBad, reason) => {
  const database = await ledgerOfSix()
  tamper(database, ...statements)
  const found = verdict(database)
  expect(found).toMatchObject({ valid: false, firstBad })
  expect(found.reason).toContain(reason)
  expect(database.custody.verifyTail()).toEqual({ seq: firstBad, reason: found.reason })
})

/** The statement that writes an entry anew with a hash that fits its content. */
function rehashed(entry: CustodyEntry, changes: Partial<CustodyEntry>): string {
  const changed = { ...entry, ...changes }
  return `UPDATE custody SET actor = '${changed.actor}', previous = '${changed.previous}', hash = '${hashEntry(changed)}' WHERE seq = ${changed.seq}`
}

test('an entry that was changed and hashed anew no longer fits its successor', async () => {
  const database = await ledgerOfSix()
  tamper(database, rehashed(database.custody.verifyLedger().items[2]!, { actor: 'M' }))
  expect(verdict(database)).toMatchObject({ valid: false, firstBad: 4 })
  expect(verdict(database).reason).toContain('an entry before it was replaced')
})

test('a last entry that was changed and hashed anew differs from the record of the case', async () => {
  const database = await ledgerOfSix()
  tamper(database, rehashed(database.custody.verifyLedger().items[5]!, { actor: 'M' }))
  expect(verdict(database)).toMatchObject({ valid: false, firstBad: 6 })
  expect(verdict(database).reason).toContain('the last one, was replaced')
})

test('an entry added by other means is found', async () => {
  const database = await ledgerOfSix()
  const last = database.custody.verifyLedger().items[5]!
  const added = { ...last, seq: 7, previous: last.hash }
  tamper(
    database,
    `INSERT INTO custody SELECT 7, time, actor, action, item_id, input_sha256, output_sha256, detail, tool_version,
     hash, '${hashEntry(added)}' FROM custody WHERE seq = 6`,
  )
  expect(verdict(database)).toMatchObject({ valid: false, firstBad: 7 })
  expect(verdict(database).reason).toContain('added by other means')
})

test('after a cut tail the ledger goes on, and the gap stays', async () => {
  const database = await ledgerOfSix()
  tamper(database, 'DELETE FROM custody WHERE seq > 4')
  expect(database.custody.append({ actor: 'Ada', action: 'view' }).seq).toBe(7)
  expect(verdict(database)).toMatchObject({ valid: false, firstBad: 5 })
  expect(verdict(database).reason).toContain('Entries 5 to 6 were removed')
})

test('the limit of a chain without a signature: whoever writes all of it anew is not found', async () => {
  const database = await ledgerOfSix()
  const entry = database.custody.verifyLedger().items[5]!
  const statement = rehashed(entry, { actor: 'M' })
  tamper(database, statement, `UPDATE case_info SET ledger_head = '${hashEntry({ ...entry, actor: 'M' })}'`)
  expect(verdict(database).valid).toBe(true)
})

test('the hash is over UTF-8 text that anybody can write down', () => {
  const entry = {
    seq: 1,
    time: fixedTime,
    actor: 'Zoë',
    action: 'view' as const,
    itemId: null,
    inputSha256: null,
    outputSha256: null,
    detail: {},
    toolVersion: '1',
    previous: '0'.repeat(64) as CustodyEntry['previous'],
  }
  const text =
    `{"action":"view","actor":"Zoë","detail":{},"inputSha256":null,"itemId":null,"outputSha256":null,` +
    `"previous":"${'0'.repeat(64)}","seq":1,"time":"2026-05-02T08:15:00.000Z","toolVersion":"1"}`
  expect(hashEntry(entry)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
})
