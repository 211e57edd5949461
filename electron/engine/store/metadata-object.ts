// Objects of a frame as JSON without empty keys, so that a million of them stay small, and readable without Exhibit.
import { z } from 'zod'
import type { MetadataObject, Point } from '#contract/metadata.ts'

const Flat = z.array(z.number())

/** Keys as in the contract; places and shapes are flat: `box` left, top, right, bottom; polygons x, y, x, y, … */
const StoredObject = z.object({
  id: z.string().optional(),
  parent: z.string().optional(),
  classes: z.array(z.tuple([z.string(), z.number().nullable()])).optional(),
  /** Only where it is not that of the first class; the same goes for `likelihood`. */
  class: z.string().nullable().optional(),
  likelihood: z.number().nullable().optional(),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
  polygon: Flat.optional(),
  morePolygons: z.array(Flat).optional(),
  centre: z.tuple([z.number(), z.number()]).optional(),
  colour: z.string().optional(),
  geoLocation: z.tuple([z.number(), z.number(), z.number().nullable()]).optional(),
  speed: z.number().optional(),
  plate: z.string().optional(),
  behaviour: z.enum(['idle', 'removed']).optional(),
})
type StoredObject = z.infer<typeof StoredObject>

const StoredObjects = z.array(StoredObject)

export function formatObjects(objects: MetadataObject[]): string {
  return JSON.stringify(objects.map(stored))
}

/** Throws where the text is not what `formatObjects` writes. */
export function parseObjects(text: string): MetadataObject[] {
  return StoredObjects.parse(JSON.parse(text)).map(restored)
}

/** Keys are set where they say something, and not left undefined. */
function stored(object: MetadataObject): StoredObject {
  const { id, parent, box, centre, polygon, morePolygons, geoLocation, classes, colour, speed, plate } =
    object
  const first = classes[0]
  const kept: StoredObject = {}
  if (id !== null) kept.id = id
  if (parent !== null) kept.parent = parent
  if (first) kept.classes = classes.map((one) => [one.type, one.likelihood])
  if (object.class !== (first?.type ?? null)) kept.class = object.class
  if (object.likelihood !== (first?.likelihood ?? null)) kept.likelihood = object.likelihood
  if (box) kept.box = [box.left, box.top, box.right, box.bottom]
  if (polygon) kept.polygon = flat(polygon)
  if (morePolygons) kept.morePolygons = morePolygons.map(flat)
  if (centre) kept.centre = [centre.x, centre.y]
  if (colour !== null) kept.colour = colour
  if (geoLocation) kept.geoLocation = [geoLocation.latitude, geoLocation.longitude, geoLocation.elevation]
  if (speed !== null) kept.speed = speed
  if (plate !== null) kept.plate = plate
  if (object.behaviour !== null) kept.behaviour = object.behaviour
  return kept
}

function restored(object: StoredObject): MetadataObject {
  const classes = (object.classes ?? []).map(([type, likelihood]) => ({ type, likelihood }))
  const { box, centre, geoLocation } = object
  return {
    id: object.id ?? null,
    parent: object.parent ?? null,
    classes,
    class: object.class === undefined ? (classes[0]?.type ?? null) : object.class,
    likelihood: object.likelihood === undefined ? (classes[0]?.likelihood ?? null) : object.likelihood,
    box: box ? { left: box[0], top: box[1], right: box[2], bottom: box[3] } : null,
    polygon: object.polygon ? pairs(object.polygon) : null,
    ...(object.morePolygons ? { morePolygons: object.morePolygons.map(pairs) } : {}),
    centre: centre ? { x: centre[0], y: centre[1] } : null,
    colour: object.colour ?? null,
    geoLocation: geoLocation
      ? { latitude: geoLocation[0], longitude: geoLocation[1], elevation: geoLocation[2] }
      : null,
    speed: object.speed ?? null,
    plate: object.plate ?? null,
    behaviour: object.behaviour ?? null,
  }
}

const flat = (points: Point[]): number[] => points.flatMap(({ x, y }) => [x, y])

function pairs(stored: number[]): Point[] {
  const points: Point[] = []
  for (let at = 0; at + 1 < stored.length; at += 2)
    points.push({ x: stored[at] ?? 0, y: stored[at + 1] ?? 0 })
  return points
}
