// Objects as bars on the timeline of a recording, in the real window: what the pointer is told of them, and where a click leads.
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { watchComplaints } from './support/window.ts'

let exhibit: Exhibit
let folder: string
let review: ReviewPage
let complaints: string[]

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(demo.copyCase(folder))
  await new CasePage(exhibit).review('north-gate.mp4')
  review = new ReviewPage(exhibit)
  await review.waitFor(0)
})

test.afterAll(async () => {
  expect(complaints).toEqual([])
  await exhibit.close()
  removeFolder(folder)
})

const part = (id: string) => review.screen.getByTestId(id)

/** Where the pointer is told of an object, from left to right on the lane of a class. */
async function bars(lane: number): Promise<{ x: number; y: number; tip: string }[]> {
  await review.screen
    .locator('.timeline .scroll')
    .evaluate((element) => element.scrollTo(0, element.scrollHeight))
  const box = (await part('object-lanes').boundingBox())!
  const found: { x: number; y: number; tip: string }[] = []
  for (let x = box.x + 2; x < box.x + box.width; x += 12) {
    for (const row of [0, 1, 2]) {
      const y = box.y + lane * 20 + 5 + row * 5
      await exhibit.window.mouse.move(x, y)
      const tip = (await part('timeline').locator('.tip').textContent())?.trim() ?? ''
      if (tip.includes(' · object ')) found.push({ x, y, tip })
    }
  }
  return found
}

test('each class has a lane, and each object a bar from its first frame to its last', async () => {
  await expect(part('object-lanes')).toHaveAttribute('data-lanes', '4')
  const names = review.screen.locator('.timeline .names p')
  await expect(names.filter({ hasText: /^(Animal|Bicycle|Human|Vehicle)$/ })).toHaveText([
    'Animal',
    'Bicycle',
    'Human',
    'Vehicle',
  ])
  const vehicles = await bars(3)
  expect(vehicles.length).toBeGreaterThan(0)
  for (const { tip } of vehicles)
    expect(tip).toMatch(/^Vehicle · object \d+ · \d\d:\d\d:\d\d\.\d{3} to \d\d:\d\d:\d\d\.\d{3}$/)
})

test('a click looks for the object, at a time when it is seen', async () => {
  const [first] = await bars(3)
  const [, id, from, to] = /object (\d+) · (\S+) to (\S+)/.exec(first?.tip ?? '') ?? []
  await exhibit.window.mouse.click(first?.x ?? 0, first?.y ?? 0)
  await expect(part('overlay')).toHaveAttribute('data-chosen', id ?? '')
  await review.waitUntilReady()
  const { utc } = await review.shown()
  expect([from, utc.slice(11, 23), to].sort()).toEqual([from, utc.slice(11, 23), to])
})

test('the axis and the recording stay in sight while the lanes are scrolled, and under the pointer', async () => {
  const scroll = review.screen.locator('.timeline .scroll')
  await scroll.evaluate((element) => element.scrollTo(0, element.scrollHeight))
  expect(await scroll.evaluate((element) => element.scrollTop)).toBeGreaterThan(0)
  const box = (await scroll.boundingBox())!
  const head = (await review.screen.locator('.timeline canvas.head').boundingBox())!
  expect(Math.abs(head.y - box.y)).toBeLessThan(1)
  // A press on the recording leads there, whatever lane lies behind it.
  await exhibit.window.mouse.click(head.x + head.width / 2, head.y + 30)
  await review.waitUntilReady()
  const { presentation } = await review.shown()
  expect(presentation).toBeGreaterThan(200)
  expect(presentation).toBeLessThan(300)
  await expect(part('overlay')).toHaveAttribute('data-chosen', '11')
})

test('the lanes follow the view, in every look', async () => {
  const timeline = part('timeline')
  const all = await part('object-lanes').getAttribute('data-bars')
  await timeline.focus()
  await exhibit.window.keyboard.press('Home')
  for (let times = 0; times < 8; times += 1) await exhibit.window.keyboard.press('+')
  await expect.poll(() => part('object-lanes').getAttribute('data-bars')).not.toBe(all)
  const intoView = (): Promise<void> => part('object-lanes').scrollIntoViewIfNeeded()
  expect(await lookAround(exhibit, 'timeline-objects/objects', intoView)).toEqual([])
  await part('timeline-fit').click()
  await expect(part('object-lanes')).toHaveAttribute('data-bars', all ?? '')
})
