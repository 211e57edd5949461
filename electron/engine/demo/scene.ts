// The scene of the demo and of most tests: a yard seen by a fixed and by a moving camera for 20 seconds. Everything is a
// function of time, so the truth about every frame is known: where each shape is, which class it has, what happens when.

export const frameRate = 25
export const durationSeconds = 20
export const width = 1280
export const height = 720

/** UTC of the first frame. */
export const sceneStart = '2026-05-01T21:59:58.500Z'
/** When the demo's video management system made its exports. */
export const exportTime = '2026-05-02T08:15:00.000Z'

/** A box in pixels of the picture, all numbers even. */
export type PixelBox = { left: number; top: number; width: number; height: number }

export type SceneObject = {
  id: number
  class: 'Vehicle' | 'Human' | 'Bicycle' | 'Animal'
  likelihood: number
  shape: 'rectangle' | 'ellipse'
  colour: string
  plate: string | null
  /** Metres a second, as the metadata says. */
  speed: number
  /** Where it is in the scene at a time in seconds; null while it is out of sight. */
  at(seconds: number): PixelBox | null
}

export type CameraName = 'north-gate' | 'patrol-car'

export type Camera = {
  name: CameraName
  label: string
  url: string
  mac: string
  /** Horizontal offset of the view in the scene, in pixels, at a time. */
  pan(seconds: number): number
  /** A fixed place, or the place at a time. */
  location: { name: string; latitude: number; longitude: number; altitude: number }
  moves: boolean
  /** Seconds that were not recorded: [from, to). */
  gap: { from: number; to: number } | null
}

const even = (value: number): number => Math.round(value / 2) * 2

const between = (
  seconds: number,
  from: number,
  to: number,
  box: (seconds: number) => PixelBox,
): PixelBox | null => {
  if (seconds < from || seconds >= to) return null
  const { left, top, width, height } = box(seconds - from)
  return { left: even(left), top: even(top), width: even(width), height: even(height) }
}

export const objects: readonly SceneObject[] = [
  {
    id: 11,
    class: 'Vehicle',
    likelihood: 0.96,
    shape: 'rectangle',
    colour: '#c8322d',
    plate: 'EX 2611',
    speed: 6.2,
    at: (t) => between(t, 1, 14, (s) => ({ left: -200 + 130 * s, top: 470, width: 220, height: 96 })),
  },
  {
    id: 12,
    class: 'Human',
    likelihood: 0.91,
    shape: 'ellipse',
    colour: '#2f6fd0',
    plate: null,
    speed: 1.4,
    at: (t) =>
      between(t, 0, 20, (s) => ({
        left: 1020 - 38 * s,
        top: 330 + 10 * Math.sin(s * 3),
        width: 56,
        height: 140,
      })),
  },
  {
    id: 13,
    class: 'Bicycle',
    likelihood: 0.83,
    shape: 'ellipse',
    colour: '#e0b020',
    plate: null,
    speed: 4.4,
    at: (t) => between(t, 6, 18, (s) => ({ left: 1300 - 118 * s, top: 590, width: 120, height: 72 })),
  },
  {
    id: 14,
    class: 'Animal',
    likelihood: 0.64,
    shape: 'rectangle',
    colour: '#3f9d57',
    plate: null,
    speed: 2.1,
    at: (t) => between(t, 10, 19, (s) => ({ left: 240 + 70 * s, top: 396, width: 60, height: 36 })),
  },
]

export const cameras: Readonly<Record<CameraName, Camera>> = {
  'north-gate': {
    name: 'north-gate',
    label: 'North Gate',
    url: 'rtsp://192.0.2.12/',
    mac: '00:00:5E:00:53:12',
    pan: () => 0,
    location: { name: 'Harbour Yard, north gate', latitude: 57.7072, longitude: 11.9668, altitude: 6 },
    moves: false,
    gap: null,
  },
  'patrol-car': {
    name: 'patrol-car',
    label: 'Patrol Car 7',
    url: 'rtsp://192.0.2.31/',
    mac: '00:00:5E:00:53:31',
    pan: (seconds) => even(-160 + 16 * seconds),
    location: { name: 'Harbour Yard, patrol route', latitude: 57.7069, longitude: 11.9655, altitude: 4 },
    moves: true,
    gap: { from: 8, to: 11 },
  },
}

/** Where a moving camera is: along the quay to the east, then north. */
export function cameraPlace(
  camera: Camera,
  seconds: number,
): { latitude: number; longitude: number; elevation: number } {
  const { latitude, longitude, altitude } = camera.location
  if (!camera.moves) return { latitude, longitude, elevation: altitude }
  const east = Math.min(seconds, 12)
  const north = Math.max(0, seconds - 12)
  return { latitude: latitude + 0.000045 * north, longitude: longitude + 0.00011 * east, elevation: altitude }
}

/** The objects that a camera sees at a time, with their boxes clipped to the picture; none smaller than 8 pixels. */
export function visibleObjects(camera: Camera, seconds: number): { object: SceneObject; box: PixelBox }[] {
  return objects.flatMap((object) => {
    const place = object.at(seconds)
    if (!place) return []
    const left = Math.max(0, place.left - camera.pan(seconds))
    const right = Math.min(width, place.left - camera.pan(seconds) + place.width)
    return right - left < 8 ? [] : [{ object, box: { ...place, left, width: right - left } }]
  })
}

export type SceneEvent = {
  seconds: number
  topic: string
  operation: 'Initialized' | 'Changed' | null
  source: Record<string, string>
  key?: Record<string, string>
  data: Record<string, string>
}

const rule = (camera: Camera, name: string): Record<string, string> => ({
  VideoSource: camera.name,
  AnalyticsConfiguration: 'yard',
  Rule: name,
})

/** What happens, as the camera's analytics tells it. */
export function sceneEvents(camera: Camera): SceneEvent[] {
  const events: SceneEvent[] = [
    {
      seconds: 0,
      topic: 'tns1:VideoSource/MotionAlarm',
      operation: 'Initialized',
      source: { Source: camera.name },
      data: { State: 'true' },
    },
    {
      seconds: 2.4,
      topic: 'tns1:Device/Trigger/DigitalInput',
      operation: 'Changed',
      source: { InputToken: 'gate-contact' },
      data: { LogicalState: 'true' },
    },
    {
      seconds: 4.2,
      topic: 'tns1:RuleEngine/Recognition/LicensePlate',
      operation: null,
      source: rule(camera, 'plates'),
      data: { Likelihood: '0.94', Label: 'EX 2611' },
    },
    {
      seconds: 6,
      topic: 'tns1:RuleEngine/LineDetector/Crossed',
      operation: null,
      source: rule(camera, 'gate line'),
      data: { ObjectId: '11', ClassTypes: 'Vehicle' },
    },
    {
      seconds: 7.2,
      topic: 'tns1:RuleEngine/FieldDetector/ObjectsInside',
      operation: 'Changed',
      source: rule(camera, 'loading bay'),
      key: { ObjectId: '13' },
      data: { IsInside: 'true' },
    },
    {
      seconds: 12.6,
      topic: 'tns1:RuleEngine/FieldDetector/ObjectsInside',
      operation: 'Changed',
      source: rule(camera, 'loading bay'),
      key: { ObjectId: '13' },
      data: { IsInside: 'false' },
    },
    {
      seconds: 13,
      topic: 'tns1:RuleEngine/LineDetector/Crossed',
      operation: null,
      source: rule(camera, 'gate line'),
      data: { ObjectId: '12', ClassTypes: 'Human' },
    },
    {
      seconds: 15.8,
      topic: 'tns1:Device/Trigger/DigitalInput',
      operation: 'Changed',
      source: { InputToken: 'gate-contact' },
      data: { LogicalState: 'false' },
    },
    {
      seconds: 19.2,
      topic: 'tns1:VideoSource/MotionAlarm',
      operation: 'Changed',
      source: { Source: camera.name },
      data: { State: 'false' },
    },
  ]
  const { gap } = camera
  return gap ? events.filter(({ seconds }) => seconds < gap.from || seconds >= gap.to) : events
}
