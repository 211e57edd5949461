// A copy is read back while it is still being written: what comes of it is what reading the whole copy afterwards gives, and
// where anything is not as the source said, nothing comes of it.
import {
  chmodSync,
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ItemId } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { sha256Of } from '#engine/base/hash.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import type { TrustChoice } from '#engine/examine/verify-file.ts'
import { noAttributes } from '#engine/ingest/describe-other.ts'
import { examineCopy } from '#engine/ingest/examine-copy.ts'
import { metadataBuffer } from '#engine/ingest/index-metadata.ts'
import { contentStampOf } from '#engine/base/file-stamp.ts'
import { ReadBack } from '#engine/ingest/read-back.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'
import { newCase } from '../support/store.ts'

const trust: TrustChoice = { anchors: [], at: null }
const original = join(suiteFolder(), 'sealed.mp4')

beforeAll(async () => {
  await writeSealed(original, (await makeSigner('Exporter')).key)
})

/** A source, and a copy that is not there yet. */
function begin(work: Work = unwatched) {
  const folder = scratchFolder()
  const [from, to] = [join(folder, 'from.mp4'), join(folder, 'to.mp4')]
  copyFileSync(original, from)
  writeFileSync(to, '')
  const source = openSync(from, 'r')
  onTestFinished(async () => {
    await readBack.end()
    closeSync(source)
  })
  const bytes = readFileSync(from)
  let told = 0
  const readBack = new ReadBack(
    { source, path: to, size: bytes.length, mayLook: Promise.resolve(true) },
    work,
    (count) => (told += count),
  )
  const write = (count: number): void => {
    writeFileSync(to, bytes.subarray(0, count))
    readBack.reached(count)
  }
  return { from, to, bytes, readBack, write, told: () => told }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

describe('a copy is read back while it is written', () => {
  it('gives what reading the whole copy gives', async () => {
    const { to, bytes, readBack, write, told } = begin()
    for (const part of [0.1, 0.5, 0.9, 1]) {
      write(Math.floor(bytes.length * part))
      await vi.waitUntil(() => told() === Math.floor(bytes.length * part))
    }
    const result = await readBack.finish()
    const source = await openFileSource(to)
    const whole = await verifyFile(source, 'to.mp4', trust, unwatched)
    await source.close()
    expect(whole.verification.verdict).toBe('sealed')
    expect(result?.reading.pass).toEqual(whole.reading.pass)
    expect(result?.reading.video).toEqual(whole.reading.video)
    expect(result?.structure.plan).toEqual(whole.structure.plan)
    expect([readBack.told, told()]).toEqual([bytes.length, bytes.length])
    expect(result?.stamp).toBe(await contentStampOf(to))
  })

  it('reads nothing that is not on the disk for certain', async () => {
    const { to, bytes, readBack, write, told } = begin()
    write(1_000)
    writeFileSync(to, bytes)
    await turn()
    expect(told()).toBe(1_000)
    expect(await readBack.finish()).not.toBeNull()
    expect(told()).toBe(bytes.length)
  })

  it('tells the hash of what the copy holds, not of the source', async () => {
    const { to, bytes, readBack } = begin()
    // Media, far from any box and from the beginnings of tracks.
    const changed = Buffer.from(bytes)
    const at = bytes.indexOf('mdat') + 30_000
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    writeFileSync(to, changed)
    const result = await readBack.finish()
    const source = await openFileSource(to)
    const { reading } = await verifyFile(source, 'to.mp4', trust, unwatched)
    await source.close()
    expect(result?.reading.pass).toEqual(reading.pass)
  })

  it('gives nothing where the boxes of the copy are not those of the source', async () => {
    for (const box of ['moov', 'meta', 'ftyp']) {
      const { to, bytes, readBack } = begin()
      const changed = Buffer.from(bytes)
      const at = bytes.indexOf(box) + 4
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      await turn()
      writeFileSync(to, changed)
      // A sealing box that changes fails already where it goes by.
      expect(await readBack.finish(), box).toBeNull()
    }
  })

  it('gives nothing where the copy is shorter or longer than it was to be', async () => {
    for (const bytesMore of [-1, 1]) {
      const { to, bytes, readBack } = begin()
      writeFileSync(to, bytes)
      truncateSync(to, bytes.length + bytesMore)
      expect(await readBack.finish()).toBeNull()
    }
  })

  it('gives nothing for a source that ends early', async () => {
    const short = begin()
    truncateSync(short.from, 100)
    await turn()
    writeFileSync(short.to, short.bytes)
    expect(await short.readBack.finish()).toBeNull()
  })

  it('ends when it is given up or cancelled, though the copy never comes', async () => {
    const { readBack, write, told } = begin()
    write(500)
    await vi.waitUntil(() => told() > 0)
    await readBack.end()
    write(1_000)
    await turn()
    expect(told()).toBe(500)
    const cancel = new AbortController()
    const other = begin({ ...unwatched, signal: cancel.signal })
    other.write(500)
    await turn()
    cancel.abort(new Error('the user cancelled'))
    await expect(other.readBack.finish()).rejects.toThrow('the user cancelled')
  })

  it('stands still while the user has it wait', async () => {
    let go: () => void = () => undefined
    const paused = new Promise<void>((resolve) => {
      go = resolve
    })
    const { bytes, readBack, write, told } = begin({ ...unwatched, waitWhilePaused: () => paused })
    write(bytes.length)
    await turn()
    expect(told()).toBe(0)
    go()
    expect(await readBack.finish()).not.toBeNull()
    expect(told()).toBe(bytes.length)
  })

  it('ends also while the user has it wait', async () => {
    const { readBack, write, told } = begin({
      ...unwatched,
      waitWhilePaused: () => new Promise(() => undefined),
    })
    write(1_000)
    await turn()
    await readBack.end()
    expect(told()).toBe(0)
  })

  it('counts for nothing where the copy was written to since', async () => {
    const { to, bytes, readBack, write } = begin()
    write(bytes.length)
    const result = await readBack.finish()
    chmodSync(to, 0o444)
    const database = await newCase()
    const copy = {
      path: to,
      file: { shown: to, relativePath: 'to.mp4' },
      sha256: sha256Of(bytes),
      missing: [],
    }
    const examine = () =>
      examineCopy(
        'a' as ItemId,
        { ...copy, original: noAttributes, readBack: result },
        { database, trust },
        unwatched,
        metadataBuffer(),
        () => undefined,
      )
    expect((await examine()).detail.verification.verdict).toBe('sealed')
    const changed = Buffer.from(bytes)
    changed.writeUInt8(changed.readUInt8(20_000) ^ 1, 20_000)
    writeFileSync(to, changed)
    await expect(examine()).rejects.toMatchObject({ code: 'copy-mismatch' })
  })
})
