// Several cameras on one clock: each shows the stored picture that was valid at that time, by a table that ffprobe made; who has
// none says why; played, they stay in step. Each picture bears its number as blocks, read from the canvases.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ItemId, UtcTime } from '#contract/units.ts'
import { createCase } from '#engine/store/case-database.ts'
import { readBlocks } from '#test/support/zoo/block-code.ts'
import { seededRandom } from '#test/support/random.ts'
import { expect, test } from '@playwright/test'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { IntakePanel } from './pages/intake-panel.ts'
import { callBridge } from './support/bridge.ts'
import { makeFilms, numberAt, type Film } from './support/camera-films.ts'
import { driveCameras, seeCameras, type CameraMove, type Moment } from './support/camera-window.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { watchComplaints } from './support/window.ts'

// One window, in which each test goes on where the one before ended.
test.describe.configure({ mode: 'serial' })

let exhibit: Exhibit
let films: Film[]
let complaints: string[]
/** Items by their film. */
const itemOf = new Map<string, Film>()

test.beforeAll(async () => {
  test.setTimeout(180_000)
  const place = join(test.info().project.outputDir, 'cameras-case')
  const files = join(place, 'files')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(files, { recursive: true })
  ;(await createCase(join(place, 'case'), { reference: 'Cameras', examiner: 'Officer 12' })).close()
  films = await makeFilms(files)
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(join(place, 'case'))
  const page = new CasePage(exhibit)
  await page.addFiles(...films.map(({ file }) => join(files, file)))
  const intake = new IntakePanel(exhibit)
  await expect(intake.outcome).toContainText(`${films.length} items`, { timeout: 120_000 })
  await intake.close()
  for (const film of films) {
    await page.row(film.file).click()
    const id = await page.row(film.file).getAttribute('id')
    itemOf.set(id?.replace('item-', '') ?? '', film)
  }
  const wrong = [...itemOf].find(([, { ahead }]) => ahead !== 0n)
  if (!wrong) throw new Error('no recorder is wrong')
  await callBridge(exhibit, 'clock.set', {
    itemIds: [ItemId.parse(wrong[0])],
    reading: {
      recorderTime: UtcTime.parse('2026-05-01T12:00:02.345Z'),
      referenceTime: UtcTime.parse('2026-05-01T12:00:00.000Z'),
      method: 'read beside a radio clock',
    },
  })
})

test.afterAll(() => exhibit.close())

/** The film that a tile shows; tiles of one recording show the same. */
const filmOf = (item: string): Film => {
  const film = itemOf.get(item)
  if (!film) throw new Error(`no film of item ${item}`)
  return film
}
const instantOf = (utc: string): bigint => {
  const [whole = '', fraction = ''] = utc.slice(0, -1).split('.')
  return BigInt(Date.parse(`${whole}Z`)) * 10_000n + BigInt(fraction.padEnd(7, '0'))
}
const clockText = (at: bigint): string => new Date(Number(at / 10_000n)).toISOString().slice(11, 23)
const secondsApart = (a: bigint, b: bigint): number => Math.abs(Number(a - b)) / 1e7

/** What is not as the tables say, in words. `slack`: so many pictures may be between. */
function judge({ clock, tiles }: Moment, slack = 0): string[] {
  const at = instantOf(clock)
  return tiles.flatMap(({ item, state, claimed, blocks, utc, words, lags }) => {
    const film = filmOf(item)
    const number = numberAt(film, at)
    const [last, next] = [film.times[number], film.times[number + 1]]
    const isGap = last !== undefined && next !== undefined && secondsApart(next, last) > 1
    const ended = number === film.times.length - 1 && last !== undefined && secondsApart(at, last) > 0.11
    // The picture before it lasts 40 ms; the gap begins with the instant at which that ends.
    const inGap = isGap && secondsApart(at, last) > 0.0395
    const said = `${film.file} at ${clock}: ${state}, picture ${claimed}, “${words}”; by the table ${number}`
    // Late, and said to be: then it is at least the picture that it claims.
    if (lags && slack > 0) return readBlocks(blocks, film.salt) === claimed ? [] : [said]
    if (number < 0) return state === 'before' && blocks === '' && claimed === null ? [] : [said]
    if (inGap) return state === 'gap' && blocks === '' && claimed === null ? [] : [said]
    if (ended) return state === 'after' && blocks === '' && claimed === null ? [] : [said]
    if (slack > 0 && state !== 'picture')
      return number <= slack || number >= film.times.length - 1 - slack || isGap ? [] : [said]
    if (claimed === null || Math.abs(claimed - number) > slack) return [said]
    if (readBlocks(blocks, film.salt) !== claimed)
      return [`${said}, shown ${readBlocks(blocks, film.salt) ?? blocks}`]
    return slack > 0 || instantOf(utc) === film.times[claimed] ? [] : [`${said}, says ${utc}`]
  })
}

test('four recordings chosen in the table are shown on one clock', async () => {
  const page = new CasePage(exhibit)
  for (const { file } of films) await page.row(file).getByTestId('choose-item').check()
  await expect(page.screen.getByTestId('chosen-bar')).toContainText('4 recordings chosen')
  await exhibit.window.screenshot({ path: test.info().outputPath('chosen.png') })
  await page.screen.getByTestId('watch-together').click()
  await expect(exhibit.window.getByTestId('camera-tile')).toHaveCount(4)
  await expect(exhibit.window.getByTestId('camera-master')).toHaveCount(1)
  await expect(exhibit.window.getByTestId('cameras-clock')).toHaveAttribute('data-utc', /2026-05-01/)
})

test('at 20 times each shows the picture that its table says, and who has none says why', async () => {
  const random = seededRandom(44)
  const from = instantOf('2026-05-01T21:59:53.000Z')
  const times = Array.from({ length: 20 }, () => from + BigInt(random(28_000)) * 10_000n)
  const moments = await driveCameras(
    exhibit,
    times.map((at): CameraMove => ({ type: `2026-05-01 ${clockText(at)}` })),
  )
  expect(moments.flatMap((moment) => judge(moment))).toEqual([])
  const states = new Set(moments.flatMap(({ tiles }) => tiles.map(({ state }) => state)))
  expect([...states].sort()).toEqual(['after', 'before', 'gap', 'picture'])
  // Where the master has a picture, the clock stands at its time.
  const master = moments.map(({ clock, tiles }) => ({ clock, tile: tiles[0] }))
  for (const { clock, tile } of master) if (tile?.claimed !== null) expect(tile?.utc).toBe(clock)
})

test('the gap of a camera is told with its times', async () => {
  const [moment] = await driveCameras(exhibit, [{ type: '2026-05-01 22:00:03.000' }])
  const tile = moment?.tiles.find(({ item }) => filmOf(item).file === 'hall.mp4')
  const { times } = films.find(({ file }) => file === 'hall.mp4') ?? { times: [] }
  const hole = times.findIndex((time, index) => secondsApart(times[index + 1] ?? time, time) > 1)
  const end = (times[hole] ?? 0n) + 400_000n
  expect(tile?.words).toBe(`No recording from ${clockText(end)} to ${clockText(times[hole + 1] ?? 0n)}`)
  const gate = moment?.tiles.find(({ item }) => filmOf(item).file === 'gate.mp4')
  expect(gate?.words).toContain('corrected')
})

test('20 steps step the pictures of the master, also of another one', async () => {
  const steps = (key: string, count: number): CameraMove[] => Array.from({ length: count }, () => ({ key }))
  const moments = await driveCameras(exhibit, [
    { type: '2026-05-01 21:59:59.800' },
    ...steps('ArrowRight', 7),
    ...steps('ArrowLeft', 5),
    { key: '2' },
    ...steps('ArrowRight', 4),
    ...steps('ArrowLeft', 4),
  ])
  expect(moments.flatMap((moment) => judge(moment))).toEqual([])
  const of = (place: number): (number | null)[] => moments.map(({ tiles }) => tiles[place]?.claimed ?? null)
  const [first, second] = [of(0), of(1)]
  const start = first[0] ?? 0
  expect(first.slice(0, 13)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2].map((step) => start + step))
  const other = second[13] ?? 0
  expect(second.slice(13)).toEqual([0, 1, 2, 3, 4, 3, 2, 1, 0].map((step) => other + step))
  await driveCameras(exhibit, [{ key: '1' }])
})

test('played at normal speed they are within one picture of each other', async () => {
  await driveCameras(exhibit, [{ type: '2026-05-01 21:59:59.500' }])
  await exhibit.window.keyboard.press('Space')
  const moments: Moment[] = []
  const passed = (): number =>
    secondsApart(instantOf(moments.at(-1)?.clock ?? ''), instantOf(moments[0]?.clock ?? ''))
  // However slow the computer: until a second and a half of recording went by.
  do {
    await exhibit.window.waitForTimeout(150)
    moments.push(await seeCameras(exhibit))
  } while (passed() < 1.5 && moments.length < 200)
  await exhibit.window.keyboard.press('Space')
  await expect(exhibit.window.getByTestId('camera-grid')).toHaveAttribute('data-playing', 'false')
  expect(moments.flatMap((moment) => judge(moment, 1))).toEqual([])
  const clocks = moments.map(({ clock }) => instantOf(clock))
  expect(clocks.every((clock, at) => at === 0 || clock >= (clocks[at - 1] ?? 0n))).toBe(true)
  expect(passed()).toBeGreaterThanOrEqual(1.5)
  expect(moments.filter(({ tiles }) => tiles.every(({ lags }) => !lags)).length).toBeGreaterThan(1)
  // At rest all is exact again.
  const [rest] = await driveCameras(exhibit, [{ key: 'Shift' }])
  expect(rest && judge(rest)).toEqual([])
})

/** Whether all of it is seen: its corners are neither cut off nor covered. */
function isOnTop(element: Element): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return [left + 2, right - 2].every((x) =>
    [top + 2, bottom - 2].every((y) => document.elementFromPoint(x, y) === element),
  )
}

test('unlinked, two pictures are compared, each by its own number', async () => {
  const { window } = exhibit
  await window.getByTestId('camera-tile').first().getByTestId('camera-again').click()
  await expect(window.getByTestId('camera-tile')).toHaveCount(5)
  for (let at = 0; at < 3; at += 1)
    await window.getByTestId('camera-tile').nth(1).getByTestId('camera-remove').click()
  await expect(window.getByTestId('camera-tile')).toHaveCount(2)
  const moments = await driveCameras(exhibit, [
    { type: '2026-05-01 22:00:00.000' },
    { key: 'u' },
    ...[{ key: 'ArrowRight' }, { key: 'ArrowRight' }, { key: 'ArrowRight', shift: true }, { key: '2' }],
    { key: 'ArrowLeft' },
  ])
  const seen = moments.map(({ tiles }) =>
    tiles.map(({ item, blocks, claimed }) => {
      expect(readBlocks(blocks, filmOf(item).salt)).toBe(claimed)
      return claimed ?? -1
    }),
  )
  const [start = 0] = seen[0] ?? []
  expect(seen.map((pair) => pair.map((number) => number - start))).toEqual([
    [0, 0],
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 1],
    [3, 1],
    [3, 0],
  ])
  await expect(window.getByTestId('camera-seal').first()).toHaveText('Seal: No seal')
  await expect(window.getByTestId('camera-signer').first()).toHaveText('Signer: No signer')
  await expect(window.getByTestId('cameras-apart')).toHaveText('Against 1: 2 0.120 s earlier')
  await window.screenshot({ path: test.info().outputPath('compare.png') })
  const second = window.getByTestId('camera-tile').nth(1)
  await second.getByTestId('frame-number').click()
  await second.getByTestId('go-to').fill('100000')
  await second.getByTestId('go-to').press('Enter')
  const wrong = second.getByRole('alert')
  await expect(wrong).toHaveText('That lies outside the recording.')
  await window.screenshot({ path: test.info().outputPath('typed-wrong.png') })
  expect(await wrong.evaluate(isOnTop)).toBe(true)
  await second.getByTestId('go-to').press('Escape')
  await driveCameras(exhibit, [{ key: 'u' }])
})

/** The first of those that are offered. */
async function addCamera(): Promise<void> {
  const { window } = exhibit
  // Away from what has a hint, which would lie over it.
  await window.mouse.move(2, 200)
  await window.getByTestId('add-camera').click()
  await window.getByTestId('camera-choices').getByRole('button').first().click()
  await window.keyboard.press('Escape')
}

test('the timeline has every camera, from all recordings down to single pictures', async () => {
  const { window } = exhibit
  await addCamera()
  await expect(window.getByTestId('lane-name')).toHaveCount(4)
  const lanes = window.getByTestId('lanes')
  await window.getByTestId('lanes-all').click()
  await expect.poll(async () => Number(await lanes.getAttribute('data-parts'))).toBeGreaterThanOrEqual(5)
  await expect(lanes).toHaveAttribute('data-unknown', '0')
  const spanOf = async (): Promise<number> =>
    Number(await lanes.getAttribute('data-to')) - Number(await lanes.getAttribute('data-from'))
  const whole = await spanOf()
  expect(whole).toBeGreaterThan(50)
  await lanes.focus()
  for (let press = 0; press < 10; press += 1) await window.keyboard.press('+')
  expect(await spanOf()).toBeLessThan(whole / 40)
  const box = await lanes.boundingBox()
  if (!box) throw new Error('there are no lanes')
  const fromOf = async (): Promise<number> => Number(await lanes.getAttribute('data-from'))
  const [near, left] = [await spanOf(), await fromOf()]
  await window.mouse.move(box.x + box.width * 0.6, box.y + 60)
  await window.mouse.down()
  await window.mouse.move(box.x + box.width * 0.4, box.y + 60, { steps: 4 })
  await window.mouse.up()
  expect(((await fromOf()) - left) / near).toBeCloseTo(0.2, 2)
  await window.mouse.wheel(0, -100)
  await expect.poll(spanOf).toBeLessThan(near * 0.9)
  await window.mouse.wheel(0, 100)
  await expect.poll(spanOf).toBeCloseTo(near, 3)
  await window.mouse.click(box.x + box.width * 0.4, box.y + 60)
  const [moment] = await driveCameras(exhibit, [{ key: 'Shift' }])
  const from = Number(await lanes.getAttribute('data-from'))
  const clicked = BigInt(Math.round((from + 0.4 * (await spanOf())) * 1e7))
  expect(secondsApart(instantOf(moment?.clock ?? ''), clicked)).toBeLessThan(0.3)
  expect(moment && judge(moment)).toEqual([])
})

test('it looks as it should, with four and with nine', async () => {
  const { window } = exhibit
  const tiles = window.getByTestId('camera-tile')
  const faults: string[] = []
  await addCamera()
  await window.getByTestId('lanes-all').click()
  for (const count of [4, 9]) {
    for (let at = await tiles.count(); at < count; at += 1) {
      await tiles
        .nth(at - 3)
        .getByTestId('camera-again')
        .click()
      await expect(tiles).toHaveCount(at + 1)
    }
    const [moment] = await driveCameras(exhibit, [{ type: '2026-05-01 22:00:02.000' }])
    expect(moment && judge(moment)).toEqual([])
    faults.push(...(await lookAround(exhibit, `cameras/${count}`)))
  }
  await expect(window.getByTestId('add-camera')).toBeDisabled()
  expect([...faults, ...complaints]).toEqual([])
})
