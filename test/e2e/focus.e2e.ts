// The keyboard alone: through each main screen the Tab key goes in the order of reading, the focus is always seen and never
// lost; a dialog keeps it, and gives it back to where it came from.
import { expect, test, type Locator } from '@playwright/test'
import { fakeCase } from '#test/support/fake-bridge.ts'
import { CasePage, type Part } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { axeFaults } from './support/axe.ts'
import { openFakeWindow } from './support/fake-window.ts'
import { focusFaults, fromTheTop, stopOf, tabThrough } from './support/focus.ts'
import type { Exhibit } from './support/launch.ts'

let exhibit: Exhibit
let cases: CasesPage
let page: CasePage

test.beforeAll(async () => {
  ;({ exhibit } = await openFakeWindow('focus'))
  cases = new CasesPage(exhibit)
  page = new CasePage(exhibit)
  await cases.screen.waitFor()
})

test.afterAll(() => exhibit.close())

/** At least so many stops: a screen of which the keyboard sees nothing would have no faults either. */
async function expectSoundOrder(atLeast: number): Promise<void> {
  await exhibit.window.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const stops = await tabThrough(exhibit.window)
  expect(focusFaults(stops)).toEqual([])
  expect(stops.length).toBeGreaterThanOrEqual(atLeast)
}

test('what has no name is found', async () => {
  await exhibit.window.evaluate(() =>
    document.querySelector('main')?.append(document.createElement('button')),
  )
  expect((await axeFaults(exhibit.window)).join()).toContain('axe button-name')
  await exhibit.window.evaluate(() => document.querySelector('main > button:last-child')?.remove())
  expect(await axeFaults(exhibit.window)).toEqual([])
})

test('first screen', async () => {
  await expectSoundOrder(6)
  await expectKept(cases.screen.getByTestId('create-case'))
})

for (const [part, atLeast] of [
  ['items', 20],
  ['map', 8],
  ['search', 10],
  ['custody', 10],
  ['settings', 12],
] as [Part, number][])
  test(`case: ${part}`, async () => {
    await show(part)
    await expectSoundOrder(atLeast)
  })

test('dialogs keep the focus and give it back', async () => {
  await show('items')
  await expectKept(page.drawer.getByTestId('export-item'))
  await expectKept(page.drawer.getByTestId('hand-over'))
  await expectKept(page.drawer.getByTestId('open-clock'))
  await page.show('custody')
  await page.screen.getByTestId('case-menu').focus()
  await exhibit.window.keyboard.press('Enter')
  await expect(exhibit.window.getByRole('menuitem').first()).toBeFocused()
  await exhibit.window.keyboard.press('Enter')
  await expectInside()
  await exhibit.window.keyboard.press('Escape')
  await expect(page.screen.getByTestId('case-menu')).toBeFocused()
})

test('review', async () => {
  await show('items')
  await page.drawer.getByTestId('open-item').click()
  await exhibit.window.getByTestId('review-screen').waitFor()
  await expect(exhibit.window.getByTestId('verdict-sentence').first()).toBeVisible()
  await expectSoundOrder(20)
  // The sheet of all keys, by its key.
  await exhibit.window.getByTestId('step-forward').focus()
  await exhibit.window.keyboard.press('?')
  await expectInside()
  expect(await axeFaults(exhibit.window)).toEqual([])
  await exhibit.window.keyboard.press('Escape')
  await expect(exhibit.window.getByRole('dialog')).toHaveCount(0)
})

async function show(part: Part): Promise<void> {
  if (await cases.screen.isVisible())
    await cases.screen.getByTestId('recent-case').filter({ hasText: fakeCase.reference }).first().click()
  await page.show(part)
}

async function expectKept(opener: Locator): Promise<void> {
  await opener.focus()
  await exhibit.window.keyboard.press('Enter')
  await expectInside()
  await exhibit.window.keyboard.press('Escape')
  await expect(exhibit.window.getByRole('dialog')).toHaveCount(0)
  await expect(opener).toBeFocused()
}

/** Round the dialog and on: it is never left. */
async function expectInside(): Promise<void> {
  await exhibit.window.getByRole('dialog').waitFor()
  const stops = [...(await tabThrough(exhibit.window, 40)), await stopOf(exhibit.window)]
  expect(stops.filter(({ inDialog }) => !inDialog).map(({ name }) => name)).toEqual([])
  expect(focusFaults(fromTheTop(stops.slice(0, -1)))).toEqual([])
  await exhibit.window.keyboard.press('Shift+Tab')
  expect((await stopOf(exhibit.window)).inDialog).toBe(true)
}
