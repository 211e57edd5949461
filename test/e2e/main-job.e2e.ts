// The main job, from an empty case to packages that others can check, through the real window.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { ReviewPage } from './pages/review-page.ts'
import { exhibit as command } from './support/command.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { answerDialog, dialogsShown, stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { appendFreeBox, hashOfFile } from './support/evidence.ts'
import { filesOf } from './support/package.ts'
import { confirmPackage } from './support/recipient.ts'
import { cameraPlace, frameRate, sceneStart } from '#engine/demo/scene.ts'
import { formatCoordinates } from '#contract/messages/quantities.ts'
import { Recording } from './support/truth.ts'
import { watchComplaints } from './support/window.ts'

// One story: what comes later builds on what came before.
test.describe.configure({ mode: 'serial' })

let exhibit: Exhibit
let folder: string
let cases: CasesPage
let page: CasePage
let review: ReviewPage
let complaints: string[]
const inFolder = (...parts: string[]): string => path.join(folder, ...parts)

test.beforeAll(async () => {
  folder = temporaryFolder()
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test('a case is created in a folder of the user’s choice', async () => {
  await expect(cases.screen).toBeVisible()
  await cases.create({ reference: 'EX 2611/26', examiner: 'Officer 12', folder: inFolder('case') })
  await expect(page.screen).toBeVisible()
  await expect(page.screen.getByRole('heading', { name: 'EX 2611/26' })).toBeVisible()
  await expect(page.screen.getByTestId('items-empty')).toBeVisible()
  expect(existsSync(inFolder('case', 'case.sqlite'))).toBe(true)
})

test('a root is trusted only with a reason', async ({ demo }) => {
  const { window } = exhibit
  await page.show('settings')
  await answerDialog(exhibit.app, demo.files.vmsRoot)
  await window.getByTestId('trust-import').click()
  const dialog = window.getByTestId('reason-dialog')
  await dialog.getByRole('button', { name: 'Trust it' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('This is needed.')
  await dialog.getByLabel('Reason').fill('Handed over by the VMS’s keeper, receipt 7')
  await dialog.getByRole('button', { name: 'Trust it' }).click()
  await expect(dialog).toBeHidden()
  const anchor = window.getByTestId('trust-anchor')
  await expect(anchor).toHaveCount(1)
  await expect(anchor.getByRole('heading')).toHaveText('Metro VMS Root CA')
  await expect(anchor).toContainText('Handed over by the VMS’s keeper, receipt 7')
  await expect(anchor).toContainText('Officer 12')
})

test('four exports are taken in, and the originals stay as they were', async ({ demo }) => {
  const { sealed, sealedTwice, tampered, unsealed } = demo.files
  const originals = [sealed, sealedTwice, tampered, unsealed]
  const before = originals.map(hashOfFile)
  await page.show('items')
  await page.addFiles(...originals)
  await expect(page.rows).toHaveCount(4, { timeout: 60_000 })
  await expect(exhibit.window.getByTestId('intake-outcome')).toContainText('4 items taken in')
  expect(originals.map(hashOfFile)).toEqual(before)
  const vault = filesOf(inFolder('case', 'vault')).join('\n')
  for (const hash of before) expect(vault).toContain(hash)
})

test('each item says two things: whether it is unchanged, and by whom', async () => {
  const states: [file: string, seal: string, signer: string][] = [
    ['north-gate.mp4', 'Intact', 'Trusted'],
    ['patrol-car-7.mp4', 'Intact', 'Unknown signer'],
    ['north-gate-altered.mp4', 'Broken', 'Not proved'],
    ['patrol-car-7-unsealed.mp4', 'No seal', 'No signer'],
  ]
  for (const [file, seal, signer] of states) {
    const row = page.row(file)
    await expect(row.getByTestId('seal-chip')).toHaveText(chip('Seal', seal))
    await expect(row.getByTestId('signer-chip')).toHaveText(chip('Signer', signer))
    await expect(row.getByTestId('custody-chip')).toHaveText(chip('Custody', 'As in ledger'))
    // The same two in the drawer, and a sentence.
    await row.click()
    await expect(page.drawer.getByTestId('verdict-seal')).toHaveText(chip('Seal', seal))
    await expect(page.drawer.getByTestId('verdict-signer')).toHaveText(chip('Signer', signer))
  }
  const answers = page.drawer.getByTestId('verdict-sentence').locator('p')
  const sentence = answers.first()
  await page.row('north-gate.mp4').click()
  await expect(sentence).toHaveText(/^Unchanged since Metro VMS sealed it.* 2 May 2026, 08:15:00 UTC\.$/)
  // The root was added to the case, and to nothing else.
  await expect(answers.nth(1)).toHaveText(
    'The signer is trusted in this case, not by this workstation (root: Metro VMS Root CA).',
  )
  await expect(page.drawer.getByTestId('not-checked')).toContainText('Not checked:')
  await page.row('patrol-car-7.mp4').click()
  await expect(answers.nth(1)).toContainText(
    'This workstation does not know that signer, so who sealed it is not proved.',
  )
  await page.row('north-gate-altered.mp4').click()
  await expect(sentence).toContainText('Changed after sealing, or sealed with another key.')
  await page.row('patrol-car-7-unsealed.mp4').click()
  await expect(sentence).toHaveText('No seal. Whether this file was changed cannot be told from the file.')
})

test('the table is sorted by its headers and gone through by keys', async () => {
  await page.sortBy('Seal')
  await expect(page.header('Seal')).toHaveAttribute('aria-sort', 'ascending')
  expect(await page.order()).toEqual([
    'north-gate-altered.mp4',
    'patrol-car-7-unsealed.mp4',
    'north-gate.mp4',
    'patrol-car-7.mp4',
  ])
  await page.sortBy('Size')
  await page.sortBy('Size')
  await expect(page.header('Size')).toHaveAttribute('aria-sort', 'descending')
  await expect(page.header('Seal')).toHaveAttribute('aria-sort', 'none')
  expect((await page.order()).at(-1)).toBe('patrol-car-7-unsealed.mp4')
  await page.sortBy('Signer')
  const order = await page.order()
  expect(order.at(-1)).toBe('north-gate.mp4')

  const { keyboard } = exhibit.window
  await page.table.focus()
  const expectSelected = async (index: number): Promise<void> => {
    const row = page.row(order[index] ?? '')
    await expect(row).toHaveAttribute('aria-selected', 'true')
    await expect(page.table).toHaveAttribute('aria-activedescendant', (await row.getAttribute('id')) ?? '')
    await expect(page.table.locator('[aria-selected=true]')).toHaveCount(1)
  }
  await keyboard.press('Home')
  await expectSelected(0)
  await keyboard.press('ArrowDown')
  await expectSelected(1)
  await keyboard.press('End')
  await expectSelected(3)
  await keyboard.press('ArrowDown')
  await expectSelected(3)
  await keyboard.press('ArrowUp')
  await expectSelected(2)
  await keyboard.press('End')
  await keyboard.press('Enter')
  await expect(review.screen).toBeVisible()
  await expect(review.screen.getByRole('heading', { name: 'North Gate' })).toBeVisible()
  await expect(review.screen.getByTestId('review-seal-chip')).toHaveText(chip('Seal', 'Intact'))
  await expect(review.screen.getByTestId('review-signer-chip')).toHaveText(chip('Signer', 'Trusted'))
})

test('it plays: time goes on, pictures change, each under its own time', async () => {
  const recording = new Recording('north-gate')
  await review.waitFor(0)
  const before = await review.shown()
  const clock = await review.clock.innerText()
  const watched = await review.watchPictures()
  await review.play.click()
  await expect(review.play).toHaveAccessibleName(/^Pause/)
  await expect
    .poll(async () => Number(await review.picture.getAttribute('data-presentation')), { timeout: 30_000 })
    .toBeGreaterThan(30)
  await review.play.click()
  await expect(review.play).toHaveAccessibleName(/^Play/)
  await review.waitUntilReady()
  const after = await review.shown()
  const pictures = await watched()
  expect(pictures.length).toBeGreaterThan(5)
  for (const { presentation, frame } of pictures) expect(frame).toBe(recording.at(presentation).frame)
  expect(after.hash).not.toBe(before.hash)
  expect(Date.parse(after.utc) - Date.parse(before.utc)).toBe((after.presentation * 1000) / frameRate)
  expect(await review.clock.innerText()).not.toBe(clock)
  // Paused is paused.
  await exhibit.window.waitForTimeout(300)
  expect((await review.shown()).hash).toBe(after.hash)
  await review.stepForward.click()
  await review.waitFor(after.presentation + 1)
  await review.stepBack.click()
  await review.waitFor(after.presentation)
  expect((await review.shown()).hash).toBe(after.hash)
})

test('an event in the list leads to its picture', async () => {
  const recording = new Recording('north-gate')
  const times = await review.events.evaluateAll((rows) =>
    rows.map((row) => row.getAttribute('data-time') ?? ''),
  )
  expect(times.length).toBeGreaterThan(5)
  // By their times: which rows stand in the page changes while the list is scrolled.
  for (const time of times.toReversed()) {
    const row = review.screen.locator(`[data-testid=event-row][data-time="${time}"]`)
    const seconds = (Date.parse(time) - Date.parse(sceneStart)) / 1000
    const truth = recording.before(seconds)
    // Rows are measured when they are first seen, and the list may move by that for a moment: nobody clicks so fast.
    await row.scrollIntoViewIfNeeded()
    await exhibit.window.waitForTimeout(200)
    await row.click()
    await review.waitFor(truth.presentation)
    expect(await review.shown()).toMatchObject({ frame: truth.frame, utc: truth.utc })
    await expect(review.clock).toHaveAttribute('data-utc', truth.utc)
    expect(await review.burnedInClock(truth.clock.length)).toBe(truth.clock)
    await expect(row).toHaveAttribute('aria-current', 'time')
  }
})

test('the map shows where the moving camera was at the time of the picture', async () => {
  await review.leave()
  await page.review('patrol-car-7.mp4')
  await review.waitFor(0)
  await review.openPanel('map')
  const recording = new Recording('patrol-car')
  const marker = review.side.getByTestId('map-camera')
  const places: string[] = []
  // Positions are recorded each second; in between, the last one counts.
  for (const seconds of [0, 3.4, 7.96, 12, 15.8, 19.96]) {
    const truth = recording.before(seconds)
    await review.goToPicture(truth.presentation)
    const { latitude, longitude } = cameraPlace(recording.camera, Math.floor(seconds))
    await expect(marker).toHaveAttribute('aria-label', new RegExp(formatCoordinates(latitude, longitude)))
    const box = await marker.boundingBox()
    places.push(`${Math.round(box?.x ?? 0)},${Math.round(box?.y ?? 0)}`)
  }
  expect(new Set(places).size).toBe(places.length)
  await expect(review.side.getByTestId('map-marker')).toHaveAttribute(
    'aria-label',
    /Harbour Yard, patrol route/,
  )
})

test('the ledger lists every act and is unbroken', async () => {
  await review.openPanel('custody')
  const panel = review.side.getByTestId('custody-panel')
  await expect(panel.getByTestId('custody-chain')).toHaveText(chip('Ledger', 'Unbroken'))
  await expect.poll(() => actsIn(panel)).toEqual(expect.arrayContaining(['Taken in', 'Viewed']))
  await review.leave()
  await page.show('custody')
  const all = page.screen.getByTestId('custody-panel')
  await expect(all.getByTestId('custody-chain')).toHaveText(chip('Ledger', 'Unbroken'))
  const takenIn = async (): Promise<number> => (await actsIn(all)).filter((act) => act === 'Taken in').length
  await expect.poll(takenIn).toBe(4)
  expect((await actsIn(all)).slice(-2)).toEqual(['Trust store: added', 'Case created'])
})

test('a whole item is exported, and others confirm it', async () => {
  await page.show('items')
  await page.review('north-gate.mp4')
  await review.waitUntilReady()
  await review.screen.getByTestId('export-item').click()
  const dialog = new ExportDialog(exhibit)
  await dialog.start()
  // Nothing is begun before it is known where to.
  await expect(dialog.dialog.getByRole('alert')).toHaveText('This is needed.')
  await dialog.chooseDestination(inFolder('whole'))
  await expect(dialog.dialog.getByLabel('The key of this workstation')).toBeChecked()
  await dialog.field('Comment in the seal').fill('For the court, file 2611/26')
  await dialog.start()
  const made = await dialog.packagePath()
  expect(path.dirname(made)).toBe(inFolder('whole'))
  await expect(dialog.outcome.getByTestId('exported-verdict')).toHaveText(chip('Seal', 'Intact'))
  await expect(dialog.outcome.locator('dt:text-is("Samples re-encoded") + dd')).toHaveText('0')
  await dialog.close()
  expect(filesOf(made)).toEqual(['SHA256SUMS', 'VERIFY.txt', 'export.json', 'north-gate.mp4', 'signer.pem'])
  const { verification } = await confirmPackage(made, inFolder('recipient'))
  expect(verification.seals).toHaveLength(2)
  expect(verification.seals.map(({ status }) => status)).toEqual(['intact', 'intact'])
  expect(verification.seals[1]?.comment).toContain('For the court, file 2611/26')
})

test('a marked part is cut out without re-encoding, and others confirm it', async () => {
  test.setTimeout(180_000)
  const { keyboard } = exhibit.window
  const recording = new Recording('north-gate')
  const [from, to] = [112, 236]
  await review.goToPicture(from)
  await keyboard.press('i')
  await review.goToPicture(to)
  await keyboard.press('o')
  await review.screen.getByTestId('export-item').click()
  const dialog = new ExportDialog(exhibit)
  await expect(dialog.dialog.getByTestId('export-cut')).toBeChecked()
  await expect(dialog.field('From (UTC)')).toHaveValue(inWords(recording.at(from).utc).replace(' UTC', ''))
  await expect(dialog.field('To (UTC)')).toHaveValue(inWords(recording.at(to + 1).utc).replace(' UTC', ''))
  // It begins with the group of pictures that the first one belongs to, and says so.
  await expect(dialog.preview).toContainText(inWords(recording.at(100).utc))
  for (const end of ['first', 'last'])
    await expect(dialog.preview.getByTestId(`cut-picture-${end}`)).toHaveAttribute('data-state', 'picture')
  const [firstShown, lastShown] = await dialog.preview.locator('img').evaluateAll((all) =>
    all.map((img) => ({
      src: (img as HTMLImageElement).src,
      wide: (img as HTMLImageElement).naturalWidth,
    })),
  )
  expect([firstShown?.wide, lastShown?.wide]).toEqual([320, 320])
  expect(firstShown?.src).not.toBe(lastShown?.src)
  await look('cut-pictures')
  await dialog.chooseDestination(inFolder('cut'))
  await dialog.start()
  const made = await dialog.packagePath()
  await expect(dialog.outcome.getByTestId('exported-verdict')).toHaveText(chip('Seal', 'Intact'))
  const holds = await dialog.outcome.locator('dt:text-is("Holds") + dd').innerText()
  await dialog.close()
  const { file, verification } = await confirmPackage(made, inFolder('recipient'))
  expect(verification.seals).toHaveLength(1)
  const inspected = await command(inFolder('recipient'), 'inspect', file, '--json')
  expect(inspected.code).toBe(0)
  expect(await command(inFolder('recipient'), 'conformance', file, '--level', '0E')).toMatchObject({
    code: 0,
  })

  // Taken in once more, as its recipient would, it shows the very pictures, at their times.
  await review.leave()
  await page.addFiles(file)
  await expect(page.row(path.basename(file))).toBeVisible({ timeout: 30_000 })
  await page.review(path.basename(file))
  await review.waitFor(0)
  expect(await review.shown()).toMatchObject({ frame: 100, utc: recording.at(100).utc })
  await keyboard.press('End')
  await expect(review.stepForward).toBeDisabled()
  await review.waitUntilReady()
  const last = await review.shown()
  // A picture that the last ones depend on comes along: stored, shown by Exhibit, and not part of what the cut shows.
  expect(last.frame).toBeGreaterThanOrEqual(to)
  expect(last.frame).toBeLessThanOrEqual(to + 3)
  expect(last.utc).toBe(recording.at(last.frame).utc)
  expect(holds).toBe(`from ${inWords(recording.at(100).utc)} to ${inWords(recording.at(to + 1).utc)}`)
  await expect(review.screen.getByTestId('review-seal-chip')).toHaveText(chip('Seal', 'Intact'))
  await expect(review.screen.getByTestId('review-signer-chip')).toHaveText(chip('Signer', 'Unknown signer'))
})

test('a report is written', async () => {
  const file = inFolder('report.pdf')
  await answerDialog(exhibit.app, file)
  await review.screen.getByRole('button', { name: 'Report…' }).click()
  const notice = exhibit.window.getByTestId('notice').filter({ hasText: 'The report was written to' })
  await expect(notice).toBeVisible({ timeout: 30_000 })
  expect(readFileSync(file).toString('latin1', 0, 5)).toBe('%PDF-')
  await notice.getByRole('button', { name: 'Dismiss' }).click()
})

test('an export that is cancelled leaves nothing', async ({ demo }) => {
  // Half a gigabyte of free space behind the recording: an export long enough to be cancelled.
  const large = inFolder('large.mp4')
  copyFileSync(demo.files.unsealed, large)
  appendFreeBox(large, 512 * 1024 * 1024)
  await review.leave()
  await page.addFiles(large)
  await expect(page.row('large.mp4')).toBeVisible({ timeout: 90_000 })
  await page.row('large.mp4').click()
  await expect(page.row('large.mp4')).toHaveAttribute('aria-selected', 'true')
  await page.drawer.getByTestId('export-item').click()
  const dialog = new ExportDialog(exhibit)
  mkdirSync(inFolder('cancelled'))
  await dialog.chooseDestination(inFolder('cancelled'))
  await dialog.start()
  await expect(dialog.dialog.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /./)
  expect(readdirSync(inFolder('cancelled'))).toHaveLength(1)
  await dialog.dialog.getByRole('button', { name: 'Cancel the export' }).click()
  await expect(exhibit.window.getByTestId('job-tray')).toContainText('Exporting: cancelled')
  expect(readdirSync(inFolder('cancelled'))).toEqual([])
  await dialog.dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog.dialog).toBeHidden()
  await page.show('custody')
  const panel = page.screen.getByTestId('custody-panel')
  // The two that were finished, and no third.
  await expect.poll(async () => (await actsIn(panel)).filter((act) => act === 'Exported')).toHaveLength(2)
  await expect
    .poll(async () => (await actsIn(panel)).filter((act) => act === 'Report written'))
    .toHaveLength(1)
})

test('the ledger holds outside Exhibit too, and nothing was complained of', async () => {
  await page.screen.getByRole('button', { name: 'Cases' }).click()
  await expect(cases.screen).toBeVisible()
  await expect(cases.screen.getByTestId('recent-case')).toContainText('EX 2611/26')
  const { code, stdout } = await command(
    inFolder('recipient'),
    'custody',
    '--case',
    inFolder('case'),
    '--verify',
    '--json',
  )
  expect([code, (JSON.parse(stdout) as { valid: boolean }).valid]).toEqual([0, true])
  const { asked, unused } = await dialogsShown(exhibit.app)
  expect(unused).toBe(0)
  for (const { title, properties } of asked) expect(properties, title).toContain('dontAddToRecent')
  expect(complaints).toEqual([])
})

/** `2026-05-01 21:59:58.500 UTC` */
const inWords = (utc: string): string => `${utc.replace('T', ' ').replace('Z', '')} UTC`

/** A label and its word, as they are read out. */
const chip = (label: string, word: string): RegExp => new RegExp(`^\\s*${label}:\\s*${word}\\s*$`)

/** What happened, as the ledger on the screen says it, latest first. */
const actsIn = (panel: ReturnType<ReviewPage['side']['getByTestId']>): Promise<string[]> =>
  panel.getByTestId('custody-entry').locator('strong').allInnerTexts()

async function look(name: string): Promise<void> {
  expect(await lookAround(exhibit, `main-job/${name}`)).toEqual([])
}
