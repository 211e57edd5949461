// How large a picture is where its pixels are square: for the player, and for whoever draws where something was in it.

export type Size = { width: number; height: number }

export type PictureShape = {
  /** Stored pixels as they are seen, that is after cropping. */
  stored: Size
  pixelAspect: { h: number; v: number }
  /** Clockwise: 0, 90, 180 or 270. */
  rotation: number
}

/** Size in square pixels after pixel aspect and rotation; the width is stretched, no line is lost. */
export function displaySize({ stored, pixelAspect, rotation }: PictureShape): Size {
  const upright = { width: (stored.width * pixelAspect.h) / pixelAspect.v, height: stored.height }
  return isTurned(rotation) ? { width: upright.height, height: upright.width } : upright
}

export const isTurned = (rotation: number): boolean => Math.abs(Math.round(rotation / 90)) % 2 === 1
