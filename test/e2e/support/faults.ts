// Everything that may be wrong with a screen whatever is on it.
import type { Page } from '@playwright/test'
import { axeFaults } from './axe.ts'
import { layoutFaults } from './layout.ts'

let looks = 0

/**
 * One sentence for each fault; empty where there is none. axe takes half a second: it looks at every other screen in the one
 * theme and size and at those between in the other, and with EXHIBIT_LOOKS=all at every screen in all of them.
 */
export async function faultsOf(window: Page): Promise<string[]> {
  const turn = looks++ % 4
  const isForAxe = process.env['EXHIBIT_LOOKS'] === 'all' || turn === 0 || turn === 3
  return [...(await layoutFaults(window)), ...(isForAxe ? await axeFaults(window) : [])]
}
