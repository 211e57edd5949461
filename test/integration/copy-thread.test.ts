// Large files are copied by a thread of their own: what it copies is what was there, and what comes between is handled as in any
// other copy.
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TestContext } from 'vitest'
import { EvidenceError } from '#contract/errors.ts'
import type { Volume } from '#contract/volume.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Progress, Work } from '#engine/base/progress.ts'
import { GrowingCopy } from '#engine/ingest/copy-source.ts'
import type { Copied } from '#engine/ingest/copy-task.ts'
import { copyInThread } from '#engine/ingest/copy-thread.ts'
import { ReadBack } from '#engine/ingest/read-back.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { goOn, held, smallLimits, take } from '../support/ingest.ts'
import { fakeVolume } from '../support/fake-intake.ts'
import { bytesFrom, makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const mib = 1 << 20
const limits = { ...smallLimits, threadBytes: 1 }

/** Random enough, and no two MiB alike. */
function madeBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size, bytesFrom('made', Math.min(size, mib)))
  for (let at = 0; at + 4 < size; at += mib) bytes.writeUInt32BE(at, at)
  return bytes
}

/** A file of bytes, two new files for it to be copied to, and what they are known by. */
function files(size: number) {
  const folder = scratchFolder()
  const bytes = madeBytes(size)
  const [from, to] = [join(folder, 'from.bin'), join(folder, 'to.bin')]
  writeFileSync(from, bytes)
  const [source, destination] = [openSync(from, 'r'), openSync(to, 'wx')]
  onTestFinished(() => [source, destination].forEach((file) => closeSync(file)))
  return { from, to, bytes, task: { source, destination, size, checkpointBytes: mib } }
}

const saves: () => { saved: Copied[]; save: (copied: Copied) => Promise<void> } = () => {
  const saved: Copied[] = []
  return { saved, save: (copied) => Promise.resolve(void saved.push(copied)) }
}

describe('the thread', () => {
  it('copies all bytes, with the hash of each beginning that it makes sure of', async () => {
    const { to, bytes, task } = files(3 * mib + 5)
    const { saved, save } = saves()
    let told = 0
    const copied = await copyInThread(task, { work: unwatched, save, onBytes: (count) => (told += count) })
    expect(copied).toEqual({ bytes: bytes.length, sha256: sha256Of(bytes), end: { why: 'whole' } })
    expect(readFileSync(to).equals(bytes)).toBe(true)
    expect([told, saved]).toEqual([
      bytes.length,
      [1, 2, 3].map((at) => ({ bytes: at * mib, sha256: sha256Of(bytes.subarray(0, at * mib)) })),
    ])
  })

  it('stops where the source gives an error or ends early, and says how far it came', async () => {
    const { from, bytes, task } = files(2 * mib)
    truncateSync(from, mib + 100)
    const copied = await copyInThread(task, { work: unwatched, ...saves(), onBytes: () => undefined })
    const start = bytes.subarray(0, mib + 100)
    expect(copied).toEqual({ bytes: start.length, sha256: sha256Of(start), end: { why: 'unread' } })
    // The memory of this process begins with a page that cannot be read: EIO.
    const memory = openSync('/proc/self/mem', 'r')
    onTestFinished(() => closeSync(memory))
    const none = { ...task, source: memory }
    expect(await copyInThread(none, { work: unwatched, ...saves(), onBytes: () => undefined })).toMatchObject(
      { bytes: 0, end: { why: 'unread' } },
    )
  })

  it('tells what the disk refused', async () => {
    const { task } = files(mib)
    const full = openSync('/dev/full', 'w')
    onTestFinished(() => closeSync(full))
    const refused = { ...task, destination: full }
    const { end } = await copyInThread(refused, { work: unwatched, ...saves(), onBytes: () => undefined })
    expect(end).toMatchObject({ why: 'unwritten', error: { code: 'ENOSPC' } })
  })

  it('waits for each checkpoint before it goes on to the next, and ends where one fails', async () => {
    const { task } = files(8 * mib)
    const failure = new Error('the disk is gone')
    let count = 0
    const save = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      count += 1
      if (count === 2) throw failure
    }
    await expect(copyInThread(task, { work: unwatched, save, onBytes: () => undefined })).rejects.toBe(
      failure,
    )
    expect(count).toBeLessThanOrEqual(4)
  })

  it('stands still while the user has it wait, with all that is copied made sure of', async () => {
    const { bytes, task } = files(64 * mib)
    const { saved, save } = saves()
    let isPaused = false
    const work: Work = { ...unwatched, isPaused: () => isPaused }
    let told = 0
    const onBytes = (count: number): void => {
      told += count
      isPaused = true
    }
    const copying = copyInThread({ ...task, checkpointBytes: 1 << 30 }, { work, save, onBytes })
    await vi.waitUntil(() => saved.length > 0, { timeout: 30_000 })
    const { bytes: place = 0, sha256 } = saved[0] ?? {}
    expect(sha256).toBe(sha256Of(bytes.subarray(0, place)))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect([told, saved.length]).toEqual([place, 1])
    expect(place).toBeLessThan(bytes.length)
    // It waits for nothing else any more.
    work.isPaused = () => false
    expect(await copying).toMatchObject({ sha256: sha256Of(bytes), end: { why: 'whole' } })
  })

  it('ends when it is cancelled, at a place that is known', async () => {
    const { bytes, task } = files(64 * mib)
    const controller = new AbortController()
    const work: Work = { ...unwatched, signal: controller.signal }
    const save = (): Promise<void> => Promise.resolve(controller.abort())
    const copied = await copyInThread(task, { work, save, onBytes: () => undefined })
    expect(copied.end).toEqual({ why: 'stopped' })
    expect(copied.bytes).toBeLessThan(bytes.length)
    expect(copied.sha256).toBe(sha256Of(bytes.subarray(0, copied.bytes)))
  })
})

describe('a copy that a thread began', () => {
  async function begun(database: CaseDatabase, size: number) {
    const bytes = madeBytes(size)
    const copy = new GrowingCopy(await database.vault.beginIncoming({ name: 'a.bin' }))
    await copy.incoming.write(bytes)
    copy.grewTo({ bytes: size - 10, sha256: sha256Of(bytes.subarray(0, size - 10)) })
    onTestFinished(() => copy.incoming.discard())
    return { bytes, copy }
  }

  it('is gone with from what the thread is sure of', async () => {
    const { bytes, copy } = await begun(await newCase(), mib)
    await copy.takeOver(unwatched)
    await copy.take({ unreadable: 4, reason: 'EIO' })
    await copy.take(bytes.subarray(-6))
    const zeroed = Buffer.from(bytes).fill(0, mib - 10, mib - 6)
    const missing = [{ start: mib - 10, end: mib - 6 }]
    expect(copy.state()).toEqual({ bytes: mib, sha256: sha256Of(zeroed), missing })
    expect(readFileSync(copy.incoming.path).equals(zeroed)).toBe(true)
  })

  it('is copied from the beginning where the thread read nothing', async () => {
    const database = await newCase()
    const bytes = madeBytes(mib)
    const copy = new GrowingCopy(await database.vault.beginIncoming({ name: 'a.bin' }))
    onTestFinished(() => copy.incoming.discard())
    copy.grewTo({ bytes: 0, sha256: sha256Of('') })
    await copy.take({ unreadable: 4, reason: 'EIO' })
    await copy.take(bytes.subarray(4))
    expect(copy.state()).toMatchObject({ bytes: mib, missing: [{ start: 0, end: 4 }] })
  })

  it('is refused where the disk gives other bytes than the thread wrote', async () => {
    const { copy } = await begun(await newCase(), mib)
    writeFileSync(copy.incoming.path, Buffer.alloc(mib))
    await expect(copy.takeOver(unwatched)).rejects.toMatchObject({ code: 'copy-mismatch' })
  })
})

describe('an intake with a thread', () => {
  function source(size: number): { path: string; bytes: Buffer } {
    const path = join(scratchFolder(), 'large.bin')
    const bytes = madeBytes(size)
    writeFileSync(path, bytes)
    return { path, bytes }
  }

  it('is cancelled, and goes on where the thread stopped', async () => {
    const database = await newCase()
    const { path, bytes } = source(24 * mib)
    const controller = new AbortController()
    const report: Work['report'] = ({ done }) => {
      if (done > mib) controller.abort()
    }
    await expect(
      take(database, [path], { limits }, { signal: controller.signal, report }),
    ).rejects.toMatchObject({ name: 'AbortError' })
    const [checkpoint] = database.intakes.openCheckpoints()
    expect(checkpoint?.bytes).toBeGreaterThan(mib)
    expect(await goOn(database, { limits })).toMatchObject([{ status: 'ingested' }])
    expect(held(database)).toEqual({ originals: [sha256Of(bytes)], unfinished: [] })
  })

  it('keeps what it made sure of where it cannot be written down how much that is', async () => {
    const database = await newCase()
    const { path, bytes } = source(24 * mib)
    const { intakes } = database
    const setCheckpoint = intakes.setCheckpoint.bind(intakes)
    let count = 0
    vi.spyOn(intakes, 'setCheckpoint').mockImplementation((...given) => {
      count += 1
      if (count >= 8) throw new EvidenceError('disk-full', 'no room')
      setCheckpoint(...given)
    })
    await expect(take(database, [path], { limits })).rejects.toMatchObject({ code: 'disk-full' })
    vi.restoreAllMocks()
    const [checkpoint] = intakes.openCheckpoints()
    expect(checkpoint?.bytes).toBeGreaterThan(4 * mib)
    const [part = ''] = held(database).unfinished
    expect(statSync(join(database.folder.incoming, part)).size).toBe(checkpoint?.bytes)
    expect(await goOn(database, { limits })).toMatchObject([{ status: 'ingested' }])
    expect(held(database)).toEqual({ originals: [sha256Of(bytes)], unfinished: [] })
  })

  it('reads the copy back while it is written, and tells of each byte twice', async () => {
    const database = await newCase()
    const path = join(scratchFolder(), 'sealed.mp4')
    const frames = { frames: 150, sampleBytes: 100_000 }
    await writeSealed(path, (await makeSigner('VMS')).key, frames)
    const readBack = vi.spyOn(ReadBack.prototype, 'finish')
    const reports: Progress[] = []
    const work: Work = { ...unwatched, report: (progress) => reports.push(progress) }
    const volumeOf = (): Promise<Volume> => Promise.resolve(fakeVolume({ kind: 'disk', removable: false }))
    const { items } = await take(database, [path], { limits, volumeOf }, work)
    expect(items).toMatchObject([{ status: 'ingested', verdict: 'sealed' }])
    expect(await readBack.mock.results[0]?.value).not.toBeNull()
    const told = reports.filter(({ count }) => count).map(({ done }) => done)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBe(statSync(path).size)
    vi.restoreAllMocks()
  })

  it('reads a medium that somebody connected from its beginning, and nothing else', async () => {
    const database = await newCase()
    const { path } = source(4 * mib)
    const readBack = vi.spyOn(ReadBack.prototype, 'finish')
    for (const volume of [
      null,
      fakeVolume({ kind: 'disk', removable: true }),
      fakeVolume({ kind: 'optical', removable: false }),
    ])
      await take(database, [path], { limits, volumeOf: () => Promise.resolve(volume) })
    expect(await Promise.all(readBack.mock.results.map(({ value }) => value as unknown))).toEqual([
      null,
      null,
      null,
    ])
    vi.restoreAllMocks()
  })

  it('refuses a file that becomes shorter meanwhile', async () => {
    const database = await newCase()
    const { path } = source(24 * mib)
    const report: Work['report'] = ({ done }) => {
      if (done > mib) truncateSync(path, 2 * mib)
    }
    const { items } = await take(database, [path], { limits }, { ...unwatched, report })
    expect(items).toMatchObject([
      { status: 'failed', detail: expect.stringContaining('changed while it was read') as string },
    ])
    expect(held(database)).toEqual({ originals: [], unfinished: [] })
  })

  it('is stopped by a disk that fills up, and goes on when there is room', async (context: TestContext) => {
    const disk = join(scratchFolder(), 'disk')
    mkdirSync(disk)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'none', disk])
    if (mounted.status !== 0) context.skip('only root may mount a small disk')
    onTestFinished(() => void spawnSync('umount', ['-l', disk]))
    const database = await newCase(join(disk, 'case'))
    const { path, bytes } = source(24 * mib)
    let isFilled = false
    const fill = (): void => {
      if (isFilled) return
      isFilled = true
      spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'ballast')}`, 'bs=1M'])
    }
    const report: Work['report'] = ({ done }) => {
      if (done > mib) fill()
    }
    await expect(take(database, [path], { limits }, { ...unwatched, report })).rejects.toMatchObject({
      code: 'disk-full',
    })
    truncateSync(join(disk, 'ballast'), 0)
    expect(await goOn(database, { limits })).toMatchObject([{ status: 'ingested' }])
    expect(held(database)).toEqual({ originals: [sha256Of(bytes)], unfinished: [] })
  })
})
