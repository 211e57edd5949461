// A commit that fails when the copies have their place in the vault already: going on takes them from there, whether or not
// the medium is still to be had.
import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { sha256Of as sha256OfText } from '#engine/base/hash.ts'
import { unwatched } from '#engine/base/progress.ts'
import { giveUpIntake } from '#engine/ingest/give-up.ts'
import { openCase } from '#engine/store/case-database.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import type { Sha256 } from '#contract/units.ts'
import { sha256Of } from '../support/cli.ts'
import { suiteFolder } from '../support/evidence.ts'
import { failingReading } from '../support/failing-reads.ts'
import { contextOf, goOn, held, said, take } from '../support/ingest.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

vi.stubEnv('FFMPEG_BIN', '/nonexistent/ffmpeg')

const made = join(suiteFolder(), 'large.mp4')
let medium: string
let large: string
let sha256: Sha256
let size: number
beforeAll(async () => {
  await writeSealed(made, (await makeSigner('VMS')).key, { frames: 20, sampleBytes: 10_000, seed: 'large' })
  sha256 = sha256Of(made) as Sha256
  size = statSync(made).size
})
beforeEach(() => {
  medium = join(scratchFolder(), 'medium')
  large = join(medium, 'large.mp4')
})
afterEach(() => vi.restoreAllMocks())

const failOnce = (database: CaseDatabase): void =>
  void vi.spyOn(database.items, 'insert').mockImplementationOnce(() => {
    throw new Error('the commit fails')
  })

function connect(): void {
  mkdirSync(medium)
  copyFileSync(made, large)
  utimesSync(large, 1_700_000_000, 1_700_000_000)
}

/** A file behind the rename, and no item. */
async function placed(): Promise<{ database: CaseDatabase; small: string }> {
  connect()
  const small = join(medium, 'small.txt')
  writeFileSync(small, 'a note of the recorder')
  const database = await newCase(join(scratchFolder(), 'case'))
  failOnce(database)
  await expect(take(database, [large])).rejects.toThrow('the commit fails')
  expect(database.items.list()).toEqual([])
  expect(held(database)).toEqual({ originals: [sha256], unfinished: [] })
  return { database, small }
}

it('the medium is gone: the item is made of what the vault holds, with all that was known of its source', async () => {
  const { database } = await placed()
  rmSync(medium, { recursive: true })
  expect(await goOn(database)).toMatchObject([{ status: 'ingested', sha256, size, path: 'large.mp4' }])
  expect(said(database, 'ingest')).toMatchObject({
    source: large,
    size,
    modified: expect.stringMatching(/^2023-11-14T22:13:20/) as string,
    resumedAt: size,
    original: { mode: '0644' },
  })
  expect(held(database)).toEqual({ originals: [sha256], unfinished: [] })
  expect(database.intakes.unfinished()).toEqual([])
})

it('also after the program ended, and for small files', async () => {
  const { database, small } = await placed()
  await goOn(database)
  failOnce(database)
  await expect(take(database, [small])).rejects.toThrow('the commit fails')
  rmSync(medium, { recursive: true })
  const { root } = database.folder
  database.close()
  const again = await openCase(root, { actor: 'Ada' })
  expect(await goOn(again)).toMatchObject([
    { status: 'ingested', sha256: sha256OfText('a note of the recorder') },
  ])
  again.close()
})

it('what lies there is damaged: it is read from the medium again, and not made an item of', async () => {
  const { database } = await placed()
  const original = database.vault.path(sha256)
  chmodSync(original, 0o600)
  writeFileSync(original, 'something else')
  renameSync(medium, `${medium}.pulled`)
  await expect(goOn(database)).rejects.toMatchObject({ code: 'source-gone' })
  expect(database.items.list()).toEqual([])
  renameSync(`${medium}.pulled`, medium)
  expect(await goOn(database)).toMatchObject([{ status: 'ingested', sha256 }])
  expect(sha256Of(original)).toBe(sha256)
  expect(held(database).originals).toEqual([sha256, `${sha256}.damaged-1`])
})

it('given up and kept: it is whole, not partial', async () => {
  const { database } = await placed()
  rmSync(medium, { recursive: true })
  await giveUpIntake(database.intakes.unfinished()[0]!.id, true, contextOf(database), unwatched)
  expect(database.items.list()).toMatchObject([{ sha256, missingBytes: 0, status: 'ingested' }])
})

it('a part that is kept of a file: should that commit fail, keeping it works again, and going on does not take it for the whole', async () => {
  connect()
  const database = await newCase(join(scratchFolder(), 'case'))
  writeFileSync(large, 'recorded '.repeat(350_000))
  const reading = failingReading({ bad: [[2 << 20, Infinity]], errno: 'ENODEV' })
  await expect(take(database, [large], { reading })).rejects.toMatchObject({ code: 'source-gone' })
  const { id } = database.intakes.unfinished()[0]!
  failOnce(database)
  await expect(giveUpIntake(id, true, contextOf(database), unwatched)).rejects.toThrow('the commit fails')
  await expect(goOn(database, { reading })).rejects.toMatchObject({ code: 'source-gone' })
  await giveUpIntake(id, true, contextOf(database), unwatched)
  const [item] = database.items.list()
  expect(item).toMatchObject({ status: 'partial', size: 3_150_000, missingBytes: 3_150_000 - (2 << 20) })
})
