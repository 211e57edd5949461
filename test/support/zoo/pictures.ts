// Raw grey pictures with their number in them, as ffmpeg takes them through a pipe.
import { blocks, blocksOf, codedHeight, columns, rows } from './block-code.ts'

export const storedWidth = 640
export const storedHeight = 360

/** Steps of the moving band below the blocks. */
const bandSteps = 64

export type PictureOptions = {
  count: number
  salt: number
  /** The turn that the container will ask for: the stored picture is turned the other way. */
  rotation?: 0 | 90 | 180 | 270
  /** Number in the first picture. */
  first?: number
}

/** One byte a pixel, row by row, picture after picture. */
export function* paintPictures({
  count,
  salt,
  rotation = 0,
  first = 0,
}: PictureOptions): Iterable<Uint8Array> {
  const map = partsOf(rotation)
  for (let index = first; index < first + count; index += 1) {
    const shades = shadesOf(index, salt)
    const picture = new Uint8Array(map.length)
    for (let at = 0; at < map.length; at += 1) picture[at] = shades[map[at] ?? 0] ?? 0
    yield picture
  }
}

function shadesOf(index: number, salt: number): Uint8Array {
  const shades = new Uint8Array(blocks + bandSteps)
  blocksOf(index, salt).forEach((isWhite, block) => (shades[block] = isWhite ? 255 : 0))
  for (let step = 0; step < bandSteps; step += 1) {
    shades[blocks + step] = 40 + ((step * 73 + index * index * 31) % 160)
  }
  return shades
}

/** For each stored pixel which part of the upright picture it shows: a block, or a step of the band. */
function partsOf(rotation: 0 | 90 | 180 | 270): Uint8Array {
  const map = new Uint8Array(storedWidth * storedHeight)
  for (let y = 0; y < storedHeight; y += 1) {
    for (let x = 0; x < storedWidth; x += 1) {
      const [across, down] = upright((x + 0.5) / storedWidth, (y + 0.5) / storedHeight, rotation)
      map[y * storedWidth + x] =
        down < codedHeight
          ? Math.floor((down / codedHeight) * rows) * columns + Math.floor(across * columns)
          : blocks + Math.floor(across * bandSteps)
    }
  }
  return map
}

/** Where a place of the stored picture is seen after a clockwise turn; all as shares of width and height. */
function upright(x: number, y: number, rotation: 0 | 90 | 180 | 270): [number, number] {
  switch (rotation) {
    case 0:
      return [x, y]
    case 90:
      return [1 - y, x]
    case 180:
      return [1 - x, 1 - y]
    case 270:
      return [y, 1 - x]
  }
}
