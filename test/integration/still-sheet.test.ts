// A sheet of stills by the call of the window, read back by a reader of its own: pictures, words and ledger say the same as
// stills do.
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ItemSummary } from '#contract/item.ts'
import type { JobEnd } from '#contract/job.ts'
import type { Mark } from '#contract/mark.ts'
import { UtcTime, type ItemId, type JobId } from '#contract/units.ts'
import { sheetLimit, SheetResult } from '#contract/sheet.ts'
import { StillResult } from '#contract/still.ts'
import { answerCall } from '#engine/answer-call.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { readCsv } from '../support/read-csv.ts'
import { readPdf, textOf } from '../support/pdf-reader.ts'
import type { PdfPageRead, PdfPicture } from '../support/pdf-reader.ts'
import { wholeLedger } from '../support/whole-ledger.ts'
import { blocks, codedHeight, columns, readBlocks, rows } from '../support/zoo/block-code.ts'
import * as encodings from '../support/zoo/encode.ts'
import { hasFfmpeg } from './isobmff-ffmpeg.ts'

const bench = caseBench(['a'])
const salt = 4711
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The number that a picture itself says it has. */
function numberIn({ width, height, bits, pixels }: PdfPicture): number | null {
  const step = 3 * (bits / 8)
  const seen = Array.from({ length: blocks }, (_, block) => {
    const x = Math.floor((((block % columns) + 0.5) / columns) * width)
    const y = Math.floor(((Math.floor(block / columns) + 0.5) / rows) * codedHeight * height)
    return (pixels[(y * width + x) * step] ?? 0) > 127 ? '1' : '0'
  })
  return readBlocks(seen.join(''), salt)
}

describe.skipIf(!hasFfmpeg)('a sheet of stills', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-sheet-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const video = (name: string): string => join(folder, name)
  let first: ItemSummary
  let second: ItemSummary

  beforeAll(async () => {
    const started = (time: string): string[] => ['-metadata', `creation_time=${time}`]
    const make = (name: string, args: readonly string[]): Promise<void> =>
      encodings.encode(video(name), { count: 100, salt }, args)
    await make('first.mp4', [...encodings.bPictures, ...started('2026-05-01T10:00:00Z')])
    await make('second.mp4', [...encodings.anamorphic, ...started('2026-05-01T10:00:02Z')])
    await make('ten-bit.mp4', encodings.h264TenBit)
  })

  beforeEach(async () => {
    const { engine, root, endOf } = bench()
    await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
    const sources = ['first.mp4', 'second.mp4', 'ten-bit.mp4'].map(video)
    expect((await endOf(engine.handlers['ingest.start']({ sources }))).state).toBe('done')
    ;[first, second] = [await itemOf('first.mp4'), await itemOf('second.mp4')]
  })

  async function itemOf(name: string): Promise<ItemSummary> {
    return (await bench().engine.handlers['item.list']({})).find((one) => one.name === name)!
  }
  async function mark(
    itemId: ItemId,
    sample: number,
    more: { last?: number; note?: string; tag?: string } = {},
  ) {
    const place = { trackId: 1, firstSample: sample, lastSample: more.last ?? sample }
    const text = { note: more.note ?? '', tag: more.tag ?? '', colour: 'blue' as const }
    return bench().engine.handlers['marks.add']({ itemId, place, text })
  }
  async function end(marks: Mark[], path: string | null = null, itemIds: ItemId[] = []): Promise<JobEnd> {
    const { engine, endOf } = bench()
    return endOf(engine.handlers['still.sheet']({ markIds: marks.map(({ id }) => id), itemIds, path }))
  }
  async function sheet(
    marks: Mark[],
    path: string | null = null,
    itemIds: ItemId[] = [],
  ): Promise<{ result: SheetResult; bytes: Buffer; pages: PdfPageRead[]; text: string }> {
    const ended = await end(marks, path, itemIds)
    expect(ended.error).toBeNull()
    const result = SheetResult.parse(ended.result)
    const bytes = readFileSync(result.path)
    const pages = readPdf(bytes)
    return { result, bytes, pages, text: textOf(pages) }
  }
  const picturesOf = (pages: readonly PdfPageRead[]): PdfPicture[] =>
    pages.flatMap(({ images }) => images.map(({ picture }) => picture))
  async function still(itemId: ItemId, sample: number): Promise<StillResult> {
    const { engine, endOf } = bench()
    const made = await endOf(engine.handlers['still.make']({ itemId, trackId: 1, sample, path: null }))
    return StillResult.parse(made.result)
  }
  /** Where a stored sample stands in the order of showing. */
  async function shownAs(itemId: ItemId, sample: number): Promise<number> {
    const { compositionTime } = await bench().engine.handlers['track.samples']({
      ...{ itemId, trackId: 1, first: 0, count: 20_000 },
    })
    return compositionTime.filter((time) => time < compositionTime[sample]!).length
  }

  it('has the pictures of stills, in the order of time, with what is to be said of them', async () => {
    const { engine, root } = bench()
    const [late, stretch, other] = [
      await mark(first.id, 90, { note: 'He leaves.\nOver the yard.', tag: 'man' }),
      await mark(first.id, 25, { last: 50, note: 'בוא.mp4 <b>not bold</b>' }),
      await mark(second.id, 10),
    ]
    const { result, bytes, pages, text } = await sheet([late, stretch, other])
    expect(result.path).toBe(join(root, 'exports', 'stills', 'sheet-R-7.pdf'))
    expect(result.sha256).toBe(sha256(bytes))
    // 10:00:01, 10:00:02, 10:00:02.4 of the other file, 10:00:03.6.
    expect(result.pictures.map(({ itemId, sample }) => [itemId, sample])).toEqual([
      ...[
        [first.id, 25],
        [first.id, 50],
      ],
      ...[
        [second.id, 10],
        [first.id, 90],
      ],
    ])
    const pictures = picturesOf(pages)
    expect(pictures).toHaveLength(4)
    for (const [index, { itemId, sample, pixelsSha256 }] of result.pictures.entries()) {
      const { width, height, sha256: found } = pictures[index]!
      const own = await still(itemId, sample)
      expect(text).toContain(own.utc!.slice(0, 10) + ' ' + own.utc!.slice(11, -1) + ' UTC')
      expect([pixelsSha256, found, width, height]).toEqual([
        own.pixelsSha256,
        own.pixelsSha256,
        own.width,
        own.height,
      ])
      expect(numberIn(pictures[index]!)).toBe(await shownAs(itemId, sample))
      expect(text.replaceAll(' ', '')).toContain(pixelsSha256!)
    }
    // Never larger than a point for a pixel, and as it is stored: not as wide pixels would be seen.
    for (const { width, height, picture } of pages.flatMap(({ images }) => images)) {
      expect(width).toBeLessThanOrEqual(picture.width)
      expect(width / height).toBeCloseTo(picture.width / picture.height, 3)
    }
    const number = (await shownAs(first.id, 90)) + 1
    for (const said of [
      ...['Case R 7', 'Ada', 'He leaves.', 'Over the yard.', 'man', 'first picture of a marked stretch'],
      ...['<b>not bold</b>', `${number} of 100; stored sample 90 of track 1`, 'start: mvhd, whole seconds'],
      ...['2026-05-01 10:00:01.080 UTC', 'no; nobody entered how far', 'All 4 pictures of this sheet'],
      ...['4 pictures of 3 marks in 2 files', 'No seal', 'Not checked', 'Players show it as 931 × 360'],
      ...['In the recording: 1.000 s after its first picture', 'On this sheet: 0.000 s after'],
    ])
      expect(text).toContain(said)
    for (const hash of [first.sha256, second.sha256]) expect(text.replaceAll(' ', '')).toContain(hash)

    const { items } = await wholeLedger(engine.handlers)
    const told = items.filter(({ action }) => action === 'still-sheet')
    expect(told.map(({ itemId, inputSha256, outputSha256 }) => [itemId, inputSha256, outputSha256])).toEqual([
      [first.id, first.sha256, result.sha256],
      [second.id, second.sha256, result.sha256],
    ])
    expect(told[0]!.detail).toMatchObject({
      ...{ path: result.path, stills: 3, refused: 0, ofSheet: 4 },
      pictures: [
        { number: 1, markId: stretch.id, storedSample: 25, pixelsSha256: result.pictures[0]!.pixelsSha256 },
        { number: 2, markId: stretch.id, storedSample: 50 },
        { number: 4, markId: late.id, storedSample: 90 },
      ],
    })
    expect(bytes.toString('latin1')).not.toMatch(/\/(JavaScript|JS|Launch|URI|OpenAction|EmbeddedFile)\b/)
  })

  it('says both times where an examiner compared the clock, and orders by the corrected one', async () => {
    const { engine } = bench()
    await engine.handlers['clock.set']({
      itemIds: [second.id],
      reading: {
        recorderTime: UtcTime.parse('2026-05-01T12:00:05.000Z'),
        referenceTime: UtcTime.parse('2026-05-01T12:00:00.000Z'),
        method: 'radio clock',
      },
    })
    const marks = [await mark(first.id, 0), await mark(second.id, 0)]
    const { result, text } = await sheet(marks)
    expect(result.pictures.map(({ itemId }) => itemId)).toEqual([second.id, first.id])
    expect(text).toContain('2026-05-01 10:00:02.080 UTC (start: mvhd, whole seconds)')
    expect(text).toContain('2026-05-01 09:59:57.080 UTC (recorder’s clock 5 s ahead; entered by Ada')
    expect(text).toContain('2026-05-01 09:59:57.080 UTC, corrected')
    // A single still and a list of pictures say the same.
    const one = await still(second.id, 0)
    const sidecar = JSON.parse(readFileSync(one.sidecar, 'utf8')) as Record<string, unknown>
    const both = { utc: '2026-05-01T10:00:02.080Z', correctedUtc: '2026-05-01T09:59:57.080Z' }
    expect(sidecar['time']).toMatchObject({
      ...both,
      ...{ origin: 'mvhd', uncorrectedUtc: null },
      recorderClock: { offsetMicros: 5_000_000, method: 'radio clock', enteredBy: 'Ada' },
    })
    expect(readFileSync(one.path).toString('utf8')).toContain(
      '2026-05-01T09:59:57.080Z (recorder’s clock 5 s ahead, entered by Ada: radio clock)',
    )
    const { items } = await wholeLedger(engine.handlers, second.id)
    expect(items.findLast(({ action }) => action === 'still')?.detail).toMatchObject({
      ...{ ...both, clockOffsetMicros: 5_000_000 },
    })
    const path = join(bench().place, 'corrected.csv')
    const request = { itemId: second.id, trackId: 1, format: 'csv' as const, path }
    expect((await bench().endOf(engine.handlers['frames.export'](request))).error).toBeNull()
    const [head = [], row = []] = readCsv(readFileSync(path, 'utf8').slice(1))
    const cell = (name: string): string | undefined => row[head.indexOf(name)]
    expect([cell('utc'), cell('corrected_utc'), cell('utc_uncorrected')]).toEqual([
      both.utc,
      both.correctedUtc,
      '',
    ])
    expect([cell('clock_offset_seconds'), cell('clock_method')]).toEqual(['5', 'radio clock'])
    // Those who read by place find what they know.
    expect(head.indexOf('stamp_locked')).toBe(18)
  })

  it('keeps 16 bits, and places what has no time by its own recording', async () => {
    const { id } = await itemOf('ten-bit.mp4')
    const { result, pages, text } = await sheet([await mark(id, 30)])
    const [picture] = picturesOf(pages)
    expect([picture!.bits, picture!.sha256]).toEqual([16, (await still(id, 30)).pixelsSha256])
    expect(numberIn(picture!)).toBe(await shownAs(id, 30))
    expect(result.pictures[0]!.pixelsSha256).toBe(picture!.sha256)
    expect(text).toContain('the file does not say when')
    expect(text).toContain('no time is known that it could be placed by')
  })

  it('tells in its place why a still could not be made', async () => {
    const { engine, root, endOf } = bench()
    const made = await itemOf('a.mp4')
    const good = await mark(first.id, 12)
    const bad = await mark(made.id, 0, { note: 'unreadable' })
    const changed = await mark(second.id, 3)
    const path = originalIn(root, second.sha256)
    const bytes = readFileSync(path)
    bytes[bytes.length >> 1]! ^= 0xff
    chmodSync(path, 0o644)
    writeFileSync(path, bytes)
    expect((await endOf(engine.handlers['case.verify']({}))).state).toBe('done')
    const { result, pages, text } = await sheet([good, bad, changed])
    const of = (itemId: ItemId): SheetResult['pictures'][number] =>
      result.pictures.find((one) => one.itemId === itemId)!
    expect(of(first.id)).toMatchObject({ refused: null })
    expect(of(second.id)).toMatchObject({
      pixelsSha256: null,
      refused: expect.stringContaining('is not what was taken in') as string,
    })
    expect(of(made.id).refused).not.toBeNull()
    expect(picturesOf(pages)).toHaveLength(1)
    expect(text.split('This still could not be made')).toHaveLength(3)
    expect(text).toContain('2 of 3 pictures could not be made')
    expect(text).toContain('unreadable')
    const { items } = await wholeLedger(engine.handlers, second.id)
    expect(items.at(-1)!.detail).toMatchObject({ stills: 0, refused: 1 })
  })

  it('of all marks of an item, long notes whole, and hostile ones as what they are', async () => {
    const lines = Array.from({ length: 150 }, (_, at) => `Line ${at} of the note.`).join('\n')
    await mark(first.id, 5, { note: lines })
    await mark(first.id, 6, { note: 'W'.repeat(4_000), tag: '\u202egnp.exe' })
    await mark(first.id, 7, { note: '\n'.repeat(4_000) + 'end' })
    const { result, text } = await sheet([], null, [first.id])
    expect(result.pictures).toHaveLength(3)
    for (let at = 0; at < 150; at += 1) expect(text).toContain(`Line ${at} of the note.`)
    expect(text.match(/W/g)!.length).toBeGreaterThanOrEqual(4_000)
    expect(text).not.toContain('\u202e')
    expect(text).toContain('gnp.exe')
  })

  it('is refused without marks, over another file, inside the vault, as another file, or only for reading', async () => {
    const { engine, place, root } = bench()
    const one = await mark(first.id, 1)
    const entries = async (): Promise<number> => (await wholeLedger(engine.handlers)).entries
    const before = await entries()
    const codeOf = async (marks: Mark[], path: string | null): Promise<string | undefined> =>
      (await end(marks, path)).error?.code
    writeFileSync(join(place, 'taken.pdf'), 'mine')
    expect(await codeOf([one], join(place, 'taken.pdf'))).toBe('destination-exists')
    expect(readFileSync(join(place, 'taken.pdf'), 'utf8')).toBe('mine')
    expect(await codeOf([], null)).toBe('wrong-input')
    expect(await codeOf([one], join(place, 'x.html'))).toBe('wrong-input')
    expect(await codeOf([one], join(root, 'vault', 'x.pdf'))).toBe('wrong-input')
    expect(await codeOf([one], join(place, 'nowhere', 'x.pdf'))).toBe('destination-unwritable')
    expect(await entries()).toBe(before)
    await engine.handlers['case.close']({})
    await engine.handlers['case.open']({ path: root, examiner: null, readOnly: true })
    await expect(
      engine.handlers['still.sheet']({ markIds: [one.id], itemIds: [], path: null }),
    ).rejects.toMatchObject({ code: 'case-read-only' })
    expect(readdirSync(place).filter((name) => /partial|x\./.test(name))).toEqual([])
  })

  it('says how many pictures a sheet has at most, however many marks are chosen', async () => {
    const { engine, endOf } = bench()
    const marks: Mark[] = []
    for (let n = 0; n <= sheetLimit; n += 1) marks.push(await mark(first.id, n % 100))
    const chosen = { markIds: marks.map(({ id }) => id), itemIds: [], path: null }
    const all = { ...chosen, markIds: [], itemIds: Array.from({ length: 10_001 }, () => first.id) }
    for (const request of [chosen, all]) {
      const log = (): void => undefined
      const answer = await answerCall(engine.handlers, 'still.sheet', request, { checkOutput: true, log })
      if (!answer.ok) throw new Error(answer.error.message)
      const ended = await endOf(Promise.resolve(answer.value as { jobId: JobId }))
      expect(ended.error?.message).toBe('A sheet has at most 1000 pictures; these marks have 1001.')
    }
  })

  it('leaves nothing when it is cancelled', async () => {
    const { engine, root, progress, endOf } = bench()
    for (let sample = 0; sample < 60; sample += 1) await mark(first.id, sample)
    const before = (await wholeLedger(engine.handlers)).entries
    const started = engine.handlers['still.sheet']({ markIds: [], itemIds: [first.id], path: null })
    const { jobId } = await started
    await expect
      .poll(() => progress().some(({ id, done }) => id === jobId && done > 1), { timeout: 60_000 })
      .toBe(true)
    expect(progress().findLast(({ id }) => id === jobId)).toMatchObject({ total: 60, unit: 'steps' })
    await engine.handlers['job.cancel']({ jobId })
    expect((await endOf(started)).state).toBe('cancelled')
    const stills = join(root, 'exports', 'stills')
    expect(existsSync(stills) ? readdirSync(stills) : []).toEqual([])
    expect((await wholeLedger(engine.handlers)).entries).toBe(before)
  })
})
