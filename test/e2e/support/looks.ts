// Screens as they are looked at: by axe and the ruler, and in pictures for human eyes. Each theme and each size once, and with
// EXHIBIT_LOOKS=all in all four ways.
import path from 'node:path'
import { at } from '../../../build/paths.mjs'
import { faultsOf } from './faults.ts'
import type { Exhibit } from './launch.ts'
import { resize } from './window.ts'

type Look = readonly [theme: 'dark' | 'light', width: number, height: number]

const few: readonly Look[] = [
  ['dark', 1280, 720],
  ['light', 1920, 1080],
]
const others: readonly Look[] = [
  ['dark', 1920, 1080],
  ['light', 1280, 720],
]

export const looks = process.env['EXHIBIT_LOOKS'] === 'all' ? [...few, ...others] : few

/** Longer than any motion lasts. */
const stillMs = 150

/**
 * Looks at what is on the screen now: one sentence for each thing that is wrong with it, and a picture in `test-results`,
 * by its name there without ending.
 */
export async function lookAt(exhibit: Exhibit, picture: string): Promise<string[]> {
  const { window } = exhibit
  await window.evaluate(() => document.fonts.ready.then(() => undefined))
  // Away from everything that changes under a pointer.
  await window.mouse.move(2, 2)
  await window.waitForTimeout(stillMs)
  // In CI nobody looks at it.
  if (!process.env['CI'])
    await window.screenshot({ path: at('test-results', `${picture}.png`), scale: 'css' })
  return (await faultsOf(window)).map((fault) => `${path.basename(picture)}: ${fault}`)
}

/** The same in every way to look at it. `before` brings back what a change of size moves. */
export async function lookAround(
  exhibit: Exhibit,
  picture: string,
  before?: () => Promise<void>,
): Promise<string[]> {
  const faults: string[] = []
  for (const [theme, width, height] of looks) {
    await resize(exhibit, width, height)
    await wear(exhibit, theme)
    await before?.()
    faults.push(...(await lookAt(exhibit, `${picture}-${theme}-${width}`)))
  }
  return faults
}

/** The theme, as if it had been chosen. */
export const wear = (exhibit: Exhibit, theme: 'dark' | 'light'): Promise<void> =>
  exhibit.window.evaluate((name) => void (document.documentElement.dataset['theme'] = name), theme)
