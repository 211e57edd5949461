// From normalised metadata to shapes in CSS pixels of the picture rectangle (ONVIF Analytics 5.2.2).
import { safeText, t } from '#contract/messages/format.ts'
import { formatFixed } from '#contract/messages/quantities.ts'
import { formatTimeBeside } from '#contract/messages/times.ts'
import type { Box, IdleObject, MetadataObject, Point } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { objectKey, type Match, type ObjectOrigin } from '../../state/overlay-match.ts'
import type { KnownObject, OverlayKind } from '../../state/overlay.svelte.ts'
import type { Instant } from '../../state/playhead-time.ts'
import { partsOf, type Trajectory } from '../../state/trajectory.ts'
import type { Size } from './picture-geometry.ts'
import { strokeOf } from '../../state/class-colour.ts'

export type PixelRect = { x: number; y: number; width: number; height: number }
export type PixelPoint = { x: number; y: number }

/** One object as it is drawn. What is switched off or not there is null. */
export type OverlayShape = {
  id: string | null
  /** What tells it from others with this number; null where it has none. */
  key: string | null
  class: string | null
  carried: boolean
  behaviour: MetadataObject['behaviour']
  /** Of what stands still without being listed: when it was listed last, by the clock of the pictures. */
  idleSince: UtcTime | null
  rect: PixelRect | null
  /** Together they are the shape. */
  polygons: PixelPoint[][]
  centre: PixelPoint | null
  label: string | null
  /** `#rrggbb` of the object itself. */
  swatch: string | null
  stroke: string
}

/** More objects in one picture than this are not drawn: hostile metadata must not stall the window. */
export const shapeLimit = 500
/** Polygons of an object with more points than these together are not drawn: a part of one would be another shape. */
export const polygonPointLimit = 1_000

/** Where normalised places lie: the displayed active picture, and how far its corner is from that of the whole picture. */
export type Place = Size & Partial<PixelPoint>

/** x −1 left … +1 right, y −1 bottom … +1 top; kept within one picture beyond the edges. */
export function toPixels(point: Point, { x = 0, y = 0, width, height }: Place): PixelPoint {
  return {
    x: x + ((bounded(point.x) + 1) / 2) * width,
    y: y + ((1 - bounded(point.y)) / 2) * height,
  }
}

/** A box whose edges come in any order. */
export function boxToPixels(box: Box, picture: Place): PixelRect {
  const first = toPixels({ x: Math.min(box.left, box.right), y: Math.max(box.top, box.bottom) }, picture)
  const second = toPixels({ x: Math.max(box.left, box.right), y: Math.min(box.top, box.bottom) }, picture)
  return { x: first.x, y: first.y, width: second.x - first.x, height: second.y - first.y }
}

/** A line of a trajectory as it is drawn. */
export type OverlayLine = {
  points: PixelPoint[]
  ahead: boolean
  loose: boolean
  stroke: string
  key: string
}

/** Lines with more points than these together are not drawn: the window must not stall. */
export const pointLimit = 20_000

/**
 * Lines of trajectories of what is not hidden, the first of them last: it lies above the others. `leftOut`: how many trajectories
 * are not drawn, beyond `shapeLimit` trajectories or `pointLimit` points.
 */
export function linesOf(
  trajectories: readonly Trajectory[],
  at: Instant,
  options: ShapeOptions,
): { lines: OverlayLine[]; leftOut: number } {
  const { picture, hidden, hiddenObjects, only } = options
  const drawn: OverlayLine[][] = []
  let [points, leftOut] = [0, 0]
  for (const trajectory of trajectories) {
    const { key, class: kind } = trajectory
    if (hidden.has(kind ?? '') || hiddenObjects.has(key) || (only && only.key !== key)) continue
    const parts = partsOf(trajectory, at)
    if (parts.length === 0) continue
    const more = parts.reduce((sum, { places }) => sum + places.length, 0)
    if (drawn.length === shapeLimit || points + more > pointLimit) {
      leftOut += 1
      continue
    }
    points += more
    drawn.push(
      parts.map(({ places, ahead, loose }) => ({
        points: places.map((place) => toPixels(place, picture)),
        ...{ ahead, loose, stroke: strokeOf(kind), key },
      })),
    )
  }
  return { lines: drawn.toReversed().flat(), leftOut }
}

/** What belongs to one picture. */
export type Scene = {
  matches: readonly Match[]
  /** What stands still although no frame of the picture lists it; times by the clock of the pictures. */
  idle: readonly IdleObject[]
  /** UTC of the picture, by the start time that counts. */
  utc: UtcTime | null
}

export type ShapeOptions = {
  /** In CSS pixels of the picture rectangle. */
  picture: Place
  kinds: Record<OverlayKind, boolean>
  /** Classes. */
  hidden: ReadonlySet<string>
  /** Keys of single objects. */
  hiddenObjects: ReadonlySet<string>
  /** Nothing but this one is drawn. */
  only: KnownObject | null
}

export type Shapes = {
  shapes: OverlayShape[]
  /** Objects beyond the limit. */
  leftOut: number
  /** Polygons beyond theirs. */
  polygonsLeftOut: number
}

/** The shapes of all that is there. */
export function shapesOf(scene: Scene, options: ShapeOptions): Shapes {
  const shapes: OverlayShape[] = []
  let [leftOut, polygonsLeftOut] = [0, 0]
  const { kinds, hidden, hiddenObjects, only } = options
  const draw = (object: MetadataObject, how: Shown): void => {
    if (hidden.has(object.class ?? '')) return
    if (how.key !== null && hiddenObjects.has(how.key)) return
    if (only && how.key !== only.key) return
    if (object.behaviour === 'removed' && !kinds.removed) return
    if (shapes.length === shapeLimit) {
      leftOut += 1
      return
    }
    const drawn = polygonsOf(object, options)
    polygonsLeftOut += drawn.leftOut
    shapes.push(shapeOf(object, how, { ...options, utc: scene.utc, polygons: drawn.polygons }))
  }
  const idle = kinds.idle ? scene.idle : []
  const standing = new Set(idle.map((one) => objectKey(one, one.object.id)))
  for (const { frame, carried } of scene.matches) {
    if (carried && !kinds.carried) continue
    for (const object of frame.objects) {
      const key = objectKey(frame, object.id)
      // What stands still is there by what it said itself, and not because a frame is carried over.
      if (carried && standing.has(key)) continue
      draw(object, { key, carried, idleSince: null })
    }
  }
  for (const one of idle)
    draw(one.object, { key: objectKey(one, one.object.id), carried: false, idleSince: one.time })
  return { shapes, leftOut, polygonsLeftOut }
}

/** The objects of the picture that have a number, each once, also those that are not drawn; at most `shapeLimit`. */
export function presentObjects({ matches, idle }: Pick<Scene, 'matches' | 'idle'>): KnownObject[] {
  const present = new Map<string, KnownObject>()
  const add = ({ trackId, source }: ObjectOrigin, { id, class: kind }: MetadataObject): void => {
    const key = objectKey({ trackId, source }, id)
    if (key !== null && id !== null && present.size < shapeLimit)
      present.set(key, { key, id, trackId, source, class: kind })
  }
  for (const { frame } of matches) for (const object of frame.objects) add(frame, object)
  for (const one of idle) add(one, one.object)
  return [...present.values()]
}

/** A centre alone is hit this near, in CSS pixels. */
const nearCentre = 8

/** The smallest shape at a place of the picture. */
export function shapeAt(shapes: readonly OverlayShape[], { x, y }: PixelPoint): OverlayShape | null {
  let best: { shape: OverlayShape; area: number } | null = null
  for (const shape of shapes) {
    const area = areaAt(shape, x, y)
    if (area !== null && (!best || area < best.area)) best = { shape, area }
  }
  return best?.shape ?? null
}

/** Null where the place is not in the shape. */
function areaAt({ rect, polygons, centre }: OverlayShape, x: number, y: number): number | null {
  const around = rect ?? rectAround(polygons)
  if (around) {
    const { x: left, y: top, width, height } = around
    return x >= left && x <= left + width && y >= top && y <= top + height ? width * height : null
  }
  return centre && Math.hypot(x - centre.x, y - centre.y) <= nearCentre ? 0 : null
}

/** Null where there are none. */
export function rectAround(polygons: readonly (readonly PixelPoint[])[]): PixelRect | null {
  const points = polygons.flat()
  if (points.length === 0) return null
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** Each of them whole, or not at all. */
function polygonsOf(
  { polygon, morePolygons = [] }: MetadataObject,
  { picture, kinds }: ShapeOptions,
): { polygons: PixelPoint[][]; leftOut: number } {
  if (!polygon || !kinds.polygons) return { polygons: [], leftOut: 0 }
  const polygons: PixelPoint[][] = []
  let [points, leftOut] = [0, 0]
  for (const one of [polygon, ...morePolygons]) {
    if (points + one.length > polygonPointLimit) leftOut += 1
    else {
      points += one.length
      polygons.push(one.map((point) => toPixels(point, picture)))
    }
  }
  return { polygons, leftOut }
}

type Shown = { key: string | null; carried: boolean; idleSince: UtcTime | null }

function shapeOf(
  object: MetadataObject,
  { key, carried, idleSince }: Shown,
  { picture, kinds, utc, polygons }: ShapeOptions & Pick<Scene, 'utc'> & Pick<OverlayShape, 'polygons'>,
): OverlayShape {
  return {
    id: object.id,
    key,
    class: object.class,
    carried,
    behaviour: object.behaviour,
    idleSince,
    rect: kinds.boxes && object.box ? boxToPixels(object.box, picture) : null,
    polygons,
    centre: kinds.centres && object.centre ? toPixels(object.centre, picture) : null,
    label: kinds.labels ? labelOf(object, idleSince && formatTimeBeside(idleSince, utc)) : null,
    swatch: kinds.colours ? object.colour : null,
    stroke: strokeOf(object.class),
  }
}

/** `Human 87 % · 12 · 1.4 m/s`, `LicensePlate 64 % · AB-123`, `12 · idle since …`: what the metadata says, in one line. */
export function labelOf(object: MetadataObject, idleSince: string | null = null): string {
  const likelihood = object.likelihood === null ? '' : ` ${Math.round(object.likelihood * 100)} %`
  const parts = [
    object.class === null ? '' : `${safeText(object.class, 24)}${likelihood}`,
    object.plate === null ? '' : safeText(object.plate, 16),
    object.id === null ? '' : safeText(object.id, 16),
    object.speed === null ? '' : t('overlay.speed', { speed: formatSpeed(object.speed) }),
    behaviourOf(object, idleSince),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** In metres a second (ONVIF Analytics, “Speed descriptor”), rounded to a tenth. */
const formatSpeed = (speed: number): string =>
  Math.abs(speed) < 10_000 ? formatFixed(speed, 1) : speed.toExponential(1)

function behaviourOf({ behaviour }: MetadataObject, idleSince: string | null): string {
  if (idleSince !== null) return t('overlay.idleSince', { time: idleSince })
  return behaviour === null ? '' : t(behaviour === 'idle' ? 'overlay.isIdle' : 'overlay.isRemoved')
}

function bounded(value: number): number {
  return Math.max(-3, Math.min(3, value))
}
