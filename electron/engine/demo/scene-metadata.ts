// The timed metadata of a camera: one document for every five frames, with the boxes exactly where the shapes are painted.
import type { Point } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { writeMetadataDocument } from '#engine/metadata/write-document.ts'
import type { EventToWrite, FrameToWrite, ObjectToWrite } from '#engine/metadata/write-document.ts'
import { recordedFrames } from './encode.ts'
import { cameraPlace, frameRate, height, sceneEvents, sceneStart, visibleObjects, width } from './scene.ts'
import type { Camera, PixelBox, SceneObject } from './scene.ts'

/** Ticks of the metadata track are milliseconds since the first frame of the scene. */
export const metadataTimescale = 1_000
const framesPerDocument = 5

export type MetadataSamples = { bytes: Uint8Array[]; decodeTime: number[]; duration: number[] }

export function sceneMetadata(camera: Camera): MetadataSamples {
  const recorded = new Set(recordedFrames(camera))
  const lastFrame = Math.max(...recorded)
  const samples: MetadataSamples = { bytes: [], decodeTime: [], duration: [] }
  for (let first = 0; first <= lastFrame; first += framesPerDocument) {
    const frames = Array.from({ length: framesPerDocument }, (_, at) => first + at).filter((index) =>
      recorded.has(index),
    )
    if (frames.length === 0) continue
    const [from, to] = [first / frameRate, (first + framesPerDocument) / frameRate]
    samples.bytes.push(
      writeMetadataDocument({
        frames: frames.map((index) => frameOf(camera, index)),
        events: eventsIn(camera, from, to),
      }),
    )
    samples.decodeTime.push(Math.round(from * metadataTimescale))
    samples.duration.push((framesPerDocument * metadataTimescale) / frameRate)
  }
  return samples
}

export const sceneTime = (seconds: number): UtcTime =>
  new Date(Date.parse(sceneStart) + Math.round(seconds * 1000)).toISOString() as UtcTime

function frameOf(camera: Camera, index: number): FrameToWrite {
  const seconds = index / frameRate
  return {
    time: sceneTime(seconds),
    source: camera.name,
    objects: visibleObjects(camera, seconds).map(({ object, box }) => objectOf(camera, seconds, object, box)),
  }
}

function objectOf(camera: Camera, seconds: number, object: SceneObject, box: PixelBox): ObjectToWrite {
  const whole = object.at(seconds)
  return {
    id: String(object.id),
    classes: [{ type: object.class, likelihood: object.likelihood }],
    box: {
      left: normalX(box.left),
      right: normalX(box.left + box.width),
      top: normalY(box.top),
      bottom: normalY(box.top + box.height),
    },
    centre: { x: normalX(box.left + box.width / 2), y: normalY(box.top + box.height / 2) },
    colour: object.colour,
    speed: object.speed,
    plate: object.plate,
    // Only an ellipse that is wholly in the picture has an outline that is not its box.
    polygon:
      object.shape === 'ellipse' && whole && whole.width === box.width
        ? outline(whole, camera.pan(seconds))
        : null,
  }
}

function outline(box: PixelBox, pan: number): Point[] {
  return Array.from({ length: 24 }, (_, at) => {
    const angle = (at / 24) * 2 * Math.PI
    return {
      x: normalX(box.left - pan + (box.width / 2) * (1 + Math.cos(angle))),
      y: normalY(box.top + (box.height / 2) * (1 + Math.sin(angle))),
    }
  })
}

// ONVIF Analytics 5.2.2: −1 left … +1 right, −1 bottom … +1 top.
const normalX = (pixels: number): number => round((2 * pixels) / width - 1)
const normalY = (pixels: number): number => round(1 - (2 * pixels) / height)
const round = (value: number): number => Math.round(value * 1e6) / 1e6

function eventsIn(camera: Camera, from: number, to: number): EventToWrite[] {
  const events: EventToWrite[] = sceneEvents(camera)
    .filter(({ seconds }) => seconds >= from && seconds < to)
    .map(({ seconds, topic, operation, source, key = {}, data }) => ({
      time: sceneTime(seconds),
      topic,
      operation,
      source: items(source),
      key: items(key),
      data: items(data),
    }))
  if (camera.moves && Number.isInteger(from)) {
    const { latitude, longitude, elevation } = cameraPlace(camera, from)
    events.push({
      time: sceneTime(from),
      topic: 'tns1:Monitoring/GeoLocation',
      operation: 'Changed',
      source: [{ name: 'Token', value: camera.name }],
      geoLocation: { latitude, longitude, elevation },
    })
  }
  return events
}

const items = (record: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(record).map(([name, value]) => ({ name, value }))
