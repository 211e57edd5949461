// A disk that fills up under a case: a tiny file system in memory, where the test may mount one.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { TestContext } from 'vitest'
import { createCase, openCase } from '#engine/store/case-database.ts'
import { failureOf, frame, itemDetail, newCase, temporaryFolder } from '#test/support/store.ts'

/** An empty folder on a file system of `size`, or the test is skipped. */
function smallDisk(context: TestContext, size: string): string {
  const folder = path.join(temporaryFolder(), 'disk')
  mkdirSync(folder)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', folder])
  if (mounted.status !== 0) context.skip('only root may mount a small disk')
  onTestFinished(() => void spawnSync('umount', ['-l', folder]))
  return folder
}

const content = Buffer.alloc(100_000, 7)

test('a copy that does not fit is removed, and the case works on', async (context) => {
  const database = await newCase(path.join(smallDisk(context, '2m'), 'case'))
  const incoming = await database.vault.beginIncoming({ name: 'large.mp4' })
  const fill = async (): Promise<void> => {
    for (;;) await incoming.write(content)
  }
  await expect(fill()).rejects.toMatchObject({ code: 'disk-full', details: { errno: 'ENOSPC' } })
  await incoming.discard()
  expect(readdirSync(database.folder.incoming)).toEqual([])
  database.items.insert(itemDetail('bytes'))
  expect(database.items.list()).toHaveLength(1)
  expect(await failureOf(() => database.vault.beginIncoming({ name: 'a', expectedBytes: 5_000_000 }))).toBe(
    'disk-full',
  )
})

test('a transaction that does not fit is undone whole, the case stays sound, and works on when there is room', async (context) => {
  const disk = smallDisk(context, '2m')
  const database = await newCase(path.join(disk, 'case'))
  const detail = itemDetail('bytes')
  database.items.insert(detail)
  writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(1_000_000))
  const range = { from: frame(0).time, to: frame(10_000_000).time }
  const index = (): void => {
    database.transaction(() => {
      database.custody.append({ actor: 'Ada', action: 'verify', itemId: detail.summary.id })
      database.metadata.replace(
        detail.summary.id,
        Array.from({ length: 6_000 }, (_, at) => frame(at, 5)),
      )
    })
  }
  expect(await failureOf(index)).toBe('disk-full')
  expect(database.metadata.frames(detail.summary.id, range)).toEqual([])
  expect(database.custody.verifyLedger()).toMatchObject({ valid: true, entries: 1 })
  database.close()

  const again = await openCase(path.join(disk, 'case'), { actor: 'Ada' })
  expect(again.items.list()).toHaveLength(1)
  rmSync(path.join(disk, 'ballast'))
  again.metadata.replace(detail.summary.id, [frame(1, 5)])
  expect(again.metadata.frames(detail.summary.id, range)).toHaveLength(1)
  again.close()
})

test('a case that does not fit is not half made', async (context) => {
  const disk = smallDisk(context, '64k')
  const root = path.join(disk, 'case')
  expect(await failureOf(() => createCase(root, { reference: 'R', examiner: 'A' }))).toBe('disk-full')
  expect(readdirSync(root)).not.toContain('case.sqlite')
  expect(await failureOf(() => openCase(root, { actor: 'A' }))).toBe('case-not-found')
  spawnSync('mount', ['-o', 'remount,size=4m', disk])
  const database = await createCase(root, { reference: 'R', examiner: 'A' })
  expect(database.custody.verifyLedger()).toMatchObject({ valid: true, entries: 1 })
  database.close()
})

test('a case on a read-only medium can be read, and says so when it should be written', async (context) => {
  const disk = smallDisk(context, '4m')
  const database = await newCase(path.join(disk, 'case'))
  database.items.insert(itemDetail('bytes'))
  database.close()
  if (spawnSync('mount', ['-o', 'remount,ro', disk]).status !== 0)
    context.skip('the disk cannot be made read-only')
  expect(await failureOf(() => openCase(database.folder.root, { actor: 'A' }))).toBe('destination-unwritable')
  const reader = await openCase(database.folder.root, { actor: 'A', readOnly: true })
  expect(reader.items.list()).toHaveLength(1)
  expect(reader.custody.verifyLedger().valid).toBe(true)
  reader.close()
})
