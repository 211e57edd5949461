// What can be made again: deleted at will, recorded, and made again where the case is opened by somebody who looks at it.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { deleteDerived } from '#engine/casework/delete-derived.ts'
import { thumbnailPath } from '#engine/store/case-folder.ts'
import { createCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { copyCase } from '#engine/casework/copy-case.ts'
import { openCase } from '#engine/store/case-database.ts'
import { createEngine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { makeThumbnails, withoutThumbnail } from '#engine/ingest/thumbnails.ts'
import { demoExports } from '../support/demo.ts'
import { folderState } from '../support/folder-state.ts'
import { scratchFolder } from '../support/made-export.ts'

/** A case with two videos that have pictures, and a text beside the thumbnails that is a review copy of the first. */
async function pictured(): Promise<{ database: CaseDatabase; ids: ItemId[] }> {
  const files = await demoExports()
  const database = await createCase(join(scratchFolder(), 'case'), { reference: 'R', examiner: 'Ada' })
  onTestFinished(() => database.close())
  const context = { database, actor: 'Ada', trust: { anchors: [], at: null } }
  const { items } = await ingest([files.sealed, files.unsealed], context, unwatched)
  const ids = items.map(({ id }) => id!)
  expect(await makePictures(database)).toBe(2)
  writeFileSync(join(database.folder.derived, `${ids[0]}.review.mp4`), 'twelve bytes')
  return { database, ids }
}

/** As the window does it beside everything else; gives how many were made. */
async function makePictures(database: CaseDatabase): Promise<number> {
  let made = 0
  await makeThumbnails(database, withoutThumbnail(database), unwatched, () => (made += 1))
  return made
}

const hasPicture = (database: CaseDatabase, id: ItemId): [boolean, boolean] => [
  database.items.summary(id).hasThumbnail,
  existsSync(thumbnailPath(database.folder, id)),
]

// Rendering the pictures takes its time where the machine has other work.
beforeAll(() => demoExports().then(() => undefined), 240_000)

describe.skipIf(spawnSync('ffmpeg', ['-version']).status !== 0)('thumbnails and review copies', () => {
  it('of one item are deleted, with the ledger and the table following; the originals are not touched', async () => {
    const { database, ids } = await pictured()
    expect(ids.map((id) => hasPicture(database, id))).toEqual([
      [true, true],
      [true, true],
    ])
    const picture = statSync(thumbnailPath(database.folder, ids[0]!)).size
    const before = folderState(database.folder.vault)
    expect(await deleteDerived(database, ids[0]!, 'Ada')).toEqual({ files: 2, bytes: picture + 12 })
    expect(folderState(database.folder.vault)).toEqual(before)
    expect(ids.map((id) => hasPicture(database, id))).toEqual([
      [false, false],
      [true, true],
    ])
    expect(database.custody.entriesAbout(ids[0]!).at(-1)).toMatchObject({
      ...{ actor: 'Ada', action: 'derived-deleted', detail: { files: 2, bytes: picture + 12, of: 'one' } },
    })
    expect(await makePictures(database)).toBe(1)
    expect(hasPicture(database, ids[0]!)).toEqual([true, true])
    expect(await makePictures(database)).toBe(0)
  })

  it('of all are deleted, and made again when the case is opened in a window', async () => {
    const { database, ids } = await pictured()
    writeFileSync(join(database.folder.derived, 'of nobody.bin'), 'xyz')
    expect((await deleteDerived(database, null, 'Ada')).files).toBe(3)
    expect(readdirSync(database.folder.derived)).toEqual(['of nobody.bin'])
    database.close()
    const { root } = database.folder
    const made: string[] = []
    const engine = await createEngine({
      ...{ dataFolder: join(root, '..', 'data'), resourcesFolder: root, runtime: 'official' },
      emit: (name) => void made.push(name),
    })
    try {
      await engine.handlers['case.open']({ path: root, examiner: 'Ben' })
      const pictures = async (): Promise<boolean[]> =>
        (await engine.handlers['item.list']({})).map(({ hasThumbnail }) => hasThumbnail)
      await expect.poll(pictures, { timeout: 30_000 }).toEqual([true, true])
      expect(await engine.locate(ids[0]!, 'thumbnail')).not.toBeNull()
    } finally {
      await engine.close()
    }
  })

  it('that a copy left out, or somebody deleted by hand, are made again; what cannot be pictured is told so once', async () => {
    const { database, ids } = await pictured()
    const to = join(database.folder.root, '..', 'copy')
    await copyCase(database, { destination: to, purpose: 'copy', actor: 'Ada' }, unwatched)
    const copy = await openCase(to, { actor: 'Ben' })
    onTestFinished(() => copy.close())
    rmSync(copy.vault.path(copy.items.summary(ids[1]!).sha256))
    expect(await makePictures(copy)).toBe(1)
    expect(ids.map((id) => hasPicture(copy, id))).toEqual([
      [true, true],
      [false, false],
    ])
    expect(await makePictures(copy)).toBe(0)
  })
})
