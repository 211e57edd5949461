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
  polygon: PixelPoint[] | null
  centre: PixelPoint | null
  label: string | null
  /** `#rrggbb` of the object itself. */
  swatch: string | null
  stroke: string
}

/** More objects in one picture than this are not drawn: hostile metadata must not stall the window. */
export const shapeLimit = 500
const polygonLimit = 1_000

/** x −1 left … +1 right, y −1 bottom … +1 top; kept within one picture beyond the edges. */
export function toPixels(point: Point, picture: Size): PixelPoint {
  return {
    x: ((bounded(point.x) + 1) / 2) * picture.width,
    y: ((1 - bounded(point.y)) / 2) * picture.height,
  }
}

/** A box whose edges come in any order. */
export function boxToPixels(box: Box, picture: Size): PixelRect {
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
  picture: Size
  kinds: Record<OverlayKind, boolean>
  /** Classes. */
  hidden: ReadonlySet<string>
  /** Keys of single objects. */
  hiddenObjects: ReadonlySet<string>
  /** Nothing but this one is drawn. */
  only: KnownObject | null
}

/** The shapes of all that is there, and how many objects were left out beyond the limit. */
export function shapesOf(scene: Scene, options: ShapeOptions): { shapes: OverlayShape[]; leftOut: number } {
  const shapes: OverlayShape[] = []
  let leftOut = 0
  const { kinds, hidden, hiddenObjects, only } = options
  const draw = (object: MetadataObject, how: Shown): void => {
    if (hidden.has(object.class ?? '')) return
    if (how.key !== null && hiddenObjects.has(how.key)) return
    if (only && how.key !== only.key) return
    if (object.behaviour === 'removed' && !kinds.removed) return
    if (shapes.length < shapeLimit) shapes.push(shapeOf(object, how, { ...options, utc: scene.utc }))
    else leftOut += 1
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
  return { shapes, leftOut }
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
function areaAt({ rect, polygon, centre }: OverlayShape, x: number, y: number): number | null {
  const around = rect ?? (polygon && rectAround(polygon))
  if (around) {
    const { x: left, y: top, width, height } = around
    return x >= left && x <= left + width && y >= top && y <= top + height ? width * height : null
  }
  return centre && Math.hypot(x - centre.x, y - centre.y) <= nearCentre ? 0 : null
}

function rectAround(points: readonly PixelPoint[]): PixelRect {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

type Shown = { key: string | null; carried: boolean; idleSince: UtcTime | null }

function shapeOf(
  object: MetadataObject,
  { key, carried, idleSince }: Shown,
  { picture, kinds, utc }: ShapeOptions & Pick<Scene, 'utc'>,
): OverlayShape {
  const points = object.polygon?.slice(0, polygonLimit)
  return {
    id: object.id,
    key,
    class: object.class,
    carried,
    behaviour: object.behaviour,
    idleSince,
    rect: kinds.boxes && object.box ? boxToPixels(object.box, picture) : null,
    polygon: kinds.polygons && points ? points.map((point) => toPixels(point, picture)) : null,
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
