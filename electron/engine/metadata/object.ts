// tt:Object of a frame (metadatastream.xsd Object, Appearance, Behaviour; ONVIF Analytics 5.4).
import type { MetadataObject } from '#contract/metadata.ts'
import { quote } from '#engine/base/findings.ts'
import { readClasses } from './classes.ts'
import { readColour } from './colour.ts'
import type { ColourSpace } from './colour.ts'
import { nested, readBox, readGeoLocation, readPoint, readPolygons, toNormalised } from './geometry.ts'
import type { CoordinateSystem } from './geometry.ts'
import { parseNumber, parseText } from './numbers.ts'
import type { TellProblem } from './problem.ts'
import { child } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

export const longestId = 64
const longestPlate = 256

/** Anything missing or unreadable is null; an object is never refused. `tell`: what of its shape was sent and is not there. */
export function readObject(
  object: XmlElement,
  frame: CoordinateSystem,
  colourSpace: ColourSpace,
  tell: TellProblem,
): MetadataObject {
  const appearance = child(object, 'Appearance')
  // Some cameras, and ONVIF's own examples, put what belongs in Appearance straight into Object.
  const part = (name: string): XmlElement | undefined => child(appearance, name) ?? child(object, name)
  const system = nested(frame, part('Transformation'))
  const shape = part('Shape')
  const centre = readPoint(child(shape, 'CenterOfGravity'))
  const classes = readClasses(part('Class'))
  const id = parseText(object.attributes['ObjectId'], longestId)
  const { polygons, unreadable, leftOut } = readPolygons(shape, system)
  const [polygon = null, ...morePolygons] = polygons
  if (unreadable > 0)
    tell('metadata-polygon-unreadable', `polygons of ${named(id)} cannot be read: ${unreadable}`)
  if (leftOut > 0)
    tell(
      'metadata-polygons-left-out',
      `polygons of ${named(id)} beyond the first 64 are not read: ${leftOut}`,
    )
  const behaviour = child(object, 'Behaviour') ?? child(appearance, 'Behaviour')
  return {
    id,
    parent: parseText(object.attributes['Parent'], longestId),
    classes,
    class: classes[0]?.type ?? null,
    likelihood: classes[0]?.likelihood ?? null,
    box: readBox(child(shape, 'BoundingBox'), system),
    polygon,
    ...(morePolygons.length > 0 ? { morePolygons } : {}),
    centre: centre && toNormalised(system, centre),
    colour:
      readColour(part('Color'), colourSpace) ?? readColour(child(part('VehicleInfo'), 'Color'), colourSpace),
    geoLocation: readGeoLocation(part('GeoLocation')),
    speed: parseNumber(child(behaviour, 'Speed')?.text),
    plate: parseText(child(part('LicensePlateInfo'), 'PlateNumber')?.text, longestPlate),
    behaviour: child(behaviour, 'Removed') ? 'removed' : child(behaviour, 'Idle') ? 'idle' : null,
  }
}

const named = (id: string | null): string =>
  id === null ? 'an object without a number' : `object ${quote(id)}`
