// Two programs make one case: the second finds the folder free, and the first is done before the second has the lock.
import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createCase, openCase } from '#engine/store/case-database.ts'
import { caseFolder } from '#engine/store/case-folder.ts'
import type { CaseFolder } from '#engine/store/case-folder.ts'
import type * as CaseLock from '#engine/store/case-lock.ts'
import { failureOf, newCase, temporaryFolder } from '#test/support/store.ts'

const beforeLock = vi.hoisted(() => ({ run: (_: CaseFolder): void => undefined }))
vi.mock('#engine/store/case-lock.ts', async (original) => {
  const real = await original<typeof CaseLock>()
  const lockCase: typeof real.lockCase = (folder) => {
    beforeLock.run(folder)
    return real.lockCase(folder)
  }
  return { ...real, lockCase }
})

test('the case of the first stays as it is, and the second is told', async () => {
  const first = await newCase()
  const { id } = first.describe()
  first.close()
  const bytes = readFileSync(first.folder.database)
  const root = path.join(temporaryFolder(), 'case')
  beforeLock.run = ({ database }) => copyFileSync(first.folder.database, database)
  expect(await failureOf(() => createCase(root, { reference: 'R-2', examiner: 'Ben' }))).toBe('case-exists')
  beforeLock.run = () => undefined
  expect(readFileSync(caseFolder(root).database)).toEqual(bytes)
  // Asked under the lock: not even begun.
  expect(readdirSync(root).sort()).toEqual([
    'case.lock',
    'case.sqlite',
    'derived',
    'exports',
    'reports',
    'vault',
  ])
  const opened = await openCase(root, { actor: 'Ben' })
  onTestFinished(() => opened.close())
  expect(opened.describe()).toMatchObject({ id, reference: 'R-1' })
})
