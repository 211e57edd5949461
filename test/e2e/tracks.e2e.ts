// A file of two cameras: two tracks of pictures and two of sound. Which one is shown is chosen, and everything that is told of
// pictures is told of the chosen one. Each picture bears its number and which film it is of as blocks, read from the canvas.
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createCase } from '#engine/store/case-database.ts'
import { seededRandom } from '#test/support/random.ts'
import {
  gate,
  makeTwoCameras,
  microphones,
  yard,
  yardMetadata,
  type FilmTrack,
} from '#test/support/two-cameras.ts'
import { blocks, codedHeight, columns, readBlocks, rows } from '#test/support/zoo/block-code.ts'
import { expect, test, type Locator } from '@playwright/test'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { IntakePanel } from './pages/intake-panel.ts'
import { ReviewPage } from './pages/review-page.ts'
import { driveCameras } from './support/camera-window.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { readPng, type Picture } from './support/png.ts'
import { watchComplaints } from './support/window.ts'
import { drive, type Move } from './support/zoo-window.ts'

// One window, in which each test goes on where the one before ended.
test.describe.configure({ mode: 'serial' })

const file = 'two-cameras.mp4'
let exhibit: Exhibit
let place: string
let review: ReviewPage
let page: CasePage
let films: { gate: FilmTrack; yard: FilmTrack }
let complaints: string[]

test.beforeAll(async () => {
  test.setTimeout(180_000)
  place = join(test.info().project.outputDir, 'two-cameras-case')
  const files = join(place, 'files')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(files, { recursive: true })
  ;(await createCase(join(place, 'case'), { reference: 'Tracks', examiner: 'Officer 12' })).close()
  const [first, second] = await makeTwoCameras(join(files, file))
  if (!first || !second) throw new Error('there are not two films')
  films = { gate: first, yard: second }
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(join(place, 'case'))
  page = new CasePage(exhibit)
  await page.addFiles(join(files, file))
  const intake = new IntakePanel(exhibit)
  await expect(intake.outcome).toContainText('One item taken in', { timeout: 120_000 })
  await intake.close()
  review = new ReviewPage(exhibit)
  await page.review(file)
  await review.waitFor(0)
})

test.afterAll(() => exhibit.close())

const part = (id: string): Locator => review.screen.getByTestId(id)
const press = (key: string): Promise<void> => exhibit.window.keyboard.press(key)
const title = (): Locator => review.screen.getByRole('heading', { level: 1 })
const pictureTrack = (): Locator => part('picture-track')

/** The last picture at or before a time, by ffprobe's table. */
const numberAt = ({ times }: FilmTrack, at: number): number =>
  times.findLastIndex((time) => time <= at + 1e-6)
const timeOf = ({ times }: FilmTrack, picture: number): number => times[picture] ?? Number.NaN

/** Waits for a picture of a film, and that it is one. */
async function expectPicture(film: FilmTrack, picture: number): Promise<void> {
  await expect(part('frame-number')).toContainText(`of ${film.count}`)
  await review.waitFor(picture)
  expect(await seenNow()).toBe(`${film.camera} ${picture}`)
}

/** Which picture of which film is on the screen, by its blocks. */
async function seenNow(): Promise<string> {
  const read = await exhibit.window.evaluate(
    (code) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=picture]')
      if (!canvas) return ''
      const { width, height } = canvas
      const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data
      return Array.from({ length: code.blocks }, (_, block) => {
        const x = Math.floor((((block % code.columns) + 0.5) / code.columns) * width)
        const y = Math.floor(
          ((Math.floor(block / code.columns) + 0.5) / code.rows) * code.codedHeight * height,
        )
        return (data?.[(y * width + x) * 4 + 1] ?? 0) > 128 ? '1' : '0'
      }).join('')
    },
    { blocks, columns, rows, codedHeight },
  )
  return nameOf(read)
}

function nameOf(read: string): string {
  for (const { camera, salt } of [gate, yard]) {
    const number = readBlocks(read, salt)
    if (number !== null) return `${camera} ${number}`
  }
  return `nothing (${read})`
}

/** Seeks and steps, and what was seen that is not right, in words. */
async function wrongOf(film: FilmTrack): Promise<string[]> {
  const random = seededRandom(film.salt)
  const last = film.count - 1
  const from = random(last - 12)
  const along = Array.from({ length: 12 }, (_, step) => from + 1 + step)
  const moves: Move[] = [
    ...[0, last, ...Array.from({ length: 8 }, () => random(film.count)), from].map((to): Move => ({
      way: 'number',
      to,
    })),
    ...along.map((to): Move => ({ way: 'key', to })),
    ...along.map((to): Move => ({ way: 'key', to: to - 1 })).reverse(),
  ]
  const { seen: list, passed } = await drive(exhibit, moves)
  return [
    ...list
      .filter(({ wanted, claimed }) => wanted !== claimed)
      .map(({ wanted, claimed }) => `${wanted}: ${claimed}`),
    ...[...list, ...passed]
      .filter(({ claimed, blocks: read }) => readBlocks(read, film.salt) !== claimed)
      .map(({ claimed, blocks: read }) => `${film.camera} ${claimed}: ${nameOf(read)}`),
  ]
}

test('the title is the camera of the shown track, and it is said that there is another one', async () => {
  await expect(title()).toHaveText('Gate')
  await expect(pictureTrack().locator('option')).toHaveText([
    '1 of 2: Gate · 300 pictures',
    '2 of 2: Yard · 80 pictures',
  ])
  await expect(pictureTrack()).toHaveValue('1')
  expect(await wrongOf(films.gate)).toEqual([])
})

test('a key shows the other camera at the same moment; every picture is of that track', async () => {
  for (const picture of [60, 137, 200]) {
    await review.goToPicture(picture)
    await press('y')
    const there = numberAt(films.yard, timeOf(films.gate, picture))
    await expectPicture(films.yard, there)
    await expect(title()).toHaveText('Yard')
    await expect(review.picture).toHaveAttribute(
      'data-utc',
      new Date(timeOf(films.yard, there)).toISOString(),
    )
    // Nobody moved in between: the way back leads to where it began.
    await press('Shift+y')
    await expectPicture(films.gate, picture)
  }
  await pictureTrack().selectOption('2')
  await expect(title()).toHaveText('Yard')
  await expect(part('frame-number')).toContainText('of 80')
  expect(await wrongOf(films.yard)).toEqual([])
})

test('of a moment at which the other camera recorded nothing, that is said', async () => {
  await pictureTrack().selectOption('1')
  await review.goToPicture(290)
  await press('y')
  await expectPicture(films.yard, 79)
  await expect(exhibit.window.getByText('Yard has no picture of 22:00:10.180 UTC')).toBeVisible()
})

test('in and out stay at their moments', async () => {
  await pictureTrack().selectOption('1')
  await review.goToPicture(100)
  await press('i')
  await review.goToPicture(150)
  await press('o')
  await press('y')
  await expectPicture(films.yard, numberAt(films.yard, timeOf(films.gate, 150)))
  await press('m')
  await review.openPanel('marks')
  const [first, last] = [100, 150].map((picture) => numberAt(films.yard, timeOf(films.gate, picture)) + 1)
  await expect(part('mark-row')).toContainText(`${first} to ${last}`)
  await part('remove-mark').click()
  await expect(part('mark-row')).toHaveCount(0)
  await part('clear-marks').click()
})

test('the sound is chosen, or none; its waveform follows', async () => {
  const sound = part('sound-track')
  await expect(sound.locator('option')).toHaveText([
    '1 of 2: Gate microphone · 1 × 16,000 Hz',
    '2 of 2: Yard microphone · 1 × 48,000 Hz',
    'No sound',
  ])
  await expect(part('sound-name')).toHaveText('Sound · 1 of 2')
  await expect(part('sound-lane')).toHaveAttribute('data-state', 'ready')
  await expect(part('mute')).toBeEnabled()
  const asked: string[] = []
  exhibit.window.on('request', (request) => asked.push(request.url()))
  await press('Shift+s')
  await expect(sound).toHaveValue(String(microphones[1].id))
  await expect(part('sound-name')).toHaveText('Sound · 2 of 2')
  await expect(part('sound-lane')).toHaveAttribute('data-state', 'ready')
  await expect.poll(() => asked.filter((url) => url.includes('peaks')).at(-1)).toContain('/sound/4/')
  await expect(part('mute')).toBeEnabled()
  await sound.selectOption('none')
  await expect(part('mute')).toBeDisabled()
  await expect(part('sound-lane')).toHaveCount(0)
  await press('Shift+s')
  await expect(sound).toHaveValue(String(microphones[0].id))
  await expect(part('mute')).toBeEnabled()
})

test('a still is of the shown track', async () => {
  await pictureTrack().selectOption('2')
  await review.goToPicture(33)
  await press('p')
  const stills = join(place, 'case', 'exports', 'stills')
  const names = (): string[] => {
    try {
      return readdirSync(stills)
    } catch {
      return []
    }
  }
  await expect.poll(() => names().length, { timeout: 30_000 }).toBe(2)
  const json = names().find((name) => name.endsWith('.json')) ?? ''
  const { picture } = JSON.parse(readFileSync(join(stills, json), 'utf8')) as {
    picture: { trackId: number; shownAs: number }
  }
  expect(picture).toMatchObject({ trackId: yard.id, shownAs: 34 })
  const png = names().find((name) => name.endsWith('.png')) ?? ''
  expect(nameOf(blocksIn(readPng(readFileSync(join(stills, png)))))).toBe('Yard 33')
})

function blocksIn({ width, height, at }: Picture): string {
  return Array.from({ length: blocks }, (_, block) => {
    const x = Math.floor((((block % columns) + 0.5) / columns) * width)
    const y = Math.floor(((Math.floor(block / columns) + 0.5) / rows) * codedHeight * height)
    return at(x, y)[1] > 128 ? '1' : '0'
  }).join('')
}

test('a mark in the second track says so from the first one, and leads back to its picture', async () => {
  await review.openPanel('marks')
  await review.goToPicture(51)
  await press('m')
  await expect(part('mark-row')).toHaveCount(1)
  await pictureTrack().selectOption('1')
  await expect(title()).toHaveText('Gate')
  await expect(part('mark-row')).toContainText('Track 2: Yard')
  await review.goToPicture(5)
  await part('mark-row').getByRole('button').first().click()
  await expectPicture(films.yard, 51)
  await expect(title()).toHaveText('Yard')
})

test('an event of the other camera says so, and leads to its picture there', async () => {
  await pictureTrack().selectOption('1')
  await expect(review.events.first()).toContainText('Of Yard, which is not shown')
  await review.events.first().click()
  const there = numberAt(films.yard, Date.parse(yardMetadata.time))
  await expectPicture(films.yard, there)
  await expect(review.events.first()).not.toContainText('which is not shown')
  await expect(review.events.first()).toHaveAttribute('aria-current', 'time')
})

test('the table of pictures and the timeline are those of the shown track', async () => {
  await review.openPanel('frames')
  await expect(review.side).toContainText('80 pictures')
  await expect(review.screen.getByText('Recording · 2 of 2')).toBeVisible()
  await pictureTrack().selectOption('1')
  await expect(review.side).toContainText('300 pictures')
  await expect(review.screen.getByText('Recording · 1 of 2')).toBeVisible()
})

test('whoever comes back finds the track and picture he left', async () => {
  await pictureTrack().selectOption('2')
  await review.goToPicture(44)
  await review.leave()
  await page.review(file)
  await expectPicture(films.yard, 44)
  await expect(title()).toHaveText('Yard')
})

test('what is found in the metadata of the second camera is shown in its pictures', async () => {
  await pictureTrack().selectOption('1')
  await expect(title()).toHaveText('Gate')
  await review.leave()
  await page.show('search')
  const result = exhibit.window.getByTestId('search-result').first()
  await result.dblclick()
  await review.screen.waitFor()
  await expect(title()).toHaveText('Yard')
  await review.waitUntilReady()
  expect(await seenNow()).toMatch(/^Yard \d+$/)
})

test('it looks as it should', async () => {
  expect(await lookAround(exhibit, 'tracks/review')).toEqual([])
})

test('beside others each picture of the file may show another of its cameras, by its own name', async () => {
  await review.goToPicture(20)
  await part('open-cameras').click()
  const tiles = exhibit.window.getByTestId('camera-tile')
  await expect(tiles).toHaveCount(1)
  await expect(tiles.first().getByRole('heading')).toHaveText('Yard')
  await tiles.first().getByTestId('camera-again').click()
  await tiles.nth(1).getByTestId('picture-track').selectOption('1')
  await expect(tiles.nth(1).getByRole('heading')).toHaveText('Gate')
  const [moment] = await driveCameras(exhibit, [{ type: '2026-05-01 22:00:04.000' }])
  const at = Date.parse(moment?.clock ?? '')
  const shown = moment?.tiles.map(({ blocks: read }) => nameOf(read))
  expect(shown).toEqual([`Yard ${numberAt(films.yard, at)}`, `Gate ${numberAt(films.gate, at)}`])
  await expect(exhibit.window.getByTestId('lane-tracks')).toHaveText('first of 2 picture tracks')
  expect(await lookAround(exhibit, 'tracks/cameras')).toEqual([])
})

test('alone again, a picture is that of its track; a tile keeps its track', async () => {
  const tiles = exhibit.window.getByTestId('camera-tile')
  await tiles.first().getByTestId('camera-review').click()
  await review.screen.waitFor()
  await expect(title()).toHaveText('Yard')
  await review.waitUntilReady()
  await pictureTrack().selectOption('1')
  await expect(title()).toHaveText('Gate')
  await part('open-cameras').click()
  await expect(tiles.first().getByRole('heading')).toHaveText('Yard')
  await expect(tiles.nth(1).getByRole('heading')).toHaveText('Gate')
  expect(complaints).toEqual([])
})
