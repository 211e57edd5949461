// The window in other languages, on made-up evidence: chosen in the settings, spoken at once everywhere, remembered. A
// picture of each screen in each language lies in test-results/languages; what is cut off is found without them.
import { expect, test } from '@playwright/test'
import { fakeCase } from '#test/support/fake-bridge.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { resize } from './support/window.ts'
import { openFakeWindow, type FakeWindow } from './support/fake-window.ts'

const file = 'loading-bay-2341.mp4'
const spoken = [
  ['de', 'Einstellungen', 'Kein Siegel', 'Widerspruch', 'Karte'],
  ['fr', 'Réglages', 'Aucun scellé', 'Contredite', 'Carte'],
  ['sv', 'Inställningar', 'Inget sigill', 'Motsagd', 'Karta'],
] as const

let shown: FakeWindow
let page: CasePage

test.beforeAll(async () => {
  shown = await openFakeWindow('languages')
  page = new CasePage(shown.exhibit)
  await new CasesPage(shown.exhibit).open(fakeCase.path)
})

test.afterAll(() => shown.exhibit.close())

for (const [language, settings, seal, camera, map] of spoken) {
  test(`${language}: every screen speaks it at once`, async () => {
    const { exhibit, look } = shown
    const { window } = exhibit
    await page.show('settings')
    await window.getByTestId('settings-language').selectOption(language)
    await expect(window.getByTestId('rail-settings')).toHaveText(settings)
    await expect(window.locator('html')).toHaveAttribute('lang', language)
    await look(`${language}-settings`)
    await page.show('items')
    const row = page.row(file)
    await expect(row.getByTestId('seal-chip')).toContainText(seal)
    await expect(row.getByTestId('camera-chip')).toContainText(camera)
    await row.click()
    await look(`${language}-items`)
    await page.show('custody')
    await look(`${language}-custody`)
    await page.show('search')
    await look(`${language}-search`)
    await page.show('items')
    await page.drawer.getByTestId('open-item').click()
    await expect(window.getByTestId('tab-map')).toHaveText(map)
    await look(`${language}-review`)
    await resize(exhibit, 1280, 720)
    expect(await rowsOfButtons()).toBe(1)
    expect((await window.getByRole('heading', { level: 1 }).boundingBox())!.width).toBeGreaterThan(80)
    for (const panel of ['marks', 'frames', 'structure']) {
      await window.getByTestId(`tab-${panel}`).click()
      await look(`${language}-review-${panel}`)
    }
    await window.getByTestId('tab-integrity').click()
    await window.keyboard.press('Escape')
    await window.reload()
    await expect(window.locator('html')).toHaveAttribute('lang', language)
    if (await window.getByTestId('cases-screen').isVisible())
      await window.getByTestId('return-to-case').click()
    await expect(window.getByTestId('rail-settings')).toHaveText(settings)
    expect(shown.takeFaults()).toEqual([])
  })
}

/** In how many rows the buttons of the player stand: a second one would take its height from the picture. */
const rowsOfButtons = (): Promise<number> =>
  shown.exhibit.window
    .locator('.player [role="toolbar"] button')
    .evaluateAll(
      (buttons) =>
        new Set(
          buttons
            .filter((one) => one.checkVisibility())
            .map((one) => Math.round(one.getBoundingClientRect().top)),
        ).size,
    )

test('English comes back', async () => {
  const { window } = shown.exhibit
  await page.show('settings')
  await window.getByTestId('settings-language').selectOption('en')
  await expect(window.getByTestId('rail-settings')).toHaveText('Settings')
  await expect(window.locator('html')).toHaveAttribute('lang', 'en')
})
