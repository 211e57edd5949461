// The drawn boxes lie where the shapes are painted also while the recording plays, at 1× and at 4×: the screen is looked at as
// it comes, and compared with the same picture standing still and without an overlay.
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { stubDialogs } from './support/dialogs.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { measureFrame, readOverlay, type Deviation } from './support/overlay-deviation.ts'
import { readFrameCode, Recording } from './support/truth.ts'
import { resize } from './support/window.ts'

/** As where the picture stands still, in pixels of the video. */
const allowed = 2
/** A twentieth of a second apart at least, all over the recording. */
const looks = 6

let exhibit: Exhibit
let folder: string
let review: ReviewPage

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  await resize(exhibit, 1920, 1080)
  await new CasesPage(exhibit).open(demo.copyCase(folder))
  await new CasePage(exhibit).review('north-gate.mp4')
  review = new ReviewPage(exhibit)
  await review.waitFor(0)
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

for (const speed of ['1', '4']) {
  test(`at ${speed}×: every box lies on the shape of the picture that it is drawn on`, async () => {
    const recording = new Recording('north-gate')
    const shots = await lookWhilePlaying(speed)
    const found: (Deviation & { frame: number })[] = []
    const frames = new Set<number>()
    for (const drawn of shots) {
      const frame = readFrameCode(drawn)
      const truth = recording.ofFrame(frame)
      await review.goToPicture(truth.presentation)
      const overlay = await readOverlay(review.overlay)
      await exhibit.window.keyboard.press('b')
      await expect(review.overlay).toHaveAttribute('data-boxes', '0')
      const plain = await review.screenshot()
      await exhibit.window.keyboard.press('b')
      expect(readFrameCode(plain)).toBe(frame)
      expect(drawn.rect).toEqual(plain.rect)
      const screens = { plain: plain.pixels, drawn: drawn.pixels, rect: plain.rect }
      const { measured, missing } = measureFrame(screens, truth, overlay)
      expect(missing, `frame ${frame}`).toEqual([])
      found.push(...measured.map((one) => ({ ...one, frame })))
      frames.add(frame)
    }
    const worst = found.toSorted((a, b) => b.deviation - a.deviation)
    const largest = worst[0]?.deviation ?? Number.NaN
    console.log(
      `    ${speed}×: ${frames.size} pictures, ${found.length} sides measured, ${largest.toFixed(2)} px at most`,
    )
    expect(frames.size).toBeGreaterThan(looks / 2)
    expect(found.length).toBeGreaterThan(2 * frames.size)
    expect(largest, JSON.stringify(worst.slice(0, 3))).toBeLessThanOrEqual(allowed)
  })
}

/** Pictures of the screen while it plays, the first from the fifth second on: nothing moves before. */
async function lookWhilePlaying(speed: string): Promise<Awaited<ReturnType<ReviewPage['screenshot']>>[]> {
  await review.goToPicture(125)
  await review.screen.getByTestId('speed').selectOption(speed)
  await exhibit.window.keyboard.press('Space')
  await expect(review.picture).not.toHaveAttribute('data-presentation', '125')
  const shots = []
  for (let look = 0; look < looks; look += 1) {
    shots.push(await review.screenshot())
    await exhibit.window.waitForTimeout(50)
  }
  await exhibit.window.keyboard.press('k')
  return shots
}
