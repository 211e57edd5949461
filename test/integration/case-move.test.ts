// A case into another folder, on the same disk and onto another one: afterwards it is there, whole, and nowhere else; and
// whatever ends it in between, one whole case is left.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TestContext } from 'vitest'
import { Case } from '#contract/case.ts'
import { EvidenceError } from '#contract/errors.ts'
import type { JobEnd } from '#contract/job.ts'
import { CustodyStore } from '#engine/store/custody-store.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { judged } from '../support/case-judge.ts'
import { node } from '../support/cli.ts'
import { wholeLedger } from '../support/whole-ledger.ts'

const bench = caseBench()
const script = resolve(import.meta.dirname, '../support/case-process.ts')
const open = () => bench().engine.handlers['case.open']({ path: bench().root, examiner: 'Ada' })
const move = (destination: string): Promise<JobEnd> =>
  bench().endOf(bench().engine.handlers['case.move']({ destination }))

/** A folder on another disk than the case, or the test is skipped. */
function otherDisk(context: TestContext): string {
  const place = '/dev/shm'
  if (!existsSync(place) || statSync(place).dev === statSync(bench().place).dev)
    context.skip('there is no second disk here')
  const folder = mkdtempSync(join(place, 'exhibit-move-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function movedTo(to: string): Promise<Case> {
  const { engine, root } = bench()
  const end = await move(to)
  expect(end).toMatchObject({ state: 'done', error: null })
  const moved = Case.parse(end.result)
  expect(moved).toMatchObject({ path: to, readOnly: false, reference: 'R 7' })
  expect((await engine.handlers['case.current']({}))?.path).toBe(to)
  const { items, valid } = await wholeLedger(engine.handlers)
  expect(valid).toBe(true)
  expect(items.filter(({ action }) => action === 'case-moved')).toMatchObject([
    { actor: 'Ada', detail: { state: 'begun', from: root, to } },
    { actor: 'Ada', detail: { state: 'done', from: root, to } },
  ])
  expect(existsSync(root)).toBe(false)
  await engine.handlers['case.close']({})
  const { faults, items: count } = await judged(to)
  expect([faults, count]).toEqual([[], 3])
  return moved
}

describe('on the same disk', () => {
  it('gets its new name, also where an empty folder has it already', async () => {
    const { place, root, told } = bench()
    await open()
    mkdirSync(join(place, 'empty'))
    writeFileSync(join(root, 'derived', 'made.bin'), 'carried along')
    await movedTo(join(place, 'empty'))
    expect(readdirSync(join(place, 'empty', 'derived'))).toEqual(['made.bin'])
    const cases = told.filter(({ name }) => name === 'case.changed').map(({ payload }) => payload)
    expect(cases.slice(1, 3)).toMatchObject([{ case: null }, { case: { path: join(place, 'empty') } }])
  })

  it('reached by a link, is moved itself', async () => {
    const { place, root, engine } = bench()
    symlinkSync(root, join(place, 'link'))
    await engine.handlers['case.open']({ path: join(place, 'link'), examiner: 'Ada' })
    expect((await move(join(place, 'there'))).state).toBe('done')
    await engine.handlers['case.close']({})
    expect([existsSync(root), lstatSync(join(place, 'there')).isDirectory()]).toEqual([false, true])
    expect((await judged(join(place, 'there'))).faults).toEqual([])
  })

  it('is refused while the case stays open where it cannot go', async () => {
    const { place, root, engine } = bench()
    await open()
    mkdirSync(join(place, 'taken'))
    writeFileSync(join(place, 'taken', 'theirs'), '')
    for (const [to, code] of [
      [join(place, 'taken'), 'destination-exists'],
      [join(root, 'inside'), 'wrong-input'],
      [join(place, 'no', 'where'), 'destination-unwritable'],
    ] as const)
      expect((await move(to)).error?.code).toBe(code)
    expect((await engine.handlers['case.current']({}))?.path).toBe(root)
    expect(readdirSync(join(place, 'taken'))).toEqual(['theirs'])
  })
})

describe('a ledger that cannot take that the case was moved', () => {
  it.each(['on the same disk', 'onto another one'])('%s: it stays open there, and says so', async (how) => {
    const { place, engine, root } = bench()
    const to = how === 'on the same disk' ? join(place, 'there') : otherPlace()
    await open()
    const append = CustodyStore.prototype.append
    const spy = vi.spyOn(CustodyStore.prototype, 'append').mockImplementation(function (
      this: CustodyStore,
      act,
    ) {
      if (act.action === 'case-moved' && act.detail?.['state'] === 'done')
        throw new EvidenceError('disk-full', 'No room for it.')
      return append.call(this, act)
    })
    onTestFinished(() => spy.mockRestore())
    const end = await move(to)
    spy.mockRestore()
    expect(end).toMatchObject({ state: 'done', error: null })
    expect(Case.parse(end.result).notices.join()).toContain('No room for it.')
    expect((await engine.handlers['case.current']({}))?.path).toBe(to)
    await engine.handlers['case.close']({})
    // Nobody holds it any more.
    expect((await engine.handlers['case.open']({ path: to, examiner: 'Ada' })).path).toBe(to)
    expect(existsSync(root)).toBe(false)
  })

  function otherPlace(): string {
    const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'exhibit-move-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    return join(folder, 'case')
  }
})

describe('onto another disk', () => {
  it('that does not open there: the case stays, and the whole copy is told of', async (context) => {
    const to = join(otherDisk(context), 'case')
    await open()
    const append = CustodyStore.prototype.append
    const spy = vi.spyOn(CustodyStore.prototype, 'append').mockImplementation(function (
      this: CustodyStore,
      act,
    ) {
      if (act.action === 'case-opened') throw new EvidenceError('disk-full', 'No room to open it.')
      return append.call(this, act)
    })
    onTestFinished(() => spy.mockRestore())
    const end = await move(to)
    expect(end.error).toMatchObject({ code: 'disk-full' })
    expect(end.error?.message).toContain(`A whole copy of it is in “${to}”`)
    expect((await bench().engine.handlers['case.current']({}))?.path).toBe(bench().root)
    expect(existsSync(join(to, 'case.sqlite'))).toBe(true)
  })

  it('is copied, compared, opened there, and removed here', async (context) => {
    const to = join(otherDisk(context), 'case')
    const { root, place } = bench()
    await open()
    writeFileSync(join(root, 'derived', 'made.bin'), 'carried along')
    writeFileSync(join(root, 'notes.txt'), 'theirs')
    await movedTo(to)
    expect(readFileSync(join(to, 'notes.txt'), 'utf8')).toBe('theirs')
    expect(readdirSync(join(to, 'derived'))).toEqual(['made.bin'])
    expect(readdirSync(place).filter((name) => name.startsWith('case'))).toEqual([])
  })

  it('leaves what is no file where it was, and says where that is', async (context) => {
    const to = join(otherDisk(context), 'case')
    const { root } = bench()
    await open()
    symlinkSync('/etc/hosts', join(root, 'exports', 'link'))
    const { notices } = await movedTo(to)
    expect(notices).toEqual([
      expect.stringContaining('“exports/link” is a link'),
      expect.stringContaining(`left in “${root}.moved”`),
    ])
    expect(readdirSync(`${root}.moved`)).toEqual(['exports'])
    expect(readdirSync(join(`${root}.moved`, 'exports'))).toEqual(['link'])
  })

  it('with an original that cannot be read, the case stays where it was', async (context) => {
    const disk = otherDisk(context)
    const { root, engine } = bench()
    await open()
    const [item] = await engine.handlers['item.list']({})
    const original = originalIn(root, item!.sha256)
    rmSync(original)
    symlinkSync('/dev/null', original)
    expect((await move(join(disk, 'case'))).error?.code).toBe('file-unreadable')
    expect(readdirSync(disk)).toEqual([])
    expect((await engine.handlers['case.current']({}))?.path).toBe(root)
    const { items } = await wholeLedger(engine.handlers)
    expect(items.at(-1)).toMatchObject({ action: 'case-moved', detail: { state: 'failed', failed: true } })
  })

  it('cancelled, stays where it was and leaves nothing there', async (context) => {
    const disk = otherDisk(context)
    const { root, engine } = bench()
    writeFileSync(join(root, 'exports', 'large'), Buffer.alloc(64 << 20, 7))
    await open()
    const started = engine.handlers['case.move']({ destination: join(disk, 'case') })
    const { jobId } = await started
    await expect
      .poll(() => existsSync(join(disk, 'case.partial')), { interval: 1, timeout: 20_000 })
      .toBe(true)
    await engine.handlers['job.cancel']({ jobId })
    expect(await bench().endOf(started)).toMatchObject({ state: 'cancelled' })
    expect(readdirSync(disk)).toEqual([])
    expect((await engine.handlers['case.current']({}))?.path).toBe(root)
  })
})

describe('ended in the middle', () => {
  /** Runs the move in a program that ends itself at `step`; what it said, one line for each step. */
  function moveUntil(root: string, to: string, step: number): { steps: string[]; done: boolean } {
    const { stdout, stderr } = spawnSync(node, [script, 'move', root, to, String(step)], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const steps = stdout.trim().split('\n')
    return { steps: steps.filter((line) => line !== 'moved'), done: steps.at(-1) === 'moved' }
  }

  /** Whatever opens as a case there is a whole one, and there is at least one. */
  async function expectWhole(folders: string[]): Promise<string[]> {
    const there = folders.filter((folder) => existsSync(join(folder, 'case.sqlite')))
    for (const folder of there) {
      const { faults, items, ledger } = await judged(folder)
      // What the ended program had open was not closed in order, and is read all the same.
      expect([basename(folder), faults.filter((fault) => !fault.includes('in order'))]).toEqual([
        basename(folder),
        [],
      ])
      expect([items, ledger[0]?.action]).toEqual([3, 'case-created'])
    }
    expect(there.length).toBeGreaterThan(0)
    return there
  }

  it('at any step onto another disk: one whole case is left, and another move ends well', async (context) => {
    const disk = otherDisk(context)
    const { root, place } = bench()
    const kept = join(place, 'kept')
    cpSync(root, kept, { recursive: true, preserveTimestamps: true })
    const all = moveUntil(root, join(disk, 'whole'), -1)
    expect(all.done).toBe(true)
    const last = all.steps.length - 1
    // The steps around giving the name and removing, and some of the copying.
    const names = all.steps.map((line) => line.replace(/^\d+ /, ''))
    const naming = names.indexOf('Giving the folder its name')
    const chosen = new Set([0, naming - 1, naming, naming + 1, naming + 2, last])
    const places: string[][] = []
    for (const step of chosen) {
      const from = join(place, `from ${step}`)
      const to = join(disk, `to ${step}`)
      cpSync(kept, from, { recursive: true, preserveTimestamps: true })
      expect(moveUntil(from, to, step).done).toBe(false)
      const there = await expectWhole([from, to, `${from}.moved`])
      places.push(there)
      if (step === naming - 1) {
        rmSync(`${to}.partial`, { recursive: true, force: true })
        rmSync(to, { recursive: true, force: true })
        expect(moveUntil(from, to, -1).done).toBe(true)
        expect(await expectWhole([from, to])).toEqual([to])
      }
    }
    // Both outcomes were seen: the case still here, and the case already there.
    expect(places.some((there) => there.every((folder) => folder.startsWith(place)))).toBe(true)
    expect(places.some((there) => there.every((folder) => folder.startsWith(disk)))).toBe(true)
  }, 240_000)

  it('before and after the folder got its name: one case', async () => {
    const { root, place } = bench()
    for (const step of [0, 1]) {
      const from = join(place, `from ${step}`)
      const to = join(place, `to ${step}`)
      cpSync(root, from, { recursive: true, preserveTimestamps: true })
      expect(moveUntil(from, to, step).done).toBe(false)
      expect(await expectWhole([from, to])).toEqual([step === 0 ? from : to])
    }
  })
})

it('a folder that cannot be renamed leaves the case open where it was', async (context) => {
  if (process.getuid?.() === 0) context.skip('root may rename everything')
  const { place, root, engine } = bench()
  await open()
  chmodSync(place, 0o555)
  onTestFinished(() => chmodSync(place, 0o755))
  expect((await move(join(place, 'other'))).error?.code).toBe('destination-unwritable')
  expect((await engine.handlers['case.current']({}))?.path).toBe(root)
})
