// The map of damage where pictures were never stored, and where pictures that look like a new beginning are none.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DamageMap } from '#contract/frames.ts'
import { openFileSource, type ByteSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { compositionTimeOf } from '#engine/isobmff/sample-lookup.ts'
import { fileArgument, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { findDamage } from '#engine/media/find-damage.ts'
import { mapDamage } from '#engine/media/map-damage.ts'
import { joinTrack } from '#test/support/joined-track.ts'
import { movieOf } from '#test/support/stamped-video.ts'
import * as encodings from '#test/support/zoo/encode.ts'
import { damage, dropSyncTable } from '#test/support/zoo/rewrite.ts'

let folder: string
const at = (file: string): string => join(folder, file)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-damage-lost-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function trackOf(file: string): Promise<MovieTrack> {
  const [track] = (await movieOf(readFileSync(at(file)))).tracks
  if (!track) throw new Error('there is no video')
  return track
}

async function opened<T>(file: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = await openFileSource(at(file))
  try {
    return await use(source)
  } finally {
    await source.close()
  }
}

async function map(file: string, given?: MovieTrack): Promise<DamageMap> {
  const track = given ?? (await trackOf(file))
  return opened(file, (source) => mapDamage({ source, track, missing: [] }, unwatched))
}

async function encode(file: string, input: string, count: number, args: readonly string[]): Promise<void> {
  const pictures = ['-f', 'lavfi', '-i', input, '-frames:v', String(count), '-pix_fmt', 'yuv420p']
  await runFfmpeg([...pictures, ...args, '-y', fileArgument(at(file))])
}
const moving = 'testsrc2=s=320x180:r=25'

const h265 = (params: string): string[] => [
  ...['-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'],
  ...['-x265-params', `log-level=none:scenecut=0:${params}`],
]
const h264 = (params: string): string[] => ['-c:v', 'libx264', '-x264-params', params]

const startsOf = ({ sync }: MovieTrack['samples']): number[] =>
  [...sync.keys()].filter((sample) => sync[sample] === 1)

/** With no bytes in these samples. */
function emptied(track: MovieTrack, sample: number): MovieTrack {
  const size = track.samples.size.slice()
  size[sample] = 0
  return { ...track, samples: { ...track.samples, size } }
}

/** All of sample `sample` is zeros. */
async function zeroed(from: string, to: string, sample: number): Promise<void> {
  const { offset, size } = (await trackOf(from)).samples
  damage(at(from), at(to), [{ offset: offset[sample] ?? 0, size: size[sample] ?? 0, kind: 'zeros' }])
}

describe('a picture that is not stored', () => {
  it('hurts what is decoded after it in its group (H.265, left out of the table)', async () => {
    await encode('whole-265.mp4', moving, 75, h265('bframes=0:keyint=25:min-keyint=25'))
    const path = at('whole-265.mp4')
    const parts = [
      { path, first: 0, end: 30 },
      { path, first: 31, end: 75 },
    ]
    await joinTrack(parts, at('left-out.mp4'))
    expect(await map('left-out.mp4')).toMatchObject({
      ...{ clean: 55, damaged: 19, places: 1, left: [] },
      stretches: [{ first: 30, count: 19, cause: 30 }],
    })
  })

  const codecs = {
    'H.265': h265('bframes=0:keyint=25:min-keyint=25'),
    'H.264': h264('scenecut=0:bframes=0:keyint=25:min-keyint=25'),
  }
  for (const [name, args] of Object.entries(codecs)) {
    it(`leaves unchecked what is decoded after it in its group (${name}, without bytes)`, async () => {
      const file = `${name}.mp4`
      await encode(file, moving, 75, args)
      const track = emptied(await trackOf(file), 30)
      expect(await map(file, track)).toMatchObject({
        ...{ clean: 55, damaged: 0, places: 0 },
        unchecked: [{ first: 30, count: 20, reason: 'empty' }],
        left: [{ reason: 'empty', samples: 20 }],
      })
      const answer = (first: number) =>
        opened(file, (source) => findDamage(source, track, first, 25, unwatched.signal))
      expect(await answer(0)).toEqual({ checked: true, firstDamaged: null, why: null })
      expect(await answer(25)).toEqual({ checked: true, firstDamaged: 30, why: null })
    })
  }
})

describe('open groups of H.265', () => {
  const second = 25
  beforeAll(async () => {
    await encode('open.mp4', moving, 100, h265('bframes=3:open-gop=1:keyint=28:min-keyint=28'))
    dropSyncTable(at('open.mp4'), at('lying.mp4'))
  })

  it('are whole where they are, by a true table and by one that lies', async () => {
    const { samples } = await trackOf('open.mp4')
    const isOpen = startsOf(samples).some(
      (start) => start > 0 && compositionTimeOf(samples, start + 1) < compositionTimeOf(samples, start),
    )
    expect(isOpen).toBe(true)
    for (const file of ['open.mp4', 'lying.mp4'])
      expect(await map(file)).toMatchObject({ clean: 100, damaged: 0, unchecked: [] })
  })

  it('have the same pictures hurt by a true table and by one that lies', async () => {
    const found: DamageMap[] = []
    for (const file of ['open.mp4', 'lying.mp4']) {
      await zeroed(file, `hurt-${file}`, second + 8)
      found.push(await map(`hurt-${file}`))
    }
    const [byTrue, byLie] = found
    expect(byTrue?.stretches).toHaveLength(2)
    expect(byLie).toEqual(byTrue)
  })

  it('are known where no table says when a picture is shown', async () => {
    const found: DamageMap[] = []
    for (const file of ['hurt-open.mp4', 'hurt-lying.mp4']) {
      const track = await trackOf(file)
      const compositionOffset = track.samples.compositionOffset.map(() => 0)
      found.push(await map(file, { ...track, samples: { ...track.samples, compositionOffset } }))
    }
    const { stretches } = await map('hurt-open.mp4')
    for (const one of found) expect(one.stretches).toEqual(stretches)
  })

  it('are not asked about from a picture at which decoding cannot begin', async () => {
    const track = await trackOf('lying.mp4')
    const answer = await opened('lying.mp4', (source) =>
      findDamage(source, track, second + 8, 1, unwatched.signal),
    )
    expect(answer).toEqual({ checked: false, firstDamaged: null, why: 'no-start' })
  })
})

describe('an I picture of H.264 that is no IDR picture', () => {
  beforeAll(async () => {
    // From picture 25 on another scene, of which a part comes back to what was before it.
    const [one, other] = ['mod(X*37+Y*91+floor(X*Y/7)*13,200)', 'mod(X*53+Y*17+floor(X*X*Y/11)*29,250)']
    const later = `if(eq(N,25),${other},if(lt(X,96),${one}+N,${other}+N-25))`
    const luma = `if(lt(N,25),${one}+N,${later})`.replaceAll(',', String.raw`\,`)
    const input = `color=s=320x180:r=25,format=yuv420p,geq=lum=${luma}:cb=128:cr=128`
    const params = 'ref=4:bframes=0:keyint=2000:min-keyint=1000:scenecut=60:weightp=0'
    await encode('scenes-true.mp4', input, 60, h264(params))
    dropSyncTable(at('scenes-true.mp4'), at('scenes.mp4'))
  })

  it('is no new beginning behind damage: what follows may refer past it', async () => {
    expect(await map('scenes.mp4')).toMatchObject({ clean: 60, damaged: 0, left: [] })
    await zeroed('scenes.mp4', 'scenes-hurt.mp4', 23)
    expect(await map('scenes-hurt.mp4')).toMatchObject({
      ...{ clean: 23, damaged: 37, places: 1 },
      stretches: [{ first: 23, count: 37, cause: 23 }],
    })
  })

  it('is one with a recovery point at which all is exact', async () => {
    await encode('exact.mp4', moving, 90, encodings.openGroups)
    const { samples } = await trackOf('exact.mp4')
    const [, , third = 0] = startsOf(samples)
    await zeroed('exact.mp4', 'exact-hurt.mp4', third - 20)
    expect((await map('exact-hurt.mp4')).stretches).toEqual([
      { first: third - 20, count: 20, cause: third - 20 },
      // Shown before it.
      { first: third + 1, count: 3, cause: third - 20 },
    ])
    // Not where the message says that it is not exact.
    const bytes = readFileSync(at('exact-hurt.mp4'))
    const start = samples.offset[third] ?? 0
    // recovery_point of one byte: recovery_frame_cnt 0, exact_match_flag 1.
    const message = bytes.subarray(0, start + 60).indexOf(Buffer.of(6, 6, 1, 0xc4), start)
    expect(message).toBeGreaterThan(start)
    bytes[message + 3] = 0x84
    writeFileSync(at('inexact-hurt.mp4'), bytes)
    expect((await map('inexact-hurt.mp4')).stretches).toEqual([
      { first: third - 20, count: 110 - third, cause: third - 20 },
    ])
  })

  it('is one where nothing was stored before it', async () => {
    const path = at('scenes.mp4')
    await joinTrack([{ path, first: 25, end: 60 }], at('begins.mp4'))
    expect(await map('begins.mp4')).toMatchObject({ clean: 35, damaged: 0, left: [] })
    await zeroed('begins.mp4', 'begins-hurt.mp4', 20)
    expect(await map('begins-hurt.mp4')).toMatchObject({ stretches: [{ first: 20, count: 15, cause: 20 }] })
  })
})
