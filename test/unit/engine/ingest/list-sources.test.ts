// What is found to be ingested, and what is told and left: whatever lies on a stick that somebody handed over.
import { spawnSync } from 'node:child_process'
import { linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listSources } from '#engine/ingest/list-sources.ts'
import { placeOf } from '#engine/ingest/source/file-source.ts'
import type { SkippedSource, SourceFile } from '#engine/ingest/source/source-file.ts'
import { newCase, temporaryFolder } from '#test/support/store.ts'

const { signal } = new AbortController()
type Listed = { files: SourceFile[]; skipped: SkippedSource[] }

/** All that was found in all of them. */
async function listIn(caseRoot: string, ...paths: string[]): Promise<Listed> {
  const listings = await listSources(paths, { signal, caseRoot })
  return {
    files: listings.flatMap(({ files }) => files),
    skipped: listings.flatMap(({ skipped }) => skipped),
  }
}
const list = (...paths: string[]): Promise<Listed> => listIn('', ...paths)

describe('files', () => {
  it('given by name are taken as they are, with size and time', async () => {
    const path = join(temporaryFolder(), 'a b.mp4')
    writeFileSync(path, 'seven b')
    const { files, skipped } = await list(path)
    const { dev, ino, mtimeNs, ctimeNs } = statSync(path, { bigint: true })
    expect(files).toMatchObject([
      {
        shown: path,
        relativePath: 'a b.mp4',
        size: 7,
        ref: {
          kind: 'file',
          path,
          bytes: null,
          size: 7,
          identity: `${dev}:${ino}`,
          modifiedNs: String(mtimeNs),
          changedNs: String(ctimeNs),
        },
      },
    ])
    expect(skipped).toEqual([])
  })

  it('in folders are found in order, with their path in the folder', async () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'b', 'c'), { recursive: true })
    mkdirSync(join(root, 'empty'))
    for (const name of ['z.mp4', 'b/2.mp4', 'b/c/1.mp4', '.hidden', 'a'])
      writeFileSync(join(root, name), name)
    const { files } = await list(root, join(root, 'a'))
    expect(files.map(({ relativePath }) => relativePath)).toEqual([
      '.hidden',
      'a',
      'b/2.mp4',
      'b/c/1.mp4',
      'z.mp4',
      'a',
    ])
  })

  it('whose names are not valid text are found, opened, and shown as well as can be', async () => {
    const root = temporaryFolder()
    const folder = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x4b, 0xe4, 0x73])])
    mkdirSync(folder)
    writeFileSync(
      Buffer.concat([folder, Buffer.from('/Stra'), Buffer.from([0xdf]), Buffer.from('e.mp4')]),
      'old name',
    )
    const { files, skipped } = await list(root)
    expect([files.map(({ relativePath }) => relativePath), skipped]).toEqual([
      ['K\ufffds/Stra\ufffde.mp4'],
      [],
    ])
    const [file] = files
    const opened = await file!.open({ from: 0, signal })
    for await (const chunk of opened.stream())
      expect(Buffer.from(chunk as Uint8Array).toString()).toBe('old name')
    await opened.close()
    expect(file!.ref.kind === 'file' && readFileSync(placeOf(file!.ref), 'utf8')).toBe('old name')
  })
})

describe('what is not taken', () => {
  it('links, pipes and sockets are told, never followed, never opened', async () => {
    const root = temporaryFolder()
    writeFileSync(join(root, 'a.mp4'), 'a')
    symlinkSync(join(root, 'a.mp4'), join(root, 'link'))
    symlinkSync(root, join(root, 'loop'))
    symlinkSync('nowhere', join(root, 'dangling'))
    spawnSync('mkfifo', [join(root, 'pipe')])
    const { files, skipped } = await list(root)
    expect(files.map(({ relativePath }) => relativePath)).toEqual(['a.mp4'])
    expect(skipped).toEqual([
      { relativePath: 'dangling', reason: 'It is a link; links are not followed.' },
      { relativePath: 'link', reason: 'It is a link; links are not followed.' },
      { relativePath: 'loop', reason: 'It is a link; links are not followed.' },
      { relativePath: 'pipe', reason: 'It is not a regular file.' },
    ])
    expect((await list(join(root, 'link'))).skipped).toHaveLength(1)
    expect((await list('/dev/null')).skipped).toHaveLength(1)
  })

  it('the case’s own folder, where it lies in what is ingested', async () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'case', 'vault'), { recursive: true })
    for (const name of ['a.mp4', 'case/case.sqlite', 'case/vault/x']) writeFileSync(join(root, name), '')
    const { files, skipped } = await listIn(join(root, 'case'), root)
    const reason = 'It belongs to this case itself and is not taken into it again.'
    expect([files.map(({ relativePath }) => relativePath), skipped]).toEqual([
      ['a.mp4'],
      [{ relativePath: 'case', reason }],
    ])
    // Given by name, and by a way through a link.
    symlinkSync(root, join(root, 'way'))
    for (const path of ['case', 'case/vault', 'case/case.sqlite', 'way/case/vault/x'])
      expect(await listIn(join(root, 'case'), join(root, path))).toMatchObject({
        files: [],
        skipped: [{ reason }],
      })
    mkdirSync(join(root, 'case 2'))
    expect((await listIn(join(root, 'case 2'), join(root, 'a.mp4'))).files).toHaveLength(1)
  })

  it('the files of the case that carry its locks, under whatever name: opening them would give the locks up', async () => {
    const root = temporaryFolder()
    const database = await newCase()
    const { folder } = database
    database.custody.append({ actor: 'Ada', action: 'view' })
    for (const [at, file] of [folder.database, `${folder.database}-wal`, folder.lock].entries())
      linkSync(file, join(root, `${at}.mp4`))
    const { files, skipped } = await listIn(folder.root, root, join(root, '0.mp4'))
    expect([files, skipped.map(({ relativePath }) => relativePath)]).toEqual([
      [],
      ['0.mp4', '1.mp4', '2.mp4', '0.mp4'],
    ])
  })

  it('a path that is not there fails: a typing error is not an empty folder', async () => {
    await expect(list(join(temporaryFolder(), 'none'))).rejects.toMatchObject({ code: 'file-not-found' })
  })

  it.each(['ftp://x/', 's3://bucket/key'])('%s is an address and not a path', async (path) => {
    await expect(list(path)).rejects.toMatchObject({ code: 'source-unsupported' })
  })

  it('is looked for no longer once it was cancelled', async () => {
    const root = temporaryFolder()
    await expect(listSources([root], { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
  })
})
