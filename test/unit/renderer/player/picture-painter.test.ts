// Which picture is drawn: the one made small ahead only where it is of the same picture and large enough, else the picture itself.
import { beforeEach, expect, it } from 'vitest'
import { asStored } from '#contract/picture-view.ts'
import { PicturePainter, type Painting } from '../../../../renderer/features/player/picture-painter.ts'

type Drawn = { what: string; width: number; height: number }

let open: number
let drawn: Drawn[]
const canvas = {
  ...{ width: 0, height: 0 },
  getContext: () => ({
    setTransform: () => undefined,
    transform: () => undefined,
    fillRect: () => undefined,
    drawImage: ({ what }: { what: string }) => {
      drawn.push({ what, width: canvas.width, height: canvas.height })
    },
  }),
}

/** What has to be closed, once. */
function closable<Kind extends object>(what: Kind): Kind & { close(): void } {
  let isOpen = true
  open += 1
  return {
    ...what,
    close: () => {
      if (!isOpen) throw new Error('closed twice')
      isOpen = false
      open -= 1
    },
  }
}

const frameOf = (timestamp: number): VideoFrame => {
  const picture = { what: `whole ${timestamp}`, timestamp, codedWidth: 1280, codedHeight: 720 }
  return closable({ ...picture, clone: () => frameOf(timestamp) }) as unknown as VideoFrame
}

/** Each answer is given when it is asked for. */
const asked: { ratio: number; answer: () => Promise<void> }[] = []
const painter = new PicturePainter(
  () => canvas as unknown as HTMLCanvasElement,
  () => ({
    shrink: (frame, ratio) => {
      const { promise, resolve } = Promise.withResolvers<ImageBitmap | null>()
      asked.push({
        ratio,
        answer: async () => {
          resolve(closable({ what: `small ${frame.timestamp}` }) as unknown as ImageBitmap)
          frame.close()
          await promise
        },
      })
      return promise
    },
  }),
)

const shape = { pixelAspect: { h: 1, v: 1 }, rotation: 0, aperture: undefined }
const inRoom = (width: number): Painting => ({
  ...{ shape, view: asStored },
  room: { width, height: (width * 9) / 16 },
})
const atRest: Painting = { shape, view: asStored, room: null }

async function prepare(timestamp: number, painting: Painting): Promise<void> {
  const frame = frameOf(timestamp)
  const preparing = painter.prepare(frame, painting)
  frame.close()
  await asked.pop()?.answer()
  await preparing
}

function paint(timestamp: number, painting: Painting): Drawn | undefined {
  const frame = frameOf(timestamp)
  painter.paint(frame, painting)
  frame.close()
  return drawn.at(-1)
}

beforeEach(() => {
  painter.clear()
  open = 0
  drawn = []
})

it('is drawn from the small one that was made of it', async () => {
  await prepare(40, inRoom(400))
  expect(paint(40, inRoom(400))).toEqual({ what: 'small 40', width: 400, height: 225 })
  await prepare(80, inRoom(400))
  expect(paint(80, inRoom(300))?.what).toBe('small 80')
  expect(open).toBe(2)
  painter.clear()
  expect(open).toBe(0)
})

it('is drawn as it is where another one was made small', async () => {
  await prepare(40, inRoom(400))
  expect(paint(80, inRoom(400))?.what).toBe('whole 80')
  expect(paint(41, inRoom(400))?.what).toBe('whole 41')
})

it('is drawn as it is where it is seen larger than when it was made small', async () => {
  await prepare(40, inRoom(400))
  expect(paint(40, inRoom(401))?.what).toBe('whole 40')
  expect(paint(40, inRoom(399))?.what).toBe('small 40')
})

it('is drawn as it is at rest, with all its pixels, and what was made small is let go', async () => {
  await prepare(40, inRoom(400))
  expect(paint(40, inRoom(400))?.what).toBe('small 40')
  painter.repaint(atRest)
  expect(drawn.at(-1)).toEqual({ what: 'whole 40', width: 1280, height: 720 })
  expect(open).toBe(1)
})

it('is not made small where rows or tones are changed, which are those of the whole', async () => {
  const frame = frameOf(80)
  await painter.prepare(frame, { ...inRoom(400), view: { ...asStored, brightness: 10 } })
  frame.close()
  expect([asked, open]).toEqual([[], 0])
})

it('is drawn as it is where what was made small, or is being made, was given up', async () => {
  await prepare(40, inRoom(400))
  painter.forget()
  expect(paint(40, inRoom(400))?.what).toBe('whole 40')
  for (const giveUp of [() => painter.forget(), () => painter.clear()]) {
    const frame = frameOf(80)
    const preparing = painter.prepare(frame, inRoom(400))
    frame.close()
    giveUp()
    await asked.pop()?.answer()
    await preparing
    expect(paint(80, inRoom(400))?.what).toBe('whole 80')
  }
  painter.clear()
  expect(open).toBe(0)
})
