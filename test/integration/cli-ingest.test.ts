// `exhibit ingest` and `custody`: what comes into a case, what does not, and that tampering with the case is seen.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { acts } from '../support/ledger.ts'
import { exhibit, jsonOf, sha256Of, stateOf } from '../support/cli.ts'
import { Custody, Ingest } from '../support/cli-contract.ts'
import { makeEvidence, suiteFolder } from '../support/evidence.ts'
import type { Evidence } from '../support/evidence.ts'
import { scratchFolder } from '../support/made-export.ts'

const folder = suiteFolder()
let evidence: Evidence
beforeAll(async () => {
  evidence = await makeEvidence(folder)
})

const vaultFile = (root: string, sha256: string): string => join(root, 'vault', sha256.slice(0, 2), sha256)

describe('ingest', () => {
  it('takes files in, and says what each is', async () => {
    const root = join(scratchFolder(), 'case')
    const { items, case: path } = await jsonOf(
      1,
      Ingest,
      'ingest',
      '--case',
      root,
      evidence.sealed,
      evidence.broken,
      evidence.unsealed,
      '--examiner',
      'Ada',
      '--reference',
      'R 7',
    )
    expect(path).toBe(root)
    expect(items.map(({ path: name, status, verdict, levels }) => [name, status, verdict, levels])).toEqual([
      ['sealed.mp4', 'ingested', 'sealed', ['0V', '0M', '0E']],
      ['broken.mp4', 'ingested', 'broken', ['0V', '0M', '0E']],
      ['unsealed.mp4', 'ingested', 'unsealed', []],
    ])
    for (const [index, source] of [evidence.sealed, evidence.broken, evidence.unsealed].entries()) {
      const hash = sha256Of(source)
      expect(items[index]).toMatchObject({ sha256: hash, size: statSync(source).size })
      expect(sha256Of(vaultFile(root, hash))).toBe(hash)
      expect(statSync(vaultFile(root, hash)).mode & 0o777).toBe(0o444)
    }
    const { items: entries } = await jsonOf(0, Custody, 'custody', '--case', root)
    expect(entries[0]).toMatchObject({
      seq: 1,
      action: 'case-created',
      actor: 'Ada',
      detail: { reference: 'R 7' },
    })
    expect(
      acts(entries)
        .slice(2)
        .map(({ action, actor, itemId, inputSha256, outputSha256 }) => [
          action,
          actor,
          itemId,
          inputSha256,
          outputSha256,
        ]),
    ).toEqual(items.map(({ id, sha256 }) => ['ingest', 'Ada', id, sha256, sha256]))
  })

  it('a folder: everything in it, other files as attachments, but links, pipes and empty files are told and not taken', async () => {
    const [source, root] = [join(scratchFolder(), 'stick'), join(scratchFolder(), 'case')]
    mkdirSync(join(source, 'cam 1', 'deep'), { recursive: true })
    mkdirSync(join(source, 'empty folder'))
    copyFileSync(evidence.sealed, join(source, 'a.mp4'))
    copyFileSync(evidence.unsealed, join(source, 'cam 1', 'deep', 'Straße “7”\n.mp4'))
    copyFileSync(evidence.sealed, join(source, 'cam 1', 'the same.mp4'))
    copyFileSync(evidence.text, join(source, 'player.exe'))
    writeFileSync(join(source, 'empty.mp4'), '')
    symlinkSync(evidence.twice, join(source, 'link.mp4'))
    symlinkSync(folder, join(source, 'link to a folder'))
    symlinkSync('nowhere', join(source, 'dangling'))
    expect(spawnSync('mkfifo', [join(source, 'pipe.mp4')]).status).toBe(0)
    const before = ['a.mp4', 'cam 1/the same.mp4', 'player.exe'].map((name) => stateOf(join(source, name)))
    const { items } = await jsonOf(4, Ingest, 'ingest', '--case', root, source)
    const told = Object.fromEntries(items.map(({ path, status, detail }) => [path, [status, detail]]))
    expect(told).toEqual({
      'a.mp4': ['ingested', ''],
      'cam 1/deep/Straße “7”\n.mp4': ['ingested', ''],
      'cam 1/the same.mp4': ['already-present', expect.stringContaining('a.mp4')],
      'player.exe': ['ingested', expect.stringContaining('kept as an attachment')],
      'empty.mp4': ['failed', expect.stringContaining('empty')],
      'link.mp4': ['failed', expect.stringContaining('link')],
      'link to a folder': ['failed', expect.stringContaining('link')],
      dangling: ['failed', expect.stringContaining('link')],
      'pipe.mp4': ['failed', expect.stringContaining('not a regular file')],
    })
    const { items: entries } = await jsonOf(0, Custody, 'custody', '--case', root, '--verify')
    const actions = acts(entries)
      .map(({ action }) => action)
      .sort()
    expect(actions).toEqual([
      'case-created',
      ...Array(3).fill('ingest'),
      ...Array(5).fill('ingest-failed'),
      'intake-started',
      'seen-again',
    ])
    expect(['a.mp4', 'cam 1/the same.mp4', 'player.exe'].map((name) => stateOf(join(source, name)))).toEqual(
      before,
    )
    expect(readdirSync(join(root, 'vault', '.incoming'))).toEqual([])
  })

  it('the same file twice is in the case once, and both times stand in the ledger', async () => {
    const root = join(scratchFolder(), 'case')
    const first = (await jsonOf(0, Ingest, 'ingest', '--case', root, evidence.sealed)).items[0]
    const again = (await jsonOf(0, Ingest, 'ingest', '--case', root, evidence.sealed)).items[0]
    expect(again).toMatchObject({
      status: 'already-present',
      id: first?.id,
      sha256: first?.sha256,
      verdict: 'sealed',
      levels: first?.levels,
    })
    const { items } = await jsonOf(0, Custody, 'custody', '--case', root, '--verify')
    expect(acts(items).map(({ action, itemId }) => [action, itemId])).toEqual([
      ['case-created', null],
      ['intake-started', null],
      ['ingest', first?.id],
      ['case-opened', null],
      ['intake-started', null],
      ['seen-again', first?.id],
    ])
  })

  it.each([
    [4, 'a source that is not there', () => [join(folder, 'none.mp4')]],
    [4, 'an address that leads nowhere', () => ['https://example.invalid/a.mp4']],
    [2, 'an address of a kind that is not fetched', () => ['ftp://example.invalid/a.mp4']],
    [2, 'no source', () => []],
  ])('%i for %s', async (code, _, sources) => {
    const { code: found, stderr } = await exhibit(
      'ingest',
      '--case',
      join(scratchFolder(), 'case'),
      ...sources(),
    )
    expect([found, stderr]).toEqual([code, expect.stringMatching(/\S/)])
  })

  it('a folder that holds other things is not made a case: 2', async () => {
    const root = scratchFolder()
    writeFileSync(join(root, 'thesis.txt'), 'mine')
    const { code } = await exhibit('ingest', '--case', root, evidence.sealed)
    expect([code, readdirSync(root)]).toEqual([2, ['thesis.txt']])
  })
})

describe('custody', () => {
  type Made = { root: string; id: string; sha256: string }
  const makeCase = async (): Promise<Made> => {
    const root = join(scratchFolder(), 'case')
    const [item] = (await jsonOf(0, Ingest, 'ingest', '--case', root, evidence.sealed)).items
    return { root, id: item?.id ?? '', sha256: item?.sha256 ?? '' }
  }
  const verify = (root: string, code: number): Promise<z.infer<typeof Custody>> =>
    jsonOf(code, Custody, 'custody', '--case', root, '--verify')
  const change = (root: string, ...statements: string[]): void => {
    const db = new Database(join(root, 'case.sqlite'))
    db.pragma('foreign_keys = OFF')
    for (const sql of statements) db.exec(sql)
    db.close()
  }

  it('holds together, its head is its last hash, and looking at it adds nothing', async () => {
    const { root, id, sha256 } = await makeCase()
    const before = stateOf(join(root, 'case.sqlite'))
    const ledger = await verify(root, 0)
    expect(ledger).toMatchObject({ entries: 5, valid: true, firstBad: null, head: ledger.items.at(-1)?.hash })
    expect(ledger.items[2]).toMatchObject({
      itemId: id,
      inputSha256: sha256,
      detail: { source: evidence.sealed, verdict: 'sealed' },
    })
    expect(await verify(root, 0)).toEqual(ledger)
    expect(stateOf(join(root, 'case.sqlite'))).toMatchObject({ sha256: before['sha256'] })
    expect((await exhibit('custody', '--case', root)).stdout).toContain(ledger.head)
  })

  it('a byte of the vault changed: 1 with --verify', async () => {
    const { root, sha256 } = await makeCase()
    const path = vaultFile(root, sha256)
    const bytes = readFileSync(path)
    bytes[500] = (bytes[500] ?? 0) ^ 1
    chmodSync(path, 0o644)
    writeFileSync(path, bytes)
    expect(await verify(root, 1)).toMatchObject({
      valid: false,
      firstBad: null,
      vault: { checked: true, faults: [{ path: 'sealed.mp4' }] },
    })
    await jsonOf(0, Custody, 'custody', '--case', root)
  })

  it('an original taken out of the vault: 1 with --verify', async () => {
    const { root, sha256 } = await makeCase()
    renameSync(vaultFile(root, sha256), join(root, 'vault', 'gone'))
    expect(await verify(root, 1)).toMatchObject({
      valid: false,
      vault: { faults: [{ problem: expect.stringContaining('no file') as string }] },
    })
  })

  it('an entry of the ledger rewritten: 1, from that entry on', async () => {
    const { root } = await makeCase()
    await exhibit('ingest', '--case', root, evidence.unsealed)
    change(root, 'DROP TRIGGER custody_no_update', `UPDATE custody SET actor = 'Eve' WHERE seq = 2`)
    expect(await jsonOf(1, Custody, 'custody', '--case', root)).toMatchObject({ valid: false, firstBad: 2 })
  })

  it('the end of the ledger cut off: 1', async () => {
    const { root } = await makeCase()
    change(root, 'DROP TRIGGER custody_no_delete', 'DELETE FROM custody WHERE seq = 3')
    expect(await jsonOf(1, Custody, 'custody', '--case', root)).toMatchObject({ valid: false, firstBad: 3 })
  })

  it('original and row exchanged together: the ledger knows better, and nothing is handed on', async () => {
    const { root, id, sha256 } = await makeCase()
    const other = sha256Of(evidence.broken)
    mkdirSync(dirname(vaultFile(root, other)), { recursive: true })
    copyFileSync(evidence.broken, vaultFile(root, other))
    change(root, `UPDATE item SET sha256 = '${other}' WHERE id = '${id}'`)
    const { vault } = await verify(root, 1)
    expect(JSON.stringify(vault)).toContain(`The case says SHA-256 ${other}, ${sha256} was ingested.`)
    const out = join(folder, 'out-exchanged')
    const { code, stderr } = await exhibit('export', '--case', root, '--item', id, '--out', out)
    expect([code, stderr]).toEqual([5, expect.stringContaining(sha256)])
    expect(existsSync(out) ? readdirSync(out) : []).toEqual([])
  })

  it('an item removed, or put in by other means: 1', async () => {
    const { root } = await makeCase()
    change(root, 'DELETE FROM item', 'DROP TRIGGER verification_no_delete', 'DELETE FROM verification')
    expect(await verify(root, 1)).toMatchObject({ valid: false, vault: { faults: [{ path: 'sealed.mp4' }] } })
    const { root: second } = await makeCase()
    change(
      second,
      `UPDATE item SET id = '00000000-0000-4000-8000-000000000000', sha256 = '${'0'.repeat(64)}'`,
    )
    const { vault } = await verify(second, 1)
    expect(JSON.stringify(vault)).toContain('No entry of the ledger')
  })

  it('of a folder without a case: 4', async () => {
    const { code, stderr } = await exhibit('custody', '--case', folder)
    expect([code, stderr]).toEqual([4, expect.stringMatching(/^exhibit: /)])
  })
})
