// End-to-end tests: `e2e` drives the bundled checkout, `package` the packaged application.
import { defineConfig } from '@playwright/test'
import { at, hasDisplay } from './paths.mjs'

export default defineConfig({
  testDir: at('test/e2e'),
  outputDir: at('test-results'),
  // One window at a time on a display, for they share its focus; where there is none, each worker opens its own.
  workers: hasDisplay() ? 1 : 2,
  fullyParallel: false,
  // A test that passes only now and then is a failing test.
  retries: 0,
  // What is waited for comes late on a machine with other work.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  // test.mjs counts from the second one, whose file it names.
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : [['list']],
  use: { trace: 'off', screenshot: 'only-on-failure' },
  projects: [
    { name: 'e2e', testMatch: '**/*.e2e.ts', testIgnore: '**/package.e2e.ts' },
    { name: 'package', testMatch: '**/package.e2e.ts' },
  ],
})
