// Trust judged again from what a case holds: only of the file that was verified, and with all that hangs on it, times included.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import type { JobEnd } from '#contract/job.ts'
import { unwatched } from '#engine/base/progress.ts'
import { createEngine } from '#engine/engine.ts'
import type { Engine } from '#engine/engine.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { macSecondsFromFiletime } from '#engine/base/time.ts'
import { formatPem } from '#engine/seal/pem.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import { createCase, openCase } from '#engine/store/case-database.ts'
import { suiteFolder } from '../support/evidence.ts'
import {
  exportedAt,
  makeSigner,
  recordedFrom,
  scratchFolder,
  sealOnceMore,
  timeOf,
  writeSealed,
} from '../support/made-export.ts'
import type { Signer } from '../support/made-export.ts'

const folder = suiteFolder()
const rootFile = join(folder, 'root.pem')
const otherRootFile = join(folder, 'other.pem')
const files = ['a', 'b', 'corrected'].map((name) => join(folder, `${name}.mp4`))
const correctedTo = '2025-01-01T00:00:00.000Z'
let signer: Signer
let other: Signer
beforeAll(async () => {
  signer = await makeSigner('Video management system')
  other = await makeSigner('Mallory')
  writeFileSync(rootFile, formatPem('CERTIFICATE', signer.root.certificate.der))
  writeFileSync(otherRootFile, formatPem('CERTIFICATE', other.root.certificate.der))
  const [a, b, corrected] = files
  await writeSealed(a!, signer.key, { seed: 'a', withMetadata: false })
  await writeSealed(b!, other.key, { seed: 'b', withMetadata: false })
  await sealOnceMore(a!, corrected!, other.key, '', correctedTo)
})

let place: string
let ends: JobEnd[]
beforeEach(() => {
  place = join(scratchFolder(), 'case')
  ends = []
})

/** A case with these files, open in an engine that trusts nobody. */
async function opened(...sources: string[]): Promise<Engine> {
  const database = await createCase(place, { reference: 'R', examiner: 'Ada' })
  await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
  const engine = await createEngine({
    dataFolder: join(place, '..', 'lab'),
    resourcesFolder: place,
    runtime: 'cli',
    emit: (event, payload) => {
      if (event === 'job.end') ends.push(payload as JobEnd)
    },
  })
  onTestFinished(() => engine.close())
  await engine.handlers['case.open']({ path: place, examiner: 'Ada' })
  return engine
}

async function trust({ handlers }: Engine, path: string): Promise<void> {
  await handlers['trust.import']({ path, reason: 'why', scope: 'case' })
}

async function itemAt({ handlers }: Engine, index: number): Promise<ItemDetail> {
  const summary = (await handlers['item.list']({}))[index]
  if (!summary) throw new Error(`no item ${index}`)
  return handlers['item.get']({ itemId: summary.id })
}

const originalOf = ({ summary: { sha256 } }: ItemDetail): string =>
  join(place, 'vault', sha256.slice(0, 2), sha256)

/** While the case is closed: an open one knows what it has read. */
async function exchange({ handlers }: Engine, item: ItemDetail, bytes: Uint8Array): Promise<void> {
  await handlers['case.close']({})
  rmSync(originalOf(item), { force: true })
  writeFileSync(originalOf(item), bytes)
  await handlers['case.open']({ path: place, examiner: 'Ada' })
}

const trustOf = ({ verification }: ItemDetail): unknown[] => verification.seals.map((seal) => seal.trust)

describe('an original that was exchanged in the vault', () => {
  it('gives no signer of other bytes to the seal that was verified; put back, it is judged', async () => {
    const engine = await opened(files[0]!, files[1]!)
    const [a, b] = [await itemAt(engine, 0), await itemAt(engine, 1)]
    const own = readFileSync(originalOf(b))
    await exchange(engine, b, readFileSync(originalOf(a)))
    await trust(engine, rootFile)
    const [seal] = (await itemAt(engine, 1)).verification.seals
    expect(seal?.signer?.subject).toContain('Mallory')
    expect(seal).toMatchObject({
      trust: 'not-checked',
      trustDetail: { reason: expect.stringContaining('not the file that was verified') },
    })
    expect(trustOf(await itemAt(engine, 0))).toEqual(['trusted'])
    const notices = (await engine.handlers['case.current']({}))?.notices.join(' ')
    expect(notices).toContain('its seal 1 brings another certificate')
    await exchange(engine, b, own)
    await trust(engine, otherRootFile)
    expect(trustOf(await itemAt(engine, 1))).toEqual(['trusted'])
  })

  it('by one with fewer seals: no seal keeps an answer of before', async () => {
    const engine = await opened(files[2]!)
    await trust(engine, otherRootFile)
    expect(trustOf(await itemAt(engine, 0))).toEqual(['untrusted', 'trusted'])
    await exchange(engine, await itemAt(engine, 0), readFileSync(files[0]!))
    await trust(engine, rootFile)
    expect(trustOf(await itemAt(engine, 0))).toEqual(['not-checked', 'not-checked'])
  })

  it('by one with the same signer and another export time: the time that was verified counts', async () => {
    const engine = await opened(files[0]!)
    const item = await itemAt(engine, 0)
    const bytes = readFileSync(originalOf(item))
    const stated = timeBytes(exportedAt)
    expect(bytes.indexOf(stated)).toBeGreaterThan(0)
    for (let at = bytes.indexOf(stated); at >= 0; at = bytes.indexOf(stated, at)) {
      timeBytes('2020-01-01T00:00:00.000Z').copy(bytes, at)
    }
    await exchange(engine, item, bytes)
    await trust(engine, rootFile)
    const [seal] = (await itemAt(engine, 0)).verification.seals
    expect(seal).toMatchObject({ trust: 'trusted', trustDetail: { judgedAt: exportedAt } })
  })
})

/** Seconds since 1904, the lower half of what `suep` holds. */
function timeBytes(utc: string): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(Number(macSecondsFromFiletime(timeOf(utc))))
  return bytes
}

describe('a correction of the start time', () => {
  const timesOf = ({ summary, inspection }: ItemDetail): unknown => ({
    summary: [summary.start, summary.startOrigin],
    start: [inspection.startTimes[0]?.utc, inspection.startTimes[0]?.origin],
    track: inspection.tracks[0]?.startTime,
    timing: [inspection.timing[0]?.utc, inspection.timing[0]?.origin],
  })
  const by = (utc: string, origin: string): unknown => ({
    summary: [utc, origin],
    start: [utc, origin],
    track: utc,
    timing: [utc, origin],
  })
  const told = ({ inspection, findings }: ItemDetail): (string | undefined)[] =>
    [inspection.issues, findings].map(
      (list) => list.find(({ code }) => code === 'start-time-corrected')?.detail,
    )
  const lengthOf = ({ summary }: ItemDetail): number =>
    Date.parse(summary.end ?? '') - Date.parse(summary.start ?? '')

  it('counts as long as its signer is not known to be a stranger, and never by an answer of before', async () => {
    const engine = await opened(files[2]!)
    const { handlers } = engine
    const first = await itemAt(engine, 0)
    expect(timesOf(first)).toEqual(by(correctedTo, 'corrected cstb'))

    await trust(engine, rootFile)
    const stranger = await itemAt(engine, 0)
    expect(trustOf(stranger)).toEqual(['trusted', 'untrusted'])
    expect(timesOf(stranger)).toEqual(by(recordedFrom, 'cstb'))
    expect(stranger.inspection.startTimes.at(-1)).toMatchObject({
      utc: correctedTo,
      origin: 'corrected cstb',
    })
    expect(lengthOf(stranger)).toBe(lengthOf(first))
    for (const detail of told(stranger)) expect(detail).toMatch(/\(untrusted\).* It is listed and not used\./)

    await trust(engine, otherRootFile)
    const known = await itemAt(engine, 0)
    expect(timesOf(known)).toEqual(by(correctedTo, 'corrected cstb'))
    for (const detail of told(known)) expect(detail).toMatch(/\(trusted\).* It is used\./)

    // By a whole verification the same comes out, and the ledger says what stands in the tables.
    const { jobId } = await handlers['item.verify']({ itemId: known.summary.id })
    await expect.poll(() => ends.find(({ id }) => id === jobId)?.state, { timeout: 20_000 }).toBe('done')
    expect((await itemAt(engine, 0)).inspection).toEqual(known.inspection)
    await handlers['case.close']({})
    const database = await openCase(place, { actor: 'Ada', readOnly: true })
    expect(auditItems(database)).toEqual([])
    database.close()
  })

  it('stays as it was answered last where the original is another file', async () => {
    const engine = await opened(files[2]!)
    await trust(engine, rootFile)
    const item = await itemAt(engine, 0)
    await exchange(engine, item, readFileSync(files[1]!))
    await trust(engine, otherRootFile)
    const after = await itemAt(engine, 0)
    expect(trustOf(after)).toEqual(['not-checked', 'not-checked'])
    expect(timesOf(after)).toEqual(by(recordedFrom, 'cstb'))
  })
})
