// What all files of this lane share: the demo's four exports, made once for the same sources, and a case that holds them.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test as base } from '@playwright/test'
import { unwatched } from '#engine/base/progress.ts'
import { fillDemoCase } from '#engine/demo/demo-case.ts'
import type { DemoFiles } from '#engine/demo/demo-files.ts'
import { createCase } from '#engine/store/case-database.ts'
import { demoExports } from '#test/support/demo.ts'

export { expect } from '@playwright/test'

export type Demo = {
  /** For all: only to be read. */
  files: DemoFiles
  /** Copies the filled case into `folder`, for one test file's own use; returns the path of the copy. */
  copyCase(folder: string): string
}

export const demoReference = 'EX 2611/26'

export const test = base.extend<object, { demo: Demo }>({
  demo: [
    // eslint-disable-next-line no-empty-pattern -- from the pattern Playwright reads what a fixture needs: nothing
    async ({}, use) => {
      await inTemporaryFolder(async (folder) => {
        const files = await demoExports()
        const original = path.join(folder, 'case')
        const database = await createCase(original, { reference: demoReference, examiner: 'Officer 12' })
        try {
          await fillDemoCase(database, files, unwatched)
        } finally {
          database.close()
        }
        await use({
          files,
          copyCase(to) {
            const copy = path.join(to, 'case')
            cpSync(original, copy, { recursive: true, preserveTimestamps: true })
            return copy
          },
        })
      })
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})

export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder()
  try {
    return await work(folder)
  } finally {
    removeFolder(folder)
  }
}

export const temporaryFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'exhibit-e2e-'))

export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
