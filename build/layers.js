// Who may import whom, as tables. eslint.config.js makes a no-restricted-imports rule of each zone.
import { readdirSync } from 'node:fs'
import { at } from './paths.mjs'

/** The folders of the engine, low to high: each row may import the rows above it, never those below. */
const ENGINE_ROWS = [
  { folders: ['base'] },
  { folders: ['isobmff', 'seal', 'store'], apart: true }, // nor each other
  { folders: ['media', 'bitstream', 'exportfile', 'metadata', 'location', 'mediasigning'] },
  { folders: ['conformance'] },
  { folders: ['examine'] },
  { folders: ['ingest', 'export', 'report', 'demo', 'custody', 'casework'] },
  { folders: ['calls'] }, // above it only the files of electron/engine itself, up to engine.ts and host.ts
]

/** Packages and builtins that belong to one folder of the engine, so that there is one place to look. */
const ENGINE_OWNED = {
  seal: {
    imports: ['pkijs', 'asn1js'],
    why: 'Certificates and signatures are made and checked in seal/ only.',
  },
  store: { imports: ['better-sqlite3'], why: 'The case database is behind store/ only.' },
  media: { imports: ['node:child_process', 'child_process'], why: 'Only media/ starts a program (ffmpeg).' },
}

/** A forbidden import: what it looks like, and why. */
const no = (regex, message) => ({ regex, message })

const ENGINE = no('^#engine/|/engine/', 'The engine is a process of its own: see #contract/calls.ts.')
const WINDOW = no('(^|/)renderer/', 'The window is a program of its own: share types in #contract.')
const OTHER_PROCESSES = no('/(main|preload|cli)/', 'This belongs to another process.')
const ELECTRON = no(
  '^electron(/|$)',
  'Plain Node only: this also runs as the `exhibit` command and in tests.',
)
const OUTSIDE_ENGINE = [ELECTRON, WINDOW, OTHER_PROCESSES]

const ownedElsewhere = (folder) =>
  Object.entries(ENGINE_OWNED)
    .filter(([owner]) => owner !== folder)
    .map(([, { imports, why }]) => no(`^(${imports.join('|')})(/|$)`, why))

const inEngine = (names, ending, why) =>
  names.length > 0 ? [no(`^(#engine|\\.{1,2}(/\\.\\.)*)/(${names.join('|')})${ending}`, why)] : []

const entries = readdirSync(at('electron/engine'), { withFileTypes: true })
const filesOfEngine = entries
  .filter((entry) => entry.isFile())
  .map((entry) => entry.name.replace(/\.ts$/, ''))
const known = ENGINE_ROWS.flatMap(({ folders }) => folders)
for (const entry of entries) {
  if (entry.isDirectory() && !known.includes(entry.name)) {
    throw new Error(`electron/engine/${entry.name} has no row in build/layers.js`)
  }
}

const engineZones = ENGINE_ROWS.flatMap(({ folders, apart }, row) => {
  const higher = ENGINE_ROWS.slice(row + 1).flatMap((other) => other.folders)
  return folders.map((folder) => ({
    files: `electron/engine/${folder}/**/*.ts`,
    forbidden: [
      ...OUTSIDE_ENGINE,
      ...ownedElsewhere(folder),
      ...inEngine(
        higher,
        '/',
        `${folder}/ is a lower layer of the engine: pass what it needs as an argument.`,
      ),
      ...inEngine(
        folders.filter((other) => apart && other !== folder),
        '/',
        `${folders.join(', ')} do not know each other: they meet in a higher layer.`,
      ),
      ...inEngine(
        // calls/ works with what the files around engine.ts put together; the other folders never do.
        folder === 'calls' ? ['engine', 'host'] : filesOfEngine,
        '\\.ts$',
        'The files of electron/engine itself are above its folders.',
      ),
    ],
  }))
})

const fromContract = (own) =>
  no(`^(?!zod$|#contract/|${own})`, 'The contract imports zod and nothing else: every process reads it.')

/** Inside renderer/: ui <- features <- App; features meet in state/. */
const FROM_WINDOW = [
  ENGINE,
  no('^(electron|node:)', 'The window has neither Electron nor Node: ask through renderer/client.'),
  no('/electron/', 'The window imports #contract and its own folders only.'),
]
const UI = no(
  '/(features|client|state)/',
  'ui/ knows nothing of evidence: give it what it shows as properties.',
)
const FEATURES = no('/features/', 'state/ and client/ are below the features.')
const otherFeature = (up) =>
  no(`^(${up}[^./]|.*/features/)`, 'Features do not import each other: they meet in state/.')

export const ZONES = [
  { files: 'electron/contract/*.ts', forbidden: [fromContract('\\./')] },
  { files: 'electron/contract/*/**/*.ts', forbidden: [fromContract('\\.{1,2}/(?!\\.\\.)')] },
  ...engineZones,
  { files: 'electron/engine/*.ts', forbidden: [...OUTSIDE_ENGINE, ...ownedElsewhere('')] },
  { files: 'electron/{main,preload}/**/*.ts', forbidden: [ENGINE, WINDOW] },
  {
    files: 'electron/cli/**/*.ts',
    forbidden: [ELECTRON, WINDOW, no('/(main|preload)/', OTHER_PROCESSES.message)],
  },
  { files: 'renderer/*', forbidden: FROM_WINDOW },
  { files: 'renderer/ui/**/*', forbidden: [...FROM_WINDOW, UI] },
  { files: 'renderer/features/*', forbidden: FROM_WINDOW },
  { files: 'renderer/features/*/*', forbidden: [...FROM_WINDOW, otherFeature('\\.\\./')] },
  { files: 'renderer/features/*/*/**', forbidden: [...FROM_WINDOW, otherFeature('\\.\\./\\.\\./')] },
  { files: 'renderer/{state,client}/**/*', forbidden: [...FROM_WINDOW, FEATURES] },
]
