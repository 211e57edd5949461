// Stills that the window made, as it tells of them.
import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import type { Exhibit } from './launch.ts'
import { readPng, type Picture } from './png.ts'

/** The still that the newest notice tells of, and what its sidecar says. */
export async function newestStill({
  window,
}: Exhibit): Promise<{ said: Record<string, unknown>; png: Picture }> {
  const notice = window.getByText(/Still of picture \d+ saved: .*\.png/)
  await expect(notice).toHaveCount(1, { timeout: 30_000 })
  const [, file = ''] = /saved: (.*\.png)/.exec((await notice.textContent()) ?? '') ?? []
  await window.getByRole('button', { name: 'Dismiss' }).first().click()
  await expect(notice).toHaveCount(0)
  const said = JSON.parse(readFileSync(file.replace(/png$/, 'json'), 'utf8')) as Record<string, unknown>
  return { said, png: readPng(readFileSync(file)) }
}
