// “Nothing is there” is said only where the system says so. A name that leads in circles is one that it does not follow.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { refuseInsideCase } from '#engine/base/case-border.ts'
import { refuseTaken } from '#engine/base/durable-name.ts'
import { ifThere, isThereSync } from '#engine/base/look-up.ts'
import { failureOf, temporaryFolder } from '#test/support/store.ts'

/** A folder with a file, and with a link that leads to itself: what is asked behind it cannot be answered. */
function place(): { file: string; missing: string[]; unknown: string } {
  const folder = temporaryFolder()
  const file = join(folder, 'file')
  writeFileSync(file, '')
  symlinkSync('circle', join(folder, 'circle'))
  return {
    file,
    missing: [join(folder, 'none'), join(folder, 'none', 'deeper'), join(file, 'below')],
    unknown: join(folder, 'circle', 'deeper'),
  }
}

const unknown = {
  code: 'file-unreadable',
  message: expect.stringMatching(/“.*deeper” could not be looked at \(.*ELOOP/) as string,
  details: { errno: 'ELOOP' },
}

it('what is there is given, what is not is null, and a failed look-up fails', async () => {
  const { file, missing, unknown: path } = place()
  expect((await ifThere(file, lstat(file)))?.isFile()).toBe(true)
  expect(isThereSync(file)).toBe(true)
  for (const none of missing) {
    expect(await ifThere(none, lstat(none))).toBeNull()
    expect(isThereSync(none)).toBe(false)
  }
  await expect(ifThere(path, readdir(path))).rejects.toMatchObject(unknown)
  expect(await failureOf(() => isThereSync(path))).toBe('file-unreadable')
})

it('a name of which nothing is known is not taken for a free one', async () => {
  await expect(refuseTaken(place().unknown)).rejects.toMatchObject({ code: 'ELOOP' })
})

it('a place that cannot be looked at is not said to lie outside the case', async () => {
  const { unknown: path } = place()
  const root = join(temporaryFolder(), 'case')
  const border = { root, exports: join(root, 'exports'), reports: join(root, 'reports') }
  mkdirSync(root)
  await expect(refuseInsideCase(border, path)).rejects.toMatchObject(unknown)
})
