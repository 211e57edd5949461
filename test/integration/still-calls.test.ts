// Stills by the call of the window: PNG, sidecar and ledger say the same; made twice, the pixels are the same.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { JobEnd } from '#contract/job.ts'
import { asStored, type ViewSettings } from '#contract/picture-view.ts'
import type { ItemId } from '#contract/units.ts'
import { StillResult } from '#contract/still.ts'
import { StillSidecar } from '#engine/export/still-statement.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { wholeLedger } from '../support/whole-ledger.ts'
import { hasFfmpeg, MediaFolder } from './isobmff-ffmpeg.ts'

const bench = caseBench(['a'])
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Chunks of a PNG, each with the right sum. */
function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(png.subarray(at + 4, at + 8 + length)))
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

function textOf(png: Buffer): Record<string, string> {
  const texts = chunksOf(png).filter(({ type }) => type === 'iTXt')
  return Object.fromEntries(
    texts.map(({ data }) => {
      const end = data.indexOf(0)
      return [data.toString('latin1', 0, end), data.toString('utf8', end + 5)]
    }),
  )
}

describe.skipIf(!hasFfmpeg)('a still', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())
  let itemId: ItemId
  let original: string

  beforeEach(async () => {
    const { engine, root, endOf } = bench()
    await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
    const made = existsSync(folder.file('progressive.mp4'))
      ? folder.file('progressive.mp4')
      : folder.make('progressive.mp4')
    expect((await endOf(engine.handlers['ingest.start']({ sources: [made] }))).state).toBe('done')
    const item = (await engine.handlers['item.list']({})).find(({ name }) => name === 'progressive.mp4')!
    itemId = item.id
    original = originalIn(root, item.sha256)
  })

  async function make(sample: number, path: string | null): Promise<StillResult> {
    const { engine, endOf } = bench()
    const end = await endOf(engine.handlers['still.make']({ itemId, trackId: 1, sample, path }))
    expect(end.error).toBeNull()
    return StillResult.parse(end.result)
  }
  async function failure(sample: number, path: string | null, trackId = 1): Promise<string | undefined> {
    const { engine, endOf } = bench()
    return (await endOf(engine.handlers['still.make']({ itemId, trackId, sample, path }))).error?.code
  }

  it('says the same in PNG, sidecar and ledger, and its pixels are those that ffmpeg reads from the PNG', async () => {
    const { engine, place } = bench()
    const path = join(place, 'still.png')
    const before = sha256(readFileSync(original))
    const still = await make(30, path)
    const png = readFileSync(path)
    const sidecar = StillSidecar.parse(JSON.parse(readFileSync(still.sidecar, 'utf8')))
    expect(still).toMatchObject({ path, sidecar: join(place, 'still.json'), width: 320, height: 180 })
    expect(still.sha256).toBe(sha256(png))
    expect(sidecar.png).toEqual({ name: 'still.png', sha256: still.sha256, size: png.length })
    const raw = execFileSync('ffmpeg', [
      ...['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    ])
    expect(raw).toHaveLength(320 * 180 * 3)
    expect(still.pixelsSha256).toBe(sha256(raw))
    expect(sidecar.pixels.sha256).toBe(still.pixelsSha256)
    const text = textOf(png)
    expect(text).toMatchObject({
      Source: before,
      'exhibit:item': itemId,
      'exhibit:track': '1',
      'exhibit:stored-sample': '30',
      'exhibit:pixels-sha256': still.pixelsSha256,
    })
    const { png: _, ...said } = sidecar
    expect(JSON.parse(text['exhibit:statement']!)).toEqual(said)
    const { items } = await wholeLedger(engine.handlers, itemId)
    expect(items.at(-1)).toMatchObject({
      ...{ action: 'still', actor: 'Ada', inputSha256: before, outputSha256: still.sha256 },
      detail: { path, storedSample: 30, pixelsSha256: still.pixelsSha256, overlays: 'none' },
    })
    expect(sha256(readFileSync(original))).toBe(before)
    expect(readdirSync(place).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  it('states what is changed in the view, and changes its pixels only when it is asked to', async () => {
    const { engine, root, place, endOf } = bench()
    const view = { ...asStored, brightness: 20, gamma: 150, deinterlacing: 'upper' as const }
    const plain = await make(30, null)
    const ask = async (more: object): Promise<StillResult> =>
      StillResult.parse(
        (await endOf(engine.handlers['still.make']({ itemId, trackId: 1, sample: 30, path: null, ...more })))
          .result,
      )
    const saidBy = async (still: StillResult): Promise<unknown> => {
      const { items } = await wholeLedger(engine.handlers, itemId)
      return items.find(({ outputSha256 }) => outputSha256 === still.sha256)?.detail
    }
    const stated = await ask({ view })
    expect(stated.pixelsSha256).toBe(plain.pixelsSha256)
    const words = 'brightness +20 %, gamma 1.50, upper field only, lines doubled'
    expect(JSON.parse(readFileSync(stated.sidecar, 'utf8'))).toMatchObject({
      view: { ...view, words, applied: false },
      pixels: { sha256: plain.pixelsSha256 },
    })
    expect(textOf(readFileSync(stated.path))['exhibit:view']).toBe(`${words} (not applied)`)
    expect(await saidBy(stated)).toMatchObject({ view: words, asSeen: false })
    expect(stated.notes.join()).not.toContain('As seen')

    const seen = await ask({ view, asSeen: true })
    expect(seen.path).toContain('-as-seen.png')
    expect(seen.notes[0]).toBe(`As seen, not as stored: ${words}.`)
    const sidecar = JSON.parse(readFileSync(seen.sidecar, 'utf8')) as { statement: string }
    expect(sidecar).toMatchObject({ view: { applied: true }, pixels: { storedSha256: plain.pixelsSha256 } })
    expect(sidecar.statement).toContain('not as stored')
    const text = textOf(readFileSync(seen.path))
    expect(text['exhibit:view']).toBe(`${words} (applied)`)
    expect(text['Title']).toContain('as seen')
    expect(await saidBy(seen)).toMatchObject({ view: words, asSeen: true, pixelsSha256: seen.pixelsSha256 })
    // The pixels, worked out anew: rows of one field twice, then each value.
    const rgb = (path: string): Buffer =>
      execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'])
    const [before, after] = [rgb(plain.path), rgb(seen.path)]
    const expected = before.map((_, at) => {
      const y = Math.floor(at / 960)
      const value = (before[at - (y % 2) * 960] ?? 0) / 255
      return Math.floor(Math.min(1, value ** (1 / 1.5) + 0.2) * 255 + 0.5 + 1e-7)
    })
    expect(sha256(after)).toBe(sha256(expected))
    expect(seen.pixelsSha256).toBe(sha256(after))

    // What is no change is none.
    const same = await ask({ view: asStored })
    expect(JSON.parse(readFileSync(same.sidecar, 'utf8'))).toMatchObject({ view: null })
    const refused = engine.handlers['still.make']({
      ...{ itemId, trackId: 1, sample: 30, path: join(place, 'none.png') },
      ...{ view: asStored, asSeen: true },
    })
    expect((await endOf(refused)).error?.code).toBe('wrong-input')
    expect(readdirSync(join(root, 'exports', 'stills')).some((name) => name.endsWith('.partial'))).toBe(false)
  })

  it('reads its values in another range where it is asked to, and says so; a shape is stated and in no pixel', async () => {
    const { engine, root, endOf } = bench()
    const ask = async (view: Partial<ViewSettings>, asSeen: boolean): Promise<JobEnd> =>
      endOf(
        engine.handlers['still.make']({
          ...{ itemId, trackId: 1, sample: 30, path: null, asSeen },
          view: { ...asStored, ...view },
        }),
      )
    const plain = await make(30, null)
    const full = StillResult.parse((await ask({ range: 'full' }, true)).result)
    expect(full.notes[0]).toBe('As seen, not as stored: values read as full range.')
    expect(plain.notes.join()).toContain('limited range')
    expect(full.notes.join()).not.toContain('limited range')
    expect(JSON.parse(readFileSync(full.sidecar, 'utf8'))).toMatchObject({
      // How the stored pixels come, and how these.
      decoding: { range: 'limited', filter: expect.stringContaining('in_range=limited') as string },
      view: {
        ...{ range: 'full', aspect: 'file', applied: true },
        decoding: { range: 'full', filter: expect.stringContaining('in_range=full') as string },
      },
      pixels: { storedSha256: plain.pixelsSha256 },
    })
    const rgb = (path: string): Buffer =>
      execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'])
    const [limited, wide] = [rgb(plain.path), rgb(full.path)]
    const grey = [...Array(320 * 180).keys()].filter((pixel) => {
      const [r = 0, g, b] = limited.subarray(3 * pixel, 3 * pixel + 3)
      return r > 0 && r < 255 && r === g && g === b
    })
    expect(grey.length).toBeGreaterThan(50)
    // Of grey, what was stored is what is seen: it was stretched before.
    const off = grey.map((pixel) =>
      Math.abs((wide[3 * pixel] ?? 0) - (16 + ((limited[3 * pixel] ?? 0) * 219) / 255)),
    )
    expect(Math.max(...off)).toBeLessThanOrEqual(1.5)
    // The file says nothing else than limited: that again is as stored, and is not called anything else.
    expect((await ask({ range: 'limited' }, true)).error?.code).toBe('wrong-input')

    const shaped = StillResult.parse((await ask({ aspect: '4:3' }, false)).result)
    expect(shaped.pixelsSha256).toBe(plain.pixelsSha256)
    expect(JSON.parse(readFileSync(shaped.sidecar, 'utf8'))).toMatchObject({
      view: { aspect: '4:3', applied: false, words: 'shape 4 : 3' },
    })
    expect((await ask({ aspect: '4:3' }, true)).error?.code).toBe('wrong-input')
    expect(readdirSync(join(root, 'exports', 'stills')).some((name) => name.endsWith('.partial'))).toBe(false)
  })

  it('has objects drawn in only where they are handed over, and says which', async () => {
    const { engine, endOf } = bench()
    const [width, height] = [320, 180]
    const rgba = Buffer.alloc(width * height * 4)
    // One pixel covered, one half covered, one with a colour that cannot be seen.
    rgba.set([255, 0, 10, 255, 0, 200, 0, 128, 9, 9, 9, 0], 4 * width)
    const objects = [
      { id: '7', class: 'Human', carried: false, behaviour: null, labelLeftOut: false },
      { id: null, class: 'Car\u202e', carried: true, behaviour: 'removed' as const, labelLeftOut: true },
    ]
    const overlay = { width, height, rgba: deflateRawSync(rgba).toString('base64'), objects }
    const ask = async (more: object): Promise<JobEnd> =>
      endOf(engine.handlers['still.make']({ itemId, trackId: 1, sample: 30, path: null, ...more }))
    const plain = StillResult.parse((await ask({})).result)
    const drawn = StillResult.parse((await ask({ overlay })).result)
    expect(drawn.path).toContain('-with-objects.png')
    const words =
      '2 objects: “Human 7”, “Car\ufffd”; 1 of them without its label, which would have covered another'
    expect(drawn.notes[0]).toBe(`Drawn in, not recorded: ${words}.`)
    expect(JSON.parse(readFileSync(drawn.sidecar, 'utf8'))).toMatchObject({
      overlays: { words, objects, rgbaSha256: sha256(rgba) },
      pixels: { storedSha256: plain.pixelsSha256 },
      view: null,
    })
    const text = textOf(readFileSync(drawn.path))
    expect(text['exhibit:overlays']).toBe(words)
    expect(text['Title']).toContain('objects drawn in')
    const { items } = await wholeLedger(engine.handlers, itemId)
    expect(items.at(-1)?.detail).toMatchObject({ overlays: words, pixelsSha256: drawn.pixelsSha256 })
    const rgb = (path: string): Buffer =>
      execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'])
    const expected = rgb(plain.path)
    const at = 3 * width
    expected.set([255, 0, 10], at)
    const half = (before = 0, over = 0): number => Math.round(before * (1 - 128 / 255) + over * (128 / 255))
    expected.set([half(expected[at + 3], 0), half(expected[at + 4], 200), half(expected[at + 5], 0)], at + 3)
    expect(drawn.pixelsSha256).toBe(sha256(expected))

    // Of another size, too long, or no data at all: refused, and nothing is written.
    const short = deflateRawSync(rgba.subarray(4)).toString('base64')
    const long = deflateRawSync(Buffer.alloc(rgba.length * 40)).toString('base64')
    for (const wrong of [{ width: 319 }, { rgba: short }, { rgba: long }, { rgba: 'AAAA' }])
      expect((await ask({ overlay: { ...overlay, ...wrong } })).error?.code).toBe('wrong-input')
  })

  it('made again has the same pixels, and a name of its own in the case', async () => {
    const { root } = bench()
    const [first, second, other] = [await make(27, null), await make(27, null), await make(28, null)]
    expect(second.pixelsSha256).toBe(first.pixelsSha256)
    expect(other.pixelsSha256).not.toBe(first.pixelsSha256)
    // By the number that people see, not by that of the sample: the sample stored behind it is shown before it.
    const stills = join(root, 'exports', 'stills')
    expect(readdirSync(stills).sort()).toEqual(
      ['27.json', '27.png', '28-2.json', '28-2.png', '28.json', '28.png'].map(
        (end) => `progressive-track1-picture${end}`,
      ),
    )
    const said = JSON.parse(readFileSync(join(stills, 'progressive-track1-picture27.json'), 'utf8')) as object
    expect(said).toMatchObject({ picture: { storedSample: 28, shownAs: 27 } })
  })

  it('is not made over another file, of nothing, inside the vault, or of what is no picture', async () => {
    const { engine, place, root } = bench()
    const entries = async (): Promise<number> => (await wholeLedger(engine.handlers)).entries
    const before = await entries()
    writeFileSync(join(place, 'taken.json'), 'mine')
    expect(await failure(3, join(place, 'taken.png'))).toBe('destination-exists')
    expect(readFileSync(join(place, 'taken.json'), 'utf8')).toBe('mine')
    expect(existsSync(join(place, 'taken.png'))).toBe(false)
    expect(await failure(100_000, join(place, 'x.png'))).toBe('wrong-input')
    expect(await failure(3, join(place, 'x.png'), 9)).toBe('wrong-input')
    expect(await failure(3, join(place, 'x.jpg'))).toBe('wrong-input')
    expect(await failure(3, join(root, 'vault', 'x.png'))).toBe('wrong-input')
    expect(await failure(3, join(place, 'nowhere', 'x.png'))).toBe('destination-unwritable')
    // Bytes that no decoder understands.
    const [made] = (await engine.handlers['item.list']({})).filter(({ name }) => name === 'a.mp4')
    const end = await bench().endOf(
      engine.handlers['still.make']({ itemId: made!.id, trackId: 1, sample: 0, path: join(place, 'y.png') }),
    )
    expect(end.state).toBe('failed')
    expect(readdirSync(place).filter((name) => /\.(png|partial|jpg)$/.test(name))).toEqual([])
    expect(await entries()).toBe(before)
  })

  it('is refused where the case is open only for reading', async () => {
    const { engine, root, place } = bench()
    await engine.handlers['case.close']({})
    await engine.handlers['case.open']({ path: root, examiner: null, readOnly: true })
    const made = engine.handlers['still.make']({ itemId, trackId: 1, sample: 0, path: join(place, 'z.png') })
    await expect(made).rejects.toMatchObject({ code: 'case-read-only' })
  })
})
