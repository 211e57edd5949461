// A real case whose ledger has 100,000 entries: the first screen is there at once, while the whole is still being checked; keys,
// filters and what is recorded meanwhile. Pictures lie in test-results/long-ledger.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { createCase } from '#engine/store/case-database.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { CustodyPage } from './pages/custody-page.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAround } from './support/looks.ts'
import { resize, watchComplaints } from './support/window.ts'

test.describe.configure({ mode: 'serial' })

const written = 100_000
let exhibit: Exhibit
let complaints: string[]
let page: CasePage
let custody: CustodyPage
/** How many there are, the opening and what is recorded here among them. */
let count: number

test.beforeAll(async () => {
  const place = path.join(test.info().project.outputDir, 'long-ledger')
  rmSync(place, { recursive: true, force: true })
  const day = Date.parse('2026-05-03T09:10:00.000Z')
  let minutes = 0
  const now = () => new Date(day + (minutes += 1) * 60_000).toISOString() as never
  const root = path.join(place, 'case')
  const database = await createCase(root, { reference: 'Long', examiner: 'Officer 12', now })
  database.transaction(() => {
    for (let n = 2; n <= written; n += 1)
      database.custody.append({
        actor: n % 7 === 0 ? 'M. Ferreira-Santos' : 'K. Lund (badge 4711, County Forensic Laboratory)',
        action: n % 5 === 0 ? 'note' : 'view',
        detail: n % 5 === 0 ? { text: `Seen by the court, sheet S${n}` } : {},
      })
  })
  database.close()
  exhibit = await launchExhibit()
  complaints = watchComplaints(exhibit)
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(root)
  page = new CasePage(exhibit)
  custody = new CustodyPage(exhibit)
})

test.afterAll(() => exhibit.close())

test.afterEach(() => {
  expect(complaints.splice(0)).toEqual([])
})

async function look(what: string): Promise<void> {
  expect(await lookAround(exhibit, `long-ledger/${what}`)).toEqual([])
  await resize(exhibit, 1280, 720)
}
const press = (key: string): Promise<void> => exhibit.window.keyboard.press(key)
const summary = (seq: number) => custody.entry(seq).locator('summary')

test('the first screen is there before the whole ledger is checked, and says so', async () => {
  await page.show('custody')
  await expect(custody.entries.first()).toBeVisible()
  await expect(custody.chain).toContainText('Being checked')
  await expect(custody.chain).toContainText('Unbroken', { timeout: 60_000 })
  await expect(custody.sentence).toHaveText(/^Every entry fits the one before it, from the first to the last/)
  count = Number(await custody.list.getAttribute('data-rows'))
  expect(count).toBeGreaterThan(written)
  await expect(custody.count).toHaveText(`${count.toLocaleString('en')} entries`)
  // Only what is near the window is drawn.
  expect(await custody.entries.count()).toBeLessThan(100)
})

test('keys go anywhere in it, and the place of each entry is told', async () => {
  await custody.entries.first().locator('summary').focus()
  await press('End')
  await expect(summary(1)).toBeFocused()
  await expect(custody.entry(1)).toContainText('Case created')
  const row = custody.list.locator('[data-seq="1"]')
  await expect(row).toHaveAttribute('aria-posinset', String(count))
  await expect(row).toHaveAttribute('aria-setsize', String(count))
  await press('Home')
  await expect(summary(count)).toBeFocused()
  await press('PageDown')
  await expect(summary(count - 10)).toBeFocused()
  await press('Enter')
  await expect(custody.entry(count - 10)).toHaveAttribute('open')
  // Held down, through pages that are not there yet.
  for (let times = 0; times < 60; times += 1) await press('PageDown')
  await expect(summary(count - 610)).toBeFocused()
  await press('ArrowUp')
  await expect(summary(count - 609)).toBeFocused()
  await press('Enter')
  await expect(custody.entry(count - 609)).toContainText('Entry hash')
  await look('long')
})

test('any part of it is loaded when it is scrolled to', async () => {
  const scroller = custody.list.locator('> div').first()
  for (const share of [0.5, 0.02, 0.97, 0.31]) {
    await scroller.evaluate((box, part) => (box.scrollTop = box.scrollHeight * part), share)
    const first = custody.list.locator('[role=listitem]:not([aria-busy=true])').first()
    await expect(async () => {
      const seq = Number(await first.getAttribute('data-seq'))
      expect(Math.abs(seq / count - (1 - share))).toBeLessThan(0.02)
    }).toPass({ timeout: 20_000 })
    await expect(custody.list.locator('[aria-busy=true]')).toHaveCount(0)
  }
})

test('filters look through all of it', async () => {
  await custody.screen.getByTestId('ledger-search').fill('sheet s73995')
  await expect(custody.count).toHaveText(`1 of ${count.toLocaleString('en')} entries`)
  await expect(custody.entries).toHaveCount(1)
  await expect(custody.entry(73_995)).toContainText('Seen by the court, sheet S73995')
  await look('filtered')
  await custody.screen.getByTestId('ledger-clear').click()
  await custody.screen.getByTestId('ledger-act').selectOption({ label: 'Note' })
  await custody.screen.getByTestId('ledger-actor').selectOption({ label: 'M. Ferreira-Santos' })
  await custody.screen.getByTestId('ledger-from').fill('2026-05-04')
  await custody.screen.getByTestId('ledger-to').fill('2026-05-04')
  // 1,440 minutes, of which every 35th entry is such a note.
  await expect(custody.count).toHaveText(/^4[12] of /)
  await custody.screen.getByTestId('ledger-to').fill('yesterday')
  await expect(custody.screen.getByRole('alert')).toHaveText('Like 2026-05-03 or 2026-05-03 09:15')
  // What is no time is not asked for: the last answer stands.
  await custody.screen.getByTestId('ledger-search').fill('nothing like it')
  await exhibit.window.waitForTimeout(500)
  await expect(custody.screen.getByText('No entry matches')).toBeHidden()
  await expect(custody.list).toHaveAttribute('data-rows', /^4[12]$/)
  await look('no-time')
  await custody.screen.getByTestId('ledger-to').fill('2026-05-04')
  await expect(custody.screen.getByText('No entry matches')).toBeVisible()
  await look('no-match')
  await custody.screen.getByRole('button', { name: 'Clear filter' }).last().click()
  await expect(custody.list).toHaveAttribute('data-rows', String(count))
})

test('what is recorded meanwhile appears, is checked, and does not move what is read', async () => {
  await custody.entries.first().locator('summary').focus()
  await press('End')
  await expect(summary(1)).toBeFocused()
  await exhibit.window.evaluate(async () => {
    const { exhibit: bridge } = globalThis as unknown as {
      exhibit: { call(name: string, input: unknown): Promise<{ ok: boolean }> }
    }
    for (let n = 0; n < 40; n += 1) await bridge.call('custody.note', { itemId: null, text: `Late ${n}` })
  })
  // Something that happens makes the window look.
  await custody.screen.getByTestId('sign-ledger').click()
  await expect(custody.list).toHaveAttribute('data-rows', String(count + 41))
  await expect(custody.entry(count + 41)).toContainText('Ledger signed')
  await expect(custody.entry(count + 40)).toContainText('Late 39')
  await expect(custody.marks.first()).toContainText('Nothing was recorded after it but this entry itself', {
    timeout: 60_000,
  })
  await expect(custody.sentence).toHaveText(
    /^Every entry fits the one before it, from the first to the last/,
    {
      timeout: 60_000,
    },
  )
})
