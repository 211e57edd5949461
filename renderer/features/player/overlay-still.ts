// The objects that are drawn over a picture, painted once more in its stored size, for a still that is to show them.
import { activeArea, displaySize } from '#contract/picture-shape.ts'
import type { StillOverlay } from '#contract/still.ts'
import { overlay } from '../../state/overlay.svelte.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import { shapesOf, type PixelRect, type Scene } from './overlay-geometry.ts'
import { paintOverlay } from './overlay-paint.ts'
import { canvasSize, turn, type PictureShape, type Size } from './picture-geometry.ts'

/** What is drawn over the picture of a player at this moment. */
export type DrawnObjects = {
  /** Presentation index of the picture. */
  picture: number
  scene: Scene
  font: string
  /** Of the picture as it is drawn. */
  shape: PictureShape
  /** Why places may be wrong. */
  doubts: NonNullable<StillOverlay['doubts']>
}

/** Each player tells it here; the menu of stills asks. */
export const drawnObjects = new WeakMap<Playhead, DrawnObjects>()

/** Lines and letters are made for pictures of about this height. */
const usualHeight = 720

/** Null where nothing is drawn over the picture that is shown. */
export async function paintStillOverlay(playhead: Playhead): Promise<StillOverlay | null> {
  const drawn = drawnObjects.get(playhead)
  if (!drawn || drawn.picture !== playhead.wanted) return null
  const { shape, doubts } = drawn
  const { stored } = shape
  const turned = canvasSize(shape)
  const { picture, active, pixelRatio } = stillGeometry(shape)
  const { shapes, polygonsLeftOut } = shapesOf(drawn.scene, { picture: active, ...overlay.filter })
  if (shapes.length === 0) return null
  const upright = contextOf(turned)
  const { leftOut } = paintOverlay(upright, shapes, {
    ...{ picture, origin: { x: 0, y: 0 }, pixelRatio },
    ...{ font: drawn.font, chosen: overlay.chosen },
  })
  const laid = contextOf(stored)
  laid.setTransform(...turn({ ...shape, stored: turned, rotation: 360 - shape.rotation }))
  laid.drawImage(upright.canvas, 0, 0)
  const { data } = laid.getImageData(0, 0, stored.width, stored.height)
  const objects = shapes.map((shape) => ({
    id: shape.id?.slice(0, 200) ?? null,
    class: shape.class?.slice(0, 200) ?? null,
    carried: shape.carried || shape.idleSince !== null,
    behaviour: shape.behaviour,
    labelLeftOut: leftOut.includes(shape),
  }))
  const all = polygonsLeftOut > 0 ? [...doubts, 'polygons-left-out' as const] : doubts
  const told = all.length > 0 ? { doubts: all } : {}
  return { width: stored.width, height: stored.height, rgba: await deflate(data), objects, ...told }
}

/**
 * `picture`: what is painted on, upright and with square pixels, so that lines and letters keep their shape where the still is
 * shown as it is to be. `active`: the part of it that places refer to. `pixelRatio`: of the turned canvas of stored pixels.
 */
export function stillGeometry(shape: PictureShape): {
  picture: Size
  active: PixelRect
  pixelRatio: { x: number; y: number }
} {
  const [turned, display] = [canvasSize(shape), displaySize(shape)]
  const scale = Math.max(1, Math.round(display.height / usualHeight))
  const picture = { width: display.width / scale, height: display.height / scale }
  return {
    picture,
    active: placeIn(shape, picture),
    pixelRatio: { x: turned.width / picture.width, y: turned.height / picture.height },
  }
}

/** Where the active part lies in a picture of that size on the screen; the whole of it where nobody can say which part is meant. */
export function placeIn(shape: PictureShape, { width, height }: Size): PixelRect {
  const area = activeArea(shape) ?? { x: 0, y: 0, width: 1, height: 1 }
  return {
    x: area.x * width,
    y: area.y * height,
    width: area.width * width,
    height: area.height * height,
  }
}

function contextOf(size: Size): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(size.width, size.height).getContext('2d')
  if (!context) throw new Error('there is no canvas to draw objects on')
  return context
}

/** As base64, without a header. */
async function deflate(bytes: Uint8ClampedArray<ArrayBuffer>): Promise<string> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bytesPacked = new Uint8Array(await new Response(packed).arrayBuffer())
  return btoa(Array.from(bytesPacked, (byte) => String.fromCharCode(byte)).join(''))
}
