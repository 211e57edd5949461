// The demo's exports in a case: rows, times, gaps and metadata are exactly those of the scene, which is a function of time.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ItemDetail } from '#contract/item.ts'
import { evidenceHashes } from '#engine/store/evidence-hashes.ts'
import { caseTrust } from '#engine/workbench.ts'
import { auditItems } from '#engine/store/audit-items.ts'
import { recordedFrames } from '#engine/demo/encode.ts'
import { cameraPlace, cameras, frameRate, sceneEvents, visibleObjects } from '#engine/demo/scene.ts'
import type { Camera } from '#engine/demo/scene.ts'
import { sceneTime } from '#engine/demo/scene-metadata.ts'
import { thumbnailPath } from '#engine/store/case-folder.ts'
import { sha256Of, stateOf } from '../support/cli.ts'
import { demoCase } from '../support/demo-case.ts'
import { utc } from '../support/store.ts'

const made = demoCase()
const gate = cameras['north-gate']
const car = cameras['patrol-car']

const appearances = (camera: Camera): number =>
  recordedFrames(camera).reduce((sum, index) => sum + visibleObjects(camera, index / frameRate).length, 0)

const classesOf = (camera: Camera): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const index of recordedFrames(camera)) {
    for (const { object } of visibleObjects(camera, index / frameRate))
      counts[object.class] = (counts[object.class] ?? 0) + 1
  }
  return counts
}

/** A moving camera tells its place at every full second that it recorded. */
const places = (camera: Camera): number =>
  camera.moves ? recordedFrames(camera).filter((index) => index % frameRate === 0).length : 0

describe('the row of an item', () => {
  const span = { start: utc('2026-05-01T21:59:58.500Z'), end: utc('2026-05-01T22:00:18.500Z') }
  it.each<[keyof ReturnType<typeof made>['items'], Partial<ItemDetail['summary']>]>([
    [
      'sealed',
      {
        ...span,
        cameras: ['North Gate'],
        startOrigin: 'cstb',
        verdict: 'sealed',
        intact: 'intact',
        trust: 'trusted',
        seals: 1,
        levels: { '0V': true, '0M': true, '0E': true },
      },
    ],
    [
      'sealedTwice',
      {
        ...span,
        cameras: ['Patrol Car 7'],
        startOrigin: 'cstb',
        verdict: 'sealed',
        intact: 'intact',
        trust: 'untrusted',
        seals: 2,
        levels: { '0V': true, '0M': true, '0E': true },
      },
    ],
    [
      'tampered',
      {
        ...span,
        cameras: ['North Gate'],
        startOrigin: 'cstb',
        verdict: 'broken',
        intact: 'broken',
        seals: 1,
        levels: { '0V': true, '0M': true, '0E': true },
      },
    ],
    [
      'unsealed',
      {
        cameras: [],
        startOrigin: 'mvhd',
        verdict: 'unsealed',
        intact: 'unsealed',
        trust: 'not-checked',
        seals: 0,
        levels: { '0V': false, '0M': false, '0E': false },
      },
    ],
  ])('%s', (name, row) => {
    const { summary } = made().items[name]
    expect(summary).toMatchObject({
      ...row,
      status: 'ingested',
      custody: 'complete',
      hasThumbnail: true,
      sourcePath: made().files[name],
    })
    expect(summary.sha256).toBe(sha256Of(made().files[name]))
    expect(Math.abs(summary.durationSeconds - 20)).toBeLessThan(0.05)
  })

  it('has a picture', () => {
    const { database, items } = made()
    const path = thumbnailPath(database.folder, items.sealed.summary.id)
    expect([...readFileSync(path).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
  })

  it('knows the gap of the patrol car to the tick, and none of the gate', () => {
    const { sealed, sealedTwice, unsealed } = made().items
    const { timescale } = sealedTwice.inspection.tracks[0]!
    for (const { inspection } of [sealedTwice, unsealed]) {
      // Composition times are 80 ms late; the gap is told in decode time.
      expect(inspection.gaps).toEqual([{ trackId: 1, fromTicks: 8 * timescale, toTicks: 11 * timescale }])
    }
    expect(sealed.inspection.gaps).toEqual([])
  })

  it('knows the place, and the way of the moving camera', () => {
    const { sealed, sealedTwice } = made().items
    expect(sealed.inspection.location?.name).toBe(gate.location.name)
    expect(sealed.inspection.location?.latitude).toBeCloseTo(gate.location.latitude, 4)
    expect(sealed.inspection.positions).toEqual([])
    const seconds = recordedFrames(car)
      .filter((index) => index % frameRate === 0)
      .map((index) => index / frameRate)
    expect(sealedTwice.inspection.positions.map(({ time }) => time)).toEqual(seconds.map(sceneTime))
    for (const [index, { location }] of sealedTwice.inspection.positions.entries()) {
      const place = cameraPlace(car, seconds[index]!)
      expect(location.latitude).toBeCloseTo(place.latitude, 9)
      expect(location.longitude).toBeCloseTo(place.longitude, 9)
    }
  })
})

describe('the metadata of an item', () => {
  it.each([
    ['sealed', gate],
    ['sealedTwice', car],
    ['tampered', gate],
  ] as const)('%s: counts are those of the scene', (name, camera) => {
    const frames = recordedFrames(camera)
    expect(made().items[name].inspection.metadata).toMatchObject({
      frames: frames.length,
      objects: appearances(camera),
      events: sceneEvents(camera).length + places(camera),
      ptz: 0,
      badSamples: 0,
      classes: classesOf(camera),
      firstFrame: sceneTime(0),
      lastFrame: sceneTime(frames.at(-1)! / frameRate),
    })
  })

  it('the index answers with the same frames, objects where they were painted', () => {
    const { database, items } = made()
    const frames = database.metadata.frames(items.sealed.summary.id, { from: sceneTime(6), to: sceneTime(7) })
    expect(frames.map(({ time }) => time)).toEqual(
      Array.from({ length: frames.length }, (_, index) => sceneTime(6 + index / frameRate)),
    )
    for (const { time, objects } of frames) {
      const seconds = (Date.parse(time) - Date.parse(sceneTime(0))) / 1000
      const painted = visibleObjects(gate, seconds)
      expect(objects.map(({ id }) => id)).toEqual(painted.map(({ object }) => String(object.id)))
      for (const [index, { box }] of painted.entries()) {
        const found = objects[index]?.box
        expect(
          [
            (found!.left + 1) * 640,
            (found!.right + 1) * 640,
            (1 - found!.top) * 360,
            (1 - found!.bottom) * 360,
          ].map(Math.round),
        ).toEqual([box.left, box.left + box.width, box.top, box.top + box.height])
      }
    }
  })

  it('events stand in the index with their times', () => {
    const { database, items } = made()
    const told = database.metadata.events(items.sealed.summary.id, { first: 0 })
    expect(told.events.map(({ time, topic }) => [time, topic])).toEqual(
      sceneEvents(gate).map(({ seconds, topic }) => [sceneTime(seconds), topic]),
    )
  })
})

describe('custody', () => {
  it('the vault holds the same bytes, read-only; sources are as they were', () => {
    const { database, files, items } = made()
    for (const name of ['sealed', 'sealedTwice', 'tampered', 'unsealed'] as const) {
      const path = database.vault.path(items[name].summary.sha256)
      expect(statSync(path).mode & 0o777).toBe(0o444)
      expect(sha256Of(path)).toBe(items[name].summary.sha256)
      expect(stateOf(files[name])['sha256']).toBe(items[name].summary.sha256)
      // The name in the vault is the hash and nothing else.
      expect(existsSync(`${path}.mp4`)).toBe(false)
    }
  })

  it('the ledger names source, size, time and verdict of each', () => {
    const { database, files, items } = made()
    const { valid, items: entries } = database.custody.verifyLedger()
    expect(valid).toBe(true)
    expect(auditItems(database)).toEqual([])
    expect(
      entries
        .filter(({ action }) => action === 'ingest')
        .map(({ itemId, inputSha256, outputSha256, detail }) => ({
          itemId,
          inputSha256,
          outputSha256,
          detail,
        })),
    ).toEqual(
      (['sealed', 'sealedTwice', 'tampered', 'unsealed'] as const).map((name) => {
        const { summary, verification, original } = items[name]
        expect(original.modified).toMatch(
          new RegExp(`^${new Date(statSync(files[name]).mtimeMs).toISOString().slice(0, -1)}`),
        )
        return {
          itemId: summary.id,
          inputSha256: summary.sha256,
          outputSha256: summary.sha256,
          detail: {
            source: files[name],
            path: summary.path,
            size: summary.size,
            modified: original.modified,
            original,
            intake: expect.any(String) as string,
            kind: 'export',
            verdict: summary.verdict,
            seals: verification.seals.length,
            trustStoreSha256: caseTrust(database).sha256,
            ...evidenceHashes(items[name]),
          },
        }
      }),
    )
  })
})
