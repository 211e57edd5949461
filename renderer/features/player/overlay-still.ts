// The objects that are drawn over a picture, painted once more in its stored size, for a still that is to show them.
import type { StillOverlay } from '#contract/still.ts'
import { overlay } from '../../state/overlay.svelte.ts'
import type { Playhead } from '../../state/playhead.svelte.ts'
import { shapesOf, type Scene } from './overlay-geometry.ts'
import { paintOverlay } from './overlay-paint.ts'
import { canvasSize, turn, type PictureShape, type Size } from './picture-geometry.ts'

/** What is drawn over the picture of a player at this moment. */
export type DrawnObjects = {
  /** Presentation index of the picture. */
  picture: number
  scene: Scene
  font: string
  /** Size of the picture as stored, before it is turned. */
  stored: Size
}

/** Each player tells it here; the menu of stills asks. */
export const drawnObjects = new WeakMap<Playhead, DrawnObjects>()

/** Lines and letters are made for pictures of about this height. */
const usualHeight = 720

/** Null where nothing is drawn over the picture that is shown. */
export async function paintStillOverlay(playhead: Playhead): Promise<StillOverlay | null> {
  const drawn = drawnObjects.get(playhead)
  if (!drawn || drawn.picture !== playhead.wanted) return null
  const { stored } = drawn
  const shape: PictureShape = {
    stored,
    pixelAspect: { h: 1, v: 1 },
    rotation: playhead.track?.rotation ?? 0,
  }
  const turned = canvasSize(shape)
  const scale = Math.max(1, Math.round(turned.height / usualHeight))
  const picture = { width: turned.width / scale, height: turned.height / scale }
  const { shapes } = shapesOf(drawn.scene, { picture, ...overlay.filter })
  if (shapes.length === 0) return null
  const upright = contextOf(turned)
  const { leftOut } = paintOverlay(upright, shapes, {
    ...{ picture, origin: { x: 0, y: 0 }, pixelRatio: scale },
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
  return { width: stored.width, height: stored.height, rgba: await deflate(data), objects }
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
