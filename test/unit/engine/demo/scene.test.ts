// The scene is the truth that other tests rely on: boxes in the picture, on even pixels, and pictures that show them there.
import { describe, expect, it } from 'vitest'
import { recordedFrames } from '#engine/demo/encode.ts'
import { burnedInClock, frameCode, paintFrame } from '#engine/demo/painter.ts'
import { colourOf, Raster } from '#engine/demo/raster.ts'
import {
  cameraPlace,
  cameras,
  durationSeconds,
  frameRate,
  height,
  objects,
  sceneEvents,
  visibleObjects,
  width,
} from '#engine/demo/scene.ts'
import { sceneMetadata, sceneTime } from '#engine/demo/scene-metadata.ts'
import { Findings } from '#engine/base/findings.ts'
import { memorySource } from '#engine/base/byte-source.ts'
import { unwatched } from '#engine/base/progress.ts'
import { readMetadataTrack } from '#engine/metadata/read-track.ts'

const all = Object.values(cameras)
const frames = Array.from({ length: durationSeconds * frameRate }, (_, index) => index)

describe.each(all)('what $label sees', (camera) => {
  it('lies in the picture, on even pixels, at least eight wide', () => {
    for (const index of frames) {
      for (const { box } of visibleObjects(camera, index / frameRate)) {
        expect(
          box.left >= 0 && box.top >= 0 && box.left + box.width <= width && box.top + box.height <= height,
        ).toBe(true)
        expect([box.left, box.top, box.width, box.height].every((value) => value % 2 === 0)).toBe(true)
        expect(box.width).toBeGreaterThanOrEqual(8)
      }
    }
  })

  it('has every object at some time, and its events while it recorded', () => {
    const seen = new Set(
      frames.flatMap((index) => visibleObjects(camera, index / frameRate).map(({ object }) => object.id)),
    )
    expect(seen).toEqual(new Set(objects.map(({ id }) => id)))
    const { gap } = camera
    for (const { seconds } of sceneEvents(camera))
      expect(gap !== null && seconds >= gap.from && seconds < gap.to).toBe(false)
  })

  it('is what its metadata says, frame by frame', async () => {
    const { bytes, decodeTime, duration } = sceneMetadata(camera)
    const offset = bytes.map((_, at) => bytes.slice(0, at).reduce((sum, { length }) => sum + length, 0))
    const findings = new Findings()
    const samples = {
      length: bytes.length,
      offset,
      size: bytes.map(({ length }) => length),
      decodeTime,
      duration,
    }
    const told: [string, number][] = []
    const reading = readMetadataTrack(
      memorySource('m', Buffer.concat(bytes)),
      { id: 3, contentEncoding: '', samples },
      findings,
      unwatched,
    )
    for await (const item of reading) if (item.kind === 'frame') told.push([item.time, item.objects.length])
    expect(told).toEqual(
      recordedFrames(camera).map((index) => [
        sceneTime(index / frameRate),
        visibleObjects(camera, index / frameRate).length,
      ]),
    )
    expect(findings.list()).toEqual([])
  })
})

describe('a painted frame', () => {
  const raster = new Raster(width, height)
  const lumaAt = (x: number, y: number): number => raster.bytes[y * width + x] ?? -1

  it('spells its number in sixteen squares', () => {
    const { bits, size, left, top } = frameCode
    for (const index of [0, 1, 255, 499]) {
      paintFrame(raster, cameras['north-gate'], index)
      let read = 0
      for (let bit = 0; bit < bits; bit += 1)
        read = read * 2 + (lumaAt(left + bit * size + size / 2, top + size / 2) > 128 ? 1 : 0)
      expect(read).toBe(index)
    }
  })

  it.each([
    [0, '2026-05-01 21:59:58.500 UTC'],
    [38, '2026-05-01 22:00:00.020 UTC'],
    [499, '2026-05-01 22:00:18.460 UTC'],
  ])('%i shows its time: %s', (index, clock) => {
    expect(burnedInClock(index)).toBe(clock)
  })

  it.each(all)('shows rectangles of $label to the pixel', (camera) => {
    const colours = new Map(objects.map(({ id, colour }) => [id, colourOf(colour).y]))
    for (const index of [100, 260, 400]) {
      paintFrame(raster, camera, index)
      for (const { object, box } of visibleObjects(camera, index / frameRate)) {
        if (object.shape !== 'rectangle') continue
        const middle = box.top + box.height / 2
        expect([lumaAt(box.left, middle), lumaAt(box.left + box.width - 1, middle)]).toEqual([
          colours.get(object.id),
          colours.get(object.id),
        ])
        if (box.left > 0) expect(lumaAt(box.left - 1, middle)).not.toBe(colours.get(object.id))
      }
    }
  })

  it('black and white are those of BT.709 in studio range', () => {
    expect([colourOf('#000000'), colourOf('#ffffff')]).toEqual([
      { y: 16, cb: 128, cr: 128 },
      { y: 235, cb: 128, cr: 128 },
    ])
    expect(colourOf('#ff0000')).toEqual({ y: 63, cb: 102, cr: 240 })
  })
})

describe('cameras', () => {
  it('the gate records all, the car is silent for three seconds', () => {
    expect(recordedFrames(cameras['north-gate'])).toEqual(frames)
    expect(recordedFrames(cameras['patrol-car'])).toEqual(
      frames.filter((index) => index < 200 || index >= 275),
    )
  })

  it('the gate stays, the car drives east and then north', () => {
    const place = (seconds: number): number[] => Object.values(cameraPlace(cameras['patrol-car'], seconds))
    expect(place(0)).toEqual([57.7069, 11.9655, 4])
    expect(place(12)[1]).toBeGreaterThan(place(0)[1]!)
    expect(place(20)[0]).toBeGreaterThan(place(12)[0]!)
    expect(place(20)[1]).toBe(place(12)[1])
    expect(cameraPlace(cameras['north-gate'], 20)).toEqual(cameraPlace(cameras['north-gate'], 0))
  })
})
