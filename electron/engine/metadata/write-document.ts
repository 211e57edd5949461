// Writes frames and events as one tt:MetadataStream document, strictly: schema order (metadatastream.xsd 25.12), no XML
// declaration (ONVIF EFF 26.06 5.5), normalised coordinates and no Transformation, since known players ignore it.
import type { Box, MetadataEvent, MetadataFrame, MetadataObject, Point } from '#contract/metadata.ts'
import { assert } from '#engine/base/assert.ts'
import { escapeXml, formatElement, formatNumber } from './xml-text.ts'
import { topicsNamespace } from './topic.ts'

/** An object to write: an integer id and whatever else is known. `class` and `likelihood` follow from `classes`. */
export type ObjectToWrite = { id: string } & Partial<Omit<MetadataObject, 'id' | 'class' | 'likelihood'>>
export type FrameToWrite = Pick<MetadataFrame, 'time'> & {
  source?: string | null
  objects: readonly ObjectToWrite[]
}
/** An event to write. All items become SimpleItems; the position is written from `geoLocation`. */
export type EventToWrite = Pick<MetadataEvent, 'time' | 'topic'> &
  Partial<Pick<MetadataEvent, 'operation' | 'source' | 'key' | 'data' | 'geoLocation'>>
export type DocumentToWrite = { frames?: readonly FrameToWrite[]; events?: readonly EventToWrite[] }

const schema = 'http://www.onvif.org/ver10/schema'
const notification = 'http://docs.oasis-open.org/wsn/b-2'
const dialect = 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet'
const rgb = 'http://www.onvif.org/ver10/colorspace/RGB'

/** The document as UTF-8, as it is stored in a sample. */
export const writeMetadataDocument = (document: DocumentToWrite): Uint8Array =>
  new TextEncoder().encode(formatMetadataDocument(document))

/** The document as text: frames first, then events. What the schema cannot hold is a bug of the caller. */
export function formatMetadataDocument(document: DocumentToWrite): string {
  const frames = document.frames ?? []
  const events = document.events ?? []
  const forEvents = events.length > 0 ? { 'xmlns:wsnt': notification, 'xmlns:tns1': topicsNamespace } : {}
  const analytics = frames.length > 0 ? formatElement('tt:VideoAnalytics', {}, frames.map(formatFrame)) : ''
  const stream = events.length > 0 ? formatElement('tt:Event', {}, events.map(formatEvent)) : ''
  return formatElement('tt:MetadataStream', { 'xmlns:tt': schema, ...forEvents }, [analytics, stream])
}

function formatFrame(frame: FrameToWrite): string {
  const attributes = { UtcTime: frame.time, Source: frame.source ?? null }
  return formatElement('tt:Frame', attributes, frame.objects.map(formatObject))
}

function formatObject(object: ObjectToWrite): string {
  const parent = object.parent ?? null
  assert(
    isInteger(object.id) && (parent === null || isInteger(parent)),
    'object ids are integers (tt:ObjectId)',
  )
  const appearance = [
    formatShape(object),
    object.colour ? formatColour(object.colour) : '',
    formatClasses(object.classes ?? []),
    object.geoLocation ? formatGeoLocation(object.geoLocation) : '',
    object.plate ? formatElement('tt:LicensePlateInfo', {}, [text('tt:PlateNumber', object.plate)]) : '',
  ]
  const behaviour = [
    object.behaviour === 'removed' ? '<tt:Removed/>' : '',
    object.behaviour === 'idle' ? '<tt:Idle/>' : '',
    typeof object.speed === 'number' ? text('tt:Speed', formatNumber(object.speed)) : '',
  ]
  return formatElement('tt:Object', { ObjectId: object.id, Parent: parent }, [
    wrapped('tt:Appearance', appearance),
    wrapped('tt:Behaviour', behaviour),
  ])
}

/** The schema wants a box and a centre wherever there is a shape: what is missing follows from the rest. */
function formatShape(object: ObjectToWrite): string {
  const polygon = object.polygon ?? null
  assert(polygon === null || polygon.length >= 3, 'a polygon has at least three points (tt:Polygon)')
  const box = object.box ?? (polygon && boxAround(polygon))
  if (!box) return ''
  const centre = object.centre ?? { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }
  const { left, top, right, bottom } = box
  const points = polygon?.map((point) => formatPoint('tt:Point', point)) ?? []
  return formatElement('tt:Shape', {}, [
    formatElement('tt:BoundingBox', numbers({ left, top, right, bottom }), []),
    formatPoint('tt:CenterOfGravity', centre),
    points.length > 0 ? formatElement('tt:Polygon', {}, points) : '',
  ])
}

function boxAround(points: readonly Point[]): Box {
  const xs = points.map((point) => point.x)
  const ys = points.map((point) => point.y)
  return { left: Math.min(...xs), top: Math.max(...ys), right: Math.max(...xs), bottom: Math.min(...ys) }
}

function formatColour(colour: string): string {
  assert(/^#[0-9a-f]{6}$/.test(colour), 'a colour is #rrggbb')
  const component = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16)
  const attributes = { ...numbers({ X: component(1), Y: component(3), Z: component(5) }), Colorspace: rgb }
  const cluster = [formatElement('tt:Color', attributes, []), text('tt:Weight', '1')]
  return formatElement('tt:Color', {}, [formatElement('tt:ColorCluster', {}, cluster)])
}

function formatClasses(classes: NonNullable<ObjectToWrite['classes']>): string {
  return wrapped(
    'tt:Class',
    classes.map(({ type, likelihood }) => {
      const attributes = { Likelihood: likelihood === null ? null : formatNumber(likelihood) }
      return formatElement('tt:Type', attributes, [escapeXml(type)])
    }),
  )
}

function formatGeoLocation(location: NonNullable<ObjectToWrite['geoLocation']>): string {
  const { longitude: lon, latitude: lat, elevation } = location
  const attributes = {
    ...numbers({ lon, lat }),
    elevation: elevation === null ? null : formatNumber(elevation),
  }
  return formatElement('tt:GeoLocation', attributes, [])
}

function formatEvent(event: EventToWrite): string {
  assert(/^tns1:[^\s/:]+(?:\/[^\s/:]+)*$/.test(event.topic), 'a topic is a path in ONVIF’s namespace')
  const location = event.geoLocation
    ? formatElement('tt:ElementItem', { Name: 'CurrentLocation' }, [formatGeoLocation(event.geoLocation)])
    : ''
  const message = [
    wrapped('tt:Source', (event.source ?? []).map(formatItem)),
    wrapped('tt:Key', (event.key ?? []).map(formatItem)),
    wrapped('tt:Data', [...(event.data ?? []).map(formatItem), location]),
  ]
  const attributes = { UtcTime: event.time, PropertyOperation: event.operation ?? null }
  return formatElement('wsnt:NotificationMessage', {}, [
    formatElement('wsnt:Topic', { Dialect: dialect }, [escapeXml(event.topic)]),
    formatElement('wsnt:Message', {}, [formatElement('tt:Message', attributes, message)]),
  ])
}

const formatItem = ({ name, value }: MetadataEvent['data'][number]): string =>
  formatElement('tt:SimpleItem', { Name: name, Value: value }, [])

const formatPoint = (name: string, { x, y }: Point): string => formatElement(name, numbers({ x, y }), [])

const text = (name: string, value: string): string => formatElement(name, {}, [escapeXml(value)])

/** Nothing at all where there is no content. */
const wrapped = (name: string, content: string[]): string =>
  content.some((part) => part !== '') ? formatElement(name, {}, content) : ''

const numbers = (values: Record<string, number>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, formatNumber(value)]))

const isInteger = (value: string): boolean => /^-?\d+$/.test(value)
