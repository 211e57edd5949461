// The page with the whole proof of one item.
import { expect, type Locator } from '@playwright/test'
import type { Exhibit } from '../support/launch.ts'

export class VerdictPage {
  readonly #exhibit: Exhibit
  readonly page: Locator
  readonly sentence: Locator
  readonly steps: Locator
  readonly marks: Locator

  constructor(exhibit: Exhibit) {
    this.#exhibit = exhibit
    this.page = exhibit.window.getByTestId('verdict-page')
    this.sentence = this.page.getByTestId('verdict-sentence')
    this.steps = this.page.getByTestId(/^step-/)
    this.marks = this.page.getByTestId('verification-mark')
  }

  /** From the drawer of the case, or from the integrity panel of the review. */
  async open(): Promise<void> {
    await this.#exhibit.window.getByTestId('show-verdict').click()
    await this.sentence.waitFor()
  }

  block(which: 'proved' | 'notProved' | 'by' | 'when'): Locator {
    return this.page.getByTestId(`proof-${which}`)
  }

  async close(): Promise<void> {
    await this.#exhibit.window.keyboard.press('Escape')
    await expect(this.page).toBeHidden()
  }
}
