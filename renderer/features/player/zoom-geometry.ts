// Where the picture lies when it is looked at closely: at the pointer, within limits, on whole device pixels.
import {
  displaySize,
  canvasSize,
  fitInto,
  type PictureShape,
  type Rect,
  type Size,
} from './picture-geometry.ts'

export type Point = { x: number; y: number }

/** The whole picture, or `scale` device pixels for each stored line. */
export type Zoom =
  | { kind: 'fit' }
  | {
      kind: 'scale'
      scale: number
      /** What of the shown picture lies in the middle of the room, as shares of its width and height. */
      centre: Point
      /** Pixels are shown as squares, whatever shape the file says that they have: one to one means that. */
      square: boolean
    }

/** The room for the picture, in CSS pixels; where it begins in the window, for whole device pixels to be found. */
export type Room = Size & { left: number; top: number }

const leastScale = 0.25
const mostScale = 16
/** Above one, every stored pixel is as large as any other. */
export const scales = [0.25, 1 / 3, 0.5, 2 / 3, 1, 2, 3, 4, 6, 8, 12, 16] as const

/** The next larger or smaller scale. */
export function nextScale(scale: number, direction: 1 | -1): number {
  // A scale that is one of them but for rounding is that one.
  const nearly = 0.005 * scale
  const found =
    direction > 0
      ? scales.find((one) => one > scale + nearly)
      : scales.toReversed().find((one) => one < scale - nearly)
  return found ?? (direction > 0 ? mostScale : leastScale)
}

/** Size of the picture in square pixels, as it is shown. */
export const shownSize = (shape: PictureShape, zoom: Zoom): Size =>
  zoom.kind === 'scale' && zoom.square ? canvasSize(shape) : displaySize(shape)

/** Device pixels for each stored line. */
export function scaleOf(rect: Rect, size: Size, pixelRatio: number): number {
  return size.height > 0 ? (rect.height * pixelRatio) / size.height : 1
}

export function place(room: Room, shape: PictureShape, pixelRatio: number, zoom: Zoom): Rect {
  const size = shownSize(shape, zoom)
  if (zoom.kind === 'fit') return onDevice(room, fitInto(room, size, pixelRatio), pixelRatio)
  const width = Math.round(size.width * zoom.scale) / pixelRatio
  const height = Math.round(size.height * zoom.scale) / pixelRatio
  const left = along(room.width, width, zoom.centre.x)
  const top = along(room.height, height, zoom.centre.y)
  return onDevice(room, { width, height, left, top }, pixelRatio)
}

/** Centred where there is room; else no further than that the picture still fills it. */
function along(room: number, length: number, centre: number): number {
  if (length <= room) return (room - length) / 2
  return Math.max(room - length, Math.min(0, room / 2 - centre * length))
}

/** Panels need not begin on a whole device pixel; the picture does. */
function onDevice(room: Room, rect: Rect, pixelRatio: number): Rect {
  const snap = (value: number, origin: number): number =>
    Math.round((value + origin) * pixelRatio) / pixelRatio - origin
  return { ...rect, left: snap(rect.left, room.left), top: snap(rect.top, room.top) }
}

/** What lies in the middle of the room. */
export const centreOf = (room: Size, rect: Rect): Point => ({
  x: rect.width > 0 ? (room.width / 2 - rect.left) / rect.width : 0.5,
  y: rect.height > 0 ? (room.height / 2 - rect.top) / rect.height : 0.5,
})

/** The zoom at `scale` in which what lies under `pointer` (CSS pixels of the room) stays there. */
export function zoomAt(
  room: Room,
  shape: PictureShape,
  pixelRatio: number,
  zoom: Zoom,
  scale: number,
  pointer: Point,
): Zoom {
  const wanted = Math.max(leastScale, Math.min(mostScale, scale))
  const before = place(room, shape, pixelRatio, zoom)
  const square = zoom.kind === 'scale' && zoom.square
  const size = shownSize(shape, zoom)
  const [width, height] = [(size.width * wanted) / pixelRatio, (size.height * wanted) / pixelRatio]
  const share = (at: number, start: number, length: number): number =>
    Math.max(0, Math.min(1, length > 0 ? (at - start) / length : 0.5))
  const centre = {
    x: share(pointer.x, before.left, before.width) + (room.width / 2 - pointer.x) / Math.max(1, width),
    y: share(pointer.y, before.top, before.height) + (room.height / 2 - pointer.y) / Math.max(1, height),
  }
  return within(room, shape, pixelRatio, { kind: 'scale', scale: wanted, centre, square })
}

/** The zoom moved by so many CSS pixels of the room, as if the picture were pulled. */
export function panned(room: Room, shape: PictureShape, pixelRatio: number, zoom: Zoom, by: Point): Zoom {
  if (zoom.kind === 'fit') return zoom
  const size = shownSize(shape, zoom)
  const step = pixelRatio / zoom.scale
  const centre = {
    x: zoom.centre.x - (by.x * step) / Math.max(1, size.width),
    y: zoom.centre.y - (by.y * step) / Math.max(1, size.height),
  }
  return within(room, shape, pixelRatio, { ...zoom, centre })
}

/** The same with a centre that is really reached, so that pulling back begins at once. */
function within(room: Room, shape: PictureShape, pixelRatio: number, zoom: Zoom): Zoom {
  if (zoom.kind === 'fit') return zoom
  const size = shownSize(shape, zoom)
  const limit = (room: number, length: number, centre: number): number => {
    const half = length > room ? room / 2 / length : 0.5
    return Math.max(half, Math.min(1 - half, centre))
  }
  const factor = zoom.scale / pixelRatio
  const centre = {
    x: limit(room.width, size.width * factor, zoom.centre.x),
    y: limit(room.height, size.height * factor, zoom.centre.y),
  }
  return { ...zoom, centre }
}

/** Of another picture, the zoom that shows the same part of it as this one does of its own: as high as that, wherever it is. */
export function samePart(zoom: Zoom, own: PictureShape, other: PictureShape): Zoom {
  if (zoom.kind === 'fit') return zoom
  const [lines, others] = [shownSize(own, zoom).height, shownSize(other, zoom).height]
  return lines > 0 && others > 0 ? { ...zoom, scale: (zoom.scale * lines) / others } : zoom
}

/** The part of the picture that is in the room, as shares of its width and height. */
export function seenPart(room: Size, rect: Rect): Rect {
  const part = (room: number, start: number, length: number): [number, number] => {
    if (length <= 0) return [0, 1]
    const from = Math.max(0, -start / length)
    return [from, Math.min(1, (room - start) / length) - from]
  }
  const [left, width] = part(room.width, rect.left, rect.width)
  const [top, height] = part(room.height, rect.top, rect.height)
  return { left, top, width, height }
}

/** The part of the room that the picture takes: what is drawn over it need not be larger. */
export function visibleRect(room: Size, rect: Rect): Rect {
  const left = Math.max(0, rect.left)
  const top = Math.max(0, rect.top)
  return {
    ...{ left, top },
    width: Math.max(0, Math.min(room.width, rect.left + rect.width) - left),
    height: Math.max(0, Math.min(room.height, rect.top + rect.height) - top),
  }
}
