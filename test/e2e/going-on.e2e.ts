// Whoever opens a case again finds it as it was left, also after the application was closed: part, table, selected item,
// panels, the picture that was shown and how it was looked at, the size of the window.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { callBridge } from './support/bridge.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { resize } from './support/window.ts'

let exhibit: Exhibit
let folder: string
let casePath: string
let cases: CasesPage
let page: CasePage
let review: ReviewPage
/** The picture that was shown last, as stored and as it was looked at. */
const left = { stored: '', seen: '' }

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  casePath = demo.copyCase(folder)
  await launch()
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

async function launch(): Promise<void> {
  exhibit = await launchExhibit({ userData: path.join(folder, 'user-data') })
  await stubDialogs(exhibit.app)
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
}

const widthOfWindow = (): Promise<number> => exhibit.window.evaluate(() => innerWidth)

test('a case is left, another is opened, and the application is closed', async () => {
  await cases.open(casePath)
  await resize(exhibit, 1300, 760)
  await page.sortBy('Size')
  await page.sortBy('Size')
  await page.review('patrol-car-7.mp4')
  await review.goToPicture(123)
  await exhibit.window.keyboard.press('1')
  await expect(review.picture).toHaveAttribute('data-zoom', '1')
  left.stored = (await review.shown()).hash
  await review.screen.getByTestId('view-menu').click()
  await exhibit.window.getByTestId('view-contrast').fill('150')
  await exhibit.window.keyboard.press('Escape')
  left.seen = (await review.shown()).hash
  expect(left.seen).not.toBe(left.stored)
  await review.openPanel('frames')
  await review.screen.getByRole('button', { name: 'Events panel' }).click()
  await review.leave()
  await page.show('map')
  await page.screen.getByTestId('case-menu').click()
  await exhibit.window.getByRole('menuitem', { name: 'Close the case' }).click()
  await cases.create({ reference: 'EX 2699/26', examiner: 'Officer 12', folder: path.join(folder, 'other') })
  await expect(page.screen.getByTestId('items-empty')).toBeVisible()
  await resize(exhibit, 1200, 700)
  await exhibit.close()
})

test('opened again, all of it is as it was', async () => {
  await launch()
  await exhibit.window.waitForLoadState('load')
  expect(Math.abs((await widthOfWindow()) - 1200)).toBeLessThan(4)
  await cases.open(casePath)
  await expect(exhibit.window.getByTestId('map')).toBeVisible()
  await expect.poll(async () => Math.abs((await widthOfWindow()) - 1300)).toBeLessThan(4)
  await page.show('items')
  await expect(page.header('Size')).toHaveAttribute('aria-sort', 'descending')
  await expect(page.row('patrol-car-7.mp4')).toHaveAttribute('aria-selected', 'true')
  await page.drawer.getByTestId('open-item').click()
  await review.waitFor(123)
  await expect(review.picture).toHaveAttribute('data-zoom', '1')
  const label = review.screen.getByTestId('view-label')
  await expect(label).toContainText('View changed: contrast 150 %')
  expect((await review.shown()).hash).toBe(left.seen)
  await exhibit.window.keyboard.press('c')
  await expect(label).toContainText('As stored; put aside: contrast 150 %')
  expect((await review.shown()).hash).toBe(left.stored)
  await expect(review.side.getByTestId('frames-panel')).toBeVisible()
  await expect(review.screen.getByTestId('event-list')).toHaveCount(0)
  await review.leave()
})

test('opened for reading, how an item is looked at is remembered by the workstation, and nothing of it in the case', async () => {
  await exhibit.window.getByRole('navigation', { name: 'Where you are' }).getByRole('button').first().click()
  await callBridge(exhibit, 'case.open', { path: casePath, examiner: null, readOnly: true })
  await exhibit.window.reload()
  await expect(exhibit.window.getByTestId('read-only')).toBeVisible()
  const database = path.join(casePath, 'case.sqlite')
  const before = readFileSync(database)
  await page.review('patrol-car-7.mp4')
  await review.waitFor(123)
  const label = review.screen.getByTestId('view-label')
  // What was put aside when the case was left is in use again.
  await expect(label).toContainText('View changed: contrast 150 %')
  expect((await review.shown()).hash).toBe(left.seen)
  await exhibit.window.keyboard.press('h')
  await expect(label).toContainText('contrast 150 %, fields blended')
  await exhibit.close()
  expect(readFileSync(database).equals(before)).toBe(true)

  await launch()
  await cases.open(casePath)
  await page.review('patrol-car-7.mp4')
  await expect(review.screen.getByTestId('view-label')).toContainText('contrast 150 %, fields blended')
})

test('what is typed into a mark is saved although the window is closed with the next key', async () => {
  await review.openPanel('marks')
  await exhibit.window.keyboard.press('m')
  const note = () => review.screen.getByTestId('mark-note')
  const typed = 'the van stops, and somebody gets out of it'
  await note().fill(typed)
  await exhibit.close()

  await launch()
  await cases.open(casePath)
  await page.review('patrol-car-7.mp4')
  await review.openPanel('marks')
  await expect(note()).toHaveValue(typed)
})
