// Sample tables against ffprobe: every packet of every kind of file at the same place, size, time and sync mark.
import { afterAll, describe, expect, it } from 'vitest'
import type { SampleTable } from '#engine/isobmff/sample-table.ts'
import { MediaFolder, hasFfmpeg, probePackets, readFile, recipes } from './isobmff-ffmpeg.ts'
import type { Packet, Recipe } from './isobmff-ffmpeg.ts'

/** Rows of position, size, decode time and composition time from the first decode time on, and sync mark. */
function rowsOf(table: SampleTable): (number | string)[][] {
  const start = table.decodeTime[0] ?? 0
  return Array.from({ length: table.length }, (_, at) => {
    const decode = (table.decodeTime[at] ?? 0) - start
    return [
      table.offset[at]!,
      table.size[at]!,
      decode,
      decode + (table.compositionOffset[at] ?? 0),
      table.sync[at]!,
    ]
  })
}

/**
 * ffprobe moves decode times below 0 where a composition offset is negative, so decode times are counted from the first
 * packet, and composition times from where its decode time would be had they not been moved.
 */
function packetRows(packets: readonly Packet[], moved: number): (number | string)[][] {
  const start = packets[0]?.dts ?? 0
  return packets.map(({ pos, size, dts, pts, flags }) => [
    Number(pos),
    Number(size),
    dts - start,
    pts - start - moved,
    flags.startsWith('K') ? 1 : 0,
  ])
}

describe.skipIf(!hasFfmpeg)('sample tables', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())

  it.each(Object.keys(recipes) as Recipe[])('%s', async (recipe) => {
    const path = folder.make(recipe)
    const { source, movie, findings } = await readFile(path)
    await source.close()
    expect(findings.list()).toEqual([])
    const packets = probePackets(path)
    expect(movie.tracks).toHaveLength(2)
    for (const [stream, { samples }] of movie.tracks.entries()) {
      const own = packets.filter(({ stream_index }) => stream_index === stream)
      const moved = Math.max(0, -samples.compositionOffset.reduce((a, b) => Math.min(a, b), 0))
      expect(rowsOf(samples)).toEqual(packetRows(own, moved))
    }
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
