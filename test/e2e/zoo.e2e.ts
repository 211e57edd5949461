// Which stored picture is on the screen, proved on a zoo of recordings: each picture bears its number as blocks, and what is
// read from the canvas has to be what the player claims. EXHIBIT_ZOO=full: all of the zoo, with 200
// seeks, 300 steps forward and 300 back each.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCase } from '#engine/store/case-database.ts'
import { readBlocks } from '#test/support/zoo/block-code.ts'
import { animals, fewAnimals, makeZoo, type Animal } from '#test/support/zoo/zoo.ts'
import { seededRandom } from '#test/support/random.ts'
import { expect, test } from '@playwright/test'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { IntakePanel } from './pages/intake-panel.ts'
import { ReviewPage } from './pages/review-page.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { resize } from './support/window.ts'
import { drive, type Drive, type Move } from './support/zoo-window.ts'

const isFull = process.env['EXHIBIT_ZOO'] === 'full'
const amount = isFull
  ? { pictures: 640, seeks: 200, steps: 300, minutes: 10 }
  : { pictures: 300, seeks: 10, steps: 20, minutes: 1 }

const names = isFull ? animals : fewAnimals

/** What the platform does not decode, or not by one decoder: shown by review copies, which take their time to be made. */
const copied = new Set([
  'h265.mp4',
  'h265-10-bit.mp4',
  'mpeg4.mp4',
  'mjpeg.mp4',
  'changing-entry.mp4',
  'changing-crop.mp4',
])

let exhibit: Exhibit
let zoo: Map<string, Animal>
let review: ReviewPage
let isReviewing = false

test.beforeAll(async () => {
  test.setTimeout(600_000)
  // Where what a run leaves lies: a worker that follows a failed one finds the zoo made and taken in.
  const place = join(test.info().project.outputDir, 'zoo-case')
  const list = join(place, 'zoo.json')
  const isNew = !existsSync(list)
  const made = isNew ? await make(place) : (JSON.parse(readFileSync(list, 'utf8')) as Animal[])
  zoo = new Map(made.map((animal) => [animal.file, animal]))
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(join(place, 'case'))
  review = new ReviewPage(exhibit)
  if (!isNew) return
  await new CasePage(exhibit).addFiles(...made.map(({ file }) => join(place, 'files', file)))
  const intake = new IntakePanel(exhibit)
  await expect(intake.outcome).toContainText(`${made.length} items`, { timeout: 300_000 })
  await intake.close()
  writeFileSync(list, JSON.stringify(made))
})

test.afterAll(() => exhibit.close())

for (const file of names.filter((name) => !copied.has(name))) {
  test(`${file}: the picture shown is the one that the player says`, async () => {
    test.setTimeout(amount.minutes * 120_000)
    const animal = await open(file)
    const moves = plan(animal)
    const isHurt = animal.truth.some(({ shown }) => shown === 'maybe')
    const { seen, passed } = await drive(exhibit, moves, { untilChecked: isHurt })
    await exhibit.window.screenshot({ path: test.info().outputPath(`${file}.png`) })
    const wrong = judge(animal, { seen, passed })
    console.log(`    ${file}: ${seen.length} moves, ${passed.length} pictures passed, ${wrong.length} wrong`)
    expect(wrong.slice(0, 10)).toEqual([])
    // Nothing is said to be damaged that is not.
    if (!isHurt && seen.at(-1)?.claimed !== null)
      await expect(review.picture).toHaveAttribute('data-damage', 'clean')
    await expectShape(animal)
  })
}

test('damaged.mp4: a picture that was made up in part is marked, and stepping past it works', async () => {
  const animal = await open('damaged.mp4')
  const from = animal.truth.findIndex(({ shown }) => shown === 'maybe')
  const end = animal.truth.findIndex(({ shown }, at) => at > from && shown === 'yes')
  const along = Array.from({ length: end - from }, (_, at): Move => ({ way: 'key', to: from + 1 + at }))
  const { seen } = await drive(exhibit, [{ way: 'number', to: from }, ...along], { untilChecked: true })
  expect(judge(animal, { seen, passed: [] })).toEqual([])
  const madeUp = seen.filter(
    ({ wanted, blocks }) => readBlocks(blocks, animal.salt) !== animal.truth[wanted]?.number,
  )
  expect(madeUp.length).toBeGreaterThan(0)
  for (const { damage } of madeUp) expect(damage).toBe('damaged')
  expect(seen.at(-1)).toMatchObject({ claimed: end, damage: 'clean' })
  await review.goToPicture(madeUp[0]?.wanted ?? from)
  await expect(review.screen.getByTestId('picture-damaged')).toContainText('may not be what was recorded')
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
  ] as const) {
    await resize(exhibit, width, height)
    await exhibit.window.screenshot({ path: test.info().outputPath(`damage-${width}.png`) })
  }
})

for (const file of names.filter((name) => copied.has(name))) {
  test(`${file}: by its review copy, the picture shown is the one that the player says`, async () => {
    test.setTimeout(amount.minutes * 120_000)
    const animal = await open(file)
    await expect(review.screen.getByTestId('review-label')).toBeVisible()
    const { seen, passed } = await drive(exhibit, plan(animal))
    expect(judge(animal, { seen, passed })).toEqual([])
  })
}

test('changing-entry.mp4: it is said, and each picture has its own size', async () => {
  await open('changing-entry.mp4')
  await expect(review.screen.getByTestId('review-entries')).toHaveText(
    'the encoding changes within the track',
  )
  const sizes = [
    [0, 640],
    [149, 640],
    [150, 480],
    [224, 480],
    [225, 640],
    [151, 480],
  ] as const
  for (const [picture, width] of sizes) {
    await review.goToPicture(picture)
    await expect(review.picture).toHaveJSProperty('width', width)
    await expect(review.screen.getByTestId('picture-facts')).toContainText(`${width} ×`)
  }
  await review.screen.getByTestId('picture-facts').click()
  const others = exhibit.window.getByTestId('picture-other-entry')
  await expect(others).toHaveCount(2)
  await expect(others.nth(0)).toContainText('It says the same of the picture')
  await expect(others.nth(1)).toContainText('first used by stored sample 151')
  await expect(others.nth(1)).toContainText('480 × 270')
  await exhibit.window.screenshot({ path: test.info().outputPath('changing-entry.png') })
  await exhibit.window.keyboard.press('Escape')
})

test('changing-sets.mp4: each picture has its own size, and it is said that the file says it of the beginning', async () => {
  await open('changing-sets.mp4')
  for (const [picture, width] of [
    [200, 480],
    [100, 640],
    [250, 640],
  ] as const) {
    await review.goToPicture(picture)
    await expect(review.picture).toHaveJSProperty('width', width)
    await expect(review.screen.getByTestId('picture-facts')).toContainText(`${width} ×`)
  }
  await review.screen.getByTestId('picture-facts').click()
  await expect(exhibit.window.getByTestId('picture-sets-change')).toBeVisible()
  await exhibit.window.screenshot({ path: test.info().outputPath('changing-sets.png') })
  await exhibit.window.keyboard.press('Escape')
})

async function make(place: string): Promise<Animal[]> {
  const files = join(place, 'files')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(files, { recursive: true })
  ;(await createCase(join(place, 'case'), { reference: 'Zoo', examiner: 'Officer 12' })).close()
  return makeZoo(files, amount.pictures, names)
}

/** Seeks to the ends, to both sides of each change in what is to be seen, and to anywhere; then steps forward and back again. */
function plan({ file, truth }: Animal): Move[] {
  const random = seededRandom([...file].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7))
  const steps = Math.min(amount.steps, truth.length - 1)
  const from = random(truth.length - steps)
  const last = truth.length - 1
  const changes = truth.flatMap(({ shown }, at) =>
    at > 0 && truth[at - 1]?.shown !== shown ? [at - 1, at] : [],
  )
  const along = Array.from({ length: steps }, (_, step) => from + 1 + step)
  return [
    ...[0, last, ...changes].map((to): Move => ({ way: 'number', to })),
    ...Array.from({ length: amount.seeks }, (): Move => ({ way: 'number', to: random(truth.length) })),
    { way: 'number', to: from },
    ...along.map((to): Move => ({ way: 'key', to })),
    ...along.map((to): Move => ({ way: 'key', to: to - 1 })).reverse(),
  ]
}

/** What was seen that is not what it should be, in words. */
function judge({ truth, salt }: Animal, { seen, passed }: Drive): string[] {
  const isRight = (claimed: number, blocks: string): boolean =>
    truth[claimed]?.shown !== 'no' && readBlocks(blocks, salt) === truth[claimed]?.number
  // A damaged picture is said to be so a moment later.
  const wrong = passed
    .filter(({ claimed, blocks }) => truth[claimed]?.shown !== 'maybe' && !isRight(claimed, blocks))
    .map(({ claimed, blocks }) => `${claimed} passed as ${readBlocks(blocks, salt) ?? blocks}`)
  for (const { wanted, claimed, blocks, message, damage } of seen) {
    const shown = truth[wanted]?.shown
    const isPicture = claimed === wanted && message === '' && isRight(wanted, blocks)
    const isPlain = claimed === null && message !== '' && blocks === ''
    const isMarked = claimed === wanted && damage === 'damaged'
    if (
      shown === 'maybe' ? isPicture || isPlain || isMarked : isPicture ? !isMarked : isPlain && shown === 'no'
    )
      continue
    const what = blocks === '' ? 'none' : String(readBlocks(blocks, salt) ?? blocks)
    wrong.push(`${wanted} (${shown ?? '?'}): ${what} is shown, claimed is ${claimed ?? message}, ${damage}`)
  }
  return wrong
}

/** Upright, and as wide as its pixels ask for. */
async function expectShape({ aspect }: Animal): Promise<void> {
  const box = await review.picture.boundingBox()
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(aspect, 1)
}

async function open(file: string): Promise<Animal> {
  const animal = zoo.get(file)
  if (!animal) throw new Error(`the zoo has no “${file}”`)
  if (isReviewing) await review.leave()
  await select(file)
  await new CasePage(exhibit).drawer.getByTestId('open-item').click()
  await review.screen.waitFor()
  isReviewing = true
  // The first picture, or why there is none.
  await expect
    .poll(() =>
      exhibit.window.evaluate(
        () =>
          document.querySelector('[data-testid=picture]')?.getAttribute('data-ready') === 'true' ||
          document.querySelector('[data-testid=picture-failed], [data-testid=codec-unsupported]') !== null,
      ),
    )
    .toBe(true)
  return animal
}

/** The table holds only the rows that are seen; it may still move when a row comes into view. */
async function select(file: string): Promise<void> {
  const page = new CasePage(exhibit)
  const row = page.row(file)
  await expect(async () => {
    await page.table.hover()
    await exhibit.window.mouse.wheel(0, -100_000)
    for (let screen = 0; screen < 20 && !(await row.isVisible()); screen += 1) {
      await exhibit.window.mouse.wheel(0, 400)
      await exhibit.window.waitForTimeout(100)
    }
    await row.click({ timeout: 2_000 })
    await expect(row).toHaveAttribute('aria-selected', 'true', { timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
}
