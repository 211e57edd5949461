// What the platform cannot decode is shown all the same: exactly the stored picture that the player says, by the number
// that each picture bears as stripes; and a video of another format plays, though nothing is known of its times.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { unwatched } from '#engine/base/progress.ts'
import { ingest } from '#engine/ingest/ingest.ts'
import { createCase } from '#engine/store/case-database.ts'
import { joinTrack } from '#test/support/joined-track.ts'
import { makeNumbered, numbersIn, size, stripe } from '#test/support/review-pictures.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { removeFolder, temporaryFolder } from './support/demo.ts'
import { answerDialog, stubDialogs } from './support/dialogs.ts'
import { faultsOf } from './support/faults.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'

const pictures = 120
const x265 = (options: string): string[] => ['-c:v', 'libx265', '-x265-params', `log-level=none:${options}`]
const openGroups = 'keyint=24:min-keyint=24:scenecut=0:bframes=4:open-gop=1'

/** `copy`: shown by a review copy, or decoded by the platform; null: either, by what the platform can do. */
const files: Record<string, { encoder: string[]; copy: boolean | null }> = {
  'hevc-10-bit.mp4': {
    encoder: [...x265(openGroups), '-tag:v', 'hvc1', '-pix_fmt', 'yuv420p10le'],
    copy: true,
  },
  'h264-10-bit.mp4': {
    encoder: ['-c:v', 'libx264', '-bf', '3', '-g', '30', '-pix_fmt', 'yuv422p10le'],
    copy: null,
  },
  'mpeg4.mp4': { encoder: ['-c:v', 'mpeg4', '-bf', '2', '-g', '20', '-q:v', '2'], copy: true },
  'mjpeg.mov': { encoder: ['-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj422p'], copy: true },
  'recorder.avi': { encoder: ['-c:v', 'mpeg4', '-bf', '0', '-g', '20', '-q:v', '2'], copy: true },
  'recorder.mkv': {
    encoder: ['-c:v', 'libx264', '-bf', '3', '-g', '30', '-pix_fmt', 'yuv420p'],
    copy: false,
  },
  'recorder.ts': { encoder: [...x265('keyint=30:bframes=3'), '-pix_fmt', 'yuv420p'], copy: true },
}

const plain = ['-c:v', 'libx264', '-bf', '2', '-g', '25', '-pix_fmt', 'yuv420p']

/** Decoded by the window itself; decoded by the engine. */
const sounds: Record<string, string> = { 'g711.mov': 'pcm_alaw', 'g722.mov': 'g722' }

let exhibit: Exhibit
let folder: string
let page: CasePage
let review: ReviewPage
let isReviewing = false

test.beforeAll(async () => {
  test.setTimeout(300_000)
  folder = temporaryFolder()
  const made = Object.entries(files).map(([name, { encoder }]) =>
    makeNumbered(path.join(folder, name), pictures, encoder),
  )
  for (const [name, codec] of Object.entries(sounds)) {
    const video = path.join(folder, `of-${name}`)
    makeNumbered(video, pictures, plain)
    addSound(video, path.join(folder, name), codec)
    made.push(path.join(folder, name))
  }
  const crop = ['-bsf:v', 'h264_metadata=crop_left=6']
  made.push(makeNumbered(path.join(folder, 'cropped-left.mp4'), pictures, [...plain, ...crop]))
  made.push(damaged(path.join(folder, 'damaged.mkv')))
  made.push(await joined(path.join(folder, 'joined.mp4')))
  const database = await createCase(path.join(folder, 'case'), { reference: 'Copies', examiner: 'Ada' })
  await ingest(made, { database, actor: 'Ada', trust: { anchors: [], at: null } }, unwatched)
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

for (const [file, { copy }] of Object.entries(files)) {
  test(`${file}: the picture shown is the one that the player says`, async () => {
    await open(file)
    await check(0)
    // Far from what is made by then, and back.
    for (const picture of [97, 30, 118]) {
      await review.goToPicture(picture)
      await check(picture)
    }
    await review.goToPicture(40)
    for (let step = 1; step <= 14; step += 1) {
      await exhibit.window.keyboard.press('ArrowRight')
      await check(40 + step)
    }
    for (let step = 13; step >= 0; step -= 1) {
      await exhibit.window.keyboard.press('ArrowLeft')
      await check(40 + step)
    }
    const label = review.screen.getByTestId('review-label')
    if (copy) {
      await expect(label).toContainText('Review copy')
      await expect(review.screen.getByTestId('review-progress')).toBeHidden({ timeout: 60_000 })
    } else if (copy === false) await expect(label).toHaveText('View only')
    await exhibit.window.screenshot({ path: test.info().outputPath(`${file}.png`) })
  })
}

test('it plays by stored times, and what it shows is what it says', async () => {
  await open('hevc-10-bit.mp4')
  await review.goToPicture(5)
  await review.play.click()
  await expect.poll(async () => shownNumber(), { timeout: 20_000 }).toBeGreaterThan(20)
  await review.play.click()
  const presentation = Number(await review.picture.getAttribute('data-presentation'))
  expect(await shownNumber()).toBe(presentation)
})

test('what the video crops away on its left is not shown, though the platform would', async () => {
  await open('cropped-left.mp4')
  await review.waitFor(0)
  await expect(review.screen.getByTestId('review-label')).toHaveAttribute('title', /cropping/)
  await expect(review.screen.getByTestId('picture-facts')).toContainText(
    `stored ${size.width - 6} × ${size.height}`,
  )
})

test('a still of a view-only video is the picture on the screen, and says what it is', async () => {
  await open('recorder.avi')
  await review.goToPicture(77)
  await review.waitFor(77)
  const still = path.join(folder, 'view-only.png')
  await answerDialog(exhibit.app, still)
  await exhibit.window.keyboard.press('Shift+P')
  await expect(exhibit.window.getByText('Still of picture 78 saved')).toBeVisible({ timeout: 30_000 })
  await expect(exhibit.window.getByText('View only: the original is no export file')).toBeVisible()
  expect(numbersIn(still)).toEqual([77])
  await exhibit.window.screenshot({ path: test.info().outputPath('view-only-still.png') })
})

test('of a view-only video that is damaged both is said, and neither lies on the other', async () => {
  await open('damaged.mkv')
  await review.goToPicture(50)
  const [label, warning] = ['review-label', 'picture-damaged'].map((id) => review.screen.getByTestId(id))
  await expect(warning!).toBeVisible({ timeout: 30_000 })
  const [above, below] = [await label!.boundingBox(), await warning!.boundingBox()]
  expect(below!.y).toBeGreaterThanOrEqual(above!.y + above!.height)
  // Nor on the picture, at whose top left recorders write their clocks.
  const picture = await review.picture.boundingBox()
  expect(picture!.y).toBeGreaterThanOrEqual(below!.y + below!.height)
  await exhibit.window.screenshot({ path: test.info().outputPath('view-only-damaged.png') })
})

test('how many pictures of a review copy could not be made is told once it is whole', async () => {
  await open('joined.mp4')
  await expect(review.screen.getByTestId('review-without')).toHaveText('6 pictures could not be made', {
    timeout: 30_000,
  })
  await exhibit.window.screenshot({ path: test.info().outputPath('without.png') })
  expect(await faultsOf(exhibit.window)).toEqual([])
})

test('a view-only video says what it is, and that no time of it is known', async () => {
  await open('recorder.avi')
  await expect(review.screen).toContainText(
    'Not an export file (format avi): no seal. It can at most be looked at.',
  )
  await expect(review.screen).toContainText('No start time')
})

for (const file of Object.keys(sounds)) {
  test(`${file}: its sound can be heard, and the lane shows where it is loud`, async () => {
    await open(file)
    const mute = exhibit.window.getByRole('button', { name: 'Sound off (S)' })
    await expect(mute).toBeEnabled({ timeout: 30_000 })
    const lane = review.screen.getByTestId('sound-lane')
    await expect(lane).toHaveAttribute('data-state', 'ready', { timeout: 30_000 })
    // Nobody began that, so that nobody is told how it ended.
    await expect(exhibit.window.getByTestId('job-tray')).not.toContainText('sound')
    await review.play.click()
    await expect.poll(() => shownNumber(), { timeout: 20_000 }).toBeGreaterThan(15)
    await exhibit.window.keyboard.press('s')
    await expect(exhibit.window.getByRole('button', { name: 'Sound on (S)' })).toBeVisible()
    await exhibit.window.keyboard.press('s')
    await review.play.click()
    await expect(mute).toBeEnabled()
    await exhibit.window.screenshot({ path: test.info().outputPath(`${file}.png`) })
  })
}

/** Of all pictures after the 40th bytes in their middle are zeros. */
function damaged(video: string): string {
  makeNumbered(video, pictures, plain)
  const probe = ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pos,size', '-of', 'csv=p=0']
  const packets = execFileSync('ffprobe', [...probe, video], { encoding: 'utf8' })
    .trim()
    .split('\n')
  const bytes = readFileSync(video)
  for (const packet of packets.slice(40)) {
    const [length = 0, at = 0] = packet.split(',').map(Number)
    bytes.fill(0, at + (length >> 1), at + (length >> 1) + (length >> 2))
  }
  writeFileSync(video, bytes)
  return video
}

/** A tone that is loud every other second. */
function addSound(video: string, to: string, codec: string): void {
  const tone = "aevalsrc='0.5*sin(880*PI*t)*mod(floor(t),2)':s=16000:d=4.8"
  const sound = ['-f', 'lavfi', '-i', tone, '-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', codec]
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', video, ...sound, '-ar', '16000', '-ac', '1', to])
}

async function open(file: string): Promise<void> {
  if (isReviewing) await review.leave()
  await page.review(file)
  isReviewing = true
  await review.waitUntilReady()
}

async function check(presentation: number): Promise<void> {
  await review.waitFor(presentation)
  expect(await shownNumber(), `picture ${presentation}`).toBe(presentation)
}

/** Read from the stripes on the canvas; −1 where they are neither black nor white. */
function shownNumber(): Promise<number> {
  return exhibit.window.evaluate(
    ({ width, height, wide }) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=picture]')
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height)
      if (!canvas || !pixels || canvas.width !== width || canvas.height !== height) return -2
      let number = 0
      for (let bit = 0; bit * wide < width; bit += 1) {
        const shade = pixels.data[((height / 2) * width + bit * wide + wide / 2) * 4 + 1] ?? 128
        if (shade > 60 && shade < 190) return -1
        if (shade > 128) number += 2 ** bit
      }
      return number
    },
    { ...size, wide: stripe },
  )
}

/** Two encodings in one track, the second from its 14th picture on: until its next sync sample nothing can be decoded. */
async function joined(video: string): Promise<string> {
  const groups = ['-c:v', 'libx264', '-bf', '0', '-g', '20', '-sc_threshold', '0', '-pix_fmt', 'yuv420p']
  const parts = [groups, [...groups, '-profile:v', 'baseline']].map((encoder, at) =>
    makeNumbered(`${video}.${at}.mp4`, 30, encoder),
  )
  const [fine = '', other = ''] = parts
  await joinTrack(
    [
      { path: fine, first: 0, end: 14 },
      { path: other, first: 14, end: 30 },
    ],
    video,
  )
  return video
}
