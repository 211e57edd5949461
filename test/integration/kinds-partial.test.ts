// Items of which bytes are missing: never called broken and never sealed, whatever is asked; completed from another copy they
// are the file that it was, byte for byte.
import Database from 'better-sqlite3'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import { explain } from '#contract/messages/explain.ts'
import { describeVerification, itemChips } from '#contract/messages/verdict.ts'
import type { Verification } from '#contract/seal.ts'
import type { ByteRange } from '#contract/units.ts'
import { unwatched } from '#engine/base/progress.ts'
import { readCertificate } from '#engine/seal/certificate.ts'
import { reviewTrust } from '#engine/examine/review-trust.ts'
import { readStructure } from '#engine/examine/verify-file.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { recordOutcome, vaultFile } from '#engine/calls/record-verification.ts'
import { exportItems } from '#engine/export/export-items.ts'
import { completeItem } from '#engine/ingest/complete-item.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import type { OpenedSource } from '#engine/ingest/source/source-file.ts'
import { buildReport } from '#engine/report/build-report.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import type { CaseDatabase } from '#engine/store/case-database.ts'
import { verifyFiles } from '#engine/verify-pool.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, writeSealed } from '../support/made-export.ts'
import type { Signer } from '../support/made-export.ts'
import { ranges, takePartial, withGaps } from '../support/partial-item.ts'
import { failureOf, newCase } from '../support/store.ts'

const folder = suiteFolder()
const whole = join(folder, 'whole.mp4')
let bytes: Buffer
let signer: Signer
beforeAll(async () => {
  signer = await makeSigner('VMS')
  await writeSealed(whole, signer.key, { frames: 60, sampleBytes: 40_000 })
  bytes = readFileSync(whole)
})

const trustOf = ({
  root,
}: Signer): { anchors: NonNullable<ReturnType<typeof readCertificate>>[]; at: null } => {
  const certificate = readCertificate(root.certificate.der)
  if (!certificate) throw new Error('a root')
  return { anchors: [certificate], at: null }
}

/** In the media, in the boxes before it, in the seal, all over. */
const damages = (): [string, ByteRange[]][] => [
  ['in the media', ranges([bytes.indexOf('mdat') + 5_000, bytes.indexOf('mdat') + 9_096])],
  ['one byte', ranges([bytes.indexOf('mdat') + 777, bytes.indexOf('mdat') + 778])],
  ['in moov', ranges([bytes.indexOf('stsz') - 100, bytes.indexOf('stsz') + 100])],
  ['in the seal', ranges([bytes.length - 600, bytes.length - 200])],
  ['the end', ranges([bytes.length - 4_096, bytes.length])],
  ['the beginning', ranges([0, 4_096])],
  [
    'many places',
    Array.from({ length: 300 }, (_, index) => ({ start: 3_000 + index * 512, end: 3_100 + index * 512 })),
  ],
]

const said = (verification: Verification): string =>
  JSON.stringify([
    describeVerification(verification),
    explain(verification, null, { fileName: 'x', clockOffset: null, signedGroups: [] }),
  ]).replaceAll(/"\w+":/g, '')

function expectNothingClaimed(verification: Verification): void {
  expect(verification.verdict).toBe('unreadable')
  expect(verification.seals).toEqual([])
  expect(verification.mediaSigning.every(({ verdict }) => verdict === 'not-checkable')).toBe(true)
  expect(verification.reason).toMatch(/missing/)
  expect(verification.findings.some(({ code }) => code === 'bytes-missing')).toBe(true)
  expect(verification.notChecked).toContain('partial-file')
  expect(describeVerification(verification).intact).toBe('not-checked')
  expect(said(verification)).not.toMatch(
    /intact|broken|sealed by|unchanged|changed after|no seal|no signer|"sealed"/i,
  )
}

async function verifyAgain(
  database: CaseDatabase,
  { summary: { id } }: ItemDetail,
  threads: number,
): Promise<Verification> {
  const file = vaultFile(database, id)
  const found: Verification[] = []
  await verifyFiles([file], { trust: trustOf(signer), threads }, unwatched, (_, outcome) => {
    if (!outcome.ok) throw outcome.error
    found.push(outcome.verification)
    const ingested = new Map([[id, database.items.summary(id).sha256]])
    const run = {
      database,
      actor: 'Ada',
      trust: trustOf(signer),
      trustStoreSha256: file.sha256,
      ingested,
      restored: new Set<never>(),
    }
    expect(recordOutcome(run, file, outcome)).toBe(true)
  })
  const [verification] = found
  if (!verification) throw new Error('one answer')
  return verification
}

describe('a sealed file of which bytes are missing', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'damage %i: nothing is said of its seals, then and when verified again',
    async (index) => {
      const [what, gaps] = damages()[index] ?? ['', []]
      const database = await newCase()
      const detail = await takePartial(database, 'north.mp4', bytes, gaps, trustOf(signer))
      expect(detail.summary, what).toMatchObject({
        status: 'partial',
        intact: 'not-checked',
        trust: 'not-checked',
        seals: 0,
        missingBytes: gaps.reduce((sum, { start, end }) => sum + end - start, 0),
      })
      expectNothingClaimed(detail.verification)
      expect(detail.conformance.checks.some(({ result }) => result === 'fail')).toBe(false)
      expect(database.items.load(detail.summary.id)).toEqual(detail)
      const { verifiedAt: _, ...first } = detail.verification
      for (const threads of [0, 1]) {
        const { verifiedAt: _at, ...again } = await verifyAgain(database, detail, threads)
        expect(again).toEqual(first)
      }
      expect(auditItems(database)).toEqual([])
      // Whom the workstation trusts changes nothing.
      const source = await openFileSource(database.vault.path(detail.summary.sha256))
      const structure = await readStructure(source)
      await source.close()
      expect(reviewTrust(detail.verification, structure, trustOf(signer))).toEqual(detail.verification)
    },
  )

  it('by its chips: incomplete, and no word on a signer', async () => {
    const detail = await takePartial(await newCase(), 'a.mp4', bytes, damages()[0]?.[1] ?? [])
    const { seal, signer: who } = itemChips(detail.summary)
    expect([seal.word, seal.tone, who.word]).toEqual(['Incomplete', 'attention', 'Not checked'])
  })

  it('in a report: the ranges, and no section on seals', async () => {
    const database = await newCase()
    const { summary } = await takePartial(database, 'a.mp4', bytes, damages()[0]?.[1] ?? [])
    const report = await buildReport(database, [summary.id], 'Ada', new AbortController().signal)
    const headings = report.sections.map(({ heading }) => heading)
    expect(headings).toContain('What is missing')
    expect(headings).not.toContain('Seals')
    const text = JSON.stringify(report.sections)
    const [gap] = damages()[0]?.[1] ?? []
    expect(text).toContain(`Bytes ${gap?.start.toLocaleString('en-GB')} to`)
  })

  it('is not handed on, whole or cut', async () => {
    const database = await newCase()
    const { summary } = await takePartial(database, 'a.mp4', bytes, damages()[0]?.[1] ?? [])
    for (const from of [null, summary.start]) {
      const order = {
        ...{ itemIds: [summary.id], destination: join(folder, 'never'), from, to: null },
        ...{ key: signer.key, operator: 'Ada', comment: '' },
      }
      const failed = failureOf(() => exportItems(order, { database, actor: 'Ada', unitName: 'x' }, unwatched))
      expect(await failed).toBe('item-partial')
    }
  })

  it.each([
    [`UPDATE item SET missing = '[]'`, 'description'],
    [`UPDATE item SET missing = '[]', missing_bytes = 0, status = 'ingested'`, 'description'],
    ['UPDATE item SET missing_bytes = 1', 'its ranges are'],
    [`UPDATE item SET status = 'ingested'`, 'status'],
    [`UPDATE item SET kind = 'attachment'`, 'description'],
    [
      `UPDATE item SET original = json_set(original, '$.modified', '2020-01-01T00:00:00.000Z')`,
      'description',
    ],
    ['UPDATE item SET completed_by = id', 'completes it'],
  ])('what the database says of it cannot be changed unnoticed: %s', async (sql, problem) => {
    const database = await newCase()
    await takePartial(database, 'a.mp4', bytes, damages()[0]?.[1] ?? [])
    expect(auditItems(database)).toEqual([])
    const other = new Database(database.folder.database)
    other.exec(sql)
    other.close()
    expect(
      auditItems(database)
        .map((one) => one.problem)
        .join('\n'),
    ).toContain(problem)
  })
})

const context = (database: CaseDatabase) => ({ database, actor: 'Ada', trust: trustOf(signer) })

describe('completing', () => {
  const gapsOf = (): ByteRange[] =>
    ranges([8_192, 12_288], [200_000, 200_001], [bytes.length - 512, bytes.length])

  it('from a whole copy: the file as it was, sealed again, beside the partial one', async () => {
    const database = await newCase()
    const partial = await takePartial(database, 'north.mp4', bytes, gapsOf())
    const before = readFileSync(database.vault.path(partial.summary.sha256))
    database.sensitive.mark([partial.summary.id], true, 'Ada')
    const made = await completeItem(
      { itemId: partial.summary.id, source: whole },
      context(database),
      unwatched,
    )
    expect(made).toMatchObject({ status: 'ingested', verdict: 'sealed', path: 'north.mp4' })
    const detail = database.items.load(made.id!)
    expect(readFileSync(database.vault.path(detail.summary.sha256)).equals(bytes)).toBe(true)
    expect(detail.summary).toMatchObject({
      intact: 'intact',
      trust: 'trusted',
      missingBytes: 0,
      sourcePath: whole,
      // What must not be seen of the part must not be seen of the whole.
      sensitive: true,
    })
    expect(database.items.summary(partial.summary.id)).toMatchObject({
      completedBy: made.id,
      status: 'partial',
    })
    expect(readFileSync(database.vault.path(partial.summary.sha256)).equals(before)).toBe(true)
    const [entry] = [...database.custody.entriesOf(['completed'])]
    expect(entry).toMatchObject({
      itemId: made.id,
      inputSha256: partial.summary.sha256,
      outputSha256: detail.summary.sha256,
      detail: {
        partial: partial.summary.id,
        whole: true,
        partialSource: '/media/disc/north.mp4',
        source: whole,
        rangesTotal: 3,
        bytesTaken: 4_096 + 1 + 512,
        bytesNotCompared: 0,
        onlyZeros: false,
      },
    })
    expect(auditItems(database)).toEqual([])
    expect(database.custody.verifyLedger().valid).toBe(true)
    // Once is enough.
    const twice = completeItem({ itemId: partial.summary.id, source: whole }, context(database), unwatched)
    expect(await failureOf(() => twice)).toBe('wrong-input')
  })

  it.each([
    [
      'another byte outside the gaps',
      () => Buffer.from(bytes.map((byte, at) => (at === 50_000 ? byte ^ 1 : byte))),
      50_000,
    ],
    [
      'another byte at the end of a gap',
      () => Buffer.from(bytes.map((byte, at) => (at === 12_288 ? byte ^ 1 : byte))),
      12_288,
    ],
    ['another size', () => bytes.subarray(0, -1), null],
  ])('%s: not a copy of the same file, and nothing is changed', async (_, other, offset) => {
    const database = await newCase()
    const partial = await takePartial(database, 'north.mp4', bytes, gapsOf())
    const source = join(folder, 'other.mp4')
    writeFileSync(source, other())
    onTestFinished(() => rmSync(source))
    const error = await completeItem(
      { itemId: partial.summary.id, source },
      context(database),
      unwatched,
    ).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'copy-mismatch' })
    if (offset !== null) expect(error).toMatchObject({ details: { offset } })
    expect(database.items.list()).toEqual([partial.summary])
    expect([...database.custody.entriesOf(['ingest-failed'])]).toHaveLength(1)
    expect(await database.vault.sweepIncoming()).toEqual([])
  })

  /** A source of which a part cannot be read, as a damaged medium gives it. */
  const damaged = (content: Uint8Array, bad: readonly ByteRange[]) => (): Promise<OpenedSource> =>
    Promise.resolve({
      size: content.length,
      start: 0,
      original: { modified: null, created: null, changed: null, accessed: null, mode: null },
      async *stream() {
        let at = 0
        for (const { start, end } of [...bad, { start: content.length, end: content.length }]) {
          for (; at < start; at += 10_000) yield content.subarray(at, Math.min(start, at + 10_000))
          at = end
          if (end > start) yield { unreadable: end - start, reason: 'EIO' }
        }
        await Promise.resolve()
      },
      confirm: () => Promise.resolve(),
      detail: () => ({ source: 'second disc' }),
      close: () => Promise.resolve(),
    })

  it('from a copy that is damaged elsewhere: whole; where both are damaged: partial again', async () => {
    const database = await newCase()
    const partial = await takePartial(database, 'north.mp4', bytes, gapsOf())
    const bad = ranges([10_000, 11_000], [60_000, 61_000])
    const first = await completeItem(
      {
        itemId: partial.summary.id,
        source: '/media/second/north.mp4',
        open: damaged(withGaps(bytes, bad), bad),
      },
      context(database),
      unwatched,
    )
    expect(first.status).toBe('partial')
    const again = database.items.load(first.id!)
    expect(again.missing).toEqual(ranges([10_000, 11_000]))
    expectNothingClaimed(again.verification)
    expect(
      readFileSync(database.vault.path(again.summary.sha256)).equals(withGaps(bytes, again.missing)),
    ).toBe(true)
    expect(database.items.summary(partial.summary.id).completedBy).toBeNull()
    expect(auditItems(database)).toEqual([])
    const elsewhere = ranges([70_000, 90_000])
    const second = await completeItem(
      {
        itemId: again.summary.id,
        source: '/media/third/north.mp4',
        open: damaged(withGaps(bytes, elsewhere), elsewhere),
      },
      context(database),
      unwatched,
    )
    expect(second).toMatchObject({ status: 'ingested', verdict: 'sealed' })
    // Both partial copies are of this file.
    for (const { summary } of [partial, again])
      expect(database.items.summary(summary.id).completedBy).toBe(second.id)
    expect(auditItems(database)).toEqual([])
  })

  it('from a copy with zeros where the medium was damaged: said, and not sealed', async () => {
    const database = await newCase()
    const gaps = ranges([100_000, 104_096])
    const partial = await takePartial(database, 'north.mp4', bytes, gaps)
    const image = join(folder, 'image.mp4')
    writeFileSync(image, withGaps(bytes, gaps))
    onTestFinished(() => rmSync(image))
    // The very same bytes: they are in the case already, as what they are.
    const outcome = completeItem({ itemId: partial.summary.id, source: image }, context(database), unwatched)
    expect(await failureOf(() => outcome)).toBe('wrong-input')
    expect(database.items.summary(partial.summary.id).completedBy).toBeNull()
  })

  it('its own original in the vault is no other copy', async () => {
    const database = await newCase()
    const { summary } = await takePartial(database, 'north.mp4', bytes, gapsOf())
    const own = completeItem(
      { itemId: summary.id, source: database.vault.path(summary.sha256) },
      context(database),
      unwatched,
    )
    expect(await failureOf(() => own)).toBe('wrong-input')
  })

  it('an original that was changed in the vault is not built upon', async () => {
    const database = await newCase()
    const { summary } = await takePartial(database, 'north.mp4', bytes, gapsOf())
    const place = database.vault.path(summary.sha256)
    rmSync(place)
    writeFileSync(place, bytes)
    const made = completeItem({ itemId: summary.id, source: whole }, context(database), unwatched)
    expect(await failureOf(() => made)).toBe('item-damaged')
  })

  it('by the ingest of the whole file, before or after: the partial item says so', async () => {
    const database = await newCase()
    const partial = await takePartial(database, 'north.mp4', bytes, gapsOf())
    const stranger = join(folder, 'stranger.mp4')
    writeFileSync(stranger, Buffer.from(bytes.map((byte, at) => (at === 50_000 ? byte ^ 1 : byte))))
    onTestFinished(() => rmSync(stranger))
    await ingest([stranger], context(database), unwatched)
    expect(database.items.summary(partial.summary.id).completedBy).toBeNull()
    const { items } = await ingest([whole], context(database), unwatched)
    expect(database.items.summary(partial.summary.id).completedBy).toBe(items[0]?.id)
    expect(auditItems(database)).toEqual([])
    const other = new Database(database.folder.database)
    other.exec('UPDATE item SET completed_by = NULL')
    other.close()
    expect(auditItems(database)).toMatchObject([{ itemId: partial.summary.id }])
  })
})
