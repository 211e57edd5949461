// Pictures side by side: the same part of each is seen, every stored pixel as what it is; each may be looked at and stepped for
// itself; what was watched together is there again when the application was closed.
import path from 'node:path'
import { expect, test, type Locator } from '@playwright/test'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { ItemId } from '#contract/units.ts'
import { createCase } from '#engine/store/case-database.ts'
import { bPictures, closedGroups, encode, remux } from '#test/support/zoo/encode.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { callBridge } from './support/bridge.ts'
import { removeFolder, temporaryFolder } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { differences, pixels, type Place } from './support/shown-pixels.ts'
import { resize, watchComplaints } from './support/window.ts'

// One window, in which each test goes on where the one before ended.
test.describe.configure({ mode: 'serial' })

/** The second has half as many pixels, and begins two seconds later. */
const films = [
  { file: 'gate.mp4', args: bPictures, start: '21:59:58' },
  { file: 'small.mp4', args: closedGroups(20, '320:180'), start: '22:00:00' },
] as const

let exhibit: Exhibit
let folder: string
let page: CasePage
let complaints: string[]

test.beforeAll(async () => {
  folder = temporaryFolder()
  const at = (name: string): string => path.join(folder, name)
  for (const { file, args, start } of films) {
    await encode(at(`raw-${file}`), { count: 200, salt: 7 }, args)
    await remux(at(`raw-${file}`), at(file), ['-metadata', `creation_time=2026-05-01T${start}Z`])
  }
  for (const name of ['case', 'other']) {
    const database = await createCase(at(name), { reference: `Compared: ${name}`, examiner: 'Ada' })
    const sources = films.map(({ file }) => at(file))
    await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
    database.close()
  }
  await launch()
  await new CasesPage(exhibit).open(at('case'))
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

async function launch(): Promise<void> {
  exhibit = await launchExhibit({ userData: path.join(folder, 'user-data') })
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  page = new CasePage(exhibit)
}

const tile = (at: number): Locator => exhibit.window.getByTestId('camera-tile').nth(at)
const pictureOf = (at: number): Locator => tile(at).getByTestId('camera-picture')
const placeOf = (at: number): Place => ({ picture: pictureOf(at), stage: pictureOf(at).locator('..') })
const press = (...keys: string[]): Promise<void> =>
  keys.reduce((before, key) => before.then(() => exhibit.window.keyboard.press(key)), Promise.resolve())
/** On the block of numbers, which no keyboard of a test has. */
const pressOnBlock = (digit: string): Promise<void> =>
  exhibit.window.evaluate((key) => {
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key, code: `Numpad${key}`, bubbles: true, cancelable: true }),
    )
  }, digit)
const zoomIs = async (...scales: string[]): Promise<void> => {
  for (const [at, scale] of scales.entries()) await expect(pictureOf(at)).toHaveAttribute('data-zoom', scale)
}
const numbers = (): Promise<(string | null)[]> =>
  Promise.all([0, 1, 2].map((at) => pictureOf(at).getAttribute('data-presentation')))

/** Which part of the picture lies in its room, as shares. */
async function partOf(at: number): Promise<number[]> {
  const { picture, stage } = placeOf(at)
  const [inner, room] = [await picture.boundingBox(), await stage.boundingBox()]
  if (!inner || !room) throw new Error('there is no picture')
  const left = (room.x - inner.x) / inner.width
  const top = (room.y - inner.y) / inner.height
  return [left, top, left + room.width / inner.width, top + room.height / inner.height]
}
/** The rooms may differ by a pixel of the screen, pictures lie on whole ones. */
async function expectSamePart(places: readonly number[], slack = 0.002): Promise<void> {
  const [first = [], ...others] = await Promise.all(places.map(partOf))
  for (const other of others)
    for (const [side, share] of other.entries())
      expect(Math.abs(share - (first[side] ?? 0))).toBeLessThan(slack)
}

async function pull(at: number, x: number, y: number): Promise<void> {
  const box = await placeOf(at).stage.boundingBox()
  if (!box) throw new Error('there is no picture')
  const { mouse } = exhibit.window
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 3 }
  await mouse.move(from.x, from.y)
  await mouse.down()
  await mouse.move(from.x + x, from.y + y, { steps: 3 })
  await mouse.up()
}

test('larger than stored, the same part of three pictures is seen, every stored pixel as a square', async () => {
  await resize(exhibit, 1920, 1080)
  for (const { file } of films) await page.row(file).getByTestId('choose-item').check()
  await page.screen.getByTestId('watch-together').click()
  await tile(0).getByTestId('camera-again').click()
  await expect(tile(2)).toBeVisible()
  // A moment that all of them have.
  await exhibit.window.getByTestId('cameras-clock').click()
  await exhibit.window.getByTestId('cameras-go-to').fill('2026-05-01 22:00:01.000')
  await press('Enter')
  for (const at of [0, 1, 2]) await expect(pictureOf(at)).toHaveAttribute('data-ready', 'true')
  await press('f')
  await zoomIs('1', '2', '1')
  await press('+', '+', '+')
  await zoomIs('4', '8', '4')
  await expect(tile(1).getByTestId('zoom-state')).toContainText('800 %')
  // The digit of the row chooses a camera, and moves nothing.
  const before = await partOf(0)
  await press('1')
  expect(await partOf(0)).toEqual(before)
  await pressOnBlock('6')
  await pressOnBlock('2')
  await pull(2, -37, 23)
  expect(await partOf(0)).not.toEqual(before)
  await expectSamePart([0, 1, 2])
  const { stored, seen } = await pixels(exhibit, placeOf(0))
  expect(differences(stored, seen, 4, 110)).toEqual([])
  const small = await pixels(exhibit, placeOf(1))
  expect([small.stored.width, small.seen.rect.width]).toEqual([320, 8 * 320])
  expect(differences(small.stored, small.seen, 8, 110)).toEqual([])
  const again = await pixels(exhibit, placeOf(2))
  expect(differences(again.stored, again.seen, 4, 110)).toEqual([])
  expect(again.stored.data.equals(stored.data)).toBe(true)
})

test('each for itself: one is pulled and stepped, the others stay', async () => {
  const [first, second] = [await partOf(0), await partOf(1)]
  await press('x', 'u')
  await expect(exhibit.window.getByTestId('cameras-same-part')).toHaveAttribute('aria-pressed', 'false')
  await pull(2, 150, 60)
  await exhibit.window.mouse.wheel(0, -100)
  await zoomIs('4', '8', '6')
  expect([await partOf(0), await partOf(1)]).toEqual([first, second])
  const [one, two, three] = await numbers()
  expect(three).toBe(one)
  await press('3', 'ArrowRight', 'ArrowRight', 'ArrowRight')
  await expect.poll(numbers).toEqual([one, two, String(Number(three) + 3)])
  // Whoever chooses one again sees its part in all.
  await press('x')
  await zoomIs('6', '12', '6')
  await expectSamePart([0, 1, 2])
  const left = await pixels(exhibit, placeOf(0))
  const right = await pixels(exhibit, placeOf(2))
  expect(differences(right.stored, right.seen, 6, 110)).toEqual([])
  expect(right.stored.data.equals(left.stored.data)).toBe(false)
})

test('taking one out moves none of the others', async () => {
  await tile(2).getByTestId('camera-again').click()
  await zoomIs('6', '12', '6', '6')
  // It begins with the picture that it is to be compared with.
  await expect(pictureOf(3)).toHaveAttribute('data-presentation', (await numbers())[2] ?? '')
  await press('4')
  await press('+')
  await zoomIs('8', '16', '8', '8')
  await tile(3).getByTestId('camera-remove').click()
  await expect(exhibit.window.getByTestId('camera-tile')).toHaveCount(3)
  await zoomIs('8', '16', '8')
  await expectSamePart([0, 1, 2])
  // Nor is what it showed lost for those who followed it.
  await press('3', '-')
  await zoomIs('6', '12', '6')
})

test('what is changed for the eye is said on each picture of the item, and C shows it as stored', async () => {
  const shown = async (at: number): Promise<Buffer> => (await pixels(exhibit, placeOf(at))).stored.data
  const [stored, small] = [await shown(2), await shown(1)]
  await exhibit.window.getByTestId('view-menu').click()
  await exhibit.window.getByTestId('view-brightness').fill('30')
  await press('Escape')
  const labels = exhibit.window.getByTestId('view-label')
  await expect(labels).toHaveCount(2)
  await expect(labels.first()).toContainText('Not as stored: brightness +30 %')
  const warning = labels.first().locator('.brief')
  await expect(warning).toHaveAttribute('title', 'View changed: brightness +30 %; not in the file')
  expect(await warning.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true)
  expect((await shown(2)).equals(stored)).toBe(false)
  expect((await shown(1)).equals(small)).toBe(true)
  await press('c')
  await expect(labels.first()).toContainText('Changes put aside')
  expect((await shown(2)).equals(stored)).toBe(true)
  await press('c')
})

test('a veiled picture stays veiled however closely the others are looked at', async () => {
  const item = await tile(1).getAttribute('data-item')
  await callBridge(exhibit, 'item.markSensitive', { itemIds: [ItemId.parse(item)], sensitive: true })
  const veil = tile(1).getByTestId('veil')
  await expect(veil).toBeVisible()
  await expect(pictureOf(1)).toBeHidden()
  const box = await veil.boundingBox()
  if (!box) throw new Error('there is no veil')
  await exhibit.window.mouse.move(box.x + 20, box.y + 20)
  await exhibit.window.mouse.wheel(0, -100)
  await zoomIs('6')
  await press('+')
  await zoomIs('8', '16')
  await expect(pictureOf(1)).toBeHidden()
  for (const id of ['zoom-state', 'zoom-overview', 'view-label'])
    await expect(tile(1).getByTestId(id)).toHaveCount(0)
  await veil.getByTestId('lift-veil').click()
  await expect(pictureOf(1)).toBeVisible()
  await expectSamePart([0, 1, 2])
})

test('a look at it', async () => {
  const { window } = exhibit
  const faults: string[] = []
  for (const count of [3, 9]) {
    for (let at = await window.getByTestId('camera-tile').count(); at < count; at += 1) {
      await tile(at % 2)
        .getByTestId('camera-again')
        .click()
      await expect(window.getByTestId('camera-tile')).toHaveCount(at + 1)
    }
    faults.push(...(await lookAround(exhibit, `comparing/${count}`)))
  }
  for (let at = 8; at > 2; at -= 1) await tile(at).getByTestId('camera-remove').click()
  expect([...faults, ...complaints]).toEqual([])
})

/** What is found again. */
const left = { numbers: [] as (string | null)[], parts: [] as number[][], clock: '' }

test('the case is left, another one is opened, the application is closed, and all of it is there again', async () => {
  await resize(exhibit, 1920, 1080)
  await expect(exhibit.window.getByTestId('camera-tile')).toHaveCount(3)
  await zoomIs('8', '16', '8')
  left.numbers = await numbers()
  left.parts = await Promise.all([0, 1, 2].map(partOf))
  await leaveCase()
  await new CasesPage(exhibit).open(path.join(folder, 'other'))
  await expect(page.row('gate.mp4')).toBeVisible()
  await expect(page.screen.getByTestId('chosen-bar')).toHaveCount(0)
  await exhibit.close()

  await launch()
  await new CasesPage(exhibit).open(path.join(folder, 'case'))
  await resize(exhibit, 1920, 1080)
  await watchAgain()
  await expect(tile(2)).toHaveAttribute('data-master', 'true')
  await expect.poll(numbers).toEqual(left.numbers)
  await zoomIs('8', '16', '8')
  await expectSamePart([0, 1, 2])
  for (const [side, share] of (await partOf(0)).entries())
    expect(share).toBeCloseTo(left.parts[0]?.[side] ?? -1, 3)
  await expect(exhibit.window.getByTestId('cameras-link')).toHaveAttribute('aria-pressed', 'false')
  await expect(exhibit.window.getByTestId('view-label')).toHaveCount(2)
})

test('on one clock, the moment and the master are those that were left', async () => {
  await press('2', 'u', 'ArrowRight')
  const clock = (): Locator => exhibit.window.getByTestId('cameras-clock')
  left.clock = (await clock().getAttribute('data-utc')) ?? ''
  expect(left.clock).toMatch(/^2026-05-01T22:00:0/)
  await leaveCase()
  await exhibit.close()
  await launch()
  await new CasesPage(exhibit).open(path.join(folder, 'case'))
  await watchAgain()
  await expect(clock()).toHaveAttribute('data-utc', left.clock)
  await expect(tile(1)).toHaveAttribute('data-master', 'true')
  await expect(tile(1)).toHaveAttribute('data-utc', left.clock)
})

test('whoever comes from a picture sees that moment, and what is not in the case is left out and said', async () => {
  const { window } = exhibit
  await tile(0).getByTestId('camera-review').click()
  const review = new ReviewPage(exhibit)
  await review.waitUntilReady()
  await expect(review.screen.getByTestId('view-label')).toContainText('brightness +30 %')
  await review.goToPicture(10)
  const utc = (await review.picture.getAttribute('data-utc')) ?? ''
  await review.screen.getByRole('button', { name: 'Watch together with other cameras' }).click()
  await expect(window.getByTestId('cameras-clock')).toHaveAttribute('data-utc', utc)
  // Written down once it rests: what is seen of a picture is known when the lanes below have their height.
  let before = ''
  const rests = async (): Promise<boolean> => {
    const now = await window.evaluate(() => JSON.stringify(Object.entries(localStorage)))
    const same = now === before
    before = now
    return same
  }
  await expect.poll(rests, { intervals: [700] }).toBe(true)
  await window.evaluate((gone) => {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith('exhibit.case.'))) {
      const place = JSON.parse(localStorage.getItem(key) ?? '{}') as {
        cameras?: { tiles: { itemId: string }[] }
      }
      const last = place.cameras?.tiles.at(-1)
      if (last) last.itemId = gone
      localStorage.setItem(key, JSON.stringify(place))
    }
  }, '00000000-0000-4000-8000-000000000000')
  await window.reload()
  await expect(window.getByText('One of the pictures that were watched together is left out')).toBeVisible()
  await expect(page.screen.getByTestId('chosen-bar')).toContainText('2 recordings chosen')
  expect(complaints).toEqual([])
})

async function watchAgain(): Promise<void> {
  await expect(page.screen.getByTestId('chosen-bar')).toContainText('3 recordings chosen')
  await page.screen.getByTestId('watch-together').click()
  await expect(exhibit.window.getByTestId('camera-tile')).toHaveCount(3)
  // Where somebody was is there again; what was veiled is veiled again.
  await tile(1).getByTestId('lift-veil').click()
  await expect(pictureOf(1)).toHaveAttribute('data-ready', 'true')
}

async function leaveCase(): Promise<void> {
  const crumbs = exhibit.window.getByRole('navigation', { name: 'Where you are' })
  await crumbs.getByRole('button').first().click()
  await crumbs.getByRole('button').first().click()
  await exhibit.window.getByTestId('cases-screen').waitFor()
}
