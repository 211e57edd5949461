// Who acts, and the ledger of a case, on made-up evidence: what they say and do. A picture of each in both themes and at two
// sizes for human eyes lies in test-results/custody.
import { expect, test } from '@playwright/test'
import type { CustodyReport } from '#contract/custody.ts'
import { sha256, utc } from '#test/support/fake-evidence.ts'
import type { FakeBridge } from '#test/support/fake-bridge.ts'
import {
  fakePassword,
  fakeSignature,
  fakeTimeStamp,
  ledgerAnswers,
  longLedger,
} from '#test/support/fake-custody.ts'
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
})

test.afterAll(() => exhibit.close())

test.afterEach(() => {
  expect(shown.takeFaults()).toEqual([])
})

const look = (what: string): Promise<void> => shown.look(what)

test('who acts stands on every screen, and nobody acts unnamed', async () => {
  await expect(custody.examiner).toHaveText('Not signed in')
  await expect(custody.examiner).toHaveAttribute('title', 'Not signed in: acts as account root.')
  await custody.examiner.click()
  await expect(custody.panel.getByTestId('not-signed-in')).toContainText('the account “root”')
  await look('examiner-none')

  // A wrong password signs nobody in, and does not stay in the form.
  await exhibit.window.keyboard.press('Escape')
  await custody.signIn('K. Lund', 'wrong password')
  await expect(custody.panel.getByRole('alert')).toHaveText('The key does not open with this password.')
  await expect(custody.panel.getByLabel('Password of the key')).toHaveValue('')
  await look('examiner-refused')
  await custody.panel.getByLabel('Password of the key').fill(fakePassword)
  await exhibit.window.keyboard.press('Enter')
  await expect(custody.panel).toBeHidden()
  await expect(custody.examiner).toContainText('K. Lund')
  await expect(custody.examiner).toHaveAttribute('data-key', 'unlocked')
  await expect(custody.examiner).toHaveAccessibleName('Who acts: K. Lund 4711. Key unlocked')
  await custody.examiner.click()
  await expect(custody.panel.getByTestId('key-state')).toContainText('Unlocked')
  await look('examiner-signed-in')
  await custody.panel.getByTestId('sign-out').click()
  await expect(custody.panel.getByTestId('not-signed-in')).toBeVisible()
  await exhibit.window.keyboard.press('Escape')

  // Without the key it is another matter, and said.
  await custody.examiner.click()
  await expect(custody.panel.getByTestId('sign-in-without')).toHaveText('Act as K. Lund without the key')
  await exhibit.window.keyboard.press('Escape')
  await custody.signIn('K. Lund', null)
  await expect(custody.examiner).toHaveAttribute('data-key', 'locked')
  await custody.examiner.click()
  await expect(custody.panel.getByTestId('key-state')).toContainText('Locked')
  await custody.panel.getByLabel('Password of the key').fill(fakePassword)
  await exhibit.window.keyboard.press('Enter')
  await expect(custody.panel.getByTestId('key-state')).toContainText('Unlocked')
  await expect(custody.panel.getByTestId('sign-out')).toBeFocused()
  await exhibit.window.keyboard.press('Escape')
  await expect(custody.panel).toBeHidden()
})

test('a new profile needs a name and a password that was typed twice', async () => {
  await custody.examiner.click()
  await custody.panel.getByRole('button', { name: 'Another examiner…' }).click()
  await custody.panel.getByTestId('new-profile').click()
  const dialog = exhibit.window.getByTestId('new-profile-dialog')
  await expect(dialog).toContainText('It cannot be recovered')
  await dialog.getByRole('button', { name: 'Create and sign in' }).click()
  await expect(dialog.getByText('This is needed.')).toBeVisible()
  await expect(dialog.getByText('At least 8 characters are needed.')).toBeVisible()
  await look('profile-faults')
  await dialog.getByLabel('Name').fill('A. Moreau')
  await dialog.getByLabel('Password for the key').fill('a long password')
  await dialog.getByLabel('The same password again').fill('another password')
  await dialog.getByRole('button', { name: 'Create and sign in' }).click()
  await expect(dialog.getByText('The two passwords differ.')).toBeVisible()
  expect(bridge.calls.filter(({ name }) => name === 'examiner.create')).toEqual([])
  await dialog.getByRole('radio', { name: 'Take a key from a file' }).check()
  await look('profile-file')
  await dialog.getByRole('radio', { name: 'Make a key here' }).check()
  await dialog.getByLabel('The same password again').fill('a long password')
  await dialog.getByRole('button', { name: 'Create and sign in' }).click()
  await expect(dialog).toBeHidden()
  await expect(custody.examiner).toContainText('A. Moreau')
  await expect(custody.examiner).toHaveAttribute('data-key', 'unlocked')
})

test('the ledger says what is signed, and what is not', async () => {
  await cases.screen.getByTestId('recent-case').first().click()
  await page.screen.waitFor()
  await page.show('custody')
  await expect(custody.chain).toContainText('Unbroken')
  await expect(custody.marks).toHaveCount(2)
  await expect(custody.marks.first()).toContainText('Not signed')
  await expect(custody.marks.last()).toContainText('Not time-stamped')
  await look('ledger')

  await custody.screen.getByTestId('sign-ledger').click()
  await expect(custody.marks.first()).toContainText(/Signature:\s*Intact/)
  await expect(custody.marks.first()).toContainText(/Signer:\s*Examiner of this workstation/)
  await expect(custody.marks.first()).toContainText('Nothing was recorded after it but this entry itself')

  await custody.screen.getByTestId('add-note').click()
  const panel = exhibit.window.getByRole('dialog', { name: 'Note in the ledger' })
  await panel.getByTestId('record-note').click()
  await expect(panel.getByText('This is needed.')).toBeVisible()
  await panel.getByLabel('Text').fill('Exhibit 4 was shown to the court.')
  await look('note')
  // What was typed is still there after the panel was closed.
  await exhibit.window.keyboard.press('Escape')
  await custody.screen.getByTestId('add-note').click()
  await expect(panel.getByLabel('Text')).toHaveValue('Exhibit 4 was shown to the court.')
  await panel.getByLabel('About').selectOption({ label: 'loading-bay-2158.mp4' })
  await panel.getByTestId('record-note').click()
  await expect(panel).toBeHidden()
  await expect(custody.entries.first()).toContainText(
    'loading-bay-2158.mp4 · Exhibit 4 was shown to the court.',
  )
  await expect(custody.marks.first()).toContainText(
    /Entries \d+ to \d+ are not covered; \d+ is this signature\./,
  )
})

test('a time stamp goes to the network only when it is asked for, and is shown with its own two answers', async () => {
  await custody.screen.getByTestId('time-stamp').click()
  const panel = exhibit.window.getByRole('dialog', { name: 'Ask for a time stamp' })
  await expect(panel).toContainText('This goes to the network.')
  await panel.getByLabel('Address of the authority').fill('ftp://tsa.example')
  await panel.getByTestId('ask-time-stamp').click()
  await expect(panel.getByText('Not an address.')).toBeVisible()
  await look('time-stamp')
  expect(bridge.calls.filter(({ name }) => name === 'custody.timeStamp')).toEqual([])
  await panel.getByLabel('Address of the authority').fill('https://tsa.example/tsr')
  await panel.getByTestId('ask-time-stamp').click()
  await expect(panel).toBeHidden()
  await expect(custody.marks.last()).toContainText(/Time stamp:\s*Intact/)
  await expect(custody.marks.last()).toContainText(/Authority:\s*Unknown/)
  await expect(exhibit.window.getByText('The ledger was time-stamped')).toBeVisible()
  await look('ledger-signed')
  // The address is remembered.
  await custody.screen.getByTestId('time-stamp').click()
  await expect(panel.getByLabel('Address of the authority')).toHaveValue('https://tsa.example/tsr')
  await exhibit.window.keyboard.press('Escape')
})

test('an entry opens in place, and the ledger is exported in three forms', async () => {
  const signed = custody.entries.filter({ hasText: 'Ledger signed' })
  await signed.locator('summary').click()
  await expect(signed).toContainText('(700 characters)')
  await look('ledger-entry')
  await signed.locator('summary').click()
  await custody.screen.getByTestId('export-ledger').click()
  await look('export-menu')
  await exhibit.window.getByRole('menuitem', { name: 'CSV, for a spreadsheet…' }).click()
  // The native dialog belongs to main; the made-up bridge answers for it.
  await expect(exhibit.window.getByText('The ledger was written to /cases/ledger.csv')).toBeVisible()
  expect(bridge.calls.findLast(({ name }) => name === 'custody.export')?.input).toEqual({
    path: '/cases/ledger.csv',
    format: 'csv',
  })
})

test('a ledger that does not hold is shown where it breaks', async () => {
  const items = longLedger(400, bridge.items)
  report({
    ...{ entries: 400, items, valid: false, firstBad: 57, head: items.at(-1)?.hash ?? null },
    reason: 'Entry 57 was changed: its hash is not that of what it says.',
    signatures: [
      fakeSignature({ seq: 21, coversSeq: 20 }),
      fakeSignature({ seq: 41, coversSeq: 40 }),
      fakeSignature({ seq: 120, coversSeq: 119, status: 'broken', reason: 'Another hash was signed.' }),
      fakeSignature({ seq: 300, coversSeq: 299, known: 'unknown', subject: 'CN=Someone', by: 'workstation' }),
    ],
    timeStamps: [fakeTimeStamp({ seq: 301, coversSeq: 300, trust: 'trusted', reason: null })],
    ...{ lost: null, accepted: [] },
  })
  await page.show('items')
  await page.show('custody')
  await expect(custody.chain).toContainText('Broken at entry 57')
  await expect(custody.entry(57)).toBeInViewport()
  await expect(custody.entry(57)).toContainText(
    'From here on the ledger does not fit: Entry 57 was changed: its hash is not that of what it says.',
  )
  await expect(custody.sentence).toContainText('Entry 57 was changed')
  await expect(custody.marks.nth(0)).toContainText('The signature in entry 120 does not match')
  // Who signs last hides nobody who is known.
  await expect(custody.marks.nth(1)).toContainText(/Signer:\s*Examiner of this workstation/)
  await expect(custody.marks.nth(2)).toContainText(/Signer:\s*Unknown signer/)
  await expect(custody.marks.nth(2)).toContainText(
    'Not all entries up to it fit: the ledger is broken at entry 57.',
  )
  await expect(custody.marks.nth(2)).toContainText('Matches, over a broken ledger')
  await expect(custody.marks.nth(3)).toContainText('Matches, over a broken ledger')
  await look('ledger-broken')
  await custody.screen.getByTestId('ledger-all-marks').locator('summary').first().click()
  await look('ledger-marks')
  await custody.list.press('End')
  await custody.screen.getByTestId('show-bad').click()
  await expect(custody.entry(57).locator('summary')).toBeFocused()
})

test('a ledger that lacks what was written here is accepted only by an act with a reason', async () => {
  const items = longLedger(60, bridge.items)
  const head = items.at(-1)?.hash ?? null
  const lost = { seq: 83, hash: sha256(93), time: utc('2026-05-03T18:02:11.000Z') }
  const reason = 'Entry 83 of the custody ledger, as this workstation wrote it, is not there.'
  const marks = { signatures: [fakeSignature({ seq: 41, coversSeq: 40 })], timeStamps: [] }
  const whole = { entries: 60, items, head, ...marks }
  report({ ...whole, valid: false, firstBad: 83, reason, lost, accepted: [] })
  bridge.answers['custody.accept'] = ({ reason: why }) => {
    const entry = {
      ...items[59]!,
      seq: 61,
      action: 'ledger-accepted' as const,
      itemId: null,
      detail: { reason: why },
    }
    const accepted = [{ seq: 61, entries: 83, head: lost.hash }]
    const now = { ...whole, entries: 61, items: [...items, entry] }
    report({ ...now, valid: true, firstBad: null, reason: null, lost: null, accepted })
    return entry
  }
  await page.show('items')
  await page.show('custody')
  await expect(custody.chain).toContainText('Entries missing: known up to 83, here up to 60')
  await expect(custody.screen.getByTestId('show-bad')).toBeHidden()
  await custody.screen.getByTestId('accept-ledger').click()
  const panel = exhibit.window.getByRole('dialog', { name: 'Accept this ledger as it is' })
  await expect(panel).toContainText('This workstation wrote entry 83 on 3 May 2026, 18:02:11 UTC.')
  await panel.getByTestId('accept-ledger-now').click()
  await expect(panel.getByText('This is needed.')).toBeVisible()
  expect(bridge.calls.filter(({ name }) => name === 'custody.accept')).toEqual([])
  await panel.getByLabel('Reason').fill('The disk failed; the backup of Monday was put back.')
  await look('ledger-accept')
  await panel.getByTestId('accept-ledger-now').click()
  await expect(custody.chain).toContainText('Unbroken, replaced')
  await expect(custody.chain).toHaveAttribute('data-tone', 'attention')
  expect(bridge.calls.filter(({ name }) => name === 'custody.accept')).toMatchObject([
    { input: { head: lost.hash, reason: 'The disk failed; the backup of Monday was put back.' } },
  ])
  await expect(custody.screen.getByTestId('accept-ledger')).toBeHidden()
  await expect(custody.screen.getByTestId('ledger-given-up')).toContainText(
    'Entries 61 to 83 of the earlier ledger are not here.',
  )
  await expect(custody.entries.first()).toContainText('The disk failed; the backup of Monday was put back.')
  await look('ledger-accepted')
})

/** What the ledger is from now on. */
function report(answer: CustodyReport): void {
  Object.assign(
    bridge.answers,
    ledgerAnswers(() => answer, bridge.items),
  )
}
