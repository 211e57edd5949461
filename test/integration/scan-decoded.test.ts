// Decoded pictures that are equal, judged by ffmpeg's own list of a whole file; and nothing said of what did not decode cleanly.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DecodedScan } from '#contract/frames.ts'
import type { ByteRange } from '#contract/units.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { tellScan, scanFrames } from '#engine/bitstream/scan-frames.ts'
import type { Movie, MovieTrack } from '#engine/isobmff/movie.ts'
import { planReview } from '#engine/media/review-plan.ts'
import { scanDecoded } from '#engine/media/scan-decoded.ts'
import { caseBench } from '../support/case-engine.ts'
import { suiteFolder } from '../support/evidence.ts'
import { joinTrack } from '../support/joined-track.ts'
import type { JoinedPart } from '../support/joined-track.ts'
import { movieOf } from '../support/stamped-video.ts'
import { canMake, hasFfmpeg, MediaFolder } from './isobmff-ffmpeg.ts'
import type { Recipe } from './isobmff-ffmpeg.ts'

/** Pictures 19 to 38 are all the same. */
const frozen = ['-vf', 'loop=loop=19:size=1:start=20', '-frames:v', '60']
const place = suiteFolder()
const made = (name: string): string => join(place, name)
beforeAll(() => {
  if (!hasFfmpeg) return
  const input = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=320x240:r=25', ...frozen]
  const lossless = ['-c:v', 'libx264', '-qp', '0', '-bf', '2', '-g', '12', '-pix_fmt', 'yuv420p']
  execFileSync('ffmpeg', [...input, ...lossless, made('frozen.mp4')])
  execFileSync('ffmpeg', [...input, ...lossless, made('frozen.mkv')])
})

/** By picture in the order of showing, as ffmpeg decodes the file as a whole. */
function judged(path: string): { sameTotal: number; repeated: number } {
  const editLists = path.endsWith('.mkv') ? [] : ['-ignore_editlist', '1']
  const args = ['-v', 'error', ...editLists, '-i', path, '-map', '0:v:0', '-fps_mode', 'passthrough']
  const hashes = execFileSync('ffmpeg', [...args, '-f', 'framemd5', '-'])
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('0,'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '')
  return {
    sameTotal: hashes.length - new Set(hashes).size,
    repeated: hashes.filter((hash, at) => at > 0 && hash === hashes[at - 1]).length,
  }
}

const videoOf = ({ tracks }: Movie): MovieTrack => tracks.find(({ handler }) => handler === 'vide')!

async function scan(file: Uint8Array, missing: readonly ByteRange[] = []) {
  const track = videoOf(await movieOf(file))
  const source = memorySource('file', file)
  const plan = planReview(track, source.size, missing)
  const told = DecodedScan.parse(await scanDecoded({ source, track, plan }, unwatched))
  const picture = (sample: number): number => plan.pictureOf[sample]!
  return { told, track, plan, same: told.same.map(([one, other]) => [picture(one), picture(other)]) }
}

describe.skipIf(!hasFfmpeg)('decoded pictures', () => {
  const folder = new MediaFolder()
  afterAll(() => folder.remove())

  it('that are frozen are told, though no two are stored alike', async () => {
    const file = readFileSync(made('frozen.mp4'))
    const { told, track, same } = await scan(file)
    expect(told).toMatchObject({ samples: 60, undecoded: 0, ...judged(made('frozen.mp4')) })
    expect(told.repeated).toBeGreaterThanOrEqual(19)
    const alike = same.filter(([picture]) => picture! > 19 && picture! < 39)
    expect(alike).toEqual(Array.from({ length: 19 }, (_, at) => [20 + at, 19]))
    const stored = tellScan(1, await scanFrames(memorySource('file', file), track, [], unwatched))
    expect(stored.sameTotal).toBeLessThan(told.sameTotal)
  })

  const recipes: Recipe[] = ['progressive.mp4', 'open-gop-leading.mp4', 'h265.mp4']
  for (const recipe of recipes)
    it.skipIf(!canMake(recipe))(`all have a hash, and are as equal as ffmpeg says: ${recipe}`, async () => {
      const path = folder.make(recipe)
      const { told, track } = await scan(readFileSync(path))
      expect(told).toMatchObject({ samples: track.samples.length, undecoded: 0, ...judged(path) })
      expect(told.ffmpeg).not.toBe('')
    })

  it('of the same bytes in other rows are equal to none', async () => {
    const black = (name: string, size: string): JoinedPart => {
      const path = folder.file(name)
      const input = ['-v', 'error', '-f', 'lavfi', '-i', `color=black:s=${size}:r=25`, '-frames:v', '3']
      execFileSync('ffmpeg', [...input, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', path])
      return { path, first: 0, end: 3 }
    }
    const joined = folder.file('two-sizes.mp4')
    await joinTrack([black('wide.mp4', '320x240'), black('high.mp4', '240x320')], joined)
    const { told, same } = await scan(readFileSync(joined))
    expect(told).toMatchObject({ samples: 6, undecoded: 0 })
    expect(same).toEqual([
      [1, 0],
      [2, 0],
      [4, 3],
      [5, 3],
    ])
  })

  it('that did not decode cleanly, or depend on one that did not, are equal to none', async () => {
    const file = Buffer.from(readFileSync(made('frozen.mp4')))
    const { track, plan } = await scan(file)
    // The sync sample of the group in which pictures 24 to 35 lie.
    const sample = plan.sampleOf[24]!
    expect(track.samples.sync[sample]).toBe(1)
    const start = track.samples.offset[sample]!
    file.fill(0xff, start + 40, start + track.samples.size[sample]!)
    const { told, same } = await scan(file)
    expect(told.undecoded).toBeGreaterThanOrEqual(12)
    expect(told.undecoded).toBeLessThan(30)
    expect(same.flat().filter((picture) => picture >= 24 && picture < 36)).toEqual([])
    // Before and behind, all is as it was.
    expect(same).toContainEqual([20, 19])
    expect(same).toContainEqual([38, 19])
  })

  it('of which bytes are missing are equal to none, nor what depends on them', async () => {
    const file = readFileSync(made('frozen.mp4'))
    const { track, plan } = await scan(file)
    const start = track.samples.offset[plan.sampleOf[24]!]!
    const { told, same } = await scan(file, [{ start, end: start + 1 }])
    expect(told.undecoded).toBeGreaterThanOrEqual(12)
    expect(same.flat().filter((picture) => picture >= 24 && picture < 36)).toEqual([])
    expect(same).toContainEqual([20, 19])
  })

  it('are none where nothing can be decoded', async () => {
    const file = Buffer.from(readFileSync(made('frozen.mp4')))
    const track = videoOf(await movieOf(file))
    for (let sample = 0; sample < track.samples.length; sample += 1) {
      const start = track.samples.offset[sample]!
      file.fill(0xff, start + 4, start + track.samples.size[sample]!)
    }
    const { told } = await scan(file)
    expect(told).toMatchObject({ sameTotal: 0, undecoded: 60 })
  })
})

describe.skipIf(!hasFfmpeg)('decoded pictures by calls', () => {
  const bench = caseBench(['a'])

  it('are compared of an export, and of a video of another format where it is played', async () => {
    const { engine, root, endOf } = bench()
    const { handlers } = engine
    await handlers['case.open']({ path: root, examiner: 'Ada' })
    const sources = ['frozen.mp4', 'frozen.mkv'].map(made)
    await endOf(handlers['ingest.start']({ sources }))
    const items = await handlers['item.list']({})
    for (const name of ['frozen.mp4', 'frozen.mkv']) {
      const itemId = items.find((one) => one.name === name)!.id
      if (name.endsWith('mkv')) await endOf(handlers['video.open']({ itemId }))
      const end = await endOf(handlers['frames.decode']({ itemId, trackId: 1 }))
      expect(end.error).toBeNull()
      expect(DecodedScan.parse(end.result)).toMatchObject({ undecoded: 0, ...judged(made(name)) })
    }
  })
})
