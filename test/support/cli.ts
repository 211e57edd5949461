// Runs `exhibit` as others' scripts do: a process of its own, and nothing but arguments, streams and an exit code.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import type { z } from 'zod'

export const root = join(import.meta.dirname, '..', '..')
const shipped = join(root, 'node_modules', '.bin', 'node')
export const node = existsSync(shipped) ? shipped : process.execPath
export const main = join(root, 'electron', 'cli', 'main.ts')

/** The workstation's own folder for all commands of one test file: its key is made once. */
export const workstation = mkdtempSync(join(tmpdir(), 'exhibit-workstation-'))
afterAll(() => rmSync(workstation, { recursive: true, force: true }))

export type Outcome = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

export type Conditions = {
  env?: Record<string, string>
  cwd?: string
  /** Called with all that stands on stderr and stdout so far; may end the process. */
  watch?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
}

export const exhibit = (...args: string[]): Promise<Outcome> => exhibitIn({}, ...args)

export function exhibitIn({ env, cwd, watch }: Conditions, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [main, ...args], {
      cwd: cwd ?? tmpdir(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A command that hangs must not outlive the tests.
      timeout: 300_000,
      killSignal: 'SIGKILL',
      env: {
        ...process.env,
        EXHIBIT_DATA: workstation,
        ...env,
      },
    })
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8')
      child[name].on('data', (chunk: string) => {
        text[name] += chunk
        watch?.(text.stdout + text.stderr, (signal) => void child.kill(signal))
      })
    }
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, ...text }))
  })
}

/** The one JSON document that stands on stdout, in the shape that the contract gives it. */
export function documentOf<T extends z.ZodType>(outcome: Outcome, shape: T): z.infer<T> {
  let document: unknown
  try {
    document = JSON.parse(outcome.stdout)
  } catch (cause) {
    throw new Error(`not one JSON document: ${outcome.stdout.slice(0, 500)}\n${outcome.stderr}`, { cause })
  }
  const parsed = shape.safeParse(document)
  if (!parsed.success) throw new Error(`${parsed.error.message}\nin ${outcome.stdout.slice(0, 2_000)}`)
  return parsed.data
}

/** Runs with `--json` and expects the exit code given. */
export async function jsonOf<T extends z.ZodType>(
  code: number,
  shape: T,
  ...args: string[]
): Promise<z.infer<T>> {
  const outcome = await exhibit(...args, '--json')
  expect(outcome.code, `${args.join(' ')}\n${outcome.stderr}${outcome.stdout.slice(0, 2_000)}`).toBe(code)
  return documentOf(outcome, shape)
}

export const sha256Of = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex')

/** Everything about a file that a program could change, but for the time of its last reading. */
export function stateOf(path: string): Record<string, unknown> {
  const { mtimeNs, ctimeNs, mode, size, ino, nlink } = statSync(path, { bigint: true })
  return { path, sha256: sha256Of(path), mtimeNs, ctimeNs, mode, size, ino, nlink }
}
