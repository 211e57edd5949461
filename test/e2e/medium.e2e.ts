// A medium in the real window with the real engine: it appears, is looked at, is taken in, cancelled and gone on with; the
// originals stay as they were. The list of volumes is made up; the folder behind it and all that is copied are real.
import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Volume } from '#contract/volume.ts'
import { folderState } from '#test/support/folder-state.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { IntakePanel } from './pages/intake-panel.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { at } from '../../build/paths.mjs'

test.describe.configure({ mode: 'serial' })

let exhibit: Exhibit
let folder: string
let page: CasePage
let intake: IntakePanel
const inFolder = (...parts: string[]): string => path.join(folder, ...parts)
const plugIn = (...volumes: Volume[]): void =>
  writeFileSync(inFolder('volumes.json'), JSON.stringify(volumes))
const stick = (): Volume => ({
  ...{ id: 'made:/dev/sdx1', kind: 'usb', mountPoint: inFolder('stick'), device: '/dev/sdx1' },
  ...{
    label: 'EXPORT',
    fileSystem: 'exfat',
    uuid: '',
    size: 64e9,
    free: 60e9,
    writable: true,
    removable: true,
  },
  ...{ maker: 'Kingston', model: 'DataTraveler', serial: 'E0D55EA5' },
})
const look = (name: string): Promise<unknown> => {
  mkdirSync(at('test-results', 'medium'), { recursive: true })
  return exhibit.window.screenshot({ path: at('test-results', 'medium', `${name}.png`) })
}

/** More than can be copied and compared before somebody cancels. */
const largeBytes = 1.5 * 1024 ** 3

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  mkdirSync(inFolder('stick', 'docs'), { recursive: true })
  copyFileSync(demo.files.sealed, inFolder('stick', 'a-gate.mp4'))
  writeFileSync(inFolder('stick', 'docs', 'read me.txt'), 'Player for Windows 7 only.\n')
  writeFileSync(inFolder('stick', 'z-large.bin'), 'not a video')
  truncateSync(inFolder('stick', 'z-large.bin'), largeBytes)
  plugIn()
  exhibit = await launchExhibit({ env: { EXHIBIT_TEST_VOLUMES: inFolder('volumes.json') } })
  await stubDialogs(exhibit.app)
  page = new CasePage(exhibit)
  intake = new IntakePanel(exhibit)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test('a medium appears, is taken in, cancelled, and gone on with', async () => {
  test.setTimeout(240_000)
  const before = folderState(inFolder('stick'))
  await new CasesPage(exhibit).create({ reference: 'EX 7', examiner: 'Ada', folder: inFolder('case') })
  await expect(intake.panel.getByTestId('volumes-none')).toBeVisible()
  plugIn(stick())
  await expect(intake.volumes).toHaveCount(1)
  await expect(intake.volumes.first()).toContainText('Can be written to')
  await look('volume')
  await intake.volumes.first().click()
  await expect(intake.plan.getByTestId('plan-amount')).toContainText('3 files')
  await look('plan')
  await intake.takeIn()
  // The small ones are there while the large one is being read.
  await expect(page.rows.first()).toBeVisible({ timeout: 60_000 })
  await expect(intake.run.getByTestId('job-count')).toHaveText('2 of 3 files')
  await look('progress')
  await intake.run.getByTestId('job-cancel').click()
  await expect(intake.unfinished).toContainText('was interrupted at 2 of 3 files', { timeout: 30_000 })
  await look('interrupted')
  await intake.unfinished.getByTestId('unfinished-go-on').click()
  await expect(intake.outcome).toBeVisible({ timeout: 180_000 })
  await look('outcome')
  expect(folderState(inFolder('stick'))).toEqual(before)
})
