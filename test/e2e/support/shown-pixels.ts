// The pixels of the picture as they are decoded, and as the screen shows them: are they the same ones.
import { expect, type Locator } from '@playwright/test'
import type { Exhibit } from './launch.ts'
import { readPng, type Picture, type Rect } from './png.ts'

export type Stored = { width: number; height: number; data: Buffer }
export type Screen = { picture: Picture; rect: Rect }

/** The canvas, and the room in which it lies. */
export type Place = { stage: Locator; picture: Locator }

/** A picture of the stage, and where in it the picture lies. */
export async function screen(exhibit: Exhibit, { stage, picture }: Place): Promise<Screen> {
  const place = await stage.boundingBox()
  const inner = await picture.boundingBox()
  if (!place || !inner) throw new Error('there is no picture')
  // Rooms beside each other need not begin on a whole pixel; pictures do.
  const [x, y] = [Math.ceil(place.x), Math.ceil(place.y)]
  const clip = { x, y, width: Math.floor(place.width) - 1, height: Math.floor(place.height) - 1 }
  const png = await exhibit.window.screenshot({ clip, scale: 'css' })
  const rect = { ...inner, left: inner.x - x, top: inner.y - y }
  return { picture: readPng(png), rect }
}

/** The pixels of the canvas, as decoded, and those of the screen. */
export async function pixels(exhibit: Exhibit, shown: Place): Promise<{ stored: Stored; seen: Screen }> {
  await expect(shown.picture).toHaveAttribute('data-ready', 'true')
  const { data, ...size } = await shown.picture.evaluate(async (element) => {
    const canvas = element as HTMLCanvasElement
    const found = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
    if (!found) throw new Error('there is no picture')
    const reader = new FileReader()
    const read = new Promise((resolve) => reader.addEventListener('load', resolve))
    reader.readAsDataURL(new Blob([found.data]))
    await read
    return { width: canvas.width, height: canvas.height, data: reader.result as string }
  })
  const stored = { ...size, data: Buffer.from(data.slice(data.indexOf(',') + 1), 'base64') }
  return { stored, seen: await screen(exhibit, shown) }
}

/** Pixels of the screen that are not the stored ones; the lowest lines, where words may stand, are left out. */
export function differences(
  { width: w, height: h, data }: Stored,
  { picture, rect }: Screen,
  scale: number,
  leftOut = 200,
): string[] {
  const wrong: string[] = []
  let compared = 0
  const top = Math.max(0, rect.top)
  const left = Math.max(0, rect.left)
  for (let y = top; y < Math.min(picture.height - leftOut, rect.top + h * scale); y += 1) {
    for (let x = left; x < Math.min(picture.width - 1, rect.left + w * scale); x += 1) {
      const from = 4 * (Math.floor((y - rect.top) / scale) * w + Math.floor((x - rect.left) / scale))
      const seen = picture.at(x, y)
      compared += 1
      if (wrong.length < 5 && seen.some((value, colour) => value !== data[from + colour]))
        wrong.push(`${x}, ${y}: ${seen.join()} for ${data.subarray(from, from + 3).join()}`)
    }
  }
  if (compared < 50_000) wrong.push(`only ${compared} pixels were compared`)
  return wrong
}

/** In the page: whether each line is the one above it, by twos. */
export function pairedLines(element: Element): boolean {
  const canvas = element as HTMLCanvasElement
  const found = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
  if (!found) throw new Error('there is no picture')
  const line = (y: number): string =>
    found.data.subarray(y * canvas.width * 4, (y + 1) * canvas.width * 4).join()
  return Array.from({ length: canvas.height / 2 }, (_, pair) => line(2 * pair) === line(2 * pair + 1)).every(
    Boolean,
  )
}
