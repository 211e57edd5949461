// What a sequence parameter set says of the picture, and the part of the video usability information that H.264 (E.1.1) and
// H.265 (E.2.1) write alike: shape of the pixels, range and colours.
import type { SetReader } from './set-reader.ts'

export type PictureSet = {
  /** In whole coding blocks, as decoded. */
  coded: { width: number; height: number }
  /** What the cropping rectangle leaves. */
  cropped: { width: number; height: number }
  /** `frames`: only whole pictures; `fields`: pictures may be stored as fields, or all of them are. */
  scan: 'frames' | 'fields' | null
  vui: Vui | null
}

export type Vui = {
  pixelAspect: { h: number; v: number } | null
  fullRange: boolean | null
  /** Code points of ITU-T H.273; null where it does not describe them. */
  colour: { primaries: number; transfer: number; matrix: number } | null
}

const extendedAspect = 255

/** Table E.1 of both standards: sample aspect ratios 1 to 16. */
const aspects: readonly (readonly [number, number])[] = [
  ...([
    [1, 1],
    [12, 11],
    [10, 11],
    [16, 11],
    [40, 33],
    [24, 11],
    [20, 11],
    [32, 11],
  ] as const),
  ...([
    [80, 33],
    [18, 11],
    [15, 11],
    [64, 33],
    [160, 99],
    [4, 3],
    [3, 2],
    [2, 1],
  ] as const),
]

/** The first fields of `vui_parameters()`; what follows them differs between the standards. */
export function readVui(set: SetReader): Vui {
  const pixelAspect = set.flag() ? readAspect(set) : null
  // overscan_info_present_flag, overscan_appropriate_flag
  if (set.flag()) set.skip(1)
  let fullRange: boolean | null = null
  let colour: Vui['colour'] = null
  if (set.flag()) {
    set.skip(3)
    fullRange = set.flag()
    if (set.flag()) colour = { primaries: set.bits(8), transfer: set.bits(8), matrix: set.bits(8) }
  }
  return { pixelAspect, fullRange, colour }
}

function readAspect(set: SetReader): Vui['pixelAspect'] {
  const code = set.bits(8)
  const [h = 0, v = 0] = code === extendedAspect ? [set.bits(16), set.bits(16)] : (aspects[code - 1] ?? [])
  return h > 0 && v > 0 ? { h, v } : null
}

/** How many pixels one step of the cropping rectangle is, by chroma_format_idc (table 6-1 of both). */
export const cropUnits = (chromaFormat: number): { x: number; y: number } => ({
  x: chromaFormat === 1 || chromaFormat === 2 ? 2 : 1,
  y: chromaFormat === 1 ? 2 : 1,
})

/** What is left of a coded picture; the whole where the rectangle would leave nothing. */
export function crop(
  coded: PictureSet['coded'],
  unit: { x: number; y: number },
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
): PictureSet['cropped'] {
  const width = coded.width - (left + right) * unit.x
  const height = coded.height - (top + bottom) * unit.y
  return width > 0 && height > 0 ? { width, height } : coded
}
