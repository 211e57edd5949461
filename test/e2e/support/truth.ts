// What is true of every picture of the demo's cameras, from the scene that painted them.
import { burnedInClock, frameCode } from '#engine/demo/painter.ts'
import { recordedFrames } from '#engine/demo/encode.ts'
import { cameras, visibleObjects, type Camera, type CameraName, type PixelBox } from '#engine/demo/scene.ts'
import { frameRate, height, width } from '#engine/demo/scene.ts'
import { sceneTime } from '#engine/demo/scene-metadata.ts'
import type { Picture, Rect } from './png.ts'
import { advance, eachDot, glyphHeight, glyphWidth } from '#engine/demo/bitmap-font.ts'

export { frameCode, frameRate, height, width }
export type { CameraName, PixelBox }

/**
 * One picture: its number in the scene, its place among those recorded, when it was recorded, what is to be seen. `box` ends at
 * the border of the picture, `whole` beyond it.
 */
export type FrameTruth = {
  frame: number
  presentation: number
  utc: string
  clock: string
  objects: {
    id: number
    class: string
    colour: string
    shape: 'rectangle' | 'ellipse'
    box: PixelBox
    whole: PixelBox
  }[]
}

export class Recording {
  readonly camera: Camera
  readonly frames: number[]

  constructor(name: CameraName) {
    this.camera = cameras[name]
    this.frames = recordedFrames(this.camera)
  }

  /** The picture shown as number `presentation`, from 0. */
  at(presentation: number): FrameTruth {
    const frame = this.frames[presentation]
    if (frame === undefined) throw new Error(`there is no picture ${presentation}`)
    const seconds = frame / frameRate
    return {
      frame,
      presentation,
      utc: sceneTime(seconds),
      clock: burnedInClock(frame),
      objects: visibleObjects(this.camera, seconds).map(({ object, box }) => {
        const { id, class: name, colour, shape } = object
        const place = object.at(seconds) ?? box
        return {
          id,
          class: name,
          colour,
          shape,
          box,
          whole: { ...place, left: place.left - this.camera.pan(seconds) },
        }
      }),
    }
  }

  /** The picture that was recorded as frame `frame` of the scene. */
  ofFrame(frame: number): FrameTruth {
    return this.at(this.frames.indexOf(frame))
  }

  /** The last picture that was recorded at or before a time in seconds of the scene. */
  before(seconds: number): FrameTruth {
    return this.at(this.frames.findLastIndex((frame) => frame / frameRate <= seconds + 1e-9))
  }
}

/** Where the burned-in clock's glyphs lie: see paintLegend. */
export const clockPlace = { left: 28, top: 28, scale: 4 } as const
export const clockGlyph = { advance, width: glyphWidth, height: glyphHeight } as const

const characters = '0123456789-:. UTC'

/** Rows of bits (`1` is ink) of one glyph to the character that they are; null where it is none. */
export function readGlyph(bits: string): string | null {
  return [...new Set(characters)].find((one) => bitsOf(one) === bits) ?? null
}

function bitsOf(character: string): string {
  const dots = Array.from({ length: glyphHeight * glyphWidth }, () => '0')
  eachDot(character, (x, y) => (dots[y * glyphWidth + x] = '1'))
  return dots.join('')
}

/** The frame number as a picture of the screen shows it, at whatever size. */
export function readFrameCode(screen: { pixels: Picture; rect: Rect }): number {
  const { pixels, rect } = screen
  const bits = Array.from({ length: frameCode.bits }, (_, bit) => {
    const x = rect.left + ((frameCode.left + (bit + 0.5) * frameCode.size) * rect.width) / width
    const y = rect.top + ((frameCode.top + frameCode.size / 2) * rect.height) / height
    return pixels.at(Math.floor(x), Math.floor(y))[1] > 128 ? '1' : '0'
  })
  return Number.parseInt(bits.join(''), 2)
}
