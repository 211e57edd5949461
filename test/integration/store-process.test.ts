// A case and a second program: who may open it, and what is left when that program is ended at any moment.
import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sha256Of } from '#engine/base/hash.ts'
import { openCase } from '#engine/store/case-database.ts'
import { failureOf, itemDetail, newCase } from '#test/support/store.ts'

const script = path.resolve(import.meta.dirname, '../support/store-process.ts')

/** Started, and said that it has opened the case. */
async function program(what: 'hold' | 'ingest', root: string): Promise<ChildProcessWithoutNullStreams> {
  const env = { ...process.env, ITEM_TEMPLATE: JSON.stringify(itemDetail('template')) }
  const child = spawn(process.execPath, [script, what, root], { env, stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'close').then(() => Promise.reject(new Error(`it did not open the case: ${complaint}`))),
  ])
  return child
}

async function closedCase(): Promise<string> {
  const database = await newCase()
  database.close()
  return database.folder.root
}

test('while another program writes, a case can be read and not written; the message says who has it', async () => {
  const root = await closedCase()
  const child = await program('hold', root)
  await expect(openCase(root, { actor: 'Ada' })).rejects.toMatchObject({
    code: 'case-locked',
    message: expect.stringContaining(`process ${child.pid} of `) as string,
    details: { holder: { pid: child.pid } },
  })
  const reader = await openCase(root, { actor: 'Ada', readOnly: true })
  expect(reader.custody.verifyLedger()).toMatchObject({ valid: true, entries: 2 })
  reader.close()
})

test('the lock ends with its program, however that ends', async () => {
  const root = await closedCase()
  const child = await program('hold', root)
  expect(await failureOf(() => openCase(root, { actor: 'Ada' }))).toBe('case-locked')
  child.kill('SIGKILL')
  await once(child, 'close')
  // Who held it still stands there; that alone locks nothing.
  expect(readdirSync(root)).toContain('case.lock.json')
  // What it had committed is read from the companions that it left.
  expect(readdirSync(root)).toContain('case.sqlite-wal')
  const reader = await openCase(root, { actor: 'Ada', readOnly: true })
  expect(reader.custody.verifyLedger()).toMatchObject({ valid: true, entries: 2 })
  reader.close()
  const database = await openCase(root, { actor: 'Ada' })
  expect(database.custody.verifyLedger().items.map(({ actor }) => actor)).toEqual([
    'Ada',
    'the other program',
    'Ada',
  ])
  database.close()
})

test('of two programs that open a case at the same moment, one gets it', async () => {
  const root = await closedCase()
  const outcomes = await Promise.allSettled([program('hold', root), program('hold', root)])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const refusal = outcomes.find((outcome) => outcome.status === 'rejected')
  expect(String(refusal?.reason)).toContain('case-locked')
})

test('ended at any moment of an ingest: each item is whole or absent, and the next opening puts the rest right', async () => {
  const root = await closedCase()
  let recovered = 0
  for (let round = 0; round < 12; round += 1) {
    const child = await program('ingest', root)
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await new Promise((resolve) => setTimeout(resolve, 20 + round * 13))
    child.kill('SIGKILL')
    await once(child, 'close')

    const database = await openCase(root, { actor: 'Ada' })
    recovered += database.notices.filter((notice) =>
      notice.includes('interrupted; the incomplete copy'),
    ).length
    expect(database.custody.verifyLedger()).toMatchObject({ valid: true })
    const items = database.items.list()
    for (const { sha256 } of items) expect(sha256Of(readFileSync(database.vault.path(sha256)))).toBe(sha256)
    // What the program had reported as done is done.
    const reported = said.split('\n').filter((line) => line.length === 64)
    expect(items.map(({ sha256 }) => sha256 as string)).toEqual(expect.arrayContaining(reported))
    const ingests = database.custody.verifyLedger().items.filter(({ action }) => action === 'ingest')
    expect(ingests.map(({ itemId }) => itemId)).toEqual(items.map(({ id }) => id))
    expect(readdirSync(database.folder.incoming)).toEqual([])
    database.close()
  }
  // Otherwise the moments were badly chosen, and the test shows nothing.
  expect(recovered).toBeGreaterThan(0)
})
