// Stepping and seeking show exactly the stored picture that they say, forward and back, across groups of pictures and
// across the gap: by the frame number painted into each picture, and by the hash of its pixels.
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage, type Shown } from './pages/review-page.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { Recording, type CameraName } from './support/truth.ts'

const files: Record<CameraName, string> = { 'north-gate': 'north-gate.mp4', 'patrol-car': 'patrol-car-7.mp4' }
const steps = 20
const seeks = 40

/** Places to step from, as numbers of pictures: groups of pictures are 25 long, the gap comes after picture 199. */
const starts: { camera: CameraName; from: number; what: string }[] = [
  { camera: 'north-gate', from: 0, what: 'the first picture' },
  { camera: 'north-gate', from: 100, what: 'the start of a group of pictures' },
  { camera: 'north-gate', from: 240, what: 'the middle of a group, across the next' },
  { camera: 'patrol-car', from: 190, what: 'just before the gap, across it' },
  { camera: 'patrol-car', from: 200, what: 'the first picture behind the gap' },
]

let exhibit: Exhibit
let folder: string
let review: ReviewPage
let reviewed: CameraName | null = null

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(demo.copyCase(folder))
  review = new ReviewPage(exhibit)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

for (const { camera, from, what } of starts) {
  test(`${camera}: ${steps} steps forward from ${what} and ${steps} back`, async () => {
    const recording = await open(camera)
    await review.goToPicture(from)
    const forward = [await check(recording, from)]
    for (let step = 1; step <= steps; step += 1) {
      // Both ways of stepping: the key and the button.
      await (step % 2 === 0 ? review.stepForward.click() : exhibit.window.keyboard.press('ArrowRight'))
      forward.push(await check(recording, from + step))
    }
    for (let step = steps - 1; step >= 0; step -= 1) {
      await (step % 2 === 0 ? review.stepBack.click() : exhibit.window.keyboard.press('ArrowLeft'))
      const shown = await check(recording, from + step)
      expect(shown.hash, `picture ${from + step} again`).toBe(forward[step]?.hash)
    }
    // Each picture is another one, so that equal hashes mean something.
    expect(new Set(forward.map(({ hash }) => hash)).size).toBe(steps + 1)
  })
}

test('the gap is seen in the clock, not in the count of pictures', async () => {
  const recording = await open('patrol-car')
  await review.goToPicture(199)
  const before = await check(recording, 199)
  await exhibit.window.keyboard.press('ArrowRight')
  const behind = await check(recording, 200)
  expect([before.frame, behind.frame]).toEqual([199, 275])
  expect(Date.parse(behind.utc) - Date.parse(before.utc)).toBe(3_040)
})

for (const camera of ['north-gate', 'patrol-car'] as const) {
  test(`${camera}: ${seeks} seeks to anywhere show the picture asked for`, async () => {
    const recording = await open(camera)
    const random = generator(camera === 'north-gate' ? 2611 : 1126)
    const hashes = new Map<number, string>()
    for (let seek = 0; seek < seeks; seek += 1) {
      const presentation = Math.floor(random() * recording.frames.length)
      const { utc } = recording.at(presentation)
      // By number, by date and time, and by a time that lies within the picture's forty milliseconds.
      if (seek % 3 === 0) await review.goTo(String(presentation + 1))
      else if (seek % 3 === 1) await review.goTo(utc.replace('T', ' ').replace('Z', ''))
      else await review.goTo(new Date(Date.parse(utc) + 39).toISOString().slice(11, 23))
      await review.waitFor(presentation)
      const { hash } = await check(recording, presentation)
      expect(hashes.get(presentation) ?? hash).toBe(hash)
      hashes.set(presentation, hash)
    }
  })
}

test('one key goes over the gap, and back', async () => {
  const recording = await open('patrol-car')
  await review.goToPicture(120)
  await exhibit.window.keyboard.press('u')
  await check(recording, 200)
  await exhibit.window.keyboard.press('Shift+U')
  await check(recording, 199)
})

test('a time within the gap leads to the last picture before it', async () => {
  const recording = await open('patrol-car')
  await review.goTo('22:00:07.900')
  await review.waitFor(199)
  expect((await check(recording, 199)).frame).toBe(199)
})

test('typing where to go does not move the picture; what leads nowhere is said to', async () => {
  const recording = await open('patrol-car')
  await review.goToPicture(30)
  const before = await review.picture.boundingBox()
  await exhibit.window.keyboard.press('g')
  const field = review.screen.getByTestId('go-to')
  await expect(field).toBeFocused()
  expect(await review.picture.boundingBox()).toEqual(before)
  for (const [typed, why] of [
    ['soon', 'neither a picture number nor a time'],
    [String(recording.frames.length + 1), 'outside the recording'],
  ] as const) {
    await field.fill(typed)
    await field.press('Enter')
    await expect(review.screen.getByRole('alert')).toContainText(why)
  }
  await field.press('Escape')
  await expect(review.number).toBeVisible()
  await check(recording, 30)
})

test('many steps asked for at once end at the right picture, and show none out of turn', async () => {
  const recording = await open('north-gate')
  await review.goToPicture(60)
  const watched = await review.watchPictures()
  const presses = 75
  for (let press = 0; press < presses; press += 1) await exhibit.window.keyboard.press('ArrowRight')
  await check(recording, 60 + presses)
  const shown = await watched()
  const numbers = shown.map(({ presentation }) => presentation)
  // Some in between, however slow the machine.
  expect(numbers.length).toBeGreaterThan(2)
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  expect(numbers.at(-1)).toBe(60 + presses)
  for (const { presentation, frame } of shown) expect(frame).toBe(recording.at(presentation).frame)
})

test('stepping back while a jump is still being decoded shows what was asked for last', async () => {
  const recording = await open('patrol-car')
  await review.goToPicture(10)
  await review.goTo('399')
  for (let press = 0; press < 5; press += 1) await exhibit.window.keyboard.press('ArrowLeft')
  await check(recording, 393)
})

test('there is nothing before the first picture and nothing after the last', async () => {
  const recording = await open('patrol-car')
  const last = recording.frames.length - 1
  await exhibit.window.keyboard.press('End')
  const end = await check(recording, last)
  await expect(review.stepForward).toBeDisabled()
  for (let press = 0; press < 3; press += 1) await exhibit.window.keyboard.press('ArrowRight')
  expect((await check(recording, last)).hash).toBe(end.hash)
  await exhibit.window.keyboard.press('Home')
  const start = await check(recording, 0)
  await expect(review.stepBack).toBeDisabled()
  for (let press = 0; press < 3; press += 1) await exhibit.window.keyboard.press('ArrowLeft')
  expect((await check(recording, 0)).hash).toBe(start.hash)
})

test('playing into the end stops at the last picture; playing from there begins anew', async () => {
  const recording = await open('north-gate')
  const last = recording.frames.length - 1
  await review.goToPicture(last - 15)
  await review.play.click()
  await expect(review.play).toHaveAccessibleName(/^Play/, { timeout: 20_000 })
  await check(recording, last)
  await review.play.click()
  await expect(review.play).toHaveAccessibleName(/^Pause/)
  await expect.poll(async () => (await review.shown()).presentation, { timeout: 20_000 }).toBeGreaterThan(2)
  await review.play.click()
  const shown = await review.shown()
  expect(shown.presentation).toBeLessThan(last)
  await check(recording, shown.presentation)
})

/** The picture with this number is on the screen: in number, time, and what is painted into it. */
async function check(recording: Recording, presentation: number): Promise<Shown> {
  await review.waitFor(presentation)
  const truth = recording.at(presentation)
  const shown = await review.shown()
  expect(shown).toMatchObject({ presentation, frame: truth.frame, utc: truth.utc })
  return shown
}

async function open(camera: CameraName): Promise<Recording> {
  if (reviewed !== camera) {
    const page = new CasePage(exhibit)
    if (reviewed) await review.leave()
    await page.review(files[camera])
    await review.waitUntilReady()
    reviewed = camera
  }
  return new Recording(camera)
}

/** Numbers from 0 to 1, the same ones in every run (a linear congruential generator). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
