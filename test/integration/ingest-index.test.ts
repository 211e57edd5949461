// The index of metadata where making it was interrupted: told, made anew, and never half of it.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Sha256 } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { reindexUnfinished } from '#engine/ingest/index-metadata.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { TimeRange } from '#engine/store/metadata-store.ts'
import { sha256Of } from '../support/cli.ts'
import { scratchFolder } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'
import { actsWithCodes, takeAsUsual, twoExports } from '../support/two-exports.ts'

const { first, second } = twoExports()
afterEach(() => vi.restoreAllMocks())

describe('an index that was interrupted', () => {
  const range = { from: '2020-01-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z' } as TimeRange

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
