// Evidence coming in, what can be done: giving up, the keyboard alone, another try, thousands of items.
import { expect, test } from '@playwright/test'
import { EvidenceError } from '#contract/errors.ts'
import { fakePlan, fakeVolumes } from '#test/support/fake-intake.ts'
import { IntakeWindow } from './support/intake-window.ts'

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

test('what was interrupted can be given up, and the part of the file at hand kept or removed', async () => {
  await here.begin('dark', 1280, 720)
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
  await here.look('give-up')
  await dialog.getByLabel('Remove that part').check()
  await dialog.getByTestId('confirm').click()
  await expect(intake.unfinished).toBeHidden()
  expect(bridge.calls.filter(({ name }) => name === 'ingest.giveUp')).toMatchObject([
    { input: { keepPartial: false } },
  ])
})

test('everything by keyboard: open, choose a medium, take in, back to the items', async () => {
  await here.begin('dark', 1280, 720)
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
  await here.look('focus')
  await keyboard.press('Enter')
  await expect(intake.plan.getByTestId('take-in')).toBeFocused()
  await keyboard.press('Escape')
  await expect(intake.plan).toBeHidden()
  await expect(intake.panel.getByRole('heading', { name: 'Add evidence' })).toBeFocused()
  await keyboard.press('Escape')
  await expect(intake.panel).toBeHidden()
})

test('what cannot be looked at says why, and can be tried again', async () => {
  await here.begin('dark', 1280, 720)
  bridge.answers['volumes.watch'] = () => {
    throw new EvidenceError('internal', 'lsblk ended with 1.')
  }
  await page.screen.getByTestId('add-evidence').click()
  await expect(intake.panel).toContainText('The media could not be listed.')
  await here.look('volumes-failed')
  const planned = bridge.answers['ingest.plan']
  bridge.answers['ingest.plan'] = () => {
    throw new EvidenceError('source-gone', 'There is no /media/EXPORT any more.')
  }
  bridge.answers['dialog.openFolder'] = () => '/media/EXPORT'
  await intake.panel.getByTestId('add-folder').click()
  await expect(intake.plan.getByRole('alert')).toContainText('There is no /media/EXPORT any more.')
  await expect(intake.plan.getByRole('alert')).toContainText('then choose “Try again”.')
  await here.look('plan-failed')
  if (planned) bridge.answers['ingest.plan'] = planned
  fake.plan = fakePlan(8, { enough: false, freeBytes: 12_000_000 })
  await intake.plan.getByRole('button', { name: 'Try again' }).click()
  await expect(intake.plan).toContainText('Not enough')
  await expect(intake.plan.getByTestId('take-in')).toBeDisabled()
  await here.look('no-room')
})

test('5,000 items: the table stays at hand while they come in', async () => {
  await here.begin('dark', 1280, 720)
  fake.plan = fakePlan(5_000)
  await page.screen.getByTestId('add-evidence').click()
  fake.setVolumes([fakeVolumes.stick])
  await intake.volumes.click()
  await expect(intake.plan.getByTestId('plan-counts')).toContainText('Of the first 500')
  await here.look('plan-5000')
  await intake.takeIn()
  for (let batch = 0; batch < 100; batch += 1) fake.advance(batch < 99 ? 50 : 49)
  await expect(intake.run.getByTestId('job-count')).toHaveText('4,999 of 5,000 files')
  fake.advance(1)
  await expect(intake.outcome).toContainText('4,375 items taken in')
  await intake.outcome.getByTestId('outcome-attachment').click()
  await expect(intake.outcome.getByTestId('outcome-list')).toContainText('CH01_20260501_0004.pdf')
  await here.look('outcome-5000')
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
  await here.look('items-5000')
})
