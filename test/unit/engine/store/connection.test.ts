import { expect, onTestFinished, test } from 'vitest'
import { Connection, refuseOldRuntime } from '#engine/store/connection.ts'
import { failureOf } from '#test/support/store.ts'

function emptyTable(): Connection {
  const db = new Connection(':memory:')
  onTestFinished(() => db.close())
  db.exec('CREATE TABLE t (a INTEGER NOT NULL) STRICT')
  return db
}

test('a Node that cannot carry the native module is refused before it is loaded', () => {
  expect(() => refuseOldRuntime('20.20.2')).toThrow('needs Node 22 or later; this is Node 20.20.2')
  expect(() => refuseOldRuntime('22.12.0')).not.toThrow()
  expect(() => refuseOldRuntime()).not.toThrow()
})

test('a part of a transaction that fails is undone alone where the caller goes on', () => {
  const db = emptyTable()
  const insert = db.prepare('INSERT INTO t VALUES (?)')
  db.transaction(() => {
    insert.run(1)
    expect(() =>
      db.transaction(() => {
        insert.run(2)
        insert.run(null)
      }),
    ).toThrow('NOT NULL')
    insert.run(3)
  })
  expect(db.prepare<{ a: number }>('SELECT a FROM t').all()).toEqual([{ a: 1 }, { a: 3 }])
})

test('rows can be walked, left early, and other things be read meanwhile', () => {
  const db = emptyTable()
  for (const a of [1, 2, 3]) db.prepare('INSERT INTO t VALUES (?)').run(a)
  const seen: number[] = []
  for (const { a } of db.prepare<{ a: number }>('SELECT a FROM t ORDER BY a').iterate()) {
    seen.push(a, db.prepare<{ n: number }>('SELECT count(*) AS n FROM t').get()?.n ?? 0)
    if (a === 2) break
  }
  expect(seen).toEqual([1, 3, 2, 3])
  expect(db.prepare('DELETE FROM t').run()).toBe(3)
})

test('integers beyond 53 bits come whole where they are asked for as bigints', () => {
  const db = emptyTable()
  db.prepare('INSERT INTO t VALUES (?)').run(9_007_199_254_740_993n)
  expect(db.prepare<{ a: bigint }>('SELECT a FROM t', 'bigint').get()).toEqual({ a: 9_007_199_254_740_993n })
})

test('the same text gives bigints to whom asked for them, and numbers to all others', () => {
  const db = emptyTable()
  db.prepare('INSERT INTO t VALUES (?)').run(1)
  const all = 'SELECT a FROM t'
  expect(db.prepare<{ a: bigint }>(all, 'bigint').get()).toEqual({ a: 1n })
  expect(db.prepare<{ a: number }>(all).get()).toEqual({ a: 1 })
  expect(db.prepare<{ a: bigint }>(all, 'bigint').get()).toEqual({ a: 1n })
})

test('bugs stay bugs, failures get their code', async () => {
  const db = emptyTable()
  expect(() => db.prepare('SELECT b FROM t')).toThrow('no such column')
  expect(await failureOf(() => new Connection('/proc/none.sqlite'))).toBe('destination-unwritable')
})
