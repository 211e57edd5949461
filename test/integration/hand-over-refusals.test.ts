// Where anything is not as it should be nothing is handed over: a package that was tampered with, a name that is taken, a case
// that is only looked at.
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { handOver } from '#engine/custody/hand-over.ts'
import { noAttestations } from '#engine/custody/ledger-format.ts'
import { itemsOfPackage } from '#engine/custody/handed-files.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import { sha256Of } from '../support/cli.ts'
import { handOverCase, recipient, resourcesFolder } from '../support/hand-over-case.ts'
import type { HandOverCase } from '../support/hand-over-case.ts'
import { scratchFolder } from '../support/made-export.ts'

const made = handOverCase()
let { database, folder, itemIds, packagePath, signer, hand, ledger, refused, exportTo } = {} as HandOverCase
beforeAll(() => {
  ;({ database, folder, itemIds, packagePath, signer, hand, ledger, refused, exportTo } = made())
})

describe('a package that is not what was exported', () => {
  /** A copy to tamper with; the evidence in it is the first file by name. */
  const copyOf = (): { path: string; video: string } => {
    const path = join(scratchFolder(), 'package')
    cpSync(packagePath, path, { recursive: true })
    for (const name of readdirSync(path)) chmodSync(join(path, name), 0o644)
    return {
      path,
      video: join(
        path,
        readdirSync(path).find((name) => name.endsWith('.mp4'))!,
      ),
    }
  }
  const flip = (path: string): void => {
    const bytes = readFileSync(path)
    bytes.writeUInt8(bytes.readUInt8(1_000) ^ 1, 1_000)
    writeFileSync(path, bytes)
  }
  const videosIn = (path: string): string[] => readdirSync(path).filter((name) => name.endsWith('.mp4'))
  const swapVideos = (path: string): void => {
    const [one, other] = videosIn(path).map((name) => join(path, name)) as [string, string]
    renameSync(one, `${one}.aside`)
    renameSync(other, one)
    renameSync(`${one}.aside`, other)
  }
  const renewSums = (path: string): void => {
    const lines = readdirSync(path)
      .filter((name) => name !== 'SHA256SUMS')
      .map((name) => `${sha256Of(join(path, name))}  ${name}\n`)
    writeFileSync(join(path, 'SHA256SUMS'), lines.join(''))
  }

  it.each<[string, (copy: { path: string; video: string }) => string]>([
    ['a changed video', ({ video }) => (flip(video), `“${basename(video)}” was changed`)],
    [
      'a changed companion',
      ({ path }) => (writeFileSync(join(path, 'VERIFY.txt'), 'trust me'), '“VERIFY.txt” was changed'),
    ],
    ['a missing video', ({ video }) => (rmSync(video), `“${basename(video)}” is missing`)],
    [
      'a file too many',
      ({ path }) => (writeFileSync(join(path, 'extra.txt'), 'x'), '“extra.txt” does not belong to it'),
    ],
    ['a folder too many', ({ path }) => (mkdirSync(join(path, 'more')), '“more” is no file')],
    [
      'a video renamed',
      ({ path, video }) => (renameSync(video, join(path, 'other.mp4')), '“other.mp4” does not belong'),
    ],
    ['no list of hashes', ({ path }) => (rmSync(join(path, 'SHA256SUMS')), 'holds no SHA256SUMS')],
    [
      'a list that is none',
      ({ path }) => (writeFileSync(join(path, 'SHA256SUMS'), 'nothing'), 'is not a list of files'),
    ],
    [
      'a list that leads elsewhere',
      ({ path }) => (
        writeFileSync(join(path, 'SHA256SUMS'), `${'0'.repeat(64)}  ../case.sqlite\n`),
        'is not a list of files'
      ),
    ],
    [
      'a changed video whose hash was renewed too',
      ({ path, video }) => (flip(video), renewSums(path), 'no file that was exported from this case'),
    ],
    [
      'two videos under each other’s names',
      ({ path }) => (swapVideos(path), renewSums(path), 'no entry of its ledger has SHA-256'),
    ],
    [
      'an exchanged certificate and guide whose hashes were renewed too',
      ({ path }) => {
        for (const name of ['signer.pem', 'VERIFY.txt']) writeFileSync(join(path, name), 'trust me')
        renewSums(path)
        return 'is none that was exported from this case'
      },
    ],
    [
      'a link in the place of a video',
      ({ video }) => {
        const elsewhere = join(scratchFolder(), 'v.mp4')
        copyFileSync(video, elsewhere)
        rmSync(video)
        symlinkSync(elsewhere, video)
        return `“${basename(video)}” is no file`
      },
    ],
  ])('%s is refused and named', async (_, tamper) => {
    const copy = copyOf()
    const words = tamper(copy)
    await refused({ packagePath: copy.path }, 'package-changed', words)
  })

  describe('exported by a version that did not record its list of hashes', () => {
    let older: string
    beforeAll(async () => {
      const append = database.custody.append.bind(database.custody)
      const spy = vi.spyOn(database.custody, 'append').mockImplementation((act) => {
        const { packageSha256, ...detail } = act.detail ?? {}
        expect(packageSha256).toMatch(/^[0-9a-f]{64}$/)
        return append({ ...act, detail })
      })
      older = await exportTo('older', itemIds).finally(() => spy.mockRestore())
    })

    it('goes over under a notice that its companions could not be checked', async () => {
      const { receipt } = await hand({ packagePath: older })
      expect(receipt.notices).toEqual([expect.stringContaining('cannot be checked')])
    })

    it('is refused with two videos under each other’s names, and without one of them', async () => {
      swapVideos(older)
      renewSums(older)
      await refused({ packagePath: older }, 'package-changed', 'under that name')
      swapVideos(older)
      rmSync(join(older, videosIn(older)[0]!))
      renewSums(older)
      await refused({ packagePath: older }, 'package-changed', 'is none that was exported')
    })
  })

  it('is not what a failed export of the same bytes elsewhere makes of a whole one', async () => {
    const [entry] = [...database.custody.entriesOf(['export'])]
    const { itemId, inputSha256, outputSha256 } = entry!
    const path = join(folder, 'elsewhere', 'exhibit-export-20260501-100000', 'one.mp4')
    for (const detail of [{ path }, { path, failed: true, reason: 'taken' }])
      database.custody.append({ actor: 'Ada', action: 'export', itemId, inputSha256, outputSha256, detail })
    expect((await hand()).receipt.notices).toEqual([])
  })

  it('is refused where it is not there', async () => {
    await refused({ packagePath: join(folder, 'nowhere') }, 'file-not-found', 'There is no package')
  })

  it('with an item that was not named, or without one that was, is refused', async () => {
    await refused({ itemIds: itemIds.slice(0, 1) }, 'wrong-input', 'which was not named')
    const single = await exportTo('single', itemIds.slice(0, 1))
    await refused({ packagePath: single }, 'wrong-input', 'holds no file of')
    expect(await itemsOfPackage(database, single, unwatched)).toEqual(itemIds.slice(0, 1))
  })

  it('may not get the receipt into itself', async () => {
    await refused({ destination: packagePath }, 'wrong-input', 'cannot lie in the package')
    await refused({ destination: join(packagePath, 'receipt') }, 'wrong-input', 'cannot lie in the package')
  })
})

describe('a hand-over that does not come about', () => {
  it('is taken back in the ledger, and nothing of the receipt is left', async () => {
    const out = scratchFolder()
    const append = database.custody.append.bind(database.custody)
    const spy = vi.spyOn(database.custody, 'append').mockImplementation((act) => {
      const entry = append(act)
      const path = act.detail?.['path']
      // Somebody takes the name once the act stands in the ledger.
      if (act.detail?.['failed'] !== true && typeof path === 'string' && !existsSync(path)) mkdirSync(path)
      return entry
    })
    const before = ledger().entries
    await expect(hand({ destination: out }).finally(() => spy.mockRestore())).rejects.toMatchObject({
      code: 'destination-unwritable',
    })
    expect(readdirSync(out).filter((name) => name.endsWith('.partial'))).toEqual([])
    const { items, entries, valid } = ledger()
    expect([entries, valid]).toEqual([before + 4, true])
    expect(items.slice(-2)).toMatchObject([
      { action: 'hand-over', itemId: itemIds[0], detail: { failed: true } },
      { action: 'hand-over', itemId: itemIds[1], detail: { failed: true } },
    ])
  })

  it('is refused without a recipient or a reason, into the vault, and for items that are not there', async () => {
    await refused({ recipient: { ...recipient, name: '  ' } }, 'wrong-input', 'to whom')
    await refused({ reason: '\n' }, 'wrong-input', 'why')
    await refused({ destination: database.folder.vault }, 'wrong-input', 'inside the case folder')
    const id = 'c7a6bd0c-0000-4000-8000-000000000000' as ItemId
    await refused({ itemIds: [id] }, 'item-not-found', '')
  })

  it('is refused where the case says another length than that of the bytes that were hashed', async () => {
    const summary = database.items.summary.bind(database.items)
    const spy = vi.spyOn(database.items, 'summary').mockImplementation((id) => {
      const found = summary(id)
      return { ...found, size: found.size + 1 }
    })
    await refused({ packagePath: null }, 'item-damaged', 'Somebody changed the database').finally(() =>
      spy.mockRestore(),
    )
  })

  it('leaves nothing when it is cancelled', async () => {
    const controller = new AbortController()
    const before = [ledger().head, readdirSync(database.folder.reports)]
    const work = { signal: controller.signal, report: () => controller.abort() }
    await expect(hand({}, work)).rejects.toThrow(/abort/i)
    expect([ledger().head, readdirSync(database.folder.reports)]).toEqual(before)
  })

  it('is refused where the case is open for reading only', async () => {
    const other = await createCase(join(folder, 'other'), { reference: 'x', examiner: 'Ada' })
    other.close()
    const looking = await openCase(join(folder, 'other'), { actor: '', readOnly: true })
    const context = { database: looking, actor: 'Ada', signer, attestations: noAttestations, resourcesFolder }
    const request = { itemIds, packagePath: null, recipient, reason: 'r', destination: scratchFolder() }
    await expect(handOver(request, context, unwatched).finally(() => looking.close())).rejects.toMatchObject({
      code: 'case-read-only',
    })
  })
})
