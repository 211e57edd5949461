// Sound decoded by the engine: G.722 and others as ffmpeg itself decodes them, on the timeline of the track, silence where
// nothing is stored; and how loud it is over time.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ByteRange, ItemId } from '#contract/units.ts'
import { unwatched, type Work } from '#engine/base/progress.ts'
import { decodeSound } from '#engine/media/decode-sound.ts'
import { missingSound, type Stretch } from '#engine/media/missing-sound.ts'
import { SoundFiles } from '#engine/sound-files.ts'
import { scratchFolder } from '../support/made-export.ts'
import { hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'

const ffmpeg = (...args: string[]): Buffer => {
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args], {
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(stderr.toString())
  return stdout
}
const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=16000:duration=2']

async function decode(path: string, sampleRate: number, ranges: ByteRange[] = []) {
  const folder = scratchFolder()
  const { source, movie } = await readFile(path)
  await source.close()
  const track = movie.tracks.find(({ handler }) => handler === 'soun')!
  const places = { samples: join(folder, 'samples'), peaks: join(folder, 'peaks') }
  const seconds = track.mediaDuration / track.timescale
  const missing = missingSound(track.samples, track.timescale, ranges)
  const request = { source: path, trackId: track.id, sampleRate, channels: 1, seconds, missing, ...places }
  const frames = await decodeSound(request, unwatched)
  return { frames, missing, samples: readFileSync(places.samples), peaks: readFileSync(places.peaks) }
}

describe.skipIf(!hasFfmpeg)('sound', () => {
  it.each(['g722', 'pcm_alaw', 'pcm_s24be'])('%s is what ffmpeg makes of it', async (codec) => {
    const path = join(scratchFolder(), 'sound.mov')
    ffmpeg(...tone, '-c:a', codec, path)
    const { frames, samples, peaks } = await decode(path, 16_000)
    expect(samples.equals(ffmpeg('-ignore_editlist', '1', '-i', path, '-f', 's16le', 'pipe:1'))).toBe(true)
    expect(frames).toBe(samples.length / 2)
    expect(peaks).toHaveLength(Math.ceil(frames / 320))
    // A sine of an eighth of the greatest value.
    for (const peak of peaks.subarray(2, 90)) expect(Math.abs(peak - 32)).toBeLessThan(3)
  })

  it('what is stored later is heard later: the gap is silent', async () => {
    const path = join(scratchFolder(), 'gap.mp4')
    const gap = ['-af', "aselect='lt(t,0.5)+gt(t,1.5)'"]
    ffmpeg(...tone, ...gap, '-c:a', 'aac', '-movflags', 'frag_every_frame+empty_moov', path)
    const { peaks } = await decode(path, 16_000)
    expect(Math.max(...peaks.subarray(5, 20))).toBeGreaterThan(20)
    expect(Math.max(...peaks.subarray(35, 65))).toBeLessThan(4)
    expect(Math.max(...peaks.subarray(82, 95))).toBeGreaterThan(20)
  })

  it.each(['pcm_mulaw', 'g722', 'aac'])(
    '%s of which bytes are missing is silent there, and told',
    async (codec) => {
      const path = join(scratchFolder(), 'partial.mov')
      ffmpeg(...tone, '-ac', '1', '-c:a', codec, path)
      const { source, movie } = await readFile(path)
      await source.close()
      const { samples, timescale } = movie.tracks[0]!
      // From a quarter of it to the middle.
      const [first, behind] = [samples.length >> 2, samples.length >> 1]
      const [start, end] = [samples.offset[first]!, samples.offset[behind]!]
      writeFileSync(path, readFileSync(path).fill(0, start, end))
      const { missing, peaks, samples: heard } = await decode(path, 16_000, [{ start, end }])
      expect(missing).toHaveLength(1)
      const [{ from, to: until }] = missing as [Stretch]
      expect(from).toBeCloseTo(samples.decodeTime[first]! / timescale, 6)
      expect(until - samples.decodeTime[behind]! / timescale).toBeGreaterThanOrEqual(0)
      expect(until).toBeLessThan(1.2)
      expect(Math.max(...peaks.subarray(Math.ceil(from * 50), Math.floor(until * 50)))).toBe(0)
      const silent = heard.subarray(Math.ceil(from * 16_000) * 2, Math.floor(until * 16_000) * 2)
      expect(silent.every((byte) => byte === 0)).toBe(true)
      // Before and behind it, all is heard as it was.
      expect(Math.min(...peaks.subarray(5, Math.floor(from * 50) - 1))).toBeGreaterThan(20)
      expect(Math.min(...peaks.subarray(Math.ceil(until * 50) + 1, 90))).toBeGreaterThan(20)
    },
  )

  it('is measured alone and decoded at the same time, and neither is in the way of the other', async () => {
    const path = join(scratchFolder(), 'short.mov')
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=0.1:sample_rate=8000', '-c:a', 'pcm_alaw', path)
    const request = { source: path, trackId: 1, sampleRate: 8_000, channels: 1, seconds: 0.1, missing: [] }
    for (let time = 0; time < 5; time += 1) {
      const folder = scratchFolder()
      const peaks = join(folder, 'peaks')
      const both = [null, join(folder, 'samples')].map((samples) =>
        decodeSound({ ...request, samples, peaks }, unwatched),
      )
      expect(await Promise.all(both)).toEqual([800, 800])
      expect(readdirSync(folder).sort()).toEqual(['peaks', 'samples'])
    }
  })

  it('knows of a partial item where its bytes are missing, of what it was laid out in not', async () => {
    const path = join(scratchFolder(), 'partial.mov')
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=2:sample_rate=8000', '-c:a', 'pcm_mulaw', path)
    const { source, movie } = await readFile(path)
    await source.close()
    const start = movie.tracks[0]!.samples.offset[0]! + 4_096
    const missing = [{ start, end: start + 4_096 }]
    const tell = async (kind: string): Promise<unknown> => {
      const folder = scratchFolder()
      const ended: Promise<unknown>[] = []
      const items = { summary: () => ({ path, kind }), missing: () => missing }
      const reviews = {
        ...{ folder, structure: () => ({ movie }), playedFile: () => path },
        makeFolder: () => Promise.resolve(),
      }
      const jobs = { start: (_: string, run: (work: Work) => Promise<unknown>) => ended.push(run(unwatched)) }
      const files = new SoundFiles({ database: { items }, jobs, reviews } as never)
      files.open({ itemId: 'item' as ItemId, trackId: 1, samples: false })
      return ended[0]
    }
    expect(await tell('export')).toMatchObject({ missing: [{ from: 0.512, to: 1.024 }] })
    expect(await tell('video')).toMatchObject({ missing: [] })
  })

  it('sound that is longer than its table says is refused', async () => {
    const path = join(scratchFolder(), 'long.mov')
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=30:sample_rate=8000', '-c:a', 'pcm_alaw', path)
    const folder = scratchFolder()
    const request = { source: path, trackId: 1, sampleRate: 8_000, channels: 1, seconds: 5, missing: [] }
    const told = decodeSound({ ...request, samples: join(folder, 's'), peaks: join(folder, 'p') }, unwatched)
    await expect(told).rejects.toMatchObject({ code: 'review-refused' })
  })
})
