// How large the picture is shown: pixel aspect and rotation honoured, whole view or one stored pixel per dot.

import { isTurned, type PictureShape, type Size } from '#contract/picture-shape.ts'

export { displaySize, type PictureShape, type Size } from '#contract/picture-shape.ts'
export type Rect = Size & { left: number; top: number }

/** Of a decoded picture. */
export const storedSize = (frame: VideoFrame): Size => {
  const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight }
  return { width, height }
}

/** Size of the canvas that holds every stored pixel once, turned but not stretched. */
export function canvasSize({ stored, rotation }: PictureShape): Size {
  return isTurned(rotation) ? { width: stored.height, height: stored.width } : { ...stored }
}

/** A canvas that has no more pixels than there are on the display for it. */
export function shrunk(canvas: Size, room: Size): Size {
  const least = (one: number, other: number): number => Math.max(1, Math.min(one, Math.round(other)))
  return { width: least(canvas.width, room.width), height: least(canvas.height, room.height) }
}

/** The matrix that turns a picture of stored size into its canvas: for `setTransform`. */
export function turn(shape: PictureShape): [number, number, number, number, number, number] {
  const { width, height } = shape.stored
  switch (((Math.round(shape.rotation / 90) % 4) + 4) % 4) {
    case 1:
      return [0, 1, -1, 0, height, 0]
    case 2:
      return [-1, 0, 0, -1, width, height]
    case 3:
      return [0, -1, 1, 0, 0, width]
    default:
      return [1, 0, 0, 1, 0, 0]
  }
}

/** The largest rectangle of this shape inside the room, centred; in CSS pixels on whole device pixels. */
export function fitInto(room: Size, picture: Size, pixelRatio: number): Rect {
  if (picture.width <= 0 || picture.height <= 0) return { left: 0, top: 0, width: 0, height: 0 }
  const scale = Math.max(0, Math.min(room.width / picture.width, room.height / picture.height))
  const width = onGrid(picture.width * scale, pixelRatio)
  const height = onGrid(picture.height * scale, pixelRatio)
  return {
    width,
    height,
    left: onGrid(Math.max(0, (room.width - width) / 2), pixelRatio),
    top: onGrid(Math.max(0, (room.height - height) / 2), pixelRatio),
  }
}

function onGrid(value: number, pixelRatio: number): number {
  return Math.round(value * pixelRatio) / pixelRatio
}
