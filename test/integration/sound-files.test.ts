// Sound decoded by the engine: G.722 and others as ffmpeg itself decodes them, on the timeline of the track, silence where
// nothing is stored; and how loud it is over time.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { unwatched } from '#engine/base/progress.ts'
import { decodeSound } from '#engine/media/decode-sound.ts'
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

async function decode(path: string, sampleRate: number) {
  const folder = scratchFolder()
  const { source, movie } = await readFile(path)
  await source.close()
  const track = movie.tracks.find(({ handler }) => handler === 'soun')!
  const places = { samples: join(folder, 'samples'), peaks: join(folder, 'peaks') }
  const seconds = track.mediaDuration / track.timescale
  const frames = await decodeSound(
    { source: path, trackId: track.id, sampleRate, channels: 1, seconds, ...places },
    unwatched,
  )
  return { frames, samples: readFileSync(places.samples), peaks: readFileSync(places.peaks) }
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

  it('is measured alone and decoded at the same time, and neither is in the way of the other', async () => {
    const path = join(scratchFolder(), 'short.mov')
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=0.1:sample_rate=8000', '-c:a', 'pcm_alaw', path)
    const request = { source: path, trackId: 1, sampleRate: 8_000, channels: 1, seconds: 0.1 }
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

  it('sound that is longer than its table says is refused', async () => {
    const path = join(scratchFolder(), 'long.mov')
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=30:sample_rate=8000', '-c:a', 'pcm_alaw', path)
    const folder = scratchFolder()
    const request = { source: path, trackId: 1, sampleRate: 8_000, channels: 1, seconds: 5 }
    const told = decodeSound({ ...request, samples: join(folder, 's'), peaks: join(folder, 'p') }, unwatched)
    await expect(told).rejects.toMatchObject({ code: 'review-refused' })
  })
})
