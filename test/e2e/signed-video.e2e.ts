// Video that real cameras' libraries signed, in the real window: taken in, judged by the engine, and shown picture by
// picture. The files are kept beside the project and never in it; without them these tests are skipped, loudly.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { VerdictPage } from './pages/verdict-page.ts'
import { removeFolder, temporaryFolder } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt } from './support/looks.ts'
import { resize, watchComplaints } from './support/window.ts'
import { at } from '../../build/paths.mjs'

const samples = path.join(process.env['EXHIBIT_SHARED'] ?? at('../shared'), 'samples')
const onvif = path.join(samples, 'onvif-media-signing', 'test_signed_h264.mp4')
const axisChanged = path.join(samples, 'axis-signed-video', 'signed_test_h264_modified_frame_137.mp4')

let exhibit: Exhibit
let folder: string
let cases: CasesPage
let page: CasePage
let review: ReviewPage
let verdict: VerdictPage
let complaints: string[]

test.skip(!existsSync(onvif) || !existsSync(axisChanged), 'the reference files of signed video are absent')

test.beforeAll(async () => {
  folder = temporaryFolder()
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
  verdict = new VerdictPage(exhibit)
  await resize(exhibit, 1280, 720)
  await cases.create({
    reference: 'EX 2613/26',
    examiner: 'Officer 12',
    folder: path.join(folder, 'case'),
  })
  await page.addFiles(onvif, axisChanged)
  await expect(page.rows).toHaveCount(2, { timeout: 30_000 })
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test('a changed picture is found, named and shown', async () => {
  const file = path.basename(axisChanged)
  await expect(page.row(file).getByTestId('camera-chip')).toContainText('Contradicted')
  await page.review(file)
  await review.waitFor(0)
  await expect(review.signature).toHaveAttribute('data-state', 'ok')
  await exhibit.window.keyboard.press('n')
  // Stored as sample 137, counted from 0.
  await expect(review.picture).toHaveAttribute('data-sample', '137')
  await expect(review.signature).toHaveAttribute('data-state', 'changed')
  await expect(review.screen.getByTestId('signing-problems')).toHaveText('1 problem')
  await look('changed')
  await exhibit.window.keyboard.press('ArrowRight')
  await expect(review.signature).toHaveAttribute('data-state', 'ok')
  await lastPicture()
  await expect(review.signature).toHaveAttribute('data-state', 'pending')
  await verdict.open()
  await expect(verdict.sentence).toContainText('contradicts')
  await look('changed-verdict')
  await verdict.close()
  await review.leave()
})

test('an unchanged video is confirmed to its last picture, whoever signed it', async () => {
  const file = path.basename(onvif)
  await expect(page.row(file).getByTestId('camera-chip')).toContainText('Matches')
  await page.review(file)
  await review.waitFor(0)
  await expect(review.screen.getByTestId('signing-problems')).toHaveText('No problem')
  await lastPicture()
  await expect(review.signature).toHaveAttribute('data-state', 'ok')
  await expect(review.signature).toContainText('Which camera signed is not proved.')
  await look('confirmed')
  await verdict.open()
  await expect(verdict.block('notProved')).toContainText('which camera signed')
  await look('confirmed-verdict')
  await verdict.close()
  await review.leave()
})

/** The last stored sample of these files holds a signature only, and no picture. */
async function lastPicture(): Promise<void> {
  await exhibit.window.keyboard.press('End')
  await expect(review.signature).toContainText('no signature speaks of it')
  await exhibit.window.keyboard.press('ArrowLeft')
}

/** Takes a picture of the window; nothing on it may be cut off or complained of. */
async function look(what: string): Promise<void> {
  expect([...(await lookAt(exhibit, `signed-video/${what}`)), ...complaints.splice(0)]).toEqual([])
}
