// The index of metadata where making it was interrupted: told, made anew, and never half of it.
import Database from 'better-sqlite3'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ItemId, Sha256 } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { reindexUnfinished } from '#engine/ingest/index-metadata.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { openCase } from '#engine/store/case-database.ts'
import { caseFolder } from '#engine/store/case-folder.ts'
import type { TimeRange } from '#engine/store/metadata-store.ts'
import { sha256Of } from '../support/cli.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { makeOlder } from '../support/older-case.ts'
import { newCase } from '../support/store.ts'
import { actsWithCodes, takeAsUsual, twoExports } from '../support/two-exports.ts'

const { first, second } = twoExports()
afterEach(() => vi.restoreAllMocks())

const range = { from: '2020-01-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z' } as TimeRange

describe('an index that was interrupted', () => {
  it('of little metadata takes the item with it: there is none without its index', async () => {
    const database = await newCase()
    vi.spyOn(database.metadata, 'replace').mockImplementationOnce(() => {
      throw new Error('pulled plug')
    })
    await expect(takeAsUsual(database, [second])).rejects.toThrow('pulled plug')
    expect(database.items.list()).toEqual([])
    expect(actsWithCodes(database).map(([action]) => action)).toEqual(['case-created', 'intake-stopped'])
  })

  it('is told at the opening, and made anew then or when the file is ingested again', async () => {
    const root = join(scratchFolder(), 'case')
    const database = await newCase(root)
    const id = (await takeAsUsual(database, [second])).items[0]!.id!
    const frames = database.metadata.frames(id, range)
    expect(frames).toHaveLength(20)
    database.metadata.begin(id)
    database.close()
    const again = await openCase(root, { actor: 'Ada' })
    onTestFinished(() => again.close())
    expect(again.notices).toEqual([expect.stringContaining('Metadata of one item is not wholly indexed')])
    expect(await reindexUnfinished(again, unwatched)).toEqual({ indexed: [id], failed: [] })
    expect([again.metadata.unfinished(), again.metadata.frames(id, range)]).toEqual([[], frames])
    again.metadata.begin(id)
    expect((await takeAsUsual(again, [second])).items[0]?.status).toBe('already-present')
    expect([again.metadata.unfinished(), again.metadata.frames(id, range)]).toEqual([[], frames])
  })

  it('of an original that is gone stays unfinished and does not keep the others', async () => {
    const database = await newCase()
    const ids = (await takeAsUsual(database, [first, second])).items.map(({ id }) => id!)
    for (const id of ids) database.metadata.begin(id)
    rmSync(database.vault.path(sha256Of(first) as Sha256))
    expect(await reindexUnfinished(database, unwatched)).toEqual({
      indexed: [ids[1]],
      failed: [{ itemId: ids[0], reason: expect.stringContaining('no file') as string }],
    })
    expect(database.metadata.unfinished()).toEqual([ids[0]])
  })
})

describe('a case of an earlier version is brought up to date', () => {
  /** The case of that version with one item, of whose original bytes are replaced that are found by their text. */
  async function older(file: string, from: string, to: string) {
    const root = join(scratchFolder(), 'case')
    const database = await newCase(root)
    const id = (await takeAsUsual(database, [file])).items[0]!.id!
    const frames = database.metadata.frames(id, range)
    database.close()
    makeOlder(caseFolder(root).database, 90)
    const older = new Database(caseFolder(root).database)
    // Versions of then did not count them.
    older.exec(`UPDATE item SET inspection = json_remove(inspection, '$.metadata.ptz')`)
    older.close()
    const again = await openCase(root, { actor: 'Ada' })
    onTestFinished(() => again.close())
    const path = again.vault.path(again.items.summary(id).sha256)
    const bytes = readFileSync(path)
    bytes.write(to, bytes.indexOf(from), 'latin1')
    rmSync(path)
    writeFileSync(path, bytes)
    expect(again.metadata.unfinished()).toEqual([id])
    return { again, id, frames }
  }

  async function expectRefused(again: CaseDatabase, id: ItemId, reason: string): Promise<void> {
    expect(await reindexUnfinished(again, unwatched)).toEqual({
      indexed: [],
      failed: [{ itemId: id, reason: expect.stringContaining(reason) as string }],
    })
    expect(again.metadata.unfinished()).toEqual([id])
  }

  it.each([
    ['without its movie', 'moov', 'moog'],
    ['with another object', 'ObjectId="', 'ObjectID="'],
  ])(
    'an original %s gives no index; the one that was made stays, until the file is back',
    async (_, ...change) => {
      const { again, id, frames } = await older(second, ...change)
      await expectRefused(again, id, 'damaged')
      expect(again.metadata.frames(id, range)).toEqual(frames)
      expect((await takeAsUsual(again, [second])).items[0]?.detail).toContain(
        'it was restored from this file',
      )
      expect([again.metadata.unfinished(), again.metadata.frames(id, range)]).toEqual([[], frames])
    },
  )

  it('an original that a verification found changed gives none, whatever it holds', async () => {
    const { again, id } = await older(second, 'moov', 'moov')
    again.items.setCustody(id, 'mismatch')
    await expectRefused(again, id, 'last verification')
  })

  it('changes of the PTZ state and what is for other shapes of picture are there afterwards', async () => {
    const time = '2026-05-01T21:59:58.000Z'
    const file = join(scratchFolder(), 'moving.mp4')
    await writeSealed(file, (await makeSigner('VMS')).key, {
      moreMetadata:
        `<tt:PTZ><tt:PTZStatus><tt:Position><tt:Zoom x="0.5"/></tt:Position><tt:UtcTime>${time}</tt:UtcTime></tt:PTZStatus></tt:PTZ>` +
        `<tt:VideoAnalytics><tt:Frame UtcTime="${time}"><tt:AspectRatioTransformation ratio="1.5"/></tt:Frame></tt:VideoAnalytics>`,
    })
    const { again, id, frames } = await older(file, 'moov', 'moov')
    expect(again.metadata.ptz(id, range)).toEqual({ before: [], changes: [] })
    expect(again.metadata.frames(id, range)[0]).not.toHaveProperty('aspects')
    expect(await reindexUnfinished(again, unwatched)).toEqual({ indexed: [id], failed: [] })
    expect(again.metadata.ptz(id, range).changes).toMatchObject([{ time, ptz: { zoom: 0.5 } }])
    expect(again.metadata.frames(id, range)[0]?.aspects).toMatchObject([{ ratio: 1.5 }])
    expect(again.metadata.frames(id, range)).toEqual(frames)
  })

  it('a large original is read through only where its metadata does not add up', async () => {
    const large = join(scratchFolder(), 'large.mp4')
    await writeSealed(large, (await makeSigner('VMS')).key, { frames: 60, sampleBytes: 600_000 })
    const whole = await older(large, 'moov', 'moov')
    const inspected = vi.spyOn(whole.again.vault, 'inspect')
    expect(await reindexUnfinished(whole.again, unwatched)).toEqual({ indexed: [whole.id], failed: [] })
    expect(whole.again.metadata.frames(whole.id, range)).toEqual(whole.frames)
    expect(inspected).not.toHaveBeenCalled()
    const damaged = await older(large, 'moov', 'moog')
    await expectRefused(damaged.again, damaged.id, 'damaged')
    expect(damaged.again.metadata.frames(damaged.id, range)).toEqual(damaged.frames)
  })
})

it('an original that is restored is indexed anew, whatever was made of what lay in its place', async () => {
  const database = await newCase()
  const id = (await takeAsUsual(database, [second])).items[0]!.id!
  const frames = database.metadata.frames(id, range)
  rmSync(database.vault.path(sha256Of(second) as Sha256))
  database.metadata.replace(id, [])
  await takeAsUsual(database, [second])
  expect(database.metadata.frames(id, range)).toEqual(frames)
})
