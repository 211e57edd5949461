// What is marked as sensitive is neither drawn nor heard until somebody lifts the veil: no thumbnail, no pixel of a picture,
// no sound; and again after the case was closed.
import path from 'node:path'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { ReviewPage } from './pages/review-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { resize, watchComplaints } from './support/window.ts'

const file = 'north-gate.mp4'

let exhibit: Exhibit
let folder: string
let casePath: string
let cases: CasesPage
let page: CasePage
let review: ReviewPage
let complaints: string[]

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  casePath = demo.copyCase(folder)
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
  await cases.open(casePath)
})

test.describe.configure({ mode: 'serial' })

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test('a marked item shows no thumbnail', async () => {
  await expect(page.row(file).locator('img')).toHaveCount(1)
  await page.row(file).click()
  await page.drawer.getByTestId('mark-sensitive').click()
  await expect(page.row(file).getByTestId('sensitive-badge')).toBeVisible()
  await expect(page.row(file).locator('img')).toHaveCount(0)
  await expect(page.row(file)).toContainText('Picture veiled')
  // The others are as they were.
  await expect(page.rows.locator('img')).toHaveCount(3)
  await look('items')
})

test('nothing of it is drawn or heard before the veil is lifted, and nothing after it falls again', async () => {
  await page.review(file)
  const cover = review.screen.getByTestId('veil')
  await expect(cover).toContainText('marked as sensitive')
  for (const key of ['ArrowRight', 'End', 'Space', 'p']) await exhibit.window.keyboard.press(key)
  await expect(exhibit.window.getByText('The picture is veiled: lift the veil')).toBeVisible()
  await expectNothing()
  await expect(review.screen.getByTestId('sound-lane')).toHaveAttribute('data-state', 'veiled')
  await look('review')

  await exhibit.window.keyboard.press('Home')
  await exhibit.window.keyboard.press('e')
  await review.waitFor(0)
  await expect(cover).toBeHidden()
  expect(await litPixels()).toBeGreaterThan(1_000)
  await expect(review.screen.getByTestId('mute')).toBeEnabled()
  await expect(review.screen.getByTestId('sound-lane')).toHaveAttribute('data-state', 'ready', {
    timeout: 30_000,
  })

  await exhibit.window.keyboard.press('e')
  await expect(cover).toBeVisible()
  await expectNothing()
  await expect(review.screen.getByTestId('sound-lane')).toHaveAttribute('data-state', 'veiled')
  expect(await litPixels('[data-testid=sound-lane] canvas')).toBe(0)
  await review.screen.getByTestId('export-item').click()
  const dialog = new ExportDialog(exhibit)
  await dialog.dialog.getByTestId('export-cut').check()
  for (const end of ['first', 'last'])
    await expect(dialog.dialog.getByTestId(`cut-picture-${end}`)).toHaveAttribute('data-state', 'veiled')
  await look('cut')
  await dialog.dialog.getByRole('button', { name: 'Cancel' }).click()
  await cover.getByTestId('lift-veil').click()
  await review.waitFor(0)
  await review.leave()
  await expect(page.row(file).locator('img')).toHaveCount(1)
})

test('among several cameras it is veiled all the same', async () => {
  // Marked anew, the veil is down again.
  for (const isMarked of [false, true]) {
    await page.drawer.getByTestId('mark-sensitive').click()
    await expect(page.row(file).getByTestId('sensitive-badge')).toBeVisible({ visible: isMarked })
  }
  await expect(page.row(file).locator('img')).toHaveCount(0)
  for (const name of [file, 'patrol-car-7.mp4']) await page.row(name).getByTestId('choose-item').check()
  await page.screen.getByTestId('watch-together').click()
  const tiles = exhibit.window.getByTestId('camera-tile')
  const veiled = tiles.filter({ has: exhibit.window.getByTestId('veil') })
  const other = tiles.filter({ hasNot: exhibit.window.getByTestId('veil') })
  await expect(veiled).toHaveCount(1)
  await expect(other.getByTestId('camera-picture')).toHaveAttribute('data-ready', 'true')
  await expect(veiled.getByTestId('camera-picture')).toBeHidden()
  expect(await litPixels('[data-testid=camera-tile]:has([data-testid=veil]) canvas')).toBe(0)
  expect(await litPixels('[data-testid=camera-tile] canvas')).toBeGreaterThan(1_000)
  await look('cameras')
  await veiled.getByTestId('lift-veil').click()
  for (const at of [0, 1])
    await expect(tiles.nth(at).getByTestId('camera-picture')).toHaveAttribute('data-ready', 'true')
  await exhibit.window.getByRole('navigation', { name: 'Where you are' }).getByRole('button').click()
  await page.screen.waitFor()
})

test('the ledger tells of mark and lifting; the veil falls again with the case closed', async () => {
  await page.show('custody')
  const entries = page.screen.getByTestId('custody-entry')
  await expect(entries.filter({ hasText: 'Marked as sensitive' })).toHaveCount(3)
  await expect(entries.filter({ hasText: 'No longer marked as sensitive' })).toHaveCount(1)
  await expect(entries.filter({ hasText: 'Under the veil: no picture was shown' })).toHaveCount(2)
  await expect(entries.filter({ hasText: 'The veil was lifted' })).toHaveCount(3)
  await page.show('items')
  await chooseInMenu('Close the case')
  await cases.open(casePath)
  await expect(page.rows.locator('img')).toHaveCount(3)
  await expect(page.row(file).locator('img')).toHaveCount(0)
})

test('a case veils all its items where it is told to, and no longer where it is told not to', async () => {
  await chooseInMenu('Veil every item until it is looked at')
  await expect(page.rows.locator('img')).toHaveCount(0)
  await page.row('patrol-car-7.mp4').click()
  await page.drawer.getByTestId('toggle-veil').click()
  await expect(page.rows.locator('img')).toHaveCount(1)
  await chooseInMenu('Veil only sensitive items')
  await expect(page.rows.locator('img')).toHaveCount(3)
  await page.row(file).click()
  await page.drawer.getByTestId('mark-sensitive').click()
  await expect(page.rows.locator('img')).toHaveCount(4)
  expect(complaints.splice(0)).toEqual([])
})

test('a case that is created under the veil shows nothing of what is taken in', async ({ demo }) => {
  await chooseInMenu('Close the case')
  await cases.screen.getByTestId('create-case').click()
  await cases.dialog.getByTestId('create-veiled').check()
  await look('create')
  await cases.dialog.getByRole('button', { name: 'Cancel' }).click()
  await cases.create({ reference: 'Veiled', examiner: 'Ada', folder: path.join(folder, 'veiled') })
  await page.addFiles(demo.files.unsealed)
  await expect(page.rows).toHaveCount(1)
  await expect(page.rows.first()).toContainText('Picture veiled', { timeout: 30_000 })
  await expect(page.rows.locator('img')).toHaveCount(0)
})

async function chooseInMenu(name: string): Promise<void> {
  await page.screen.getByTestId('case-menu').click()
  await exhibit.window.getByRole('menuitem', { name }).click()
}

async function expectNothing(): Promise<void> {
  expect(await litPixels()).toBe(0)
  await expect(review.picture).toBeHidden()
  await expect(exhibit.window.locator('img, video, audio')).toHaveCount(0)
  await expect(review.screen.getByTestId('mute')).toBeDisabled()
  await expect(review.play).toHaveAccessibleName(/Play/)
}

/** How many pixels of all canvases over which a picture could be drawn are not black. */
const litPixels = (canvases = '[data-testid=stage] canvas'): Promise<number> =>
  exhibit.window.evaluate((selector) => {
    let lit = 0
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>(selector)) {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      for (let at = 0; at < data.length; at += 4) if (data[at]! + data[at + 1]! + data[at + 2]! > 24) lit += 1
    }
    return lit
  }, canvases)

async function look(what: string): Promise<void> {
  expect([...(await lookAround(exhibit, `veil/${what}`)), ...complaints.splice(0)]).toEqual([])
  await resize(exhibit, 1280, 720)
}
