// Timed metadata (metadatastream.xsd 25.12, ONVIF Analytics 5): frames, objects, events, positions.
import { z } from 'zod'
import { UtcTime } from './units.ts'

/** Normalised coordinates: x −1 left … +1 right, y −1 bottom … +1 top (ONVIF Analytics 5.2.2). */
export const Point = z.strictObject({ x: z.number(), y: z.number() })
export type Point = z.infer<typeof Point>

export const Box = z.strictObject({
  left: z.number(),
  top: z.number(),
  right: z.number(),
  bottom: z.number(),
})
export type Box = z.infer<typeof Box>

/** With its sides in order, whichever corners these two are; y grows upwards. */
export const boxBetween = (one: Point, other: Point): Box => ({
  left: Math.min(one.x, other.x),
  top: Math.max(one.y, other.y),
  right: Math.max(one.x, other.x),
  bottom: Math.min(one.y, other.y),
})

/** WGS 84 degrees; elevation in metres or null. */
export const GeoLocation = z.strictObject({
  latitude: z.number(),
  longitude: z.number(),
  elevation: z.number().nullable(),
})
export type GeoLocation = z.infer<typeof GeoLocation>

export function isOnEarth({ latitude, longitude }: Pick<GeoLocation, 'latitude' | 'longitude'>): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
}

export const ClassLabel = z.strictObject({ type: z.string(), likelihood: z.number().nullable() })
export type ClassLabel = z.infer<typeof ClassLabel>

export const MetadataObject = z.strictObject({
  /** ObjectId as sent (an integer in the schema); null where the object has none. */
  id: z.string().nullable(),
  parent: z.string().nullable(),
  /** All classes, best first; names as in the current schema (`Vehical` read as `Vehicle`, `Face` as `HumanFace`). */
  classes: z.array(ClassLabel),
  /** The best class and its likelihood, for those who want one. */
  class: z.string().nullable(),
  likelihood: z.number().nullable(),
  box: Box.nullable(),
  /** The largest, where there are several. */
  polygon: z.array(Point).nullable(),
  /** The others, in document order: their union with `polygon` is the shape (ONVIF Analytics 5.4). Absent where there are none. */
  morePolygons: z.array(z.array(Point)).optional(),
  centre: Point.nullable(),
  /** `#rrggbb` of the heaviest colour cluster; null where none. */
  colour: z.string().nullable(),
  geoLocation: GeoLocation.nullable(),
  /** Metres a second. */
  speed: z.number().nullable(),
  plate: z.string().nullable(),
  /**
   * `idle`: it stopped, and is not listed again while it does not change. `removed`: not an object but the place from where
   * one was taken away (ONVIF Analytics 5.2, “Objects”).
   */
  behaviour: z.enum(['idle', 'removed']).nullable(),
})
export type MetadataObject = z.infer<typeof MetadataObject>

export const PtzMove = z.enum(['idle', 'moving', 'unknown'])
export type PtzMove = z.infer<typeof PtzMove>

/** Where a camera looked (tt:PTZStatus). What was not sent, or could not be read, is null. */
export const PtzStatus = z.strictObject({
  /** x is pan, y is tilt, in the unit of its space: generic spaces go from −1 to 1. */
  panTilt: Point.nullable(),
  /** URI of the coordinate space. */
  panTiltSpace: z.string().nullable(),
  /** In the unit of its space: the generic space goes from 0 to 1. */
  zoom: z.number().nullable(),
  zoomSpace: z.string().nullable(),
  panTiltMove: PtzMove.nullable(),
  zoomMove: PtzMove.nullable(),
  error: z.string().nullable(),
  /** When the status was generated; it may be older than its frame. */
  time: UtcTime.nullable(),
  /** Degrees. */
  fieldOfView: z.strictObject({ horizontal: z.number(), vertical: z.number() }).nullable(),
})
export type PtzStatus = z.infer<typeof PtzStatus>

/**
 * Where places lie in pictures of one shape (tt:AspectRatioTransformation, ONVIF Analytics 5.3): scale · p + translate, after all
 * other transformations. `ratio`: width to height of the picture as it is displayed.
 */
export const AspectTransformation = z.strictObject({
  ratio: z.number().positive(),
  scale: Point,
  translate: Point,
})
export type AspectTransformation = z.infer<typeof AspectTransformation>

export const MetadataFrame = z.strictObject({
  kind: z.literal('frame'),
  time: UtcTime,
  trackId: z.int(),
  /** Index of the stored sample it came from. */
  sample: z.int(),
  source: z.string().nullable(),
  /** Places as they are without `aspects`: whoever draws them chooses by the picture (`inAspect`). */
  objects: z.array(MetadataObject),
  /** In document order. Absent where there are none. */
  aspects: z.array(AspectTransformation).optional(),
  /** ObjectIds that stand for nothing any more: deleted, renamed, merged or split (ObjectTree). */
  ended: z.array(z.string()),
  /** Of the camera, at the time of the frame. */
  ptz: PtzStatus.nullable(),
})
export type MetadataFrame = z.infer<typeof MetadataFrame>

/** An object that was last listed as idle, with the frame that did so. */
export const IdleObject = z.strictObject({
  time: UtcTime,
  trackId: z.int(),
  sample: z.int(),
  source: z.string().nullable(),
  object: MetadataObject,
  /** Of its frame. */
  aspects: MetadataFrame.shape.aspects,
})
export type IdleObject = z.infer<typeof IdleObject>

/** What stands still at a moment although no frame lists it then (ONVIF Analytics 5.2, “Objects”). */
export const IdleObjects = z.strictObject({
  objects: z.array(IdleObject),
  /** What became idle before this was not looked for; null where all was. */
  notBefore: UtcTime.nullable(),
  /** False where the index of the item is not made yet: nothing is known then. */
  indexed: z.boolean(),
})
export type IdleObjects = z.infer<typeof IdleObjects>

export const Item = z.strictObject({ name: z.string(), value: z.string() })

/** One notification (ONVIF Core 9.4). Element items are given as their XML text. */
export const MetadataEvent = z.strictObject({
  kind: z.literal('event'),
  time: UtcTime,
  trackId: z.int(),
  sample: z.int(),
  /** Topic path with the usual prefix, e.g. `tns1:RuleEngine/LineDetector/Crossed`. */
  topic: z.string(),
  operation: z.enum(['Initialized', 'Changed', 'Deleted']).nullable(),
  source: z.array(Item),
  key: z.array(Item),
  data: z.array(Item),
  /** Camera position where the event carries one (tns1:Monitoring/GeoLocation). */
  geoLocation: GeoLocation.nullable(),
})
export type MetadataEvent = z.infer<typeof MetadataEvent>

/**
 * A change of the PTZ state, of the stream and not of a frame (MetadataStream/PTZ, ONVIF Streaming 5.1.2.1.1): it stands until the
 * next one. `time`: when the status was generated.
 */
export const MetadataPtz = z.strictObject({
  kind: z.literal('ptz'),
  time: UtcTime,
  trackId: z.int(),
  sample: z.int(),
  ptz: PtzStatus,
})
export type MetadataPtz = z.infer<typeof MetadataPtz>

/** Changes of the PTZ state with from ≤ time < to in time order, and of each track the last one before them. */
export const PtzChanges = z.strictObject({
  before: z.array(MetadataPtz),
  /** At most 5,000. */
  changes: z.array(MetadataPtz),
})
export type PtzChanges = z.infer<typeof PtzChanges>

export const MetadataItem = z.discriminatedUnion('kind', [MetadataFrame, MetadataEvent, MetadataPtz])
export type MetadataItem = z.infer<typeof MetadataItem>

export const MetadataSummary = z.strictObject({
  frames: z.int(),
  /** Object appearances in frames, not distinct objects. */
  objects: z.int(),
  events: z.int(),
  /** Changes of the PTZ state, without those that frames state. Absent where an earlier version counted. */
  ptz: z.int().optional(),
  badSamples: z.int(),
  classes: z.record(z.string(), z.int()),
  topics: z.array(z.string()),
  firstFrame: UtcTime.nullable(),
  lastFrame: UtcTime.nullable(),
})
export type MetadataSummary = z.infer<typeof MetadataSummary>

/** A place at a time: where the camera was (position track), or the one place of a fixed camera. */
export const Position = z.strictObject({ time: UtcTime, location: GeoLocation })
export type Position = z.infer<typeof Position>
