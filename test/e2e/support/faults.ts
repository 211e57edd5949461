// Everything that may be wrong with a screen whatever is on it.
import type { Page } from '@playwright/test'
import { axeFaults } from './axe.ts'
import { layoutFaults } from './layout.ts'

/** One sentence for each fault; empty where there is none. */
export const faultsOf = async (window: Page): Promise<string[]> => [
  ...(await layoutFaults(window)),
  ...(await axeFaults(window)),
]
