// ZIP archives: what is taken, what is told and skipped, what is refused. Archives are made by hand, by yazl and by zip itself.
import { execFileSync, spawnSync } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { ZipFile } from 'yazl'
import type { EndOptions } from 'yazl'
import { sha256Of } from '#engine/base/hash.ts'
import { isArchive, listArchive } from '#engine/ingest/source/archive.ts'
import type { ArchiveOptions } from '#engine/ingest/source/archive.ts'
import type { SourceListing } from '#engine/ingest/source/source-file.ts'
import { extraField, handmadeZip, largeSizes, zipEntry } from '#test/support/handmade-zip.ts'
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
const namesOf = ({ files }: SourceListing): string[] => files.map(({ relativePath }) => relativePath)
const reasonsOf = ({ skipped }: SourceListing): string[] => skipped.map(({ reason }) => reason)
const fileAt = ({ files }: SourceListing, at = 0) => {
  const file = files[at]
  if (!file) throw new Error('no such file')
  return file
}

async function yazl(fill: (zip: ZipFile) => void, options?: EndOptions): Promise<void> {
  const zip = new ZipFile()
  fill(zip)
  zip.end(options)
  await pipeline(zip.outputStream, createWriteStream(path))
}

describe('archives of other programs', () => {
  it('gives every file with its bytes, compressed or not', async () => {
    const [stored, packed] = [randomBytes(3_000_000), Buffer.alloc(5_000_000, 'a line of text, and again. ')]
    await yazl((zip) => {
      zip.addEmptyDirectory('clips')
      zip.addBuffer(stored, 'clips/ä 日本.mp4', { compress: false, mode: 0o100640 })
      zip.addBuffer(packed, 'readme.txt', { mtime: new Date('2026-05-01T10:00:00Z') })
      zip.addBuffer(Buffer.alloc(0), 'empty')
    })
    const listing = await listArchive(path, never)
    expect(namesOf(listing)).toEqual(['clips/ä 日本.mp4', 'readme.txt', 'empty'])
    expect(listing.skipped).toEqual([])
    const read = await Promise.all(listing.files.map((file) => readSource(file)))
    expect(read.map(({ bytes }) => sha256Of(bytes))).toEqual([stored, packed, ''].map((one) => sha256Of(one)))
    expect(read[0]?.opened.original.mode).toBe('0640')
    expect(read[1]?.opened.original.modified).toBe('2026-05-01T10:00:00.000Z')
    expect(listing.detail).toMatchObject({ archive: path, archiveSize: (await stat(path)).size })
  })

  it('reads zip64 archives', async () => {
    await yazl((zip) => zip.addBuffer(Buffer.from('large'), 'a.mp4', { forceZip64Format: true }), {
      forceZip64Format: true,
      comment: '',
    })
    expect((await readSource(fileAt(await listArchive(path, never)))).bytes.toString()).toBe('large')
  })

  it.skipIf(spawnSync('zip', ['-v']).error)(
    'reads what zip writes, and hashes it as sha256sum does',
    async () => {
      await mkdir(join(folder, 'in/sub'), { recursive: true })
      await writeFile(join(folder, 'in/sub/a.mp4'), randomBytes(100_000))
      execFileSync('zip', ['-r', '-q', path, '.'], { cwd: join(folder, 'in') })
      const listing = await listArchive(path, never)
      expect(namesOf(listing)).toEqual(['sub/a.mp4'])
      const { bytes } = await readSource(fileAt(listing))
      const said = execFileSync('sha256sum', [join(folder, 'in/sub/a.mp4'), path], { encoding: 'utf8' })
      expect(said).toContain(sha256Of(bytes))
      expect(said).toContain(listing.detail['archiveSha256'])
    },
  )

  it('knows an archive by its first bytes, and leaves documents alone that are archives inside', async () => {
    const zip = handmadeZip({ entries: [zipEntry('a')] })
    const made = async (name: string, bytes: Uint8Array): Promise<boolean> => {
      await writeFile(join(folder, name), bytes)
      return isArchive(join(folder, name))
    }
    expect(await made('a.ZIP', zip)).toBe(true)
    expect(await made('noending', zip)).toBe(true)
    expect(await made('report.docx', zip)).toBe(false)
    expect(await made('b.zip', Buffer.from('\0\0\0\x18ftypisom'))).toBe(false)
    expect(await made('c.zip', Buffer.alloc(0))).toBe(false)
    await symlink(join(folder, 'a.ZIP'), join(folder, 'link.zip'))
    expect(await isArchive(join(folder, 'link.zip'))).toBe(false)
    expect(await isArchive(folder)).toBe(false)
    expect(await isArchive(join(folder, 'missing.zip'))).toBe(false)
    expect((await failureOf(listArchive(join(folder, 'link.zip'), never))).code).toBe('file-unreadable')
  })

  // Neither root nor anybody else can read from it, and it has a size.
  const unreadable = '/sys/bus/cpu/uevent'
  it.skipIf(!existsSync(unreadable))(
    'takes what cannot be read for no archive, and does not fail',
    async () => {
      expect(await isArchive(unreadable)).toBe(false)
    },
  )
})

describe('names', () => {
  it('are UTF-8 where the archive says so, of the extra field where that belongs to the name, else code page 437', async () => {
    const old = Buffer.from([0x81, 0x62, 0x65, 0x72])
    const crc = Buffer.alloc(5)
    crc[0] = 1
    const field = (sum: number, name: string): Buffer => {
      crc.writeUInt32LE(sum, 1)
      return extraField(0x7075, Buffer.concat([crc, Buffer.from(name)]))
    }
    const { crc32 } = await import('node:zlib')
    const listing = await list([
      { name: 'über' },
      { name: old, content: Buffer.from('1') },
      { name: Buffer.from('x1'), extra: field(crc32(Buffer.from('x1')), 'Привет') },
      { name: Buffer.from('x2'), extra: field(7, 'for another name') },
      { name: Buffer.from([0xff, 0x41]), flags: 0x800 },
    ])
    expect(listing.skipped).toEqual([
      { relativePath: 'über', reason: expect.stringContaining('same name') as string },
    ])
    expect(namesOf(listing)).toEqual(['über', 'Привет', 'x2', '\u{fffd}A'])
    expect(namesOf(listing).every((name) => name.isWellFormed())).toBe(true)
  })

  it.each([
    ['/etc/passwd', 'absolute'],
    ['../outside.mp4', 'leads out'],
    ['a/../../outside.mp4', 'leads out'],
    ['a/..', 'leads out'],
    ['C:/x.mp4', 'drive'],
    ['C:x.mp4', 'drive'],
    ['C:\\x.mp4', 'drive'],
    ['\\\\server\\share\\x.mp4', 'absolute'],
    ['..\\x.mp4', 'leads out'],
    ['', 'no name'],
  ])('“%s” is not taken in; the rest is', async (name, why) => {
    const listing = await list([{ name }, zipEntry('good.mp4')])
    expect(namesOf(listing)).toEqual(['good.mp4'])
    expect(reasonsOf(listing)).toEqual([expect.stringContaining(why)])
  })

  it('have the folders of Windows programs, but no backslash of other systems', async () => {
    const listing = await list([{ name: 'cam\\1\\a.mp4' }, { name: 'cam\\1\\b.mp4', madeBy: 3 << 8 }])
    expect(namesOf(listing)).toEqual(['cam/1/a.mp4'])
    expect(reasonsOf(listing)).toEqual([expect.stringContaining('backslash')])
  })

  it('with dots and doubled slashes name one file, and the second of them is told', async () => {
    const listing = await list([zipEntry('./a//b.mp4'), zipEntry('a/b.mp4')])
    expect(namesOf(listing)).toEqual(['a/b.mp4'])
    expect(reasonsOf(listing)).toEqual([expect.stringContaining('same name')])
  })
})

describe('entries that cannot be taken in', () => {
  it.each<[string, Partial<HandmadeEntry>, string]>([
    ['encrypted', { flags: 0x801 }, 'encrypted'],
    ['of another compression', { method: 14 }, 'method 14'],
    ['a link', { madeBy: 3 << 8, attributes: 0o120777 * 65_536 }, 'link'],
    ['a device', { madeBy: 3 << 8, attributes: 0o060600 * 65_536 }, 'not a regular file'],
    ['stored with two sizes', { size: 99 }, 'instead of 99'],
    ['a bomb', { method: 8, size: 3_000_000_000 }, 'would unpack to 3000000000'],
    ['a folder with bytes', { name: 'folder/' }, 'folder'],
  ])('%s: told, and the rest is taken', async (_, words, why) => {
    const listing = await list([{ ...zipEntry('bad.mp4'), ...words }, zipEntry('good.mp4')])
    expect(namesOf(listing)).toEqual(['good.mp4'])
    expect(reasonsOf(listing)).toEqual([expect.stringContaining(why)])
  })

  it('keeps a link of a system without links a file', async () => {
    expect(namesOf(await list([{ name: 'a', attributes: 0o120777 * 65_536 }]))).toEqual(['a'])
  })
})

describe('archives that are refused', () => {
  const refusal = async (zip: HandmadeZip | HandmadeEntry[], options?: ArchiveOptions): Promise<string> => {
    const { code, message } = await failureOf(list(zip, options))
    expect(code).toBe('archive-refused')
    return message
  }

  it('entries that share bytes', async () => {
    const inner = handmadeZip({ entries: [zipEntry('inner')] }).subarray(0, 42)
    // Another file's header lies in the bytes of the first one.
    expect(await refusal([zipEntry('a', Buffer.from(inner)), { ...zipEntry('b'), offset: 31 }])).toContain(
      'share',
    )
    expect(await refusal([zipEntry('a'), { ...zipEntry('b'), offset: 0 }])).toContain('share')
  })

  it('more unpacked than there is room for', async () => {
    const entries = [zipEntry('a', Buffer.alloc(600)), zipEntry('b', Buffer.alloc(600))]
    expect(await refusal(entries, { maxTotal: 1_199 })).toContain('1200 bytes')
    expect(namesOf(await list(entries, { maxTotal: 1_200 }))).toHaveLength(2)
  })

  it('more or fewer entries than it tells', async () => {
    const entries = [zipEntry('a'), zipEntry('b')]
    expect(await refusal({ entries, count: 1 })).toContain('more files than it tells')
    expect(await refusal({ entries, count: 3 })).toContain('damaged or cut off')
    expect(await refusal({ entries, count: 2_000_000, zip64: true })).toContain('1000000')
  })

  it('places outside of it', async () => {
    expect(await refusal({ entries: [zipEntry('a')], directoryOffset: 4_000_000_000 })).toContain('byte')
    expect(await refusal([{ ...zipEntry('a'), offset: 4_000_000_000 }])).toContain('reaches beyond')
    const huge = { size: 0xffffffff, packedSize: 0xffffffff, extra: largeSizes(2 ** 40, 2 ** 40) }
    expect(await refusal([{ ...zipEntry('a'), ...huge }])).toContain('reaches beyond')
  })

  it('cut off anywhere', async () => {
    const whole = handmadeZip({ entries: [zipEntry('a'), { ...zipEntry('b'), method: 8 }] })
    for (let length = 0; length < whole.length; length += 1) {
      await writeFile(path, whole.subarray(0, length))
      const { code } = await failureOf(listArchive(path, never))
      expect([length, code]).toEqual([length, 'archive-refused'])
    }
  }, 60_000)

  it('any byte of it changed: never other bytes than before, never anything but a known failure', async () => {
    const content = Buffer.from('the bytes of a recording')
    const whole = handmadeZip({ entries: [zipEntry('a', content), { ...zipEntry('b', content), method: 8 }] })
    for (let at = 0; at < whole.length; at += 1) {
      const hurt = Buffer.from(whole)
      hurt[at] = (hurt[at] ?? 0) ^ 0x41
      await writeFile(path, hurt)
      try {
        for (const file of (await listArchive(path, never, { hash: false })).files)
          expect((await readSource(file)).bytes).toEqual(content)
      } catch (error) {
        expect([at, error]).toEqual([at, expect.objectContaining({ code: 'archive-refused' })])
      }
    }
  }, 60_000)
})

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
