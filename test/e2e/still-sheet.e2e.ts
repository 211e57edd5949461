// The sheet of stills in the real window: chosen in the panel of marks, made by the real engine, read back as a PDF.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { answerDialog, stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt, looks, wear } from './support/looks.ts'
import type { Rgb } from './support/png.ts'
import { height, readFrameCode, Recording, width } from './support/truth.ts'
import { resize, watchComplaints } from './support/window.ts'
import { readPdf, textOf, type PdfPicture } from '../support/pdf-reader.ts'

const file = 'patrol-car-7.mp4'
const recording = new Recording('patrol-car')

let exhibit: Exhibit
let folder: string
let root: string
let review: ReviewPage
let page: CasePage
let complaints: string[]

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  root = demo.copyCase(folder)
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(root)
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
  await page.review(file)
  await review.waitFor(0)
  await review.openPanel('marks')
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

const press = (key: string): Promise<void> => exhibit.window.keyboard.press(key)
const part = (id: string) => review.screen.getByTestId(id)

/** The number in the picture itself. */
function codeIn({ pixels, width: wide, height: high }: PdfPicture): number | null {
  const at = (x: number, y: number): Rgb => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray((y * wide + x) * 3)
    return [red, green, blue]
  }
  const rect = { left: 0, top: 0, width, height }
  return readFrameCode({ pixels: { width: wide, height: high, at }, rect })
}

function sheetIn(target: string): { text: string; stills: PdfPicture[]; sha256: string } {
  const bytes = readFileSync(target)
  const pages = readPdf(bytes)
  return {
    text: textOf(pages),
    stills: pages.flatMap(({ images }) => images.map(({ picture }) => picture)),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
}

test('marked pictures go onto a sheet in the case, with notes that were still being typed', async () => {
  for (const presentation of [250, 33, 120]) {
    await review.goToPicture(presentation)
    await press('m')
  }
  await expect(part('mark-row')).toHaveCount(3)
  await part('mark-note').fill('Typed a moment ago.')
  await expect(part('mark-state')).toHaveAttribute('data-state', 'unsaved')
  await part('still-sheet').focus()
  await press('Enter')
  await expect(part('sheet-bar')).toBeVisible()
  await expect(part('mark-on-sheet')).toHaveCount(3)
  for (const box of await part('mark-on-sheet').all()) await expect(box).toBeChecked()
  await part('make-sheet').focus()
  await press('Enter')
  await expect(part('sheet-made')).toBeVisible()
  await expect(part('sheet-made')).toContainText('Sheet with 3 stills saved')
  const [name] = readdirSync(path.join(root, 'exports', 'stills'))
  expect(name).toBe('sheet-patrol-car-7.pdf')
  const sheet = sheetIn(path.join(root, 'exports', 'stills', name ?? ''))
  expect(sheet.stills.map(codeIn)).toEqual([33, 120, 250].map((one) => recording.at(one).frame))
  expect(sheet.text).toContain('Typed a moment ago.')
  const { utc } = recording.at(120)
  expect(sheet.text).toContain(`${utc.slice(0, 10)} ${utc.slice(11, -1)} UTC, as recorded`)
  await expect(part('sheet-hash')).toHaveText(new RegExp(sheet.sha256.match(/.{4}/g)?.join('\\s*') ?? 'x'))
  await expect(part('sheet-made').getByRole('button', { name: 'Show in folder' })).toBeVisible()
})

test('only those that are chosen, where the dialog says', async () => {
  const boxes = part('mark-on-sheet')
  await expect(boxes.first()).toHaveAccessibleName(/^On the sheet: .*Picture 34/)
  await part('sheet-none').click()
  await expect(part('make-sheet')).toBeDisabled()
  await boxes.nth(1).focus()
  await press('Space')
  await expect(boxes.nth(1)).toBeChecked()
  const target = path.join(folder, 'chosen.pdf')
  await answerDialog(exhibit.app, target)
  await part('make-sheet-to').click()
  await expect(part('sheet-made')).toContainText(target)
  expect(sheetIn(target).stills.map(codeIn)).toEqual([recording.at(120).frame])
  // Cancelled in the dialog: nothing happens.
  await part('make-sheet-to').click()
  await expect(part('make-sheet')).toBeEnabled()
  await expect(part('sheet-made')).toHaveCount(0)
})

test('all marks of the case, and the ledger says of each item what was shown of it', async () => {
  await part('sheet-case').check()
  await expect(part('mark-on-sheet')).toHaveCount(0)
  const target = path.join(folder, 'case.pdf')
  await answerDialog(exhibit.app, target)
  await part('make-sheet-to').click()
  await expect(part('sheet-made')).toContainText(target)
  await expect(exhibit.window.getByTestId('notice')).toHaveCount(0)
  expect(sheetIn(target).stills).toHaveLength(3)
  await review.openPanel('custody')
  const entries = review.side.getByTestId('custody-entry').filter({ hasText: 'Sheet of stills made' })
  await expect(entries).toHaveCount(3)
  await review.openPanel('marks')
  await expect(part('sheet-made')).toContainText(target)
})

for (const [theme, width, height] of looks) {
  test(`looks right: ${theme}, ${width} × ${height}`, async () => {
    await resize(exhibit, width, height)
    await wear(exhibit, theme)
    for (const scope of ['sheet-chosen', 'sheet-case']) {
      await part(scope).check()
      const found = await lookAt(exhibit, `still-sheet/${theme}-${width}x${height}-${scope}`)
      expect([...found, ...complaints.splice(0)]).toEqual([])
    }
  })
}

test('closed by the button that opened it, and refused where the case is open only for reading', async () => {
  await expect(part('still-sheet')).toHaveAttribute('aria-expanded', 'true')
  await part('still-sheet').click()
  await expect(part('sheet-bar')).toHaveCount(0)
  await expect(part('mark-on-sheet')).toHaveCount(0)
  await review.leave()
  await exhibit.window.getByRole('button', { name: 'Cases' }).click()
  await exhibit.window.getByTestId('cases-screen').waitFor()
  const answer = await exhibit.window.evaluate(
    (place) =>
      (
        globalThis as unknown as { exhibit: { call(name: string, input: unknown): Promise<string> } }
      ).exhibit.call('case.open', { path: place, examiner: null, readOnly: true }),
    root,
  )
  expect(JSON.parse(answer)).toMatchObject({ ok: true })
  await exhibit.window.reload()
  await page.review(file)
  await review.waitUntilReady()
  await review.openPanel('marks')
  await expect(part('mark-row')).toHaveCount(3)
  await expect(part('still-sheet')).toBeDisabled()
  await expect(part('still-sheet')).toHaveAttribute('title', /opened for reading/)
})
