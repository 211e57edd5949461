// What cannot be looked at is not taken for what is not there: nowhere in a case, and not where something would be removed.
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import * as files from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { unwatched } from '#engine/base/progress.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { listCaseFiles } from '#engine/casework/case-files.ts'
import { checkDestination } from '#engine/casework/destination.ts'
import { makeDemoCase } from '#engine/demo/demo-case.ts'
import { whereabouts } from '#engine/ingest/source/medium.ts'
import { openCase } from '#engine/store/case-database.ts'
import { caseFolder, createCaseFolder } from '#engine/store/case-folder.ts'
import { readingPlace } from '#engine/store/reading-place.ts'
import { RecentCases } from '#engine/store/recent-cases.ts'
import { Vault } from '#engine/store/vault.ts'
import { fixedTime, newCase, temporaryFolder } from '#test/support/store.ts'

vi.mock('node:fs/promises', { spy: true })
beforeEach(() => vi.resetAllMocks())

const failing = (code: string): Error => Object.assign(new Error(`${code}: made for this test`), { code })

/** A link that leads to itself: the system answers to nothing behind it. */
function circle(): string {
  const link = join(temporaryFolder(), 'circle')
  symlinkSync('circle', link)
  return link
}

it('an original and a folder of the vault: not missing, not empty, but told', async () => {
  const folder = await createCaseFolder(join(temporaryFolder(), 'case'))
  const vault = new Vault(folder)
  const sha256 = sha256Of('an original')
  mkdirSync(join(folder.vault, sha256.slice(0, 2)))
  symlinkSync(sha256, vault.path(sha256))
  const told = [expect.stringContaining('could not be looked at')]
  expect(await vault.audit([{ sha256, size: 11 }])).toMatchObject({
    missing: [],
    unlooked: told,
    unlisted: [],
  })
  vi.mocked(files.readdir).mockRejectedValueOnce(failing('EACCES'))
  expect(await vault.audit([])).toMatchObject({ unknown: [], unlooked: [], unlisted: told })
})

it('copies on their way: the case opens all the same, and says so', async () => {
  const database = await newCase()
  const { root, incoming } = database.folder
  database.close()
  writeFileSync(join(incoming, 'a.mp4.0a1b2c3d.part'), 'rest')
  const { readdir } = await vi.importActual<typeof files>('node:fs/promises')
  vi.mocked(files.readdir).mockImplementation(((path: string, options: object) =>
    path === incoming ? Promise.reject(failing('EIO')) : readdir(path, options)) as typeof files.readdir)
  const opened = await openCase(root, { actor: 'Ada' })
  opened.close()
  expect(opened.notices).toContainEqual(expect.stringMatching(/“.*incoming” could not be looked at \(.*EIO/))
  expect(existsSync(join(incoming, 'a.mp4.0a1b2c3d.part'))).toBe(true)
})

it('the log of a database: it is not read without', async () => {
  const database = await newCase()
  const { root } = database.folder
  database.close()
  symlinkSync('case.sqlite-wal', join(root, 'case.sqlite-wal'))
  await expect(readingPlace(caseFolder(root), temporaryFolder())).rejects.toMatchObject({
    code: 'destination-unwritable',
    message: expect.stringContaining('ELOOP') as string,
  })
})

it('a recent case: opening it says why it cannot be opened', () => {
  const recent = new RecentCases(temporaryFolder())
  recent.add({ path: circle(), reference: 'R', openedAt: fixedTime })
  expect(recent.list()).toMatchObject([{ present: true }])
})

it('the demo case: nothing is removed to make it anew', async () => {
  const folder = circle()
  mkdirSync(`${folder}-exports`)
  writeFileSync(join(`${folder}-exports`, 'precious'), '')
  await expect(makeDemoCase(folder, unwatched)).rejects.toMatchObject({ code: 'file-unreadable' })
  expect(existsSync(join(`${folder}-exports`, 'precious'))).toBe(true)
})

it('the place of a copy, and a file to be copied', async () => {
  const { folder } = await newCase()
  const destination = join(temporaryFolder(), 'x'.repeat(250))
  await expect(checkDestination(folder.root, destination)).rejects.toMatchObject({
    code: 'file-unreadable',
    details: { errno: 'ENAMETOOLONG' },
  })
  writeFileSync(join(folder.root, 'notes.txt'), '')
  const { lstat } = await vi.importActual<typeof files>('node:fs/promises')
  vi.mocked(files.lstat).mockImplementation(((path: string) =>
    path.endsWith('notes.txt') ? Promise.reject(failing('EACCES')) : lstat(path)) as typeof files.lstat)
  const { left } = await listCaseFiles(folder.root, { derived: false, signal: unwatched.signal })
  expect(left).toEqual(['“notes.txt” could not be looked at. It was not carried along.'])
})

it('a source: it has not vanished, and its medium is gone only where that does not answer either', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'a.mp4')
  writeFileSync(file, '')
  const { dev } = await files.lstat(file, { bigint: true })
  vi.mocked(files.lstat).mockRejectedValueOnce(failing('EIO'))
  expect(await whereabouts(file, dev)).toBe('there')
  vi.mocked(files.lstat).mockRejectedValueOnce(failing('EIO')).mockRejectedValueOnce(failing('EIO'))
  expect(await whereabouts(file, dev)).toBe('gone')
  rmSync(file)
  expect(await whereabouts(file, dev)).toBe('vanished')
})
