// The ledger of the open case, and who acts.
import type { Locator } from '@playwright/test'
import type { Exhibit } from '../support/launch.ts'

export class CustodyPage {
  readonly #exhibit: Exhibit
  readonly screen: Locator
  readonly chain: Locator
  readonly sentence: Locator
  readonly marks: Locator
  readonly entries: Locator
  readonly list: Locator
  readonly count: Locator
  readonly examiner: Locator
  readonly panel: Locator

  constructor(exhibit: Exhibit) {
    const { window } = exhibit
    this.#exhibit = exhibit
    this.screen = window.getByTestId('custody-panel')
    this.chain = this.screen.getByTestId('custody-chain')
    this.sentence = this.screen.getByTestId('custody-sentence')
    this.marks = this.screen.getByTestId('ledger-mark')
    this.entries = this.screen.getByTestId('custody-entry')
    this.list = this.screen.getByTestId('ledger-list')
    this.count = this.screen.getByTestId('ledger-count')
    this.examiner = window.getByTestId('examiner-chip')
    this.panel = window.getByTestId('examiner-panel')
  }

  /** The row of the entry with this number, where it is drawn. */
  entry(seq: number): Locator {
    return this.list.locator(`[data-seq="${seq}"]`).getByTestId('custody-entry')
  }

  async signIn(name: string, password: string | null): Promise<void> {
    await this.examiner.click()
    await this.panel.getByRole('radio', { name }).check()
    if (password === null) {
      const without = this.panel.getByTestId('sign-in-without')
      await ((await without.isVisible()) ? without : this.panel.getByTestId('sign-in')).click()
      return
    }
    await this.panel.getByLabel('Password of the key').fill(password)
    await this.#exhibit.window.keyboard.press('Enter')
  }
}
