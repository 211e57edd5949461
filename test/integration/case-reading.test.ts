// A case that is opened only to look: nothing in its folder changes, what would write is refused, and what is shown beside a
// program that writes is never wrong.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { TestContext } from 'vitest'
import { engineCalls } from '#contract/calls.ts'
import type { EngineCallName } from '#contract/calls.ts'
import { VerifyAllResult } from '#contract/explanation.ts'
import { Verification } from '#contract/seal.ts'
import { caseAccess } from '#engine/calls/case-access.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { caseFolder } from '#engine/store/case-folder.ts'
import { openCase } from '#engine/store/case-database.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { folderState } from '../support/folder-state.ts'
import { manyFiles } from '../support/many-files.ts'
import { makeOlder } from '../support/older-case.ts'
import { failureOf, itemDetail } from '../support/store.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const bench = caseBench()
const support = resolve(import.meta.dirname, '../support')

/** Another program that has opened the case for writing; with a folder it takes in the files there, one by one. */
async function program(
  what: 'hold' | 'ingest',
  root: string,
  folder = '',
): Promise<ChildProcessWithoutNullStreams> {
  const script = join(support, folder === '' ? 'store-process.ts' : 'case-process.ts')
  const env = { ...process.env, ITEM_TEMPLATE: JSON.stringify(itemDetail('template')) }
  const child = spawn(process.execPath, [script, what, root, folder], { env, stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

async function openCaseItems(root: string) {
  const database = await openCase(root, { actor: '', readOnly: true })
  const items = database.items.list()
  database.close()
  return items
}

const openToRead = () =>
  bench().engine.handlers['case.open']({ path: bench().root, examiner: 'Ben', readOnly: true })

/** The values do not matter: it is refused before they are looked at. */
const refused = Object.entries(caseAccess).filter(([, access]) => access === 'writes')

describe('a closed case, opened for reading', () => {
  it('is looked at and verified, and not a byte, name or time in its folder changes', async () => {
    const { engine, root, endOf } = bench()
    const before = folderState(root)
    const opened = await openToRead()
    expect(opened).toMatchObject({ readOnly: true, reference: 'R 7', notices: [] })
    const { handlers } = engine
    const items = await handlers['item.list']({})
    expect(items).toHaveLength(3)
    for (const { id: itemId } of items) {
      await handlers['item.view']({ itemId })
      await handlers['item.get']({ itemId })
      await handlers['item.explain']({ itemId })
      await handlers['item.verifications']({ itemId })
      await handlers['track.samples']({ itemId, trackId: 1, first: 0, count: 10 })
      await handlers['metadata.positions']({ itemId })
    }
    await handlers['trust.list']({})
    expect((await wholeLedger(handlers)).valid).toBe(true)
    const one = await endOf(handlers['item.verify']({ itemId: items[0]!.id }))
    expect(Verification.parse(one.result)).toMatchObject({ verdict: 'sealed', sha256: items[0]!.sha256 })
    const all = VerifyAllResult.parse((await endOf(handlers['case.verify']({}))).result)
    expect(all).toMatchObject({ items: 3, unchanged: 3, changed: [], extra: [], recorded: false })
    expect(all.ledger).toMatchObject({ valid: true })
    await handlers['case.close']({})
    expect(folderState(root)).toEqual(before)
  })

  it('refuses every call that would write, and does nothing', async () => {
    const { engine, root } = bench()
    await openToRead()
    const before = folderState(root)
    expect(refused.length).toBeGreaterThan(15)
    for (const [name] of refused) {
      const call = engine.handlers[name as EngineCallName] as (input: unknown) => Promise<unknown>
      expect([name, await failureOf(() => call({}))]).toEqual([name, 'case-read-only'])
    }
    expect(folderState(root)).toEqual(before)
  })

  it('knows of each call what it does with the case', () => {
    expect(Object.keys(caseAccess).sort()).toEqual(Object.keys(engineCalls).sort())
  })

  it('refuses to be written to by any other way', async () => {
    const database = await openCase(bench().root, { actor: 'Ben', readOnly: true })
    const [id] = database.items.ids()
    expect(await failureOf(() => database.custody.append({ actor: 'Ben', action: 'view' }))).toBe(
      'case-read-only',
    )
    expect(await failureOf(() => database.items.setThumbnail(id as never, true))).toBe('case-read-only')
    expect(await failureOf(() => database.rename('other', 'Ben'))).toBe('case-read-only')
    database.close()
  })

  it('says where items were judged with another trust store, and leaves the recorded answers', async () => {
    const { engine, root, place, authority } = bench()
    const { handlers } = engine
    const pem = join(place, 'root.pem')
    writeFileSync(pem, formatPem('CERTIFICATE', authority))
    await handlers['trust.import']({ path: pem, reason: 'known', scope: 'workstation' })
    const before = folderState(root)
    const { notices } = await openToRead()
    expect(notices).toEqual([expect.stringContaining('3 items were judged with another trust store')])
    expect((await handlers['item.list']({})).map(({ trust }) => trust)).toEqual(Array(3).fill('not-checked'))
    const { result } = await bench().endOf(
      handlers['item.verify']({ itemId: (await handlers['item.list']({}))[0]!.id }),
    )
    expect(Verification.parse(result).seals[0]?.trust).toBe('trusted')
    await handlers['case.close']({})
    expect(folderState(root)).toEqual(before)
  })

  it('of an older version is refused in plain words, and stays as it is', async () => {
    const { root } = bench()
    makeOlder(caseFolder(root).database, 30)
    const before = folderState(root)
    await expect(openToRead()).rejects.toMatchObject({
      message: expect.stringContaining('made by an older version') as string,
    })
    expect(folderState(root)).toEqual(before)
  })

  it('is read without its lock file, and with one that is none', async () => {
    const { root, engine } = bench()
    writeFileSync(join(root, 'case.lock'), 'no database at all, and longer than nothing')
    expect((await openToRead()).notices).toEqual([])
    await engine.handlers['case.close']({})
    rmSync(join(root, 'case.lock'))
    const before = folderState(root)
    expect((await openToRead()).notices).toEqual([])
    await engine.handlers['case.close']({})
    expect(folderState(root)).toEqual(before)
  })

  it('becomes one that is written to, and the other way round', async () => {
    const { handlers } = bench().engine
    const path = bench().root
    expect((await openToRead()).readOnly).toBe(true)
    expect((await handlers['case.open']({ path, examiner: 'Ben' })).readOnly).toBe(false)
    await handlers['case.rename']({ reference: 'R 8' })
    expect(await openToRead()).toMatchObject({ readOnly: true, reference: 'R 8' })
  })
})

describe('beside a program that has it open for writing', () => {
  it('opening for writing is refused, names the holder, and says that reading is possible', async () => {
    const { engine, root } = bench()
    const child = await program('hold', root)
    await expect(engine.handlers['case.open']({ path: root, examiner: null })).rejects.toMatchObject({
      code: 'case-locked',
      details: { holder: { pid: child.pid }, readable: true },
    })
    // SQLite's shared memory is what writers and readers share. For root SQLite sees to it that the log has the owner of the
    // database, which counts as a change of the file, not of what it holds.
    const companions = /-(shm|wal)$/
    const before = folderState(root, companions)
    const log = readFileSync(join(root, 'case.sqlite-wal'))
    const { notices } = await openToRead()
    expect(notices).toEqual([expect.stringContaining('Another program has the case open for writing')])
    await bench().endOf(engine.handlers['case.verify']({}))
    await engine.handlers['case.close']({})
    expect(folderState(root, companions)).toEqual(before)
    expect(readFileSync(join(root, 'case.sqlite-wal'))).toEqual(log)
    child.kill('SIGKILL')
  })

  it('that takes in file after file, no opening and no verification finds anything amiss', async () => {
    const { engine, root, place, endOf } = bench()
    const many = join(place, 'many')
    const { sha256 } = (await openCaseItems(root))[0]!
    manyFiles(originalIn(root, sha256), many, 150)
    const child = await program('ingest', root, many)
    const counts: number[] = []
    do {
      const { notices } = await openToRead()
      expect(notices.filter((notice) => !notice.includes('Another program'))).toEqual([])
      const { result } = await endOf(engine.handlers['case.verify']({}))
      const { items, unchanged, changed, extra, ledger } = VerifyAllResult.parse(result)
      expect([changed, extra, ledger?.valid, unchanged]).toEqual([[], null, true, items])
      counts.push(items)
      await engine.handlers['case.close']({})
      // Otherwise nothing was written meanwhile, and the test shows nothing.
    } while (new Set(counts).size < 4)
    child.kill('SIGKILL')
    await once(child, 'close')
  }, 180_000)
})

describe('left by a program that was ended in the middle', () => {
  it('is read from a copy of its database outside the case, which goes away; nothing in the case changes', async () => {
    const { engine, root, place } = bench()
    const child = await program('ingest', root)
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(readdirSync(root)).toContain('case.sqlite-wal')
    const before = folderState(root)
    const { notices } = await openToRead()
    expect(notices[0]).toContain('did not close it in order')
    expect((await engine.handlers['item.list']({})).length).toBeGreaterThan(3)
    expect((await wholeLedger(engine.handlers)).valid).toBe(true)
    expect(readdirSync(join(place, 'data', 'reading'))).toHaveLength(1)
    await engine.handlers['case.close']({})
    expect(readdirSync(join(place, 'data', 'reading'))).toEqual([])
    expect(folderState(root)).toEqual(before)
    // The file that says who had it is no obstacle.
    expect((await engine.handlers['case.open']({ path: root, examiner: 'Ben' })).readOnly).toBe(false)
  })

  it('leaves no copy behind for ever: the next reader removes those of programs that are gone', async () => {
    const { root, place, engine } = bench()
    const child = await program('hold', root)
    child.kill('SIGKILL')
    await once(child, 'close')
    const gone = join(place, 'data', 'reading', `reading-${child.pid}-old`)
    mkdirSync(gone, { recursive: true })
    await openToRead()
    expect(existsSync(gone)).toBe(false)
    await engine.handlers['case.close']({})
  })
})

describe('on a medium that cannot be written to', () => {
  /** The case's folder mounted once more, read-only; or the test is skipped. */
  function mountReadOnly(context: TestContext): string {
    const { root, place } = bench()
    const disc = join(place, 'disc')
    mkdirSync(disc)
    const mounted = spawnSync('mount', ['--bind', root, disc])
    if (mounted.status !== 0) context.skip('only root may mount')
    onTestFinished(() => void spawnSync('umount', ['-l', disc]))
    if (spawnSync('mount', ['-o', 'remount,ro,bind', disc]).status !== 0)
      context.skip('no read-only mounts here')
    return disc
  }

  it('is verified there; opening it for writing says that reading is possible', async (context) => {
    const disc = mountReadOnly(context)
    const { handlers } = bench().engine
    await expect(handlers['case.open']({ path: disc, examiner: null })).rejects.toMatchObject({
      code: 'destination-unwritable',
      details: { readable: true },
    })
    const opened = await handlers['case.open']({ path: disc, examiner: null, readOnly: true })
    expect(opened).toMatchObject({ path: disc, readOnly: true })
    const { result } = await bench().endOf(handlers['case.verify']({}))
    expect(result).toMatchObject({ items: 3, unchanged: 3, changed: [], recorded: false })
  })

  it('is read too where it was copied there before it was closed', async (context) => {
    const { root, engine } = bench()
    const child = await program('ingest', root)
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'close')
    rmSync(join(root, 'case.sqlite-shm'), { force: true })
    const disc = mountReadOnly(context)
    const opened = await engine.handlers['case.open']({ path: disc, examiner: null, readOnly: true })
    expect(opened.notices[0]).toContain('did not close it in order')
    const items = await engine.handlers['item.list']({})
    expect(items.length).toBeGreaterThan(3)
    for (const { sha256 } of items) expect(existsSync(originalIn(disc, sha256))).toBe(true)
  })
})
