// ZIP archives: what is taken, what is told and skipped, what is refused. Archives are made by hand, by yazl and by zip itself.
import { execFileSync, spawnSync } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import type { EndOptions } from 'yazl'
import { sha256Of } from '#engine/base/hash.ts'
import { isArchive, listArchive } from '#engine/ingest/source/archive.ts'
import type { ArchiveOptions } from '#engine/ingest/source/archive.ts'
import type { SourceListing } from '#engine/ingest/source/source-file.ts'
import { extraField, handmadeZip, largeSizes, zipEntry } from '#test/support/handmade-zip.ts'
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
