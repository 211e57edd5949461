// Cameras that are seen at less than half their size are drawn from pictures made small ahead of their turn, where no graphics card
// draws them. In every turn of the display each is still the picture that it is said to be, turned and coloured as at rest.
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase } from '#engine/store/case-database.ts'
import { bPictures, encode, remux } from '#test/support/zoo/encode.ts'
import { turnTrack } from '#test/support/zoo/rewrite.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { driveCameras } from './support/camera-window.ts'
import { removeFolder, temporaryFolder } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { watchComplaints } from './support/window.ts'

const seconds = 6
const colours = 'drawbox=w=iw/3:h=ih/3:color=red@0.6:t=fill,drawbox=x=iw/2:y=ih/2:color=blue@0.5:t=fill'
const filters = (size: string, range = ''): string[] => [
  '-vf',
  `scale=${size}:flags=neighbor${range},format=yuv420p,${colours}`,
]
const full = ['-color_range', 'pc', '-colorspace', 'smpte170m', '-color_primaries', 'smpte170m']

/** The third cannot be halved, the fourth is halved twice where it is seen so small. */
const films = [
  { file: 'wide.mp4', args: filters('1280:720') },
  { file: 'turned.mp4', args: [...filters('1280:720', ':out_range=full'), ...full], isTurned: true },
  { file: 'odd.mp4', args: filters('1276:718') },
  { file: 'large.mp4', args: filters('2560:1440') },
] as const

let exhibit: Exhibit
let folder: string
let complaints: string[]

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = temporaryFolder()
  const at = (name: string): string => path.join(folder, name)
  for (const [which, film] of films.entries()) {
    const raw = at(`raw-${film.file}`)
    await encode(raw, { count: seconds * 25, salt: 400 + which }, [...bPictures, ...film.args])
    await remux(raw, at(film.file), ['-metadata', 'creation_time=2026-05-01T12:00:00Z'])
    if ('isTurned' in film) turnTrack(at(film.file), at(film.file), 90)
  }
  const database = await createCase(at('case'), { reference: 'Small', examiner: 'Ada' })
  const sources = films.map(({ file }) => at(file))
  await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(at('case'))
  const page = new CasePage(exhibit)
  for (const { file } of films) await page.row(file).getByTestId('choose-item').check()
  await page.screen.getByTestId('watch-together').click()
  await expect(exhibit.window.getByTestId('camera-tile')).toHaveCount(films.length)
  await expect(exhibit.window.getByTestId('cameras-clock')).toHaveAttribute('data-utc', /2026-05-01/)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test('moving, each is the picture that it is at rest', async () => {
  await driveCameras(exhibit, [{ type: '2026-05-01 12:00:00.000' }])
  await exhibit.window.keyboard.press('Space')
  const { looks: moving, small, hasCard } = await exhibit.window.evaluate(watchCameras, { turns: 60 })
  await exhibit.window.keyboard.press('Space')
  const wide = moving.filter(({ camera }) => camera === 0)
  expect(new Set(wide.map(({ claimed }) => claimed)).size).toBeGreaterThan(10)
  expect(wide.some(({ width }) => width < 640)).toBe(true)
  // Tests have no graphics card as a rule; where there is one, all are drawn as they are.
  const isMadeSmall = [0, 1, 2, 3].map((camera) => small.filter((one) => one === camera).length > 3)
  expect(isMadeSmall).toEqual([!hasCard, !hasCard, false, !hasCard])
  const rested: Look[] = []
  for (const utc of new Set(moving.map((look) => look.utc))) {
    await driveCameras(exhibit, [{ type: `2026-05-01 ${utc.slice(11, 23)}` }])
    rested.push(...(await exhibit.window.evaluate(watchCameras, { turns: 1 })).looks)
  }
  const wrong = moving.flatMap((look) => {
    const rest = rested.find(({ camera, claimed }) => camera === look.camera && claimed === look.claimed)
    const apart = rest ? mostApart(look.pixels, rest.pixels) : null
    return apart !== null && apart < 12 ? [] : [{ ...look, pixels: [], apart }]
  })
  expect(wrong).toEqual([])
  // Pictures beside each other differ by far more, so that another one would be seen.
  for (const camera of films.keys()) {
    const [first, second] = rested.filter((look) => look.camera === camera)
    expect(first && second && mostApart(first.pixels, second.pixels)).toBeGreaterThan(100)
  }
  expect(complaints).toEqual([])
})

/** By how much a place differs at most, of 255. */
const mostApart = (one: readonly number[], other: readonly number[]): number =>
  Math.max(...one.map((value, at) => Math.abs(value - (other[at] ?? Number.NaN))))

type Look = {
  camera: number
  claimed: number
  /** Of the picture, by its tile. */
  utc: string
  /** Pixels of its canvas from left to right. */
  width: number
  /** Colours of the middles of its blocks and around them, each the mean of a small place. */
  pixels: number[]
}

type Watched = {
  looks: Look[]
  /** The cameras that were drawn from a small picture, each time. */
  small: number[]
  hasCard: boolean
}

/** Runs in the page, where nothing of this file is known: what stands on the canvases at the end of so many turns. */
async function watchCameras({ turns }: { turns: number }): Promise<Watched> {
  const cameras = (): HTMLCanvasElement[] => [
    ...document.querySelectorAll<HTMLCanvasElement>('[data-testid=camera-picture]'),
  ]
  const small: number[] = []
  const prototype = CanvasRenderingContext2D.prototype
  const original = Object.getOwnPropertyDescriptor(prototype, 'drawImage')
  const drawImage = original?.value as (this: CanvasRenderingContext2D, ...given: unknown[]) => void
  prototype.drawImage = function (this: CanvasRenderingContext2D, ...given: unknown[]): void {
    drawImage.apply(this, given)
    if (given[0] instanceof ImageBitmap) small.push(cameras().indexOf(this.canvas))
  }
  const dot = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
  const context = dot.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!context) throw new Error('there is no canvas')
  const looks: Look[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    for (const [camera, canvas] of cameras().entries()) {
      const claimed = canvas.dataset['presentation']
      const utc = canvas.closest<HTMLElement>('[data-testid=camera-tile]')?.dataset['utc']
      if (claimed === undefined || !utc) continue
      const { width, height } = canvas
      const pixels: number[] = []
      for (let place = 0; place < 32; place += 1) {
        const isUpright = width >= height
        const [across, down] = isUpright ? [8, 4] : [4, 8]
        const x = (((place % across) + 0.5) / across) * width * (isUpright ? 1 : 0.9)
        const y = ((Math.floor(place / across) + 0.5) / down) * height * (isUpright ? 0.9 : 1)
        const [w, h] = [width / 40, height / 40]
        context.drawImage(canvas, x - w / 2, y - h / 2, w, h, 0, 0, 1, 1)
        pixels.push(...context.getImageData(0, 0, 1, 1).data.subarray(0, 3))
      }
      looks.push({ camera, claimed: Number(claimed), utc, width, pixels })
    }
  }
  if (original) Object.defineProperty(prototype, 'drawImage', original)
  const card = document.createElement('canvas').getContext('webgl', { failIfMajorPerformanceCaveat: true })
  return { looks, small, hasCard: card !== null }
}
