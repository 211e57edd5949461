// The first screen: recent cases, create, open.
import type { Locator } from '@playwright/test'
import { answerDialog } from '../support/dialogs.ts'
import type { Exhibit } from '../support/launch.ts'

export class CasesPage {
  readonly #exhibit: Exhibit
  readonly screen: Locator
  readonly dialog: Locator

  constructor(exhibit: Exhibit) {
    this.#exhibit = exhibit
    this.screen = exhibit.window.getByTestId('cases-screen')
    this.dialog = exhibit.window.getByTestId('create-case-dialog')
  }

  async create(facts: { reference: string; examiner: string; folder: string }): Promise<void> {
    await this.screen.getByTestId('create-case').click()
    await this.dialog.getByLabel('Reference').fill(facts.reference)
    await this.dialog.getByLabel('Examiner').fill(facts.examiner)
    await answerDialog(this.#exhibit.app, facts.folder)
    await this.dialog.getByRole('button', { name: 'Browse…' }).click()
    await this.dialog.getByRole('button', { name: 'Create' }).click()
  }

  async open(folder: string): Promise<void> {
    await answerDialog(this.#exhibit.app, folder)
    await this.screen.getByTestId('open-case').click()
    await this.#exhibit.window.getByTestId('case-screen').waitFor()
  }
}
