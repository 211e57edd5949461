// Searching the demo case in the real window: words, filters, keys, the chart, tracks, the way to the picture, and the file.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { answerDialog, stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt, looks } from './support/looks.ts'
import { resize, watchComplaints } from './support/window.ts'

let exhibit: Exhibit
let folder: string
let page: CasePage
let complaints: string[]

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  page = new CasePage(exhibit)
  await new CasesPage(exhibit).open(demo.copyCase(folder))
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test.beforeEach(async () => {
  // What opened the case shows its items when it is done with it.
  await expect(async () => {
    await page.show('search')
    await expect(testid('search-tab')).toBeVisible({ timeout: 2_000 })
  }).toPass()
  const clear = testid('search-clear')
  if (await clear.isVisible()) await clear.click()
  await testid('search-text').fill('')
  await settled()
})

test.afterEach(() => {
  expect(complaints.splice(0)).toEqual([])
})

const testid = (name: string) => exhibit.window.getByTestId(name)
const rows = () => testid('search-result')
const settled = () => expect(testid('search-tab')).toHaveAttribute('data-searching', 'false')

async function type(text: string): Promise<void> {
  await testid('search-text').fill(text)
  await expect(testid('search-count')).toBeVisible()
  await settled()
}

const rowsCount = async (): Promise<number> =>
  Number(await testid('search-results').getAttribute('data-rows'))

test('a plate is found however it is written, with the word marked, and leads to its picture', async () => {
  await type('ex2611')
  expect(await rowsCount()).toBeGreaterThan(0)
  await expect(rows().first()).toContainText('EX 2611')
  await type('vehicle 2611')
  const found = rows().first()
  await expect(found.locator('mark').first()).toHaveText('Vehicle')
  await expect(testid('search-track')).toHaveAttribute('data-points', /^[1-9]\d+$/)
  const time = await found.getAttribute('data-time')
  await testid('search-results').focus()
  await exhibit.window.keyboard.press('Home')
  await exhibit.window.keyboard.press('Enter')
  await expect(testid('review-screen')).toBeVisible()
  await expect(testid('overlay')).toHaveAttribute('data-chosen', '11')
  // The frame of the metadata is that of the picture.
  await expect(testid('overlay')).toHaveAttribute('data-metadata-time', time ?? '')
  await exhibit.window.getByRole('navigation', { name: 'Where you are' }).getByRole('button').last().click()
})

test('what was asked is there again after looking at a recording', async () => {
  await type('vehicle')
  const count = await rowsCount()
  await page.show('items')
  await page.show('search')
  await expect(testid('search-text')).toHaveValue('vehicle')
  await settled()
  expect(await rowsCount()).toBe(count)
})

test('a page down passes over no result', async () => {
  await resize(exhibit, 1280, 720)
  const results = testid('search-results')
  await results.focus()
  await exhibit.window.keyboard.press('Home')
  const whole = await results.evaluate((grid) => {
    const end = grid.getBoundingClientRect().bottom
    return [...grid.querySelectorAll('[data-testid=search-result]')].filter(
      (row) => row.getBoundingClientRect().bottom <= end,
    ).length
  })
  expect(await rowsCount()).toBeGreaterThan(whole)
  await exhibit.window.keyboard.press('PageDown')
  await expect(results).toHaveAttribute('aria-activedescendant', `result-${whole - 1}`)
})

test('filters narrow what is found, say how much there is, and can be taken away one by one', async () => {
  const all = await rowsCount()
  await testid('facet-kind').getByLabel('Events').check()
  await settled()
  await expect(rows().first()).toHaveAttribute('data-kind', 'event')
  const events = await rowsCount()
  expect(events).toBeGreaterThan(0)
  expect(events).toBeLessThan(all)
  await testid('facet-topics').getByRole('checkbox').first().check()
  await settled()
  await expect(testid('search-chip')).toHaveCount(2)
  expect(await rowsCount()).toBeLessThanOrEqual(events)
  await testid('search-chip').nth(1).click()
  await settled()
  await expect.poll(rowsCount).toBe(events)
  await testid('search-clear').click()
  await expect.poll(rowsCount).toBe(all)
})

test('the altered copy is told from the intact one, on each row and as a filter', async () => {
  const altered = testid('facet-item').getByRole('checkbox', { name: /^north-gate-altered\.mp4 · Broken/ })
  await expect(testid('facet-item').getByText(/^north-gate\.mp4 · Intact/)).toBeVisible()
  await altered.check()
  await settled()
  await expect(rows().first()).toContainText('Seal: Broken')
  for (const row of await rows().all()) await expect(row).toContainText('north-gate-altered.mp4')
  await expect(testid('search-chip').first()).toContainText('North Gate · north-gate-altered.mp4')
  // One of its two recordings is not the camera.
  await expect(testid('facet-camera').getByLabel('North Gate')).not.toBeChecked()
  await testid('search-clear').click()
  await settled()
})

test('of an object, all that is known of it comes before one minute of it', async () => {
  await type('vehicle')
  await testid('search-results').focus()
  await exhibit.window.keyboard.press('ArrowDown')
  await expect(testid('search-track')).toHaveAttribute('data-points', /^[1-9]\d+$/)
  const [track, stretch] = [testid('search-track'), testid('search-stretch')].map((one) => one.boundingBox())
  expect((await stretch)!.y).toBeGreaterThan((await track)!.y)
  await type('')
})

test('the chart chooses a time by dragging and by keys', async () => {
  const all = await rowsCount()
  const chart = testid('search-chart')
  const box = (await chart.boundingBox())!
  await exhibit.window.mouse.move(box.x + 2, box.y + 20)
  await exhibit.window.mouse.down()
  await exhibit.window.mouse.move(box.x + box.width * 0.25, box.y + 20, { steps: 4 })
  await exhibit.window.mouse.up()
  await expect(testid('search-chosen')).toBeVisible()
  await expect(testid('search-from')).not.toHaveValue('')
  await expect.poll(rowsCount).toBeLessThan(all)
  await chart.focus()
  await exhibit.window.keyboard.press('Escape')
  await expect.poll(rowsCount).toBe(all)
  await exhibit.window.keyboard.press('ArrowRight')
  await exhibit.window.keyboard.press('Shift+ArrowRight')
  await expect(testid('search-to')).not.toHaveValue('')
})

test('a time that is none is said to be none and does not count', async () => {
  const all = await rowsCount()
  await testid('search-from').fill('yesterday')
  await testid('search-from').blur()
  await expect(exhibit.window.getByText('Not a time')).toBeVisible()
  expect(await rowsCount()).toBe(all)
  await testid('search-from').fill('')
})

test('nothing that fits says what to do', async () => {
  await type('zeppelin')
  await expect(testid('search-none')).toBeVisible()
  await testid('search-none-clear').click()
  await expect(rows().first()).toBeVisible()
})

test('the results leave as a file, and the ledger says so', async () => {
  await type('vehicle')
  const file = path.join(folder, 'found.csv')
  await answerDialog(exhibit.app, file)
  await testid('search-export').click()
  await expect(exhibit.window.getByText('were written to')).toBeVisible()
  expect(readFileSync(file, 'utf8').split('\r\n').length).toBeGreaterThan(2)
  await page.show('custody')
  await expect(testid('ledger-list').getByText('Search results exported')).toBeVisible()
})

for (const [theme, width, height] of looks)
  test(`${theme} at ${width}×${height}: nothing is cut off`, async () => {
    await page.show('settings')
    await exhibit.window.getByLabel(theme === 'dark' ? 'Dark' : 'Light', { exact: true }).check()
    await resize(exhibit, width, height)
    await page.show('search')
    const look = async (what: string): Promise<void> => {
      await exhibit.window.waitForTimeout(200)
      expect(await lookAt(exhibit, `search/${theme}-${width}x${height}-${what}`)).toEqual([])
    }
    await settled()
    await look('all')
    await type('vehicle')
    await testid('search-results').focus()
    await exhibit.window.keyboard.press('ArrowDown')
    await expect(testid('search-track')).toHaveAttribute('data-points', /^[1-9]\d+$/)
    await testid('facet-kind').getByLabel('Objects').check()
    await settled()
    await look('object')
    await testid('search-clear').click()
    await type('line')
    await expect(rows().first()).toHaveAttribute('data-kind', 'event')
    await look('event')
    await type('zeppelin')
    await expect(testid('search-none')).toBeVisible()
    await look('none')
    await type('')
  })
