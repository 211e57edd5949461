// Marks, stills, the table of pictures and the boxes, in the real window on the real engine: what is done by key is kept with
// the case and in its ledger, and what is shown is what is stored.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { callBridge } from './support/bridge.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { answerDialog, stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt, looks, wear } from './support/looks.ts'
import { readPng } from './support/png.ts'
import { height, readFrameCode, Recording, width } from './support/truth.ts'
import { resize, watchComplaints } from './support/window.ts'

const file = 'patrol-car-7.mp4'

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
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

const press = (key: string): Promise<void> => exhibit.window.keyboard.press(key)
const part = (id: string) => review.screen.getByTestId(id)

test('one key marks a picture, or the part between I and O; notes save themselves and are kept', async () => {
  await review.openPanel('marks')
  await expect(part('marks-empty')).toBeVisible()
  await review.goToPicture(40)
  await press('m')
  await expect(part('mark-row')).toHaveCount(1)
  await part('mark-note').fill('a man with a bag')
  await part('mark-tag').fill('person')
  await part('mark-fields').getByRole('button', { name: 'Pink' }).click()
  await expect(part('mark-state')).toHaveAttribute('data-state', 'saved')

  await review.goToPicture(100)
  await press('i')
  await review.goToPicture(120)
  await press('o')
  await press('m')
  await expect(part('mark-row')).toHaveCount(2)
  await expect(part('mark-row').nth(1)).toContainText('Pictures 101 to 121')
  await expect(part('timeline-saved-mark')).toHaveCount(2)
  // The part is marked already: the same key marks the picture now.
  await press('m')
  await expect(part('mark-row')).toHaveCount(3)

  await press('Shift+V')
  await review.waitFor(100)
  await press('Shift+V')
  await review.waitFor(40)
  await press('v')
  await review.waitFor(100)

  await review.leave()
  await page.review(file)
  await review.waitFor(100)
  await expect(part('mark-row')).toHaveCount(3)
  await expect(part('mark-row').first()).toContainText('person')
  await review.openPanel('custody')
  for (const act of ['Mark set', 'Mark changed'])
    await expect(review.side.getByTestId('custody-entry').filter({ hasText: act }).first()).toBeVisible()
  await review.openPanel('marks')
})

test('the part between in and out is repeated, and nothing outside of it is shown', async () => {
  await review.goToPicture(60)
  await press('i')
  await review.goToPicture(70)
  await press('o')
  await press('r')
  await expect(part('loop')).toHaveAttribute('aria-pressed', 'true')
  const watched = await review.watchPictures()
  await press('Space')
  await exhibit.window.waitForTimeout(2_500)
  await press('Space')
  const shown = (await watched()).map(({ presentation }) => presentation)
  expect(Math.min(...shown)).toBe(60)
  expect(Math.max(...shown)).toBe(70)
  const turns = shown.filter((picture, index) => picture < (shown[index - 1] ?? 0)).length
  expect(turns).toBeGreaterThanOrEqual(2)
  await part('clear-marks').click()
})

test('a still is the picture on the screen at its stored size, made from what is stored', async () => {
  const recording = new Recording('patrol-car')
  for (const presentation of [33, 250]) {
    await review.goToPicture(presentation)
    const target = path.join(folder, `still-${presentation}.png`)
    await answerDialog(exhibit.app, target)
    await press('Shift+P')
    await expect(exhibit.window.getByText(`Still of picture ${presentation + 1} saved`)).toBeVisible()
    const pixels = readPng(readFileSync(target))
    const rect = { left: 0, top: 0, width, height }
    expect(readFrameCode({ pixels, rect })).toBe(recording.at(presentation).frame)
    const said = JSON.parse(readFileSync(target.replace('.png', '.json'), 'utf8')) as {
      time: { utc: string }
      pixels: { width: number; height: number }
    }
    expect(said.time.utc).toBe(recording.at(presentation).utc)
    expect(said.pixels).toMatchObject({ width, height })
  }
  await press('p')
  const stills = path.join(root, 'exports', 'stills')
  await expect.poll(() => existsSync(stills) && readdirSync(stills).length).toBe(2)
})

test('that pictures and clock do not fit is said beside the picture, and leads to the table', async () => {
  await review.openPanel('integrity')
  const chip = part('pace-chip')
  await expect(chip).toContainText('Count ≠ clock: Count and clock differ. 75 pictures fewer')
  await chip.click()
  await expect(part('frame-pace')).toBeVisible()
  await review.openPanel('integrity')
  await chip.focus()
  await press('Enter')
  await expect(part('frame-pace')).toBeVisible()
  await expect(part('tab-frames')).toBeFocused()
})

test('the table of pictures follows, leads, sorts, and says what is uneven', async () => {
  await review.openPanel('frames')
  await expect(part('frame-table')).toHaveAttribute('data-rows', '425')
  await expect(part('frame-pace')).toContainText('Constant but for one interval')
  await expect(part('frame-types')).toBeVisible()
  const current = review.screen.locator('[data-testid=frame-row][aria-selected=true]')
  await review.goToPicture(300)
  await expect(current).toHaveAttribute('data-picture', '300')
  await part('frame-table').focus()
  await press('ArrowUp')
  await review.waitFor(299)
  // When, with its day, and by what: as the recording itself says.
  const utc = new Recording('patrol-car').at(299).utc
  await expect(current.getByTestId('frame-time')).toHaveText(utc.slice(11, -1))
  await expect(part('frames-origin')).toBeVisible()
  await expect(part('frames-origin')).toHaveText(/^2026-05-01, UTC by recorder’s clock \(cstb\)/)
  await expect(part('sort-time')).toHaveAttribute(
    'title',
    /Start of the track: recorder’s clock \(cstb\); plus/,
  )
  await part('sort-sample').click()
  await part('sort-sample').click()
  await part('frame-table').focus()
  await press('Home')
  const top = review.screen.locator('[data-testid=frame-row][aria-rowindex="2"]')
  await expect(top).toHaveAttribute('aria-selected', 'true')
  await expect(top.getByRole('gridcell').nth(6)).toHaveText('424')
  await part('sort-interval').click()
  // The gap of three seconds comes first.
  const first = part('frame-row').first()
  await part('frame-table').focus()
  await press('Home')
  await review.waitFor(199)
  await expect(first).toContainText('3040.0 ms')
  const target = path.join(folder, 'frames.csv')
  await answerDialog(exhibit.app, target)
  await part('export-frames').click()
  await exhibit.window.getByRole('menuitem', { name: /CSV/ }).click()
  await expect(exhibit.window.getByText('List of 425 pictures written')).toBeVisible()
  expect(readFileSync(target, 'utf8').split('\r\n')).toHaveLength(427)
  await part('sort-picture').click()
})

test('the boxes of the file can be walked by key, down to their bytes', async () => {
  await review.openPanel('structure')
  await part('structure-tree').click()
  await expect(part('box-row').first()).toHaveAttribute('data-type', 'ftyp')
  await part('box-tree').focus()
  await press('Home')
  await expect(part('box-fields')).toContainText('majorBrand')
  await expect(part('box-bytes')).toContainText('66 74 79 70')
  const rows = Number(await part('box-tree').getAttribute('data-rows'))
  await review.screen.locator('[data-testid=box-row][data-type=moov]').click()
  await press('ArrowLeft')
  expect(Number(await part('box-tree').getAttribute('data-rows'))).toBeLessThan(rows)
  await press('ArrowRight')
  await expect(part('box-tree')).toHaveAttribute('data-rows', String(rows))
})

for (const [theme, width, height] of looks) {
  test(`looks right: ${theme}, ${width} × ${height}`, async () => {
    await resize(exhibit, width, height)
    await wear(exhibit, theme)
    await review.goToPicture(110)
    for (const panel of ['marks', 'frames', 'structure'] as const) {
      await review.openPanel(panel)
      if (panel === 'structure') {
        await part('structure-tree').click()
        await review.screen.locator('[data-testid=box-row][data-type=moov]').click()
        await press('ArrowDown')
        await expect(part('box-fields')).toBeVisible()
      }
      const found = await lookAt(exhibit, `marks-frames/${theme}-${width}x${height}-${panel}`)
      expect([...found, ...complaints.splice(0)]).toEqual([])
    }
  })
}

test('opened for reading, marks are shown and none can be set', async () => {
  await review.leave()
  await exhibit.window.getByRole('button', { name: 'Cases' }).click()
  await exhibit.window.getByTestId('cases-screen').waitFor()
  await callBridge(exhibit, 'case.open', { path: root, examiner: null, readOnly: true })
  await exhibit.window.reload()
  await page.review(file)
  await review.waitUntilReady()
  await review.openPanel('marks')
  await expect(part('mark-row')).toHaveCount(3)
  await expect(part('set-mark')).toBeDisabled()
  await expect(part('make-still')).toBeDisabled()
  await part('mark-row').first().getByRole('button').first().click()
  await expect(part('mark-note')).toHaveCount(0)
  await expect(review.screen).toContainText('The case was opened for reading')
})
