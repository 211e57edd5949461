// Review copies judged by what their pictures show: each stored picture carries its number, and the copy of it, decoded by
// ffmpeg, has to show that one. Nothing may shift, whatever the codec, the order of decoding, and the damage.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Cursor } from '#engine/base/cursor.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Progress, Work } from '#engine/base/progress.ts'
import { readH264Set } from '#engine/bitstream/sps-h264.ts'
import { readAvcC } from '#engine/isobmff/boxes/avcC.ts'
import { compositionOrder } from '#engine/isobmff/sample-lookup.ts'
import { ReviewCopy } from '#engine/media/review-copy.ts'
import { planReview } from '#engine/media/review-plan.ts'
import { ReviewStore, runPath } from '#engine/media/review-store.ts'
import { joinTrack } from '../support/joined-track.ts'
import { scratchFolder } from '../support/made-export.ts'
import { makeNumbered, numbersIn, readCopy, size } from '../support/review-pictures.ts'
import type { Shown } from '../support/review-pictures.ts'
import { hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'

const pictures = 100
const x265 = (options: string): string[] => [
  '-c:v',
  'libx265',
  '-tag:v',
  'hvc1',
  '-x265-params',
  `log-level=none:${options}`,
]
const closed = 'keyint=30:bframes=4:b-pyramid=1:open-gop=0'
const open = 'keyint=24:min-keyint=24:scenecut=0:bframes=4:b-pyramid=1:open-gop=1'

const recordings: Record<string, string[]> = {
  'H.265, 8 bits, reordered': [...x265(closed), '-pix_fmt', 'yuv420p'],
  'H.265, 10 bits, open groups': [...x265(open), '-pix_fmt', 'yuv420p10le'],
  'H.265, 10 bits, 4:2:2': [...x265(closed), '-pix_fmt', 'yuv422p10le'],
  'H.264, 10 bits, 4:2:2, open groups': [
    ...['-c:v', 'libx264', '-bf', '3', '-g', '25', '-pix_fmt', 'yuv422p10le'],
    ...['-x264-params', 'open-gop=1:scenecut=0'],
  ],
  'MPEG-4 part 2, reordered': ['-c:v', 'mpeg4', '-bf', '2', '-g', '20', '-q:v', '2'],
  MJPEG: ['-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj422p'],
  'H.265 in fragments': [...x265(closed), '-pix_fmt', 'yuv420p', '-movflags', 'frag_keyframe+empty_moov'],
}

async function copyOf(path: string, folder = scratchFolder()) {
  const { source, movie } = await readFile(path)
  onTestFinished(() => source.close())
  const track = movie.tracks.find(({ handler }) => handler === 'vide')!
  const place = { folder, name: 'item.review-1' }
  const header = { sha256: 'ab', track: track.id, pictures: track.samples.length }
  const store = await ReviewStore.open(place, header)
  const plan = planReview(track, source.size)
  const copy = new ReviewCopy({ source, track, plan, store })
  return { copy, store, plan, place, track, shown: () => readCopy(copy, (run) => runPath(place, run)) }
}

const numbers = (shown: readonly Shown[]): number[] => shown.map(({ number }) => number)
const counting = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

describe.skipIf(!hasFfmpeg)('review copies', () => {
  it.each(Object.entries(recordings))('%s: every picture is the one it is said to be', async (_, encoder) => {
    const path = makeNumbered(join(scratchFolder(), 'in.mov'), pictures, encoder)
    const { copy, shown } = await copyOf(path)
    expect(await copy.make(unwatched, 0)).toEqual({ pictures, without: 0 })
    const all = await shown()
    expect(all.map(({ picture }) => picture)).toEqual(counting(pictures))
    expect(numbers(all)).toEqual(counting(pictures))
    expect(all.filter(({ doubtful }) => doubtful)).toEqual([])
  })

  it('a rate that varies: the order of showing counts, not the time', async () => {
    const select = ["select='not(mod(n,7))+not(mod(n,3))'"]
    const encoder = [...x265(closed), '-pix_fmt', 'yuv420p10le']
    const path = makeNumbered(join(scratchFolder(), 'in.mp4'), 60, encoder, select)
    const { copy, shown } = await copyOf(path)
    await copy.make(unwatched, 0)
    const expected = counting(256)
      .filter((n) => n % 7 === 0 || n % 3 === 0)
      .slice(0, 60)
    expect(numbers(await shown())).toEqual(expected)
  })

  it.each(['H.265, 10 bits, open groups', 'H.264, 10 bits, 4:2:2, open groups', 'MPEG-4 part 2, reordered'])(
    '%s: begins where somebody looks, and is the same in the end',
    async (name) => {
      const path = makeNumbered(join(scratchFolder(), 'in.mp4'), pictures, recordings[name]!)
      const { copy, store, shown } = await copyOf(path)
      const made: number[][] = []
      const work: Work = {
        ...unwatched,
        report: () => void made.push([...store.state.keys()].filter((at) => store.state[at]! > 0)),
      }
      await copy.make(work, 70)
      expect(made[0]?.[0]).toBe(60)
      expect(made.every((at) => at[0] === 60 || at.length > 40)).toBe(true)
      const all = await shown()
      expect(numbers(all)).toEqual(counting(pictures))
      expect(all.filter(({ doubtful }) => doubtful)).toEqual([])
    },
  )

  it('what is asked for is made first, and waited for', async () => {
    // Many enough that no machine makes them all in the moment that is waited before it is gone elsewhere.
    const path = makeNumbered(join(scratchFolder(), 'in.mp4'), 1_200, recordings['H.265, 8 bits, reordered']!)
    const { copy, store } = await copyOf(path)
    const making = copy.make(unwatched, 0)
    const group = await copy.group(1_100)
    expect(group.pictures.some(({ picture }) => picture === 1_100)).toBe(true)
    // Of what lies between, most is made later.
    expect(store.made).toBeLessThan(900)
    await making
    expect(copy.made).toBe(1_200)
  })

  it('is kept: stopped in the middle, opened again, and gone on with', async () => {
    const path = makeNumbered(
      join(scratchFolder(), 'in.mp4'),
      pictures,
      recordings['H.265, 8 bits, reordered']!,
    )
    const first = await copyOf(path)
    const stop = new AbortController()
    const report = (): void => stop.abort()
    await expect(first.copy.make({ signal: stop.signal, report }, 0)).rejects.toThrow()
    const { made } = first.copy
    expect(made).toBeGreaterThan(0)
    expect(made).toBeLessThan(pictures)
    await expect(first.copy.group(99)).rejects.toMatchObject({ code: 'cancelled' })
    // As after a crash: the last line of the index is cut off.
    writeFileSync(join(first.place.folder, 'item.review-1.index'), '{"run":9,"first":9', { flag: 'a' })
    const again = await copyOf(path, first.place.folder)
    expect(again.copy.made).toBe(made)
    const reports: Progress[] = []
    await again.copy.make({ ...unwatched, report: (progress) => reports.push(progress) }, 0)
    expect(reports[0]!.done).toBeGreaterThan(made)
    expect(numbers(await again.shown())).toEqual(counting(pictures))
    const whole = await copyOf(path, first.place.folder)
    expect(whole.copy.made).toBe(pictures)
    expect(numbers(await whole.shown())).toEqual(counting(pictures))
  })

  it('of another file under the same name nothing is taken over', async () => {
    const path = makeNumbered(join(scratchFolder(), 'in.mp4'), 30, recordings['MPEG-4 part 2, reordered']!)
    const { copy, place, track } = await copyOf(path)
    await copy.make(unwatched, 0)
    const other = await ReviewStore.open(place, { sha256: 'cd', track: track.id, pictures: 30 })
    expect(other.made).toBe(0)
  })

  it('odd sizes lose no row and no column', async () => {
    const encoder = [...recordings['MJPEG']!.slice(0, -1), 'yuvj444p']
    const path = makeNumbered(join(scratchFolder(), 'in.mov'), 12, encoder, [
      'format=yuvj444p',
      'pad=iw+1:ih+1',
    ])
    const { copy, shown, track } = await copyOf(path)
    expect([track.width, track.height]).toEqual([size.width + 1, size.height + 1])
    await copy.make(unwatched, 0)
    expect(numbers(await shown())).toEqual(counting(12))
  })

  it('its pictures are what the cropping of the parameter set leaves, on the left too', async () => {
    const crop = 'h264_metadata=crop_left=6:crop_right=2:crop_top=4:crop_bottom=0'
    const encoder = [...recordings['H.264, 10 bits, 4:2:2, open groups']!, '-bsf:v', crop]
    const path = makeNumbered(join(scratchFolder(), 'in.mp4'), 12, encoder)
    const { copy } = await copyOf(path)
    await copy.make(unwatched, 0)
    const { config } = await copy.group(0)
    const [set] = readAvcC(new Cursor(Buffer.from(config, 'hex'))).sequenceParameterSets
    expect(readH264Set(set!)?.cropped).toEqual({ width: size.width - 8, height: size.height - 4 })
  })
})

describe.skipIf(!hasFfmpeg)('of a track with several sample entries', () => {
  const h264 = (qp: number): string[] => [
    ...[
      '-c:v',
      'libx264',
      '-profile:v',
      'baseline',
      '-g',
      '10',
      '-sc_threshold',
      '0',
      '-pix_fmt',
      'yuv420p',
      '-qp',
      String(qp),
    ],
  ]
  const larger = [`pad=${size.width + 32}:${size.height + 32}`]

  it('each part is decoded by its own entry, and keeps its size', async () => {
    const folder = scratchFolder()
    const fine = makeNumbered(join(folder, 'fine.mp4'), 60, h264(18))
    const coarse = makeNumbered(join(folder, 'coarse.mp4'), 60, h264(36))
    const large = makeNumbered(join(folder, 'large.mp4'), 60, h264(24), larger)
    const other = makeNumbered(
      join(folder, 'other.mp4'),
      60,
      x265('keyint=10:min-keyint=10:scenecut=0:bframes=2:open-gop=0'),
    )
    const path = join(folder, 'joined.mp4')
    const parts = [fine, coarse, large, fine, other, coarse].map((from, at) => ({
      ...{ path: from, first: at * 10, end: at * 10 + 10 },
    }))
    await joinTrack(parts, path)
    const { copy, store, shown } = await copyOf(path)
    expect(await copy.make(unwatched, 25)).toEqual({ pictures: 60, without: 0 })
    const all = await shown()
    expect(numbers(all)).toEqual(counting(60))
    expect(all.filter(({ doubtful }) => doubtful)).toEqual([])
    // No run of pictures goes on over a change: it has one size, and one encoder.
    for (let border = 10; border < 60; border += 10) expect(store.run[border]).not.toBe(store.run[border - 1])
    const group = await copy.group(29)
    const [set] = readAvcC(new Cursor(Buffer.from(group.config, 'hex'))).sequenceParameterSets
    expect(readH264Set(set!)?.cropped).toEqual({ width: size.width + 32, height: size.height + 32 })
  })

  it('where it changes within a group there is no picture until decoding can begin anew', async () => {
    const folder = scratchFolder()
    const fine = makeNumbered(join(folder, 'fine.mp4'), 30, h264(18))
    const coarse = makeNumbered(join(folder, 'coarse.mp4'), 30, h264(36))
    const path = join(folder, 'joined.mp4')
    await joinTrack(
      [
        { path: fine, first: 0, end: 14 },
        { path: coarse, first: 14, end: 30 },
      ],
      path,
    )
    const { copy, shown } = await copyOf(path)
    expect(await copy.make(unwatched, 0)).toEqual({ pictures: 30, without: 6 })
    const all = await shown()
    expect(all.map(({ picture }) => picture)).toEqual(counting(30).filter((at) => at < 14 || at >= 20))
    expect(numbers(all)).toEqual(all.map(({ picture }) => picture))
  })

  it('encrypted samples are not given to a decoder', async () => {
    const folder = scratchFolder()
    const path = makeNumbered(join(folder, 'in.mp4'), 10, h264(18))
    const bytes = readFileSync(path)
    bytes.write('encv', bytes.indexOf('avc1', bytes.indexOf('stsd')), 'latin1')
    writeFileSync(path, bytes)
    const { copy } = await copyOf(path)
    await expect(copy.make(unwatched, 0)).rejects.toMatchObject({
      code: 'review-refused',
      message: expect.stringContaining('encrypted'),
    })
  })
})

describe.skipIf(!hasFfmpeg)('of a damaged recording', () => {
  const recipes = [
    'H.265, 8 bits, reordered',
    'H.265, 10 bits, open groups',
    'MPEG-4 part 2, reordered',
    'MJPEG',
    'H.264, 10 bits, 4:2:2, open groups',
  ]

  it.each(recipes)('%s: samples that give no picture shift none of the others', async (name) => {
    const path = makeNumbered(join(scratchFolder(), 'in.mov'), pictures, recordings[name]!)
    const truth = numbersIn(path)
    expect(truth).toEqual(counting(pictures))
    const { source, movie } = await readFile(path)
    onTestFinished(() => source.close())
    const { samples } = movie.tracks[0]!
    const order = compositionOrder(samples)
    const bytes = readFileSync(path)
    // A sample without its bytes' meaning, one without its second half, and one whose length field lies.
    const hit = [31, 50, 60].map((picture) => ({ picture, sample: order[picture]! }))
    for (const [how, { sample }] of hit.entries()) {
      const start = samples.offset[sample]!
      const end = start + samples.size[sample]!
      if (how === 0) bytes.fill(0x5a, start, end)
      else if (how === 1) bytes.fill(0, Math.floor((start + end) / 2), end)
      else bytes.fill(0xff, start, Math.min(end, start + 4))
    }
    const damaged = join(scratchFolder(), 'damaged.mov')
    writeFileSync(damaged, bytes)
    const { copy, shown } = await copyOf(damaged)
    await copy.make(unwatched, 0)
    const all = await shown()
    // What is shown and not marked shows its own number; it may be marked, or absent, but it is never another one.
    for (const { picture, number, doubtful } of all)
      if (!doubtful) expect([picture, number]).toEqual([picture, picture])
    expect(all.length).toBeGreaterThan(pictures / 2)
    const sound = all.filter(({ doubtful }) => !doubtful).map(({ picture }) => picture)
    for (const picture of [0, 10, 20, 99]) expect(sound).toContain(picture)
    expect(all.find(({ picture }) => picture === 31)?.doubtful).not.toBe(false)
  })

  it('bytes that were never read give no picture, though zeros may look like one', async () => {
    const path = makeNumbered(join(scratchFolder(), 'in.mov'), 24, recordings['MJPEG']!)
    const { source, movie } = await readFile(path)
    onTestFinished(() => source.close())
    const track = movie.tracks[0]!
    const missing = [{ start: track.samples.offset[5]! + 100, end: track.samples.offset[5]! + 101 }]
    const place = { folder: scratchFolder(), name: 'p' }
    const store = await ReviewStore.open(place, { sha256: 'ab', track: 1, pictures: 24 })
    const copy = new ReviewCopy({ source, track, plan: planReview(track, source.size, missing), store })
    expect(await copy.make(unwatched, 0)).toEqual({ pictures: 24, without: 1 })
    expect((await copy.group(5)).absent).toBe('none')
  })
})
