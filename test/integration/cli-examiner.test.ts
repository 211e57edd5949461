// Who acts by commands: whom EXHIBIT_EXAMINER signs in both acts and signs, by every command; and what a command that writes
// says of a ledger that lacks what this workstation wrote.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it, vi } from 'vitest'
import { documentOf, exhibit, exhibitIn, jsonOf } from '../support/cli.ts'
import { Custody } from '../support/cli-contract.ts'
import { suiteFolder } from '../support/evidence.ts'

const folder = suiteFolder()
const root = join(folder, 'case')
const env = { EXHIBIT_EXAMINER: 'Alice', EXHIBIT_EXAMINER_PASSWORD: 'password of Alice' }
const asAlice = (...args: string[]) => exhibitIn({ env }, ...args)

// Each test starts several processes; the machine may be at work on others.
vi.setConfig({ testTimeout: 240_000 })

beforeAll(async () => {
  expect((await asAlice('examiner', 'add', '--name', 'Alice')).code).toBe(0)
  expect((await asAlice('case', 'create', '--case', root, '--reference', 'R')).stderr).toBe('')
}, 240_000)

it('who is signed in by the environment acts and signs, also by commands about the whole case', async () => {
  expect((await asAlice('case', 'rename', '--case', root, '--reference', 'R 2')).code).toBe(0)
  expect((await asAlice('note', '--case', root, '--text', 'hi', '--examiner', 'Alice')).code).toBe(0)
  const ledger = documentOf(await asAlice('custody', '--case', root, '--json'), Custody)
  expect(new Set(ledger.items.map(({ actor }) => actor))).toEqual(new Set(['Alice']))
  const signed = ledger.items.filter(({ action }) => action === 'ledger-signed')
  expect(signed.map(({ detail }) => detail['by'])).toEqual(signed.map(() => 'examiner'))
  expect(signed.length).toBeGreaterThanOrEqual(3)
})

it('nobody else is named beside who is signed in', async () => {
  const before = readFileSync(join(root, 'case.sqlite'))
  for (const args of [
    ['note', '--case', root, '--text', 'hi', '--examiner', 'Bob'],
    ['case', 'rename', '--case', root, '--reference', 'R 3', '--examiner', 'Bob'],
  ]) {
    const { code, stderr } = await asAlice(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining('who signs is who acts')])
  }
  expect(readFileSync(join(root, 'case.sqlite')).equals(before)).toBe(true)
})

it('a ledger that was cut back is told of by what leaves the case, each time', async () => {
  const database = join(root, 'case.sqlite')
  copyFileSync(database, join(folder, 'old.sqlite'))
  expect((await exhibit('note', '--case', root, '--text', 'the confession')).code).toBe(0)
  copyFileSync(join(folder, 'old.sqlite'), database)
  writeFileSync(join(folder, 'a.txt'), 'hello')
  expect((await exhibit('ingest', '--case', root, join(folder, 'a.txt'))).stderr).toMatch(/rewritten/)
  const { items } = await jsonOf(1, Custody, 'custody', '--case', root)
  const id = items.find(({ action }) => action === 'ingest')?.itemId ?? ''
  const out = join(folder, 'receipts')
  const to = ['--to', 'Judge', '--reason', 'court', '--out', out]
  const handed = await exhibit('hand-over', '--case', root, '--item', id, ...to)
  expect([handed.code, handed.stderr]).toEqual([0, expect.stringMatching(/the ledger was rewritten/)])
  expect(readFileSync(join(handed.stdout.split('\n')[0] ?? '', 'receipt.json'), 'utf8')).toMatch(/rewritten/)
  const file = join(folder, 'ledger.json')
  const exported = await exhibit('custody', '--case', root, '--export', file)
  expect([exported.code, exported.stderr]).toEqual([1, expect.stringMatching(/the ledger was rewritten/)])
  expect(existsSync(file)).toBe(true)
  const told = await exhibit('custody', '--case', root)
  const head = /--accept ([0-9a-f]{64}) /.exec(told.stdout)?.[1] ?? ''
  expect([told.code, head]).toEqual([1, expect.stringMatching(/^[0-9a-f]{64}$/)])
  const accept = ['custody', '--case', root, '--accept', head]
  expect((await exhibit(...accept)).code).toBe(2)
  expect((await exhibit('custody', '--case', root)).code).toBe(1)
  const accepted = await exhibit(...accept, '--reason', 'The backup of Monday was put back.')
  expect([accepted.code, accepted.stdout]).toEqual([
    0,
    expect.stringMatching(new RegExp(`an examiner accepted this ledger in place of .*${head}`)),
  ])
  expect((await exhibit('custody', '--case', root)).code).toBe(0)
})
