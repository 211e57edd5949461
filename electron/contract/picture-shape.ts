// How large a picture is where its pixels are square, and which part of it is active: for the player, and for whoever draws where
// something was in it.
import type { Aperture } from './track.ts'

export type Size = { width: number; height: number }

export type PictureShape = {
  /** Stored pixels as they are seen, that is after cropping. */
  stored: Size
  pixelAspect: { h: number; v: number }
  /** Clockwise: 0, 90, 180 or 270. */
  rotation: number
  /** Absent where the whole picture is active. */
  aperture?: Aperture | undefined
}

/** Size in square pixels after pixel aspect and rotation; the width is stretched, no line is lost. */
export function displaySize({ stored, pixelAspect, rotation }: PictureShape): Size {
  const upright = { width: (stored.width * pixelAspect.h) / pixelAspect.v, height: stored.height }
  return isTurned(rotation) ? { width: upright.height, height: upright.width } : upright
}

export const isTurned = (rotation: number): boolean => Math.abs(Math.round(rotation / 90)) % 2 === 1

/** In shares of a whole picture, from its upper left corner. */
export type Area = { x: number; y: number; width: number; height: number }

const whole: Area = { x: 0, y: 0, width: 1, height: 1 }
/** Pixels by which an aperture may reach beyond the picture: fractions are rounded. */
const slack = 1

/**
 * The active part of the picture as it is displayed, that is turned: the one that places in metadata refer to. Null where the
 * aperture lies outside of the stored picture, and nobody can say which part is meant.
 */
export function activeArea({ stored, rotation, aperture }: PictureShape): Area | null {
  if (!aperture) return whole
  const { width, height, right, down } = aperture
  const [left, top] = [(stored.width - width) / 2 + right, (stored.height - height) / 2 + down]
  const [rightEdge, bottom] = [left + width, top + height]
  const isInside =
    left >= -slack && top >= -slack && rightEdge <= stored.width + slack && bottom <= stored.height + slack
  if (!isInside) return null
  const share = (pixels: number, of: number): number => Math.max(0, Math.min(1, pixels / of))
  const [x, y] = [share(left, stored.width), share(top, stored.height)]
  const area = { x, y, width: share(rightEdge, stored.width) - x, height: share(bottom, stored.height) - y }
  return turned(area, rotation)
}

function turned({ x, y, width, height }: Area, rotation: number): Area {
  switch (((Math.round(rotation / 90) % 4) + 4) % 4) {
    case 1:
      return { x: 1 - y - height, y: x, width: height, height: width }
    case 2:
      return { x: 1 - x - width, y: 1 - y - height, width, height }
    case 3:
      return { x: y, y: 1 - x - width, width: height, height: width }
    default:
      return { x, y, width, height }
  }
}

/** Size of the active part in square pixels as it is displayed; of the whole picture where nobody can say which part it is. */
export function activeSize(shape: PictureShape): Size {
  const { width, height } = displaySize(shape)
  const area = activeArea(shape) ?? whole
  return { width: width * area.width, height: height * area.height }
}

/** Width to height of the active part as it is displayed; null where it has no size. */
export function activeAspect(shape: PictureShape): number | null {
  const { width, height } = activeSize(shape)
  return width > 0 && height > 0 ? width / height : null
}
