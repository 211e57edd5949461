// The units of H.264 and H.265 files as ffmpeg writes them, beside what ffmpeg itself takes out of them; and time stamps put
// into such files, from the first look to the inspection.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { Inspection } from '#contract/inspection.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { filetime, formatUtc } from '#engine/base/time.ts'
import type { NalUnit } from '#engine/bitstream/nal-unit.ts'
import { readVideo } from '#engine/bitstream/read-video.ts'
import { sniffVideo } from '#engine/bitstream/sniff-video.ts'
import { StampCollector } from '#engine/bitstream/stamp-collector.ts'
import { createVideoScan } from '#engine/bitstream/video-scan.ts'
import { inspectFile } from '#engine/examine/inspect-file.ts'
import { verifyFile } from '#engine/examine/verify-file.ts'
import { writeClockOffset } from '#engine/exportfile/boxes/clock-offset.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { movieOf, stampUnit, timeSourceUnit, withSei } from '#test/support/stamped-video.ts'
import { MediaFolder, canMake, hasFfmpeg } from './isobmff-ffmpeg.ts'
import type { Recipe } from './isobmff-ffmpeg.ts'

const folder = new MediaFolder()
afterAll(() => folder.remove())

async function videoOf(file: Uint8Array): Promise<MovieTrack> {
  const track = (await movieOf(file)).tracks.find(({ handler }) => handler === 'vide')
  if (!track) throw new Error('no video')
  return track
}

function scan(file: Uint8Array, track: MovieTrack, chunkBytes: number): NalUnit[] {
  const units: NalUnit[] = []
  const pass = createVideoScan(track, { unit: (nal) => units.push(nal) }, { hash: 'sha256' })
  for (let at = 0; at < file.length; at += chunkBytes) pass?.update(file.subarray(at, at + chunkBytes), at)
  expect(pass?.finish()).toMatchObject({ complete: true, reason: null })
  return units
}

/** SHA-256 of every slice in a stream with start codes, as ffmpeg makes it of the file. */
function slicesByFfmpeg(path: string, codec: 'h264' | 'h265'): string[] {
  const form = codec === 'h264' ? 'h264' : 'hevc'
  const args = [
    '-v',
    'error',
    '-i',
    path,
    '-map',
    '0:v:0',
    '-c',
    'copy',
    '-bsf:v',
    `${form}_mp4toannexb`,
    '-f',
    form,
    'pipe:1',
  ]
  const stream = execFileSync('ffmpeg', args, { maxBuffer: 1 << 28 })
  const hashes: string[] = []
  let from = stream.indexOf('\0\0\u0001', 0, 'latin1') + 3
  while (from >= 3) {
    const next = stream.indexOf('\0\0\u0001', from, 'latin1')
    let end = next < 0 ? stream.length : next
    while (end > from && stream[end - 1] === 0) end -= 1
    const head = stream[from] ?? 0
    const slice = codec === 'h264' ? (head & 31) >= 1 && (head & 31) <= 5 : head >> 1 <= 31
    if (slice) hashes.push(createHash('sha256').update(stream.subarray(from, end)).digest('hex'))
    from = next + 3
  }
  return hashes
}

const made: readonly Recipe[] = [
  'progressive.mp4',
  'fast-start.mp4',
  'open-gop.mp4',
  'fragmented-moof.mp4',
  'fragmented-small.mp4',
  'h265.mp4',
]

describe.skipIf(!hasFfmpeg)('units of files by ffmpeg', () => {
  it.each(made.filter(canMake))('%s: the slices are those that ffmpeg takes out', async (recipe) => {
    const path = folder.make(recipe)
    const file = readFileSync(path)
    const track = await videoOf(file)
    const units = scan(file, track, 65_537)
    const slices = units.filter(({ role }) => role === 'slice')
    expect(slices.map(({ digest }) => Buffer.from(digest ?? []).toString('hex'))).toEqual(
      slicesByFfmpeg(path, recipe === 'h265.mp4' ? 'h265' : 'h264'),
    )
    expect(units.filter(({ startsPicture }) => startsPicture)).toHaveLength(track.samples.length)
    const again: NalUnit[] = []
    await readVideo(
      memorySource(path, file),
      track,
      { unit: (nal) => again.push(nal) },
      { hash: 'sha256' },
      unwatched,
    )
    expect(again).toEqual(units)
  })
})

const utcMicros = 1_777_672_798_500_000n

const stampings = [
  ['fast-start.mp4', 'h264', 'h264 microseconds', 1n],
  ['h265.mp4', 'h265', 'h265 microseconds', 1n],
  ['h265.mp4', 'h265', 'h265 nanoseconds', 1_000n],
] as const

describe.skipIf(!hasFfmpeg)('stamps in files by ffmpeg', () => {
  it.each(stampings.filter(([recipe]) => canMake(recipe)))(
    '%s with %s %s',
    async (recipe, codec, kind, scale) => {
      const plain = readFileSync(folder.make(recipe))
      const stamped = await withSei(plain, ({ sample, compositionTime, track }) => {
        const micros = utcMicros + (BigInt(compositionTime) * 1_000_000n) / BigInt(track.timescale)
        return [...(sample === 7 ? [] : [stampUnit(kind, micros * scale, 0x9f)]), timeSourceUnit(codec, 1)]
      })
      const file = Buffer.concat([stamped, writeClockOffset('2026-05-01T22:10:05Z', '2026-05-01T22:10:00Z')])
      const path = folder.file(`stamped-${recipe}`)
      writeFileSync(path, file)
      // Still a video to others, with as many pictures, and the pictures are untouched.
      const frames = execFileSync(
        'ffprobe',
        [
          '-v',
          'error',
          '-count_frames',
          '-select_streams',
          'v',
          '-show_entries',
          'stream=nb_read_frames',
          '-of',
          'csv=p=0',
          path,
        ],
        { encoding: 'utf8' },
      )
      expect(frames.trim().replace(',', '')).toBe('100')
      const track = await videoOf(file)
      const slices = (units: NalUnit[]): (Uint8Array | null)[] =>
        units.filter(({ role }) => role === 'slice').map(({ digest }) => digest)
      expect(slices(scan(file, track, 4_099))).toEqual(slices(scan(plain, await videoOf(plain), 4_099)))

      const source = memorySource(path, file)
      expect(await sniffVideo(source, track, unwatched.signal)).toMatchObject({ timeSource: true, all: true })
      const collector = new StampCollector(track)
      const pass = createVideoScan(track, collector, { hash: null })
      for (let at = 0; at < file.length; at += 10_007) pass?.update(file.subarray(at, at + 10_007), at)
      pass?.finish()
      const collected = collector.finish()
      expect(collected.summary).toMatchObject({
        stamped: 99,
        unstamped: 1,
        firstUnstamped: [7],
        unit: kind.slice(5),
        locked: 0,
        timeSource: { code: 1, name: 'automatic, no network' },
      })
      expect(collected.summary?.greatestDriftMicros).toBeLessThanOrEqual(1)
      const wanted = formatUtc(filetime(utcMicros * 10n + 116_444_736_000_000_000n))
      expect(collected.origin && formatUtc(collected.origin)).toBe(wanted)

      const { verification, structure } = await verifyFile(source, path, { anchors: [], at: null }, unwatched)
      const { inspection } = await inspectFile(source, structure, verification, unwatched, undefined, [
        collected,
      ])
      expect(
        Inspection.safeParse({ ...inspection, levels: { '0V': false, '0M': false, '0E': false } }).error,
      ).toBeUndefined()
      expect(inspection.startTimes[0]).toEqual({ trackId: 1, utc: wanted, origin: 'misb', own: true })
      expect(inspection.timing).toMatchObject([
        { trackId: 1, utc: wanted, origin: 'misb', uncertaintyMicros: 1 },
      ])
      expect(inspection.statedClockOffset?.offsetMicros).toBe(5_000_000)
      expect(inspection.issues.map(({ code }) => code)).toContain('stamps-missing')
    },
  )
})
