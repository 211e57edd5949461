import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { sha256Of } from '#engine/base/hash.ts'
import { openCase } from '#engine/store/case-database.ts'
import { createCaseFolder } from '#engine/store/case-folder.ts'
import type { CaseFolder } from '#engine/store/case-folder.ts'
import { Incoming } from '#engine/store/incoming.ts'
import type { WritableFile } from '#engine/store/incoming.ts'
import { Vault } from '#engine/store/vault.ts'
import { failureOf, itemDetail, newCase, temporaryFolder } from '#test/support/store.ts'
import { ingested } from './ingested.ts'

async function newVault(): Promise<{ vault: Vault; folder: CaseFolder }> {
  const folder = await createCaseFolder(path.join(temporaryFolder(), 'case'))
  return { vault: new Vault(folder), folder }
}

async function incomingWith(vault: Vault, content: string): Promise<Incoming> {
  const incoming = await vault.beginIncoming({ name: 'a.mp4' })
  await incoming.write(Buffer.from(content))
  return incoming
}

const bytes = 'the bytes of an original'
const sha256 = sha256Of(bytes)

test('an original lies under its hash, without the name and ending of its source, read-only', async () => {
  const { vault, folder } = await newVault()
  const incoming = await vault.beginIncoming({ name: 'a.mp4', expectedBytes: bytes.length })
  for (const letter of bytes) await incoming.write(Buffer.from(letter))
  await incoming.flush()
  expect(incoming.size).toBe(bytes.length)
  expect(readFileSync(incoming.path, 'utf8')).toBe(bytes)
  const committed = await vault.commitIncoming(incoming, sha256)
  expect(committed).toEqual({
    path: path.join(folder.vault, sha256.slice(0, 2), sha256),
    isNew: true,
    replaced: null,
  })
  expect(committed.path).toBe(vault.path(sha256))
  expect(readFileSync(committed.path, 'utf8')).toBe(bytes)
  expect(statSync(committed.path).mode & 0o777).toBe(0o444)
  expect(readdirSync(folder.incoming)).toEqual([])
  await incoming.discard()
  expect(existsSync(committed.path)).toBe(true)
})

test('an original that is there already is kept as it is', async () => {
  const { vault, folder } = await newVault()
  const first = await vault.commitIncoming(await incomingWith(vault, bytes), sha256)
  const before = statSync(first.path)
  const second = await vault.commitIncoming(await incomingWith(vault, bytes), sha256)
  expect(second).toEqual({ path: first.path, isNew: false, replaced: null })
  expect(statSync(first.path)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs, mode: before.mode })
  expect(readdirSync(folder.incoming)).toEqual([])
})

test.each<[string, (file: string) => void, RegExp]>([
  ['shorter', (file) => writeFileSync(file, 'short'), /^damaged \(5 bytes with SHA-256 [0-9a-f]{64}\)$/],
  ['of the same size', (file) => writeFileSync(file, bytes.replace('t', 'T')), /^damaged \(24 bytes/],
  ['a folder', (file) => mkdirSync(file), /^not a regular file$/],
  ['a link', (file) => symlinkSync('nowhere', file), /^not a regular file$/],
])('what lies in the place of an original is set aside and kept: %s', async (_, put, found) => {
  const { vault, folder } = await newVault()
  const original = vault.path(sha256)
  mkdirSync(path.dirname(original), { recursive: true })
  for (const count of [1, 2]) {
    put(original)
    const { isNew, replaced } = await vault.commitIncoming(await incomingWith(vault, bytes), sha256)
    expect([isNew, replaced]).toEqual([
      true,
      { found: expect.stringMatching(found) as string, keptAs: `${sha256}.damaged-${count}` },
    ])
    expect(readFileSync(original, 'utf8')).toBe(bytes)
    expect(await vault.inspect(sha256)).toBe('whole')
    rmSync(original)
  }
  expect(await vault.inspect(sha256)).toBe('missing')
  expect(readdirSync(path.dirname(original))).toEqual([`${sha256}.damaged-1`, `${sha256}.damaged-2`])
  expect(readdirSync(folder.incoming)).toEqual([])
  expect(await vault.audit([{ sha256, size: bytes.length }])).toMatchObject({
    missing: [sha256],
    unknown: [],
    damaged: [`${sha256}.damaged-1`, `${sha256}.damaged-2`],
  })
})

test('a discarded copy leaves nothing', async () => {
  const { vault, folder } = await newVault()
  const incoming = await incomingWith(vault, bytes)
  await incoming.discard()
  await incoming.discard()
  expect(readdirSync(folder.incoming)).toEqual([])
  await expect(incoming.write(Buffer.from('more'))).rejects.toThrow('Assertion failed')
})

test.each([
  '../../etc/passwd',
  'a/b\\c:d*?.mp4',
  'x'.repeat(500),
  '\u{1f600}'.repeat(60),
  '',
  '.',
  'Nord Süd.mp4',
])('no name of a source leads out of the folder: %j', async (name) => {
  const { vault, folder } = await newVault()
  const incoming = await vault.beginIncoming({ name })
  expect(path.dirname(incoming.path)).toBe(folder.incoming)
  await incoming.discard()
})

test('a disk that is too small is found before the first byte', async () => {
  const { vault, folder } = await newVault()
  expect(await failureOf(() => vault.beginIncoming({ name: 'a', expectedBytes: 2 ** 60 }))).toBe('disk-full')
  expect(readdirSync(folder.incoming)).toEqual([])
})

/** A file that writes in small pieces and fails in the named call. */
async function faulty(folder: CaseFolder, call: keyof WritableFile, errno: string): Promise<Incoming> {
  const file = path.join(folder.incoming, 'faulty.part')
  const handle = await open(file, 'wx')
  const failing = (): Promise<never> => Promise.reject(Object.assign(new Error(errno), { code: errno }))
  let writes = 0
  const wrapped: WritableFile = {
    write: ((buffer: Uint8Array, offset: number, length: number, position: number) => {
      writes += 1
      return call === 'write' && writes === 3
        ? failing()
        : handle.write(buffer, offset, Math.min(length, 5), position)
    }) as WritableFile['write'],
    sync: () => (call === 'sync' ? failing() : handle.sync()),
    datasync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    chmod: (mode) => (call === 'chmod' ? failing() : handle.chmod(mode)),
    close: () => handle.close(),
  }
  return new Incoming(file, wrapped)
}

test.each(['sync', 'datasync'] as const)(
  'a %s that failed once is not believed the next time: the system tells only once that bytes are lost',
  async (call) => {
    const { vault, folder } = await newVault()
    const file = path.join(folder.incoming, 'faulty.part')
    const handle = await open(file, 'wx')
    const write: WritableFile['write'] = handle.write.bind(handle)
    let calls = 0
    const once = (done: () => Promise<void>): Promise<void> => {
      calls += 1
      return calls === 1 ? Promise.reject(Object.assign(new Error('EIO'), { code: 'EIO' })) : done()
    }
    const incoming = new Incoming(file, {
      write,
      sync: () => (call === 'sync' ? once(() => handle.sync()) : handle.sync()),
      datasync: () => (call === 'datasync' ? once(() => handle.datasync()) : handle.datasync()),
      truncate: (length) => handle.truncate(length),
      chmod: (mode) => handle.chmod(mode),
      close: () => handle.close(),
    })
    await incoming.write(Buffer.from(bytes))
    const lost = { code: 'destination-unwritable' }
    await expect(call === 'sync' ? incoming.seal() : incoming.flush()).rejects.toMatchObject(lost)
    await expect(incoming.flush()).rejects.toMatchObject(lost)
    await expect(incoming.seal()).rejects.toMatchObject(lost)
    await expect(vault.commitIncoming(incoming, sha256)).rejects.toMatchObject(lost)
    expect(existsSync(vault.path(sha256))).toBe(false)
    await incoming.discard()
    expect(readdirSync(folder.incoming)).toEqual([])
  },
)

test('short writes are carried on', async () => {
  const { vault, folder } = await newVault()
  const incoming = await faulty(folder, 'close', '')
  await incoming.write(Buffer.from(bytes))
  const { path: file } = await vault.commitIncoming(incoming, sha256)
  expect(readFileSync(file, 'utf8')).toBe(bytes)
})

test.each([
  ['write', 'ENOSPC', 'disk-full'],
  ['write', 'EDQUOT', 'disk-full'],
  ['write', 'EIO', 'destination-unwritable'],
  ['sync', 'ENOSPC', 'disk-full'],
  ['sync', 'EIO', 'destination-unwritable'],
] as const)(
  'a copy whose %s fails with %s says so, and is its owner’s to keep or to discard',
  async (call, errno, code) => {
    const { vault, folder } = await newVault()
    const incoming = await faulty(folder, call, errno)
    const work = async (): Promise<void> => {
      await incoming.write(Buffer.from(bytes))
      await vault.commitIncoming(incoming, sha256)
    }
    await expect(work()).rejects.toMatchObject({
      code,
      message: expect.stringContaining('in the case before is kept') as string,
    })
    expect(readdirSync(folder.incoming)).toEqual(['faulty.part'])
    expect(existsSync(vault.path(sha256))).toBe(false)
    await incoming.discard()
    expect(readdirSync(folder.incoming)).toEqual([])
  },
)

test('a copy that was kept goes on where it was made sure of; what was written after that is cut off', async () => {
  const { vault, folder } = await newVault()
  const incoming = await incomingWith(vault, bytes.slice(0, 15))
  await incoming.keep()
  expect(readdirSync(folder.incoming)).toEqual([incoming.name])
  await expect(incoming.write(Buffer.from('more'))).rejects.toThrow('Assertion failed')
  const again = await vault.resumeIncoming(incoming.name, 10, bytes.length)
  expect([again?.size, readFileSync(incoming.path, 'utf8')]).toEqual([10, bytes.slice(0, 10)])
  await again!.write(Buffer.from(bytes.slice(10)))
  await vault.commitIncoming(again!, sha256)
  expect(readFileSync(vault.path(sha256), 'utf8')).toBe(bytes)
})

test('a sealed copy goes on too; one that is shorter than it should be, is a link or leads elsewhere does not', async () => {
  const { vault, folder } = await newVault()
  const incoming = await incomingWith(vault, bytes)
  await incoming.seal()
  const again = await vault.resumeIncoming(incoming.name, 5)
  expect(readFileSync(incoming.path, 'utf8')).toBe(bytes.slice(0, 5))
  await again!.discard()
  const outside = path.join(folder.root, 'outside.0a1b2c3d.part')
  writeFileSync(outside, bytes)
  symlinkSync(outside, path.join(folder.incoming, 'link.0a1b2c3d.part'))
  writeFileSync(path.join(folder.incoming, 'short.0a1b2c3d.part'), 'short')
  for (const [name, size] of [
    ['link.0a1b2c3d.part', 2],
    ['short.0a1b2c3d.part', 6],
    ['none.0a1b2c3d.part', 0],
    ['../../outside.0a1b2c3d.part', 2],
    [outside, 2],
  ] as const) {
    expect(await vault.resumeIncoming(name, size)).toBeNull()
    await vault.removePart(name)
  }
  expect(readFileSync(outside, 'utf8')).toBe(bytes)
})

test('behind a link in the place of the folder of copies nothing is gone on with, nothing removed', async () => {
  const { vault, folder } = await newVault()
  const theirs = path.join(folder.root, 'theirs')
  mkdirSync(theirs)
  const names = ['a.mp4.0a1b2c3d.part', 'notes.txt']
  for (const name of names) writeFileSync(path.join(theirs, name), bytes)
  rmdirSync(folder.incoming)
  symlinkSync(theirs, folder.incoming)
  await vault.removePart('a.mp4.0a1b2c3d.part')
  expect(await vault.resumeIncoming('a.mp4.0a1b2c3d.part', 1)).toBeNull()
  expect(await vault.sweepIncoming()).toEqual([])
  expect(names.map((name) => readFileSync(path.join(theirs, name), 'utf8'))).toEqual([bytes, bytes])
})

test('a sweep leaves what is not called as Exhibit calls its copies', async () => {
  const { vault, folder } = await newVault()
  writeFileSync(path.join(folder.incoming, 'notes.txt'), bytes)
  expect(await vault.sweepIncoming()).toEqual([])
  expect(readdirSync(folder.incoming)).toEqual(['notes.txt'])
})

test('where there are no permissions, an original is committed all the same', async () => {
  const { vault, folder } = await newVault()
  const incoming = await faulty(folder, 'chmod', 'EPERM')
  await incoming.write(Buffer.from(bytes))
  expect((await vault.commitIncoming(incoming, sha256)).isNew).toBe(true)
})

test('what a crash left is removed at the next opening, and named there and in the ledger', async () => {
  const database = await newCase()
  writeFileSync(path.join(database.folder.incoming, 'Nord_Süd.mp4.0a1b2c3d.part'), bytes)
  database.close()
  const again = await openCase(database.folder.root, { actor: 'Ben' })
  expect(again.notices).toEqual([
    `Copying “Nord_Süd.mp4” was interrupted; the incomplete copy of ${bytes.length} bytes was removed. Ingest it again.`,
  ])
  expect(again.custody.verifyLedger().items.at(-1)).toMatchObject({
    action: 'recovered',
    actor: 'Ben',
    detail: { removedCopies: [{ name: 'Nord_Süd.mp4', bytes: bytes.length }] },
  })
  expect(readdirSync(again.folder.incoming)).toEqual([])
  again.close()
})

test('a sweep that ends before its record is made removes nothing', async () => {
  const { vault, folder } = await newVault()
  writeFileSync(path.join(folder.incoming, 'a.mp4.0a1b2c3d.part'), bytes)
  const record = (): never => {
    throw new Error('power cut')
  }
  await expect(vault.sweepIncoming(record)).rejects.toThrow('power cut')
  expect(readdirSync(folder.incoming)).toEqual(['a.mp4.0a1b2c3d.part'])
  expect(await vault.sweepIncoming()).toHaveLength(1)
})

test('opening tells of originals that are missing, of another size, or of no item', async () => {
  const database = await newCase()
  const [whole, missing, short] = ['whole', 'missing', 'short'].map((content) => itemDetail(content))
  for (const detail of [whole!, missing!, short!]) ingested(database, detail)
  await database.vault.commitIncoming(await incomingWith(database.vault, 'whole'), whole!.summary.sha256)
  await database.vault.commitIncoming(await incomingWith(database.vault, 'sh'), short!.summary.sha256)
  const unknown = sha256Of('unknown')
  await database.vault.commitIncoming(await incomingWith(database.vault, 'unknown'), unknown)
  expect(await database.vault.audit(database.items.originals())).toEqual({
    missing: [missing!.summary.sha256],
    wrongSize: [short!.summary.sha256],
    unknown: [unknown],
    damaged: [],
    unlooked: [],
    unlisted: [],
  })
  database.close()
  const again = await openCase(database.folder.root, { actor: 'Ben' })
  expect(again.notices).toHaveLength(3)
  expect(existsSync(again.vault.path(unknown))).toBe(true)
  again.close()
})
