// A medium that is really connected, in the real window with the real engine and the system's own list of volumes: it appears
// by itself, is taken in, cancelled, pulled in the middle, connected again and gone on with; not a bit of it has changed then.
// Skipped, loudly, where nothing can be mounted.
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import type { Locator } from '@playwright/test'
import { MountedImage, whyNoMount } from '#test/support/mounted-image.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { IntakePanel } from './pages/intake-panel.ts'
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { stubDialogs } from './support/dialogs.ts'
import { hashOfFile } from './support/evidence.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { wear } from './support/looks.ts'
import { resize } from './support/window.ts'
import { at } from '../../build/paths.mjs'

let exhibit: Exhibit
/** Null while there is none to close: where nothing can be mounted none is started. */
let running: Exhibit | null = null
let folder: string
let medium: MountedImage | null = null
let page: CasePage
let intake: IntakePanel
const inFolder = (...parts: string[]): string => path.join(folder, ...parts)

/** More than can be copied and compared before somebody pulls it. */
const largeBytes = 512 * 1024 ** 2
const mark = 1024 ** 2

/** No two of its megabytes are the same, so that none can stand in another's place; hardly any of it lies on the disk. */
function writeLarge(file: string): void {
  const handle = openSync(file, 'w')
  ftruncateSync(handle, largeBytes)
  for (let offset = 0; offset < largeBytes; offset += mark) writeSync(handle, `at ${offset}`, offset)
  closeSync(handle)
}

/** In both themes. */
async function look(name: string): Promise<void> {
  mkdirSync(at('test-results', 'mounted'), { recursive: true })
  for (const theme of ['dark', 'light'] as const) {
    await wear(exhibit, theme)
    await exhibit.window.screenshot({ path: at('test-results', 'mounted', `${name}-${theme}.png`) })
  }
}

test.afterEach(async () => {
  medium?.remove()
  await running?.close()
  removeFolder(folder)
})

test('a medium is connected, taken in, cancelled, pulled, connected again and gone on with', async ({
  demo,
}) => {
  test.setTimeout(300_000)
  folder = temporaryFolder()
  const why = whyNoMount(folder)
  test.skip(why !== null, why ?? '')
  mkdirSync(inFolder('content', 'docs'), { recursive: true })
  copyFileSync(demo.files.sealed, inFolder('content', 'a-gate.mp4'))
  writeFileSync(inFolder('content', 'docs', 'read me.txt'), 'Player for Windows 7 only.\n')
  writeLarge(inFolder('content', 'z-large.bin'))
  const hashes = ['a-gate.mp4', 'docs/read me.txt', 'z-large.bin'].map((name) =>
    hashOfFile(inFolder('content', name)),
  )
  medium = new MountedImage({ work: folder, content: inFolder('content'), bytes: largeBytes * 1.2 })

  exhibit = running = await launchExhibit()
  await stubDialogs(exhibit.app)
  await resize(exhibit, 1280, 720)
  page = new CasePage(exhibit)
  intake = new IntakePanel(exhibit)
  await new CasesPage(exhibit).create({ reference: 'EX 8', examiner: 'Ada', folder: inFolder('case') })
  await intake.panel.getByTestId('volumes').waitFor()
  // What else is connected to this computer is none of this test's business.
  const volume: Locator = intake.volumes.filter({ hasText: medium.mountPoint })
  await expect(volume).toHaveCount(0)
  await look('1-nothing')

  // It comes and goes by itself, and says how it was connected.
  medium.connect('rw')
  await expect(volume).toHaveCount(1)
  await expect(volume).toContainText('Can be written to')
  await expect(intake.panel).toContainText('Use a write blocker')
  await look('2-writable')
  medium.disconnect()
  await expect(volume).toHaveCount(0)
  const before = medium.hash()
  medium.connect('ro')
  await expect(volume).toContainText('Read-only')
  await look('3-read-only')

  await volume.click()
  await expect(intake.plan.getByTestId('plan-amount')).toHaveText(/^3 files/)
  await expect(intake.plan.getByTestId('plan-volume')).toContainText('Disk image')
  await look('4-plan')
  await intake.takeIn()
  await expect(intake.run.getByTestId('job-count')).toHaveText('2 of 3 files', { timeout: 60_000 })
  await expect(page.rows.first()).toBeVisible()
  await look('5-progress')
  await intake.run.getByTestId('job-cancel').click()
  await expect(intake.unfinished).toContainText('was interrupted at 2 of 3 files. It was cancelled.', {
    timeout: 30_000,
  })
  await look('6-cancelled')

  // Pulled while it is read. What was copied until then is kept, and nothing is taken for taken in.
  await intake.unfinished.getByTestId('unfinished-go-on').click()
  await expect(intake.run.getByTestId('job-count')).toHaveText('2 of 3 files')
  medium.pull()
  await expect(intake.unfinished).toContainText('need not be read again', { timeout: 120_000 })
  await expect(intake.outcome).toContainText('The source is no longer there.')
  await expect(page.rows).toHaveCount(1)
  await look('7-pulled')

  // Without it nothing goes on, and nothing is lost by trying.
  await intake.unfinished.getByTestId('unfinished-go-on').click()
  await expect(intake.unfinished).toBeHidden()
  await expect(intake.unfinished).toContainText('was interrupted at 2 of 3 files', { timeout: 30_000 })
  await expect(intake.outcome).toContainText('The source is no longer there.')
  await look('8-still-gone')

  medium.connect('ro')
  await expect(volume).toHaveCount(1)
  await intake.unfinished.getByTestId('unfinished-go-on').click()
  await expect(intake.outcome).toContainText('2 attachments kept', { timeout: 180_000 })
  await expect(intake.unfinished).toBeHidden()
  await look('9-outcome')
  expect(keptHashes()).toEqual([...hashes].sort())
  medium.disconnect()
  expect(medium.hash()).toBe(before)
})

/** Of everything in the vault, by a program that knows nothing of cases. */
function keptHashes(): string[] {
  const { stdout } = spawnSync(
    'find',
    [inFolder('case', 'vault'), '-type', 'f', '-exec', 'sha256sum', '{}', '+'],
    {
      encoding: 'utf8',
    },
  )
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.slice(0, 64))
    .sort()
}
