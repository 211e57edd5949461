// `npm run bench:player`: how long the player takes to show a picture of an hour of 1920 × 1080 H.264, in the real window, how
// immediate it feels with a million objects, and whether four recordings play in step. Bounds hold for the 95th percentile on two idle processors. Not one of the tests: a
// machine with other work on it proves nothing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCase } from '#engine/store/case-database.ts'
import { expect } from '@playwright/test'
import { bundle } from '../../build/bundle.mjs'
import { openDisplay } from '../../build/virtual-display.mjs'
import { CasePage } from '../e2e/pages/case-page.ts'
import { CasesPage } from '../e2e/pages/cases-page.ts'
import { IntakePanel } from '../e2e/pages/intake-panel.ts'
import { ReviewPage } from '../e2e/pages/review-page.ts'
import { stubDialogs } from '../e2e/support/dialogs.ts'
import { launchExhibit } from '../e2e/support/launch.ts'
import { drive, type Move } from '../e2e/support/zoo-window.ts'
import { seededRandom } from '../support/random.ts'
import { measureFfmpegSeeks } from './ffmpeg-seeks.ts'
import { describeFourCameras, measureFourCameras } from './four-cameras.ts'
import { describeHands, measureHands, type Feel } from './hands.ts'
import { pictures, rate, writeHourExport } from './hour-export.ts'
import { shares } from './shares.ts'

const seeks = 200
const steps = 300

const rows = [
  { what: 'Seek to anywhere', bound: 250, moves: seekMoves() },
  { what: 'Step forward', bound: 60, moves: stepMoves(1) },
  { what: 'Step back', bound: 60, moves: stepMoves(-1) },
] as const

const folder = mkdtempSync(join(process.env['EXHIBIT_BENCH_DIR'] ?? tmpdir(), 'exhibit-player-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const loadBefore = loadavg()[0] ?? 0
if (process.env['EXHIBIT_BENCH_BUNDLED'] !== '1') await bundle()
const display = await openDisplay()
Object.assign(process.env, display.env)
try {
  const file = await writeHourExport(folder)
  const { measured, feels } = await measure(file)
  const places = rows[0].moves.slice(1).map(({ to }) => to / rate)
  const judge = shares(await measureFfmpegSeeks(file, places))
  const four = await measureFourCameras(folder)
  const lines = measured.map(({ what, bound, half, most, work }) => {
    const verdict = most <= bound ? 'pass' : 'FAIL'
    return `| ${what} | ${half.toFixed(0)} ms | ${most.toFixed(0)} ms | ${bound} ms | ${verdict} | ${work.toFixed(0)} ms |`
  })
  const ratio = (of: 'half' | 'most'): string => ((measured[0]?.[of] ?? Number.NaN) / judge[of]).toFixed(2)
  const [processor] = cpus()
  const text = [
    '# Results of `npm run bench:player`',
    '',
    `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${processor?.model ?? '?'} · load before it began ${loadBefore.toFixed(1)}`,
    '',
    `One hour of 1920 × 1080 H.264, groups of two seconds with two B-pictures. ${seeks} seeks, ${steps} steps each way; from the key, or from Enter behind the number, to the picture. Where there was load before, only the processor time tells something.`,
    '',
    '| what | half within | 95 % within | bound | | processor time each |',
    '|---|---|---|---|---|---|',
    ...lines,
    '',
    `ffmpeg alone, from its start to the picture, for the same ${places.length} places in the same run: half within ${judge.half.toFixed(0)} ms, 95 % within ${judge.most.toFixed(0)} ms. Seeking here took ${ratio('half')} and ${ratio('most')} of that.`,
    '',
    ...describeHands(feels),
    '',
    ...describeFourCameras(four, { isVirtual: display.isVirtual }),
    '',
  ].join('\n')
  writeFileSync(join(import.meta.dirname, 'PLAYER.md'), text)
  process.stdout.write(text)
  process.exitCode = four.passes && [...measured, ...feels].every(({ most, bound }) => most <= bound) ? 0 : 1
} finally {
  display.close()
}

function seekMoves(): Move[] {
  const random = seededRandom(2611)
  return Array.from({ length: seeks }, () => ({ way: 'number', to: random(pictures) }))
}

function stepMoves(direction: 1 | -1): Move[] {
  const from = pictures / 2
  return [
    { way: 'number', to: from },
    ...Array.from({ length: steps }, (_, step): Move => ({ way: 'key', to: from + (step + 1) * direction })),
  ]
}

/** `work`: processor time of the whole application for one move, which other work on the machine does not change much. */
type Row = { what: string; bound: number; half: number; most: number; work: number }

async function measure(file: string): Promise<{ measured: Row[]; feels: Feel[] }> {
  const place = join(folder, 'case')
  mkdirSync(place)
  ;(await createCase(place, { reference: 'Bench', examiner: 'Bench' })).close()
  const exhibit = await launchExhibit()
  try {
    await stubDialogs(exhibit.app)
    await new CasesPage(exhibit).open(place)
    await new CasePage(exhibit).addFiles(file)
    await expect(new IntakePanel(exhibit).outcome).toBeVisible({ timeout: 600_000 })
    await new CasePage(exhibit).review('hour.mp4')
    const review = new ReviewPage(exhibit)
    await review.waitFor(0)
    const processorSeconds = (): Promise<number> =>
      exhibit.app.evaluate(({ app }) =>
        app.getAppMetrics().reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? 0), 0),
      )
    const found: Row[] = []
    for (const { what, bound, moves } of rows) {
      const before = await processorSeconds()
      const { seen } = await drive(exhibit, moves, { readsBlocks: false })
      const work = (((await processorSeconds()) - before) / moves.length) * 1000
      const wrong = seen.filter(({ wanted, claimed }) => wanted !== claimed)
      if (wrong.length > 0) throw new Error(`${what}: ${wrong.length} pictures were not shown`)
      // The first move only leads there.
      const times = seen.map(({ milliseconds }) => milliseconds).slice(1)
      found.push({ what, bound, ...shares(times), work })
    }
    return { measured: found, feels: await measureHands(exhibit) }
  } finally {
    await exhibit.close()
  }
}
