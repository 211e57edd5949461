// Evidence coming in, as it is seen: media that come and go, the plan, progress, what came of it, addresses, items in part, in
// both themes and at two sizes. A picture of each for human eyes lies in test-results/intake.
import { expect, test } from '@playwright/test'
import { EvidenceError } from '#contract/errors.ts'
import { fakeCase } from '#test/support/fake-bridge.ts'
import { fakeKindOfItem, fakePlan, fakeRecording, fakeVolumes } from '#test/support/fake-intake.ts'
import { sha256 } from '#test/support/fake-evidence.ts'
import { IntakeWindow } from './support/intake-window.ts'
import { looks } from './support/looks.ts'

let here: IntakeWindow
let exhibit: IntakeWindow['exhibit']
let bridge: IntakeWindow['bridge']
let fake: IntakeWindow['fake']
let page: IntakeWindow['page']
let intake: IntakeWindow['intake']

test.beforeEach(async () => {
  here = await IntakeWindow.open()
  ;({ exhibit, bridge, fake, page, intake } = here)
})
test.afterEach(() => here.close())

for (const [theme, width, height] of looks) {
  test(`${theme}-${width}x${height}: a medium appears, is looked at, and taken in with pauses and breaks`, async () => {
    bridge.items.splice(0)
    await here.begin(theme, width, height)
    // An empty case shows at once where evidence is added.
    await expect(intake.panel).toBeVisible()
    await expect(intake.panel.getByTestId('volumes-none')).toBeVisible()
    await here.look('empty')

    fake.setVolumes([fakeVolumes.share])
    fake.setVolumes([fakeVolumes.stick, fakeVolumes.disc, fakeVolumes.share])
    await expect(intake.volumes).toHaveCount(3)
    const stick = intake.volumes.filter({ hasText: 'EXPORT' }).first()
    await expect(stick).toContainText('Can be written to')
    await expect(stick).toContainText('Kingston DataTraveler 3.0 · serial number E0D55EA573F0F3B0 · exFAT')
    await expect(intake.volumes.filter({ hasText: 'DISC 2' })).toContainText('Read-only')
    await expect(intake.panel).toContainText('Use a write blocker')
    await here.look('volumes')
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
    await here.look('plan')
    // Pulled before it was begun: nothing can be taken in until it is there again.
    fake.setVolumes([fakeVolumes.share])
    await expect(intake.plan.getByTestId('plan-gone')).toContainText('EXPORT is no longer there')
    await expect(intake.plan.getByTestId('take-in')).toBeDisabled()
    await here.look('plan-gone')
    fake.setVolumes([fakeVolumes.stick, fakeVolumes.share])
    await expect(intake.plan.getByTestId('take-in')).toBeEnabled()
    await intake.plan.getByTestId('take-in').focus()

    await intake.takeIn()
    fake.read(0.4)
    await expect(intake.run.getByTestId('job-count')).toHaveText('0 of 12 files')
    const before = await here.boxes()
    fake.advance(4)
    fake.read(0.98)
    await expect(intake.run.getByTestId('job-count')).toHaveText('4 of 12 files')
    await expect(intake.run.getByRole('progressbar')).toHaveCount(2)
    await expect(page.rows.first()).toBeVisible()
    expect(await here.boxes()).toEqual(before)
    await here.look('progress')

    await intake.run.getByTestId('job-pause').click()
    await expect(intake.run.getByTestId('work-progress')).toHaveAttribute('data-paused', 'true')
    await expect(intake.run).toContainText('Paused')
    expect(await here.boxes()).toEqual(before)
    await here.look('paused')
    await exhibit.window.getByTestId('job-tray').getByRole('button').click()
    await here.look('tray')
    const inTray = exhibit.window.getByTestId('running-job')
    await inTray.getByTestId('job-pause').click()
    await expect(inTray.getByTestId('work-progress')).toHaveAttribute('data-paused', 'false')
    await exhibit.window.keyboard.press('Escape')

    await intake.run.getByTestId('job-cancel').click()
    await expect(intake.unfinished).toContainText(
      'Taking in from /media/EXPORT was interrupted at 4 of 12 files. It was cancelled.',
    )
    await here.look('interrupted')
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
    await expect(intake.outcome.getByRole('button', { name: /taken in$|already|only|kept/ })).toHaveCount(5)
    await intake.outcome.getByTestId('outcome-failed').click()
    await expect(intake.outcome.getByTestId('outcome-list')).toContainText('The file is empty')
    await here.look('outcome')
    await exhibit.window.getByTestId('job-tray').getByRole('button').click()
    await expect(exhibit.window.getByTestId('ended-job').first()).toContainText('4 items taken in')
    await here.look('outcome-tray')
    await exhibit.window.keyboard.press('Escape')

    // From the list to the item; the drawer takes the place.
    await intake.outcome.getByTestId('outcome-partial').click()
    await intake.outcome.getByTestId('outcome-list').getByRole('button').click()
    await expect(intake.panel).toBeHidden()
    await expect(page.drawer.getByTestId('item-missing')).toContainText('8,388,608')
    await expect(page.table.locator('[aria-selected=true]').getByTestId('missing-chip')).toContainText(
      '524 kB missing',
    )
    await here.look('partial')
    await page.drawer.getByTestId('item-original').scrollIntoViewIfNeeded()
    await expect(page.drawer.getByTestId('item-original')).toContainText('0755')
    await here.look('original')

    await page.screen.getByTestId('item-filter').getByText('Attachments').click()
    await expect(page.rows).toHaveCount(1)
    await expect(page.drawer.getByTestId('item-original')).toBeVisible()
    await here.look('other-files')
    await page.screen.getByTestId('item-filter').getByText('All').click()
    await expect(page.rows).toHaveCount(10)
    await here.look('all')
  })

  test(`${theme}-${width}x${height}: an address whose certificate is refused`, async () => {
    await here.begin(theme, width, height)
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
    await here.look('address-faults')

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
    await here.look('certificate')
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
    await here.look('address-plan')
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
    await here.begin(theme, width, height)
    await expect(page.row('CH05_20260501.mp4').getByTestId('item-badges')).toHaveAttribute(
      'title',
      'Parts missing · Part 3 of 3',
    )
    await expect(page.row('CH05_20260501.mp4').getByTestId('parts-missing-chip')).toContainText(
      'Parts missing',
    )
    await here.select('CH05_20260501.mp4')
    const recording = page.drawer.getByTestId('item-recording')
    await expect(recording.locator('li')).toHaveCount(3)
    await expect(recording.locator('li').nth(1)).toContainText('called CH01_20260501_part2.mp4')
    await recording.scrollIntoViewIfNeeded()
    await here.look('parts')
    await here.select('CH01_20260501.avi')
    await expect(page.row('CH01_20260501.avi').getByTestId('kind-chip')).toContainText('Kept only')
    await expect(page.drawer.getByTestId('verdict-sentence')).toBeVisible()
    await here.look('view-only')
    await page.drawer.getByTestId('open-item').click()
    const review = exhibit.window.getByTestId('review-screen')
    await expect(review.getByTestId('no-video')).toContainText('Pictures of this format are not shown here')
    await here.look('review-view-only')
    await exhibit.window.getByTestId('export-item').click()
    const dialog = exhibit.window.getByTestId('export-dialog')
    await expect(dialog.getByTestId('export-cut')).toBeDisabled()
    await expect(dialog).toContainText('Only an export file can be cut by time.')
    // Nothing is sealed.
    await expect(dialog).toContainText('it gets no seal')
    await expect(dialog.getByRole('group', { name: 'Seal with' })).toHaveCount(0)
    await here.look('export-view-only')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await exhibit.window.getByRole('button', { name: fakeCase.reference }).click()

    // In part: looked at, handed over as it is, but not exported.
    await here.select('CH03_20260501.mp4')
    const exporting = page.drawer.getByTestId('export-item')
    await expect(exporting).toBeDisabled()
    await expect(exporting).toHaveAccessibleDescription(/Bytes of it are missing/)
    await expect(page.drawer.getByTestId('hand-over')).toBeEnabled()
    await page.drawer.getByTestId('open-item').click()
    await expect(review.getByTestId('export-item')).toBeDisabled()
    await here.look('review-partial')
    await exhibit.window.getByRole('button', { name: fakeCase.reference }).click()

    // Completed from another copy: asked for in the system's dialog, told when it is done.
    await here.select('CH03_20260501.mp4')
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
