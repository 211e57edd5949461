// A recording with more gaps than are looked for: behind the last one nothing is drawn as recorded, alone and among cameras.
import path from 'node:path'
import Database from 'better-sqlite3'
import { mostGaps } from '#contract/track.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { faultsOf } from './support/faults.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'

const file = 'patrol-car-7.mp4'

let exhibit: Exhibit
let folder: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  const casePath = demo.copyCase(folder)
  // As if that many had been found when it was taken in: no small file has as many.
  const db = new Database(path.join(casePath, 'case.sqlite'))
  const inspection = db.prepare('SELECT inspection FROM item WHERE name = ?').pluck().get(file) as string
  const told = JSON.parse(inspection) as { tracks: { id: number; durationTicks: number }[] }
  const { id: trackId = 1, durationTicks = 0 } = told.tracks[0] ?? {}
  const step = Math.floor(durationTicks / 2 / mostGaps)
  const gaps = Array.from({ length: mostGaps }, (_, gap) => ({
    ...{ trackId, fromTicks: (gap + 1) * step, toTicks: (gap + 1) * step + 1 },
  }))
  db.prepare('UPDATE item SET inspection = ? WHERE name = ?').run(JSON.stringify({ ...told, gaps }), file)
  db.close()
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(casePath)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test('the timeline of one recording says where nobody looked', async () => {
  test.setTimeout(180_000)
  await new CasePage(exhibit).review(file)
  const review = new ReviewPage(exhibit)
  await review.waitFor(0)
  const timeline = review.screen.getByTestId('timeline')
  // Some lie where pictures begin, and are moved with these.
  await expect(timeline).toHaveAttribute('data-gaps', /^\d{4,5}$/)
  const unsought = Number(await timeline.getAttribute('data-unsought'))
  const [from, to] = [await timeline.getAttribute('data-from'), await timeline.getAttribute('data-to')].map(
    Number,
  )
  expect(unsought).toBeGreaterThan(5)
  const box = (await timeline.boundingBox())!
  const x = box.x + ((unsought + 1 - from!) / (to! - from!)) * box.width
  await exhibit.window.mouse.move(x, box.y + 30)
  await expect(timeline).toContainText('Not known whether recorded: too many gaps before')
  // What the pointer is told goes with it.
  expect(await faultsOf(exhibit.window)).toEqual([])
  await look('timeline')
  await review.openPanel('structure')
  await expect(review.screen.getByTestId('structure-overview').last()).toContainText('at least 10,000')
  await review.leave()
})

test('the timeline of all cameras does, too', async () => {
  test.setTimeout(180_000)
  const page = new CasePage(exhibit)
  for (const name of [file, 'north-gate.mp4']) await page.row(name).getByTestId('choose-item').check()
  await page.screen.getByTestId('watch-together').click()
  const tiles = exhibit.window.getByTestId('camera-tile')
  for (const tile of [0, 1])
    await expect(tiles.nth(tile).getByTestId('camera-picture')).toHaveAttribute('data-ready', 'true')
  await look('lanes')
})

async function look(name: string): Promise<void> {
  expect(await lookAround(exhibit, `many-gaps/${name}`)).toEqual([])
}
