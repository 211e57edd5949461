// A range or a shape that somebody chose, where the file says a wrong one: it is said, is that of a still as seen, and is taken
// back without a trace.
import path from 'node:path'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { fileArgument, runFfmpeg } from '#engine/media/ffmpeg.ts'
import { createCase } from '#engine/store/case-database.ts'
import { makeZoo } from '#test/support/zoo/zoo.ts'
import { expect, test } from '@playwright/test'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { removeFolder, temporaryFolder } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import type { Picture } from './support/png.ts'
import { pixels } from './support/shown-pixels.ts'
import { newestStill } from './support/stills.ts'

/** Decoded by the platform; shown by review copies, the second with values in full range. */
const animals = ['interlaced.mp4', 'mpeg4.mp4']
const files = [...animals, 'full.mp4']

let exhibit: Exhibit
let folder: string
let review: ReviewPage

test.beforeAll(async () => {
  folder = temporaryFolder()
  const place = path.join(folder, 'case')
  const database = await createCase(place, { reference: 'Ranges', examiner: 'Ada' })
  await makeZoo(folder, 40, animals)
  const [from, to] = ['interlaced.mp4', 'full.mp4'].map((file) => fileArgument(path.join(folder, file)))
  // Black and white would be the same in both ranges.
  const grey = 'scale=out_range=full,format=yuvj420p,lutyuv=y=val/2+60'
  const full = ['-vf', grey, '-c:v', 'mjpeg', '-q:v', '2']
  await runFfmpeg(['-i', from!, ...full, '-y', to!])
  const sources = files.map((file) => path.join(folder, file))
  await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  database.close()
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  review = new ReviewPage(exhibit)
  await new CasesPage(exhibit).open(place)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

for (const [file, range] of [
  ['interlaced.mp4', 'full'],
  ['mpeg4.mp4', 'full'],
  ['full.mp4', 'limited'],
] as const) {
  test(`${file}: values read as ${range} range are those of the still as seen`, async () => {
    await show(file)
    await review.goToPicture(7)
    const stored = await shownPixels()
    await exhibit.window.keyboard.press('p')
    expect(meanDifference(stored, (await newestStill(exhibit)).png)).toBeLessThan(3)
    const choose = async (value: string): Promise<void> => {
      await review.screen.getByTestId('view-menu').click()
      await exhibit.window.getByTestId('view-range').selectOption(value)
      await exhibit.window.keyboard.press('Escape')
    }
    await choose(range)
    const words = `values read as ${range} range`
    await expect(review.screen.getByTestId('view-label')).toContainText(words)
    await expect(review.picture).toHaveAttribute('data-ready', 'true')
    await expect(review.picture).toHaveAttribute('data-presentation', '7')
    await review.screen.getByTestId('still-menu').click()
    await exhibit.window.getByRole('menuitem', { name: `As seen: ${words}` }).click()
    const { png, said } = await newestStill(exhibit)
    expect(said).toMatchObject({ view: { range, applied: true, decoding: { range } } })
    await expect.poll(async () => meanDifference(await shownPixels(), png)).toBeLessThan(3)
    expect(meanDifference(stored, png)).toBeGreaterThan(6)
    await choose('file')
    await expect.poll(async () => (await shownPixels()).data.equals(stored.data)).toBe(true)
  })
}

test('a shape that somebody chose is that of the picture, and is in no still', async () => {
  await show('interlaced.mp4')
  const before = await box()
  await review.screen.getByTestId('view-menu').click()
  await exhibit.window.getByTestId('view-aspect').selectOption('4:3')
  await exhibit.window.keyboard.press('Escape')
  // As long as it is open, keys are its own.
  await expect(exhibit.window.getByTestId('view-aspect')).toBeHidden()
  await expect(review.screen.getByTestId('view-label')).toContainText('shape 4 : 3')
  const after = await box()
  expect(before.width / before.height).toBeCloseTo(16 / 9, 2)
  expect(after.width / after.height).toBeCloseTo(4 / 3, 2)
  await exhibit.window.keyboard.press('p')
  expect((await newestStill(exhibit)).said).toMatchObject({ view: { aspect: '4:3', applied: false } })
  await review.screen.getByTestId('still-menu').click()
  await expect(exhibit.window.getByRole('menuitem', { name: /^As seen/ })).toHaveAttribute(
    'data-disabled',
    '',
  )
  await exhibit.window.keyboard.press('Escape')
  await review.screen.getByTestId('view-menu').click()
  await exhibit.window.getByTestId('view-reset').click()
  await exhibit.window.keyboard.press('Escape')
})

async function show(file: string): Promise<void> {
  if (await review.screen.isVisible()) await review.leave()
  await new CasePage(exhibit).review(file)
  await review.waitUntilReady()
}

const box = async (): Promise<{ width: number; height: number }> => (await review.picture.boundingBox())!

/** The canvas, as RGBA. */
const shownPixels = async (): Promise<{ width: number; height: number; data: Buffer }> =>
  (await pixels(exhibit, review)).stored

/** Over all pixels and colours. */
function meanDifference(
  { width: w, height: h, data }: Awaited<ReturnType<typeof shownPixels>>,
  png: Picture,
): number {
  expect([png.width, png.height]).toEqual([w, h])
  let sum = 0
  for (let pixel = 0; pixel < w * h; pixel += 1) {
    const colours = png.at(pixel % w, Math.floor(pixel / w))
    sum += colours.reduce(
      (total, value, colour) => total + Math.abs(value - (data[4 * pixel + colour] ?? 0)),
      0,
    )
  }
  return sum / (w * h * 3)
}
