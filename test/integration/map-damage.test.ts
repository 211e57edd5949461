// The map of damage of whole tracks: as many places as were damaged here, nothing of what is whole, and everything that was not
// checked; judged by what is known of each group alone.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { DamageMap } from '#contract/frames.ts'
import type { ByteRange } from '#contract/units.ts'
import { openFileSource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import type { Work } from '#engine/base/progress.ts'
import type { MovieTrack } from '#engine/isobmff/movie.ts'
import { findDamage } from '#engine/media/find-damage.ts'
import { fileArgument, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { findFfmpeg } from '#engine/media/ffmpeg-program.ts'
import { mapDamage } from '#engine/media/map-damage.ts'
import { caseBench } from '#test/support/case-engine.ts'
import { joinTrack } from '#test/support/joined-track.ts'
import { movieOf } from '#test/support/stamped-video.ts'
import * as encodings from '#test/support/zoo/encode.ts'
import { readPackets } from '#test/support/zoo/packets.ts'
import { cutOff, damage, dropSyncTable, type Wound } from '#test/support/zoo/rewrite.ts'

const group = 25
const count = 8 * group
let folder: string
const at = (file: string): string => join(folder, file)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-damage-map-'))
  await encodings.encode(at('whole.mp4'), { count, salt: 1 }, encodings.bPictures)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())

async function trackOf(file: string): Promise<MovieTrack> {
  const track = (await movieOf(readFileSync(at(file)))).tracks.find(({ handler }) => handler === 'vide')
  if (!track) throw new Error('there is no video')
  return track
}

/** 150 pictures of which no two are alike. */
async function moving(file: string, args: readonly string[]): Promise<void> {
  const input = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25', '-frames:v', '150']
  await runFfmpeg([...input, ...args, '-y', fileArgument(at(file))])
}

type Options = { missing?: readonly ByteRange[]; track?: MovieTrack; work?: Work }

async function map(file: string, options: Options = {}): Promise<DamageMap> {
  const { missing = [], track = await trackOf(file), work = unwatched } = options
  const source = await openFileSource(at(file))
  try {
    return DamageMap.parse(await mapDamage({ source, track, missing }, work))
  } finally {
    await source.close()
  }
}

async function hurt(from: string, to: string, wounds: readonly { sample: number; kind: Wound['kind'] }[]) {
  const packets = await readPackets(at(from))
  damage(
    at(from),
    at(to),
    wounds.map(({ sample, kind }) => ({ offset: 0, size: 0, ...packets[sample], kind })),
  )
}

/** Has the ffmpeg that is used write a line for each of its runs; tells how many there were. */
async function countRuns(): Promise<() => number> {
  const [counts, program] = [at('runs'), at('counting-ffmpeg')]
  writeFileSync(counts, '')
  writeFileSync(program, `#!/bin/sh\necho run >> '${counts}'\nexec '${await findFfmpeg()}' "$@"\n`)
  chmodSync(program, 0o755)
  vi.stubEnv('FFMPEG_BIN', program)
  return () => readFileSync(counts, 'utf8').split('\n').length - 1
}

const clean = (samples: number) => ({
  ...{ samples, clean: samples, damaged: 0, places: 0 },
  ...{ stretches: [], stretchesTotal: 0, unchecked: [], uncheckedTotal: 0, left: [] },
})

describe('the map of damage', () => {
  it('is empty of a recording that is whole, which is decoded in one run', async () => {
    const runs = await countRuns()
    const told: number[] = []
    const work = { ...unwatched, report: ({ done }: { done: number }) => void told.push(done) }
    expect(await map('whole.mp4', { work })).toMatchObject(clean(count))
    // One for its version.
    expect(runs()).toBe(2)
    expect(told).toEqual([...told].sort((a, b) => a - b))
    expect(told.at(-1)).toBe(count)
  })

  it('says of a last sample that holds no picture that there is none, and not that it is damaged', async () => {
    const bytes = readFileSync(at('whole.mp4'))
    const start = (await trackOf('whole.mp4')).samples.offset[0]!
    // The encoder begins with a unit of its own words (SEI), as a camera ends with its signature.
    expect(bytes[start + 4]! & 0x1f).toBe(6)
    const pointedAt = async (sample: number): Promise<MovieTrack> => {
      const track = await trackOf('whole.mp4')
      track.samples.offset[sample] = start
      track.samples.size[sample] = 4 + bytes.readUInt32BE(start)
      return track
    }
    // In the place of any other there should have been one, and others may depend on it.
    const within = await map('whole.mp4', { track: await pointedAt(group + 10) })
    expect(within.stretches).toEqual([{ first: group + 10, count: group - 10, cause: group + 10 }])
    expect(await map('whole.mp4', { track: await pointedAt(count - 1) })).toMatchObject({
      clean: count - 1,
      damaged: 0,
      left: [{ reason: 'no-picture', samples: 1 }],
    })
  })

  it('has every place that was damaged, and each picture that may depend on it', async () => {
    const wounds = [
      { sample: 13, kind: 'noise' },
      { sample: 2 * group + 7, kind: 'length' },
      { sample: 3 * group, kind: 'zeros' },
      { sample: 6 * group + 20, kind: 'noise' },
    ] as const
    await hurt('whole.mp4', 'hurt.mp4', wounds)
    const found = await map('hurt.mp4')
    expect(found.stretches).toEqual([
      { first: 13, count: 12, cause: 13 },
      // The third place begins where the second ends.
      { first: 2 * group + 7, count: 18 + group, cause: 2 * group + 7 },
      { first: 6 * group + 20, count: 5, cause: 6 * group + 20 },
    ])
    expect(found).toMatchObject({ places: 3, damaged: 60, clean: count - 60, left: [] })
    // As the player is told, group by group.
    const source = await openFileSource(at('hurt.mp4'))
    const track = await trackOf('hurt.mp4')
    for (let first = 0; first < count; first += group) {
      const { firstDamaged } = await findDamage(source, track, first, group, unwatched.signal)
      const damaged = wounds.find(({ sample }) => sample >= first && sample < first + group)
      expect(firstDamaged).toBe(damaged?.sample ?? null)
    }
    await source.close()
  })

  it('is not much dearer where one picture of many is damaged', async () => {
    await hurt('whole.mp4', 'one.mp4', [{ sample: 5 * group + 3, kind: 'noise' }])
    const runs = await countRuns()
    const found = await map('one.mp4')
    expect(found.stretches).toEqual([{ first: 5 * group + 3, count: group - 3, cause: 5 * group + 3 }])
    expect(runs()).toBeLessThan(18)
  })

  it('has of H.265 what the decoder complains about, and begins anew behind it', async () => {
    await moving('moving-265.mp4', encodings.h265EightBit)
    const { samples } = await trackOf('moving-265.mp4')
    const starts = [...samples.sync.keys()].filter((sample) => samples.sync[sample] === 1)
    const [, second = 0, third = samples.length] = starts
    await hurt('moving-265.mp4', 'hurt-265.mp4', [{ sample: second + 5, kind: 'length' }])
    const found = await map('hurt-265.mp4')
    expect(found.stretches[0]).toEqual({
      ...{ first: second + 5, count: third - second - 5, cause: second + 5 },
    })
    expect(found).toMatchObject({ places: 1, left: [] })
  })

  const whole = {
    'open groups': { args: encodings.openGroups, length: 30 },
    'recovery points': { args: encodings.intraRefresh, length: 40 },
    'interlaced pictures': { args: encodings.interlaced, length: 40 },
    'slices, Baseline': { args: encodings.slicedBaseline, length: 25 },
    'H.264 4:2:2 of 10 bits': { args: encodings.h264TenBit, length: 50 },
    'H.265': { args: encodings.h265EightBit, length: 50 },
  }
  for (const [name, { args, length }] of Object.entries(whole)) {
    it(`has nothing where there is nothing: ${name}`, async () => {
      const file = `${name.replaceAll(/\W/g, '-')}.mp4`
      await encodings.encode(at(file), { count: 3 * length, salt: 2 }, args)
      expect(await map(file)).toMatchObject(clean(3 * length))
    })
  }

  it('has nothing where a table lies about the places at which decoding can begin', async () => {
    dropSyncTable(at('whole.mp4'), at('lying.mp4'))
    expect(await map('lying.mp4')).toMatchObject(clean(count))
    await hurt('whole.mp4', 'hurt-once.mp4', [{ sample: 2 * group + 10, kind: 'noise' }])
    dropSyncTable(at('hurt-once.mp4'), at('lying-hurt.mp4'))
    // What follows may depend on it up to the next picture that does begin anew.
    expect((await map('lying-hurt.mp4')).stretches).toEqual([
      { first: 2 * group + 10, count: group - 10, cause: 2 * group + 10 },
    ])
  })

  it('knows what is shown before its group, and depends on the one before (open groups)', async () => {
    await moving('open.mp4', encodings.openGroups)
    const { samples } = await trackOf('open.mp4')
    const shown = (sample: number): number =>
      (samples.decodeTime[sample] ?? 0) + (samples.compositionOffset[sample] ?? 0)
    const starts = [...samples.sync.keys()].filter((sample) => samples.sync[sample] === 1)
    const isOpen = (start: number): boolean => start > 0 && shown(start + 1) < shown(start)
    const place = starts.findIndex(isOpen)
    const [second = 0, third = 0] = starts.slice(place - 1)
    const leading = [third + 1, third + 2, third + 3].filter((sample) => shown(sample) < shown(third))
    expect(leading.length).toBeGreaterThan(0)

    await hurt('open.mp4', 'open-hurt.mp4', [{ sample: second + 8, kind: 'length' }])
    const before = await map('open-hurt.mp4')
    expect(before.stretches).toEqual([
      { first: second + 8, count: third - second - 8, cause: second + 8 },
      { first: leading[0], count: leading.length, cause: second + 8 },
    ])
    expect(before).toMatchObject({ places: 1, left: [] })

    // What is damaged in one of these pictures alone, no other one of the group depends on.
    const last = leading.at(-1) ?? 0
    await hurt('open.mp4', 'leading-hurt.mp4', [{ sample: last, kind: 'length' }])
    const alone = await map('leading-hurt.mp4')
    expect(alone.stretches).toEqual([{ first: last, count: 1, cause: last }])
    expect(alone.clean).toBe(149)
  })

  it('goes to the end of a file that is cut short', async () => {
    const end = cutOff(at('whole.mp4'), at('short.mp4'), 0.7)
    const { samples } = await trackOf('whole.mp4')
    const kept = samples.offset.findIndex((offset, sample) => offset + (samples.size[sample] ?? 0) > end)
    const track = await trackOf('whole.mp4')
    // Its table stood in what was cut off: here it is known from the whole.
    const found = await map('short.mp4', { track })
    expect(found.stretches).toEqual([{ first: kept, count: count - kept, cause: kept }])
    expect(found).toMatchObject({ places: 1, clean: kept, left: [] })
  })

  it('says what it did not check, and why', async () => {
    await encodings.encode(at('mjpeg.mp4'), { count: 5, salt: 3 }, encodings.mjpeg)
    expect(await map('mjpeg.mp4')).toMatchObject({
      ...{ clean: 0, damaged: 0, places: 0 },
      unchecked: [{ first: 0, count: 5, reason: 'codec' }],
      left: [{ reason: 'codec', samples: 5 }],
    })

    const track = await trackOf('whole.mp4')
    const start = track.samples.offset[group + 10] ?? 0
    const partial = await map('whole.mp4', { missing: [{ start: start + 5, end: start + 6 }] })
    expect(partial.unchecked).toEqual([{ first: group + 10, count: 15, reason: 'missing' }])
    expect(partial).toMatchObject({ clean: count - 15, damaged: 0 })

    const size = track.samples.size.slice()
    size[40] = 0
    const empty = await map('whole.mp4', { track: { ...track, samples: { ...track.samples, size } } })
    // What follows may depend on it.
    expect(empty.unchecked).toEqual([{ first: 40, count: 10, reason: 'empty' }])
    expect(empty.left).toEqual([{ reason: 'empty', samples: 10 }])
    expect(empty).toMatchObject({ clean: count - 10, damaged: 0 })

    const sync = track.samples.sync.slice()
    sync[0] = 0
    const late = await map('whole.mp4', { track: { ...track, samples: { ...track.samples, sync } } })
    expect(late.unchecked).toEqual([{ first: 0, count: group, reason: 'no-start' }])
    expect(late.clean).toBe(count - group)
  })

  it('goes on where another sample entry begins', async () => {
    const part = async (name: string, coarseness: number, size: string) => {
      await encodings.encode(at(name), { count: 50, salt: 4 }, encodings.closedGroups(coarseness, size))
      return { path: at(name), first: 0, end: 50 }
    }
    const parts = [await part('fine.mp4', 20, '640:360'), await part('coarse.mp4', 40, '320:180')]
    await joinTrack(parts, at('joined.mp4'))
    expect(await map('joined.mp4')).toMatchObject(clean(100))
  })

  it('ends when it is cancelled', async () => {
    const stop = new AbortController()
    const reason = new Error('the user changed her mind')
    let reports = 0
    const work: Work = {
      signal: stop.signal,
      report: () => {
        if ((reports += 1) === 20) stop.abort(reason)
      },
    }
    await expect(map('whole.mp4', { work })).rejects.toBe(reason)
    expect(reports).toBeLessThan(count)
  })

  it('fails where it is not the recording that cannot be decoded', async () => {
    await moving('many.mp4', [...encodings.slicedBaseline, '-g', '1'])
    const program = at('failing-ffmpeg')
    writeFileSync(
      program,
      `#!/bin/sh\n[ "$1" = -version ] && exec '${await findFfmpeg()}' -version\nexit 1\n`,
    )
    chmodSync(program, 0o755)
    vi.stubEnv('FFMPEG_BIN', program)
    await expect(map('many.mp4')).rejects.toMatchObject({ code: 'ffmpeg-failed' })
    // Of few groups, none is said to be damaged.
    const found = await map('whole.mp4')
    expect(found).toMatchObject({ clean: 0, damaged: 0, left: [{ reason: 'failed', samples: count }] })
  })
})

describe('the map of damage by calls', () => {
  const bench = caseBench(['a'])

  it('is made of an export, and of a video of another format where it is played', async () => {
    const { engine, root, endOf } = bench()
    const { handlers } = engine
    await hurt('whole.mp4', 'called.mp4', [{ sample: group + 3, kind: 'length' }])
    await runFfmpeg(['-i', fileArgument(at('whole.mp4')), '-c', 'copy', '-y', fileArgument(at('called.mkv'))])
    await handlers['case.open']({ path: root, examiner: 'Ada' })
    await endOf(handlers['ingest.start']({ sources: [at('called.mp4'), at('called.mkv')] }))
    const items = await handlers['item.list']({})
    const found = async (name: string): Promise<DamageMap> => {
      const itemId = items.find((one) => one.name === name)!.id
      if (name.endsWith('mkv')) await endOf(handlers['video.open']({ itemId }))
      const { error, result } = await endOf(handlers['frames.damage']({ itemId, trackId: 1 }))
      expect(error).toBeNull()
      return DamageMap.parse(result)
    }
    const stretch = { first: group + 3, count: group - 3, cause: group + 3 }
    expect(await found('called.mp4')).toMatchObject({ places: 1, stretches: [stretch] })
    expect(await found('called.mkv')).toMatchObject(clean(count))
  })

  it('is not made where somebody cancels it', async () => {
    const { engine, root, endOf, progress } = bench()
    const { handlers } = engine
    await moving('long.mp4', [...encodings.bPictures, '-vf', 'loop=loop=20:size=150,scale=1280:720'])
    await handlers['case.open']({ path: root, examiner: 'Ada' })
    await endOf(handlers['ingest.start']({ sources: [at('long.mp4')] }))
    const itemId = (await handlers['item.list']({})).find((one) => one.name === 'long.mp4')!.id
    const started = await handlers['frames.damage']({ itemId, trackId: 1 })
    await expect.poll(() => progress().filter(({ kind }) => kind === 'map-damage').length).toBeGreaterThan(0)
    await handlers['job.cancel'](started)
    expect(await endOf(Promise.resolve(started))).toMatchObject({ state: 'cancelled', result: null })
  })
})
