// The dialog about a recorder's clock.
import { expect, type Locator } from '@playwright/test'
import type { Exhibit } from '../support/launch.ts'

export type Reading = { recorder: string; reference: string; how: string }

export class ClockDialog {
  readonly #exhibit: Exhibit
  readonly dialog: Locator
  readonly recorder: Locator
  readonly reference: Locator
  readonly result: Locator
  readonly known: Locator
  readonly entries: Locator
  readonly saved: Locator

  constructor(exhibit: Exhibit) {
    this.#exhibit = exhibit
    this.dialog = exhibit.window.getByTestId('clock-dialog')
    this.recorder = this.dialog.getByLabel('Recorder showed (UTC)')
    this.reference = this.dialog.getByLabel('Reference clock showed (UTC)')
    this.result = this.dialog.getByTestId('clock-result')
    this.known = this.dialog.getByTestId('time-known')
    this.entries = this.dialog.getByTestId('clock-entry')
    this.saved = this.dialog.getByTestId('clock-saved')
  }

  /** From the drawer of the case, or from the header of the review. */
  async open(): Promise<void> {
    await this.#exhibit.window.getByTestId('open-clock').click()
    await this.known.waitFor()
  }

  async fill({ recorder, reference, how }: Reading): Promise<void> {
    await this.recorder.fill(recorder)
    await this.reference.fill(reference)
    await this.dialog.getByLabel('How they were read').fill(how)
  }

  appliesTo(label: string | RegExp): Promise<void> {
    return this.dialog.getByRole('radio', { name: label }).check()
  }

  save(): Promise<void> {
    return this.dialog.getByTestId('clock-save').click()
  }

  async withdraw(reason: string): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Take back…' }).click()
    await this.dialog.getByLabel('Reason for taking it back').fill(reason)
    await this.dialog.getByRole('button', { name: 'Take it back' }).click()
  }

  async close(): Promise<void> {
    await this.#exhibit.window.keyboard.press('Escape')
    await expect(this.dialog).toBeHidden()
  }
}
