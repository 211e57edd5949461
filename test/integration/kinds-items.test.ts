// Other files of an export, in a case: kept byte for byte, hashed, and nothing said of them that was not checked, the first
// time and ever after; handed on as they came.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { IngestResult } from '#contract/item.ts'
import { explain } from '#contract/messages/explain.ts'
import { itemChips } from '#contract/messages/verdict.ts'
import type { ItemId } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { recordOutcome, vaultFile } from '#engine/calls/record-verification.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { makeThumbnails, withoutThumbnail } from '#engine/ingest/thumbnails.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import { buildReport } from '#engine/report/build-report.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { verifyFiles } from '#engine/verify-pool.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, writeSealed } from '../support/made-export.ts'
import type { Signer } from '../support/made-export.ts'
import { failureOf, newCase } from '../support/store.ts'

const folder = suiteFolder()
const disc = join(folder, 'disc')
let signer: Signer
beforeAll(async () => {
  signer = await makeSigner('VMS')
  mkdirSync(join(disc, 'docs'), { recursive: true })
  await writeSealed(join(disc, 'north.mp4'), signer.key)
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=176x144:rate=10:duration=2', '-pix_fmt', 'yuv420p']
  const ffmpeg = await findFfmpeg()
  execFileSync(ffmpeg, ['-loglevel', 'error', '-y', ...picture, '-c:v', 'mpeg4', join(disc, 'south.avi')])
  writeFileSync(join(disc, 'docs', 'protocol.pdf'), '%PDF-1.7\n')
  // The name of a file that a package has itself.
  writeFileSync(join(disc, 'VERIFY.txt'), 'Everything is fine.\n')
  writeFileSync(join(disc, 'half.mkv'), Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x80]))
})

const trust = { anchors: [], at: null }
const take = (database: CaseDatabase): Promise<IngestResult> =>
  ingest([disc], { database, actor: 'Ada', trust }, unwatched)

async function taken(): Promise<{ database: CaseDatabase; ids: Record<string, ItemId> }> {
  const database = await newCase()
  const { items } = await take(database)
  return { database, ids: Object.fromEntries(items.map(({ path, id }) => [path, id!])) }
}

describe('a disc with all that came with an export', () => {
  it('is in the case whole, each file as what it is', async () => {
    const { database, ids } = await taken()
    const told = database.items
      .list()
      .map(({ path, kind, verdict, intact, media }) => [path, kind, verdict, intact, media])
    expect(told).toEqual([
      ['VERIFY.txt', 'attachment', 'unreadable', 'not-checked', null],
      ['docs/protocol.pdf', 'attachment', 'unreadable', 'not-checked', null],
      ['half.mkv', 'attachment', 'unreadable', 'not-checked', null],
      ['north.mp4', 'export', 'sealed', 'intact', 'not-signed'],
      ['south.avi', 'video', 'unsealed', 'unsealed', null],
    ])
    for (const { path, sha256 } of database.items.list())
      expect(readFileSync(database.vault.path(sha256)).equals(readFileSync(join(disc, path)))).toBe(true)
    expect(auditItems(database)).toEqual([])
    const avi = database.items.load(ids['south.avi']!)
    expect(avi.verification.reason).toBe(
      'Not an export file (format avi): no seal. It can at most be looked at.',
    )
    expect(avi.inspection.tracks).toMatchObject([{ kind: 'video', codec: 'mpeg4', width: 176, height: 144 }])
    expect(avi.summary.levels).toEqual({ '0V': false, '0M': false, '0E': false })
    // Pictures are made beside everything else.
    await makeThumbnails(database, withoutThumbnail(database), unwatched)
    expect(database.items.summary(ids['south.avi']!).hasThumbnail).toBe(true)
    expect(avi.summary.durationSeconds).toBeCloseTo(2, 1)
    expect(database.items.load(ids['docs/protocol.pdf']!).verification.reason).toBe(
      'Not a video: kept as an attachment. Only its SHA-256 is checked.',
    )
    expect(database.items.load(ids['half.mkv']!).findings.map(({ code }) => code)).toEqual([
      'video-not-opened',
    ])
    // Again: all of it is there.
    expect(new Set((await take(database)).items.map(({ status }) => status))).toEqual(
      new Set(['already-present']),
    )
  })

  it.each([0, 2])('is the same when it is verified again, in %i threads', async (threads) => {
    const { database } = await taken()
    const files = database.items.list().map(({ id }) => vaultFile(database, id))
    const before = files.map(({ itemId }) => database.items.load(itemId).verification)
    await verifyFiles(files, { trust, threads }, unwatched, (index, outcome) => {
      const file = files[index]!
      expect(outcome.ok && { ...outcome.verification, verifiedAt: '' }).toEqual({
        ...before[index],
        verifiedAt: '',
      })
      const run = {
        database,
        actor: 'Ada',
        trust,
        trustStoreSha256: file.sha256,
        restored: new Set<never>(),
        ingested: new Map([[file.itemId, file.sha256]]),
      }
      expect(recordOutcome(run, file, outcome)).toBe(true)
    })
    expect(auditItems(database)).toEqual([])
  })

  it('of an attachment that was changed in the vault: its custody, and nothing about seals', async () => {
    const { database, ids } = await taken()
    const file = vaultFile(database, ids['docs/protocol.pdf']!)
    execFileSync('sh', ['-c', `chmod u+w "$1" && printf x >> "$1"`, 'sh', file.path])
    await verifyFiles([file], { trust, threads: 0 }, unwatched, (_, outcome) => {
      const run = {
        database,
        actor: 'Ada',
        trust,
        trustStoreSha256: file.sha256,
        restored: new Set<never>(),
        ingested: new Map([[file.itemId, file.sha256]]),
      }
      expect(recordOutcome(run, file, outcome)).toBe(false)
    })
    expect(database.items.summary(file.itemId)).toMatchObject({ custody: 'mismatch', verdict: 'unreadable' })
  })

  it('in words: no seal that could match, no signer that could be trusted', async () => {
    const { database, ids } = await taken()
    const chips = (path: string): string[] => {
      const { seal, signer: who } = itemChips(database.items.summary(ids[path]!))
      return [seal.word, seal.tone, who.word]
    }
    expect(chips('south.avi')).toEqual(['No seal', 'unknown', 'No signer'])
    expect(chips('docs/protocol.pdf')).toEqual(['None looked for', 'unknown', 'Not checked'])
    for (const path of ['south.avi', 'docs/protocol.pdf', 'half.mkv']) {
      const { verification, inspection } = database.items.load(ids[path]!)
      const text = explain(verification, inspection, { fileName: 'x', clockOffset: null, signedGroups: [] })
      expect(text.summary).toEqual([verification.reason])
      for (const list of [text.proved, text.notProved, text.when]) expect(list.length).toBeGreaterThan(0)
      expect(text.steps.map(({ id }) => id)).not.toContain('coverage')
      expect(JSON.stringify(text).replaceAll(/"\w+":/g, '')).not.toMatch(
        /intact|broken|unchanged|changed after/i,
      )
    }
    const report = await buildReport(database, Object.values(ids), 'Ada', new AbortController().signal)
    expect(JSON.stringify(report.sections)).toContain('1 of 5')
  })

  it('is handed on: the export with a new seal, the rest as it came; sha256sum agrees', async () => {
    const { database, ids } = await taken()
    const order = {
      ...{ itemIds: Object.values(ids), destination: join(folder, 'out'), from: null, to: null },
      ...{ key: signer.key, operator: 'Ada', comment: '' },
    }
    const context = { database, actor: 'Ada', unitName: 'Lab' }
    const made = await exportItems(order, context, unwatched)
    const name = (path: string): string => path.slice(made.package.length + 1)
    expect(made.files.map(({ path, mode, verdict }) => [name(path), mode, verdict])).toEqual([
      ['VERIFY-2.txt', 'copied', 'unreadable'],
      ['protocol.pdf', 'copied', 'unreadable'],
      ['half.mkv', 'copied', 'unreadable'],
      ['north.mp4', 'resealed', 'sealed'],
      ['south.avi', 'copied', 'unsealed'],
    ])
    for (const { path, sha256, mode } of made.files) {
      if (mode !== 'copied') continue
      expect(database.items.findBySha256(sha256)).not.toBeNull()
      expect(readFileSync(path).equals(readFileSync(database.vault.path(sha256)))).toBe(true)
    }
    execFileSync('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: made.package })
    const guide = readFileSync(join(made.package, 'VERIFY.txt'), 'utf8')
    expect(guide).toContain('“south.avi” is not an export file and carries no seal.')
    expect([...database.custody.entriesOf(['export'])].map(({ detail }) => detail['mode']).sort()).toEqual([
      'copied',
      'copied',
      'copied',
      'copied',
      'resealed',
    ])
  })

  it('is not cut, but for the export', async () => {
    const { database, ids } = await taken()
    const { start } = database.items.summary(ids['north.mp4']!)
    for (const path of ['south.avi', 'docs/protocol.pdf']) {
      const order = {
        ...{ itemIds: [ids[path]!], destination: join(folder, 'never'), from: start, to: null },
        ...{ key: signer.key, operator: 'Ada', comment: '' },
      }
      const failed = failureOf(() => exportItems(order, { database, actor: 'Ada', unitName: 'x' }, unwatched))
      expect(await failed).toBe('cut-refused')
    }
  })
})

describe('a case of an older version', () => {
  it('says the same of its items: what was not known then is not in their hashes', async () => {
    const database = await newCase()
    copyFileSync(join(disc, 'north.mp4'), join(folder, 'only.mp4'))
    await ingest([join(folder, 'only.mp4')], { database, actor: 'Ada', trust }, unwatched)
    const { summary } = database.items.load(database.items.list()[0]!.id)
    const { id, name, path, sourcePath, size, sha256, ingestedAt, cameras } = summary
    const { start, end, startOrigin, durationSeconds, levels } = summary
    const { evidenceHashes, storedHash } = await import('#engine/store/evidence-hashes.ts')
    const asBefore = storedHash({
      ...{ id, name, path, sourcePath, size, sha256, ingestedAt, cameras },
      ...{ start, end, startOrigin, durationSeconds, levels },
    })
    expect(evidenceHashes({ summary, missing: [] }).descriptionSha256).toBe(asBefore)
  })
})
