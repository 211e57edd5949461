// The colour of an object as #rrggbb (ONVIF Analytics 5.4.5): YCbCr by default, with Y 16–235 and Cb/Cr 16–240, or RGB.
import { numberAttribute, parseNumber } from './numbers.ts'
import { child, childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

export type ColourSpace = 'rgb' | 'ycbcr' | 'unknown'

/** From the URI of a colour or the name on a Frame; absent means YCbCr. The deprecated CIE and HSV ones are unknown. */
export function parseColourSpace(text: string | undefined): ColourSpace {
  const name = text?.trim().split('/').at(-1)?.toLowerCase() ?? ''
  if (name === '' || name === 'ycbcr') return 'ycbcr'
  return name === 'rgb' ? 'rgb' : 'unknown'
}

type Candidate = { colour: string; rank: number }

/**
 * The heaviest cluster of a colour descriptor; where clusters carry a likelihood they are alternatives, and the likeliest
 * is taken. Null where no cluster can be read.
 */
export function readColour(descriptor: XmlElement | undefined, inherited: ColourSpace): string | null {
  const clusters = childrenOf(descriptor, 'ColorCluster')
  const alternatives = clusters.some(
    (cluster) => numberAttribute(child(cluster, 'Color'), 'Likelihood') !== null,
  )
  let best: Candidate | null = null
  for (const cluster of clusters) {
    const colour = readComponents(child(cluster, 'Color'), inherited)
    const rank = alternatives
      ? numberAttribute(child(cluster, 'Color'), 'Likelihood')
      : parseNumber(child(cluster, 'Weight')?.text)
    const candidate = colour && { colour, rank: rank ?? 0 }
    if (candidate && (!best || candidate.rank > best.rank)) best = candidate
  }
  return best?.colour ?? null
}

function readComponents(color: XmlElement | undefined, inherited: ColourSpace): string | null {
  const x = numberAttribute(color, 'X')
  const y = numberAttribute(color, 'Y')
  const z = numberAttribute(color, 'Z')
  if (!color || x === null || y === null || z === null) return null
  const own = color.attributes['Colorspace']
  const space = own === undefined ? inherited : parseColourSpace(own)
  if (space === 'rgb') return formatRgb(x, y, z)
  return space === 'ycbcr' ? formatYcbcr(x, y, z) : null
}

/** ITU-R BT.601 with studio range. */
function formatYcbcr(y: number, cb: number, cr: number): string {
  const luma = (255 / 219) * (y - 16)
  const blue = (255 / 224) * (cb - 128)
  const red = (255 / 224) * (cr - 128)
  return formatRgb(luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue)
}

function formatRgb(red: number, green: number, blue: number): string {
  return `#${[red, green, blue].map(formatComponent).join('')}`
}

const formatComponent = (value: number): string =>
  Math.round(Math.min(255, Math.max(0, value)))
    .toString(16)
    .padStart(2, '0')
