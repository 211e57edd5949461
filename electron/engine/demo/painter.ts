// Paints one frame of the scene as one camera sees it: yard, shapes, burned-in UTC clock, and a strip of sixteen squares
// that spells the frame number in binary, so that any screenshot tells which frame is on screen.
import { colourOf, Raster } from './raster.ts'
import { frameRate, height, sceneStart, visibleObjects, width } from './scene.ts'
import type { Camera } from './scene.ts'

export const frameCode = { bits: 16, size: 16, left: 16, top: height - 32 } as const

const tones = {
  sky: colourOf('#8fa3b3'),
  wall: colourOf('#6d6a66'),
  door: colourOf('#4c4a48'),
  grass: colourOf('#5f6b52'),
  kerb: colourOf('#a5a49f'),
  road: colourOf('#4a4d52'),
  line: colourOf('#d8d6c8'),
  plate: colourOf('#101010'),
  ink: colourOf('#f4f4f4'),
  black: colourOf('#000000'),
  white: colourOf('#ffffff'),
}

/** Frame `index` counts from the start of the scene, whether or not it was recorded. */
export function paintFrame(raster: Raster, camera: Camera, index: number): void {
  const seconds = index / frameRate
  paintYard(raster, camera.pan(seconds))
  for (const { object, box } of visibleObjects(camera, seconds)) {
    if (object.shape === 'rectangle')
      raster.rectangle(box.left, box.top, box.width, box.height, colourOf(object.colour))
    else paintEllipse(raster, camera, seconds, object.id)
  }
  paintLegend(raster, camera, index)
  paintFrameCode(raster, index)
}

function paintYard(raster: Raster, pan: number): void {
  raster.rectangle(0, 0, width, 240, tones.sky)
  raster.rectangle(0, 240, width, 180, tones.wall)
  for (let door = -3; door < 12; door += 1) raster.rectangle(door * 240 + 60 - pan, 290, 120, 130, tones.door)
  raster.rectangle(0, 420, width, 24, tones.grass)
  raster.rectangle(0, 444, width, 12, tones.kerb)
  raster.rectangle(0, 456, width, height - 456, tones.road)
  for (let mark = -4; mark < 20; mark += 1) raster.rectangle(mark * 160 - pan, 576, 80, 8, tones.line)
}

/** An ellipse is clipped by the picture, its box by `visibleObjects`: paint it whole so that both agree. */
function paintEllipse(raster: Raster, camera: Camera, seconds: number, id: number): void {
  const seen = visibleObjects(camera, seconds).find(({ object }) => object.id === id)
  const place = seen?.object.at(seconds)
  if (!seen || !place) return
  raster.ellipse(
    place.left - camera.pan(seconds),
    place.top,
    place.width,
    place.height,
    colourOf(seen.object.colour),
  )
}

function paintLegend(raster: Raster, camera: Camera, index: number): void {
  const clock = burnedInClock(index)
  const size = Raster.measure(4, clock)
  raster.rectangle(16, 16, size.width + 24, size.height + 24, tones.plate)
  raster.text(28, 28, 4, clock, tones.ink)
  const name = camera.label
  const nameSize = Raster.measure(4, name)
  raster.rectangle(width - nameSize.width - 40, 16, nameSize.width + 24, nameSize.height + 24, tones.plate)
  raster.text(width - nameSize.width - 28, 28, 4, name, tones.ink)
}

/** `2026-05-01 21:59:58.500 UTC` */
export function burnedInClock(index: number): string {
  const time = new Date(Date.parse(sceneStart) + Math.round((index * 1000) / frameRate)).toISOString()
  return `${time.slice(0, 10)} ${time.slice(11, 23)} UTC`
}

function paintFrameCode(raster: Raster, index: number): void {
  const { bits, size, left, top } = frameCode
  raster.rectangle(left - 4, top - 4, bits * size + 8, size + 8, tones.black)
  for (let bit = 0; bit < bits; bit += 1) {
    const set = (index >> (bits - 1 - bit)) & 1
    if (set) raster.rectangle(left + bit * size + 2, top + 2, size - 4, size - 4, tones.white)
  }
}

/** Every frame that the camera recorded, as raw planes, in order; the same buffer each time. */
export async function* paintRecording(camera: Camera, frames: readonly number[]): AsyncIterable<Uint8Array> {
  const raster = new Raster(width, height)
  for (const index of frames) {
    paintFrame(raster, camera, index)
    yield raster.bytes
    await Promise.resolve()
  }
}
