// Objects over the picture beyond their boxes: what stands still without being listed, places of removals, single objects by
// menu, key and click, trajectories, where the camera looked; and that a still has none of it unless it is asked for. The metadata of the demo's camera, with objects of its own put in.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { openCase } from '#engine/store/case-database.ts'
import type { MetadataFrame, MetadataObject, PtzStatus } from '#contract/metadata.ts'
import type { UtcTime } from '#contract/units.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { faultsOf } from './support/faults.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { resize } from './support/window.ts'

let exhibit: Exhibit
let folder: string
let root: string
let review: ReviewPage

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  root = demo.copyCase(folder)
  await putIn()
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  await resize(exhibit, 1280, 720)
  await new CasesPage(exhibit).open(root)
  await new CasePage(exhibit).review('north-gate.mp4')
  review = new ReviewPage(exhibit)
  await review.waitUntilReady()
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

/** Object 900 is idle in frame 10 and not listed until frame 400; 901 marks a removal in frame 100. */
async function putIn(): Promise<void> {
  const database = await openCase(root, { actor: 'Officer 12' })
  try {
    const item = database.items.list().find(({ name }) => name === 'north-gate.mp4')!
    const all = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' } as Record<
      'from' | 'to',
      UtcTime
    >
    const { events } = database.metadata.events(item.id, { first: 0 })
    const frames = database.metadata.frames(item.id, all)
    database.metadata.replace(item.id, [...frames.map(withMore), ...events])
  } finally {
    database.close()
  }
}

const some: MetadataObject = {
  ...{
    id: '900',
    parent: null,
    classes: [{ type: 'Bag', likelihood: 0.75 }],
    class: 'Bag',
    likelihood: 0.75,
  },
  ...{ box: { left: -0.75, top: -0.25, right: -0.5, bottom: -0.625 }, polygon: null, centre: null },
  ...{ colour: null, geoLocation: null, speed: 0, plate: null, behaviour: null },
}

const ptz: PtzStatus = {
  ...{ panTilt: { x: 0.5, y: -0.125 }, panTiltSpace: 'http://www.onvif.org/ver10/tptz/PanTiltSpaces/Mine' },
  ...{ zoom: 0.25, zoomSpace: null, panTiltMove: 'moving', zoomMove: 'idle', error: 'belt <slips>' },
  ...{ time: '2026-05-01T21:59:50.000Z' as UtcTime, fieldOfView: { horizontal: 60.5, vertical: 34 } },
}

function withMore(frame: MetadataFrame, at: number): MetadataFrame {
  const more: MetadataObject[] = []
  if (at === 10) more.push({ ...some, behaviour: 'idle' })
  if (at === 400) more.push(some)
  if (at === 100) more.push({ ...some, id: '901', behaviour: 'removed' })
  return { ...frame, objects: [...frame.objects, ...more], ptz: at >= 120 && at < 200 ? ptz : null }
}

type Shape = {
  id: string
  label: string | null
  rect: { x: number; y: number; width: number; height: number }
  behaviour: string | null
  idleSince: string | null
}
type Line = { ahead: boolean; loose: boolean; count: number; first: { x: number; y: number } }

async function shapes(): Promise<Shape[]> {
  await expect(review.overlay).toHaveAttribute('data-state', 'ready')
  return JSON.parse((await review.overlay.getAttribute('data-shapes')) ?? '[]') as Shape[]
}
const shape = async (id: string): Promise<Shape | undefined> => (await shapes()).find((one) => one.id === id)
const ids = async (): Promise<string[]> => (await shapes()).map(({ id }) => id)

test('an idle object stays, says since when, and goes when it is listed again', async () => {
  await review.goToPicture(9)
  expect(await shape('900')).toBeUndefined()
  await review.goToPicture(10)
  expect(await shape('900')).toMatchObject({ behaviour: 'idle', idleSince: null })
  for (const picture of [11, 125, 399]) {
    await review.goToPicture(picture)
    const found = await shape('900')
    expect(found, `picture ${picture}`).toMatchObject({ behaviour: 'idle' })
    expect(found?.label).toContain('idle since 21:59:58.900')
  }
  await review.goToPicture(400)
  expect(await shape('900')).toMatchObject({ behaviour: null, idleSince: null })
  await review.goToPicture(401)
  expect(await shape('900')).toBeUndefined()
})

test('a removal is told as a place', async () => {
  await review.goToPicture(100)
  expect((await shape('901'))?.label).toContain('removed from here')
  await review.goToPicture(101)
  expect(await shape('901')).toBeUndefined()
})

test('single objects are chosen by key and click, hidden, and drawn alone', async () => {
  await review.goToPicture(125)
  const before = await ids()
  expect(before.length).toBeGreaterThan(1)
  const { keyboard } = exhibit.window
  await keyboard.press('a')
  await expect(review.overlay).toHaveAttribute('data-chosen', before[0]!)
  await keyboard.press('t')
  await expect.poll(ids).toEqual([before[0]])
  await expect(review.screen.getByTestId('overlay-note')).toContainText(`Only object ${before[0]} is drawn.`)
  await keyboard.press('a')
  await expect.poll(ids).toEqual([before[1]])
  await keyboard.press('Shift+w')
  await expect.poll(ids).toEqual(before)
  await keyboard.press('w')
  await expect.poll(ids).toEqual(before.filter((id) => id !== before[1]))
  await expect(review.screen.getByTestId('overlay-note')).toContainText('1 object is hidden.')
  await keyboard.press('w')
  await expect.poll(ids).toEqual(before)

  const { rect } = (await shape('900'))!
  const picture = (await review.picture.boundingBox())!
  const click = (): Promise<void> =>
    exhibit.window.mouse.click(picture.x + rect.x + rect.width / 2, picture.y + rect.y + rect.height / 2)
  await click()
  await expect(review.overlay).toHaveAttribute('data-chosen', '900')
  await click()
  await expect(review.overlay).not.toHaveAttribute('data-chosen')
})

test('the menu lists the objects of the picture', async () => {
  await review.goToPicture(125)
  const before = await ids()
  await review.screen.getByTestId('overlays-menu').click()
  const rows = exhibit.window.getByTestId('overlay-object')
  await expect(rows).toHaveCount(before.length)
  const row = rows.filter({ hasText: 'Bag · 900' })
  await row.getByRole('checkbox').uncheck()
  await expect.poll(ids).toEqual(before.filter((id) => id !== '900'))
  await row.getByRole('button', { name: 'Only this: object 900' }).click()
  await row.getByRole('checkbox').check()
  await expect.poll(ids).toEqual(['900'])
  expect(await faultsOf(exhibit.window)).toEqual([])
  await exhibit.window.getByRole('button', { name: /^Show all objects again/ }).click()
  await exhibit.window.keyboard.press('Escape')
  await expect.poll(ids).toEqual(before)
  // Also where none is drawn.
  await exhibit.window.keyboard.press('b')
  await review.screen.getByTestId('overlays-menu').click()
  await expect(rows).toHaveCount(before.length)
  await exhibit.window.keyboard.press('Escape')
  await expect(rows).toHaveCount(0)
  await exhibit.window.keyboard.press('b')
})

test('the chosen object has its trajectory, behind and ahead; the others on demand', async () => {
  await review.goToPicture(125)
  const lines = async (): Promise<Line[]> =>
    JSON.parse((await review.overlay.getAttribute('data-trajectories')) ?? '[]') as Line[]
  await exhibit.window.keyboard.press('a')
  await expect.poll(async () => (await lines()).map(({ ahead }) => ahead)).toEqual([false, true])
  const one = await lines()
  await exhibit.window.keyboard.press('ArrowRight')
  await review.waitFor(126)
  await expect.poll(async () => (await lines())[0]?.count).toBe((one[0]?.count ?? 0) + 1)
  await exhibit.window.keyboard.press('z')
  await expect.poll(async () => (await lines()).length).toBeGreaterThan(2)
  await exhibit.window.keyboard.press('z')
  await exhibit.window.keyboard.press('b')
  await expect.poll(lines).toEqual([])
  await exhibit.window.keyboard.press('b')
})

test('where the camera looked stands over the picture and in the panel, where a frame says it', async () => {
  await review.goToPicture(125)
  const line = review.screen.getByTestId('ptz-line')
  await expect(line).toHaveText(
    'PTZ: pan 0.500, tilt -0.125 · zoom 0.250 · moving · error: belt <slips> · of 21:59:50.000',
  )
  await review.openPanel('metadata')
  const facts = review.side.getByTestId('ptz-facts')
  for (const text of ['0.500, -0.125', 'Mine', '60.500° × 34.000°', 'standing still', 'belt <slips>'])
    await expect(facts).toContainText(text)
  expect(await faultsOf(exhibit.window)).toEqual([])
  // The first picture whose own frame does not say it.
  await review.goToPicture(200)
  await expect(line).toHaveCount(0)
  await expect(facts).toContainText('No frame of this picture says it')
  await review.goToPicture(125)
  await exhibit.window.keyboard.press('b')
  await expect(line).toHaveCount(0)
  await expect(facts).toContainText('0.500, -0.125')
  await exhibit.window.keyboard.press('b')
  // Of a picture that nobody sees nothing is told, and nothing denied.
  await exhibit.window.keyboard.press('e')
  await expect(facts).toContainText('Not known: no picture that has a time is shown.')
  await exhibit.window.keyboard.press('e')
  await expect(facts).toContainText('0.500, -0.125')
})

test('a still has none of it, unless objects are asked for', async () => {
  await review.goToPicture(125)
  await exhibit.window.keyboard.press('a')
  await exhibit.window.keyboard.press('z')
  await exhibit.window.keyboard.press('p')
  await expect.poll(() => sidecars().length).toBe(1)
  expect(sidecars()[0]).toMatchObject({ overlays: 'none' })
  await review.screen.getByTestId('still-menu').click()
  await exhibit.window.getByRole('menuitem', { name: /objects/ }).click()
  await expect.poll(() => sidecars().length).toBe(2)
  const drawn = sidecars().find(({ overlays }) => overlays !== 'none')
  expect(drawn?.overlays).toMatchObject({ objects: expect.arrayContaining([bag]) })
  await exhibit.window.keyboard.press('z')
})

const bag = { id: '900', class: 'Bag', carried: true, behaviour: 'idle', labelLeftOut: false }
function sidecars(): { overlays: unknown }[] {
  const stills = path.join(root, 'exports', 'stills')
  if (!existsSync(stills)) return []
  return readdirSync(stills)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(stills, name), 'utf8')) as { overlays: unknown })
}
