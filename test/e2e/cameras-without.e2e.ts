// Several cameras of which one has no picture, or not yet: the others show the same part, and it goes on where it was left. Their keys are those
// that the sheet of keys says.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase } from '#engine/store/case-database.ts'
import { bPictures, closedGroups, encode, remux } from '#test/support/zoo/encode.ts'
import { expect, test, type Locator } from '@playwright/test'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { removeFolder, temporaryFolder } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'

let exhibit: Exhibit
let page: CasePage
const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const stamp = ['-metadata', 'creation_time=2026-05-01T21:59:58Z']

test.beforeAll(async () => {
  await encode(at('raw-large.mp4'), { count: 200, salt: 7 }, bPictures)
  await encode(at('raw-small.mp4'), { count: 200, salt: 7 }, closedGroups(20, '320:180'))
  for (const name of ['large.mp4', 'small.mp4']) await remux(at(`raw-${name}`), at(name), stamp)
  const sound = ['-f', 'lavfi', '-i', 'sine=d=8', ...stamp, at('sound.mp4')]
  execFileSync('ffmpeg', ['-v', 'error', ...sound])
  const database = await createCase(at('case'), { reference: 'R', examiner: 'Ada' })
  const options = { database, actor: 'Ada', trust: { anchors: [], at: null } }
  await ingest(['large.mp4', 'small.mp4', 'sound.mp4'].map(at), options, unwatched)
  database.close()
  await launch()
})
test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

async function launch(): Promise<void> {
  exhibit = await launchExhibit({ userData: at('user-data') })
  await stubDialogs(exhibit.app)
  page = new CasePage(exhibit)
  await new CasesPage(exhibit).open(at('case'))
}
const tileOf = (name: string): Locator => exhibit.window.getByTestId('camera-tile').filter({ hasText: name })
const pictureOf = (name: string): Locator => tileOf(name).getByTestId('camera-picture')
const zooms = async (): Promise<number[]> => {
  const all = await Promise.all(['large', 'small'].map((name) => pictureOf(name).getAttribute('data-zoom')))
  return all.map(Number)
}
async function goTo(name: string, number: number): Promise<void> {
  await tileOf(name).getByTestId('frame-number').click()
  await tileOf(name).getByTestId('go-to').fill(String(number))
  await tileOf(name).getByTestId('go-to').press('Enter')
}

test('keys that are meant for one without a picture leave the same part of the others', async () => {
  for (const name of ['large.mp4', 'small.mp4', 'sound.mp4'])
    await page.row(name).getByTestId('choose-item').check()
  await page.screen.getByTestId('watch-together').click()
  await expect(pictureOf('large')).toHaveAttribute('data-ready', 'true')
  await expect(pictureOf('small')).toHaveAttribute('data-ready', 'true')
  await exhibit.window.keyboard.press('f')
  const before = await zooms()
  await tileOf('sound').getByTestId('make-master').click()
  for (let n = 0; n < 3; n += 1) await exhibit.window.keyboard.press('+')
  await expect(tileOf('sound')).toHaveAttribute('data-master', 'true')
  expect(await zooms()).toEqual(before)
  await tileOf('sound').getByTestId('camera-remove').click()
})

test('the button and the sheet say which key it is, and that key does it', async () => {
  const { window } = exhibit
  const samePart = window.getByTestId('cameras-same-part')
  const sheet = window.getByTestId('key-sheet')
  await expect(samePart).toHaveAttribute('title', /\(X\)$/)
  await window.keyboard.press('?')
  await sheet.getByTestId('key-search').fill('same part')
  await sheet.getByTestId('key-change').click()
  await window.keyboard.press('q')
  await expect(sheet.getByTestId('keys-done')).toContainText('has the key Q now')
  await window.keyboard.press('Escape')
  await expect(samePart).toHaveAttribute('title', /\(Q\)$/)
  await window.keyboard.press('x')
  await expect(samePart).toHaveAttribute('aria-pressed', 'true')
  await window.keyboard.press('q')
  await expect(samePart).toHaveAttribute('aria-pressed', 'false')
  await window.keyboard.press('q')
})

test('after another try it is where it was left, and then where the number says', async () => {
  await exhibit.window.keyboard.press('u')
  await goTo('large', 78)
  await expect(pictureOf('large')).toHaveAttribute('data-presentation', '77')
  // The place is kept a moment later.
  await exhibit.window.waitForTimeout(800)
  await exhibit.close()
  const stored = storedAs('large.mp4')
  renameSync(stored, `${stored}.away`)
  await launch()
  await page.screen.getByTestId('watch-together').click()
  const again = tileOf('large').getByRole('button', { name: 'Try again' })
  await expect(again).toBeVisible()
  renameSync(`${stored}.away`, stored)
  await again.click()
  await expect(pictureOf('large')).toHaveAttribute('data-presentation', '77')
  await expect(tileOf('large').getByTestId('frame-number')).toHaveText(/78/)
  await goTo('large', 100)
  await expect(pictureOf('large')).toHaveAttribute('data-presentation', '99')
  await expect(tileOf('large').getByTestId('frame-number')).toHaveText(/100/)
})

/** Where the vault has it. */
function storedAs(name: string): string {
  const wanted = readFileSync(at(name))
  const files = readdirSync(at('case/vault'), { recursive: true, encoding: 'utf8' }).map((file) =>
    join(at('case/vault'), file),
  )
  const found = files.find(
    (file) => statSync(file).size === wanted.length && readFileSync(file).equals(wanted),
  )
  if (found === undefined) throw new Error(`${name} is not in the vault`)
  return found
}
