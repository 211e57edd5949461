// Whom this case and this workstation trust: the part of the settings with both lists.
import { expect, type Locator } from '@playwright/test'
import { answerDialog } from '../support/dialogs.ts'
import type { Exhibit } from '../support/launch.ts'

export type Scope = 'case' | 'workstation'

export class TrustPage {
  readonly #exhibit: Exhibit
  readonly screen: Locator
  readonly dialog: Locator
  readonly storeHash: Locator
  /** What the last import brought. */
  readonly said: Locator

  constructor(exhibit: Exhibit) {
    this.#exhibit = exhibit
    this.screen = exhibit.window.getByTestId('settings')
    this.dialog = exhibit.window.getByTestId('reason-dialog')
    this.said = this.screen.getByTestId('trust-said')
    this.storeHash = this.screen.getByTestId('trust-store-hash')
  }

  list(scope: Scope): Locator {
    return this.screen.getByTestId(`trust-${scope}`)
  }

  anchor(scope: Scope, name: string): Locator {
    const heading = this.#exhibit.window.getByRole('heading', { name })
    return this.list(scope).getByTestId('trust-anchor').filter({ has: heading })
  }

  async choose(file: string): Promise<void> {
    await answerDialog(this.#exhibit.app, file)
    await this.screen.getByTestId('trust-import').click()
    await this.dialog.waitFor()
  }

  async add(file: string, scope: Scope, reason: string): Promise<void> {
    await this.choose(file)
    const label = scope === 'case' ? 'This case' : 'This workstation'
    await this.dialog.getByRole('radio', { name: label }).check()
    await this.dialog.getByLabel('Reason').fill(reason)
    await this.dialog.getByRole('button', { name: /^(Trust|Use) / }).click()
    await expect(this.dialog).toBeHidden()
  }

  async askToRemove(held: Locator): Promise<void> {
    await held.getByRole('button', { name: 'Remove…' }).click()
    await this.dialog.waitFor()
  }

  async removeNow(reason: string): Promise<void> {
    await this.dialog.getByLabel('Reason').fill(reason)
    await this.dialog.getByRole('button', { name: 'Remove it' }).click()
    await expect(this.dialog).toBeHidden()
  }
}
