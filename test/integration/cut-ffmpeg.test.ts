// Cuts judged by ffmpeg: the pictures shown are those of the source, the sound stays where it was, nobody complains.
import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { filetime, parseUtc } from '#engine/base/time.ts'
import { layOutMovie } from '#engine/isobmff/movie-writer.ts'
import { planCut } from '#engine/media/cut.ts'
import type { CutPlan } from '#engine/media/cut.ts'
import { outputTracks } from '#engine/media/cut-output.ts'
import { MediaFolder, complaints, frameHashes, hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'
import type { FrameHash, Recipe } from './isobmff-ffmpeg.ts'

const start = parseUtc('2026-03-14T12:00:00Z')!
const at = (seconds: number) => filetime(start + BigInt(Math.round(seconds * 1e7)))

async function cut(path: string, out: string, from: number, to: number): Promise<CutPlan> {
  const { source, movie } = await readFile(path)
  const origins = new Map(movie.tracks.map(({ id }) => [id, start]))
  const plan = planCut(
    { fileSize: source.size, timescale: movie.timescale, tracks: movie.tracks, origins },
    { from: at(from), to: at(to) },
  )
  const layout = layOutMovie(outputTracks(movie.tracks, plan), {
    creationTime: 0n,
    timescale: plan.timescale,
  })
  const parts: Uint8Array[] = [layout.head]
  for (const { track, firstSample, count } of layout.chunks) {
    const { offset, size } = movie.tracks[track]!.samples
    for (let index = 0; index < count; index += 1) {
      const sample = plan.tracks[track]!.first + firstSample + index
      parts.push(Uint8Array.from(await source.read(offset[sample]!, size[sample]!)))
    }
  }
  await source.close()
  writeFileSync(out, Buffer.concat(parts))
  return plan
}

const hashesOf = (frames: readonly FrameHash[], stream: number): string[] =>
  frames.filter((frame) => frame.stream === stream).map(({ hash }) => hash)

/** Presentation time of the picture less that of a packet of sound, in seconds. */
function offsetBetween(
  { timebases, frames }: ReturnType<typeof frameHashes>,
  picture: string,
  sound: string,
): number {
  const time = (stream: number, hash: string): number => {
    const found = frames.find((frame) => frame.stream === stream && frame.hash === hash)
    if (!found) throw new Error(`no packet ${hash} in stream ${stream}`)
    return found.pts * timebases[stream]!
  }
  return time(0, picture) - time(1, sound)
}

describe.skipIf(!hasFfmpeg)('cuts', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())
  const recipesToCut: Recipe[] = [
    'progressive.mp4',
    'fragmented-moof.mp4',
    'varying-rate.mp4',
    'open-gop.mp4',
    'uncompressed.mov',
  ]

  it.each(recipesToCut)('%s', async (recipe) => {
    const path = folder.make(recipe)
    const out = folder.file(`cut-${recipe}`)
    const plan = await cut(path, out, 1.5, 2.7)
    const source = frameHashes(path)
    const result = frameHashes(out)
    const [all, shown] = [hashesOf(source.frames, 0), hashesOf(result.frames, 0)]
    // The pictures shown are a stretch of those of the source, no one more, no one less.
    const first = all.indexOf(shown[0]!)
    expect(first).toBeGreaterThan(0)
    expect(shown).toEqual(all.slice(first, first + shown.length))
    expect(shown.length).toBeGreaterThan(12)
    expect(shown.length).toBeLessThan(60)
    const hidden = plan.notes
      .map((note) => Number(/: (\d+) pictures/.exec(note)?.[1] ?? 0))
      .reduce((a, b) => a + b, 0)
    expect(shown.length + hidden).toBe(plan.videoSamples)
    // Leading pictures of an open group are stored without what they refer to: a decoder may say so.
    if (recipe !== 'open-gop.mp4') expect(complaints(out)).toBe('')
  })

  it('sound and picture keep their distance', async () => {
    for (const recipe of ['progressive.mp4', 'fragmented-moof.mp4', 'varying-rate.mp4'] as const) {
      const path = folder.make(recipe)
      const out = folder.file('out.mp4')
      await cut(path, out, 1.5, 2.7)
      const [before, after] = [frameHashes(path, '-c', 'copy'), frameHashes(out, '-c', 'copy')]
      const picture = hashesOf(after.frames, 0)[5]!
      const sound = hashesOf(after.frames, 1)[20]!
      // ffmpeg counts packets in ticks of the track: half of one is what rounding may cost it.
      expect(
        Math.abs(offsetBetween(after, picture, sound) - offsetBetween(before, picture, sound)),
      ).toBeLessThan(1 / 44_100)
    }
  })

  it('a cut of a cut holds the same times', async () => {
    const path = folder.make('progressive.mp4')
    const one = folder.file('one.mp4')
    const first = await cut(path, one, 1.5, 3.5)
    const { source, movie } = await readFile(one)
    const origins = new Map(first.tracks.map(({ id, origin }) => [id, origin]))
    const again = planCut(
      { fileSize: source.size, timescale: movie.timescale, tracks: movie.tracks, origins },
      { from: at(2.5), to: at(3) },
    )
    await source.close()
    const direct = await cut(path, folder.file('two.mp4'), 2.5, 3)
    expect([again.from, again.to, again.videoSamples]).toEqual([direct.from, direct.to, direct.videoSamples])
    expect(again.tracks.map(({ bytes, count }) => [bytes, count])).toEqual(
      direct.tracks.map(({ bytes, count }) => [bytes, count]),
    )
  })
})
