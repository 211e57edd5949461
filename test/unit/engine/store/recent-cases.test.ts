import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { RecentCases } from '#engine/store/recent-cases.ts'
import { failureOf, fixedTime, newCase, temporaryFolder } from '#test/support/store.ts'

const entry = (name: string): { path: string; reference: string; openedAt: typeof fixedTime } => ({
  path: path.join('/cases', name),
  reference: name,
  openedAt: fixedTime,
})

test('the newest is first, each case once, twenty at most', () => {
  const recent = new RecentCases(path.join(temporaryFolder(), 'not', 'there', 'yet'))
  expect(recent.list()).toEqual([])
  for (let at = 0; at < 25; at += 1) recent.add(entry(`c${at}`))
  recent.add(entry('c20'))
  const names = recent.list().map(({ reference }) => reference)
  expect(names).toHaveLength(20)
  expect(names.slice(0, 3)).toEqual(['c20', 'c24', 'c23'])
  expect(new Set(names).size).toBe(20)
})

test('whether the case is there now is looked at each time', async () => {
  const recent = new RecentCases(temporaryFolder())
  const { path: root } = (await newCase()).describe()
  recent.add({ ...entry('there'), path: root })
  recent.add(entry('gone'))
  expect(recent.list().map(({ present }) => present)).toEqual([false, true])
  recent.remove(path.join('/cases', 'gone'))
  expect(recent.list().map(({ reference }) => reference)).toEqual(['there'])
})

test.each([
  ['', 0],
  ['{"cases": [', 0],
  ['null', 0],
  ['{"cases": 7}', 0],
  [
    JSON.stringify({ cases: [{ path: 1 }, entry('good'), null, { ...entry('bad'), openedAt: 'yesterday' }] }),
    1,
  ],
])('a damaged list is no failure: %s', (content, expected) => {
  const folder = temporaryFolder()
  writeFileSync(path.join(folder, 'recent-cases.json'), content)
  const recent = new RecentCases(folder)
  expect(recent.list()).toHaveLength(expected)
  recent.add(entry('next'))
  expect(recent.list()[0]).toMatchObject({ reference: 'next' })
})

test('writing replaces the file in one step; where that fails, the old list still stands', async () => {
  const folder = temporaryFolder()
  const recent = new RecentCases(folder)
  recent.add(entry('first'))
  expect(readdirSync(folder)).toEqual(['recent-cases.json'])
  const before = readFileSync(path.join(folder, 'recent-cases.json'))
  // A folder in the place of the scratch file is a fault that even root meets.
  mkdirSync(path.join(folder, `recent-cases.json.${process.pid}.new`))
  expect(await failureOf(() => recent.add(entry('second')))).toBe('destination-unwritable')
  expect(readFileSync(path.join(folder, 'recent-cases.json'))).toEqual(before)
})
