// Finds edges in pictures of the screen: those of a painted shape, and the lines drawn over it. Positions are in pixels
// of the picture on the screen, where 0 is the outer side of its first pixel; sub-pixel, by how much of a pixel is covered.
import { distance, type Picture, type Rgb } from './png.ts'

export type Side = 'left' | 'right' | 'top' | 'bottom'
export const sides: readonly Side[] = ['left', 'right', 'top', 'bottom']
export const isHorizontal = (side: Side): boolean => side === 'left' || side === 'right'

/** A line of pixels at right angles to an edge: `from` and `to` along it, `at` its place across. */
type Scan = { side: Side; at: number; from: number; to: number }

/** Colours along a scan, from the low coordinate to the high one. */
function profile(picture: Picture, { side, at, from, to }: Scan): { start: number; colours: Rgb[] } {
  const [limit, across] = isHorizontal(side)
    ? [picture.width, picture.height]
    : [picture.height, picture.width]
  const start = Math.max(0, Math.floor(from))
  const end = Math.min(limit, Math.ceil(to))
  const line = Math.max(0, Math.min(across - 1, Math.floor(at)))
  const colours = Array.from({ length: Math.max(0, end - start) }, (_, index) =>
    isHorizontal(side) ? picture.at(start + index, line) : picture.at(line, start + index),
  )
  return { start, colours }
}

/**
 * Where a flat shape of about this colour begins (or, at the right and bottom, ends): where a pixel is half of the
 * shape and half of what lies around it. Null where the scan does not show one such edge and nothing else.
 */
export function findShapeEdge(picture: Picture, scan: Scan, colour: Rgb): number | null {
  const { start, colours } = profile(picture, scan)
  const far = scan.side === 'right' || scan.side === 'bottom'
  const [outer, inner] = far
    ? [mean(colours.slice(-2)), mean(colours.slice(0, 2))]
    : [mean(colours.slice(0, 2)), mean(colours.slice(-2))]
  if (distance(inner, colour) > 48 || distance(outer, inner) < 32) return null
  const shares = colours.map((one) => shareOf(one, outer, inner))
  const crossings = shares.flatMap((share, index) => {
    const next = shares[index + 1]
    if (next === undefined || share < 0.5 === next < 0.5) return []
    return [start + index + 0.5 + (0.5 - share) / (next - share)]
  })
  return crossings.length === 1 ? (crossings[0] ?? null) : null
}

/**
 * The middle of a line of this colour that was drawn over the picture, whatever else darkens it there. `without` is the
 * same picture before. Null where no line is there.
 */
export function findLine(withLine: Picture, without: Picture, scan: Scan, stroke: Rgb): number | null {
  const drawn = profile(withLine, scan)
  const under = profile(without, scan)
  const shares = drawn.colours.map((one, index) => {
    const before = under.colours[index] ?? [0, 0, 0]
    const share = distance(one, before) < 12 ? 0 : shareOfStroke(one, stroke, before)
    return share < 0.15 ? 0 : share
  })
  const covered = shares.reduce((sum, share) => sum + share, 0)
  // A line is two pixels thick, or one where half of it lies beyond the border of the picture.
  if (covered < 0.7 || covered > 3) return null
  return shares.reduce((sum, share, index) => sum + share * (drawn.start + index + 0.5), 0) / covered
}

/** A pixel is so much of the line's colour and the rest of what was there, darkened or not: 0 to 1 of the line's. */
function shareOfStroke(colour: Rgb, stroke: Rgb, before: Rgb): number {
  const dot = (a: Rgb, b: Rgb): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
  const [ss, sb, bb] = [dot(stroke, stroke), dot(stroke, before), dot(before, before)]
  const determinant = ss * bb - sb * sb
  if (determinant < 1e-3 * ss * bb) return 0
  return Math.max(0, Math.min(1, (dot(colour, stroke) * bb - dot(colour, before) * sb) / determinant))
}

/** How far a colour has come from one to another: 0 to 1. */
function shareOf(colour: Rgb, from: Rgb, to: Rgb): number {
  const way = to.map((value, index) => value - (from[index] ?? 0))
  const length = way.reduce((sum, value) => sum + value * value, 0)
  const done = way.reduce((sum, value, index) => sum + value * ((colour[index] ?? 0) - (from[index] ?? 0)), 0)
  return Math.max(0, Math.min(1, done / Math.max(1, length)))
}

const mean = (colours: readonly Rgb[]): Rgb =>
  [0, 1, 2].map(
    (channel) =>
      colours.reduce((sum, colour) => sum + (colour[channel] ?? 0), 0) / Math.max(1, colours.length),
  ) as unknown as Rgb

/** The middle one; null where there are fewer than two, which prove nothing. */
export function median(values: readonly (number | null)[]): number | null {
  const found = values.filter((value) => value !== null).sort((a, b) => a - b)
  return found.length < 2 ? null : (found[found.length >> 1] ?? null)
}
