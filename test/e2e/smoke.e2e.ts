// `npm start -- --smoke FILE.png`: the whole of Exhibit, proved by one picture and an exit code.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { at } from '../../build/paths.mjs'
import { run, type Outcome } from './support/command.ts'
import { inTemporaryFolder } from './support/demo.ts'
import { distance, parseColour, readPng } from './support/png.ts'

/** As a user starts it, with a display of its own where there is no real one. */
const start = (args: string[], env: Record<string, string>): Promise<Outcome> =>
  run(process.execPath, [at('build/start.mjs'), ...args], {
    env: { ...env, ...(process.env['EXHIBIT_VIRTUAL_DISPLAY'] ? { DISPLAY: '', WAYLAND_DISPLAY: '' } : {}) },
  })

test('it makes the demo case, plays it, and leaves a picture of the window', async () => {
  test.setTimeout(150_000)
  await inTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'smoke.png')
    const { code, stderr } = await start(['--smoke', file], { EXHIBIT_USER_DATA: path.join(folder, 'user') })
    expect(code, stderr).toBe(0)
    const picture = readPng(readFileSync(file))
    expect(picture.width).toBeGreaterThanOrEqual(1024)
    // The window is dark, and in it a picture of the yard is shown, with a clock and the shapes of the scene.
    const colours: Record<string, string> = {
      sky: '#8fa3b3',
      road: '#4a4d52',
      person: '#2f6fd0',
      panel: '#1b1b1b',
    }
    const shares: Record<string, number> = {}
    for (const [name, hex] of Object.entries(colours)) shares[name] = shareOf(picture, parseColour(hex))
    expect(shares['sky'], JSON.stringify(shares)).toBeGreaterThan(0.05)
    expect(shares['road']).toBeGreaterThan(0.03)
    expect(shares['person']).toBeGreaterThan(0.0005)
    expect(shares['panel']).toBeGreaterThan(0.1)
  })
})

test('where the demo cannot be made, it fails and leaves no picture', async () => {
  await inTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'smoke.png')
    const env = { EXHIBIT_USER_DATA: path.join(folder, 'user'), FFMPEG_BIN: path.join(folder, 'none') }
    const { code, stderr } = await start(['--smoke', file], env)
    expect(code, stderr).toBe(1)
    expect(stderr).toMatch(/smoke test failed.*FFMPEG_BIN/s)
    expect(existsSync(file)).toBe(false)
  })
})

test('it needs the name of a file', async () => {
  await inTemporaryFolder(async (folder) => {
    const { code, stderr } = await start(['--smoke'], { EXHIBIT_USER_DATA: path.join(folder, 'user') })
    expect(code, stderr).toBe(2)
    expect(stderr).toContain('--smoke needs the name of a PNG file')
  })
})

/** Which part of the pixels have about this colour; every third pixel of every third row is looked at. */
function shareOf(picture: ReturnType<typeof readPng>, colour: ReturnType<typeof parseColour>): number {
  let [alike, all] = [0, 0]
  for (let y = 0; y < picture.height; y += 3) {
    for (let x = 0; x < picture.width; x += 3) {
      all += 1
      if (distance(picture.at(x, y), colour) < 12) alike += 1
    }
  }
  return alike / all
}
