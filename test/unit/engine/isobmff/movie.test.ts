// Whole movies, made in memory: progressive and fragmented give the same samples; damage is found and the rest kept.
import { describe, expect, it } from 'vitest'
import { writeBox } from '#engine/isobmff/box-writer.ts'
import { gaps } from '#engine/isobmff/gaps.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { noEntry } from '#engine/isobmff/sample-table.ts'
import {
  audioTrack,
  codesOf,
  fragmentedFile,
  metadataTrack,
  payloadAt,
  plainSamples,
  progressiveFile,
  readBack,
  sampleBytes,
  videoSamples,
  videoTrack,
} from './made-movie.ts'

const tracks = [videoTrack(), audioTrack(), metadataTrack()]

/** Samples as read are those that were written, and their bytes are where the table says. */
function expectSame(read: MovieTrack | undefined, written: OutputTrack, file: Uint8Array): void {
  const { samples } = written
  expect(read?.samples.length).toBe(samples.length)
  let time = 0
  for (let index = 0; index < samples.length; index += 1) {
    const at = read!.samples.offset[index]!
    expect(
      Buffer.from(file)
        .subarray(at, at + samples.size[index]!)
        .equals(sampleBytes(written, index)),
    ).toBe(true)
    expect(read!.samples.decodeTime[index]).toBe(samples.decodeTime?.[index] ?? time)
    time += samples.duration[index]!
  }
  expect([...read!.samples.size]).toEqual([...(samples.size as number[])])
  expect([...read!.samples.duration]).toEqual([...(samples.duration as number[])])
  expect([...read!.samples.compositionOffset]).toEqual([...(samples.compositionOffset as number[])])
  expect([...read!.samples.sync]).toEqual([...(samples.sync as number[])])
}

describe('a progressive movie', () => {
  it('is read as it was written', async () => {
    const file = progressiveFile(tracks, {
      creationTime: 3_786_825_600n,
      udta: [writeBox('loci', new Uint8Array(4))],
    })
    const { movie, tree, findings } = await readBack(file)
    expect(findings.list()).toEqual([])
    expect(tree.boxes.map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat'])
    expect(movie).toMatchObject({
      brands: ['isom'],
      majorBrand: 'isom',
      timescale: 1_000,
      duration: 1_216,
      fragmented: false,
    })
    expect(movie.creationTime).toBe(3_786_825_600n)
    expect(movie.tracks).toHaveLength(3)
    for (const [index, track] of tracks.entries()) expectSame(movie.tracks[index], track, file)
    expect(movie.tracks[0]).toMatchObject({
      id: 1,
      handler: 'vide',
      handlerName: 'Camera',
      width: 320,
      height: 180,
      mediaDuration: 15_360,
    })
    expect(movie.tracks[1]).toMatchObject({ timescale: 48_000, language: 'und', edits: [] })
    expect(movie.tracks[2]).toMatchObject({ handler: 'meta', references: [{ type: 'cdsc', trackIds: [1] }] })
    expect(movie.tracks[2]?.entries[0]?.codec).toBe('metx')
  })

  it('keeps edits, rotation and further sample entries', async () => {
    const samples = { ...videoSamples(), entry: Array.from({ length: 30 }, (_, at) => (at < 10 ? 0 : 1)) }
    const video = videoTrack(samples)
    const edits = [
      { segmentDuration: 40, mediaTime: -1, rate: 1 },
      { segmentDuration: 1_200, mediaTime: 1_024, rate: 1 },
    ]
    const file = progressiveFile([
      { ...video, edits, matrixRotation: 270, otherEntries: [video.sampleEntry] },
    ])
    const { movie, findings } = await readBack(file)
    expect(findings.list()).toEqual([])
    expect(movie.tracks[0]).toMatchObject({ edits, rotation: 270 })
    expect([...movie.tracks[0]!.samples.entry]).toEqual(samples.entry)
  })

  it('gives no sample the only entry that can be read where the track announces more', async () => {
    const samples = { ...videoSamples(), entry: Array.from({ length: 30 }, (_, at) => (at < 10 ? 0 : 1)) }
    const video = videoTrack(samples)
    const file = Buffer.from(progressiveFile([{ ...video, otherEntries: [video.sampleEntry] }]))
    const second = payloadAt(file, 'stsd') + 8 + video.sampleEntry.length
    file.writeUInt32BE(0x7fff_ffff, second)
    const { movie, findings } = await readBack(file)
    expect(codesOf(findings)).toContain('sample-entries-missing')
    expect(movie.tracks[0]?.entries).toHaveLength(1)
    expect([...movie.tracks[0]!.samples.entry]).toEqual(samples.entry.map((at) => (at === 0 ? 0 : noEntry)))
  })

  it('keeps uncompressed audio as runs, never across chunks', async () => {
    const duration = [1_024, 1_024, 500, 1_024]
    const samples = {
      length: 4,
      size: duration.map((ticks) => ticks * 2),
      duration,
      compositionOffset: [0, 0, 0, 0],
      sync: [1, 1, 1, 1],
      unitSize: 2,
    }
    const audio = { ...audioTrack(samples), timescale: 2_548 }
    const { movie, findings } = await readBack(progressiveFile([audio]))
    expect(findings.list()).toEqual([])
    expect(movie.tracks[0]?.samples.unitSize).toBe(2)
    // The writer's first chunk holds 2,548 samples: runs of 1,024, 1,024 and 500.
    expect([...movie.tracks[0]!.samples.duration]).toEqual([1_024, 1_024, 500, 1_024])
    expect([...movie.tracks[0]!.samples.size]).toEqual(samples.size)
  })

  it('does not take other media for runs', async () => {
    const same = { ...plainSamples(5, 1), size: [8, 8, 8, 8, 8] }
    const { movie } = await readBack(progressiveFile([{ ...metadataTrack(same), references: [] }]))
    expect(movie.tracks[0]?.samples).toMatchObject({ length: 5, unitSize: 0 })
  })
})

describe('a fragmented movie', () => {
  it.each(['moof', 'explicit', 'implicit'] as const)('with data offsets from: %s', async (base) => {
    const file = fragmentedFile(tracks, { base, fragmentSeconds: 0.4, randomAccess: true })
    const { movie, tree, findings } = await readBack(file)
    expect(findings.list()).toEqual([])
    expect(tree.boxes.filter(({ type }) => type === 'moof')).toHaveLength(3)
    expect(movie).toMatchObject({ fragmented: true, duration: 1_216 })
    for (const [index, track] of tracks.entries()) expectSame(movie.tracks[index], track, file)
  })

  it('keeps jumps of decode times, which are gaps', async () => {
    const samples = videoSamples()
    const decodeTime = Array.from({ length: 30 }, (_, at) => at * 512 + (at < 10 ? 0 : 25_600))
    const file = fragmentedFile([videoTrack({ ...samples, decodeTime })], { fragmentSeconds: 0.4 })
    const { movie } = await readBack(file)
    expectSame(movie.tracks[0], videoTrack({ ...samples, decodeTime }), file)
    expect(gaps(movie.tracks[0]!.samples, 12_800)).toEqual([{ fromTicks: 5_120, toTicks: 30_720, next: 10 }])
    expect(movie.tracks[0]?.mediaDuration).toBe(15_360 + 25_600)
  })

  it('goes on counting where decode times are missing', async () => {
    const file = fragmentedFile(tracks, { fragmentSeconds: 0.4, withoutDecodeTimes: true })
    const { movie, findings } = await readBack(file)
    expect(findings.list()).toEqual([])
    for (const [index, track] of tracks.entries()) expectSame(movie.tracks[index], track, file)
  })

  it('reports decode times that fall back, fragments of unknown tracks, and truncation', async () => {
    const file = fragmentedFile(tracks, { fragmentSeconds: 0.4 })
    const fallen = Uint8Array.from(file)
    fallen.set(new Uint8Array(8), payloadAt(file, 'tfdt', 4) + 4)
    expect(codesOf((await readBack(fallen)).findings)).toEqual(['decode-time-falls-back'])
    const unknown = Uint8Array.from(file)
    unknown[payloadAt(file, 'tfhd') + 7] = 9
    const { movie, findings } = await readBack(unknown)
    expect(codesOf(findings)).toEqual(['fragment-of-unknown-track'])
    expect(movie.tracks[1]?.samples.length).toBe(57)
    const cut = await readBack(file.subarray(0, payloadAt(file, 'mdat', 2) + 100))
    expect(codesOf(cut.findings)).toEqual([
      'box-size-past-end',
      ...Array<string>(3).fill('samples-outside-file'),
    ])
    expect(cut.movie.tracks[0]?.samples.length).toBe(30)
  })
})

describe('damage', () => {
  const file = progressiveFile(tracks)
  /** The file with other bytes at the payload of a box. */
  const patched = (type: string, at: number, bytes: number[], nth = 0): Uint8Array => {
    const copy = Uint8Array.from(file)
    copy.set(bytes, payloadAt(file, type, nth) + at)
    return copy
  }

  it('nothing at all', async () => {
    const { movie, findings } = await readBack(new Uint8Array(0))
    expect(movie).toMatchObject({ brands: [], majorBrand: '', tracks: [], duration: 0, fragmented: false })
    expect(codesOf(findings)).toEqual(['moov-missing'])
  })

  it('a second moov is not read', async () => {
    const other = progressiveFile([metadataTrack()])
    const { movie, findings } = await readBack(Buffer.concat([file, other]))
    expect(codesOf(findings)).toEqual(['moov-repeated'])
    expect(findings.list()[0]?.offset).toBe(file.length + 20)
    expect(movie.tracks).toHaveLength(3)
  })

  it('boxes renamed away', async () => {
    for (const type of ['mvhd', 'tkhd', 'mdhd', 'hdlr', 'stsd', 'stts', 'stsc', 'stsz', 'stco']) {
      const copy = Uint8Array.from(file)
      copy.set(Buffer.from('free'), payloadAt(file, type) - 4)
      const { movie, findings } = await readBack(copy)
      expect(codesOf(findings)).toContain('box-missing')
      expect(movie.tracks).toHaveLength(3)
    }
  })

  it('a timescale of 0 is never handed on', async () => {
    const { movie, findings } = await readBack(patched('mdhd', 12, [0, 0, 0, 0]))
    expect(codesOf(findings)).toEqual(['timescale-zero'])
    expect(movie.tracks[0]?.timescale).toBe(1)
    expect((await readBack(patched('mvhd', 12, [0, 0, 0, 0]))).movie.timescale).toBe(1)
  })

  it('track ids twice, or 0', async () => {
    expect(codesOf((await readBack(patched('tkhd', 12, [0, 0, 0, 2]))).findings)).toContain(
      'track-id-repeated',
    )
    expect(codesOf((await readBack(patched('tkhd', 12, [0, 0, 0, 0]))).findings)).toContain('track-id-zero')
  })

  it('tables that end early keep the samples and say what is missing', async () => {
    const short = patched('stts', 8, [0, 0, 0, 7])
    const { movie, findings } = await readBack(short)
    expect(codesOf(findings)).toEqual(['durations-missing'])
    expect(movie.tracks[0]?.samples.length).toBe(30)
    expect(movie.tracks[0]?.mediaDuration).toBe(15_360)
  })

  it('sizes without a chunk, and chunks without sizes', async () => {
    const fewer = await readBack(patched('stsz', 8, [0, 0, 0, 4]))
    expect(codesOf(fewer.findings)).toEqual(
      expect.arrayContaining(['chunks-too-full', 'sync-sample-unknown']),
    )
    expect(fewer.movie.tracks[0]?.samples.length).toBe(4)
    const none = await readBack(patched('stsc', 12, [0, 0, 0, 2]))
    expect(codesOf(none.findings)).toContain('samples-without-place')
  })

  it('offsets outside the file: kept, and the first one named', async () => {
    const { movie, findings } = await readBack(patched('stco', 8, [0x7f, 0, 0, 0]))
    expect(movie.tracks[0]?.samples.length).toBe(30)
    expect(findings.list()).toMatchObject([{ code: 'samples-outside-file', path: 'moov/trak' }])
    expect(findings.list()[0]?.detail).toContain('the first is sample 1, at byte 2130706432')
  })

  it('counts of 4,294,967,295 everywhere cost no memory', async () => {
    const huge = [0xff, 0xff, 0xff, 0xff]
    for (const type of ['stts', 'stsc', 'stco', 'ctts', 'stss', 'stsd']) {
      const { movie } = await readBack(patched(type, 4, huge))
      expect(movie.tracks).toHaveLength(3)
    }
    for (const bytes of [
      [0, 0, 0, 0, ...huge],
      [0, 0, 0, 1, ...huge],
      [...huge, ...huge],
    ]) {
      const { movie } = await readBack(patched('stsz', 4, bytes))
      expect(movie.tracks[0]!.samples.length).toBeLessThanOrEqual(file.length)
    }
    const full = await readBack(patched('stsc', 8, huge))
    expect(full.movie.tracks).toHaveLength(3)
    // One size for all, and one chunk for all of them: nothing but the end of the file ends that.
    const endless = patched('stsz', 4, [0, 0, 0, 1, ...huge])
    endless.set(huge, payloadAt(file, 'stsc') + 12)
    const { movie, findings } = await readBack(endless)
    expect(movie.tracks[0]!.samples.length).toBeLessThan(file.length)
    expect(codesOf(findings)).toContain('samples-without-place')
  })

  it('fragment runs that claim 4,294,967,295 samples of no bytes', async () => {
    const fragmented = fragmentedFile(tracks, { fragmentSeconds: 0.4 })
    const trun = payloadAt(fragmented, 'trun')
    for (const flags of [0, 1]) {
      const copy = Uint8Array.from(fragmented)
      copy.set([0, 0, 0, flags, 0xff, 0xff, 0xff, 0xff], trun)
      const { movie, findings } = await readBack(copy)
      expect(codesOf(findings)).toContain('samples-without-place')
      expect(movie.tracks[0]!.samples.length).toBeLessThan(70_000)
    }
  })

  it('stops when told to', async () => {
    const { tree, findings } = await readBack(file)
    const { readMovie } = await import('#engine/isobmff/movie.ts')
    const { memorySource } = await import('#engine/base/byte-source.ts')
    await expect(readMovie(memorySource('x', file), tree, findings, AbortSignal.abort())).rejects.toThrow()
  })
})
