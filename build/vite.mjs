// How each process's sources become one bundle. Used by bundle.mjs.
import { builtinModules } from 'node:module'
import path from 'node:path'
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte'
import { at } from './paths.mjs'
import { pdfkitPlugin } from './vite-pdfkit.mjs'

// Chromium and Node of the oldest Electron that may run the bundles: the fallback.
const OLDEST_CHROMIUM = 'chrome130'
const OLDEST_NODE = {
  main: 'node20',
  preload: 'node20',
  engine: 'node22',
  verifyThread: 'node22',
  copyThread: 'node22',
  cli: 'node22',
}

/** `folder`: the one under dist/; by default the entry's name. */
const ENTRIES = {
  main: { file: 'electron/main/main.ts', as: 'main.js' },
  // A sandboxed preload has to be CommonJS.
  preload: { file: 'electron/preload/preload.ts', as: 'preload.cjs' },
  engine: { file: 'electron/engine/host.ts', as: 'host.js' },
  // Started by the engine and by the command line, which both look for them there.
  verifyThread: { file: 'electron/engine/verify-worker.ts', as: 'verify-worker.js', folder: 'engine' },
  copyThread: { file: 'electron/engine/ingest/copy-worker.ts', as: 'copy-worker.js', folder: 'engine' },
  // The installed application's `exhibit <command>`. A checkout runs the source itself.
  cli: { file: 'electron/cli/main.ts', as: 'main.js' },
}

const common = { configFile: false, root: at('.'), publicDir: false, logLevel: 'warn', clearScreen: false }

/** The window: renderer/index.html and what it names. Paths stay relative, for it is served from app://. */
export const rendererConfig = (outDir, { sourcemap }) => ({
  ...common,
  root: at('renderer'),
  base: './',
  plugins: [
    svelte({
      configFile: false,
      preprocess: vitePreprocess(),
      // A component of ours that uses no rune would be taken for one of Svelte 4, whose rules our state does not follow.
      dynamicCompileOptions: ({ filename }) => (filename.includes('node_modules') ? {} : { runes: true }),
    }),
  ],
  build: {
    outDir,
    emptyOutDir: true,
    target: OLDEST_CHROMIUM,
    sourcemap,
    modulePreload: { polyfill: false },
    // The content security policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4096,
  },
})

export const NODE_BUNDLES = Object.keys(ENTRIES)

/** One of NODE_BUNDLES, into its folder of `outDir`. All packages go into it, but for native ones. */
export const nodeConfig = (name, outDir, constants, { sourcemap }) => ({
  ...common,
  define: Object.fromEntries(Object.entries(constants).map(([key, value]) => [key, JSON.stringify(value)])),
  plugins: [pdfkitPlugin()],
  ssr: { noExternal: true },
  build: {
    ssr: at(ENTRIES[name].file),
    outDir: path.join(outDir, ENTRIES[name].folder ?? name),
    // What lies in another entry's folder comes after it.
    emptyOutDir: ENTRIES[name].folder === undefined,
    target: OLDEST_NODE[name],
    minify: false,
    sourcemap,
    rolldownOptions: {
      external: ['electron', /^electron\//, 'better-sqlite3', /^node:/, ...builtinModules],
      output: {
        format: name === 'preload' ? 'cjs' : 'es',
        entryFileNames: ENTRIES[name].as,
        // Flat, for code that looks for files beside itself.
        chunkFileNames: '[name].js',
        // A command line that loads what one command needs has its answer in half the time and memory.
        codeSplitting: name === 'cli',
      },
    },
  },
})
