// The open case: rail, table of items, drawer.
import { expect, type Locator } from '@playwright/test'
import { answerDialog } from '../support/dialogs.ts'
import { IntakePanel } from './intake-panel.ts'
import type { Exhibit } from '../support/launch.ts'

export type Part = 'items' | 'map' | 'search' | 'custody' | 'settings'
export type Column =
  'Camera' | 'Recorded (UTC)' | 'Level' | 'Seal' | 'Signer' | 'Video signed' | 'Custody' | 'Size'

export class CasePage {
  readonly #exhibit: Exhibit
  readonly screen: Locator
  readonly table: Locator
  readonly rows: Locator
  readonly drawer: Locator

  constructor(exhibit: Exhibit) {
    this.#exhibit = exhibit
    this.screen = exhibit.window.getByTestId('case-screen')
    this.table = this.screen.getByTestId('item-table')
    this.rows = this.table.getByTestId('item-row')
    this.drawer = this.screen.getByTestId('item-drawer')
  }

  show(part: Part): Promise<void> {
    return this.screen.getByTestId(`rail-${part}`).click()
  }

  /** The row of the item that came from a file of this name. */
  row(file: string): Locator {
    return this.rows.filter({ has: this.#exhibit.window.getByText(file, { exact: true }) })
  }

  /** Looks at the files, and takes in what the plan says; the panel stays, for what comes of it. */
  async addFiles(...paths: string[]): Promise<void> {
    const intake = new IntakePanel(this.#exhibit)
    await intake.open()
    await answerDialog(this.#exhibit.app, ...paths)
    await intake.panel.getByTestId('add-files').click()
    await intake.takeIn()
  }

  sortBy(column: Column): Promise<void> {
    return this.header(column).getByRole('button').click()
  }

  header(column: Column): Locator {
    return this.table.getByRole('columnheader', { name: column })
  }

  /** File names in the order in which they stand. */
  async order(): Promise<string[]> {
    const names = this.rows.locator('.name .dim')
    return (await names.allTextContents()).map((text) => text.trim())
  }

  async review(file: string): Promise<void> {
    await this.row(file).click()
    await expect(this.row(file)).toHaveAttribute('aria-selected', 'true')
    await this.drawer.getByTestId('open-item').click()
    await this.#exhibit.window.getByTestId('review-screen').waitFor()
  }
}
