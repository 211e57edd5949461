// A workstation without ffmpeg: it says what is missing, and the rest works.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { ReviewPage } from './pages/review-page.ts'
import { verifyByCommand } from './support/command.ts'
import { demoReference, expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { videoOf } from './support/package.ts'
import { Recording } from './support/truth.ts'

test.describe.configure({ mode: 'serial' })

const missing =
  'ffmpeg was not found. It makes thumbnails, stills, sheets of stills and the two pictures of a cut; it checks for damage'
let exhibit: Exhibit
let folder: string
let page: CasePage

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  const empty = path.join(folder, 'empty')
  mkdirSync(empty)
  exhibit = await launchExhibit({ env: { FFMPEG_BIN: path.join(empty, 'ffmpeg'), PATH: empty } })
  await stubDialogs(exhibit.app)
  demo.copyCase(folder)
  page = new CasePage(exhibit)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test('the first screen says so, and why the demo case cannot be made', async () => {
  const { window } = exhibit
  await expect(window.getByTestId('job-tray').getByText('No ffmpeg')).toHaveAttribute(
    'title',
    new RegExp(missing),
  )
  await window.getByTestId('demo-case').click()
  const notice = window.getByTestId('notice')
  await expect(notice).toContainText('The demo case could not be made.')
  await expect(notice).toContainText(/ffmpeg/)
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await window.getByRole('button', { name: 'Settings' }).click()
  await expect(window.getByTestId('settings').getByText(missing)).toBeVisible()
  await expect(window.getByTestId('settings').locator('dt:text-is("ffmpeg") + dd')).toHaveText('not found')
  await look('settings')
  await window.getByRole('button', { name: 'Cases' }).click()
})

test('an existing case opens, its items are there and are verified again', async () => {
  await new CasesPage(exhibit).open(path.join(folder, 'case'))
  await expect(page.screen.getByRole('heading', { name: demoReference })).toBeVisible()
  await expect(page.rows).toHaveCount(4)
  await page.row('north-gate.mp4').click()
  await page.drawer.getByRole('button', { name: 'Verify again' }).click()
  await expect(exhibit.window.getByTestId('notice')).toContainText(
    'Verified again. Seal: Intact. Signer: Trusted.',
  )
})

test('evidence is taken in, without a thumbnail', async ({ demo }) => {
  const file = path.join(folder, 'other.mp4')
  copyFileSync(demo.files.unsealed, file)
  // An empty box `free` behind the rest makes it another file.
  writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('\0\0\0\u0008free', 'latin1')]))
  await page.addFiles(file)
  const row = page.row('other.mp4')
  await expect(row).toBeVisible({ timeout: 30_000 })
  await expect(row.locator('.thumb img')).toHaveCount(0)
  await expect(row.locator('.thumb svg')).toBeVisible()
})

test('it plays and steps', async () => {
  await page.review('patrol-car-7.mp4')
  const review = new ReviewPage(exhibit)
  await review.waitFor(0)
  const recording = new Recording('patrol-car')
  await review.goToPicture(200)
  expect((await review.shown()).frame).toBe(recording.at(200).frame)
  await review.play.click()
  await expect
    .poll(async () => Number(await review.picture.getAttribute('data-presentation')), { timeout: 20_000 })
    .toBeGreaterThan(210)
  await review.play.click()
})

test('a part is cut out and sealed', async () => {
  const review = new ReviewPage(exhibit)
  await review.goToPicture(20)
  await exhibit.window.keyboard.press('i')
  await review.goToPicture(60)
  await exhibit.window.keyboard.press('o')
  await review.screen.getByTestId('export-item').click()
  const dialog = new ExportDialog(exhibit)
  const last = dialog.dialog.getByTestId('cut-picture-last')
  await expect(last).toContainText('It cannot be shown here: FFMPEG_BIN names')
  await expect(last).toContainText('The cut does not depend on that.')
  await look('cut-without-pictures')
  await dialog.chooseDestination(path.join(folder, 'out'))
  await dialog.start()
  const made = await dialog.packagePath()
  await dialog.close()
  const { code, verification } = await verifyByCommand(folder, path.join(made, videoOf(made)))
  expect([code, verification.verdict]).toEqual([0, 'sealed'])
})

async function look(name: string): Promise<void> {
  expect(await lookAround(exhibit, `no-ffmpeg/${name}`)).toEqual([])
}
