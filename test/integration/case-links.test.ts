// Links in a case folder lead to files of somebody else: whatever is done with the case, none of them is removed.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { rmdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { TestContext } from 'vitest'
import { Case, CopyResult } from '#contract/case.ts'
import { caseBench } from '../support/case-engine.ts'

const bench = caseBench(['a'])
const open = (): Promise<Case> =>
  bench().engine.handlers['case.open']({ path: bench().root, examiner: 'Ada' })

/** Two files in two folders, one of them called as a copy that was not finished. */
function theirs(): { path: string; left: () => string[] } {
  const path = join(bench().place, 'theirs')
  mkdirSync(join(path, 'more'), { recursive: true })
  const names = ['a.mp4.0a1b2c3d.part', 'more/b.txt', 'more/c7a6bd0c-0000-4000-8000-000000000000.jpg']
  for (const name of names) writeFileSync(join(path, name), 'precious')
  return { path, left: () => names.filter((name) => existsSync(join(path, name))) }
}

/** A folder of the case, empty, exchanged for a link. */
function exchange(name: string, target: string): void {
  rmSync(join(bench().root, name), { recursive: true })
  symlinkSync(target, join(bench().root, name))
}

const linked = (name: string): unknown => expect.stringContaining(`${name}” is a link to another place`)

it('in the place of unfinished copies: opening removes nothing and tells it', async () => {
  const { path, left } = theirs()
  exchange('vault/.incoming', path)
  expect((await open()).notices).toContainEqual(linked('.incoming'))
  expect(left()).toHaveLength(3)
})

it('in the place of what can be made again: deleting that is refused', async () => {
  const { path, left } = theirs()
  exchange('derived', join(path, 'more'))
  expect((await open()).notices).toContainEqual(linked('derived'))
  const deleting = bench().engine.handlers['derived.delete']({ itemId: null })
  await expect(deleting).rejects.toMatchObject({
    code: 'destination-unwritable',
    message: expect.stringContaining('Nothing behind it was deleted') as string,
  })
  expect(left()).toHaveLength(3)
})

it('in the place of the vault: neither copied nor moved', async () => {
  const { root, place, engine, endOf } = bench()
  renameSync(join(root, 'vault'), join(place, 'elsewhere'))
  symlinkSync('../elsewhere', join(root, 'vault'))
  expect((await open()).notices).toContainEqual(linked('vault'))
  const destination = join(place, 'there')
  for (const started of [
    () => engine.handlers['case.copy']({ destination, purpose: 'backup' }),
    () => engine.handlers['case.move']({ destination }),
  ])
    expect((await endOf(started())).error).toMatchObject({
      code: 'wrong-input',
      message: expect.stringContaining('the originals do not lie in the case') as string,
    })
  expect([existsSync(destination), existsSync(`${destination}.partial`)]).toEqual([false, false])
  expect((await engine.handlers['case.current']({}))?.path).toBe(root)
})

it('beside them: a copy leaves it out and says so', async () => {
  const { root, place, engine, endOf } = bench()
  symlinkSync(theirs().path, join(root, 'stick'))
  await open()
  const end = await endOf(
    engine.handlers['case.copy']({ destination: join(place, 'copy'), purpose: 'backup' }),
  )
  expect(CopyResult.parse(end.result).problems).toEqual([expect.stringContaining('“stick” is a link')])
  expect(existsSync(join(place, 'copy', 'stick'))).toBe(false)
})

it('beside and in them: a move onto another disk removes nothing behind them', async (context: TestContext) => {
  const { root, place, engine, endOf } = bench()
  const disk = '/dev/shm'
  if (!existsSync(disk) || statSync(disk).dev === statSync(place).dev) context.skip('there is no second disk')
  const to = mkdtempSync(join(disk, 'exhibit-links-'))
  onTestFinished(() => rmSync(to, { recursive: true, force: true }))
  rmdirSync(to)
  const { path, left } = theirs()
  symlinkSync(path, join(root, 'stick'))
  // Originals behind a link of their own are read, and stay there.
  const part = readdirSync(join(root, 'vault')).find((name) => /^[0-9a-f]{2}$/.test(name))!
  renameSync(join(root, 'vault', part), join(path, part))
  symlinkSync(join(path, part), join(root, 'vault', part))
  await open()
  const end = await endOf(engine.handlers['case.move']({ destination: to }))
  expect(Case.parse(end.result).notices).toContainEqual(expect.stringContaining('“stick” is a link'))
  expect(left()).toHaveLength(3)
  const [original] = readdirSync(join(path, part))
  expect(readFileSync(join(to, 'vault', part, original!))).toEqual(readFileSync(join(path, part, original!)))
  expect(existsSync(join(to, 'stick'))).toBe(false)
})
