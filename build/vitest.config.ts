// The lanes of tests that need no window: test/<lane>/**/*.test.ts
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { at, root } from './paths.mjs'

// Hundreds of commands, engines and threads are started by the tests: each would read and strip all sources anew.
process.env['NODE_COMPILE_CACHE'] ??= at('.cache/test/node')

const LANES = { unit: 30_000, integration: 120_000, conformance: 120_000, fuzz: 120_000, crash: 120_000 }

export default defineConfig({
  root,
  cacheDir: '.cache/vite',
  test: {
    // The engine uses native modules and child processes: forks, as in production. Two, as CI has two cores.
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './build/test/vitest-result.mjs'],
    projects: Object.entries(LANES).map(([name, testTimeout]) => ({
      root,
      // Runes in renderer/**/*.svelte.ts are compiled as for the window, not as for a server.
      plugins: [svelte({ configFile: false })],
      resolve: { conditions: ['browser'] },
      define: { __FALLBACK_RUNTIME__: 'false', __PACKAGED_TEST__: 'false' },
      test: {
        name,
        environment: 'node',
        include: [`test/${name}/**/*.test.ts`],
        testTimeout,
        hookTimeout: testTimeout,
        // What is waited for comes late on a machine with other work.
        expect: { poll: { timeout: 20_000 } },
      },
    })),
  },
})
