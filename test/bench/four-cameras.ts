// Four recordings of 1280 × 720 with 25 pictures a second, H.264, played together at normal speed in the real window. What was drawn
// when is read off the canvases: each picture bears its number as blocks.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createCase } from '#engine/store/case-database.ts'
import { expect } from '@playwright/test'
import { CasePage } from '../e2e/pages/case-page.ts'
import { CasesPage } from '../e2e/pages/cases-page.ts'
import { IntakePanel } from '../e2e/pages/intake-panel.ts'
import { driveCameras } from '../e2e/support/camera-window.ts'
import { stubDialogs } from '../e2e/support/dialogs.ts'
import { launchExhibit, type Exhibit } from '../e2e/support/launch.ts'
import { blocks, codedHeight, columns, readBlocks, rows } from '../support/zoo/block-code.ts'
import { bPictures, encode, rate } from '../support/zoo/encode.ts'

const salts = [301, 302, 303, 304]
const warmUpSeconds = 2
const seconds = 20
const frameMs = 1000 / rate

/** What one camera drew. */
export type CameraPace = {
  camera: number
  due: number
  /** Different pictures, each counted once. */
  drawn: number
  /** Between two pictures that were drawn, in ms: 99 % within, and the longest. */
  usual: number
  longest: number
}

export type FourCameras = {
  cameras: CameraPace[]
  /** The most by which the numbers of the pictures on two canvases differed at the end of a turn of the display. */
  apart: number
  /** Processors that the whole application kept busy. */
  processors: number
  /** Turns of the display a second. */
  turns: number
  passes: boolean
}

/** What counts as stutter: a pause of more than 2.5 pictures in one of a hundred, or more than 2 % of the pictures not drawn. */
export const bounds = { drawnShare: 0.98, usualMs: 2.5 * frameMs, apart: 1 }

const passes = ({ due, drawn, usual }: CameraPace): boolean =>
  drawn >= due * bounds.drawnShare && usual <= bounds.usualMs

/** For the results, as lines of Markdown. */
export function describeFourCameras(four: FourCameras, { isVirtual }: { isVirtual: boolean }): string[] {
  const where = isVirtual
    ? ' On a virtual display without a graphics card: the processors decode, convert and put together every picture.'
    : ''
  return [
    `Four recordings of 1280 × 720, 25 pictures a second, H.264 with three B-pictures, played together at normal speed for ${seconds} s, from ${warmUpSeconds} s after the beginning. Read off the canvases after each drawing.${where}`,
    '',
    `Stutter is a pause of more than ${bounds.usualMs.toFixed(0)} ms (2.5 pictures) in more than one of a hundred, or less than ${bounds.drawnShare * 100} % of the pictures drawn that were due.`,
    '',
    '| camera | pictures drawn | due | 99 % of pauses within | longest pause | |',
    '|---|---|---|---|---|---|',
    ...four.cameras.map((one) => {
      const [usual, longest] = [one.usual.toFixed(0), one.longest.toFixed(0)]
      const verdict = passes(one) ? 'pass' : 'FAIL'
      return `| ${one.camera + 1} | ${one.drawn} | ${one.due} | ${usual} ms | ${longest} ms | ${verdict} |`
    }),
    '',
    `Pictures on two canvases were at most ${four.apart} apart (bound: ${bounds.apart}, ${four.apart <= bounds.apart ? 'pass' : 'FAIL'}). ${four.processors.toFixed(1)} processors were busy with it; the display turned ${four.turns.toFixed(0)} times a second.`,
  ]
}

/** `folder`: an empty one, for files and case. */
export async function measureFourCameras(folder: string): Promise<FourCameras> {
  const files = salts.map((salt) => join(folder, `camera-${salt}.mp4`))
  const noisy = `scale=1280:720:flags=neighbor,noise=alls=6:allf=t,format=yuv420p`
  for (const [at, salt] of salts.entries()) {
    const count = (warmUpSeconds + seconds + 4) * rate
    await encode(files[at] ?? '', { count, salt }, [
      ...[...bPictures, '-vf', noisy, '-b:v', '3M', '-metadata', 'creation_time=2026-05-01T12:00:00Z'],
    ])
  }
  const place = join(folder, 'cameras-case')
  mkdirSync(place)
  ;(await createCase(place, { reference: 'Bench', examiner: 'Bench' })).close()
  const exhibit = await launchExhibit()
  try {
    await stubDialogs(exhibit.app)
    await new CasesPage(exhibit).open(place)
    const page = new CasePage(exhibit)
    await page.addFiles(...files)
    const intake = new IntakePanel(exhibit)
    await expect(intake.outcome).toContainText(`${files.length} items`, { timeout: 120_000 })
    await intake.close()
    for (const salt of salts) await page.row(`camera-${salt}.mp4`).getByTestId('choose-item').check()
    await page.screen.getByTestId('watch-together').click()
    await expect(exhibit.window.getByTestId('camera-tile')).toHaveCount(files.length)
    await expect(exhibit.window.getByTestId('cameras-clock')).toHaveAttribute('data-utc', /2026-05-01/)
    await driveCameras(exhibit, [{ type: '2026-05-01 12:00:00.000' }])
    return await measure(exhibit)
  } finally {
    await exhibit.close()
  }
}

async function measure(exhibit: Exhibit): Promise<FourCameras> {
  const processorSeconds = (): Promise<number> =>
    exhibit.app.evaluate(({ app }) =>
      app.getAppMetrics().reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? 0), 0),
    )
  await exhibit.window.keyboard.press('Space')
  await exhibit.window.waitForTimeout(warmUpSeconds * 1000)
  const before = await processorSeconds()
  const { draws, turns } = await exhibit.window.evaluate(watchPage, {
    ...{ milliseconds: seconds * 1000, columns, rows, codedHeight, blocks },
  })
  const processors = ((await processorSeconds()) - before) / seconds
  await exhibit.window.keyboard.press('Space')
  // The tiles stand in the order of the table; each picture says of which file it is.
  const read = draws.map(({ camera, ms, turn, seen }) => {
    const salt = salts.find((one) => readBlocks(seen, one) !== null)
    const number = salt === undefined ? null : readBlocks(seen, salt)
    if (number === null) throw new Error(`a picture of camera ${camera + 1} cannot be read: ${seen}`)
    return { camera, ms, turn, number }
  })
  const cameras = salts.map((_, camera) =>
    paceOf(
      camera,
      read.filter((one) => one.camera === camera),
    ),
  )
  const apart = mostApart(read)
  return {
    ...{ cameras, apart, processors, turns: turns / seconds },
    passes: cameras.every(passes) && apart <= bounds.apart,
  }
}

type Read = { camera: number; ms: number; turn: number; number: number }

function paceOf(camera: number, read: readonly Read[]): CameraPace {
  const news = read.filter(({ number }, at) => number !== read[at - 1]?.number)
  // A camera that draws nothing has one pause, as long as the measurement.
  const times = [0, ...news.map(({ ms }) => ms), seconds * 1000]
  const pauses = times
    .slice(1)
    .map((ms, at) => ms - (times[at] ?? 0))
    .sort((a, b) => a - b)
  return {
    camera,
    due: seconds * rate,
    drawn: new Set(news.map(({ number }) => number)).size,
    usual: pauses[Math.floor(0.99 * (pauses.length - 1))] ?? Number.POSITIVE_INFINITY,
    longest: pauses.at(-1) ?? Number.POSITIVE_INFINITY,
  }
}

/** After each turn of the display in which something was drawn; before every canvas was drawn on once, nothing is known. */
function mostApart(read: readonly Read[]): number {
  const on = new Map<number, number>()
  let most = 0
  for (const [at, { camera, turn, number }] of read.entries()) {
    on.set(camera, number)
    if (read[at + 1]?.turn === turn || on.size < salts.length) continue
    most = Math.max(most, Math.max(...on.values()) - Math.min(...on.values()))
  }
  return most
}

type Draw = { camera: number; ms: number; turn: number; seen: string }
type Watched = { milliseconds: number; columns: number; rows: number; codedHeight: number; blocks: number }

/**
 * Runs in the page, where nothing of this file is known. Of each picture that is drawn the middles of its blocks are copied at
 * once onto a small canvas, which is read at the end: so that looking costs little.
 */
async function watchPage(asked: Watched): Promise<{ draws: Draw[]; turns: number }> {
  const canvases = [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=camera-picture]')]
  const across = 64
  const [wide, tall] = [across * asked.columns, 128 * asked.rows]
  const copies = Object.assign(document.createElement('canvas'), { width: wide, height: tall })
  const context = copies.getContext('2d', { alpha: false, willReadFrequently: true })
  if (!context) throw new Error('there is no canvas')
  context.imageSmoothingEnabled = false
  const draws: Omit<Draw, 'seen'>[] = []
  const begun = performance.now()
  const prototype = CanvasRenderingContext2D.prototype
  const original = Object.getOwnPropertyDescriptor(prototype, 'drawImage')
  const drawImage = original?.value as (this: CanvasRenderingContext2D, ...given: unknown[]) => void
  prototype.drawImage = function (this: CanvasRenderingContext2D, ...given: unknown[]): void {
    drawImage.apply(this, given)
    const camera = canvases.indexOf(this.canvas)
    if (camera < 0) return
    const { width, height } = this.canvas
    const [x, y] = [(draws.length % across) * asked.columns, Math.floor(draws.length / across) * asked.rows]
    const from = [0, 0, width, height * asked.codedHeight]
    drawImage.call(context, this.canvas, ...from, x, y, asked.columns, asked.rows)
    draws.push({
      ...{ camera, ms: performance.now() - begun },
      turn: Number(document.timeline.currentTime),
    })
  }
  let turns = 0
  let isOver = false
  const turn = (): void => {
    turns += 1
    if (!isOver) requestAnimationFrame(turn)
  }
  requestAnimationFrame(turn)
  await new Promise((resolve) => setTimeout(resolve, asked.milliseconds))
  isOver = true
  if (original) Object.defineProperty(prototype, 'drawImage', original)
  const { data } = context.getImageData(0, 0, wide, tall)
  const shadeAt = (x: number, y: number): string => {
    const shade = data[(y * wide + x) * 4 + 1] ?? 128
    return shade > 190 ? '1' : shade < 65 ? '0' : '?'
  }
  const read = draws.map((draw, at): Draw => {
    const [left, top] = [(at % across) * asked.columns, Math.floor(at / across) * asked.rows]
    let seen = ''
    for (let block = 0; block < asked.blocks; block += 1)
      seen += shadeAt(left + (block % asked.columns), top + Math.floor(block / asked.columns))
    return { ...draw, seen }
  })
  return { draws: read, turns }
}
