// Exports that are refused, cancelled or that fail leave nothing behind: no package, no file, no entry in the ledger.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Work } from '#engine/base/progress.ts'
import { unwatched } from '#engine/base/progress.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sceneTime } from '#engine/demo/scene-metadata.ts'
import { cutItem } from '#engine/export/cut-export.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { appendSealVerified } from '#engine/export/reseal.ts'
import { demoCase, handOn } from '../support/demo-case.ts'
import type { DemoCase, Span } from '../support/demo-case.ts'
import { scratchFolder } from '../support/made-export.ts'

const made = demoCase()
const entries = (): number => made().database.custody.verifyLedger().entries
const whole: Span = { from: null, to: null }
const part: Span = { from: sceneTime(5), to: sceneTime(7) }

/** Cancels at the n-th report of progress, which may be the last. */
function cancelledAt(count: number): { work: Work; seen: () => number } {
  const controller = new AbortController()
  let seen = 0
  const report = (): void => {
    seen += 1
    if (seen === count) controller.abort()
  }
  return { work: { signal: controller.signal, report }, seen: () => seen }
}

const here = (): DemoCase => ({ ...made(), out: join(scratchFolder(), 'out') })
const left = ({ out }: DemoCase): string[] => (existsSync(out) ? readdirSync(out) : [])

describe('cancelled', () => {
  it.each([
    ['whole', whole],
    ['cut', part],
  ] as const)('at every step of an export (%s): nothing is left', async (_, span) => {
    const before = entries()
    let cancelled = 0
    for (let count = 1; ; count += 1) {
      const place = here()
      const { work, seen } = cancelledAt(count)
      const outcome = await handOn(place, place.items.sealedTwice, span, work).then(
        () => 'done',
        (error: unknown) => (error as Error).name,
      )
      if (seen() < count) break
      expect([count, outcome, left(place)]).toEqual([count, 'AbortError', []])
      cancelled += 1
    }
    expect(cancelled).toBeGreaterThan(4)
    // The last round was not cancelled; nothing but it is recorded.
    expect(entries()).toBe(before + 1)
  })

  it('before it begins', async () => {
    const [before, place] = [entries(), here()]
    const work = { ...unwatched, signal: AbortSignal.abort() }
    for (const span of [whole, part])
      await expect(handOn(place, place.items.sealed, span, work)).rejects.toThrow(/abort/i)
    expect([left(place), entries()]).toEqual([[], before])
  })

  it.each(['seal', 'cut'] as const)(
    'a single file being written (%s): no part of it is left',
    async (kind) => {
      const { items, files, key } = made()
      for (const count of [1, 2, 3]) {
        const folder = scratchFolder()
        const source = await openFileSource(files.sealed)
        const { work } = cancelledAt(count)
        const request = { key, comment: '', operator: '', unitName: '' }
        const path = join(folder, 'a.mp4')
        const writing =
          kind === 'seal'
            ? appendSealVerified(source, path, { ...request, correctedStart: null }, work)
            : cutItem(
                source,
                path,
                items.sealed,
                { ...request, from: part.from as never, to: part.to as never },
                work,
              )
        const outcome = await writing.then(
          () => 'done',
          (error: unknown) => (error as Error).name,
        )
        await source.close()
        // Cancelled while it is read again, the file is whole already and keeps its name; a part of one never has a name.
        expect(readdirSync(folder).filter((name) => name !== 'a.mp4')).toEqual([])
        expect(outcome).toBe('AbortError')
      }
    },
  )
})

describe('refused', () => {
  it.each<[string, Span]>([
    ['before the recording', { from: '2026-05-01T21:00:00.000Z', to: '2026-05-01T21:59:58.000Z' }],
    ['after it', { from: '2026-05-01T22:00:18.500Z', to: '2026-05-01T22:10:00.000Z' }],
    ['in the gap', { from: sceneTime(8.5), to: sceneTime(10.5) }],
    ['reversed', { from: sceneTime(7), to: sceneTime(5) }],
    ['empty', { from: sceneTime(5), to: sceneTime(5) }],
  ])('a cut %s', async (_, span) => {
    const [before, place] = [entries(), here()]
    await expect(handOn(place, place.items.sealedTwice, span)).rejects.toMatchObject({ code: 'cut-refused' })
    expect([left(place), entries()]).toEqual([[], before])
  })

  it('several items, where one of them cannot be cut', async () => {
    const [before, place] = [entries(), here()]
    const { database, key, items, out } = place
    const order = {
      itemIds: [items.sealed.summary.id, items.sealedTwice.summary.id],
      destination: out,
      key,
      operator: '',
      comment: '',
    }
    const span = { from: sceneTime(8.5), to: sceneTime(10.5) }
    const context = { database, actor: 'Ada', unitName: '' }
    await expect(exportItems({ ...order, ...span }, context, unwatched)).rejects.toMatchObject({
      code: 'cut-refused',
    })
    expect([left(place), entries()]).toEqual([[], before])
  })

  it('an original that was changed in the vault', async () => {
    const [before, place] = [entries(), here()]
    const { database, items } = place
    const path = database.vault.path(items.tampered.summary.sha256)
    const bytes = readFileSync(path)
    chmodSync(path, 0o644)
    writeFileSync(path, Buffer.concat([bytes.subarray(0, -1), Buffer.from([0xff ^ bytes.at(-1)!])]))
    try {
      for (const span of [whole, part]) {
        await expect(handOn(place, items.tampered, span)).rejects.toMatchObject({ code: 'item-damaged' })
      }
    } finally {
      writeFileSync(path, bytes)
      chmodSync(path, 0o444)
    }
    expect([left(place), entries()]).toEqual([[], before])
  })

  it('a case that cannot record it', async () => {
    const [before, place] = [entries(), here()]
    const append = vi.spyOn(place.database.custody, 'append').mockImplementation(() => {
      throw new Error('no room for the ledger')
    })
    try {
      await expect(handOn(place, place.items.sealed, part)).rejects.toThrow('no room')
    } finally {
      append.mockRestore()
    }
    expect([left(place), entries()]).toEqual([[], before])
  })

  it('a destination that cannot be made', async () => {
    const place = here()
    mkdirSync(join(place.out, '..'), { recursive: true })
    writeFileSync(place.out, 'a file')
    await expect(handOn(place, place.items.sealed, whole)).rejects.toMatchObject({
      code: 'destination-unwritable',
    })
    expect(readFileSync(place.out, 'utf8')).toBe('a file')
  })

  it('a name that is taken, before a byte is written', async () => {
    const folder = scratchFolder()
    const path = join(folder, 'taken.mp4')
    writeFileSync(path, 'evidence')
    const { files, key } = made()
    const source = await openFileSource(files.sealed)
    let written = 0
    const work: Work = { ...unwatched, report: ({ done }) => (written = Math.max(written, done)) }
    const request = { key, comment: '', operator: '', unitName: '', correctedStart: null }
    await expect(appendSealVerified(source, path, request, work)).rejects.toMatchObject({
      code: 'destination-exists',
    })
    await source.close()
    expect([readdirSync(folder), readFileSync(path, 'utf8'), written]).toEqual([['taken.mp4'], 'evidence', 0])
  })
})
