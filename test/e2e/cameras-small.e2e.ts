// Cameras that are seen at half their size or less are drawn from pictures made small ahead of their turn, where no graphics card
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
import { resize, watchComplaints } from './support/window.ts'

const seconds = 6
/** Over whole blocks, of which the middles are looked at. */
const colours = [
  'drawbox=w=iw*3/8:h=ih*0.45:color=red@0.6:t=fill',
  'drawbox=x=iw/2:y=ih*0.45:color=blue@0.5:t=fill',
].join()
const filters = (size: string, range = ''): string[] => [
  '-vf',
  `scale=${size}:flags=neighbor${range},format=yuv420p,${colours}`,
]
const said = (primaries: string, transfer: string, matrix: string): string[] => [
  ...['-color_primaries', primaries, '-color_trc', transfer, '-colorspace', matrix],
]

/** Of the colours of the last two, the platform tells a page not all that it knows. The third can be halved once. */
const films = [
  { file: 'wide.mp4', args: filters('1280:720') },
  {
    file: 'turned.mp4',
    args: [
      ...[...filters('1280:720', ':out_range=full'), '-color_range', 'pc'],
      ...said('smpte170m', 'smpte170m', 'smpte170m'),
    ],
    isTurned: true,
  },
  { file: 'pal.mp4', args: [...filters('1276:718'), ...said('bt470bg', 'gamma28', 'bt470bg')] },
  { file: 'large.mp4', args: [...filters('2560:1440'), ...said('smpte240m', 'smpte240m', 'smpte240m')] },
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
  exhibit = await launchExhibit({ args: ['--force-device-scale-factor=1'] })
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  await resize(exhibit, 1280, 720)
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
  const { looks: moving, small, hasCard } = await exhibit.window.evaluate(watchCameras, { untilSmall: 6 })
  await exhibit.window.keyboard.press('Space')
  // Tests have no graphics card as a rule; where there is one, all are drawn as they are.
  const cameras = [...films.keys()]
  expect(cameras.filter((camera) => small.some((one) => one.camera === camera))).toEqual(
    hasCard ? [] : cameras,
  )
  // As small as it may be; the third cannot be halved twice.
  for (const { camera, width, seen } of small) {
    expect(width).toBeGreaterThanOrEqual(seen)
    expect(width).toBeLessThan(camera === 2 ? 639 : 2 * seen)
  }
  expect(moving.some(({ camera, width }) => camera === 0 && width < 640)).toBe(true)
  await expect(exhibit.window.getByTestId('camera-picture').first()).toHaveAttribute('data-ready', 'true')
  const stopped = await exhibit.window.evaluate(watchCameras, { untilSmall: 0 })
  // Where there is no card, those that were drawn from small pictures.
  const told = [...stopped.looks, ...moving.filter(({ isSmall }) => hasCard || isSmall)]
  const places = [...new Set(told.map(({ utc }) => utc))].slice(0, 12)
  const rested: Look[] = []
  for (const utc of places) {
    await driveCameras(exhibit, [{ type: `2026-05-01 ${utc.slice(11, 23)}` }])
    rested.push(...(await exhibit.window.evaluate(watchCameras, { untilSmall: 0 })).looks)
  }
  const compared = [...stopped.looks, ...moving].filter(({ utc }) => places.includes(utc))
  const camerasCompared = compared.filter(({ isSmall }) => hasCard || isSmall).map(({ camera }) => camera)
  expect(new Set(camerasCompared).size).toBe(films.length)
  const wrong = compared.flatMap((look) => {
    const rest = rested.find(({ camera, claimed }) => camera === look.camera && claimed === look.claimed)
    const apart = rest ? mostApart(look.pixels, rest.pixels) : null
    return apart !== null && apart < 8 ? [] : [{ ...look, pixels: [], apart }]
  })
  expect(wrong).toEqual([])
  // When it stops, all of its pixels are there again.
  for (const { camera, width } of stopped.looks) expect(width).toBe([1280, 720, 1276, 2560][camera])
  // Pictures beside each other differ by far more, so that another one would be seen.
  for (const camera of cameras) {
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
  /** Whether it was drawn from a small picture. */
  isSmall: boolean
  /** Colours in the middles of its blocks. */
  pixels: number[]
}

type Watched = {
  looks: Look[]
  /** How wide the small pictures were that cameras were drawn from, and how wide they were seen, before they were turned. */
  small: { camera: number; width: number; seen: number }[]
  hasCard: boolean
}

/**
 * Runs in the page, where nothing of this file is known: what stands on the canvases at the end of each turn, until each camera was
 * drawn so many times from a small picture, or for 20 s; of a single turn where that is 0.
 */
async function watchCameras({ untilSmall }: { untilSmall: number }): Promise<Watched> {
  const cameras = (): HTMLCanvasElement[] => [
    ...document.querySelectorAll<HTMLCanvasElement>('[data-testid=camera-picture]'),
  ]
  const small: Watched['small'] = []
  const isSmall = new Map<number, boolean>()
  const prototype = CanvasRenderingContext2D.prototype
  const original = Object.getOwnPropertyDescriptor(prototype, 'drawImage')
  const drawImage = original?.value as (this: CanvasRenderingContext2D, ...given: unknown[]) => void
  prototype.drawImage = function (this: CanvasRenderingContext2D, ...given: unknown[]): void {
    drawImage.apply(this, given)
    const camera = cameras().indexOf(this.canvas)
    const [picture] = given
    isSmall.set(camera, picture instanceof ImageBitmap)
    const seen = Math.max(this.canvas.width, this.canvas.height)
    if (picture instanceof ImageBitmap) small.push({ camera, width: picture.width, seen })
  }
  const dot = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
  const context = dot.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!context) throw new Error('there is no canvas')
  const looks: Look[] = []
  const isEnough = (): boolean =>
    cameras().every((_, camera) => small.filter((one) => one.camera === camera).length >= untilSmall)
  const begun = performance.now()
  do {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    for (const [camera, canvas] of cameras().entries()) {
      const claimed = canvas.dataset['presentation']
      const utc = canvas.closest<HTMLElement>('[data-testid=camera-tile]')?.dataset['utc']
      if (claimed === undefined || !utc) continue
      const { width, height } = canvas
      const pixels: number[] = []
      // Turned to the right, the band without blocks is on the left.
      const isTurned = width < height
      const [across, down] = isTurned ? [4, 8] : [8, 4]
      const [left, wide, tall] = isTurned ? [0.1, 0.9, 1] : [0, 1, 0.9]
      for (let place = 0; place < across * down; place += 1) {
        const x = (left + (wide * ((place % across) + 0.5)) / across) * width
        const y = ((tall * (Math.floor(place / across) + 0.5)) / down) * height
        context.drawImage(canvas, Math.round(x) - 1, Math.round(y) - 1, 2, 2, 0, 0, 1, 1)
        pixels.push(...context.getImageData(0, 0, 1, 1).data.subarray(0, 3))
      }
      looks.push({
        ...{ camera, claimed: Number(claimed), utc, width, pixels },
        isSmall: isSmall.get(camera) === true,
      })
    }
  } while (!isEnough() && performance.now() - begun < 20_000)
  if (original) Object.defineProperty(prototype, 'drawImage', original)
  const card = document.createElement('canvas').getContext('webgl', { failIfMajorPerformanceCaveat: true })
  return { looks, small, hasCard: card !== null }
}
