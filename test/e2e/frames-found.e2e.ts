// What the window says of pictures that are not as they should be: of a video of another format, frozen ones, stamped ones, and
// those of which bytes are missing; and of sound of which bytes are missing.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { planReview } from '#engine/media/review-plan.ts'
import { createCase } from '#engine/store/case-database.ts'
import { takePartial } from '#test/support/partial-item.ts'
import { movieOf, stampUnit, withSei } from '#test/support/stamped-video.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { removeFolder, temporaryFolder } from './support/demo.ts'
import { answerDialog, stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { lookAt, wear } from './support/looks.ts'
import { resize } from './support/window.ts'

/** Pictures 19 to 38, numbered from 0, are all the same. */
const frozen = ['-vf', 'loop=loop=19:size=1:start=20', '-frames:v', '60']
const h264 = ['-c:v', 'libx264', '-qp', '0', '-bf', '2', '-g', '12', '-pix_fmt', 'yuv420p']
/** 2026-05-01T23:59:59Z. */
const micros = 1_777_679_999_000_000n

let exhibit: Exhibit
let folder: string
let page: CasePage
let review: ReviewPage
let isReviewing = false

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = temporaryFolder()
  const make = (name: string, encoder: string[]): string => {
    const made = path.join(folder, name)
    const input = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=320x240:r=25']
    execFileSync('ffmpeg', [...input, ...frozen, ...encoder, made])
    return made
  }
  const plain = make('plain.mp4', h264)
  const stamped = path.join(folder, 'stamped.mp4')
  const unitOf = (sample: number): Uint8Array =>
    stampUnit('h264 microseconds', micros + BigInt(sample) * 40_000n, sample === 0 ? 0x9f : 0x1f)
  writeFileSync(stamped, await withSei(readFileSync(plain), ({ sample }) => [unitOf(sample)]))
  const sources = [stamped, make('frozen.avi', ['-c:v', 'mpeg4', '-g', '12', '-q:v', '2'])]
  const database = await createCase(path.join(folder, 'case'), { reference: 'Found', examiner: 'Ada' })
  await ingest(sources, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
  const bytes = readFileSync(plain)
  const track = (await movieOf(bytes)).tracks[0]!
  const { sampleOf } = planReview(track, bytes.length)
  // The sync sample of the pictures 24 to 35.
  const start = track.samples.offset[sampleOf[24]!]!
  await takePartial(database, 'partial.mp4', bytes, [{ start: start + 100, end: start + 200 }])
  const sounding = readFileSync(withSound(plain, path.join(folder, 'sounding.mov')))
  const { samples } = (await movieOf(sounding)).tracks.find(({ handler }) => handler === 'soun')!
  const [from, to] = [samples.length >> 2, samples.length >> 1].map((sample) => samples.offset[sample]!)
  await takePartial(database, 'sounding.mov', sounding, [{ start: from!, end: to! }])
  database.close()
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(path.join(folder, 'case'))
  page = new CasePage(exhibit)
  review = new ReviewPage(exhibit)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

/** A steady tone of which zeros would be far louder. */
function withSound(video: string, to: string): string {
  const sound = ['-f', 'lavfi', '-i', 'sine=sample_rate=8000:duration=2.4']
  const maps = ['-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'pcm_mulaw']
  execFileSync('ffmpeg', ['-v', 'error', '-i', video, ...sound, ...maps, to])
  return to
}

const part = (id: string) => review.screen.getByTestId(id)

async function open(file: string): Promise<void> {
  if (isReviewing) await review.leave()
  isReviewing = true
  await page.review(file)
}

async function look(name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await resize(exhibit, 1280, 720)
    await wear(exhibit, theme)
    expect(await lookAt(exhibit, `frames-found/${theme}-${name}`)).toEqual([])
  }
}

test('of a video of another format, the panels say of which file they speak, and so does the list of them', async () => {
  await open('frozen.avi')
  await review.waitUntilReady()
  await review.openPanel('frames')
  await expect(part('frames-laid-out')).toContainText('not of the original')
  await part('export-frames').click()
  const csv = exhibit.window.getByRole('menuitem', { name: /CSV/ })
  await expect(csv).toBeEnabled()
  await expect(csv).toHaveAttribute('title', /as ffmpeg laid them out/)
  await expect(exhibit.window.getByRole('menuitem', { name: /FrameMD5/ })).toBeEnabled()
  const list = path.join(folder, 'frozen.csv')
  await answerDialog(exhibit.app, list)
  await csv.click()
  await expect(exhibit.window.getByTestId('notice').filter({ hasText: list })).toContainText('View only', {
    timeout: 30_000,
  })
  const [head = '', first = ''] = readFileSync(list, 'utf8').split('\r\n')
  const column = head.split(',').indexOf('laid_out_by')
  expect(first.split(',')[column]).toMatch(/^ffmpeg \S+ from avi$/)
  await exhibit.window.getByTestId('notice').getByRole('button', { name: 'Dismiss' }).first().click()
  await look('other-format')
  await review.openPanel('structure')
  await expect(part('structure-tree')).toBeDisabled()
  await expect(part('structure-overview').first()).toHaveAttribute('aria-pressed', 'true')
})

test('frozen pictures are found by what is decoded, and where they are', async () => {
  await open('stamped.mp4')
  await review.waitFor(0)
  await review.openPanel('frames')
  await expect(part('frame-same')).toHaveText('No two pictures are stored with the same bytes.')
  await part('start-decode').click()
  await expect(part('frame-decoded')).toContainText('are equal to an earlier one', { timeout: 30_000 })
  await review.goToPicture(25)
  const current = review.screen.locator('[data-testid=frame-row][aria-selected=true]')
  await expect(current).toHaveAttribute('title', 'The decoded picture is equal to picture 20')
  await part('next-frame-decoded').click()
  await review.waitFor(26)
  await look('frozen')
})

test('the camera’s own stamps stand beside the times, and which were not of a synchronised clock', async () => {
  const row = (picture: number) =>
    review.screen.locator(`[data-testid=frame-row][data-picture="${picture}"]`).getByTestId('frame-stamp')
  await review.goToPicture(0)
  await expect(row(0)).toHaveText('2026-05-01 23:59:59.000 *')
  await expect(row(0)).toHaveAttribute('title', /not synchronised/)
  await expect(part('frames-origin')).toContainText('2026-05-01 – 2026-05-02, UTC by MISB')
  await review.goToPicture(59)
  const last = review.screen.locator('[data-testid=frame-row][data-picture="59"]')
  await expect(last.getByTestId('frame-time')).toHaveText('2026-05-02 00:00:01.360')
  await expect(row(59)).toHaveText(/^2026-05-02 00:00:01\.\d{3}$/)
})

test('a picture of which bytes are missing is not shown, nor what depends on it, and why is said', async () => {
  await open('partial.mp4')
  await review.waitFor(0)
  for (const picture of [24, 30]) {
    await review.goTo(String(picture + 1))
    await expect(part('picture-failed')).toContainText('could not be read when the file was taken in')
  }
  await look('missing')
  for (const picture of [20, 40]) {
    await review.goToPicture(picture)
    await expect(part('picture-failed')).toHaveCount(0)
  }
})

test('sound of which bytes are missing is not shown as loud, but as not known', async () => {
  await open('sounding.mov')
  await review.waitFor(0)
  const lane = part('sound-lane')
  await expect(lane).toHaveAttribute('data-state', 'ready', { timeout: 30_000 })
  expect(Number(await lane.getAttribute('data-missing'))).toBeGreaterThan(0)
  await expect(part('sound-name')).toHaveText('Sound · bytes missing')
  await look('missing-sound')
})
