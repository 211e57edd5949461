// Runs one command of a test lane, its output live, and ends it if it hangs.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { at, findNode, root } from '../paths.mjs'

// Far more than a lane takes, on slow machines too. Another number for what takes longer by its nature: EXHIBIT_TEST_MINUTES.
const LONGEST_MINUTES = Number(process.env.EXHIBIT_TEST_MINUTES ?? 40)
const running = new Set()

// Started with Node by their own files: a .bin entry is a shell script on Windows.
const PROGRAMS = {
  node: '',
  tsc: 'node_modules/typescript/bin/tsc',
  'svelte-check': 'node_modules/svelte-check/bin/svelte-check',
  eslint: 'node_modules/eslint/bin/eslint.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
}

/** Resolves to the exit code. */
export function runStep(program, args, env = {}) {
  const node = findNode()
  const script = PROGRAMS[program]
  return new Promise((resolve) => {
    const child = spawn(node, script ? [at(script), ...args] : args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // Programs that these start find the same Node.
      env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`, ...env },
      // A group of its own, so that all it started can be ended with it.
      detached: process.platform !== 'win32',
    })
    running.add(child)
    const alarm = setTimeout(() => {
      console.error(`${program} has run for ${LONGEST_MINUTES} minutes and is ended`)
      // Whoever can puts away what it started, a display for instance.
      end(child, 'SIGTERM')
      setTimeout(() => end(child, 'SIGKILL'), 30_000).unref()
    }, LONGEST_MINUTES * 60_000)
    const done = (code) => {
      clearTimeout(alarm)
      running.delete(child)
      resolve(code ?? 1)
    }
    child.on('error', (error) => {
      console.error(error.message)
      done(1)
    })
    child.on('exit', done)
  })
}

/** Passes a signal on to whatever runs now. */
export const stopSteps = (signal) => running.forEach((child) => end(child, signal))

function end(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error // it has ended by itself
  }
}
