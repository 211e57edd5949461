// How a picture is looked at: range, shape, tones and fields, changed for the eye and never in the file. The arithmetic of tones
// and fields stands here, so that the window and a still that is asked for as seen do the same.
import { z } from 'zod'
import type { Size } from './picture-shape.ts'

export const Deinterlacing = z.enum(['none', 'blend', 'upper', 'lower'])
export type Deinterlacing = z.infer<typeof Deinterlacing>

/** How stored values are read: as the file says, or where it is wrong, full (0 to 255 of 8 bits) or limited (16 to 235). */
export const ColourRange = z.enum(['file', 'full', 'limited'])
export type ColourRange = z.infer<typeof ColourRange>

/** The shape of the picture before it is turned: as the file says, by its stored pixels as squares, or width to height. */
export const ViewAspect = z.enum(['file', 'square', '4:3', '16:9'])
export type ViewAspect = z.infer<typeof ViewAspect>

export const ViewSettings = z.strictObject({
  // Settings of before there was a choice have none.
  aspect: ViewAspect.default('file'),
  range: ColourRange.default('file'),
  /** Added to every value, in percent of the whole range. */
  brightness: z.int().min(-100).max(100),
  /** Percent: how far values lie from the middle of the range. */
  contrast: z.int().min(0).max(400),
  /** In hundredths: 100 leaves the values as they are, more makes dark parts lighter. */
  gamma: z.int().min(20).max(500),
  deinterlacing: Deinterlacing,
})
export type ViewSettings = z.infer<typeof ViewSettings>

export const asStored: ViewSettings = {
  ...{ aspect: 'file', range: 'file' },
  ...{ brightness: 0, contrast: 100, gamma: 100, deinterlacing: 'none' },
}

export const isAsStored = (view: ViewSettings): boolean => changesOf(view).length === 0

export const changesOf = (view: ViewSettings): (keyof ViewSettings)[] =>
  (Object.keys(asStored) as (keyof ViewSettings)[]).filter((name) => view[name] !== asStored[name])

const toneNames = ['brightness', 'contrast', 'gamma'] as const
const changesTones = (view: ViewSettings): boolean => toneNames.some((name) => view[name] !== asStored[name])

/** Whether `applyView` changes anything. */
export const changesRows = (view: ViewSettings): boolean =>
  changesTones(view) || view.deinterlacing !== asStored.deinterlacing

/** Whether colours are others than those of the picture as stored; its shape is not in its pixels. */
export const changesPixels = (view: ViewSettings): boolean => changesRows(view) || view.range !== 'file'

/** Stands beside each still that was changed, so that others can do the same. */
export const toneFormula =
  'each of R, G and B as v from 0 to 1: (v ^ (100 / gamma) - 0.5) * contrast / 100 + 0.5 + brightness / 100, kept from 0 to 1, rounded to the nearest step, halves up'
export const fieldFormula: Record<Deinterlacing, string> = {
  none: 'rows as they are',
  blend: 'each row with its neighbours, 1 : 2 : 1; beyond the edge the edge row itself',
  upper: 'rows 0, 2, 4 … each shown twice, the last of an odd number once',
  lower: 'rows 1, 3, 5 … each shown twice; the last of an odd number of rows shows the one before it',
}

export const rangeFormula: Record<ColourRange, string> = {
  file: 'as the stream says, else limited',
  full: 'values read as full range (0 to 255 of 8 bits), whatever the stream says',
  limited: 'luma read from 16 to 235 and chroma from 16 to 240 of 8 bits, whatever the stream says',
}

/** Of a stored picture of that size; null where it is as the file says. */
export function aspectOf({ aspect }: ViewSettings, stored: Size): { h: number; v: number } | null {
  switch (aspect) {
    case 'file':
      return null
    case 'square':
      return { h: 1, v: 1 }
    case '4:3':
      return { h: 4 * stored.height, v: 3 * stored.width }
    case '16:9':
      return { h: 16 * stored.height, v: 9 * stored.width }
  }
}

/** What becomes of each value from 0 to `most` (255 or 65,535). */
export function toneTable({ brightness, contrast, gamma }: ViewSettings, most: number): Uint16Array {
  return Uint16Array.from({ length: most + 1 }, (_, value) => {
    const curved = Math.pow(value / most, 100 / gamma)
    const toned = ((curved - 0.5) * contrast) / 100 + 0.5 + brightness / 100
    // Halves go up, also those that arithmetic makes a little smaller.
    return Math.floor(Math.max(0, Math.min(1, toned)) * most + 0.5 + 1e-7)
  })
}

/** Which row of a picture of so many is shown as row `y`: the row of the chosen field in the same pair of rows. */
export function fieldRow(y: number, rows: number, field: 'upper' | 'lower'): number {
  const upper = y - (y % 2)
  if (field === 'upper' || rows < 2) return upper
  // The last of an odd number of rows has no partner.
  return upper + 1 < rows ? upper + 1 : upper - 1
}

export type Samples = Uint8Array | Uint8ClampedArray | Uint16Array

/**
 * Changes rows of pixels: fields first, then tones. `channels` values a pixel, of which the first three are colours.
 * `most`: the largest value. Works in place.
 */
export function applyView(
  pixels: Samples,
  shape: { width: number; height: number; channels: 3 | 4; most: number },
  view: ViewSettings,
): void {
  const { width, height, channels, most } = shape
  const stride = width * channels
  if (view.deinterlacing === 'blend') blendRows(pixels, stride, height)
  else if (view.deinterlacing !== 'none') {
    for (let y = 0; y < height; y += 1) {
      const from = fieldRow(y, height, view.deinterlacing)
      if (from !== y) pixels.copyWithin(y * stride, from * stride, (from + 1) * stride)
    }
  }
  if (!changesTones(view)) return
  const table = toneTable(view, most)
  for (let at = 0; at + channels <= pixels.length; at += channels) {
    for (let colour = 0; colour < 3; colour += 1) pixels[at + colour] = table[pixels[at + colour] ?? 0] ?? 0
  }
}

/** Only two rows are kept beside the picture. */
function blendRows(pixels: Samples, stride: number, height: number): void {
  let above = pixels.slice(0, stride)
  for (let y = 0; y < height; y += 1) {
    const start = y * stride
    const own = pixels.slice(start, start + stride)
    const below = y + 1 < height ? start + stride : start
    for (let at = 0; at < stride; at += 1) {
      const next = y + 1 < height ? (pixels[below + at] ?? 0) : (own[at] ?? 0)
      pixels[start + at] = ((above[at] ?? 0) + 2 * (own[at] ?? 0) + next + 2) >> 2
    }
    above = own
  }
}
