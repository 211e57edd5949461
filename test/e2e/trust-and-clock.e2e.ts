// Who is trusted, how wrong a recorder's clock was, and verifying everything again: from the window, with the real engine.
// Pictures for human eyes lie in test-results/trust-and-clock.
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash, X509Certificate } from 'node:crypto'
import path from 'node:path'
import { hasOpenssl } from '#test/support/openssl-folder.ts'
import { OpensslAuthority } from '#test/support/openssl-authority.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ClockDialog } from './pages/clock-dialog.ts'
import { ReviewPage } from './pages/review-page.ts'
import { TrustPage } from './pages/trust-page.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { answerDialog, stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { resize, watchComplaints } from './support/window.ts'

test.describe.configure({ mode: 'serial' })
test.skip(!hasOpenssl, 'OpenSSL 3 is not there')

let exhibit: Exhibit
let folder: string
let cases: CasesPage
let page: CasePage
let review: ReviewPage
let trust: TrustPage
let clock: ClockDialog
let complaints: string[]
let authority: OpensslAuthority
const faults = new Set<string>()

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  demo.copyCase(folder)
  authority = new OpensslAuthority()
  authority.certify('Old Harbour Root', null, { from: '2015-01-01T00:00:00Z', until: '2020-01-01T00:00:00Z' })
  authority.certify('Signer', 'Old Harbour Root', {
    from: '2016-01-01T00:00:00Z',
    until: '2019-01-01T00:00:00Z',
  })
  authority.list('harbour', 'Old Harbour Root', {
    from: '2019-01-01T00:00:00Z',
    until: '2019-02-01T00:00:00Z',
    revoked: [{ of: 'Signer', at: '2018-06-01T00:00:00Z' }],
  })
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
  trust = new TrustPage(exhibit)
  clock = new ClockDialog(exhibit)
  await exhibit.window.waitForLoadState('load')
  await exhibit.window.reload()
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
  authority.folder.remove()
})

test.afterEach(() => {
  expect([...faults, ...complaints.splice(0)]).toEqual([])
  faults.clear()
})

test('the workstation’s own list is there without a case', async ({ demo }) => {
  await cases.screen.getByRole('button', { name: 'Settings' }).click()
  await expect(trust.list('workstation').getByTestId('trust-none')).toContainText(
    'Nobody is trusted by this workstation',
  )
  await expect(trust.list('case')).toBeHidden()
  await expect(trust.screen.getByTestId('trust-export')).toBeDisabled()
  await lookEverywhere('settings-without-case')
  await trust.choose(demo.files.laboratoryRoot)
  await expect(trust.dialog.getByRole('radio', { name: 'This case' })).toBeDisabled()
  await expect(trust.dialog).toContainText('No case is open, so it stands in no ledger.')
  // What is about to be trusted is in sight before it is.
  const { fingerprint256 } = new X509Certificate(readFileSync(demo.files.laboratoryRoot))
  const fingerprint = fingerprint256.replaceAll(':', '').toLowerCase()
  await expect(trust.dialog.getByTestId('trust-file').getByRole('listitem')).toHaveCount(1)
  await expect(trust.dialog.getByTestId('trust-file')).toContainText('County Forensic Root CA')
  await expect(trust.dialog.getByTestId('trust-file').locator('code')).toHaveText(grouped(fingerprint))
  await lookEverywhere('add-without-case')
  await trust.dialog.getByLabel('Reason').fill('Compared by telephone with the laboratory')
  await trust.dialog.getByRole('button', { name: 'Trust it' }).click()
  const laboratory = trust.anchor('workstation', 'County Forensic Root CA')
  await expect(laboratory).toContainText('Compared by telephone with the laboratory')
  await expect(trust.said).toHaveText('One certificate is trusted now.')
  await expect(laboratory.locator('code')).toHaveText(grouped(fingerprint))
  // As the contract says: one line each, sorted.
  await expect(trust.storeHash).toHaveText(grouped(sha256(`certificate ${fingerprint}\n`)))
  await exhibit.window.getByRole('button', { name: 'Cases' }).click()
})

test('a case shows both lists, marks what has expired, and says what relies on each root', async () => {
  await cases.open(path.join(folder, 'case'))
  await expect(page.rows).toHaveCount(4)
  // The case was filled before the laboratory was trusted: opening it judged everything anew.
  await expect(page.row('patrol-car-7.mp4').getByTestId('signer-chip')).toContainText('Trusted', {
    timeout: 30_000,
  })
  await page.show('settings')
  await trust.add(authority.folder.file('Old Harbour Root.pem'), 'case', 'For recordings of 2018')
  const old = trust.anchor('case', 'Old Harbour Root')
  await expect(old.getByTestId('trust-validity')).toHaveText(/Expired$/)
  await expect(old.getByTestId('relied-on')).toHaveText('Relied on by no item of this case')
  await trust.add(authority.folder.file('harbour.crl'), 'case', 'The last one before it was closed down')
  const list = trust.list('case').getByTestId('revocation-list')
  await expect(list.getByTestId('trust-validity')).toHaveText(/Out of date$/)
  await expect(list).toContainText('one certificate')
  await trust.add(authority.folder.file('harbour.crl'), 'case', 'Once more')
  await expect(trust.said).toHaveText('Nothing was added: all of it was held there already.')
  await expect(list).toHaveCount(1)

  const vms = trust.anchor('case', 'Metro VMS Root CA')
  await expect(vms.getByTestId('trust-validity')).toBeHidden()
  await expect(vms.getByTestId('relied-on')).toContainText('Relied on by 2 items')
  await vms.getByText('Relied on by 2 items').click()
  await expect(vms.getByRole('listitem')).toHaveText(['north-gate.mp4', 'patrol-car-7.mp4'])
  await lookEverywhere('settings-case')
  await trust.storeHash.scrollIntoViewIfNeeded()
  await lookEverywhere('settings-case-below')
  await vms.getByRole('button', { name: 'patrol-car-7.mp4' }).click()
  await review.screen.waitFor()
  await expect(review.screen.getByRole('heading', { name: 'Patrol car 7' })).toBeVisible()
  await review.leave()
})

test('all of it is exported as certificates that others read', async () => {
  await page.show('settings')
  const file = path.join(folder, 'trusted.pem')
  await answerDialog(exhibit.app, file)
  await trust.screen.getByTestId('trust-export').click()
  await expect(
    exhibit.window.getByText(`The trusted certificates and lists were written to ${file}`),
  ).toBeVisible()
  const pem = readFileSync(file, 'utf8')
  const subjects = (pem.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? []).map(
    (block) => new X509Certificate(block).subject.split('CN=')[1],
  )
  expect(subjects.sort()).toEqual(['County Forensic Root CA', 'Metro VMS Root CA', 'Old Harbour Root'])
  expect(pem.match(/-----BEGIN X509 CRL-----/g)).toHaveLength(1)
})

test('removing a root says first what loses its trusted signer', async () => {
  const laboratory = trust.anchor('workstation', 'County Forensic Root CA')
  await trust.askToRemove(laboratory)
  await expect(trust.dialog.getByTestId('remove-loses')).toContainText('patrol-car-7.mp4')
  await lookEverywhere('remove')
  await trust.dialog.getByRole('button', { name: 'Remove it' }).click()
  await expect(trust.dialog.getByRole('alert')).toHaveText('This is needed.')
  await trust.removeNow('The laboratory has a new root')
  await expect(laboratory).toHaveCount(0)
  await expect(trust.list('workstation').getByTestId('trust-none')).toBeVisible()
  await page.show('items')
  await expect(page.row('patrol-car-7.mp4').getByTestId('signer-chip')).toContainText('Unknown signer')
  await page.show('custody')
  const removed = page.screen.getByTestId('custody-entry').filter({ hasText: 'Trust store: removed' })
  await expect(removed.first()).toBeVisible()
})

test('a comparison of clocks corrects times beside the recorded ones', async () => {
  await page.show('items')
  await page.row('north-gate.mp4').click()
  await clock.open()
  await expect(clock.entries).toHaveCount(0)
  await expect(clock.known).toContainText('Whether a clock was right cannot be told from the file.')
  await clock.save()
  await expect(clock.dialog.getByText('This is needed.')).toHaveCount(3)
  await clock.fill({ recorder: '03/04/2026 22:02', reference: '2026-05-03 08:00', how: 'x' })
  await expect(clock.dialog.getByText('Not a time, or one that can be read in two ways.')).toBeVisible()
  await clock.fill({
    recorder: '3 May 2026, 08:02:13',
    reference: '08:00:00',
    how: 'Photographed beside the DCF77 clock',
  })
  await expect(clock.dialog.getByText('Read as 2026-05-03 08:00:00.000 UTC')).toBeVisible()
  await expect(clock.result).toContainText('The recorder was 2 min 13.000 s ahead.')
  await expect(clock.result).toContainText('Corrected 2026-05-01 21:57:45.500 UTC')
  await clock.appliesTo('Chosen items')
  await expect(clock.dialog.getByTestId('clock-items').getByRole('checkbox')).toHaveCount(4)
  await lookEverywhere('clock-filled')
  await clock.appliesTo('Items from one folder')
  await expect(clock.dialog.getByTestId('clock-affected').getByRole('listitem')).toHaveCount(4)
  await lookEverywhere('clock-folder')
  // The altered copy is of the same camera.
  await clock.appliesTo('The 2 items of the same camera and recorder')
  await expect(clock.dialog.getByTestId('clock-affected').getByRole('listitem')).toHaveText([
    /north-gate\.mp4/,
    /north-gate-altered\.mp4/,
  ])
  await clock.save()
  await expect(clock.saved).toContainText('Recorded for 2 items.')
  await expect(clock.entries).toHaveCount(1)
  await expect(clock.entries).toContainText('Counts now')
  await expect(clock.entries).toContainText('Photographed beside the DCF77 clock')
  await expect(clock.known).toContainText('An examiner found the recorder’s clock')
  await lookEverywhere('clock-recorded')
  await clock.close()

  const recorded = '2026-05-01 21:59:58.500 UTC'
  const corrected = '2026-05-01 21:57:45.500 UTC'
  await expect(page.drawer).toContainText(recorded)
  await expect(page.drawer.getByTestId('corrected-start')).toHaveText(corrected)
  await page.drawer.getByTestId('corrected-start').scrollIntoViewIfNeeded()
  await lookEverywhere('drawer-corrected')
  await page.review('north-gate-altered.mp4')
  await review.waitFor(0)
  await expect(exhibit.window.getByTestId('header-clock')).toContainText(recorded)
  await expect(exhibit.window.getByTestId('header-clock-corrected')).toContainText(corrected)
  await expect(exhibit.window.getByTestId('corrected-clock')).toHaveText(`${corrected} corrected`)
  await expect(review.clock).toContainText('21:59:58')
  await lookEverywhere('review-corrected')
})

test('a typed time is by the clock that is chosen, where the two differ', async () => {
  await review.goTo('21:59:59.500')
  await review.waitFor(25)
  await review.number.click()
  const field = review.screen.getByTestId('go-to')
  await expect(review.screen.getByRole('radio', { name: 'the recorder’s clock, as recorded' })).toBeChecked()
  await lookEverywhere('go-to-two-clocks')
  await review.screen.getByRole('radio', { name: 'the corrected clock' }).check()
  await expect(field).toHaveAccessibleName(/Times are by the corrected clock$/)
  await field.fill('21:57:46.000')
  await field.press('Enter')
  await review.waitFor(12)
  await review.goTo('2026-05-01 21:57:46.500')
  await review.waitFor(25)
  await review.openPanel('frames')
  const row = review.screen.locator('[data-testid=frame-row][aria-selected=true]')
  await expect(row.getByTestId('frame-time')).toHaveText('21:59:59.500')
  await expect(row.getByTestId('frame-time')).toHaveAttribute(
    'title',
    /2026-05-01 21:57:46\.500 UTC, corrected/,
  )
  await expect(row.getByTestId('frame-media')).toHaveText('1.080 s')
  await lookEverywhere('frames-media-time')
  await review.goToPicture(0)
})

test('the search finds by the corrected time, and shows both', async () => {
  await review.leave()
  await page.show('search')
  const tab = exhibit.window.getByTestId('search-tab')
  const rows = exhibit.window.getByTestId('search-result')
  await expect(rows.first().getByTestId('search-time')).toContainText('2026-05-01 21:57')
  await expect(rows.first().getByTestId('search-time')).toContainText('recorded 21:59')
  const shown = await exhibit.window
    .getByTestId('search-time')
    .evaluateAll((all) => all.map((one) => one.textContent.slice(0, 23)))
  expect(shown).toEqual(shown.toSorted())
  await exhibit.window.getByLabel('Until (UTC, corrected)').fill('2026-05-01 21:59')
  await exhibit.window.keyboard.press('Enter')
  await expect(tab).toHaveAttribute('data-searching', 'false')
  await expect(exhibit.window.getByTestId('search-chip')).toHaveCount(1)
  for (const row of await rows.all()) await expect(row.getByTestId('search-time')).toContainText('recorded')
  await expect(exhibit.window.getByTestId('search-recorded').first()).toHaveText(
    /^recorded 2026-05-01 21:59:\d\d\.\d+ UTC$/,
  )
  await lookEverywhere('search-corrected')
  await page.show('items')
  await page.review('north-gate-altered.mp4')
  await review.waitFor(0)
})

test('an entry is followed and taken back, never changed', async () => {
  await clock.open()
  await clock.fill({
    recorder: '2026-05-03 09:00:00',
    reference: '2026-05-03 09:00:00.250',
    how: 'Read from the screen beside a GPS clock',
  })
  await clock.save()
  await expect(clock.saved).toContainText('Recorded for one item.')
  await expect(clock.entries).toHaveCount(2)
  await expect(clock.entries.first()).toContainText('The recorder was 0.250 s behind.')
  await expect(clock.entries.last()).toContainText('Followed by a later one')
  await clock.withdraw('The GPS clock had no fix')
  await expect(clock.entries.first()).toContainText('The GPS clock had no fix')
  await expect(clock.entries.first()).toContainText('Taken back')
  await expect(clock.entries.last()).toContainText('Counts now')
  await lookEverywhere('clock-withdrawn')
  await clock.close()
  await expect(exhibit.window.getByTestId('header-clock-corrected')).toContainText('21:57:45.500')
  await review.leave()
})

test('verifying all again tells what came of it, and of what is not as it was', async () => {
  await page.show('items')
  // What was verified within the hour before is not read again by itself.
  await expect(page.screen.getByTestId('verified-since')).toHaveText('Read again since opening: 0 of 4')
  await page.row('north-gate.mp4').click()
  const before = await page.drawer.getByTestId('verified-at').textContent()
  await page.screen.getByTestId('verify-all').click()
  await expect(
    exhibit.window.getByText('All 4 items of the case were verified again and are as they were.'),
  ).toBeVisible()
  await expect(page.drawer.getByTestId('verified-at')).not.toHaveText(before ?? '')
  await expect(page.drawer.getByTestId('verified-when')).toHaveText('since the case was opened')
  await expect(page.screen.getByTestId('verified-since')).toHaveText('Read again since opening: 4 of 4')
  await lookEverywhere('verified-all')

  // Somebody with access to the folder changes one byte of an original.
  const shown = await page.drawer.getByTestId('item-sha256').textContent()
  const original = vaultFile(shown?.replaceAll(' ', '') ?? '')
  chmodSync(original, 0o644)
  const bytes = readFileSync(original)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(original, bytes)
  await page.screen.getByTestId('verify-all').click()
  await expect(exhibit.window.getByText('are as they were.')).toHaveCount(0)
  const notice = exhibit.window
    .getByTestId('notice')
    .filter({ hasText: 'One item of the case is not as it was.' })
  await expect(notice).toContainText('north-gate.mp4')
  await page.show('custody')
  await lookEverywhere('verified-problem')
  await notice.getByRole('button', { name: 'Show the item' }).click()
  await expect(page.row('north-gate.mp4')).toHaveAttribute('aria-selected', 'true')
  await expect(page.row('north-gate.mp4').getByTestId('custody-chip')).toContainText('Mismatch')
  await exhibit.window.getByTestId('job-tray').getByRole('button').click()
  const outcome = exhibit.window.getByTestId('verify-all-outcome').first()
  await expect(outcome).toContainText('4 items: unchanged since they were taken in: 3; a problem: 1.')
  await lookEverywhere('tray')
  await outcome.getByRole('button', { name: /north-gate\.mp4/ }).click()
  await exhibit.window.keyboard.press('Escape')
})

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const grouped = (hex: string): string => hex.match(/.{4}/g)?.join(' ') ?? ''

function vaultFile(hash: string): string {
  const found = readdirSync(path.join(folder, 'case', 'vault'), { recursive: true, encoding: 'utf8' }).find(
    (file) => path.basename(file).startsWith(hash),
  )
  if (hash === '' || !found) throw new Error(`the vault has no ${hash}`)
  return path.join(folder, 'case', 'vault', found)
}

/** Pictures of what is on the screen in both themes and at two sizes, and what is wrong with them. */
async function lookEverywhere(what: string): Promise<void> {
  const { window } = exhibit
  for (const notice of await window
    .getByTestId('notice')
    .all()
    .then((all) => all.reverse())) {
    if ((await notice.getAttribute('role')) === 'status' && (await window.getByRole('dialog').count()) === 0)
      await notice.getByRole('button', { name: 'Dismiss' }).click()
  }
  for (const fault of await lookAround(exhibit, `trust-and-clock/${what}`)) faults.add(fault)
  await resize(exhibit, 1280, 720)
}
