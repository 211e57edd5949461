// Stills judged by ffmpeg: the pixels of a stored sample are those that ffmpeg gives for that picture of the whole file.
import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { compositionOrder } from '#engine/isobmff/sample-lookup.ts'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import { decodeStarts, sampleRun } from '#engine/media/sample-run.ts'
import { stillPicture } from '#engine/media/still-picture.ts'
import { withAperture } from '../support/cut-to-aperture.ts'
import { joinTrack } from '../support/joined-track.ts'
import { MediaFolder, canMake, hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'
import type { Recipe } from './isobmff-ffmpeg.ts'

const [width, height] = [320, 180]
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** RGB of every picture in the order in which they are shown, edit lists put aside. */
function allPictures(path: string, range: string, format = 'rgb24', bytes = 3): string[] {
  const flags = 'bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact'
  const scale = `scale=in_color_matrix=bt601:in_range=${range}:out_range=full:flags=${flags},format=${format}`
  const args = [
    '-v',
    'error',
    '-ignore_editlist',
    '1',
    '-i',
    path,
    '-map',
    '0:v:0',
    '-fps_mode',
    'passthrough',
  ]
  const raw = execFileSync('ffmpeg', [...args, '-vf', scale, '-f', 'rawvideo', '-'], { maxBuffer: 1 << 28 })
  const size = width * height * bytes
  return Array.from({ length: raw.length / size }, (_, at) => hash(raw.subarray(at * size, (at + 1) * size)))
}

/** RGB of one picture of a file whose cropping leaves 312×180 of 320×192: cut out of the whole coded picture. */
function croppedPicture(path: string, place: number): string {
  const coded = ['-apply_cropping', '0', '-i', path, '-map', '0:v:0', '-fps_mode', 'passthrough']
  const flags = 'bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact'
  const scale = `scale=in_color_matrix=bt601:in_range=limited:out_range=full:flags=${flags},format=rgb24`
  const chosen = `select='eq(n,${place})',crop=312:180:6:4,${scale}`
  return hash(execFileSync('ffmpeg', ['-v', 'error', ...coded, '-vf', chosen, '-f', 'rawvideo', '-']))
}

describe.skipIf(!hasFfmpeg)('a still', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())

  async function pixelsOf(path: string, sample: number, size = { width, height }): Promise<string> {
    const { source, movie } = await readFile(path)
    try {
      const track = movie.tracks.find(({ handler }) => handler === 'vide')!
      const picture = await stillPicture(source, track, sample)
      expect(picture.facts).toMatchObject({ ...size, complaints: [] })
      const pixels = createHash('sha256')
      await picture.pixels((chunk) => void pixels.update(chunk))
      return pixels.digest('hex')
    } finally {
      await source.close()
    }
  }

  const made: Recipe[] = [
    ...([
      'progressive.mp4',
      'open-gop.mp4',
      'open-gop-leading.mp4',
      'negative-offsets.mp4',
      'varying-rate.mp4',
    ] as const),
    ...(['fragmented-moof.mp4', 'fragmented-small.mp4', 'h265.mp4', 'pictures-and-law.mov'] as const),
  ]
  for (const recipe of made) {
    it.skipIf(!canMake(recipe))(`is the stored picture of ${recipe}, wherever it lies`, async () => {
      const path = folder.make(recipe)
      const expected = allPictures(path, recipe === 'pictures-and-law.mov' ? 'full' : 'limited')
      const { source, movie } = await readFile(path)
      await source.close()
      const { samples } = movie.tracks.find(({ handler }) => handler === 'vide')!
      expect(expected).toHaveLength(samples.length)
      expect(new Set(expected).size).toBe(samples.length)
      const order = compositionOrder(samples)
      // The first two groups with their borders, and the last pictures.
      const wanted = [0, 2, 25, 26, 27, samples.length - 1]
      for (const sample of new Set(wanted.filter((one) => one < samples.length)))
        expect(await pixelsOf(path, sample), `sample ${sample}`).toBe(expected[order.indexOf(sample)])
    })
  }

  it('has 16 bits a component where the video has 10', async () => {
    const path = folder.file('ten-bit.mp4')
    const source = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-t', '1']
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-y', ...source, '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2'],
      ...['-pix_fmt', 'yuv420p10le', path],
    ])
    const expected = allPictures(path, 'limited', 'rgb48be', 6)
    const { source: file, movie } = await readFile(path)
    await file.close()
    const order = compositionOrder(movie.tracks[0]!.samples)
    for (const sample of [0, 7, 13])
      expect(await pixelsOf(path, sample)).toBe(expected[order.indexOf(sample)])
  })

  it('is the whole stored picture where a clean aperture says to show less of it', async () => {
    const [whole, path] = [folder.make('fast-start.mp4'), folder.file('aperture.mp4')]
    const made = await readFile(whole)
    await made.source.close()
    writeFileSync(path, await withAperture(whole, made.movie.tracks[0]!, { width: 200, height: 100 }))
    const { source, movie } = await readFile(path)
    const track = movie.tracks[0]!
    try {
      expect(Buffer.from(track.entries[0]!.bytes).includes('clap')).toBe(true)
      expect((await stillPicture(source, track, 27)).facts).toMatchObject({ width, height })
      // Versions of ffmpeg differ in whether they cut to it: none of them is told.
      const fed: Uint8Array[] = []
      const run = await sampleRun(source, track, 27, 25, new AbortController().signal)
      for await (const bytes of run.input()) fed.push(Uint8Array.from(bytes))
      expect(Buffer.concat(fed).includes('clap')).toBe(false)
    } finally {
      await source.close()
    }
    const place = compositionOrder(track.samples).indexOf(27)
    expect(await pixelsOf(path, 27)).toBe(allPictures(whole, 'limited')[place])
  })

  it('is what the cropping of the parameter set leaves, on the left too', async () => {
    const [whole, path] = [folder.make('fast-start.mp4'), folder.file('cropped.mp4')]
    const crop = 'h264_metadata=crop_left=6:crop_right=2:crop_top=4:crop_bottom=8'
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', whole, '-c', 'copy', '-an', '-bsf:v', crop, path])
    const { source, movie } = await readFile(path)
    await source.close()
    // 320×192 are coded; this cropping takes the place of that to 320×180.
    expect(await pixelsOf(path, 30, { width: 312, height: 180 })).toBe(
      croppedPicture(path, compositionOrder(movie.tracks[0]!.samples).indexOf(30)),
    )
  })

  it('is decoded by its own sample entry, and has its own size', async () => {
    const at = (file: string): string => folder.file(file)
    const encoder = ['-c:v', 'libx264', '-profile:v', 'baseline', '-g', '10', '-sc_threshold', '0']
    const make = (file: string, qp: string, size: string): string => {
      const input = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`, '-frames:v', '20']
      const args = [...input, ...encoder, '-pix_fmt', 'yuv420p', '-qp', qp]
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, at(file)])
      return at(file)
    }
    const fine = make('fine.mp4', '18', '320x180')
    const coarse = make('coarse.mp4', '36', '320x180')
    const large = make('large.mp4', '24', '480x272')
    await joinTrack(
      [fine, coarse, large].map((path) => ({ path, first: 0, end: 20 })),
      at('joined.mp4'),
    )
    const [small, wide] = [
      { width: 320, height: 180 },
      { width: 480, height: 272 },
    ]
    const parts = [
      { path: fine, size: small },
      { path: coarse, size: small },
      { path: large, size: wide },
    ]
    for (const [part, { path, size }] of parts.entries())
      for (const sample of [0, 13])
        expect(await pixelsOf(at('joined.mp4'), 20 * part + sample, size)).toBe(
          await pixelsOf(path, sample, size),
        )
  })

  it('begins at the group before where the picture is shown before its sync sample', () => {
    // Decode order I B B P, I B B P …: both B are shown before the I.
    const [count, group] = [12, 4]
    const offsets = Int32Array.from({ length: count }, (_, at) => [3, 0, 0, 1][at % group] ?? 0)
    const samples = {
      ...{ length: count, decodeTime: Float64Array.from({ length: count }, (_, at) => at) },
      compositionOffset: offsets,
      sync: Uint8Array.from({ length: count }, (_, at) => (at % group === 0 ? 1 : 0)),
      entry: new Uint8Array(count),
    } as unknown as SampleTable
    const startsOf = (sample: number, changed = {}): number[] =>
      decodeStarts({ samples: { ...samples, ...changed }, entries: [] }, sample)
    expect(startsOf(8)).toEqual([8, 4, 0])
    expect(startsOf(9)).toEqual([4, 0])
    expect(startsOf(11)).toEqual([8, 4, 0])
    expect(startsOf(9, { sync: new Uint8Array(count) })).toEqual([0])
    // What uses another sample entry is not decoded along.
    const entry = Uint8Array.from({ length: count }, (_, at) => (at < 6 ? 0 : 1))
    expect(startsOf(11, { entry })).toEqual([8])
    expect(startsOf(7, { entry })).toEqual([6])
  })
})
