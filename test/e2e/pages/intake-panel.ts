// The place beside the items where evidence is added.
import { expect, type Locator } from '@playwright/test'
import type { Exhibit } from '../support/launch.ts'

export class IntakePanel {
  readonly #exhibit: Exhibit
  readonly panel: Locator
  readonly volumes: Locator
  readonly plan: Locator
  readonly run: Locator
  readonly outcome: Locator
  readonly unfinished: Locator

  constructor(exhibit: Exhibit) {
    this.#exhibit = exhibit
    this.panel = exhibit.window.getByTestId('intake-panel')
    this.volumes = this.panel.getByTestId('volume')
    this.plan = this.panel.getByTestId('intake-plan')
    this.run = this.panel.getByTestId('intake-run')
    this.outcome = this.panel.getByTestId('intake-outcome')
    this.unfinished = exhibit.window.getByTestId('unfinished-intake')
  }

  /** In an empty case it is there already. */
  async open(): Promise<void> {
    // Only once the items are there it is decided whether it opens by itself.
    const { window } = this.#exhibit
    await window.getByTestId('item-table').or(window.getByTestId('items-empty')).waitFor()
    if (!(await this.panel.isVisible())) await window.getByTestId('add-evidence').click()
    await this.panel.waitFor()
  }

  /** With the key that the plan offers. */
  async takeIn(): Promise<void> {
    await expect(this.plan.getByTestId('take-in')).toBeFocused()
    await this.#exhibit.window.keyboard.press('Enter')
    await expect(this.plan).toBeHidden()
  }

  /** Back to what can be added, and away. */
  async close(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Close “Add evidence”' }).click()
    await expect(this.panel).toBeHidden()
  }
}
