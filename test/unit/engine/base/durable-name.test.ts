// A finished file gets its name and never takes another's, also where the file system has no hard links.
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import * as files from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { nameWithoutReplacing } from '#engine/base/durable-name.ts'
import { temporaryFolder } from '#test/support/store.ts'

vi.mock('node:fs/promises', { spy: true })

describe.each([
  ['with links', null],
  ['without links (FAT)', 'EPERM'],
  ['without links (network drive)', 'ENOTSUP'],
])('on a file system %s', (_, code) => {
  const folderWith = (content: string): string => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'a.partial'), content)
    if (code !== null) vi.mocked(files.link).mockRejectedValueOnce(Object.assign(new Error(code), { code }))
    return folder
  }

  it('it gets its name', async () => {
    const folder = folderWith('new')
    await nameWithoutReplacing(join(folder, 'a.partial'), join(folder, 'a'))
    expect([readdirSync(folder), readFileSync(join(folder, 'a'), 'utf8')]).toEqual([['a'], 'new'])
  })

  it('it does not replace a file, nor a link to nowhere', async () => {
    const folder = folderWith('new')
    writeFileSync(join(folder, 'taken'), 'evidence')
    await expect(
      nameWithoutReplacing(join(folder, 'a.partial'), join(folder, 'taken')),
    ).rejects.toMatchObject({ code: 'EEXIST' })
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('evidence')
    const other = folderWith('new')
    symlinkSync('nowhere', join(other, 'link'))
    await expect(nameWithoutReplacing(join(other, 'a.partial'), join(other, 'link'))).rejects.toMatchObject({
      code: 'EEXIST',
    })
    expect(readdirSync(other).sort()).toEqual(['a.partial', 'link'])
  })
})

it('other failures of linking are told as they are', async () => {
  vi.mocked(files.link).mockRejectedValueOnce(Object.assign(new Error('EIO'), { code: 'EIO' }))
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.partial'), '')
  await expect(nameWithoutReplacing(join(folder, 'a.partial'), join(folder, 'a'))).rejects.toMatchObject({
    code: 'EIO',
  })
})
