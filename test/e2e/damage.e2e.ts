// The map of damage in the window: what it says, where it is drawn, and how one comes from one damaged place to the next.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase } from '#engine/store/case-database.ts'
import { readPackets } from '#test/support/zoo/packets.ts'
import { damage } from '#test/support/zoo/rewrite.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { removeFolder, temporaryFolder } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { drive, type Move } from './support/zoo-window.ts'

const group = 25
const count = 40 * group
/** Without B-pictures, so that pictures are shown in the order in which they are stored. */
const h264 = [
  '-c:v',
  'libx264',
  '-preset',
  'superfast',
  '-bf',
  '0',
  '-g',
  String(group),
  '-pix_fmt',
  'yuv420p',
]
const places = [4 * group + 10, 17 * group + 3, 30 * group]
/** The first picture of a group; its lower half is gone. */
const halved = 20 * group

const poisonedSample = 10

let exhibit: Exhibit
let folder: string
let page: CasePage
let review: ReviewPage
let isReviewing = false

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = temporaryFolder()
  const make = (name: string, pictures: number, encoder: string[], size = '640x360'): string => {
    const made = path.join(folder, name)
    const input = [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      `testsrc2=s=${size}:r=25,hue=H=floor(n/25)`,
      '-frames:v',
      String(pictures),
    ]
    execFileSync('ffmpeg', [...input, ...encoder, made])
    return made
  }
  const whole = make('whole.mp4', count, h264)
  const packets = await readPackets(whole)
  const hurt = path.join(folder, 'hurt.mp4')
  damage(
    whole,
    hurt,
    places.map((sample) => ({ offset: 0, size: 0, ...packets[sample], kind: 'noise' as const })),
  )
  const half = path.join(folder, 'half.mp4')
  const { offset = 0, size = 0 } = packets[halved] ?? {}
  damage(whole, half, [{ offset: offset + (size >> 1), size: (size >> 1) - 1, kind: 'noise' }])
  // As where a sector was overwritten: the lengths add up, and within a sample lies a parameter set of another recording.
  const other = make('other.mp4', group, [...h264, '-x264-params', 'chroma-qp-offset=10'])
  const set = Buffer.concat([Buffer.of(0, 0, 0, 1), pictureSetOf(other), Buffer.of(0, 0, 1, 12, 0xff)])
  const poisoned = path.join(folder, 'poisoned.mp4')
  const bytes = readFileSync(whole)
  set.copy(bytes, (packets[poisonedSample]?.offset ?? 0) + 60)
  writeFileSync(poisoned, bytes)
  const uncheckable = make('motion-jpeg.mp4', 50, ['-c:v', 'mjpeg', '-q:v', '4'])
  const oneGroup = ['-c:v', 'libx264', '-preset', 'superfast', '-bf', '0', '-g', '9999', '-sc_threshold', '0']
  const long = make('one-group.mp4', 2_100, [...oneGroup, '-pix_fmt', 'yuv420p'], '160x90')
  const database = await createCase(path.join(folder, 'case'), { reference: 'Damage', examiner: 'Ada' })
  const how = { database, actor: 'Ada', trust: { anchors: [], at: null } }
  await ingest([whole, hurt, half, poisoned, uncheckable, long], how, unwatched)
  database.close()
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(path.join(folder, 'case'))
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

/** The first picture parameter set of `avcC`, of a file with one of each. */
function pictureSetOf(file: string): Buffer {
  const bytes = readFileSync(file)
  const at = bytes.indexOf('avcC') + 10
  const sequenceEnd = at + 2 + bytes.readUInt16BE(at)
  const length = bytes.readUInt16BE(sequenceEnd + 1)
  return bytes.subarray(sequenceEnd + 3, sequenceEnd + 3 + length)
}

const part = (id: string) => review.screen.getByTestId(id)
const row = (picture: number) => review.screen.locator(`[data-testid=frame-row][data-picture="${picture}"]`)

async function open(file: string): Promise<void> {
  if (isReviewing) await review.leave()
  isReviewing = true
  await page.review(file)
  await review.waitUntilReady()
  await review.openPanel('frames')
}

/** Whether something can be made of a damaged picture is the platform's matter. */
const isAt = (picture: number) => expect(row(picture)).toHaveAttribute('aria-selected', 'true')

async function find(): Promise<void> {
  await part('start-damage').click()
  await expect(part('damage-found')).toBeVisible({ timeout: 60_000 })
  await expect(exhibit.window.getByText('Not looked for damage yet.')).toHaveCount(0)
}

async function look(name: string): Promise<void> {
  const shown = review.screen.locator('[data-testid=frame-row][aria-selected=true]')
  const isInView = (): Promise<void> =>
    expect(shown.getByRole('gridcell').first()).toBeInViewport({ ratio: 0.9 })
  expect(await lookAround(exhibit, `damage/${name}`, isInView)).toEqual([])
}

test('before anybody looked, nothing is said to be whole, and the key says so', async () => {
  await open('hurt.mp4')
  await expect(part('decoding-lane')).toHaveCount(0)
  await exhibit.window.keyboard.press('d')
  await expect(exhibit.window.getByText('Not looked for damage yet.')).toBeVisible()
  await review.waitFor(0)
})

test('the damaged recording shows where it does not decode, on the timeline and in the table', async () => {
  await find()
  await expect(part('damage-found')).toContainText('62 pictures in 3 places do not decode cleanly')
  await expect(part('damage-found')).toContainText('938 others decode without a complaint.')
  await expect(part('damage-left')).toHaveCount(0)
  await expect(part('damage-count')).toHaveText('3 damaged places')
  await expect(part('decoding-lane')).toHaveAttribute('data-damaged', '3')
  const said = review.screen.getByRole('list', { name: 'Which pictures decode cleanly' })
  await expect(said.getByRole('listitem')).toHaveCount(7)
  await expect(said).toContainText('Pictures 111 to 125: damaged, or may depend on picture 111, which is')
})

test('one jumps from damaged place to damaged place, by button, key and on the timeline', async () => {
  await part('next-damage').click()
  await isAt(places[0]!)
  await expect(part('picture-damaged')).toBeVisible()
  const [note, below] = [await part('picture-damaged').boundingBox(), await part('picture').boundingBox()]
  expect(below!.y).toBeGreaterThanOrEqual(note!.y + note!.height)
  await expect(part('timeline')).toHaveAttribute('aria-valuetext', /Decoding: damaged$/)
  await expect(part('previous-damage')).toBeDisabled()
  await expect(row(places[0]!).getByTestId('frame-decoding')).toHaveText('damaged')
  await expect(row(places[0]! + 1).getByTestId('frame-decoding')).toHaveText('affected?')
  await look('place')
  const before = await part('picture').boundingBox()
  await exhibit.window.keyboard.press('ArrowRight')
  await isAt(places[0]! + 1)
  // The picture stays where it is, whatever is said of the next one.
  expect(await part('picture').boundingBox()).toEqual(before)
  await expect(part('timeline')).toHaveAttribute('aria-valuetext', /Decoding: affected\?$/)
  await exhibit.window.keyboard.press('d')
  await isAt(places[1]!)
  await exhibit.window.keyboard.press('d')
  await isAt(places[2]!)
  await exhibit.window.keyboard.press('Shift+d')
  await isAt(places[1]!)
  await part('next-frame-damage').click()
  await isAt(places[2]!)
  await expect(part('next-frame-damage')).toBeDisabled()
  await review.goToPicture(2)
  const lane = await part('decoding-lane').boundingBox()
  const timeline = part('timeline')
  const [from, to] = [
    Number(await timeline.getAttribute('data-from')),
    Number(await timeline.getAttribute('data-to')),
  ]
  const x = lane!.x + (((places[1]! + 11) / 25 - from) / (to - from)) * lane!.width
  await exhibit.window.mouse.move(x, lane!.y + 10)
  await expect(part('timeline')).toContainText('Pictures 429 to 450: damaged')
  await exhibit.window.mouse.click(x, lane!.y + 10)
  await isAt(places[1]!)
})

test('damaged pictures stand first in the table where it is sorted by them', async () => {
  await part('sort-damage').click()
  await exhibit.window.keyboard.press('Home')
  await isAt(places[0]!)
  await expect(part('frame-row').nth(1).getByTestId('frame-decoding')).toHaveText('damaged')
  await look('sorted')
})

test('of what is whole it says how much was looked at, and of what it cannot check, that it did not', async () => {
  await open('whole.mp4')
  await expect(part('decoding-lane')).toHaveCount(0)
  await part('start-damage').click()
  await part('cancel-damage').click()
  await expect(part('start-damage')).toBeVisible()
  await expect(part('decoding-lane')).toHaveCount(0)
  await find()
  await expect(part('damage-found')).toHaveText(
    'All 1,000 pictures that were checked decode without a complaint. In H.264, a decoder does not notice where whole pictures were left out.',
  )
  await expect(part('damage-count')).toHaveText('No damage noticed')
  await expect(part('next-damage')).toHaveCount(0)
  await look('whole')
  await open('motion-jpeg.mp4')
  await find()
  await expect(part('damage-found')).toHaveText('No picture could be checked.')
  await expect(part('damage-left')).toHaveText(
    'Not checked: 50 pictures (a codec that this version cannot check).',
  )
  await expect(part('damage-count')).toHaveText('Not checked for damage')
  await look('not-checked')
})

test('a picture that could not be checked says so and why, until the whole recording was looked through', async () => {
  await open('one-group.mp4')
  const note = part('picture-unchecked')
  await review.waitFor(0)
  await expect(note).toHaveCount(0)
  await review.goToPicture(2_050)
  await expect(note).toHaveText('Not checked for damage: too much to decode at once.', { timeout: 30_000 })
  await look('picture-unchecked')
  await find()
  await expect(note).toHaveCount(0)
})

test('what is filled in for damage looks the same from wherever one comes', async () => {
  await open('half.mp4')
  /** Far apart, and more pictures together than are kept. */
  const comeFrom = async (...groups: number[]): Promise<void> => {
    for (const at of groups) await review.goToPicture(at * group + 24)
    await review.goToPicture(halved + 1)
    await expect(review.picture).toHaveAttribute('data-damage', 'damaged')
  }
  await comeFrom(9, 12, 15, 4)
  await comeFrom(30, 33, 36, 38)
  const { hash } = await review.shown()
  // Opened anew, it is shown before anybody has looked for damage, and then once more.
  await open('half.mp4')
  await comeFrom(2, 6, 10, 14)
  await expect.poll(async () => (await review.shown()).hash).toBe(hash)
})

test('a parameter set in the damage of one place does not change the pictures of another', async () => {
  await open('poisoned.mp4')
  const at = 2 * group + 5
  await review.goToPicture(at)
  const { hash } = await review.shown()
  // So fast that nobody looks for damage meanwhile; more pictures than are kept before and after.
  const ends = (...groups: number[]): number[] => groups.map((one) => one * group + 24)
  const way = [...ends(20, 24, 28, 32), poisonedSample + 2, ...ends(8, 12, 16, 36), at]
  const moves = way.map((to): Move => ({ way: 'number', to }))
  await drive(exhibit, moves, { readsBlocks: false })
  expect((await review.shown()).hash).toBe(hash)
})
