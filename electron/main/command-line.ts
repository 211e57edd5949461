// `exhibit <command> …` of an installed Exhibit: runs the command line's own bundle, with no window. It runs before
// Electron is ready, and therefore also on a server without a display.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { childEnvironment, fallbackNode, resourcesFolder, unpacked } from './engine-child.ts'

/** “The program failed”: where a command ended without saying how. */
const failed = 5

/** Resolves with the exit code of the command, once all it wrote has been handed on. */
export async function runCommandLine(args: string[], dataFolder: string): Promise<number> {
  const entry = path.join(import.meta.dirname, '../cli/main.js')
  // The same workstation as the window's: its keys, its list of cases, what was shipped with it.
  const env = { EXHIBIT_DATA: dataFolder, EXHIBIT_RESOURCES: resourcesFolder(), ...childEnvironment() }
  if (__FALLBACK_RUNTIME__) return inNode(unpacked(entry), args, env)
  Object.assign(process.env, env)
  // As if Node had been started with it.
  process.argv = [process.execPath, entry, ...args]
  await import(pathToFileURL(entry).href)
  // In Electron, unlike in Node, writing to a pipe is not done when `write` returns.
  await Promise.all([flush(process.stdout), flush(process.stderr)])
  return Number(process.exitCode ?? 0)
}

function inNode(entry: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(fallbackNode(), [entry, ...args], { stdio: 'inherit', env })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? failed))
  })
}

/** Resolves when all that was written before has gone out, or never will. */
const flush = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()))
