// The dialog that hands evidence on.
import { expect, type Locator } from '@playwright/test'
import { answerDialog } from '../support/dialogs.ts'
import type { Exhibit } from '../support/launch.ts'

export class ExportDialog {
  readonly #exhibit: Exhibit
  readonly dialog: Locator
  readonly preview: Locator
  readonly outcome: Locator

  constructor(exhibit: Exhibit) {
    this.#exhibit = exhibit
    this.dialog = exhibit.window.getByTestId('export-dialog')
    this.preview = this.dialog.getByTestId('cut-preview')
    this.outcome = this.dialog.getByTestId('export-outcome')
  }

  /** Chooses the folder in the system's dialog. */
  async chooseDestination(folder: string): Promise<void> {
    await answerDialog(this.#exhibit.app, folder)
    await this.dialog.getByRole('button', { name: 'Browse…' }).click()
    await expect(this.field('Destination')).toHaveValue(folder)
  }

  field(label: string): Locator {
    return this.dialog.getByLabel(label, { exact: true })
  }

  start(): Promise<void> {
    return this.dialog.getByTestId('start-export').click()
  }

  /** The path of the package, once it has been written. */
  async packagePath(): Promise<string> {
    await expect(this.outcome).toBeVisible({ timeout: 60_000 })
    return this.outcome.locator('.path').innerText()
  }

  close(): Promise<void> {
    return this.dialog.getByRole('button', { name: 'Done' }).click()
  }
}
