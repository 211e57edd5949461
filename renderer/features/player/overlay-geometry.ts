// From normalised metadata to shapes in CSS pixels of the picture rectangle (ONVIF Analytics 5.2.2).
import { safeText, t } from '#contract/messages/format.ts'
import { formatFixed } from '#contract/messages/quantities.ts'
import type { Box, IdleObject, MetadataObject, Point } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { objectKey, type Match } from '../../state/overlay-match.ts'
import type { OverlayKind } from '../../state/overlay.svelte.ts'
import type { Size } from './picture-geometry.ts'
import { strokeOf } from '../../state/class-colour.ts'

export type PixelRect = { x: number; y: number; width: number; height: number }
export type PixelPoint = { x: number; y: number }

/** One object as it is drawn. What is switched off or not there is null. */
export type OverlayShape = {
  id: string | null
  class: string | null
  carried: boolean
  behaviour: MetadataObject['behaviour']
  /** Of what stands still without being listed: when it was listed last. */
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

/** What belongs to one picture. */
export type Scene = {
  matches: readonly Match[]
  /** What stands still although no frame of the picture lists it. */
  idle: readonly IdleObject[]
}

export type ShapeOptions = {
  picture: Size
  kinds: Record<OverlayKind, boolean>
  hidden: ReadonlySet<string>
}

/** The shapes of all that is there, and how many objects were left out beyond the limit. */
export function shapesOf(scene: Scene, options: ShapeOptions): { shapes: OverlayShape[]; leftOut: number } {
  const shapes: OverlayShape[] = []
  let leftOut = 0
  const { kinds, hidden } = options
  const draw = (object: MetadataObject, how: { carried: boolean; idleSince: UtcTime | null }): void => {
    if (hidden.has(object.class ?? '')) return
    if (object.behaviour === 'removed' && !kinds.removed) return
    if (shapes.length < shapeLimit) shapes.push(shapeOf(object, how, options))
    else leftOut += 1
  }
  const idle = kinds.idle ? scene.idle : []
  const standing = new Set(idle.map((one) => objectKey(one, one.object.id)))
  for (const { frame, carried } of scene.matches) {
    if (carried && !kinds.carried) continue
    for (const object of frame.objects) {
      // What stands still is there by what it said itself, and not because a frame is carried over.
      if (carried && standing.size > 0 && standing.has(objectKey(frame, object.id))) continue
      draw(object, { carried, idleSince: null })
    }
  }
  for (const { object, time } of idle) draw(object, { carried: false, idleSince: time })
  return { shapes, leftOut }
}

function shapeOf(
  object: MetadataObject,
  { carried, idleSince }: { carried: boolean; idleSince: UtcTime | null },
  { picture, kinds }: ShapeOptions,
): OverlayShape {
  const points = object.polygon?.slice(0, polygonLimit)
  return {
    id: object.id,
    class: object.class,
    carried,
    behaviour: object.behaviour,
    idleSince,
    rect: kinds.boxes && object.box ? boxToPixels(object.box, picture) : null,
    polygon: kinds.polygons && points ? points.map((point) => toPixels(point, picture)) : null,
    centre: kinds.centres && object.centre ? toPixels(object.centre, picture) : null,
    label: kinds.labels ? labelOf(object, idleSince) : null,
    swatch: kinds.colours ? object.colour : null,
    stroke: strokeOf(object.class),
  }
}

/** `Human 87 % · 12 · 1.4 m/s`, `LicensePlate 64 % · AB-123`, `12 · idle since …`: what the metadata says, in one line. */
export function labelOf(object: MetadataObject, idleSince: UtcTime | null = null): string {
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

function behaviourOf({ behaviour }: MetadataObject, idleSince: UtcTime | null): string {
  if (idleSince !== null) return t('overlay.idleSince', { time: idleSince.slice(11, -1) })
  return behaviour === null ? '' : t(behaviour === 'idle' ? 'overlay.isIdle' : 'overlay.isRemoved')
}

function bounded(value: number): number {
  return Math.max(-3, Math.min(3, value))
}
