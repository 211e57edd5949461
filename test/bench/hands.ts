// How immediate the window feels under the hand, with an hour of pictures and a million appearances of objects: the time from one
// turn of the display to the next while something is zoomed, moved or scrolled, and from a word to what is found.
import { expect } from '@playwright/test'
import { CasePage } from '../e2e/pages/case-page.ts'
import { ReviewPage } from '../e2e/pages/review-page.ts'
import type { Exhibit } from '../e2e/support/launch.ts'
import { shares } from './shares.ts'
import type { Shares } from './shares.ts'

/** Milliseconds. */
export type Feel = Shares & { what: string; bound: number }

/** A hand sees no pause up to three turns of the display; of a word it expects to be looked up. */
const turnBound = 50
const searchBound = 500
const turns = 60
const words = ['car', 'vehicle', 'truck', 'human', 'bicycle', 'crossed', 'north', 'animal', 'alarm', 'inside']

/** For the results, as lines of Markdown. */
export const describeHands = (feels: readonly Feel[]): string[] => [
  'The same hour, with a million appearances of objects in its metadata, under the hand: from one turn of the display to the next while it zooms, moves or scrolls, and from a word typed to what is found.',
  '',
  '| what | half within | 95 % within | longest | bound | |',
  '|---|---|---|---|---|---|',
  ...feels.map(({ what, half, most, longest, bound }) => {
    const numbers = [half, most, longest, bound].map((ms) => `${ms.toFixed(0)} ms`)
    return `| ${what} | ${numbers.join(' | ')} | ${most <= bound ? 'pass' : 'FAIL'} |`
  }),
]

/** The review of the hour is open; leaves the window at the search of its case. */
export async function measureHands(exhibit: Exhibit): Promise<Feel[]> {
  const { window } = exhibit
  const review = new ReviewPage(exhibit)
  const timeline = review.screen.getByTestId('timeline')
  await expect(review.screen.getByTestId('object-lanes')).toBeVisible()
  const wheelOn = async (target: typeof timeline, step: { x: number; y: number }): Promise<void> => {
    const box = (await target.boundingBox())!
    await window.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    for (let turn = 0; turn < turns; turn += 1) await window.mouse.wheel(step.x, step.y)
  }
  const found = [
    await feelOf(exhibit, 'Zoom into the timeline', () => wheelOn(timeline, { x: 0, y: -120 })),
    await feelOf(exhibit, 'Move the timeline', () => wheelOn(timeline, { x: 90, y: 0 })),
    await feelOf(exhibit, 'Zoom out again', () => wheelOn(timeline, { x: 0, y: 120 })),
  ]
  await review.openPanel('frames')
  const table = review.side.getByRole('grid')
  await expect(table).toBeVisible()
  found.push(await feelOf(exhibit, 'Scroll 90,000 pictures', () => wheelOn(table, { x: 0, y: 600 })))
  await review.leave()
  await new CasePage(exhibit).show('search')
  const results = window.getByTestId('search-results')
  await expect(window.getByTestId('search-result').first()).toBeVisible()
  found.push(await feelOf(exhibit, 'Scroll what is found', () => wheelOn(results, { x: 0, y: 600 })))
  found.push({
    what: 'Search the case for a word',
    ...shares(await searchTimes(exhibit)),
    bound: searchBound,
  })
  return found
}

async function searchTimes({ window }: Exhibit): Promise<number[]> {
  const times: number[] = []
  for (const word of words) {
    const begun = performance.now()
    await window.getByTestId('search-text').fill(word)
    await window.waitForFunction(
      (text) => {
        const tab = document.querySelector<HTMLElement>('[data-testid=search-tab]')
        const marked = document.querySelector('[data-testid=search-result] mark')?.textContent ?? ''
        return tab?.dataset['searching'] === 'false' && text.startsWith(marked.toLowerCase()) && marked !== ''
      },
      word,
      { polling: 'raf' },
    )
    times.push(performance.now() - begun)
  }
  return times
}

type Turns = { turns: number[]; goesOn: boolean }

async function feelOf({ window }: Exhibit, what: string, act: () => Promise<void>): Promise<Feel> {
  const watched = await window.evaluateHandle((): Turns => {
    const found: Turns = { turns: [], goesOn: true }
    let last = performance.now()
    const turn = (): void => {
      const now = performance.now()
      found.turns.push(now - last)
      last = now
      if (found.goesOn) requestAnimationFrame(turn)
    }
    requestAnimationFrame(turn)
    return found
  })
  await act()
  // What the last turn asked for is still to be painted.
  await window.waitForTimeout(500)
  const seen = await watched.evaluate((found) => {
    found.goesOn = false
    return found.turns
  })
  return { what, ...shares(seen), bound: turnBound }
}
