// What comes out of an archive when its entries are read: their bytes, or why not.
import { appendFile, mkdtemp, open, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { sha256Of } from '#engine/base/hash.ts'
import { isArchive, listArchive } from '#engine/ingest/source/archive.ts'
import type { ArchiveOptions } from '#engine/ingest/source/archive.ts'
import type { SourceListing } from '#engine/ingest/source/source-file.ts'
import { extraField, handmadeZip, zipEntry } from '#test/support/handmade-zip.ts'
import { systemError } from '#test/support/failing-reads.ts'
import type { HandmadeEntry, HandmadeZip } from '#test/support/handmade-zip.ts'
import { failureOf, readSource } from '#test/support/read-source.ts'
import { randomBytes } from 'node:crypto'

const never = new AbortController().signal
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-archive-'))
  path = join(folder, 'made.zip')
})
afterEach(() => rm(folder, { recursive: true }))

async function list(zip: HandmadeZip | HandmadeEntry[], options?: ArchiveOptions): Promise<SourceListing> {
  await writeFile(path, handmadeZip(Array.isArray(zip) ? { entries: zip } : zip))
  return listArchive(path, never, options)
}
const fileAt = ({ files }: SourceListing, at = 0) => {
  const file = files[at]
  if (!file) throw new Error('no such file')
  return file
}

describe('reading', () => {
  const content = Buffer.alloc(1_000_000, 'some bytes of a recording')
  const refused = async (entry: Partial<HandmadeEntry>): Promise<string> => {
    const listing = await list([{ ...zipEntry('a.mp4', content), ...entry }])
    const { code, message } = await failureOf(readSource(fileAt(listing)))
    expect(code).toBe('archive-refused')
    return message
  }

  it('fails where checksum, sizes or compressed bytes are not what the archive declares', async () => {
    expect(await refused({ crc: 1 })).toContain('CRC-32')
    expect(await refused({ method: 8, crc: 1 })).toContain('CRC-32')
    expect(await refused({ method: 8, size: content.length - 1 })).toContain('more than the 999999 bytes')
    expect(await refused({ method: 8, size: content.length + 1 })).toContain('after 1000000 of 1000001')
    expect(await refused({ method: 8, packed: randomBytes(1_500) })).toContain('compressed')
    const { deflateRawSync } = await import('node:zlib')
    const packed = deflateRawSync(content)
    expect(await refused({ method: 8, packed: packed.subarray(0, -9) })).toContain('compressed')
    expect(await refused({ method: 8, packed: Buffer.concat([packed, Buffer.alloc(9)]) })).toContain(
      'after the end',
    )
    expect(await refused({ localName: 'b.mp4' })).toContain('another name')
    expect(await refused({ localExtra: Buffer.alloc(0), packedSize: 5, size: 5 })).toContain('CRC-32')
  })

  it('gives out no more than is declared, however much there is', async () => {
    const bomb = Buffer.alloc(64_000_000)
    const listing = await list([{ ...zipEntry('a.mp4', bomb), method: 8, size: 1_000 }])
    const opened = await fileAt(listing).open({ from: 0, signal: never })
    let given = 0
    const reading = (async () => {
      for await (const chunk of opened.stream()) given += 'unreadable' in chunk ? 0 : chunk.length
    })()
    expect((await failureOf(reading)).code).toBe('archive-refused')
    expect(given).toBe(0)
    await opened.close()
  })

  it('goes on in the middle of what is stored, and begins anew with what is compressed', async () => {
    const listing = await list([zipEntry('a', content), { ...zipEntry('b', content), method: 8 }])
    const [stored, packed] = [fileAt(listing), fileAt(listing, 1)]
    const rest = await readSource(stored, { from: 700_001, kept: content })
    expect(rest.start).toBe(700_001)
    expect(rest.bytes.equals(content.subarray(700_001))).toBe(true)
    expect((await readSource(stored, { from: content.length, kept: content })).bytes).toHaveLength(0)
    const whole = await readSource(packed, { from: 700_001 })
    expect([whole.start, whole.bytes.equals(content)]).toEqual([0, true])
    expect(stored.ref).toMatchObject({ kind: 'archive-entry', archive: path, index: 0, name: 'a' })
  })

  it('checks all of an entry also where it goes on in the middle', async () => {
    const bytes = handmadeZip({ entries: [zipEntry('a', content)] })
    bytes[100] = 0
    await writeFile(path, bytes)
    const file = fileAt(await listArchive(path, never))
    expect((await failureOf(readSource(file, { from: 500_000, kept: content }))).message).toContain('CRC-32')
  })

  it('notices an archive that changed, grew, was replaced or went away', async () => {
    const file = fileAt(await list([zipEntry('a', content)]))
    const opened = await file.open({ from: 0, signal: never })
    await utimes(path, 1, 1)
    expect((await failureOf(opened.confirm(sha256Of('')))).code).toBe('source-changed')
    await opened.close()
    expect((await failureOf(file.open({ from: 0, signal: never }))).code).toBe('source-changed')
    await appendFile(path, 'x')
    expect((await failureOf(file.open({ from: 0, signal: never }))).code).toBe('source-changed')
    await rm(path)
    expect((await failureOf(file.open({ from: 0, signal: never }))).code).toBe('source-gone')
    expect((await failureOf(listArchive(path, never))).code).toBe('file-not-found')
  })

  // The system goes on telling of a file by name after its medium was pulled; the file is therefore left where it is.
  it.each([
    ['gone', 'source-gone'],
    ['there', 'file-unreadable'],
  ] as const)('asks for its medium where it cannot be read: %s', async (where, code) => {
    const listing = await list([zipEntry('a', content), zipEntry('b', content)], {
      whereabouts: () => Promise.resolve(where),
    })
    const opened = await fileAt(listing).open({ from: 0, signal: never })
    const handle = await open(path)
    const read = vi
      .spyOn(Object.getPrototypeOf(handle) as typeof handle, 'read')
      .mockRejectedValue(systemError('EIO'))
    onTestFinished(() => read.mockRestore())
    await handle.close()
    const reading = (async () => {
      for await (const chunk of opened.stream()) expect(chunk).toBeNull()
    })()
    expect((await failureOf(reading)).code).toBe(code)
    await opened.close()
    expect((await failureOf(fileAt(listing, 1).open({ from: 0, signal: never }))).code).toBe(code)
  })

  it('fails where the archive is cut while it is read', async () => {
    const large = randomBytes(8_000_000)
    const file = fileAt(await list([zipEntry('a', large)]))
    const opened = await file.open({ from: 0, signal: never })
    const reading = (async () => {
      for await (const chunk of opened.stream()) if (!('unreadable' in chunk)) await truncate(path, 500)
    })()
    expect((await failureOf(reading)).code).toBe('source-changed')
    await opened.close()
  })

  it('stops when it is cancelled', async () => {
    const controller = new AbortController()
    const listing = await list([{ ...zipEntry('a', randomBytes(8_000_000)), method: 8 }])
    const opened = await fileAt(listing).open({ from: 0, signal: controller.signal })
    const reading = (async () => {
      for await (const chunk of opened.stream()) if (!('unreadable' in chunk)) controller.abort()
    })()
    expect((await failureOf(reading)).message).toMatch(/abort/i)
    await opened.close()
    expect((await failureOf(listArchive(path, controller.signal))).message).toMatch(/abort/i)
  })

  it('tells times only where their zone is known', async () => {
    const ntfs = Buffer.alloc(32)
    ntfs.writeUInt16LE(1, 4)
    ntfs.writeUInt16LE(24, 6)
    for (const at of [8, 16, 24]) ntfs.writeBigInt64LE(134_221_536_000_000_000n + BigInt(at), at)
    const listing = await list([
      { ...zipEntry('a'), date: ((2026 - 1980) << 9) | (5 << 5) | 1, time: (13 << 11) | (2 << 5) | 15 },
      { ...zipEntry('b'), extra: extraField(0x000a, ntfs) },
    ])
    const [dos, windows] = await Promise.all(listing.files.map((file) => readSource(file)))
    expect(dos?.opened.original.modified).toBeNull()
    expect(dos?.opened.detail()['localTime']).toBe('2026-05-01T13:02:30')
    expect(windows?.opened.original.modified).toMatch(/^2026-.*0000008Z$/)
    expect(windows?.opened.original.created).toMatch(/0000024Z$/)
  })

  it('leaves the archive as it was', async () => {
    const listing = await list([zipEntry('a', content)])
    const before = await stat(path, { bigint: true })
    await readSource(fileAt(listing))
    const after = await stat(path, { bigint: true })
    expect([after.mtimeNs, after.ctimeNs, after.size]).toEqual([before.mtimeNs, before.ctimeNs, before.size])
  })

  it.skipIf(process.platform !== 'linux')('leaves its time of access, also of what is none', async () => {
    // So old that reading it in the usual way would give it a new one.
    const old = new Date('2020-01-01T00:00:00Z')
    const other = join(folder, 'noending')
    await writeFile(path, handmadeZip({ entries: [zipEntry('a', content)] }))
    await writeFile(other, 'no archive')
    for (const file of [path, other]) await utimes(file, old, old)
    expect([await isArchive(path), await isArchive(other)]).toEqual([true, false])
    await readSource(fileAt(await listArchive(path, never)))
    for (const file of [path, other]) expect((await stat(file)).atime).toEqual(old)
  })
})
