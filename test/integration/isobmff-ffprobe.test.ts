// Sample tables against ffprobe: every packet of every kind of file at the same place, size, time and sync mark.
import { afterAll, describe, expect, it } from 'vitest'
import { MediaFolder, canMake, compareWithProbe, hasFfmpeg, readFile, recipes } from './isobmff-ffmpeg.ts'
import type { Recipe } from './isobmff-ffmpeg.ts'

describe.skipIf(!hasFfmpeg)('sample tables', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())

  it.each(Object.keys(recipes) as Recipe[])('%s', async (recipe) => {
    if (!canMake(recipe)) return console.warn(`SKIPPED: this ffmpeg cannot make ${recipe}.`)
    const path = folder.make(recipe)
    const { source, movie, findings } = await readFile(path)
    await source.close()
    expect(findings.list()).toEqual([])
    expect(movie.tracks).toHaveLength(2)
    for (const { ours, theirs } of compareWithProbe(path, movie)) expect(ours).toEqual(theirs)
  })

  it.skipIf(!canMake('h265.mp4'))('H.265 is called by its profile and level', async () => {
    const { source, movie } = await readFile(folder.make('h265.mp4'))
    await source.close()
    expect(movie.tracks[0]?.entries[0]?.codec).toMatch(/^hvc1\.1\.6\.L\d+(\.[0-9A-F]{1,2})*$/)
    expect(movie.tracks[0]?.entries[0]?.decoderConfig?.type).toBe('hvcC')
  })

  it('video and audio are described as ffprobe describes them', async () => {
    const { source, movie } = await readFile(folder.make('progressive.mp4'))
    await source.close()
    expect(movie.brands).toEqual(['isom', 'iso2', 'avc1', 'mp41'])
    const [video, audio] = movie.tracks
    expect(video).toMatchObject({ handler: 'vide', width: 320, height: 180, rotation: 0, timescale: 12_800 })
    expect(video?.entries[0]?.codec).toMatch(/^avc1\.[0-9a-f]{6}$/)
    expect(audio).toMatchObject({ handler: 'soun', timescale: 44_100 })
    expect(audio?.entries[0]).toMatchObject({ codec: 'mp4a.40.2', channels: 1, sampleRate: 44_100 })
    expect(audio?.entries[0]?.decoderConfig?.bytes.subarray(0, 2)).toEqual(Uint8Array.of(0x12, 0x08))
  })
})
