// A real window on made-up evidence that comes in: what the tests of intake share.
import { expect } from '@playwright/test'
import { createFakeBridge, fakeCase, type FakeBridge } from '#test/support/fake-bridge.ts'
import { createFakeIntake, type FakeIntake } from '#test/support/fake-intake.ts'
import { CasePage } from '../pages/case-page.ts'
import { CasesPage } from '../pages/cases-page.ts'
import { IntakePanel } from '../pages/intake-panel.ts'
import { stubDialogs } from './dialogs.ts'
import { answerWith } from './fake-engine.ts'
import { launchExhibit, type Exhibit } from './launch.ts'
import { lookAt } from './looks.ts'
import { resize, watchComplaints } from './window.ts'

export class IntakeWindow {
  readonly exhibit: Exhibit
  readonly bridge: FakeBridge
  readonly fake: FakeIntake
  readonly page: CasePage
  readonly intake: IntakePanel
  /** What was wrong with the screens that were looked at. */
  readonly faults = new Set<string>()
  readonly #complaints: string[]
  #variant = ''

  static async open(): Promise<IntakeWindow> {
    const exhibit = await launchExhibit()
    await stubDialogs(exhibit.app)
    return new IntakeWindow(exhibit)
  }

  constructor(exhibit: Exhibit) {
    this.exhibit = exhibit
    this.#complaints = watchComplaints(exhibit)
    this.bridge = createFakeBridge()
    // There are no files whose pictures could be shown.
    for (const item of this.bridge.items) item.summary = { ...item.summary, hasThumbnail: false }
    this.fake = createFakeIntake(this.bridge)
    this.page = new CasePage(exhibit)
    this.intake = new IntakePanel(exhibit)
  }

  /** The made-up case, open, in this theme and size. */
  async begin(theme: 'dark' | 'light', width: number, height: number): Promise<void> {
    const { exhibit, page } = this
    const cases = new CasesPage(exhibit)
    this.#variant = `${theme}-${width}x${height}`
    await answerWith(exhibit, this.bridge)
    await resize(exhibit, width, height)
    await cases.screen.getByRole('button', { name: 'Settings' }).click()
    await exhibit.window
      .getByTestId('settings')
      .getByLabel(theme === 'dark' ? 'Dark' : 'Light')
      .check()
    await exhibit.window.getByRole('button', { name: 'Cases' }).click()
    await cases.screen.getByTestId('recent-case').filter({ hasText: fakeCase.reference }).click()
    await page.screen.waitFor()
  }

  /** Rows that are not in view are not there; the drawer shows what is selected. */
  async select(file: string): Promise<void> {
    const { exhibit, page } = this
    await page.table.focus()
    await exhibit.window.keyboard.press('Home')
    for (let tries = 0; tries < this.bridge.items.length; tries += 1) {
      if ((await page.drawer.getByRole('heading', { level: 2 }).getAttribute('title')) === file) break
      await exhibit.window.keyboard.press('ArrowDown')
    }
    await expect(page.row(file)).toHaveAttribute('aria-selected', 'true')
  }

  /** Where the parts of the running intake lie: they must not move while its figures do. */
  boxes(): Promise<unknown> {
    const parts = this.intake.run.locator('button, [role=progressbar]')
    return parts.evaluateAll((list) =>
      list.map((part) => {
        const { left, top, width, height } = part.getBoundingClientRect()
        return [left, top, width, height].map(Math.round)
      }),
    )
  }

  /** Takes a picture of the window and notes what is wrong with it. */
  async look(what: string): Promise<void> {
    const found = await lookAt(this.exhibit, `intake/${this.#variant}-${what}`)
    for (const fault of [...found, ...this.#complaints.splice(0)]) this.faults.add(`${what}: ${fault}`)
  }

  async close(): Promise<void> {
    await this.exhibit.close()
    expect([...this.faults]).toEqual([])
  }
}
