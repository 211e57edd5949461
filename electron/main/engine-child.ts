// Starts the engine's process: a utility process of Electron, or, with the development-only fallback Electron,
// another Node, because the fallback's own is too old for the engine's database.
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { app, utilityProcess } from 'electron'
import type { FromEngine } from '#contract/bridge.ts'
import type { ChildListener, EngineChild } from './engine-process.ts'
import { log } from './log.ts'

export type EngineOptions = {
  dataFolder: string
  /** The shipped, read-only `resources/`. */
  resourcesFolder: string
  runtime: 'official' | 'fallback'
  development: boolean
}

const oldestNode = 22

/** Throws where no process can be started. Other failures are told to the listener as an exit. */
export function startEngineChild(options: EngineOptions, listener: ChildListener): EngineChild {
  const entry = path.join(import.meta.dirname, '../engine/host.js')
  const args = [JSON.stringify(options)]
  return __FALLBACK_RUNTIME__ ? forkNode(entry, args, listener) : forkUtility(entry, args, listener)
}

function forkUtility(entry: string, args: string[], listener: ChildListener): EngineChild {
  const child = utilityProcess.fork(entry, args, { serviceName: 'Exhibit engine', env: childEnvironment() })
  child.on('message', (message: FromEngine) => listener.onMessage(message))
  child.once('exit', (code) => listener.onExit(`exit code ${code}`))
  return { send: (message) => child.postMessage(message), kill: () => void child.kill() }
}

function forkNode(entry: string, args: string[], listener: ChildListener): EngineChild {
  const child = fork(unpacked(entry), args, {
    execPath: fallbackNode(),
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: childEnvironment(),
  })
  let told = false
  const exit = (reason: string): void => {
    if (!told) listener.onExit(reason)
    told = true
  }
  child.on('message', (message) => listener.onMessage(message as FromEngine))
  child.once('exit', (code, signal) => exit(signal ? `signal ${signal}` : `exit code ${String(code)}`))
  child.once('error', (error) => exit(error.message))
  return {
    // With a callback, a channel that is closing is reported to it instead of being thrown; `exit` follows.
    send: (message) => void child.send(message, () => undefined),
    kill: () => void child.kill('SIGKILL'),
  }
}

/**
 * The Node that runs the engine where the bundles were made for the fallback Electron: named by the checkout's
 * scripts, or part of a packaged test build. Never asked for in a release.
 */
export function fallbackNode(): string {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const node = app.isPackaged
    ? path.join(process.resourcesPath, `engine-node${suffix}`)
    : process.env['EXHIBIT_ENGINE_NODE']
  if (!node)
    throw new Error(`the engine needs Node ${oldestNode} or newer, and EXHIBIT_ENGINE_NODE names none`)
  return node
}

/** Where `resources/` of the checkout is in an installed Exhibit, and in the checkout itself. */
export const resourcesFolder = (): string =>
  path.join(app.isPackaged ? process.resourcesPath : app.getAppPath(), 'resources')

/** Another Node cannot read inside the archive; what it needs lies beside it. */
export const unpacked = (file: string): string => file.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')

/** The environment of the engine and of the command line: nothing that would change how Node itself starts. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const unwanted = ['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'NODE_PATH']
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.includes(name)))
  const shipped = path.join(process.resourcesPath, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg')
  if (app.isPackaged && !env['FFMPEG_BIN'] && existsSync(shipped)) env['FFMPEG_BIN'] = shipped
  return env
}

/** Refuses an Electron in whose Node the engine's database would crash. */
export function checkRuntime(): void {
  const major = Number(process.versions.node.split('.')[0])
  if (__FALLBACK_RUNTIME__) {
    log(`fallback runtime (Electron ${process.versions.electron}): for development and tests only`)
  } else if (major < oldestNode) {
    throw new Error(`this Electron has Node ${process.versions.node}; Exhibit needs ${oldestNode} or newer`)
  }
}
