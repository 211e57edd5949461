// Playing in both directions, loops, keys that are held and keys that are changed, in the real window: what is on the canvas is
// read from blocks that say which picture it is.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { createCase } from '#engine/store/case-database.ts'
import { readBlocks } from '#test/support/zoo/block-code.ts'
import { makeZoo, type Animal } from '#test/support/zoo/zoo.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { IntakePanel } from './pages/intake-panel.ts'
import { ReviewPage } from './pages/review-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt, looks, wear } from './support/looks.ts'
import { resize, watchComplaints } from './support/window.ts'
import { drive, type Drive, type Move } from './support/zoo-window.ts'
import { at } from '../../build/paths.mjs'

const pictures = at('test-results', 'moving-about')
const count = 120

let exhibit: Exhibit
let folder: string
let zoo: Animal[]
let review: ReviewPage
let complaints: string[]
let isReviewing = false

test.beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  folder = temporaryFolder()
  const root = path.join(folder, 'case')
  const files = path.join(folder, 'files')
  mkdirSync(files)
  ;(await createCase(root, { reference: 'Zoo', examiner: 'Officer 12' })).close()
  zoo = await makeZoo(files, count, ['b-pictures.mp4', 'open-groups.mp4', 'sound-aac.mp4'])
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(root)
  await new CasePage(exhibit).addFiles(...zoo.map(({ file }) => path.join(files, file)))
  const intake = new IntakePanel(exhibit)
  await expect(intake.outcome).toContainText('3 items', { timeout: 60_000 })
  await intake.close()
  review = new ReviewPage(exhibit)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

const press = (key: string): Promise<void> => exhibit.window.keyboard.press(key)
const part = (id: string) => review.screen.getByTestId(id)
const speed = (): Promise<string> => part('speed').inputValue()
const wait = (...places: number[]): Move[] => places.map((to) => ({ way: 'wait', to }))

for (const file of ['b-pictures.mp4', 'open-groups.mp4']) {
  test(`${file}: in reverse the stored pictures are shown one by one, over groups`, async () => {
    const animal = await open(file)
    await review.goToPicture(70)
    const seen = watch(animal, wait(0))
    await press('j')
    expect(await speed()).toBe('-1')
    const shown = await seen
    // None is left out and none comes twice: the first ones may have come before somebody looked.
    expect(shown.slice(-60)).toEqual(Array.from({ length: 60 }, (_, n) => 59 - n))
    await expect(review.play).toHaveAccessibleName(/^Play/)
  })
}

test('J, K and L: faster with each press, the other way, and slowly with K held', async () => {
  await open('b-pictures.mp4')
  await review.goToPicture(60)
  await press('k')
  const { keyboard } = exhibit.window
  await keyboard.down('k')
  await press('l')
  await review.waitFor(61)
  await press('j')
  await review.waitFor(60)
  await keyboard.down('l')
  await expect.poll(speed).toBe('0.25')
  await expect(review.play).toHaveAccessibleName(/^Pause/)
  await keyboard.up('l')
  await expect(review.play).toHaveAccessibleName(/^Play/)
  await keyboard.up('k')
  const speeds: string[] = []
  for (const key of ['l', 'l', 'l', 'j', 'j', 'k']) {
    await press(key)
    speeds.push(await speed())
  }
  expect(speeds).toEqual(['1', '2', '4', '-1', '-2', '1'])
  await expect(review.play).toHaveAccessibleName(/^Play/)
})

for (const direction of ['forward', 'in reverse'] as const) {
  test(`a loop ${direction} never leaves its range, and reaches both ends`, async () => {
    const animal = await open('b-pictures.mp4')
    await review.goToPicture(22)
    await press('i')
    await review.goToPicture(30)
    await press('o')
    await press('r')
    await expect(part('loop-state')).toHaveText('Repeats pictures 23 to 31')
    await part('speed').selectOption(direction === 'forward' ? '1' : '-1')
    const seen = watch(animal, wait(22, 30, 22, 30, 22))
    await press('Space')
    const shown = await seen
    expect([Math.min(...shown), Math.max(...shown)]).toEqual([22, 30])
    const step = direction === 'forward' ? 1 : -1
    const [first, last] = step === 1 ? [22, 30] : [30, 22]
    // From picture to picture, and from the last one to the first.
    shown.slice(2).forEach((picture, n) => {
      const before = shown[n + 1] ?? 0
      expect(picture).toBe(before === last ? first : before + step)
    })
    await press('k')
    await part('clear-marks').click()
    await expect(part('loop-state')).toHaveText('')
  })
}

test('a held key shows each picture before the next, and nothing runs on when it is let go', async () => {
  const animal = await open('b-pictures.mp4')
  const { keyboard } = exhibit.window
  for (const [key, from, to] of [
    ['ArrowRight', 10, 55],
    ['ArrowLeft', 55, 12],
  ] as const) {
    await review.goToPicture(from)
    const seen = watch(animal, wait(to))
    await keyboard.down(key)
    // What the keyboard sends while a key is held.
    for (let repeat = 0; repeat < 5; repeat += 1) await keyboard.down(key)
    const shown = await seen
    await keyboard.up(key)
    const numbers = await settled()
    expect(new Set(numbers).size).toBe(1)
    const step = Math.sign(to - from)
    shown.slice(1).forEach((picture, n) => expect(picture).toBe((shown[n] ?? 0) + step))
    expect(shown.length).toBeGreaterThan(30)
  }
})

test('where pictures are left out, the player says so, by what was really shown', async () => {
  const animal = await open('b-pictures.mp4')
  await review.goToPicture(0)
  await press('i')
  await press('End')
  await press('o')
  await press('r')
  await part('speed').selectOption('32')
  const seen = watch(animal, wait(count - 1, 0, count - 1, 0, count - 1, 0, count - 1))
  await press('Space')
  await expect(part('playback-note')).toHaveText(/pictures/)
  await expect(part('playback-note')).not.toHaveText(/Every picture/)
  const said = Number(/1 of (\d+)/.exec((await part('playback-note').textContent()) ?? '')?.[1])
  const shown = await seen
  // Of so many that were passed, from one end to the other, one was shown.
  const passed = shown.reduce((sum, picture, n) => sum + Math.max(0, picture - (shown[n - 1] ?? 0)), 0)
  expect(said).toBeGreaterThan(passed / shown.length / 2)
  expect(said).toBeLessThan((passed / shown.length) * 2)
  await exhibit.window.screenshot({ path: path.join(pictures, 'fast.png'), scale: 'css' })
  await press('k')
  await part('clear-marks').click()
})

test('a key is changed in the sheet of keys: the new one works, the old one does not; conflicts are told', async () => {
  await open('b-pictures.mp4')
  await review.goToPicture(20)
  await press('?')
  const sheet = exhibit.window.getByTestId('key-sheet')
  await sheet.getByTestId('key-search').fill('picture forward')
  await expect(sheet.getByTestId('key-row')).toHaveCount(1)
  await sheet.getByTestId('key-change').click()
  await press('Control+d')
  await expect(sheet.getByTestId('key-catch')).toContainText('belong to the application')
  await press('m')
  await expect(sheet.getByTestId('key-catch')).toContainText('M is the key of “Mark this picture')
  await press('q')
  await expect(sheet.getByTestId('keys-done')).toHaveText('“One picture forward” has the key Q now.')
  await press('Escape')
  await expect(sheet).toBeHidden()
  await press('q')
  await review.waitFor(21)
  await press('ArrowRight')
  await settled()
  expect(await review.picture.getAttribute('data-presentation')).toBe('21')
  await expect(review.stepForward).toHaveAccessibleName('One picture forward (Q)')

  await part('show-keys').click()
  await sheet.getByTestId('key-search').fill('m')
  await sheet.getByTestId('key-change').click()
  await press('q')
  await sheet.getByTestId('key-swap').click()
  await expect(sheet.getByTestId('keys-done')).toContainText('“One picture forward” has M.')
  await sheet.getByTestId('keys-reset').click()
  await press('Escape')
  await press('ArrowRight')
  await review.waitFor(22)
})

for (const [theme, width, height] of looks) {
  test(`looks right: ${theme}, ${width} × ${height}`, async () => {
    await open('sound-aac.mp4')
    await resize(exhibit, width, height)
    await wear(exhibit, theme)
    await review.goToPicture(100)
    await press('i')
    await review.goToPicture(119)
    await press('o')
    await press('r')
    await expect(part('sound-silent')).toBeHidden()
    await part('speed').selectOption('-0.25')
    await expect(part('sound-silent')).toHaveText('Only at 1×')
    await press('Space')
    await expect(part('loop-state')).not.toBeEmpty()
    const look = async (name: string): Promise<void> => {
      const found = await lookAt(exhibit, `moving-about/${theme}-${width}x${height}-${name}`)
      expect([...found, ...complaints.splice(0)]).toEqual([])
    }
    await look('loop')
    await press('k')
    await part('clear-marks').click()
    await part('jump-menu').click()
    await look('jump')
    await exhibit.window.getByRole('menuitem', { name: 'One second back' }).click()
    await press('?')
    const sheet = exhibit.window.getByTestId('key-sheet')
    await look('keys')
    await sheet.getByTestId('key-change').nth(2).click()
    await press('l')
    await look('conflict')
    await press('Escape')
    await press('Escape')
    await expect(sheet).toBeHidden()
  })
}

/** Each picture that came on the canvas until the last of the moves was done, one after the other; each is what it claims. */
async function watch(animal: Animal, moves: Move[]): Promise<number[]> {
  const { seen, passed }: Drive = await drive(exhibit, moves)
  expect(seen.map(({ message }) => message).join('')).toBe('')
  const wrong = passed.filter(({ claimed, blocks }) => readBlocks(blocks, animal.salt) !== claimed)
  expect(wrong).toEqual([])
  return passed.map(({ claimed }) => claimed)
}

/** The numbers of the pictures over the next thirty pictures of the display. */
function settled(): Promise<string[]> {
  return exhibit.window.evaluate(async () => {
    const seen: string[] = []
    for (let frame = 0; frame < 30; frame += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      const picture = document.querySelector<HTMLElement>('[data-testid=picture]')
      // The step under way when the key was let go may still come.
      if (frame > 10) seen.push(picture?.dataset['presentation'] ?? '')
    }
    return seen
  })
}

async function open(file: string): Promise<Animal> {
  const animal = zoo.find((one) => one.file === file)
  if (!animal) throw new Error(`the zoo has no “${file}”`)
  if (
    isReviewing &&
    (await exhibit.window.getByRole('navigation', { name: 'Where you are' }).textContent())?.includes(
      file.slice(0, 5),
    )
  )
    return animal
  if (isReviewing) await review.leave()
  await new CasePage(exhibit).review(file)
  isReviewing = true
  await review.waitFor(0)
  return animal
}
