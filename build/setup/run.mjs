// Running other programs during set-up. Their output goes to stderr, never to stdout.
import { spawn } from 'node:child_process'

/** Something the user can put right; its message says how. */
export class SetupError extends Error {}

/** Says what is being done. Called only when something really is. */
export const say = (text) => process.stderr.write(`setup: ${text}\n`)

let childListener = () => {}

/** `listener` hears of each child that starts, and null when it has ended. */
export function onChild(listener) {
  childListener = listener
}

/**
 * Runs a program and returns its exit code (1 if it was killed or could not be started).
 * `seconds` ends it when it takes longer. `silent` drops its output.
 */
export function run(command, args, { silent = false, env = process.env, seconds } = {}) {
  return new Promise((resolve) => {
    const output = silent ? 'ignore' : process.stderr
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', output, output],
      // npm is a .cmd file on Windows, which only a shell can start. Arguments here never need quoting.
      shell: process.platform === 'win32' && command === 'npm',
      ...(seconds ? { timeout: seconds * 1000 } : {}),
    })
    childListener(child)
    const stop = (signal) => child.kill(signal)
    process.on('SIGINT', stop).on('SIGTERM', stop)
    const done = (code) => {
      childListener(null)
      process.off('SIGINT', stop).off('SIGTERM', stop)
      resolve(code)
    }
    child.on('error', () => done(1))
    child.on('exit', (code) => done(code ?? 1))
  })
}
