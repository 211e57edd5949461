// Boxes lie on what they are around whatever shape the picture has: pixels that are not square, a clean aperture, a turn, and
// metadata that knows several shapes of picture; on the screen and in stills. Also all polygons of an object, and the PTZ state that
// the stream tells. Each file has one painted rectangle; where it is seen is measured.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { writeClap } from '#engine/isobmff/boxes/clap.ts'
import { writePasp } from '#engine/isobmff/boxes/pasp.ts'
import { createCase } from '#engine/store/case-database.ts'
import { frameTime, makeSigner } from '#test/support/made-export.ts'
import { writeShapedExport, type ShapedExport } from '#test/support/shaped-export.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { faultsOf } from './support/faults.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt, looks } from './support/looks.ts'
import { readPng, type Picture, type Rect } from './support/png.ts'
import { resize } from './support/window.ts'
import { at } from '../../build/paths.mjs'

const stream = (content: string): string =>
  `<tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema">${content}</tt:MetadataStream>`
const frame = (time: string, content: string): string =>
  `<tt:VideoAnalytics><tt:Frame UtcTime="${time}">${content}</tt:Frame></tt:VideoAnalytics>`
type Sides = { left: number; top: number; right: number; bottom: number }
/** Without number and class it has no label, which would lie over its lines. */
const boxed = ({ left, top, right, bottom }: Sides): string =>
  `<tt:Object><tt:Appearance><tt:Shape><tt:BoundingBox left="${left}" top="${top}" right="${right}" bottom="${bottom}"/>` +
  '</tt:Shape></tt:Appearance></tt:Object>'
const plain =
  (sides: Sides): ShapedExport['document'] =>
  (_, time) =>
    stream(frame(time, boxed(sides)))

/** The example of ONVIF Analytics 5.3: of a 4:3 source 5:3 and 16:9 are cut out. */
const aspects =
  '<tt:AspectRatioTransformation ratio="1.66666667"><tt:Scale x="1" y="1.25"/></tt:AspectRatioTransformation>' +
  '<tt:AspectRatioTransformation ratio="1.77777778"><tt:Scale x="1" y="1.33333333"/></tt:AspectRatioTransformation>'
/** In the source; in the middle half of its height is 3/8 of the height of a 16:9 picture cut out of it. */
const ofSource = { left: -0.5, top: 0.375, right: 0, bottom: -0.375 }
const withAspects: ShapedExport['document'] = (_, time) => stream(frame(time, boxed(ofSource) + aspects))

const quarter = { left: -0.5, top: 0.5, right: 0, bottom: 0 }
const whole = (n: number): { n: number; d: number } => ({ n, d: 1 })

/** Where things are painted follows from the document by hand, and from no code of the program. */
const files: Record<string, ShapedExport> = {
  'anamorphic.mp4': {
    stored: { width: 720, height: 576 },
    boxes: [writePasp({ h: 16, v: 11 })],
    painted: { x: 180, y: 144, width: 180, height: 144 },
    document: plain(quarter),
  },
  // Clockwise: what lies at the bottom of the stored picture is seen at the left.
  'turned.mp4': {
    stored: { width: 640, height: 360 },
    rotation: 90,
    painted: { x: 160, y: 90, width: 160, height: 90 },
    document: plain({ left: 0, top: 0.5, right: 0.5, bottom: 0 }),
  },
  'turned-anamorphic.mp4': {
    stored: { width: 720, height: 576 },
    rotation: 270,
    boxes: [writePasp({ h: 16, v: 11 })],
    painted: { x: 180, y: 144, width: 180, height: 144 },
    document: plain({ left: -0.5, top: 0, right: 0, bottom: -0.5 }),
  },
  // Active are 640 × 480 pixels from 60, 38 on.
  'aperture.mp4': {
    stored: { width: 720, height: 576 },
    boxes: [
      writePasp({ h: 12, v: 11 }),
      writeClap({ width: whole(640), height: whole(480), right: whole(20), down: whole(-10) }),
    ],
    painted: { x: 220, y: 158, width: 160, height: 120 },
    document: plain(quarter),
  },
  'crop.mp4': {
    stored: { width: 640, height: 360 },
    painted: { x: 160, y: 90, width: 160, height: 180 },
    document: withAspects,
  },
  'source.mp4': {
    stored: { width: 480, height: 360 },
    painted: { x: 120, y: 112, width: 120, height: 136 },
    document: withAspects,
  },
  'other-shape.mp4': {
    stored: { width: 360, height: 360 },
    painted: { x: 90, y: 112, width: 90, height: 136 },
    document: withAspects,
  },
  'several.mp4': {
    stored: { width: 640, height: 360 },
    painted: { x: 160, y: 90, width: 160, height: 90 },
    document: several,
  },
}

/** A state of the stream before the recording and one in it; two polygons of one object; in frame 20 a state of its own. */
function several(number: number, time: string): string {
  const triangle = (...points: string[]): string =>
    `<tt:Polygon>${points.map((point) => `<tt:Point ${point}/>`).join('')}</tt:Polygon>`
  const state = (zoom: number, move: string, at: string): string =>
    `<tt:PTZStatus><tt:Position><tt:PanTilt x="0.25" y="-0.1"/><tt:Zoom x="${zoom}"/></tt:Position>${move}` +
    `<tt:UtcTime>${at}</tt:UtcTime><tt:FieldOfView hfov="58.2" vfov="33.9"/></tt:PTZStatus>`
  const moving = '<tt:MoveStatus><tt:PanTilt>MOVING</tt:PanTilt><tt:Zoom>IDLE</tt:Zoom></tt:MoveStatus>'
  const object =
    '<tt:Object ObjectId="7"><tt:Appearance><tt:Shape><tt:BoundingBox left="-0.5" top="0.5" right="0" bottom="0"/>' +
    triangle('x="-0.5" y="0.5"', 'x="-0.3" y="0.5"', 'x="-0.5" y="0.2"') +
    triangle('x="0" y="0"', 'x="-0.2" y="0"', 'x="0" y="0.2"') +
    '</tt:Shape></tt:Appearance></tt:Object>'
  const changes =
    number === 0
      ? `<tt:PTZ>${state(0.1, '', '2026-05-01T21:00:00.000Z')}</tt:PTZ>`
      : number === 10
        ? `<tt:PTZ>${state(0.4, moving, time)}</tt:PTZ>`
        : ''
  return stream(changes + frame(time, (number === 20 ? state(0.5, '', time) : '') + object))
}

let exhibit: Exhibit
let folder: string
let root: string
let review: ReviewPage

test.beforeAll(async () => {
  folder = temporaryFolder()
  root = path.join(folder, 'case')
  const { key } = await makeSigner('Shapes')
  const database = await createCase(root, { reference: 'Shapes', examiner: 'Ada' })
  try {
    const paths: string[] = []
    for (const [name, made] of Object.entries(files)) {
      paths.push(path.join(folder, name))
      await writeShapedExport(path.join(folder, name), made, key)
    }
    await ingest(paths, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  } finally {
    database.close()
  }
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  await resize(exhibit, 1280, 720)
  await new CasesPage(exhibit).open(root)
  review = new ReviewPage(exhibit)
})

test.afterAll(async () => {
  await (exhibit as Exhibit | undefined)?.close()
  removeFolder(folder)
})

async function open(file: string): Promise<void> {
  if (await review.screen.isVisible()) await review.leave()
  await new CasePage(exhibit).review(file)
  await review.waitUntilReady()
  await review.goToPicture(3)
  await expect(review.overlay).toHaveAttribute('data-state', 'ready')
}

type Drawn = {
  rect: { x: number; y: number; width: number; height: number } | null
  polygons: { x: number; y: number }[][]
}
const drawn = async (): Promise<Drawn[]> =>
  JSON.parse((await review.overlay.getAttribute('data-shapes')) ?? '[]') as Drawn[]

/** Where the painted rectangle is seen, in CSS pixels of the picture, with nothing drawn over it. */
async function seen(): Promise<Rect> {
  await exhibit.window.keyboard.press('b')
  await expect(review.overlay).toHaveAttribute('data-boxes', '0')
  const { pixels, rect } = await review.screenshot()
  await exhibit.window.keyboard.press('b')
  await expect(review.overlay).toHaveAttribute('data-boxes', '1')
  return brightArea(pixels, rect, (value) => value > 74)
}

function brightArea(pixels: Picture, rect: Rect, isBright: (value: number) => boolean): Rect {
  const lit = (x: number, y: number): boolean => isBright(pixels.at(Math.round(x), Math.round(y))[1])
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let y = Math.max(0, rect.top + 1); y < Math.min(pixels.height, rect.top + rect.height - 1); y += 1) {
    for (let x = Math.max(0, rect.left + 1); x < Math.min(pixels.width, rect.left + rect.width - 1); x += 1) {
      if (!lit(x, y)) continue
      ;[left, right] = [Math.min(left, x), Math.max(right, x + 1)]
      ;[top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)]
    }
  }
  return { left: left - rect.left, top: top - rect.top, width: right - left, height: bottom - top }
}

const allowed = 2.5

for (const name of Object.keys(files)) {
  if (name === 'other-shape.mp4' || name === 'several.mp4') continue
  test(`${name}: the box lies on what it is around, on the screen and in a still`, async () => {
    await open(name)
    const [shape] = await drawn()
    const painted = await seen()
    await exhibit.window.screenshot({ path: at('test-results', `overlay-shape-${name}.png`) })
    const { rect } = shape!
    const found = [rect!.x, rect!.y, rect!.x + rect!.width, rect!.y + rect!.height]
    const expected = [
      ...[painted.left, painted.top, painted.left + painted.width, painted.top + painted.height],
    ]
    const distances = found.map((side, index) => Math.abs(side - expected[index]!))
    expect(Math.max(...distances), JSON.stringify({ found, expected })).toBeLessThanOrEqual(allowed)
    await expect(review.screen.getByTestId('overlay-note')).toHaveCount(0)
    const edges = await stillEdges(name)
    const { x, y, width, height } = files[name]!.painted
    const wrong = [x, x + width, y, y + height].map((side, index) => Math.abs(side - edges[index]!))
    expect(Math.max(...wrong), JSON.stringify({ edges })).toBeLessThanOrEqual(allowed)
  })
}

/** Where the lines of the box cross the middle of the painted rectangle in a still with objects: left, right, top, bottom. */
async function stillEdges(name: string): Promise<number[]> {
  const png = readPng(readFileSync(await makeStill()))
  const { stored, painted } = files[name]!
  expect([png.width, png.height]).toEqual([stored.width, stored.height])
  const middle = { x: painted.x + painted.width / 2, y: painted.y + painted.height / 2 }
  const ends = (length: number, value: (place: number) => number): number[] => {
    const lit = Array.from({ length }, (_, place) => place).filter((place) => value(place) > 150)
    const half = lit.findIndex((place, index) => index > 0 && place - lit[index - 1]! > 8)
    const centre = (places: number[]): number => (places[0]! + places.at(-1)! + 1) / 2
    return half < 0 ? [Number.NaN, Number.NaN] : [centre(lit.slice(0, half)), centre(lit.slice(half))]
  }
  return [
    ...ends(png.width, (x) => png.at(x, middle.y)[1]),
    ...ends(png.height, (y) => png.at(middle.x, y)[1]),
  ]
}

const stills = (): string[] => {
  const of = path.join(root, 'exports', 'stills')
  return existsSync(of)
    ? readdirSync(of)
        .filter((name) => name.endsWith('.png'))
        .map((name) => path.join(of, name))
    : []
}

/** With objects; the path of its PNG. */
async function makeStill(): Promise<string> {
  const before = new Set(stills())
  await review.screen.getByTestId('still-menu').click()
  await exhibit.window.getByRole('menuitem', { name: /objects/ }).click()
  await expect.poll(() => stills().filter((one) => !before.has(one)).length).toBe(1)
  // What is told of it lies over the button that opens the next item.
  await exhibit.window.getByTestId('notice').getByRole('button', { name: 'Dismiss' }).click()
  return stills().find((one) => !before.has(one))!
}

test('in a picture of a shape that the metadata does not speak of, boxes lie as sent, and that is told, in stills too', async () => {
  await open('other-shape.mp4')
  const note = review.screen.getByTestId('overlay-note')
  await expect(note).toContainText('places for pictures of other shapes than this one (1.00:1)')
  expect((await drawn())[0]?.rect).not.toBeNull()
  await exhibit.window.screenshot({ path: at('test-results', 'overlay-shape-unfitting.png') })
  const png = await makeStill()
  const sidecar = JSON.parse(readFileSync(png.replace(/png$/, 'json'), 'utf8')) as {
    overlays: { doubts: string[] }
  }
  expect(sidecar.overlays.doubts).toEqual([expect.stringContaining('may lie in the wrong place')])
  expect(await faultsOf(exhibit.window)).toEqual([])
})

test('all polygons of an object are drawn', async () => {
  await open('several.mp4')
  const [shape] = await drawn()
  const { rect, polygons } = shape!
  expect(polygons).toHaveLength(2)
  expect(polygons[0]?.[0]).toEqual({ x: rect!.x, y: rect!.y })
  expect(polygons[1]?.[0]).toEqual({ x: rect!.x + rect!.width, y: rect!.y + rect!.height })
})

test('the PTZ state that the stream told last stands until the next one, and says since when', async () => {
  await open('several.mp4')
  await review.openPanel('metadata')
  const line = review.screen.getByTestId('ptz-line')
  const facts = review.side.getByTestId('ptz-facts')
  await expect(line).toHaveText('PTZ: pan 0.250, tilt -0.100 · zoom 0.100 · since 21:00:00.000')
  await review.goToPicture(9)
  await expect(line).toContainText('zoom 0.100')
  await review.goToPicture(10)
  const since = frameTime(10).slice(11, -1)
  await expect(line).toHaveText(`PTZ: pan 0.250, tilt -0.100 · zoom 0.400 · moving · since ${since}`)
  for (const text of ['58.200° × 33.900°', 'moving', 'the PTZ stream', 'Stands since', since])
    await expect(facts.getByTestId('ptz-of-stream')).toContainText(text)
  await expect(facts.getByTestId('ptz-of-frame')).toHaveCount(0)
  await expect(review.side.getByText('PTZ changes')).toBeVisible()
  // A frame says more of its own picture; the stream goes on saying that the camera moves.
  await review.goToPicture(20)
  await expect(facts.getByTestId('ptz-of-frame')).toContainText('the frame of this picture')
  await expect(line).toHaveCount(2)
  for (const [theme, width, height] of looks) {
    await resize(exhibit, width, height)
    await review.leave()
    const page = new CasePage(exhibit)
    await page.show('settings')
    await exhibit.window
      .getByTestId('settings')
      .getByLabel(theme === 'dark' ? 'Dark' : 'Light')
      .check()
    await page.show('items')
    await open('several.mp4')
    await review.goToPicture(20)
    await review.openPanel('metadata')
    await expect(facts.getByTestId('ptz-of-stream')).toBeVisible()
    expect(await lookAt(exhibit, `overlay-shapes/ptz-of-stream-${theme}-${width}`)).toEqual([])
  }
})
