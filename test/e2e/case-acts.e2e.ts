// Handing over, the case as a whole, reading a case that is open elsewhere, and what a whole verification found, on made-up
// evidence. A picture of each in both themes and at two sizes for human eyes lies in test-results/custody.
import { expect, test } from '@playwright/test'
import { EvidenceError } from '#contract/errors.ts'
import { fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'
import { fakePassword } from '#test/support/fake-custody.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { CustodyPage } from './pages/custody-page.ts'
import { openFakeWindow, type FakeWindow } from './support/fake-window.ts'
import type { Exhibit } from './support/launch.ts'

let shown: FakeWindow
let exhibit: Exhibit
let bridge: FakeBridge
let cases: CasesPage
let page: CasePage
let custody: CustodyPage

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  shown = await openFakeWindow('custody', { jobMs: 600 })
  ;({ exhibit, bridge } = shown)
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  custody = new CustodyPage(exhibit)
  await cases.screen.waitFor()
  await custody.signIn('K. Lund', fakePassword)
  await expect(custody.panel).toBeHidden()
  await cases.screen.getByTestId('recent-case').first().click()
  await page.screen.waitFor()
})

test.afterAll(() => exhibit.close())

test.afterEach(() => {
  expect(shown.takeFaults()).toEqual([])
})

const look = (what: string): Promise<void> => shown.look(what)

test('a hand-over is looked over before it is done, and leaves a receipt and an entry', async () => {
  await page.show('items')
  await page.row('forecourt-north-2159.mp4').click()
  await page.drawer.getByTestId('hand-over').click()
  const dialog = exhibit.window.getByTestId('hand-over-dialog')
  await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(1)
  await dialog.getByTestId('look-over').click()
  await expect(dialog.getByText('This is needed.')).toHaveCount(2)
  await look('hand-over-faults')
  await dialog.getByLabel('Name').fill('S. Okafor')
  await dialog.getByLabel('Organisation').fill('Public Prosecutor’s Office')
  await dialog.getByLabel('Reason').fill('Main hearing on 12 December 2026')
  await dialog.getByRole('checkbox', { name: /loading-bay-2158/ }).check()
  await dialog.getByTestId('look-over').click()
  const summary = dialog.getByTestId('hand-over-summary')
  await expect(summary).toContainText('The originals of 2 items')
  await expect(summary).toContainText('S. Okafor')
  await expect(summary).toContainText('the key of K. Lund')
  await expect(summary).toContainText('cannot be taken back')
  // What is wrong with the evidence is said before and after the act.
  await expect(summary.getByTestId('hand-over-warning')).toContainText('1 of 2 has a broken seal.')
  await expect(summary.getByTestId('handed-item').first().locator('code')).toHaveCount(1)
  expect(bridge.calls.filter(({ name }) => name === 'handover.start')).toEqual([])
  await look('hand-over-summary')
  await dialog.getByTestId('hand-over-now').click()
  await expect(dialog.getByRole('progressbar')).toBeVisible()
  const outcome = dialog.getByTestId('hand-over-outcome')
  await expect(outcome).toContainText('receipt.json.sig')
  await expect(outcome.getByTestId('hand-over-warning')).toContainText('1 of 2 has a broken seal.')
  await look('hand-over-outcome')
  await dialog.getByTestId('show-entry').click()
  await expect(dialog).toBeHidden()
  await expect(custody.entries.first()).toContainText('Handed over')
  await expect(custody.entries.first()).toHaveAttribute('open')
  await look('hand-over-entry')
})

test('an exported package is handed over from where it was exported', async () => {
  await page.show('items')
  await page.drawer.getByTestId('export-item').click()
  const dialog = exhibit.window.getByTestId('export-dialog')
  await dialog.getByLabel('Destination').fill('/media/usb')
  await dialog.getByTestId('start-export').click()
  await dialog.getByTestId('hand-over-package').click()
  const next = exhibit.window.getByTestId('hand-over-dialog')
  await expect(next.getByLabel('Folder of the package')).toHaveValue('/media/usb/2026-0417-forecourt')
  // What the package holds is read from it, not ticked.
  await expect(next.getByTestId('package-items').getByRole('listitem')).toHaveCount(1)
  await expect(next.getByRole('checkbox')).toHaveCount(0)
  await look('hand-over-package')
  await next.getByLabel('Folder of the package').fill('/media/usb/older')
  await expect(next).toContainText('The ledger does not know the list of hashes in this folder')
  await expect(next.getByRole('checkbox').first()).toBeVisible()
  await next.getByRole('button', { name: 'Cancel' }).click()
})

test('the case’s own menu renames, copies, moves and clears, and tells what came of it', async () => {
  const menu = page.screen.getByTestId('case-menu')
  const choose = async (name: string): Promise<void> => {
    await menu.click()
    await exhibit.window.getByRole('menuitem', { name }).click()
  }
  await menu.click()
  await look('case-menu')
  await exhibit.window.keyboard.press('Escape')

  await choose('Rename…')
  const rename = exhibit.window.getByTestId('rename-dialog')
  await rename.getByLabel('Reference').fill('2026-0417 Forecourt and bay')
  await look('rename')
  await rename.getByRole('button', { name: 'Rename' }).click()
  await expect(page.screen.getByRole('heading', { level: 1 })).toHaveText('2026-0417 Forecourt and bay')

  await choose('Back up…')
  const copy = exhibit.window.getByTestId('copy-case-dialog')
  await copy.getByRole('button', { name: 'Browse…' }).click()
  await expect(copy.getByLabel('New folder')).toHaveValue(/^\/cases\/new\/2026-0417 backup \d{4}-\d\d-\d\d$/)
  await look('backup')
  await copy.getByRole('button', { name: 'Back up' }).click()
  await expect(copy).toBeHidden()
  await expect(exhibit.window.getByText(/The case was backed up to .*42 files/)).toBeVisible()
  expect(bridge.calls.findLast(({ name }) => name === 'case.copy')?.input).toMatchObject({
    purpose: 'backup',
  })

  await choose('Move…')
  await expect(copy).toContainText('only then is the old folder removed')
  await copy.getByLabel('New folder').fill('/vault/2026-0417')
  await look('move')
  await copy.getByRole('button', { name: 'Move' }).click()
  await expect(exhibit.window.getByText(/Case 2026-0417.* is now in \/vault\/2026-0417/)).toBeVisible()

  await choose('Delete derived files…')
  await look('derived')
  await exhibit.window.getByTestId('confirm').click()
  await expect(exhibit.window.getByText('26 derived files were deleted')).toBeVisible()
  await choose('Close the case')
  await expect(cases.screen).toBeVisible()
})

test('a case that is open elsewhere can be read, and says so on every screen', async () => {
  const opened = bridge.answers['case.open']
  bridge.answers['case.open'] = (input) => {
    if (input.readOnly) return opened?.(input) ?? fakeCase
    throw new EvidenceError(
      'case-locked',
      'The case “/cases/2026-0391” is open in process 4711 of klund on LAB-02. It was not touched.',
      { details: { path: input.path, holder: { pid: 4711, user: 'klund', host: 'LAB-02' } } },
    )
  }
  await cases.screen.getByTestId('recent-case').nth(1).click()
  const notice = exhibit.window.getByTestId('notice').filter({ hasText: 'The case was not opened.' })
  await expect(notice).toContainText('klund on LAB-02')
  await look('case-locked')
  await notice.getByRole('button', { name: 'Open for reading' }).click()
  await expect(page.screen.getByTestId('read-only')).toContainText(
    'Opened for reading: nothing can be added or recorded.',
  )
  const off = [
    page.screen.getByTestId('add-evidence'),
    page.drawer.getByTestId('export-item'),
    page.drawer.getByTestId('hand-over'),
  ]
  for (const one of off) {
    await expect(one).toBeDisabled()
    await expect(one).toHaveAttribute('title', /opened for reading/)
  }
  // Verifying writes nothing of need.
  await expect(page.screen.getByTestId('verify-all')).toBeEnabled()
  await look('read-only')
  await page.show('custody')
  for (const id of ['sign-ledger', 'time-stamp', 'add-note', 'export-ledger', 'hand-over'])
    await expect(custody.screen.getByTestId(id)).toBeDisabled()
  await look('read-only-ledger')
  await page.screen.getByTestId('case-menu').click()
  await expect(exhibit.window.getByRole('menuitem', { name: 'Rename…' })).toHaveAttribute('data-disabled')
  await expect(exhibit.window.getByRole('menuitem', { name: 'Close the case' })).not.toHaveAttribute(
    'data-disabled',
  )
  await exhibit.window.keyboard.press('Escape')
  await page.show('items')
  await page.review('forecourt-north-2159.mp4')
  await expect(exhibit.window.getByTestId('review-screen').getByTestId('read-only')).toBeVisible()
  await look('read-only-review')
  await exhibit.window.keyboard.press('Escape')
  await exhibit.window.getByRole('button', { name: '2026-0417 Forecourt' }).click()

  // The list of cases: read from there, and forget an entry.
  await page.screen.getByRole('button', { name: 'Cases' }).click()
  await cases.screen.getByTestId('recent-more').nth(2).click()
  await expect(exhibit.window.getByRole('menuitem', { name: 'Open for reading' })).toHaveAttribute(
    'data-disabled',
  )
  await look('recent-menu')
  await exhibit.window.getByRole('menuitem', { name: 'Remove from this list' }).click()
  await expect(cases.screen.getByTestId('recent-case')).toHaveCount(2)
  await cases.screen.getByTestId('recent-more').nth(1).click()
  if (opened) bridge.answers['case.open'] = opened
})

test('a whole verification names what is missing, changed or extra, and the ledger', async () => {
  await exhibit.window.keyboard.press('Escape')
  await cases.screen.getByTestId('recent-case').first().click()
  const [first, second] = bridge.items
  const lost = { itemId: second?.summary.id ?? null, path: 'loading-bay-2158.mp4' }
  const result = {
    ...{ items: 13, atOpening: false, skipped: 0, unchanged: 11, recorded: true },
    changed: [
      {
        itemId: first?.summary.id ?? null,
        path: 'forecourt-north-2159.mp4',
        problem: 'Its hash is another.',
      },
      { ...lost, problem: 'The original is not in the vault.' },
    ],
    missing: [{ ...lost, sha256: second?.summary.sha256 ?? '' }],
    extra: [{ name: 'ab/abcdef', bytes: 3 }],
    ledger: { entries: 9, valid: false, firstBad: 5, reason: 'Entry 5 does not fit the one before it.' },
  }
  bridge.emit('job.end', {
    id: '7c3f9c1e-3f0b-4f9a-9f60-0d9f3b7f2a12' as never,
    ...{ kind: 'verify-case', state: 'done', result, error: null },
  })
  const notice = exhibit.window
    .getByTestId('notice')
    .filter({ hasText: 'Verified again: the case is not as it was.' })
  await expect(notice).toContainText('The ledger does not hold: Entry 5 does not fit the one before it.')
  await exhibit.window.getByTestId('job-tray').getByRole('button').click()
  const outcome = exhibit.window.getByTestId('verify-all-outcome').first()
  await expect(outcome).toContainText('loading-bay-2158.mp4')
  await expect(outcome).toContainText('ab/abcdef')
  await expect(outcome.getByTestId('verify-all-ledger')).toContainText('Does not hold')
  await look('verified')
  await exhibit.window.keyboard.press('Escape')
  await notice.getByRole('button', { name: 'Dismiss' }).click()
})
