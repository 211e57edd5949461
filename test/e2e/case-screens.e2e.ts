// Every screen in both themes and at two sizes: a picture of each for human eyes (in test-results/screens), and what can
// be checked without them: the page never scrolls, no heading, button or chip is cut off, nothing is complained of.
import path from 'node:path'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { ReviewPage, type SidePanel } from './pages/review-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { answerDialog, stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt, looks } from './support/looks.ts'
import { resize, watchComplaints } from './support/window.ts'

const panels: SidePanel[] = ['integrity', 'marks', 'metadata', 'map', 'custody', 'frames', 'structure']

let exhibit: Exhibit
let folder: string
let cases: CasesPage
let page: CasePage
let review: ReviewPage
let complaints: string[]
let variant = ''
const faults = new Set<string>()

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  demo.copyCase(folder)
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
  // Once more from the beginning, now that somebody listens.
  await exhibit.window.waitForLoadState('load')
  await exhibit.window.reload()
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test.beforeEach(() => {
  faults.clear()
  complaints.splice(0)
})

test.afterEach(() => {
  expect([...faults]).toEqual([])
})

for (const [theme, width, height] of looks) {
  const name = `${theme}-${width}x${height}`

  test(`${name}: cases and settings`, async () => {
    await begin(name, theme, width, height)
    await look('cases')
    await cases.screen.getByTestId('create-case').click()
    await cases.dialog.getByRole('button', { name: 'Create' }).click()
    await look('create-case')
    await cases.dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(cases.dialog).toBeHidden()
  })

  test(`${name}: an open case`, async ({ demo }) => {
    await begin(name, theme, width, height)
    const empty = path.join(folder, `empty-${name}`)
    await cases.create({ reference: 'EX 2612/26', examiner: 'Officer 12', folder: empty })
    await expect(page.screen.getByTestId('items-empty')).toBeVisible()
    await look('case-empty')
    await page.show('map')
    await look('case-map-empty')
    await page.show('settings')
    await look('case-settings-empty')
    await answerDialog(exhibit.app, demo.files.laboratoryRoot)
    await exhibit.window.getByTestId('trust-import').click()
    await exhibit.window.getByTestId('reason-dialog').waitFor()
    await look('trust-reason')
    await exhibit.window.getByTestId('reason-dialog').getByRole('button', { name: 'Cancel' }).click()
    await leaveCase()

    await cases.open(path.join(folder, 'case'))
    await expect(page.rows).toHaveCount(4)
    for (const file of [
      'north-gate.mp4',
      'patrol-car-7.mp4',
      'north-gate-altered.mp4',
      'patrol-car-7-unsealed.mp4',
    ]) {
      await page.row(file).click()
      await expect(page.drawer.getByTestId('verdict-sentence')).toBeVisible()
      await look(`case-items-${path.basename(file, '.mp4')}`)
    }
    await page.screen.getByTestId('add-evidence').click()
    await look('case-add-evidence')
    await page.screen.getByTestId('add-evidence').click()
    await page.show('map')
    await expect(exhibit.window.getByTestId('map').getByTestId('map-marker').first()).toBeVisible()
    await look('case-map')
    await page.show('custody')
    await expect(page.screen.getByTestId('custody-entry').first()).toBeVisible()
    await look('case-custody')
    await page.screen.getByTestId('custody-entry').first().locator('summary').click()
    await look('case-custody-entry')
    await page.show('settings')
    await expect(exhibit.window.getByTestId('trust-anchor')).toBeVisible()
    await look('case-settings')
    await page.show('items')
  })

  test(`${name}: the review`, async () => {
    await begin(name, theme, width, height)
    await cases.open(path.join(folder, 'case'))
    await page.review('patrol-car-7.mp4')
    await review.waitUntilReady()
    await review.goToPicture(290)
    for (const panel of panels) {
      await review.openPanel(panel)
      if (panel === 'map') await expect(review.side.getByTestId('map-camera')).toBeVisible()
      if (panel === 'custody') await expect(review.side.getByTestId('custody-entry').first()).toBeVisible()
      await look(`review-${panel}`)
    }
    await review.openPanel('integrity')
    // Each click opens one, and what it opens may hold further ones.
    const closed = review.side.locator('details:not([open]) > summary')
    for (let clicks = 0; clicks < 20 && (await closed.count()) > 0; clicks += 1) await closed.first().click()
    await look('review-integrity-details')
    await review.screen.getByTestId('overlays-menu').click()
    await look('review-overlay-menu')
    await exhibit.window.keyboard.press('Escape')
    await review.leave()

    await page.review('patrol-car-7-unsealed.mp4')
    await review.waitUntilReady()
    await look('review-unsealed')
    await review.leave()
    await page.review('north-gate-altered.mp4')
    await review.waitUntilReady()
    await review.goToPicture(251)
    await look('review-altered')
  })

  test(`${name}: export`, async () => {
    await begin(name, theme, width, height)
    await cases.open(path.join(folder, 'case'))
    await page.review('north-gate.mp4')
    await review.waitUntilReady()
    const dialog = new ExportDialog(exhibit)
    await review.screen.getByTestId('export-item').click()
    await look('export-whole')
    await dialog.dialog.getByTestId('export-cut').check()
    await expect(dialog.preview).toContainText('none re-encoded')
    await dialog.start()
    await dialog.dialog.getByLabel('A key from a file').check()
    await look('export-cut-faults')
    await dialog.dialog.getByLabel('The key of this workstation').check()
    await dialog.chooseDestination(path.join(folder, 'out'))
    await dialog.start()
    await dialog.packagePath()
    await look('export-outcome')
    await dialog.close()
    await exhibit.window.getByTestId('job-tray').getByRole('button').click()
    await look('jobs')
    await exhibit.window.keyboard.press('Escape')
  })
}

/** The first screen, in this theme and size. */
async function begin(name: string, theme: 'dark' | 'light', width: number, height: number): Promise<void> {
  variant = name
  await resize(exhibit, width, height)
  if (await review.screen.isVisible()) await review.leave()
  if (await page.screen.isVisible()) await leaveCase()
  await cases.screen.getByRole('button', { name: 'Settings' }).click()
  const settings = exhibit.window.getByTestId('settings')
  await settings.getByLabel(theme === 'dark' ? 'Dark' : 'Light').check()
  await expect(exhibit.window.locator('html')).toHaveAttribute('data-theme', theme)
  await look('settings')
  await exhibit.window.getByRole('button', { name: 'Cases' }).click()
}

async function leaveCase(): Promise<void> {
  await page.screen.getByRole('button', { name: 'Cases' }).click()
  await cases.screen.waitFor()
}

/** Takes a picture of the window and notes what is wrong with it. */
async function look(what: string): Promise<void> {
  const found = await lookAt(exhibit, `screens/${variant}-${what}`)
  for (const fault of [...found, ...complaints.splice(0)]) faults.add(`${what}: ${fault}`)
}
