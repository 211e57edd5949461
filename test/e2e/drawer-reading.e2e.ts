// The drawer of an item while its details are still being read: it says so, and offers nothing that would move away under the
// pointer. Pictures for human eyes lie in test-results/drawer-reading.
import { expect, test } from '@playwright/test'
import { fakeCase } from '#test/support/fake-bridge.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { openFakeWindow, type FakeWindow } from './support/fake-window.ts'

let shown: FakeWindow
test.beforeAll(async () => {
  shown = await openFakeWindow('drawer-reading')
})
test.afterAll(() => shown.exhibit.close())

test('an item that is being read says so, and its acts come with what stands above them', async () => {
  const { exhibit, bridge, look, takeFaults } = shown
  const call = bridge.call.bind(bridge)
  let goOn = (): void => undefined
  const held = new Promise<void>((resolve) => (goOn = resolve))
  bridge.call = async (name, input) => {
    if (name === 'item.get') await held
    return call(name, input)
  }
  const page = new CasePage(exhibit)
  await new CasesPage(exhibit).open(fakeCase.path)
  await page.row('loading-bay-2341.mp4').click()
  await expect(page.drawer.getByRole('status')).toBeVisible()
  await expect(page.drawer.getByTestId('open-item')).toHaveCount(0)
  await look('reading')
  goOn()
  await expect(page.drawer.getByTestId('open-item')).toBeVisible()
  expect(takeFaults()).toEqual([])
})
