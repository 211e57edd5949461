// What is handed on and what the ledger says of it never part: no package and no report of which it knows nothing, nothing
// signed that is only guessed, nothing written into the case's own folders.
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { ExportResult } from '#contract/export.ts'
import type { ItemDetail } from '#contract/item.ts'
import type { Work } from '#engine/base/progress.ts'
import { unwatched } from '#engine/base/progress.ts'
import { sceneTime } from '#engine/demo/scene-metadata.ts'
import { cutItem } from '#engine/export/cut-export.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { ExportPackage } from '#engine/export/package.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { writeReport } from '#engine/report/write-report.ts'
import { demoCase } from '../support/demo-case.ts'
import { scratchFolder, writeUnsealed } from '../support/made-export.ts'

const made = demoCase()
const resourcesFolder = join(import.meta.dirname, '..', '..', 'resources')
const ledger = () => made().database.custody.verifyLedger()

function handAllOn(
  destination: string,
  details: ItemDetail[],
  span: { from: string | null; to: string | null } = { from: null, to: null },
  work: Work = unwatched,
): Promise<ExportResult> {
  const { database, key } = made()
  const itemIds = details.map(({ summary }) => summary.id)
  const order = { itemIds, destination, key, operator: 'Ada', comment: '', ...span }
  return exportItems(order as never, { database, actor: 'Ada', unitName: 'Bench' }, work)
}

/** Once the act stands in the ledger, and before it has its name, somebody takes the name. */
function takeNameOnAppend(take: (path: string) => void): { mockRestore(): void } {
  const { custody } = made().database
  const append = custody.append.bind(custody)
  return vi.spyOn(custody, 'append').mockImplementation((act) => {
    const entry = append(act)
    const { path, failed } = act.detail ?? {}
    if (failed !== true && typeof path === 'string') take(path)
    return entry
  })
}

describe('what cannot get its name', () => {
  it('a package: another entry takes the first back, and nothing of it is left', async () => {
    const out = scratchFolder()
    const before = ledger().entries
    const spy = takeNameOnAppend((path) => {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(join(dirname(path), 'mine'), 'mine')
    })
    await expect(
      handAllOn(out, [made().items.sealed]).finally(() => spy.mockRestore()),
    ).rejects.toMatchObject({
      code: 'destination-unwritable',
    })
    const [taken, ...rest] = readdirSync(out)
    expect(rest).toEqual([])
    expect(readdirSync(join(out, taken!))).toEqual(['mine'])
    const { valid, entries, items } = ledger()
    expect([valid, entries]).toEqual([true, before + 2])
    expect(items.slice(-2)).toMatchObject([
      { action: 'export', detail: { mode: 'resealed' } },
      { action: 'export', itemId: made().items.sealed.summary.id, detail: { failed: true } },
    ])
  })

  it.each(['html', 'pdf'])(
    'a report (%s): the same, and the file that took the name is kept',
    async (ending) => {
      const path = join(scratchFolder(), `r.${ending}`)
      const spy = takeNameOnAppend((taken) => writeFileSync(taken, 'mine'))
      const { database } = made()
      const request = { path, itemIds: [], actor: 'Ada', resourcesFolder }
      await expect(
        writeReport(database, request, unwatched).finally(() => spy.mockRestore()),
      ).rejects.toMatchObject({ code: 'destination-exists' })
      expect([readdirSync(dirname(path)), readFileSync(path, 'utf8')]).toEqual([[basename(path)], 'mine'])
      expect(ledger().items.slice(-2)).toMatchObject([
        { action: 'report', detail: { items: 4 } },
        { action: 'report', detail: { failed: true } },
      ])
    },
  )
})

describe('a report', () => {
  it.each(['html', 'pdf'])('that the ledger cannot record is not left behind (%s)', async (ending) => {
    const path = join(scratchFolder(), `r.${ending}`)
    const spy = vi.spyOn(made().database.custody, 'append').mockImplementation(() => {
      throw new EvidenceError('disk-full', 'no room for the ledger')
    })
    const request = { path, itemIds: [], actor: 'Ada', resourcesFolder }
    await expect(
      writeReport(made().database, request, unwatched).finally(() => spy.mockRestore()),
    ).rejects.toMatchObject({ code: 'disk-full' })
    expect(readdirSync(dirname(path))).toEqual([])
  })

  it('stands in the ledger with the items that it is about', async () => {
    const { database, items } = made()
    const id = items.tampered.summary.id
    const request = { path: join(scratchFolder(), 'r.html'), itemIds: [id], actor: 'Ada', resourcesFolder }
    await writeReport(database, request, unwatched)
    expect(ledger().items.at(-1)?.detail).toEqual({ path: request.path, items: 1, itemIds: [id] })
  })
})

describe('inside the case folder', () => {
  it('no package and no report, but in its folders for them', async () => {
    const { database, items } = made()
    const { root, vault, derived, exports, reports } = database.folder
    const link = join(scratchFolder(), 'link')
    symlinkSync(vault, link)
    const report = (path: string): Promise<unknown> =>
      writeReport(database, { path, itemIds: [], actor: 'Ada', resourcesFolder }, unwatched)
    const before = [ledger().entries, readdirSync(root), readdirSync(vault)]
    for (const folder of [root, vault, derived, link, join(root, 'new', 'folder'), join(exports, '..')]) {
      await expect(handAllOn(folder, [items.sealed])).rejects.toMatchObject({ code: 'wrong-input' })
      await expect(report(join(folder, 'r.html'))).rejects.toMatchObject({ code: 'wrong-input' })
    }
    expect([ledger().entries, readdirSync(root), readdirSync(vault)]).toEqual(before)
    expect(dirname((await handAllOn(exports, [items.unsealed])).package)).toBe(exports)
    await report(join(reports, 'r.html'))
    expect(readdirSync(reports)).toEqual(['r.html'])
  })
})

describe('a cut', () => {
  it('of a file that states only when it was made is refused: nothing guessed is signed', async () => {
    const path = join(scratchFolder(), 'plain.mp4')
    await writeUnsealed(path, { withMetadata: false })
    const { database, key } = made()
    const context = { database, actor: 'Ada', trust: { anchors: [], at: null } }
    const [item] = (await ingest([path], context, unwatched)).items
    const detail = database.items.load(item!.id!)
    expect(detail.summary.startOrigin).toBe('mvhd')
    const { start: from, end: to } = detail.summary
    await expect(handAllOn(scratchFolder(), [detail], { from, to })).rejects.toMatchObject({
      code: 'cut-refused',
      message: expect.stringMatching(/handed on whole/) as string,
    })
    expect((await handAllOn(scratchFolder(), [detail])).files[0]).toMatchObject({
      mode: 'resealed',
      notes: [],
    })
    // A stated time that stands beside the guessed one is used.
    const stated = structuredClone(detail)
    stated.inspection.startTimes.unshift({ trackId: 1, utc: from!, origin: 'cstb' })
    const source = await openFileSource(path)
    const request = { key, comment: '', operator: '', unitName: '', from, to }
    const cut = await cutItem(source, join(scratchFolder(), 'cut.mp4'), stated, request, unwatched)
    await source.close()
    expect(cut.verification.verdict).toBe('sealed')
  })

  it('says why it differs: in the answer, in export.json and in the ledger', async () => {
    const span = { from: sceneTime(5.3), to: sceneTime(9.13) }
    const { files, package: folder } = await handAllOn(scratchFolder(), [made().items.sealed], span)
    const notes = files[0]?.notes ?? []
    expect(notes.length).toBeGreaterThan(0)
    const told = JSON.parse(readFileSync(join(folder, 'export.json'), 'utf8')) as ExportResult
    expect(told.files[0]?.notes).toEqual(notes)
    expect(ledger().items.at(-1)?.detail['notes']).toEqual(notes)
  })
})

describe('a whole item', () => {
  it('that was sealed and would not be any more is not handed on', async () => {
    const { database, items } = made()
    const out = scratchFolder()
    const before = ledger().entries
    const { summary } = items.tampered
    const spy = vi.spyOn(database.items, 'summary').mockReturnValue({ ...summary, verdict: 'sealed' })
    await expect(handAllOn(out, [items.tampered]).finally(() => spy.mockRestore())).rejects.toMatchObject({
      code: 'internal',
    })
    expect([readdirSync(out), ledger().entries]).toEqual([[], before])
  })
})

describe('progress', () => {
  it.each([
    ['whole', { from: null, to: null }],
    ['cut', { from: sceneTime(5), to: sceneTime(7) }],
  ])('of several items goes forward only, to one total (%s)', async (_, span) => {
    const { items } = made()
    const seen: { done: number; total: number | null }[] = []
    const report: Work['report'] = ({ done, total }) => void seen.push({ done, total })
    await handAllOn(scratchFolder(), [items.sealed, items.sealedTwice], span, { ...unwatched, report })
    const total = 3 * (items.sealed.summary.size + items.sealedTwice.summary.size)
    expect(new Set(seen.map((one) => one.total))).toEqual(new Set([total]))
    for (const [index, { done }] of seen.entries()) {
      expect(done).toBeGreaterThanOrEqual(seen[index - 1]?.done ?? 0)
      expect(done).toBeLessThanOrEqual(total)
    }
    expect(seen.at(-1)?.done).toBe(total)
  })
})

describe('a package', () => {
  it('has names that any file system takes, and whole characters only', async () => {
    const made = await ExportPackage.create(scratchFolder(), new Date())
    for (const name of [
      `${'😀'.repeat(90)}.mp4`,
      `${'ä'.repeat(300)}.mp4`,
      `${'漢'.repeat(255)}.mp4`,
      `\ud800x.mp4`,
    ]) {
      const names = [1, 2].map(() => basename(made.pathFor(name, '-cut')))
      expect(new Set(names).size).toBe(2)
      for (const one of names) {
        expect(Buffer.byteLength(one)).toBeLessThanOrEqual(200)
        expect(one.isWellFormed()).toBe(true)
      }
    }
  })

  it('tells of unfinished ones at the same place, and leaves them alone', async () => {
    const out = scratchFolder()
    const rest = 'exhibit-export-20260501-220000.partial'
    mkdirSync(join(out, rest))
    const { notices, package: path } = await handAllOn(out, [made().items.unsealed])
    expect(notices).toEqual([expect.stringContaining(rest)])
    expect(readdirSync(out).sort()).toEqual([rest, basename(path)].sort())
  })

  it('begun in the same moment as another has a name of its own', async () => {
    const [out, now] = [scratchFolder(), new Date()]
    const all = await Promise.all([1, 2, 3, 4].map(() => ExportPackage.create(out, now)))
    expect(new Set(all.map(({ path }) => path)).size).toBe(4)
  })
})
