// Types of pictures judged by ffprobe, equal samples by their bytes, and lists by what is in them.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { FrameList, FrameScan } from '#contract/frames.ts'
import { unwatched } from '#engine/base/progress.ts'
import { scanFrames, tellScan } from '#engine/bitstream/scan-frames.ts'
import { compositionOrder } from '#engine/isobmff/sample-lookup.ts'
import { openCase } from '#engine/store/case-database.ts'
import { readCsv } from '../support/read-csv.ts'
import { caseBench, originalIn } from '../support/case-engine.ts'
import { ranges, takePartial } from '../support/partial-item.ts'
import { movieOf, stampUnit, withSei } from '../support/stamped-video.ts'
import { wholeLedger } from '../support/whole-ledger.ts'
import { canMake, hasFfmpeg, MediaFolder, readFile } from './isobmff-ffmpeg.ts'
import type { Recipe } from './isobmff-ffmpeg.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Types of pictures in the order in which they are shown, as ffprobe decodes them. */
function typesShown(path: string): string {
  const args = ['-v', 'error', '-ignore_editlist', '1', '-select_streams', 'v:0', '-show_frames']
  const text = execFileSync('ffprobe', [...args, '-show_entries', 'frame=pict_type', '-of', 'csv=p=0', path])
  return text
    .toString()
    .split('\n')
    .map((line) => line.trim().replace(/,.*$/, ''))
    .filter(Boolean)
    .join('')
}

describe.skipIf(!hasFfmpeg)('pictures of a track', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())

  const made: Recipe[] = ['progressive.mp4', 'open-gop-leading.mp4', 'fragmented-small.mp4', 'h265.mp4']
  for (const recipe of [...made, 'pictures-and-law.mov'] as const) {
    it.skipIf(!canMake(recipe))(`have the types that ffprobe sees: ${recipe}`, async () => {
      const path = folder.make(recipe)
      const { source, movie } = await readFile(path)
      const track = movie.tracks.find(({ handler }) => handler === 'vide')!
      const scanned = await scanFrames(source, track, [], unwatched)
      await source.close()
      const shown = Array.from(compositionOrder(track.samples), (sample) => scanned.types[sample]!).join('')
      expect(shown.replaceAll('D', 'I')).toBe(typesShown(path))
      expect(scanned.unread).toBe(0)
      if (recipe === 'progressive.mp4')
        for (const [sample, type] of [...scanned.types].entries())
          expect(type === 'D', `sample ${sample}`).toBe(track.samples.sync[sample] === 1)
      const bytes = readFileSync(path)
      for (const sample of [0, 1, track.samples.length - 1]) {
        const [start, size] = [track.samples.offset[sample]!, track.samples.size[sample]!]
        expect(scanned.hashOf(sample)).toBe(sha256(bytes.subarray(start, start + size)))
      }
    })
  }

  it('that were stored twice are told, each with the first', async () => {
    const { source, movie } = await readFile(folder.make('progressive.mp4'))
    const track = movie.tracks.find(({ handler }) => handler === 'vide')!
    const { samples } = track
    for (const [copy, first] of [
      [10, 3],
      [50, 3],
      [99, 98],
    ] as const) {
      samples.offset[copy] = samples.offset[first]!
      samples.size[copy] = samples.size[first]!
    }
    samples.offset[60] = source.size
    const told = FrameScan.parse(tellScan(1, await scanFrames(source, track, [], unwatched)))
    await source.close()
    expect(told).toMatchObject({ samples: 100, sameTotal: 3, unread: 1 })
    expect(told.same).toEqual([
      [10, 3],
      [50, 3],
      [99, 98],
    ])
    expect(told.types[60]).toBe('?')
  })

  it('of which bytes are missing are not read: zeros are no equal pictures', async () => {
    const { source, movie } = await readFile(folder.make('progressive.mp4'))
    const track = movie.tracks.find(({ handler }) => handler === 'vide')!
    const { samples } = track
    for (const [copy, first] of [
      [10, 3],
      [50, 3],
    ] as const) {
      samples.offset[copy] = samples.offset[first]!
      samples.size[copy] = samples.size[first]!
    }
    const start = samples.offset[3]! + samples.size[3]! - 1
    const scanned = await scanFrames(source, track, [{ start, end: start + 1 }], unwatched)
    await source.close()
    expect(tellScan(1, scanned)).toMatchObject({ sameTotal: 0, unread: 3 })
    expect([3, 10, 50].map((sample) => [scanned.types[sample], scanned.hashOf(sample)])).toEqual(
      [3, 10, 50].map(() => ['?', null]),
    )
  })
})

describe.skipIf(!hasFfmpeg)('lists of pictures', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())
  const bench = caseBench(['a'])

  it('as CSV and as FrameMD5 say what is stored, are recorded, and replace nothing', async () => {
    const { engine, root, place, endOf } = bench()
    const { handlers } = engine
    await handlers['case.open']({ path: root, examiner: 'Ada' })
    const made = folder.make('progressive.mp4')
    await endOf(handlers['ingest.start']({ sources: [made] }))
    const item = (await handlers['item.list']({})).find(({ name }) => name === 'progressive.mp4')!
    const before = sha256(readFileSync(originalIn(root, item.sha256)))
    const request = { itemId: item.id, trackId: 1 }
    const csv = join(place, 'frames.csv')
    const listed = await endOf(handlers['frames.export']({ ...request, format: 'csv', path: csv }))
    expect(listed.error).toBeNull()
    expect(FrameList.parse(listed.result)).toMatchObject({ path: csv, frames: 100, notes: [] })
    const [columns = [], ...cells] = readCsv(readFileSync(csv, 'utf8').slice(1))
    const rows = cells.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? ''])))
    expect(rows).toHaveLength(100)
    const packets = JSON.parse(
      execFileSync('ffprobe', [
        ...['-v', 'error', '-fflags', 'noparse', '-ignore_editlist', '1', '-select_streams', 'v:0'],
        ...['-show_entries', 'packet=pts,dts,size,pos', '-of', 'json', made],
      ]).toString(),
    ) as { packets: { pts: number; dts: number; size: string; pos: string }[] }
    // By the order of showing, with places, sizes and times of each.
    expect(rows.map((row) => [row['composition_ticks'], row['offset'], row['size']])).toEqual(
      packets.packets.toSorted((a, b) => a.pts - b.pts).map(({ pts, pos, size }) => [String(pts), pos, size]),
    )
    expect(rows.map((row) => row['picture'])).toEqual(rows.map((_, at) => String(at + 1)))
    expect(rows.map((row) => row['type']?.replace('IDR', 'I')).join('')).toBe(typesShown(made))

    const md5 = join(place, 'frames.txt')
    const hashed = await endOf(handlers['frames.export']({ ...request, format: 'framemd5', path: md5 }))
    expect(FrameList.parse(hashed.result)).toMatchObject({ frames: 100, notes: [] })
    const theirs = execFileSync('ffmpeg', [
      ...['-v', 'error', '-ignore_editlist', '1', '-i', made, '-map', '0:v:0', '-fps_mode', 'passthrough'],
      ...['-bitexact', '-f', 'framemd5', '-'],
    ])
    const own = readFileSync(md5, 'utf8')
      .split('\n')
      .filter((line) => !theirs.toString().split('\n').includes(line))
    // Without what is said of the decoder it is ffmpeg's own output, to the byte.
    expect(readFileSync(md5, 'utf8').replace(own.map((line) => `${line}\n`).join(''), '')).toBe(
      theirs.toString(),
    )
    const [version] = /(?<=^ffmpeg version )\S+/.exec(execFileSync('ffmpeg', ['-version']).toString()) ?? []
    expect(own).toEqual([
      expect.stringMatching(/^#exhibit: \d/),
      `#original_sha256: ${item.sha256}`,
      `#decoder: ffmpeg ${version}`,
      '#pixel_format: yuv420p',
      expect.stringMatching(
        /^#arguments: .*-noautorotate .* -i file:ORIGINAL -map 0:i:1 .*-f framemd5 pipe:1$/,
      ),
    ])
    // What is said to have made it makes it.
    const [, said = ''] = own[4]!.split('arguments: ')
    const repeated = execFileSync('ffmpeg', said.replace('ORIGINAL', made).split(' '))
    expect(repeated.toString()).toBe(theirs.toString())

    const { items } = await wholeLedger(handlers, item.id)
    expect(items.slice(-2)).toMatchObject([
      { action: 'frames-listed', outputSha256: sha256(readFileSync(csv)), detail: { format: 'csv' } },
      { action: 'frames-listed', outputSha256: sha256(readFileSync(md5)), detail: { frames: 100 } },
    ])
    expect(items.at(-1)?.detail).toMatchObject({ ffmpeg: version, pixelFormat: 'yuv420p', arguments: said })
    const again = await endOf(handlers['frames.export']({ ...request, format: 'csv', path: csv }))
    expect(again.error?.code).toBe('destination-exists')
    const inside = join(root, 'vault', 'x.csv')
    const refused = await endOf(handlers['frames.export']({ ...request, format: 'csv', path: inside }))
    expect(refused.error?.code).toBe('wrong-input')
    expect(existsSync(inside)).toBe(false)
    expect(readdirSync(place).filter((name) => name.endsWith('.partial'))).toEqual([])
    expect(sha256(readFileSync(originalIn(root, item.sha256)))).toBe(before)
  })

  it('as CSV bear the camera’s own stamp of each picture, behind the columns that were there before', async () => {
    const { engine, root, place, endOf } = bench()
    const { handlers } = engine
    await handlers['case.open']({ path: root, examiner: 'Ada' })
    const micros = (sample: number): bigint => 1_777_672_800_000_000n + BigInt(sample) * 1_000_003n
    const stamped = await withSei(readFileSync(folder.make('progressive.mp4')), ({ sample }) =>
      sample === 7 ? [] : [stampUnit('h264 microseconds', micros(sample), sample % 3 === 0 ? 0x1f : 0x9f)],
    )
    const made = folder.file('stamped.mp4')
    writeFileSync(made, stamped)
    const plain = folder.make('fragmented-small.mp4')
    await endOf(handlers['ingest.start']({ sources: [made, plain] }))
    const rowsOf = async (name: string): Promise<string[][]> => {
      const { id } = (await handlers['item.list']({})).find((one) => one.name === name)!
      const path = join(place, `${name}.csv`)
      const end = await endOf(handlers['frames.export']({ itemId: id, trackId: 1, format: 'csv', path }))
      expect(end.error).toBeNull()
      return readCsv(readFileSync(path, 'utf8').slice(1))
    }
    const [columns = [], ...rows] = await rowsOf('stamped.mp4')
    const at = columns.indexOf('stamp_utc')
    expect(columns.slice(at - 1, at + 3)).toEqual([
      ...['camera_signature', 'stamp_utc', 'stamp_locked', 'utc_uncorrected'],
    ])
    expect(rows).toHaveLength(100)
    const expected = rows.map((row) => {
      const sample = Number(row[1])
      if (sample === 7) return [7, '', '']
      const told = micros(sample)
      const second = new Date(Number(told / 1_000n)).toISOString().slice(0, 19)
      const digits = String(told % 1_000_000n).padStart(6, '0')
      const fraction = digits.endsWith('000') ? digits.slice(0, 3) : `${digits}0`
      return [sample, `${second}.${fraction}Z`, sample % 3 === 0 ? '1' : '0']
    })
    expect(rows.map((row) => [Number(row[1]), ...row.slice(at, at + 2)])).toEqual(expected)
    // Pictures are reordered, or the test would not tell the order of the file from that of showing.
    expect(rows.map((row) => Number(row[1]))).not.toEqual(rows.map((_, at) => at))
    const [, ...others] = await rowsOf('fragmented-small.mp4')
    expect(others.every((row) => row.length === columns.length && row[at] === '')).toBe(true)
  })

  it('as CSV bear no stamp where bytes of a picture are missing', async () => {
    const { engine, root, place, endOf } = bench()
    const { handlers } = engine
    const stamped = await withSei(readFileSync(folder.make('progressive.mp4')), ({ sample }) => [
      stampUnit('h264 microseconds', 1_777_672_800_000_000n + BigInt(sample)),
    ])
    const { samples } = (await movieOf(stamped)).tracks[0]!
    const [lost, cut] = [20, 40] as const
    const start = samples.offset[lost]!
    // Of one nothing is there; of the other the end is missing, and its stamp stands there to be read.
    const last = samples.offset[cut]! + samples.size[cut]!
    const gaps = ranges([start, start + samples.size[lost]!], [last - 1, last])
    const database = await openCase(root, { actor: 'Ada' })
    const { summary } = await takePartial(database, 'stamped.mp4', stamped, gaps)
    database.close()
    await handlers['case.open']({ path: root, examiner: 'Ada' })
    const path = join(place, 'partial.csv')
    const request = { itemId: summary.id, trackId: 1, format: 'csv', path } as const
    const { error, result } = await endOf(handlers['frames.export'](request))
    expect(error).toBeNull()
    expect(FrameList.parse(result).notes.join()).toMatch(/^2 stored samples/)
    const [columns = [], ...rows] = readCsv(readFileSync(path, 'utf8').slice(1))
    const bare = rows.filter((row) => row[columns.indexOf('stamp_utc')] === '')
    expect(bare.map((row) => [Number(row[1]), row[columns.indexOf('sha256')], row.at(-1)]).sort()).toEqual([
      [lost, '', ''],
      [cut, '', ''],
    ])
  })
})
