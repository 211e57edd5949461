// Evidence coming in, on made-up evidence: media that come and go, the plan, progress that waits and goes on, what came of it,
// what was interrupted, addresses, items in part, thousands of items. Pictures for human eyes lie in test-results/intake.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { EvidenceError } from '#contract/errors.ts'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'
import {
  createFakeIntake,
  fakeKindOfItem,
  fakePlan,
  fakeRecording,
  fakeVolumes,
  type FakeIntake,
} from '#test/support/fake-intake.ts'
import { sha256 } from '#test/support/fake-evidence.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { IntakePanel } from './pages/intake-panel.ts'
import { answerDialog, stubDialogs } from './support/dialogs.ts'
import { answerWith } from './support/fake-engine.ts'
import { layoutFaults } from './support/layout.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { resize, watchComplaints } from './support/window.ts'
import { at } from '../../build/paths.mjs'

const screens = at('test-results', 'intake')
const looks = [
  ['dark', 1280, 720],
  ['light', 1280, 720],
  ['dark', 1920, 1080],
  ['light', 1920, 1080],
] as const

let exhibit: Exhibit
let bridge: FakeBridge
let fake: FakeIntake
let cases: CasesPage
let page: CasePage
let intake: IntakePanel
let complaints: string[]
let variant = ''
const faults = new Set<string>()

test.beforeEach(async () => {
  mkdirSync(screens, { recursive: true })
  faults.clear()
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  bridge = createFakeBridge()
  // There are no files whose pictures could be shown.
  for (const item of bridge.items) item.summary = { ...item.summary, hasThumbnail: false }
  fake = createFakeIntake(bridge)
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  intake = new IntakePanel(exhibit)
})

test.afterEach(async () => {
  await exhibit.close()
  expect([...faults]).toEqual([])
})

for (const [theme, width, height] of looks) {
  test(`${theme}-${width}x${height}: a medium appears, is looked at, and taken in with pauses and breaks`, async () => {
    bridge.items.splice(0)
    await begin(theme, width, height)
    // An empty case shows at once where evidence is added.
    await expect(intake.panel).toBeVisible()
    await expect(intake.panel.getByTestId('volumes-none')).toBeVisible()
    await look('empty')

    fake.setVolumes([fakeVolumes.share])
    fake.setVolumes([fakeVolumes.stick, fakeVolumes.disc, fakeVolumes.share])
    await expect(intake.volumes).toHaveCount(3)
    const stick = intake.volumes.filter({ hasText: 'EXPORT' }).first()
    await expect(stick).toContainText('Can be written to')
    await expect(stick).toContainText('Kingston DataTraveler 3.0 · serial number E0D55EA573F0F3B0 · exFAT')
    await expect(intake.volumes.filter({ hasText: 'DISC 2' })).toContainText('Read-only')
    await expect(intake.panel).toContainText('Use a write blocker')
    await look('volumes')
    fake.setVolumes([fakeVolumes.stick, fakeVolumes.share])
    await expect(intake.volumes).toHaveCount(2)

    fake.plan = fakePlan(12)
    await stick.click()
    await expect(intake.plan.getByTestId('plan-amount')).toHaveText('12 files, 540 MB')
    await expect(intake.plan.getByTestId('plan-counts')).toHaveText(
      '10 exports, one other video, one other file',
    )
    await expect(intake.plan.getByTestId('plan-skipped')).toContainText('Links are not followed')
    await expect(intake.plan.getByTestId('plan-volume')).toContainText('Can be written to')
    await look('plan')
    // Pulled before it was begun: nothing can be taken in until it is there again.
    fake.setVolumes([fakeVolumes.share])
    await expect(intake.plan.getByTestId('plan-gone')).toContainText('EXPORT is no longer there')
    await expect(intake.plan.getByTestId('take-in')).toBeDisabled()
    await look('plan-gone')
    fake.setVolumes([fakeVolumes.stick, fakeVolumes.share])
    await expect(intake.plan.getByTestId('take-in')).toBeEnabled()
    await intake.plan.getByTestId('take-in').focus()

    await intake.takeIn()
    fake.read(0.4)
    await expect(intake.run.getByTestId('job-count')).toHaveText('0 of 12 files')
    const before = await boxes()
    fake.advance(4)
    fake.read(0.98)
    await expect(intake.run.getByTestId('job-count')).toHaveText('4 of 12 files')
    await expect(intake.run.getByRole('progressbar')).toHaveCount(2)
    await expect(page.rows.first()).toBeVisible()
    expect(await boxes()).toEqual(before)
    await look('progress')

    await intake.run.getByTestId('job-pause').click()
    await expect(intake.run.getByTestId('work-progress')).toHaveAttribute('data-paused', 'true')
    await expect(intake.run).toContainText('Paused')
    expect(await boxes()).toEqual(before)
    await look('paused')
    await exhibit.window.getByTestId('job-tray').getByRole('button').click()
    await look('tray')
    const inTray = exhibit.window.getByTestId('running-job')
    await inTray.getByTestId('job-pause').click()
    await expect(inTray.getByTestId('work-progress')).toHaveAttribute('data-paused', 'false')
    await exhibit.window.keyboard.press('Escape')

    await intake.run.getByTestId('job-cancel').click()
    await expect(intake.unfinished).toContainText(
      'Taking in from /media/EXPORT was interrupted at 4 of 12 files. It was cancelled.',
    )
    await look('interrupted')
    await intake.unfinished.getByTestId('unfinished-go-on').click()
    await expect(intake.unfinished).toBeHidden()
    await expect(intake.run.getByTestId('job-count')).toHaveText('4 of 12 files')

    fake.outcome = (file) =>
      file === 6
        ? { status: 'partial', detail: '524,288 bytes at 2 places could not be read.' }
        : file === 7
          ? { status: 'already-present', detail: 'The same bytes are in the case as CH01_20260501_0000.mp4.' }
          : file === 8
            ? { status: 'failed', kind: null, detail: 'The file is empty. Ask for it again.' }
            : {}
    fake.advance(8)
    await expect(intake.outcome).toContainText('4 items taken in')
    await expect(intake.outcome.getByRole('button', { name: /taken in$|already|only|with it/ })).toHaveCount(
      5,
    )
    await intake.outcome.getByTestId('outcome-failed').click()
    await expect(intake.outcome.getByTestId('outcome-list')).toContainText('The file is empty')
    await look('outcome')
    await exhibit.window.getByTestId('job-tray').getByRole('button').click()
    await expect(exhibit.window.getByTestId('ended-job').first()).toContainText('4 items taken in')
    await look('outcome-tray')
    await exhibit.window.keyboard.press('Escape')

    // From the list to the item; the drawer takes the place.
    await intake.outcome.getByTestId('outcome-partial').click()
    await intake.outcome.getByTestId('outcome-list').getByRole('button').click()
    await expect(intake.panel).toBeHidden()
    await expect(page.drawer.getByTestId('item-missing')).toContainText('8,388,608')
    await expect(page.table.locator('[aria-selected=true]').getByTestId('missing-chip')).toContainText(
      '524 kB missing',
    )
    await look('partial')
    await page.drawer.getByTestId('item-original').scrollIntoViewIfNeeded()
    await expect(page.drawer.getByTestId('item-original')).toContainText('0755')
    await look('original')

    await page.screen.getByText('Other files', { exact: false }).first().click()
    await expect(page.rows).toHaveCount(1)
    await expect(page.drawer.getByTestId('item-original')).toBeVisible()
    await look('other-files')
    await page.screen.getByTestId('item-filter').getByText('All').click()
    await expect(page.rows).toHaveCount(10)
    await look('all')
  })

  test(`${theme}-${width}x${height}: an address whose certificate is refused`, async () => {
    await begin(theme, width, height)
    await page.screen.getByTestId('add-evidence').click()
    await intake.panel.getByTestId('add-address').click()
    const form = intake.panel.getByTestId('address-form')
    await expect(form.getByLabel('Address')).toBeFocused()
    await form.getByLabel('Address').fill('http://exports.metro.example/cam/1.mp4')
    await form.getByText('Expected hash, size limit, proxy').click()
    await form.getByLabel('At most').fill('lots')
    await form.getByRole('button', { name: 'Look at it' }).click()
    await expect(form.getByRole('alert')).toHaveText([
      'This address is not encrypted. It needs your yes.',
      'Not a size. Write it like 20 GB.',
    ])
    await look('address-faults')

    await form.getByLabel('Address').fill('https://exports.metro.example/cam/1.mp4')
    await form.getByLabel('At most').fill('20 GB')
    const planned = bridge.answers['ingest.plan']
    bridge.answers['ingest.plan'] = () => {
      throw new EvidenceError(
        'download-refused',
        'The certificate of exports.metro.example is not vouched for.',
        {
          details: {
            reason: 'It is signed by itself.',
            certificate: {
              subject: 'CN=exports.metro.example',
              issuer: 'CN=exports.metro.example',
              sha256: sha256(7),
              notBefore: '2026-01-01T00:00:00.000Z',
              notAfter: '2027-01-01T00:00:00.000Z',
            },
          },
        },
      )
    }
    await form.getByRole('button', { name: 'Look at it' }).click()
    const card = intake.panel.getByTestId('certificate-refused')
    await expect(card).toContainText('It is signed by itself.')
    await expect(card.getByTestId('certificate-accept')).toBeDisabled()
    await look('certificate')
    await expect(card.getByTestId('certificate-compared')).toBeFocused()
    await exhibit.window.keyboard.press('Space')
    if (planned) bridge.answers['ingest.plan'] = planned
    fake.plan = fakePlan(1, {
      sources: [
        {
          source: 'https://exports.metro.example/cam/1.mp4',
          kind: 'download',
          volume: null,
          files: 1,
          bytes: 0,
        },
      ],
      first: [{ path: '1.mp4', size: null, guess: 'export' }],
      unknownSizes: 1,
      bytes: 0,
      skipped: [],
      skippedTotal: 0,
    })
    await card.getByTestId('certificate-accept').click()
    await expect(intake.plan.getByTestId('plan-amount')).toHaveText('One file')
    await expect(intake.plan).toContainText('Accepted by you for this download')
    await look('address-plan')
    await intake.takeIn()
    expect(bridge.calls.find(({ name }) => name === 'ingest.start')?.input).toEqual({
      sources: ['https://exports.metro.example/cam/1.mp4'],
      download: {
        expectedSha256: null,
        maxBytes: 20e9,
        allowHttp: false,
        certificateSha256: sha256(7),
        proxy: null,
      },
    })
  })

  test(`${theme}-${width}x${height}: kinds, parts, and what was interrupted by a crash`, async () => {
    for (const [seed, kind, missing] of [
      [1, 'video', 0],
      [2, 'attachment', 0],
      [3, 'export', 524_288],
      [4, 'export', 0],
      [5, 'export', 0],
    ] as const) {
      const ending = { export: 'mp4', video: 'avi', attachment: 'pdf' }[kind]
      bridge.items.push(fakeKindOfItem(`CH0${seed}_20260501.${ending}`, kind, missing, seed))
    }
    const parts = bridge.items.slice(-2).map(({ summary }) => summary)
    fake.recordings = [fakeRecording(parts)]
    fake.plan = fakePlan(120)
    await begin(theme, width, height)
    await expect(page.row('CH05_20260501.mp4').getByTestId('item-badges')).toHaveAttribute(
      'title',
      'Parts missing · Part 2 of 2',
    )
    await expect(page.row('CH05_20260501.mp4').getByTestId('parts-missing-chip')).toContainText(
      'Parts missing',
    )
    await select('CH05_20260501.mp4')
    const recording = page.drawer.getByTestId('item-recording')
    await expect(recording.locator('li')).toHaveCount(3)
    await expect(recording.locator('li').nth(1)).toContainText('called CH01_20260501_part2.mp4')
    await recording.scrollIntoViewIfNeeded()
    await look('parts')
    await select('CH01_20260501.avi')
    await expect(page.row('CH01_20260501.avi').getByTestId('kind-chip')).toContainText('View only')
    await expect(page.drawer.getByTestId('verdict-sentence')).toBeVisible()
    await look('view-only')

    // Completed from another copy: asked for in the system's dialog, told when it is done.
    await select('CH03_20260501.mp4')
    const asked: unknown[] = []
    bridge.answers['item.complete'] = (input) => {
      asked.push(input)
      throw new EvidenceError(
        'copy-mismatch',
        'The other copy differs at offset 4,096, outside what is missing.',
      )
    }
    bridge.answers['dialog.openFiles'] = () => ['/media/DISC_2/CH03_20260501.mp4']
    await page.drawer.getByTestId('complete-item').click()
    await expect(exhibit.window.getByTestId('notice')).toContainText('differs at offset 4,096')
    expect(asked).toMatchObject([{ source: '/media/DISC_2/CH03_20260501.mp4' }])
    await exhibit.window.getByTestId('notice').getByRole('button', { name: 'Dismiss' }).click()
  })
}

test('what was interrupted can be given up, and the part of the file at hand kept or removed', async () => {
  await begin('dark', 1280, 720)
  fake.plan = fakePlan(120)
  await page.screen.getByTestId('add-evidence').click()
  fake.setVolumes([fakeVolumes.stick])
  await intake.volumes.click()
  await intake.takeIn()
  fake.advance(38)
  await intake.run.getByTestId('job-cancel').click()
  await expect(intake.unfinished).toContainText('38 of 120 files')
  await intake.unfinished.getByTestId('unfinished-give-up').click()
  const dialog = exhibit.window.getByTestId('give-up-dialog')
  await expect(dialog).toContainText('82 files from /media/EXPORT will not be taken in')
  await expect(dialog.getByLabel('Keep that part as an item')).toBeChecked()
  await look('give-up')
  await dialog.getByLabel('Remove that part').check()
  await dialog.getByTestId('confirm').click()
  await expect(intake.unfinished).toBeHidden()
  expect(bridge.calls.filter(({ name }) => name === 'ingest.giveUp')).toMatchObject([
    { input: { keepPartial: false } },
  ])
})

test('everything by keyboard: open, choose a medium, take in, back to the items', async () => {
  await begin('dark', 1280, 720)
  fake.setVolumes([fakeVolumes.stick])
  const { keyboard } = exhibit.window
  await page.screen.getByTestId('add-evidence').focus()
  await keyboard.press('Enter')
  fake.setVolumes([fakeVolumes.stick])
  await expect(intake.volumes).toHaveCount(1)
  for (let tabs = 0; tabs < 40; tabs += 1) {
    if (await intake.volumes.evaluate((one) => one === document.activeElement)) break
    await keyboard.press('Tab')
  }
  await expect(intake.volumes).toBeFocused()
  await look('focus')
  await keyboard.press('Enter')
  await expect(intake.plan.getByTestId('take-in')).toBeFocused()
  await keyboard.press('Escape')
  await expect(intake.plan).toBeHidden()
  await expect(intake.panel.getByRole('heading', { name: 'Add evidence' })).toBeFocused()
  await keyboard.press('Escape')
  await expect(intake.panel).toBeHidden()
})

test('what cannot be looked at says why, and can be tried again', async () => {
  await begin('dark', 1280, 720)
  bridge.answers['volumes.watch'] = () => {
    throw new EvidenceError('internal', 'lsblk ended with 1.')
  }
  await page.screen.getByTestId('add-evidence').click()
  await expect(intake.panel).toContainText('The media could not be listed.')
  await look('volumes-failed')
  const planned = bridge.answers['ingest.plan']
  bridge.answers['ingest.plan'] = () => {
    throw new EvidenceError('source-gone', 'There is no /media/EXPORT any more.')
  }
  bridge.answers['dialog.openFolder'] = () => '/media/EXPORT'
  await intake.panel.getByTestId('add-folder').click()
  await expect(intake.plan.getByRole('alert')).toContainText('There is no /media/EXPORT any more.')
  await look('plan-failed')
  if (planned) bridge.answers['ingest.plan'] = planned
  fake.plan = fakePlan(8, { enough: false, freeBytes: 12_000_000 })
  await intake.plan.getByRole('button', { name: 'Try again' }).click()
  await expect(intake.plan).toContainText('Not enough')
  await expect(intake.plan.getByTestId('take-in')).toBeDisabled()
  await look('no-room')
})

test('5,000 items: the table stays at hand while they come in', async () => {
  test.setTimeout(120_000)
  await begin('dark', 1280, 720)
  fake.plan = fakePlan(5_000)
  await page.screen.getByTestId('add-evidence').click()
  fake.setVolumes([fakeVolumes.stick])
  await intake.volumes.click()
  await expect(intake.plan.getByTestId('plan-counts')).toContainText('Of the first 500')
  await look('plan-5000')
  await intake.takeIn()
  for (let batch = 0; batch < 100; batch += 1) fake.advance(batch < 99 ? 50 : 49)
  await expect(intake.run.getByTestId('job-count')).toHaveText('4,999 of 5,000 files')
  fake.advance(1)
  await expect(intake.outcome).toContainText('4,375 items taken in')
  await intake.outcome.getByTestId('outcome-attachment').click()
  await expect(intake.outcome.getByTestId('outcome-list')).toContainText('CH01_20260501_0004.pdf')
  await look('outcome-5000')
  // So many tellings, and far fewer lists.
  expect(bridge.calls.filter(({ name }) => name === 'item.list').length).toBeLessThan(60)
  await expect(page.table).toHaveAttribute('aria-rowcount', String(4_375 + 13 + 1))
  expect(await page.rows.count()).toBeLessThan(60)
  await page.table.focus()
  await exhibit.window.keyboard.press('End')
  await expect(page.table.locator('[aria-selected=true]')).toBeVisible()
  await page.sortBy('Size')
  await page.table.focus()
  await exhibit.window.keyboard.press('Home')
  await expect(page.table.locator('[aria-selected=true]')).toBeVisible()
  await look('items-5000')
})

/** Rows that are not in view are not there; the drawer shows what is selected. */
async function select(file: string): Promise<void> {
  await page.table.focus()
  await exhibit.window.keyboard.press('Home')
  for (let tries = 0; tries < bridge.items.length; tries += 1) {
    if ((await page.drawer.getByRole('heading', { level: 2 }).getAttribute('title')) === file) break
    await exhibit.window.keyboard.press('ArrowDown')
  }
  await expect(page.row(file)).toHaveAttribute('aria-selected', 'true')
}

/** Where the parts of the running intake lie: they must not move while its figures do. */
async function boxes(): Promise<unknown> {
  const parts = intake.run.locator('button, [role=progressbar]')
  return parts.evaluateAll((list) =>
    list.map((part) => {
      const { left, top, width, height } = part.getBoundingClientRect()
      return [left, top, width, height].map(Math.round)
    }),
  )
}

async function begin(theme: 'dark' | 'light', width: number, height: number): Promise<void> {
  variant = `${theme}-${width}x${height}`
  await answerWith(exhibit, bridge)
  await resize(exhibit, width, height)
  await cases.screen.getByRole('button', { name: 'Settings' }).click()
  await exhibit.window
    .getByTestId('settings')
    .getByLabel(theme === 'dark' ? 'Dark' : 'Light')
    .check()
  await exhibit.window.getByRole('button', { name: 'Cases' }).click()
  await answerDialog(exhibit.app, fakeCase.path)
  await cases.screen.getByRole('button', { name: new RegExp(fakeCase.reference) }).click()
  await page.screen.waitFor()
}

/** Takes a picture of the window and notes what is wrong with it. */
async function look(what: string): Promise<void> {
  const { window } = exhibit
  await window.evaluate(() => document.fonts.ready.then(() => undefined))
  await window.mouse.move(2, 2)
  await window.screenshot({ path: path.join(screens, `${variant}-${what}.png`), scale: 'css' })
  for (const fault of [...(await layoutFaults(window)), ...complaints.splice(0)])
    faults.add(`${what}: ${fault}`)
}
