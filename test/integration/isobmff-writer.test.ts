// Files laid out by Exhibit's own writer, judged by ffmpeg: not a word of complaint, and packet for packet the same.
import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { layOutFragments } from '#engine/isobmff/fragment-writer.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import type { OutputTrack } from '#engine/isobmff/output-track.ts'
import { MediaFolder, complaints, frameHashes, hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'
import type { FileReading, FrameHash, Recipe } from './isobmff-ffmpeg.ts'

const sameTrack = (track: MovieTrack): OutputTrack => ({
  id: track.id,
  handler: track.handler,
  handlerName: track.handlerName,
  timescale: track.timescale,
  language: track.language,
  width: track.width,
  height: track.height,
  matrixRotation: track.rotation,
  sampleEntry: track.entries[0]!.bytes,
  references: track.references,
  edits: track.edits,
  samples: track.samples,
})

async function bytesOf(
  { source, movie }: FileReading,
  track: number,
  first: number,
  count: number,
): Promise<Uint8Array> {
  const { offset, size } = movie.tracks[track]!.samples
  const parts: Uint8Array[] = []
  for (let at = first; at < first + count; at += 1)
    parts.push(Uint8Array.from(await source.read(offset[at]!, size[at]!)))
  return Buffer.concat(parts)
}

/** Bytes of each stream put together: for uncompressed audio, where ffmpeg makes packets of chunks. */
const sizes = (frames: readonly FrameHash[]): number[] =>
  [0, 1].map((stream) =>
    frames.filter((frame) => frame.stream === stream).reduce((sum, { size }) => sum + size, 0),
  )

describe.skipIf(!hasFfmpeg)('our writer', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())

  it.each([
    'progressive.mp4',
    'open-gop.mp4',
    'negative-offsets.mp4',
    'varying-rate.mp4',
    'uncompressed.mov',
  ] as Recipe[])('progressive: %s', async (recipe) => {
    const reading = await readFile(folder.make(recipe))
    const { movie, source } = reading
    const layout = layOutMovie(movie.tracks.map(sameTrack), {
      creationTime: movie.creationTime,
      timescale: movie.timescale,
    })
    const media: Uint8Array[] = []
    for (const { track, firstSample, count } of layout.chunks)
      media.push(await bytesOf(reading, track, firstSample, count))
    const out = folder.file('out.mp4')
    writeFileSync(out, Buffer.concat([layout.head, ...media]))
    const before = frameHashes(source.name, '-c', 'copy')
    await source.close()
    const after = frameHashes(out, '-c', 'copy')
    expect(complaints(out)).toBe('')
    expect(after.timebases).toEqual(before.timebases)
    const pictures = (frames: FrameHash[]): FrameHash[] => frames.filter(({ stream }) => stream === 0)
    if (recipe === 'uncompressed.mov') {
      expect(pictures(after.frames)).toEqual(pictures(before.frames))
      expect(sizes(after.frames)).toEqual(sizes(before.frames))
    } else expect(after.frames).toEqual(before.frames)
  })

  it.each(['moof', 'explicit', 'implicit'] as const)('fragments with data offsets from: %s', async (base) => {
    const reading = await readFile(folder.make('fragmented-moof.mp4'))
    const { movie, source } = reading
    const options = { brands: ['iso5', 'isom'], creationTime: 0n, base, randomAccess: true }
    const layout = layOutFragments(movie.tracks.map(sameTrack), options)
    expect(layout.fragments).toHaveLength(4)
    const parts: Uint8Array[] = [layout.head]
    for (const { head, runs } of layout.fragments) {
      parts.push(head)
      for (const { track, firstSample, count } of runs)
        parts.push(await bytesOf(reading, track, firstSample, count))
    }
    const out = folder.file('out.mp4')
    writeFileSync(out, Buffer.concat([...parts, layout.tail]))
    const before = frameHashes(source.name, '-c', 'copy')
    await source.close()
    expect(complaints(out)).toBe('')
    expect(frameHashes(out, '-c', 'copy').frames).toEqual(before.frames)
  })
})
