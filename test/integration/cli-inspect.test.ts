// `exhibit inspect`, `conformance` and `metadata`: the contract's keys, and what is known of the demo's files.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { cameras, cameraPlace, sceneEvents } from '#engine/demo/scene.ts'
import type { DemoFiles } from '#engine/demo/demo-files.ts'
import { exhibit, jsonOf, main, node, sha256Of, workstation } from '../support/cli.ts'
import { Conformance, Inspect, Metadata, MetadataItem, time } from '../support/cli-contract.ts'
import { demoExports } from '../support/demo.ts'
import { makeEvidence, suiteFolder } from '../support/evidence.ts'
import type { Evidence } from '../support/evidence.ts'
import { needsSamples } from '../support/shared.ts'

const folder = suiteFolder()
let evidence: Evidence
let demo: DemoFiles
beforeAll(async () => {
  evidence = await makeEvidence(folder)
  demo = await demoExports()
})

describe('inspect', () => {
  it('tells all that a file says of itself', async () => {
    const told = await jsonOf(0, Inspect, 'inspect', demo.sealed)
    const { location } = cameras['north-gate']
    expect(told).toMatchObject({
      path: demo.sealed,
      size: statSync(demo.sealed).size,
      sha256: sha256Of(demo.sealed),
      brands: ['isom'],
      fragmented: false,
      levels: { '0V': true, '0M': true, '0E': true },
      issues: [],
      export: {
        unitName: 'Metro VMS export station 3',
        unitUrl: 'https://vms.example/',
        unitMac: '00:00:5E:00:53:01',
        time: '2026-05-02T08:15:00.000Z',
        operator: 'Operator 7',
      },
    })
    expect(
      told.tracks.map(({ id, kind, codec, width, height, samples, timescale }) => [
        id,
        kind,
        codec,
        width,
        height,
        samples,
        timescale,
      ]),
    ).toEqual([
      [1, 'video', expect.stringMatching(/^avc1\.64[0-9a-f]{4}$/), 1280, 720, 500, 12_800],
      [2, 'audio', 'mp4a.40.2', 0, 0, 939, 48_000],
      [3, 'metadata', 'metx', 0, 0, 100, 1_000],
    ])
    expect(told.export?.sources).toHaveLength(3)
    expect(told.export?.sources[0]).toEqual({
      trackId: 1,
      name: 'North Gate',
      url: 'rtsp://192.0.2.12/',
      mac: '00:00:5E:00:53:12',
      line: '1',
    })
    expect(told.durationSeconds).toBeCloseTo(20, 0)
    expect(told.location?.name).toBe(location.name)
    for (const key of ['latitude', 'longitude', 'altitude'] as const) {
      expect(Math.abs((told.location?.[key] ?? 0) - location[key])).toBeLessThan(1 / 65_536)
    }
  })

  it('gives start times with their origins, the best first', async () => {
    const { startTimes, tracks } = await jsonOf(0, Inspect, 'inspect', evidence.twice)
    expect(startTimes.filter(({ trackId }) => trackId === 1)).toMatchObject([
      { trackId: 1, utc: '2026-05-01T21:59:59.250Z', origin: 'corrected cstb' },
      { trackId: 1, utc: '2026-05-01T21:59:58.500Z', origin: 'cstb' },
      { trackId: 1, utc: '2026-05-01T21:59:58.500Z', origin: 'sumi' },
      { trackId: 1, utc: '2026-05-01T21:59:58.500Z', origin: 'metadata' },
      { trackId: 1, utc: '2026-05-02T08:15:00.000Z', origin: 'mvhd' },
    ])
    expect(tracks[0]?.startTime).toBe('2026-05-01T21:59:59.250Z')
  })

  it('says null where a file says nothing', async () => {
    const told = await jsonOf(0, Inspect, 'inspect', evidence.unsealed)
    expect([told.export, told.levels]).toEqual([null, { '0V': false, '0M': false, '0E': false }])
  })

  it('inspects a broken file too, and does not call its level conformant', async () => {
    expect((await jsonOf(0, Inspect, 'inspect', evidence.broken)).levels['0V']).toBe(true)
    expect((await jsonOf(1, Conformance, 'conformance', evidence.broken)).levels['0V']).toBe('fail')
  })

  it('without --json, in words', async () => {
    const { code, stdout } = await exhibit('inspect', demo.sealedTwice)
    expect(code).toBe(0)
    for (const word of ['1280×720', 'Patrol Car 7', 'Metro VMS export station 3', '0V 0M 0E', 'fragmented'])
      expect(stdout).toContain(word)
  })
})

describe('conformance', () => {
  it('passes all levels of a full export: 0', async () => {
    const { levels, checks } = await jsonOf(0, Conformance, 'conformance', demo.sealedTwice)
    expect(levels).toEqual({ '0V': 'pass', '0M': 'pass', '0E': 'pass' })
    expect(checks.filter(({ result }) => result !== 'pass')).toEqual([])
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
  })

  it('an unsealed file fails: 1', async () => {
    const { checks } = await jsonOf(1, Conformance, 'conformance', evidence.unsealed)
    expect(checks.find(({ id }) => id === 'ipro')?.result).toBe('fail')
  })
})

describe('conformance of a file by others that carries pictures alone', () => {
  const path = join(needsSamples('seals'), 'v_spec.mp4')

  it('--level decides the exit code', async () => {
    const { levels } = await jsonOf(0, Conformance, 'conformance', path)
    expect(levels).toEqual({ '0V': 'pass', '0M': 'fail', '0E': 'fail' })
    await jsonOf(0, Conformance, 'conformance', path, '--level', '0V')
    await jsonOf(1, Conformance, 'conformance', path, '--level', '0M')
    await jsonOf(1, Conformance, 'conformance', path, '--level', '0E')
  })
})

describe('metadata', () => {
  it('lists every frame and event in time order, with totals that match', async () => {
    const { items, ...totals } = await jsonOf(0, Metadata, 'metadata', demo.sealedTwice)
    const frames = items.flatMap((item) => (item.kind === 'frame' ? [item] : []))
    const events = items.flatMap((item) => (item.kind === 'event' ? [item] : []))
    expect([frames.length, events.length]).toEqual([425, sceneEvents(cameras['patrol-car']).length + 17])
    expect(totals).toMatchObject({
      frames: 425,
      events: events.length,
      ptz: 0,
      badSamples: 0,
      firstFrame: '2026-05-01T21:59:58.500Z',
      lastFrame: '2026-05-01T22:00:18.460Z',
    })
    expect(totals.objects).toBe(frames.reduce((sum, { objects }) => sum + objects.length, 0))
    expect(totals.topics).toEqual([...new Set(events.map(({ topic }) => topic))].sort())
    const counted: Record<string, number> = {}
    for (const { objects } of frames)
      for (const { class: name } of objects) counted[name ?? ''] = (counted[name ?? ''] ?? 0) + 1
    expect(totals.classes).toEqual(counted)
    const times = items.map((item) => item.time)
    expect(times).toEqual([...times].sort())
    const moved = events.filter(({ topic }) => topic === 'tns1:Monitoring/GeoLocation')
    const place = cameraPlace(cameras['patrol-car'], 19)
    expect(moved.at(-1)?.['geoLocation']).toMatchObject({
      latitude: expect.closeTo(place.latitude, 9),
      longitude: expect.closeTo(place.longitude, 9),
    })
  })

  it('--ndjson prints the same items, one a line', async () => {
    const { items } = await jsonOf(0, Metadata, 'metadata', demo.sealed)
    const { code, stdout } = await exhibit('metadata', demo.sealed, '--ndjson')
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => MetadataItem.parse(JSON.parse(line)))
    expect([code, lines.length]).toEqual([0, items.length])
    const key = (item: unknown): string => JSON.stringify(item)
    expect(lines.map(key).sort()).toEqual(items.map(key).sort())
  })

  it('--track takes one track alone; one that is not there is wrong usage', async () => {
    expect((await jsonOf(0, Metadata, 'metadata', demo.sealed, '--track', '3')).frames).toBe(500)
    for (const track of ['9', 'three', '0', '']) {
      const { code, stderr } = await exhibit('metadata', demo.sealed, '--track', track)
      expect([code, stderr]).toEqual([2, expect.stringContaining('has no track')])
    }
  })

  it('--track with a track of pictures finds nothing in it', async () => {
    const { frames, events } = await jsonOf(0, Metadata, 'metadata', demo.sealed, '--track', '1')
    expect([frames, events]).toEqual([0, 0])
  })

  it('a file without metadata has none: 0', async () => {
    const none = await jsonOf(0, Metadata, 'metadata', demo.unsealed)
    expect(none).toMatchObject({
      frames: 0,
      objects: 0,
      events: 0,
      badSamples: 0,
      classes: {},
      topics: [],
      firstFrame: null,
      lastFrame: null,
      items: [],
    })
  })
})

describe.each(['inspect', 'conformance', 'metadata'])('%s of what cannot be read', (command) => {
  it.each(['text', 'missing', 'folder'])('%s: 4, with a reason on stderr and as JSON', async (kind) => {
    const path = { text: evidence.text, missing: join(folder, 'none.mp4'), folder }[kind] ?? ''
    const { code, stdout, stderr } = await exhibit(command, path, '--json')
    expect(code).toBe(4)
    expect(stderr).toMatch(/^exhibit: \S.*\n$/)
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: expect.stringMatching(/^(file-|not-iso)/) as string, message: stderr.slice(9, -1) },
    })
  })
})

it('times in every answer are UTC with at least milliseconds', async () => {
  const { stdout } = await exhibit('inspect', demo.sealedTwice, '--json')
  const times = stdout.match(/"\d{4}-\d\d-\d\dT[^"]*"/g) ?? []
  expect(times.length).toBeGreaterThan(10)
  for (const text of times) expect(time.safeParse(JSON.parse(text)).success, text).toBe(true)
})

describe('an answer that does not arrive is a failure of the program and never a verdict', () => {
  const run = (script: string, ...args: string[]): { code: string; stdout: string; stderr: string } => {
    const env = { ...process.env, EXHIBIT_DATA: workstation, CODE: join(folder, 'code') }
    const { stdout, stderr } = spawnSync('sh', ['-c', script, node, main, ...args], { encoding: 'utf8', env })
    return { code: readFileSync(env.CODE, 'utf8').trim(), stdout, stderr }
  }

  it('its reader stops early: 5, and not a word', () => {
    const script = '{ "$0" "$@"; echo $? > "$CODE"; } | head -n 1'
    const { code, stdout, stderr } = run(script, 'metadata', demo.sealed, '--ndjson')
    expect([code, stderr]).toEqual(['5', ''])
    expect(MetadataItem.safeParse(JSON.parse(stdout)).success).toBe(true)
  })

  it.skipIf(!existsSync('/dev/full'))('the disk behind it is full: 5, and it says so', () => {
    const { code, stderr } = run(
      '"$0" "$@" > /dev/full; echo $? > "$CODE"',
      'verify',
      evidence.broken,
      '--json',
    )
    expect([code, stderr]).toEqual([
      '5',
      expect.stringMatching(/^exhibit: The answer cannot be written: ENOSPC.*\n$/),
    ])
  })
})
