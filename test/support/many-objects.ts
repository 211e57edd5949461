// Frames and events of a made crowd: objects that come, stay for a while and go, with classes, plates and sources. The same
// seed gives the same crowd; nothing is kept, so that ten million objects need no memory.
import type { MetadataEvent, MetadataFrame, MetadataItem, MetadataObject } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { seededRandom } from './random.ts'

export type Crowd = {
  seed: number
  /** Appearances of objects in frames, at least. */
  objects: number
  /** In one frame. */
  perFrame?: number
  /** Frames for which an object stays; 1: every appearance is an object of its own. */
  stays?: number
  /** Milliseconds between frames. */
  every?: number
  /** Of its first frame, in milliseconds since 1970. */
  from?: number
  /** One event after so many frames. */
  eventEvery?: number
}

const classes = ['Human', 'Vehicle', 'Car', 'Truck', 'Bicycle', 'Animal', null]
const topics = [
  'tns1:RuleEngine/LineDetector/Crossed',
  'tns1:RuleEngine/FieldDetector/ObjectsInside',
  'tns1:VideoSource/MotionAlarm',
]

export function* crowd(options: Crowd): Generator<MetadataItem> {
  const { seed, objects, perFrame = 10, stays = 100, every = 40, from = Date.UTC(2026, 4, 1, 22) } = options
  const dice = seededRandom(seed)
  const next = (): number => dice(1_000_000) / 1_000_000
  const frames = Math.ceil(objects / perFrame)
  const present: MetadataObject[] = []
  for (let at = 0; at < frames; at += 1) {
    const time = new Date(from + at * every).toISOString() as UtcTime
    for (let slot = 0; slot < perFrame; slot += 1) {
      const known = present[slot]
      // Slots change one after the other, not all in one frame.
      if (!known || (at + slot * 7) % stays === 0) present[slot] = someone(at * perFrame + slot, next())
    }
    const frame: MetadataFrame = {
      ...{ kind: 'frame', time, trackId: 2, sample: at, source: 'cam-north' },
      objects: present.slice(),
      ended: [],
      ptz: null,
    }
    yield frame
    if (options.eventEvery && at % options.eventEvery === 0) yield happening(at, time, next())
  }
}

function someone(number: number, dice: number): MetadataObject {
  const type = classes[Math.floor(dice * classes.length)] ?? null
  const left = Math.round(dice * 1_000) / 1_000 - 1
  return {
    ...{ id: String(number), parent: null, class: type, likelihood: type === null ? null : 0.75 },
    classes: type === null ? [] : [{ type, likelihood: 0.75 }],
    box: { left, top: 0.5, right: left + 0.125, bottom: -0.25 },
    ...{
      polygon: null,
      centre: { x: left + 0.0625, y: 0.125 },
      colour: null,
      geoLocation: null,
      speed: null,
    },
    plate: type === 'Car' ? plateOf(number) : null,
    behaviour: null,
  }
}

export const plateOf = (number: number): string =>
  `${String.fromCharCode(65 + (number % 26), 65 + ((number * 7) % 26))} ${1000 + ((number * 31) % 9000)}`

function happening(at: number, time: UtcTime, dice: number): MetadataEvent {
  return {
    ...{ kind: 'event', time, trackId: 2, sample: at, topic: topics[Math.floor(dice * topics.length)] ?? '' },
    operation: 'Changed',
    source: [
      { name: 'VideoSource', value: 'cam-north' },
      { name: 'Rule', value: `Gate ${at % 3}` },
    ],
    key: [],
    data: [{ name: 'ObjectId', value: String(at) }],
    geoLocation: null,
  }
}
