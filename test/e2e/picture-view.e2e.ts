// The picture as it is stored, and how it is looked at: what is said of it is what ffprobe reads; zoomed, every stored pixel
// is what the screen shows; overlays stay on their shapes; what is changed for the eye is said, and is in no file unasked.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { findFfprobe } from '#engine/media/ffmpeg-program.ts'
import { createCase } from '#engine/store/case-database.ts'
import { remux } from '#test/support/zoo/encode.ts'
import { makeZoo } from '#test/support/zoo/zoo.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { findLine, findShapeEdge, median, type Side } from './support/edges.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt, looks } from './support/looks.ts'
import { parseColour } from './support/png.ts'
import { newestStill } from './support/stills.ts'
import { differences, pairedLines, pixels, screen } from './support/shown-pixels.ts'
import { height, Recording, width } from './support/truth.ts'
import { resize } from './support/window.ts'

/** The last: the container says another shape of pixels than the video. */
const files = ['turned-90.mp4', 'anamorphic.mp4', 'interlaced.mp4', 'contradicting.mp4'] as const
type File = (typeof files)[number]
const animals = ['upright-90.mp4', 'turned-90.mp4', 'anamorphic.mp4', 'interlaced.mp4']

let exhibit: Exhibit
let folder: string
let review: ReviewPage
let open: { place: string; file: string } | null = null

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  const made = path.join(folder, 'zoo')
  const database = await createCase(made, { reference: 'Views', examiner: 'Ada' })
  await makeZoo(folder, 40, animals)
  const at = (file: string): string => path.join(folder, file)
  await remux(at('anamorphic.mp4'), at('contradicting.mp4'), ['-aspect', '64:27'])
  const paths = files.map(at)
  await ingest(paths, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
  demo.copyCase(path.join(folder, 'demo'))
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  review = new ReviewPage(exhibit)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

/** What ffprobe reads of the picture. */
async function probe(file: File): Promise<Record<string, string>> {
  const program = await findFfprobe()
  if (program === null) throw new Error('there is no ffprobe')
  const fields = 'width,height,sample_aspect_ratio,color_range,field_order:side_data=rotation'
  const args = ['-v', 'error', '-select_streams', 'v:0', '-of', 'default=nw=1', '-show_entries']
  const text = execFileSync(program, [...args, `stream=${fields}`, path.join(folder, file)], {
    encoding: 'utf8',
  })
  return Object.fromEntries(text.split('\n').map((line) => line.split('=') as [string, string]))
}

test.describe('of recordings of all shapes', () => {
  for (const file of files) {
    test(`${file}: what is said of the picture is what ffprobe reads`, async () => {
      await show('zoo', file)
      await expect(review.screen.getByTestId('events-empty')).toContainText('carries no metadata')
      const probed = await probe(file)
      await review.screen.getByTestId('picture-facts').click()
      const panel = exhibit.window.getByTestId('picture-facts-panel')
      const fact = (name: string) => panel.getByTestId(`picture-fact-${name}`)
      await expect(fact('stored')).toContainText(`${probed['width']} × ${probed['height']}`)
      // Coded by blocks of sixteen lines, in pairs where there are fields.
      const isFields = probed['field_order'] !== 'progressive'
      await expect(fact('coded')).toContainText(isFields ? '640 × 384' : '640 × 368')
      const shape = fact('pixelAspect')
      if (probed['sample_aspect_ratio'] === 'N/A') await expect(shape).toHaveCount(0)
      else await expect(shape).toContainText(`${probed['sample_aspect_ratio']} pasp`)
      // ffprobe counts against the clock.
      const turn = (360 - Number(probed['rotation'] ?? 0)) % 360
      await expect(fact('rotation')).toContainText(turn === 0 ? 'none' : `turned clockwise by ${turn}°`)
      await expect(fact('scan')).toContainText(isFields ? 'fields are allowed' : 'no fields')
      const isContradicted = file === 'contradicting.mp4'
      await expect(panel.getByTestId('picture-contradictions')).toHaveCount(isContradicted ? 1 : 0)
      if (isContradicted) await expect(shape).toHaveAttribute('data-contradicted', 'true')
      await exhibit.window.screenshot({ path: test.info().outputPath('facts.png') })
      await exhibit.window.keyboard.press('Escape')
    })
  }

  test('one to one, every stored pixel is a pixel of the screen, also where it should be wide or is turned', async () => {
    await resize(exhibit, 1920, 1080)
    for (const file of ['anamorphic.mp4', 'turned-90.mp4'] as const) {
      await show('zoo', file)
      await exhibit.window.keyboard.press('1')
      await expect(review.picture).toHaveAttribute('data-zoom', '1')
      const { stored, seen } = await pixels(exhibit, review)
      expect(seen.rect).toMatchObject({ width: stored.width, height: stored.height })
      expect(differences(stored, seen, 1)).toEqual([])
    }
  })

  test('at 400 % every stored pixel is a square of sixteen, while stepping on and after panning', async () => {
    await show('zoo', 'interlaced.mp4')
    await exhibit.window.keyboard.press('1')
    for (const _ of [2, 3, 4]) await exhibit.window.keyboard.press('+')
    await expect(review.picture).toHaveAttribute('data-zoom', '4')
    await review.stepForward.click()
    await review.waitFor(1)
    await exhibit.window.keyboard.press('6')
    await exhibit.window.keyboard.press('2')
    const { stored, seen } = await pixels(exhibit, review)
    expect(seen.rect.left).toBeLessThan(0)
    expect(seen.rect.width).toBe(4 * stored.width)
    expect(differences(stored, seen, 4)).toEqual([])
    await expect(review.screen.getByTestId('zoom-state')).toContainText('400 %')
    await exhibit.window.keyboard.press('f')
    await expect(review.screen.getByTestId('zoom-state')).toHaveCount(0)
  })

  test('wheel and pointer: what is under the pointer stays, and follows it when it is pulled', async () => {
    await show('zoo', 'interlaced.mp4')
    const before = await box()
    const at = { x: before.x + before.width * 0.7, y: before.y + before.height * 0.3 }
    await exhibit.window.mouse.move(at.x, at.y)
    for (let turn = 0; turn < 3; turn += 1) await exhibit.window.mouse.wheel(0, -100)
    await expect.poll(async () => Number(await review.picture.getAttribute('data-zoom'))).toBeGreaterThan(3)
    const zoomed = await box()
    expect((at.x - zoomed.x) / zoomed.width).toBeCloseTo(0.7, 2)
    expect((at.y - zoomed.y) / zoomed.height).toBeCloseTo(0.3, 2)
    await exhibit.window.mouse.down()
    await exhibit.window.mouse.move(at.x - 60, at.y + 40, { steps: 3 })
    await exhibit.window.mouse.up()
    const pulled = await box()
    // The picture lies on whole pixels of the device.
    expect(Math.abs(pulled.x - zoomed.x + 60)).toBeLessThanOrEqual(1)
    expect(Math.abs(pulled.y - zoomed.y - 40)).toBeLessThanOrEqual(1)
    const overview = review.screen.getByTestId('zoom-overview')
    await overview.focus()
    const picture = await review.picture.getAttribute('data-presentation')
    await exhibit.window.keyboard.press('ArrowRight')
    expect((await box()).x).toBeLessThan(pulled.x)
    // The key meant the overview, not the next picture.
    await expect(review.picture).toHaveAttribute('data-presentation', picture ?? '')
    await exhibit.window.keyboard.press('0')
  })

  test('a changed view is said, can be put aside, is in no still unasked, and is there again with the case until it is reset', async () => {
    await show('zoo', 'interlaced.mp4')
    const label = review.screen.getByTestId('view-label')
    await expect(label).toHaveCount(0)
    await review.goToPicture(0)
    const stored = (await review.shown()).hash
    await review.screen.getByTestId('view-menu').click()
    await exhibit.window.getByTestId('view-brightness').fill('20')
    await exhibit.window.getByTestId('view-deinterlacing').selectOption('upper')
    await exhibit.window.keyboard.press('Escape')
    const words = 'brightness +20 %, upper field only, lines doubled'
    await expect(label).toHaveText(new RegExp(`View changed: ${words.replace('+', '\\+')}; not in the file`))
    await expect(review.picture).toHaveAttribute('data-view', 'changed')
    const changed = await review.shown()
    expect(changed.hash).not.toBe(stored)
    await resize(exhibit, 1280, 720)
    await exhibit.window.screenshot({ path: test.info().outputPath('changed-1280.png') })
    // Lines come in pairs.
    expect(await review.picture.evaluate(pairedLines)).toBe(true)
    await exhibit.window.keyboard.press('c')
    await expect(label).toContainText('As stored; put aside')
    expect((await review.shown()).hash).toBe(stored)
    expect(await review.picture.evaluate(pairedLines)).toBe(false)
    await exhibit.window.keyboard.press('c')
    expect((await review.shown()).hash).toBe(changed.hash)

    await exhibit.window.keyboard.press('p')
    const plain = await newestStill(exhibit)
    expect(plain.said).toMatchObject({
      view: { brightness: 20, deinterlacing: 'upper', applied: false, words },
    })
    await review.screen.getByTestId('still-menu').click()
    await exhibit.window.getByRole('menuitem', { name: `As seen: ${words}` }).click()
    const seen = await newestStill(exhibit)
    expect(seen.said).toMatchObject({ view: { applied: true, words } })
    expect(seen.said['statement']).toContain('not as stored')

    // Another item has its own; this one is found as it was left.
    await show('zoo', 'turned-90.mp4')
    await expect(label).toHaveCount(0)
    await show('zoo', 'interlaced.mp4')
    await expect(label).toContainText(words)
    await exhibit.window.keyboard.press('c')
    await show('demo', 'north-gate.mp4')
    await expect(label).toHaveCount(0)
    await show('zoo', 'interlaced.mp4')
    await expect(label).toContainText(`View changed: ${words}`)
    expect((await review.shown()).hash).toBe(changed.hash)
    await review.screen.getByTestId('view-menu').click()
    await exhibit.window.getByTestId('view-reset').click()
    await exhibit.window.keyboard.press('Escape')
    await expect(label).toHaveCount(0)
    await show('demo', 'north-gate.mp4')
    await show('zoo', 'interlaced.mp4')
    await expect(label).toHaveCount(0)
    expect((await review.shown()).hash).toBe(stored)
  })
})

test('at 400 % a drawn box lies on its shape within 2 pixels of the video', async () => {
  await resize(exhibit, 1920, 1080)
  await show('demo', 'north-gate.mp4')
  const truth = new Recording('north-gate').ofFrame(125)
  await review.goToPicture(truth.presentation)
  await expect(review.overlay).toHaveAttribute('data-state', 'ready')
  const found: number[] = []
  for (const object of truth.objects) {
    for (const side of ['left', 'right', 'bottom'] as const) {
      const deviation = await deviationAt(side, object)
      if (deviation !== null) found.push(deviation)
    }
  }
  console.log(`    at 400 %: ${found.map((one) => one.toFixed(2)).join(', ')} px`)
  expect(found.length).toBeGreaterThan(3)
  expect(Math.max(...found)).toBeLessThanOrEqual(2)
  await exhibit.window.keyboard.press('0')
})

test('a still asked for with its objects has them where they are drawn on the screen, and says so', async () => {
  await show('demo', 'north-gate.mp4')
  const truth = new Recording('north-gate').ofFrame(125)
  await review.goToPicture(truth.presentation)
  await expect(review.overlay).toHaveAttribute('data-boxes', String(truth.objects.length))
  const shapes = await shapesDrawn()
  await exhibit.window.keyboard.press('p')
  const plain = await newestStill(exhibit)
  expect(plain.said).toMatchObject({ overlays: 'none', view: null })
  await review.screen.getByTestId('still-menu').click()
  await exhibit.window.getByRole('menuitem', { name: 'With the objects drawn in' }).click()
  const drawn = await newestStill(exhibit)
  const { overlays, pixels: facts } = drawn.said as {
    overlays: { objects: { id: string }[] }
    pixels: { storedSha256: string }
  }
  expect(overlays.objects.map(({ id }) => Number(id))).toEqual(truth.objects.map(({ id }) => id))
  expect(plain.said).toMatchObject({ pixels: { sha256: facts.storedSha256 } })
  const deviations = truth.objects.flatMap(({ id, box: { left, top, width: w, height: h } }) =>
    (['left', 'right'] as const).flatMap((side) => {
      const edge = side === 'left' ? left : left + w
      if (edge < 8 || edge > width - 8) return []
      const scan = { side, at: top + h - 6, from: edge - 8, to: edge + 8 }
      const line = findLine(drawn.png, plain.png, scan, parseColour(shapes.get(String(id)) ?? ''))
      return line === null ? [] : [Math.abs(line - edge)]
    }),
  )
  expect(deviations.length).toBeGreaterThan(2)
  expect(Math.max(...deviations)).toBeLessThanOrEqual(2)
})

test('a look at it', async () => {
  await show('demo', 'north-gate.mp4')
  for (const [theme, w, h] of looks) {
    await resize(exhibit, w, h)
    const page = new CasePage(exhibit)
    if (await review.screen.isVisible()) await review.leave()
    open = null
    await page.show('settings')
    await exhibit.window
      .getByTestId('settings')
      .getByLabel(theme === 'dark' ? 'Dark' : 'Light')
      .check()
    await page.show('items')
    await page.review('north-gate.mp4')
    await review.waitUntilReady()
    const picture = async (name: string): Promise<void> => {
      expect(await lookAt(exhibit, `picture-view/${name}-${theme}-${w}`)).toEqual([])
    }
    await review.screen.getByTestId('view-menu').click()
    await exhibit.window.getByTestId('view-gamma').fill('150')
    await picture('view')
    await exhibit.window.keyboard.press('Escape')
    await review.screen.getByTestId('picture-facts').click()
    await exhibit.window.getByTestId('picture-fact-stored').waitFor()
    await picture('facts')
    await exhibit.window.keyboard.press('Escape')
    // As long as it is open, keys are its own.
    await expect(exhibit.window.getByTestId('picture-fact-stored')).toBeHidden()
    await exhibit.window.keyboard.press('1')
    for (const _ of [2, 3, 4]) await exhibit.window.keyboard.press('+')
    await expect(review.screen.getByTestId('zoom-overview')).toBeVisible()
    await picture('zoomed')
    await review.screen.getByTestId('zoom-menu').click()
    await expect(
      exhibit.window.getByRole('menuitemcheckbox', { name: 'Whole picture (0)' }),
    ).not.toBeChecked()
    await expect(exhibit.window.getByRole('menuitemcheckbox', { name: /^400/ })).toBeChecked()
    // It hides nothing of the picture that it is for.
    const [menu, stage] = [exhibit.window.getByRole('menu'), review.stage].map((one) => one.boundingBox())
    expect((await menu!)!.x).toBeGreaterThanOrEqual((await stage!)!.x + (await stage!)!.width - 40)
    await picture('zoom-menu')
    await exhibit.window.keyboard.press('Escape')
    await expect(exhibit.window.getByRole('menu')).toBeHidden()
    await exhibit.window.keyboard.press('0')
  }
})

type Seen = Recording extends { ofFrame(frame: number): { objects: (infer T)[] } } ? T : never

/** Zooms in at the middle of this side; how far line and shape are apart there, in pixels of the video. */
async function deviationAt(
  side: Side,
  { id, box: { left, top, width: w, height: h }, colour }: Seen,
): Promise<number | null> {
  const { keyboard, mouse } = exhibit.window
  await keyboard.press('0')
  const whole = await box()
  const x = side === 'left' ? left : side === 'right' ? left + w : left + w / 2
  const y = side === 'bottom' ? top + h : top + h / 2
  if (x < 8 || y < 8 || x > width - 8 || y > height - 8) return null
  await mouse.move(whole.x + (x * whole.width) / width, whole.y + (y * whole.height) / height)
  const zoom = async (): Promise<number> => Number(await review.picture.getAttribute('data-zoom'))
  for (let before = await zoom(); before < 3.99; before = await zoom()) {
    await mouse.wheel(0, -100)
    await expect.poll(zoom, { intervals: [20] }).not.toBe(before)
  }
  await expect(review.picture).toHaveAttribute('data-zoom', '4')
  const stroke = (await shapesDrawn()).get(String(id)) ?? ''
  const drawn = await screen(exhibit, review)
  await keyboard.press('b')
  await expect(review.overlay).toHaveAttribute('data-boxes', '0')
  const plain = await screen(exhibit, review)
  await keyboard.press('b')
  await expect(review.overlay).not.toHaveAttribute('data-boxes', '0')
  const isAcross = side !== 'bottom'
  const place = isAcross ? plain.rect.left + 4 * x : plain.rect.top + 4 * y
  const across = isAcross ? plain.rect.top + 4 * y : plain.rect.left + 4 * x
  const scan = (offset: number) => ({ side, at: across + offset, from: place - 16, to: place + 16 })
  const edge = median([-9, -5, 5, 9].map((at) => findShapeEdge(plain.picture, scan(at), parseColour(colour))))
  const line = median(
    [-9, -5, 5, 9].map((at) => findLine(drawn.picture, plain.picture, scan(at), parseColour(stroke))),
  )
  // Something else lies there.
  return edge === null || line === null ? null : Math.abs(edge - line) / 4
}

async function show(place: 'zoo' | 'demo', file: string): Promise<void> {
  if (open?.place === place && open.file === file) return
  if (await review.screen.isVisible()) await review.leave()
  const cases = new CasesPage(exhibit)
  if (open?.place !== place) {
    if (open)
      await exhibit.window
        .getByRole('navigation', { name: 'Where you are' })
        .getByRole('button')
        .first()
        .click()
    await cases.open(place === 'zoo' ? path.join(folder, 'zoo') : path.join(folder, 'demo', 'case'))
  }
  await new CasePage(exhibit).review(file)
  await review.waitUntilReady()
  open = { place, file }
}

/** Colour of each object's lines, by its number. */
async function shapesDrawn(): Promise<Map<string, string>> {
  type Shape = { id: string; stroke: string }
  const shapes = JSON.parse((await review.overlay.getAttribute('data-shapes')) ?? '[]') as Shape[]
  return new Map(shapes.map(({ id, stroke }) => [id, stroke]))
}

async function box(): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await review.picture.boundingBox()
  if (!found) throw new Error('there is no picture')
  return found
}
