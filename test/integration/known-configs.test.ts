// How decoding begins with each sample is looked through once and kept: what is answered out of that is what the samples say, and of
// another file, or another state of it, nothing is kept.
import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { DecoderConfigs } from '#contract/track.ts'
import type { ItemId } from '#contract/units.ts'
import { KnownConfigs } from '#engine/known-configs.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { decoderConfigs } from '#engine/media/beginning.ts'
import { caseBench } from '../support/case-engine.ts'
import { suiteFolder } from '../support/evidence.ts'
import { joinInside } from '../support/joined-track.ts'
import { scratchFolder } from '../support/made-export.ts'
import { damage } from '../support/zoo/rewrite.ts'
import { hasFfmpeg, readFile } from './isobmff-ffmpeg.ts'

const { signal } = new AbortController()
const itemId = 'one' as ItemId
const half = 30

describe.skipIf(!hasFfmpeg)('how decoding begins', () => {
  const folder = suiteFolder()
  const at = (name: string): string => join(folder, name)
  const bench = caseBench(['a'])

  beforeAll(async () => {
    for (const [name, quality] of [
      ['first.mp4', '18'],
      ['second.mp4', '36'],
    ] as const) {
      const options = `scenecut=0:bframes=0:qp=${quality}`
      const input = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-frames:v', String(half)]
      const encoder = ['-c:v', 'libx264', '-x264-params', options, '-g', '10', '-pix_fmt', 'yuv420p']
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, ...encoder, at(name)])
    }
    const parts = ['first.mp4', 'second.mp4'].map((name) => ({ path: at(name), first: 0, end: half }))
    await joinInside(parts, 'avc1', at('changing.mp4'))
    const { movie, source } = await readFile(at('first.mp4'))
    await source.close()
    const { offset, size } = movie.tracks[0]!.samples
    damage(at('first.mp4'), at('hurt.mp4'), [{ offset: offset[12]!, size: size[12]!, kind: 'length' }])
    for (const [from, to] of [
      ['first.mp4', 'camera.mkv'],
      ['first.mp4', 'camera.ts'],
    ] as const)
      execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', at(from), '-c', 'copy', at(to)])
  })

  /** Anew each time, so that nothing is known of it but what is kept. */
  async function trackOf(path: string): Promise<MovieTrack> {
    const { movie, source } = await readFile(path)
    onTestFinished(() => source.close())
    return movie.tracks.find(({ handler }) => handler === 'vide')!
  }
  async function read(path: string): Promise<DecoderConfigs> {
    const { movie, source } = await readFile(path)
    onTestFinished(() => source.close())
    return decoderConfigs(source, movie.tracks[0]!, 0, 2 * half, signal)
  }
  function keeping(path: string) {
    const kept = scratchFolder()
    const file = join(kept, 'one.configs-1.json')
    const makeFolder = (): Promise<void> => Promise.resolve()
    return { kept, file, known: new KnownConfigs({ file: () => file, playedFile: () => path, makeFolder }) }
  }

  it.each(['first.mp4', 'changing.mp4', 'hurt.mp4'])('is kept as the samples say it (%s)', async (name) => {
    const { known, kept } = keeping(at(name))
    expect(await known.of(itemId, await trackOf(at(name)))).toBeNull()
    await known.look(itemId, await trackOf(at(name)), signal)
    const found = await known.of(itemId, await trackOf(at(name)))
    expect(found).toEqual(await read(at(name)))
    expect(found?.changes.map(({ sample }) => sample)).toEqual(name === 'changing.mp4' ? [half] : [])
    expect(readdirSync(kept)).toEqual(['one.configs-1.json'])
  })

  it('is not known of a file that was written, replaced or cut since, of another track, or out of nonsense', async () => {
    const path = join(scratchFolder(), 'played.mp4')
    writeFileSync(path, readFileSync(at('changing.mp4')))
    const { known, file } = keeping(path)
    const track = await trackOf(path)
    const look = async (): Promise<void> => {
      await known.look(itemId, await trackOf(path), signal)
      expect(await known.of(itemId, track)).not.toBeNull()
    }
    await look()
    utimesSync(path, 1, 1)
    expect(await known.of(itemId, track)).toBeNull()
    await look()
    appendFileSync(path, 'x')
    expect(await known.of(itemId, track)).toBeNull()
    await look()
    expect(await known.of(itemId, { ...track, id: 2 })).toBeNull()
    const shorter = { ...track, samples: { ...track.samples, length: half } } as MovieTrack
    expect(await known.of(itemId, shorter)).toBeNull()
    const whole = readFileSync(file, 'utf8')
    for (const text of ['', '{', 'null', whole.slice(0, -9), whole.replace('"version":1', '"version":0')]) {
      writeFileSync(file, text)
      expect(await known.of(itemId, track)).toBeNull()
    }
  })

  it('is not kept where it was not looked through to the end', async () => {
    const { known, kept } = keeping(at('changing.mp4'))
    await expect(known.look(itemId, await trackOf(at('changing.mp4')), AbortSignal.abort())).rejects.toThrow()
    known.begin(itemId, await trackOf(at('changing.mp4')))
    await known.stop(null)
    expect(readdirSync(kept)).toEqual([])
    const gone = keeping(at('nowhere.mp4'))
    await gone.known.look(itemId, await trackOf(at('changing.mp4')), signal)
    expect(readdirSync(gone.kept)).toEqual([])
    // Nor where there is no room for it, which is no reason to fail.
    const makeFolder = (): Promise<void> => Promise.resolve()
    const file = join(kept, 'no-folder', 'one.json')
    const place = { file: () => file, playedFile: () => at('changing.mp4'), makeFolder }
    await new KnownConfigs(place).look(itemId, await trackOf(at('changing.mp4')), signal)
    expect(existsSync(file)).toBe(false)
  })

  async function takenIn(name: string): Promise<ItemId> {
    const { engine, root, endOf } = bench()
    await engine.handlers['case.open']({ path: root, examiner: 'Ada' })
    expect((await endOf(engine.handlers['ingest.start']({ sources: [at(name)] }))).state).toBe('done')
    return (await engine.handlers['item.list']({})).find((item) => item.name === name)!.id
  }

  it.each(['camera.mkv', 'camera.ts'])(
    'is known when a video of another format is laid out (%s)',
    async (name) => {
      const { engine, root, endOf } = bench()
      const id = await takenIn(name)
      expect((await endOf(engine.handlers['video.open']({ itemId: id }))).state).toBe('done')
      expect(existsSync(join(root, 'derived', `${id}.configs-1.json`))).toBe(true)
      const ask = { itemId: id, trackId: 1, first: 0, count: 1 }
      expect(await engine.handlers['track.configs'](ask)).toMatchObject({ first: 0, end: half })
      expect(await engine.handlers['track.configs']({ ...ask, first: 7 })).toMatchObject({
        first: 7,
        end: half,
      })
      await engine.handlers['case.close']({})
    },
  )

  it('is looked through as soon as the table of a damaged recording is asked for, and forgotten with what is derived', async () => {
    const { engine, root } = bench()
    const id = await takenIn('hurt.mp4')
    const file = join(root, 'derived', `${id}.configs-1.json`)
    await engine.handlers['track.samples']({ itemId: id, trackId: 1, first: 0, count: 10 })
    await vi.waitFor(() => expect(existsSync(file)).toBe(true), 10_000)
    const ask = { itemId: id, trackId: 1, first: 0, count: 1 }
    expect(await engine.handlers['track.configs'](ask)).toEqual({ first: 0, end: half, changes: [] })
    await engine.handlers['derived.delete']({ itemId: id })
    expect(existsSync(file)).toBe(false)
    await engine.handlers['case.close']({})
  })
})
