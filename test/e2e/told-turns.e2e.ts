// In no turn of the display does another number or time stand with a picture than its own: while pictures are sought, stepped
// through, played and repeated, by the number painted into each of them.
import { expect, removeFolder, temporaryFolder, test } from './support/demo.ts'
import { CasePage } from './pages/case-page.ts'
import { CasesPage } from './pages/cases-page.ts'
import { ReviewPage } from './pages/review-page.ts'
import { stubDialogs } from './support/dialogs.ts'
import { watchTurns, type Turn } from './support/display-turns.ts'
import { launchExhibit, type Exhibit } from './support/launch.ts'
import { Recording } from './support/truth.ts'

const recording = new Recording('north-gate')
const count = recording.frames.length

let exhibit: Exhibit
let folder: string
let review: ReviewPage

test.beforeAll(async ({ demo }) => {
  folder = temporaryFolder()
  exhibit = await launchExhibit()
  await stubDialogs(exhibit.app)
  await new CasesPage(exhibit).open(demo.copyCase(folder))
  review = new ReviewPage(exhibit)
  await new CasePage(exhibit).review('north-gate.mp4')
  await review.waitUntilReady()
  await review.openPanel('frames')
})

test.afterAll(async () => {
  await exhibit.close()
  removeFolder(folder)
})

test('seeks by number, near and far', async () => {
  const turns = await during(async () => {
    for (let seek = 0; seek < 24; seek += 1) await review.goToPicture((seek * 211 + 90) % count)
  })
  expect(pictures(turns).size).toBeGreaterThan(20)
})

test('seeks on the timeline, one after the other without waiting', async () => {
  const box = await review.screen.getByTestId('timeline').boundingBox()
  if (!box) throw new Error('there is no timeline')
  const { mouse } = exhibit.window
  const turns = await during(async () => {
    await mouse.move(box.x + 20, box.y + 8)
    await mouse.down()
    for (let at = 0; at < 60; at += 1)
      await mouse.move(box.x + 20 + ((at * 37) % 60) * ((box.width - 40) / 60), box.y + 8)
    await mouse.up()
    await review.waitUntilReady()
  })
  expect(pictures(turns).size).toBeGreaterThan(5)
})

test('single steps, and a held key, without a flicker', async () => {
  await review.goToPicture(140)
  const { keyboard } = exhibit.window
  const turns = await during(async () => {
    for (const key of ['ArrowRight', 'ArrowLeft'])
      for (let step = 0; step < 15; step += 1) {
        await keyboard.press(key)
        await review.waitUntilReady()
      }
    await keyboard.down('ArrowRight')
    for (let repeat = 0; repeat < 5; repeat += 1) await keyboard.down('ArrowRight')
    await exhibit.window.waitForFunction(
      () =>
        Number(document.querySelector<HTMLElement>('[data-testid=picture]')?.dataset['presentation']) > 160,
    )
    await keyboard.up('ArrowRight')
    await review.waitUntilReady()
  })
  expect(pictures(turns).size).toBeGreaterThan(18)
  // Nothing is dimmed that is not late: on a busy computer a step may be.
  for (const { at, code } of turns.filter(({ dimmed, note }) => dimmed || note !== '')) {
    const before = turns.findLast((turn) => turn.at < at && turn.code !== code)
    expect(at - (before?.at ?? 0)).toBeGreaterThan(150)
  }
})

test('J, K and L, in both directions, with jumps while it plays', async () => {
  await review.goToPicture(60)
  const { keyboard } = exhibit.window
  const turns = await during(async () => {
    for (const key of ['l', 'l', 'l', 'j', 'j', 'k', 'j', 'Home', 'l', 'End', 'l', 'j', 'u', 'k']) {
      await keyboard.press(key)
      await exhibit.window.waitForTimeout(350)
    }
    await review.waitUntilReady()
  })
  expect(pictures(turns).size).toBeGreaterThan(15)
})

test('a loop that begins anew many times, in both directions', async () => {
  const { keyboard } = exhibit.window
  const speed = review.screen.getByTestId('speed')
  await review.goToPicture(95)
  await keyboard.press('i')
  await review.goToPicture(170)
  await keyboard.press('o')
  await keyboard.press('r')
  for (const rate of ['4', '-4']) {
    await speed.selectOption(rate)
    const turns = await during(async () => {
      await keyboard.press('Space')
      await exhibit.window.waitForTimeout(3_000)
      await keyboard.press('k')
      await review.waitUntilReady()
    })
    const numbers = [...pictures(turns)]
    expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([95, 170])
  }
  await review.screen.getByTestId('clear-marks').click()
})

test('a picture that takes its time: the old one is dimmed under its own number, and what is sought is said', async () => {
  await review.leave()
  // From now on each picture comes out of the decoder so much later.
  await exhibit.window.evaluate((delayMs) => {
    window.VideoDecoder = class extends VideoDecoder {
      constructor({ output, error }: VideoDecoderInit) {
        super({ error, output: (frame) => setTimeout(() => output(frame), delayMs) })
      }
      override async flush(): Promise<void> {
        await super.flush()
        await new Promise((resolve) => setTimeout(resolve, delayMs + 50))
      }
    }
  }, 700)
  await new CasePage(exhibit).review('north-gate.mp4')
  await review.waitUntilReady()
  const from = (await review.shown()).presentation
  const to = from < count / 2 ? count - 20 : 20
  const turns = await during(async () => {
    await review.goToPicture(to)
    await exhibit.window.keyboard.press('ArrowRight')
    await review.waitFor(to + 1)
  })
  const dimmed = turns.filter((turn) => turn.dimmed)
  expect(dimmed.length).toBeGreaterThan(5)
  for (const { number, note } of dimmed)
    expect([number ?? from, note]).toEqual([from, `Decoding picture ${to + 1}…`])
  expect(turns.filter((turn) => !turn.dimmed && turn.note !== '')).toEqual([])
  await exhibit.window.screenshot({ path: test.info().outputPath('there.png') })
})

/** All turns of the display meanwhile, in each of which everything told is of the picture that is seen. */
async function during(act: () => Promise<void>): Promise<Turn[]> {
  const stop = await watchTurns(exhibit)
  await act()
  const turns = await stop()
  const wrong = turns.flatMap((turn, at) =>
    faults(turn).map((fault) => `turn ${at} of ${turns.length}: ${fault}`),
  )
  console.log(`    ${turns.length} turns, ${pictures(turns).size} pictures, ${wrong.length} wrong`)
  expect(wrong.slice(0, 10)).toEqual([])
  return turns
}

const pictures = (turns: readonly Turn[]): Set<number> =>
  new Set(turns.flatMap(({ code }) => (code === null ? [] : recording.ofFrame(code).presentation)))

/** What is told in a turn and is not of the picture that is seen in it. */
function faults({ code, ...told }: Turn): string[] {
  if (code === null) return ['no picture']
  const { presentation, utc } = recording.ofFrame(code)
  const time = utc.replace(/\D/g, '')
  const expected = {
    number: presentation,
    clock: time,
    header: time,
    slider: presentation,
    row: presentation,
    overlay: presentation,
  }
  return Object.entries(expected).flatMap(([what, right]) => {
    const said = told[what as keyof typeof expected]
    return said === null || said === right ? [] : [`${what} ${said} with picture ${presentation}`]
  })
}
