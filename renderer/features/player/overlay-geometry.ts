// From normalised metadata to shapes in CSS pixels of the picture rectangle (ONVIF Analytics 5.2.2).
import { safeText } from '#contract/messages/format.ts'
import type { Box, MetadataObject, Point } from '#contract/metadata.ts'
import type { Match } from '../../state/overlay-match.ts'
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

export type ShapeOptions = {
  picture: Size
  kinds: Record<OverlayKind, boolean>
  hidden: ReadonlySet<string>
}

/** The shapes of all matched frames, and how many objects were left out beyond the limit. */
export function shapesOf(
  matches: readonly Match[],
  options: ShapeOptions,
): { shapes: OverlayShape[]; leftOut: number } {
  const shapes: OverlayShape[] = []
  let leftOut = 0
  for (const { frame, carried } of matches) {
    if (carried && !options.kinds.carried) continue
    for (const object of frame.objects) {
      if (options.hidden.has(object.class ?? '')) continue
      if (shapes.length < shapeLimit) shapes.push(shapeOf(object, carried, options))
      else leftOut += 1
    }
  }
  return { shapes, leftOut }
}

function shapeOf(object: MetadataObject, carried: boolean, { picture, kinds }: ShapeOptions): OverlayShape {
  const points = object.polygon?.slice(0, polygonLimit)
  return {
    id: object.id,
    class: object.class,
    carried,
    rect: kinds.boxes && object.box ? boxToPixels(object.box, picture) : null,
    polygon: kinds.polygons && points ? points.map((point) => toPixels(point, picture)) : null,
    centre: kinds.centres && object.centre ? toPixels(object.centre, picture) : null,
    label: kinds.labels ? labelOf(object) : null,
    swatch: kinds.colours ? object.colour : null,
    stroke: strokeOf(object.class),
  }
}

/** `Human 87 % · 12`, `LicensePlate 64 % · AB-123`: what the metadata says, in one line. */
export function labelOf(object: MetadataObject): string {
  const likelihood = object.likelihood === null ? '' : ` ${Math.round(object.likelihood * 100)} %`
  const parts = [
    object.class === null ? '' : `${safeText(object.class, 24)}${likelihood}`,
    object.plate === null ? '' : safeText(object.plate, 16),
    object.id === null ? '' : safeText(object.id, 16),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function bounded(value: number): number {
  return Math.max(-3, Math.min(3, value))
}
