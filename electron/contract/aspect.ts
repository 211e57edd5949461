// Which of the places that a frame gives belong to a picture, by the shape in which it is displayed (tt:AspectRatioTransformation,
// ONVIF Analytics 5.3). For whoever draws places into a picture.
import { boxBetween } from './metadata.ts'
import type { AspectTransformation, Box, MetadataObject, Point } from './metadata.ts'

/**
 * `none`: the frame knows no shapes · `node`: its places are those of the picture once `node` is applied · `source`: they are as they
 * stand, since the picture has the shape of the video source, for which no node is sent · `unfitting`: no node is for this shape, and
 * that of the source is another one or not known.
 */
export type AspectChoice =
  { kind: 'none' } | { kind: 'node'; node: AspectTransformation } | { kind: 'source' } | { kind: 'unfitting' }

/**
 * Further apart, in parts of the smaller, two ratios are two shapes. Rows that are added to fill up blocks and the two readings of
 * the pixels of 720 × 576 make less of a difference; 5:3 and 16:9, or 5:4 and 4:3, lie more than twice as far apart.
 */
export const aspectTolerance = 0.03

const distance = (one: number, other: number): number => Math.abs(Math.log(one / other))
const isSame = (one: number, other: number): boolean => distance(one, other) <= Math.log(1 + aspectTolerance)

/** `displayed`: width to height of the active picture in square pixels; null where that is not known. */
export function chooseAspect(
  nodes: readonly AspectTransformation[] | undefined,
  displayed: number | null,
): AspectChoice {
  const [first, ...others] = nodes ?? []
  if (!first) return { kind: 'none' }
  if (displayed === null || !(displayed > 0)) return { kind: 'unfitting' }
  let node = first
  for (const other of others)
    if (distance(other.ratio, displayed) < distance(node.ratio, displayed)) node = other
  if (isSame(node.ratio, displayed)) return { kind: 'node', node }
  // “The node for the video source aspect ratio should be omitted”: which that is follows from what the nodes cut off.
  const isOfSource = [first, ...others].some((one) => isSame(sourceAspect(one), displayed))
  return { kind: isOfSource ? 'source' : 'unfitting' }
}

/**
 * The ratio of the video source, by the formulas of 5.3 for both kinds of crop: where nothing is distorted, what is as wide as high in
 * the source is so in the picture too.
 */
const sourceAspect = ({ ratio, scale }: AspectTransformation): number => Math.abs((ratio * scale.x) / scale.y)

type Places = Pick<MetadataObject, 'box' | 'centre'> &
  Partial<Pick<MetadataObject, 'polygon' | 'morePolygons'>>

/** The same with its places as `choice` has them; what runs out of range on the way is not there. */
export function inAspect<Placed extends Places>(object: Placed, choice: AspectChoice): Placed {
  if (choice.kind !== 'node') return object
  const { node } = choice
  const placed = {
    ...object,
    box: object.box && boxIn(node, object.box),
    centre: object.centre && pointIn(node, object.centre),
  }
  if (object.polygon) placed.polygon = pointsIn(node, object.polygon)
  if (object.morePolygons)
    placed.morePolygons = object.morePolygons.flatMap((points) => {
      const found = pointsIn(node, points)
      return found ? [found] : []
    })
  return placed
}

function pointIn({ scale, translate }: AspectTransformation, point: Point): Point | null {
  const x = scale.x * point.x + translate.x
  const y = scale.y * point.y + translate.y
  return Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null
}

/** Its sides in order, also where a scale turns it over. */
function boxIn(node: AspectTransformation, { left, top, right, bottom }: Box): Box | null {
  const one = pointIn(node, { x: left, y: top })
  const other = pointIn(node, { x: right, y: bottom })
  if (!one || !other) return null
  return boxBetween(one, other)
}

function pointsIn(node: AspectTransformation, points: readonly Point[]): Point[] | null {
  const placed = points.map((point) => pointIn(node, point))
  return placed.every((point) => point !== null) ? placed : null
}
