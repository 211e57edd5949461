// Verdicts as they are read: the page with the whole proof, the table's chips, and the camera's signatures on the
// timeline, for items with every kind of answer, in both themes and at two sizes. A picture of each for human eyes lies in
// test-results/verdicts; what can be checked without them is checked here.
import { expect, test } from '@playwright/test'
import { EvidenceError } from '#contract/errors.ts'
import { Explanation } from '#contract/explanation.ts'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { VerdictPage } from './pages/verdict-page.ts'
import { stubDialogs } from './support/dialogs.ts'
import { answerWith } from './support/fake-engine.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt, looks } from './support/looks.ts'
import { resize, watchComplaints } from './support/window.ts'

/** What each is an example of, its file, and its two or three answers. */
const examples = [
  ['trusted', 'forecourt-north-2159.mp4', 'Intact', 'Trusted', null],
  ['untrusted', 'forecourt-north-2301.mp4', 'Intact', 'Unknown signer', null],
  ['expired', 'loading-bay-2302.mp4', 'Intact', 'Expired', null],
  ['trusted-then', 'forecourt-north-2350.mp4', 'Intact', 'Trusted then', null],
  ['weak', 'loading-bay-2351.mp4', 'Intact, weak', 'Too weak', null],
  ['broken', 'loading-bay-2158.mp4', 'Broken', 'Not proved', null],
  ['content-after-seal', 'loading-bay-2245.mp4', 'Content added', 'Not proved', null],
  ['unsealed', 'loading-bay-2330.mp4', 'No seal', 'No signer', null],
  ['unsupported', 'forecourt-north-2331.mp4', 'Not checkable', 'Not proved', null],
  ['partly', 'forecourt-north-2340.mp4', 'Intact', 'Trusted', 'Matches'],
  ['changed', 'loading-bay-2341.mp4', 'No seal', 'No signer', 'Contradicted'],
] as const

let exhibit: Exhibit
let bridge: FakeBridge
let cases: CasesPage
let page: CasePage
let review: ReviewPage
let verdict: VerdictPage
let complaints: string[]
let variant = ''
const faults = new Set<string>()

test.beforeAll(async () => {
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
  verdict = new VerdictPage(exhibit)
  await exhibit.window.waitForLoadState('load')
  bridge = createFakeBridge()
  // No file stands behind these items, so that no still picture is asked for.
  for (const { summary } of bridge.items) summary.hasThumbnail = false
  await answerWith(exhibit, bridge)
  await cases.open(fakeCase.path)
})

test.afterAll(() => exhibit.close())

test.beforeEach(() => {
  faults.clear()
  complaints.splice(0)
})

test.afterEach(() => {
  expect([...faults]).toEqual([])
})

for (const [theme, width, height] of looks) {
  test(`${theme}-${width}x${height}: every verdict, from the case`, async () => {
    await begin(theme, width, height)
    for (const [name, file, seal, signer, camera] of examples) {
      await select(file)
      await expect(page.row(file).getByTestId('seal-chip')).toContainText(seal)
      await expect(page.row(file).getByTestId('signer-chip')).toContainText(signer)
      if (camera) await expect(page.row(file).getByTestId('camera-chip')).toContainText(camera)
      else await expect(page.row(file).getByTestId('camera-chip')).toBeHidden()
      await verdict.open()
      await look(`verdict-${name}`)
      await verdict.close()
      await expect(page.drawer.getByTestId('show-verdict')).toBeFocused()
    }
    await look('case')
  })

  test(`${theme}-${width}x${height}: the camera’s signatures on the timeline`, async () => {
    await begin(theme, width, height)
    for (const name of ['partly', 'changed'] as const) {
      await select(examples.find(([one]) => one === name)?.[1] ?? '')
      await page.drawer.getByTestId('open-item').click()
      await review.screen.waitFor()
      await expect(review.signature).toBeVisible()
      await look(`review-${name}`)
      await review.side.getByText('The camera’s own signatures').click()
      await review.side.getByTestId('group-list').scrollIntoViewIfNeeded()
      await look(`review-${name}-groups`)
      await verdict.open()
      await verdict.page.getByTestId('toggle-steps').click()
      await look(`review-${name}-verdict`)
      await verdict.close()
      await review.leave()
    }
  })
}

test('the lane leads from problem to problem, by key, button, pointer and list', async () => {
  await begin('dark', 1280, 720)
  await select('loading-bay-2341.mp4')
  await page.drawer.getByTestId('open-item').click()
  await expect(review.signature).toHaveAttribute('data-state', 'cut')
  const { keyboard } = exhibit.window
  // Two changed pictures of the third group, the group that lacks some, and the one that cannot tell which.
  const stops = [
    ['Picture 106 of 420', 'changed'],
    ['Picture 155 of 420', 'missing'],
    ['Picture 277 of 420', 'doubtful'],
  ] as const
  for (const [number, state] of stops) {
    await keyboard.press('n')
    await expect(review.number).toHaveText(number)
    await expect(review.signature).toHaveAttribute('data-state', state)
  }
  await expect(review.screen.getByTestId('next-problem')).toBeDisabled()
  await keyboard.press('Shift+N')
  await expect(review.number).toHaveText('Picture 155 of 420')
  await review.screen.getByTestId('previous-problem').click()
  await expect(review.number).toHaveText('Picture 106 of 420')

  const lane = review.screen.getByTestId('timeline')
  await expect(lane).toHaveAttribute('data-problems', '3')
  await expect(lane).toHaveAttribute('aria-valuetext', /Camera’s signature: changed$/)
  const box = await lane.boundingBox()
  if (!box) throw new Error('there is no timeline')
  // Near the end, on the lane under the recording.
  await exhibit.window.mouse.move(box.x + box.width * 0.978, box.y + 54)
  await expect(lane.locator('.tip')).toHaveText('Pictures 401 to 420: after the last signature')

  await review.side.getByText('The camera’s own signatures').click()
  const groups = review.side.getByTestId('group-list')
  await expect(groups.getByTestId('group-row').first()).toContainText('Group 1')
  await groups.getByRole('button', { name: 'Show the first picture of group 4' }).click()
  await expect(review.number).toHaveText('Picture 155 of 420')
  await groups.getByTestId('groups-all').check()
  await groups.getByRole('button', { name: 'Show the first picture of group 2' }).click()
  await expect(review.number).toHaveText('Picture 31 of 420')
  await expect(review.signature).toHaveText(
    /confirmed by the camera’s signature\. Which camera signed is not proved\./,
  )

  // The page lies over the review, which stays where it was.
  await verdict.open()
  await expect(verdict.page).toBeFocused()
  await keyboard.press('n')
  await verdict.close()
  await expect(review.number).toHaveText('Picture 31 of 420')
  await expect(review.side.getByTestId('show-verdict')).toBeFocused()
  await review.leave()
})

test('the page holds every step with its commands, and copies all of it as JSON', async () => {
  await begin('dark', 1280, 720)
  await select('forecourt-north-2159.mp4')
  await verdict.open()
  for (const block of ['proved', 'notProved', 'by', 'when'] as const) {
    await expect(verdict.block(block).locator('li, p').first()).not.toBeEmpty()
  }
  await expect(verdict.steps.locator('pre:visible')).toHaveCount(0)
  await verdict.page.getByTestId('toggle-steps').click()
  await expect(verdict.page.getByTestId('step-file').locator('pre')).toContainText('sha256sum')
  await verdict.page.getByTestId('copy-json').click()
  await expect(verdict.page.getByTestId('copy-json')).toHaveText(/Copied/)
  const copied = await exhibit.app.evaluate(({ clipboard }) => clipboard.readText())
  const shown = bridge.items.find(({ summary }) => summary.name === 'forecourt-north-2159.mp4')
  expect(Explanation.parse(JSON.parse(copied))).toMatchObject({ path: shown?.verification.path })
  await expect(verdict.marks).toHaveCount(3)
  await expect(verdict.marks.first()).toContainText('changed')
  await verdict.page.getByTestId('verdict-back').click()
  await expect(verdict.page).toBeHidden()
})

test('what cannot be explained says why, and can be tried again', async () => {
  await begin('dark', 1280, 720)
  await select('forecourt-north-2301.mp4')
  const working = bridge.answers['item.explain']
  bridge.answers['item.explain'] = () => {
    throw new EvidenceError('item-damaged', 'Page 7 of the database cannot be read.')
  }
  await exhibit.window.getByTestId('show-verdict').click()
  await expect(verdict.page.getByRole('alert')).toBeVisible()
  await look('verdict-failed')
  if (working) bridge.answers['item.explain'] = working
  await verdict.page.getByRole('button', { name: 'Try again' }).click()
  await expect(verdict.sentence).toBeVisible()
  await verdict.close()
})

async function begin(theme: 'dark' | 'light', width: number, height: number): Promise<void> {
  variant = `${theme}-${width}x${height}`
  await resize(exhibit, width, height)
  if (await verdict.page.isVisible()) await verdict.close()
  if (await review.screen.isVisible()) await review.leave()
  await page.show('settings')
  await exhibit.window
    .getByTestId('settings')
    .getByLabel(theme === 'dark' ? 'Dark' : 'Light')
    .check()
  await expect(exhibit.window.locator('html')).toHaveAttribute('data-theme', theme)
  await page.show('items')
}

/** Rows that are not in view are not there: the list is sorted by time, and the drawer shows what is selected. */
async function select(file: string): Promise<void> {
  await page.table.focus()
  await exhibit.window.keyboard.press('Home')
  for (let tries = 0; tries < bridge.items.length; tries += 1) {
    const selected = page.table.locator('[aria-selected=true]')
    if ((await selected.textContent())?.includes(file)) break
    await exhibit.window.keyboard.press('ArrowDown')
  }
  await expect(page.row(file)).toHaveAttribute('aria-selected', 'true')
  await expect(page.drawer.getByText(file, { exact: false }).first()).toBeVisible()
  await expect(page.drawer.getByTestId('show-verdict')).toBeVisible()
}

/** Takes a picture of the window and notes what is wrong with it. */
async function look(what: string): Promise<void> {
  const found = await lookAt(exhibit, `verdicts/${variant}-${what}`)
  // The pictures themselves cannot be read: there is no file.
  const said = complaints.splice(0).filter((text) => !text.includes('exhibit-media'))
  for (const fault of [...found, ...said]) faults.add(`${what}: ${fault}`)
}
