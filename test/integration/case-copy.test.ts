// Copies and backups of a case that is open: they are cases of their own, hold what the case held, and tell what they do not.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CopyResult } from '#contract/case.ts'
import type { CopyPurpose } from '#contract/case.ts'
import type { CustodyEntry } from '#contract/custody.ts'
import type { JobEnd } from '#contract/job.ts'
import { openCase } from '#engine/store/case-database.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { judged } from '../support/case-judge.ts'
import { folderState } from '../support/folder-state.ts'
import { manyFiles } from '../support/many-files.ts'
import { exhibit } from '../support/cli.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const bench = caseBench()
const open = () => bench().engine.handlers['case.open']({ path: bench().root, examiner: 'Ada' })
const copy = (destination: string, purpose: CopyPurpose = 'copy'): Promise<JobEnd> =>
  bench().endOf(bench().engine.handlers['case.copy']({ destination, purpose }))

async function copied(destination: string, purpose: CopyPurpose = 'copy'): Promise<CopyResult> {
  const end = await copy(destination, purpose)
  expect(end).toMatchObject({ state: 'done', error: null })
  return CopyResult.parse(end.result)
}

const ledger = async (): Promise<CustodyEntry[]> => (await wholeLedger(bench().engine.handlers)).items

describe('a copy', () => {
  it.each(['copy', 'backup'] as const)(
    'as a %s is a case with everything in it, of which both ledgers tell',
    async (purpose) => {
      const { root, place, progress } = bench()
      mkdirSync(join(root, 'exports', 'package 1'), { recursive: true })
      writeFileSync(join(root, 'exports', 'package 1', 'VERIFY.txt'), 'how to')
      writeFileSync(join(root, 'reports', 'Bericht ä.html'), '<p>')
      writeFileSync(join(root, 'notes of the squad.txt'), 'theirs')
      writeFileSync(join(root, 'derived', 'made.bin'), 'can be made again')
      await open()
      const to = join(place, 'copies', 'R 7')
      mkdirSync(join(place, 'copies'))
      const before = folderState(join(root, 'vault'))
      const result = await copied(to, purpose)
      expect(folderState(join(root, 'vault'))).toEqual(before)
      expect(result).toMatchObject({ path: to, purpose, problems: [] })
      const { faults, items, ledger: theirs } = await judged(to)
      expect([faults, items]).toEqual([[], 3])
      expect(readdirSync(to).sort()).toEqual([
        'case.sqlite',
        'exports',
        'notes of the squad.txt',
        'reports',
        'vault',
      ])
      for (const name of ['exports/package 1/VERIFY.txt', 'reports/Bericht ä.html', 'notes of the squad.txt'])
        expect(readFileSync(join(to, name))).toEqual(readFileSync(join(root, name)))
      // sha256sum knows nothing of us.
      for (const { sha256 } of await bench().engine.handlers['item.list']({}))
        expect(spawnSync('sha256sum', [originalIn(to, sha256)], { encoding: 'utf8' }).stdout).toContain(
          sha256,
        )
      const ours = await ledger()
      expect(ours.slice(-2)).toMatchObject([
        { action: 'case-copied', actor: 'Ada', detail: { state: 'begun', purpose, destination: to } },
        {
          action: 'case-copied',
          detail: { state: 'done', seq: result.ledger.seq, head: result.ledger.head },
        },
      ])
      expect(theirs).toEqual(ours.slice(0, -1))
      expect(result.ledger).toEqual({ seq: theirs.length, head: theirs.at(-1)?.hash })
      expect(progress().map(({ unit }) => unit)).toContain('bytes')
      // And it is one that can be worked in.
      const again = await openCase(to, { actor: 'Ben' })
      again.custody.append({ actor: 'Ben', action: 'view' })
      again.close()
    },
  )

  it('carries a damaged original as it is, and tells of it, of a missing one, and of a link', async () => {
    const { root, place, engine } = bench()
    await open()
    const [damaged, missing, whole] = await engine.handlers['item.list']({})
    const path = originalIn(root, damaged!.sha256)
    chmodSync(path, 0o644)
    writeFileSync(path, 'no video')
    rmSync(originalIn(root, missing!.sha256))
    symlinkSync('/etc/hosts', join(root, 'exports', 'link'))
    const to = join(place, 'copy')
    const { problems } = await copied(to)
    expect(problems).toHaveLength(3)
    expect(problems).toEqual([
      expect.stringContaining('“exports/link” is a link'),
      expect.stringContaining(`The original ${damaged!.sha256} is damaged`),
      expect.stringContaining(`The original ${missing!.sha256} is missing`),
    ])
    expect(readFileSync(originalIn(to, damaged!.sha256), 'utf8')).toBe('no video')
    expect(existsSync(originalIn(to, missing!.sha256))).toBe(false)
    expect(existsSync(join(to, 'exports', 'link'))).toBe(false)
    expect(existsSync(originalIn(to, whole!.sha256))).toBe(true)
    expect((await judged(to)).faults.join('\n')).toContain(damaged!.sha256.slice(0, 16))
  })

  it('is refused before a byte is written where it cannot be made, and the ledger says nothing', async () => {
    const { root, place } = bench()
    await open()
    mkdirSync(join(place, 'full'))
    writeFileSync(join(place, 'full', 'theirs'), '')
    mkdirSync(join(place, 'half.partial'))
    writeFileSync(join(place, 'a file'), '')
    const entries = (await ledger()).length
    const before = folderState(place, /^(case|data)/)
    for (const [to, code] of [
      [root, 'wrong-input'],
      [join(root, 'exports', 'copy'), 'wrong-input'],
      [join(place, 'full'), 'destination-exists'],
      [join(place, 'half'), 'destination-exists'],
      [join(place, 'a file'), 'destination-exists'],
      [join(place, 'nowhere', 'copy'), 'destination-unwritable'],
    ] as const)
      expect((await copy(to)).error?.code, to).toBe(code)
    expect(folderState(place, /^(case|data)/)).toEqual(before)
    expect(await ledger()).toHaveLength(entries)
  })

  it('cancelled, leaves nothing; the ledger says so', async () => {
    const { root, place, engine } = bench()
    writeFileSync(join(root, 'exports', 'large'), Buffer.alloc(64 << 20, 7))
    await open()
    const started = engine.handlers['case.copy']({ destination: join(place, 'copy'), purpose: 'copy' })
    const { jobId } = await started
    await expect
      .poll(() => existsSync(join(place, 'copy.partial')), { interval: 1, timeout: 20_000 })
      .toBe(true)
    await engine.handlers['job.cancel']({ jobId })
    expect(await bench().endOf(started)).toMatchObject({ state: 'cancelled' })
    expect(readdirSync(place).filter((name) => name.startsWith('copy'))).toEqual([])
    expect((await ledger()).at(-1)).toMatchObject({
      ...{ action: 'case-copied', detail: { state: 'failed', failed: true, reason: 'Cancelled.' } },
    })
  })

  it('onto a disk that is too small fails before it begins, onto one that fills up with nothing left', async (context) => {
    const { root, place } = bench()
    const disk = join(place, 'disk')
    mkdirSync(disk)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', disk]).status !== 0)
      context.skip('only root may mount a small disk')
    onTestFinished(() => void spawnSync('umount', ['-l', disk]))
    await open()
    // Holes have no place on the disk, but they have a size.
    spawnSync('truncate', ['-s', '8M', join(root, 'exports', 'large')])
    const early = await copy(join(disk, 'copy'))
    expect(early.error).toMatchObject({
      code: 'disk-full',
      details: { freeBytes: expect.any(Number) as number },
    })
    expect(readdirSync(disk)).toEqual([])
    rmSync(join(root, 'exports', 'large'))
    // Room by the count of bytes, and not by that of files: each takes a whole page.
    mkdirSync(join(root, 'exports', 'many'))
    for (let at = 0; at < 300; at += 1) writeFileSync(join(root, 'exports', 'many', String(at)), 'x')
    expect((await copy(join(disk, 'copy'))).error?.code).toBe('disk-full')
    expect(readdirSync(disk)).toEqual([])
    expect((await ledger()).at(-1)).toMatchObject({ action: 'case-copied', detail: { failed: true } })
  })

  it('made while files are taken in holds only what was wholly in the case, and verifies', async () => {
    const { root, place, engine, endOf } = bench()
    await open()
    const [{ sha256 } = { sha256: '' }] = await engine.handlers['item.list']({})
    const sources = manyFiles(originalIn(root, sha256), join(place, 'many'), 60)
    const intake = engine.handlers['ingest.start']({ sources })
    const counts: number[] = []
    for (let round = 0; round < 5; round += 1) {
      const to = join(place, `backup ${round}`)
      await copied(to, 'backup')
      const { faults, items } = await judged(to)
      // What was under way when it was made can go on there too.
      const underWay = /of no item|It can go on/
      expect(faults.filter((fault) => !underWay.test(fault))).toEqual([])
      counts.push(items)
      const wanted = Math.min(items + 2, 60)
      await expect
        .poll(async () => (await engine.handlers['item.list']({})).length, { timeout: 50_000 })
        .toBeGreaterThanOrEqual(wanted)
    }
    expect(new Set(counts).size).toBeGreaterThan(1)
    const { jobId } = await intake
    // It may have ended by now.
    await Promise.resolve()
      .then(() => engine.handlers['job.cancel']({ jobId }))
      .catch(() => undefined)
    await endOf(intake)
  }, 180_000)

  it('of a case that is open only for reading tells of it in the copy alone', async () => {
    const { root, place, engine } = bench()
    await engine.handlers['case.open']({ path: root, examiner: 'Ben', readOnly: true })
    const before = folderState(root)
    const { ledger: end } = await copied(join(place, 'copy'))
    expect(folderState(root)).toEqual(before)
    const { faults, items, ledger: theirs } = await judged(join(place, 'copy'))
    expect([faults, items]).toEqual([[], 3])
    expect(theirs.at(-1)).toMatchObject({ actor: 'Ben', action: 'case-copied', seq: end.seq, hash: end.head })
    expect(theirs).toHaveLength((await ledger()).length + 1)
  })

  it('keeps its names in an invalid ledger, and says that it is one', async () => {
    const { root, place, engine } = bench()
    const { default: Database } = await import('better-sqlite3')
    const file = new Database(join(root, 'case.sqlite'))
    file.exec('DROP TRIGGER custody_no_update')
    file.exec(`UPDATE custody SET actor = 'Eve' WHERE seq = 2`)
    file.close()
    await engine.handlers['case.open']({ path: root, examiner: 'Ben' })
    const { problems } = await copied(join(place, 'copy'))
    expect(problems).toEqual([expect.stringContaining('Entry 2 was changed')])
  })
})

describe('exhibit case', () => {
  it('backs up a case that another program has open', async () => {
    const { root, place } = bench()
    await open()
    const { code, stdout, stderr } = await exhibit(
      'case',
      'backup',
      '--case',
      root,
      '--to',
      join(place, 'b'),
      '--json',
    )
    expect([code, stderr]).toEqual([0, expect.stringContaining('opened for reading instead')])
    expect(JSON.parse(stdout)).toMatchObject({ purpose: 'backup', problems: [], recorded: false })
    expect((await judged(join(place, 'b'))).faults).toEqual([])
  })
})
