// Other programs as judges: the `exhibit` command as a script would run it, and a shell as a recipient would use it.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { Verification } from '#contract/seal.ts'
import { at } from '../../../build/paths.mjs'

export type Outcome = { code: number | null; stdout: string; stderr: string }

export type Conditions = { cwd?: string; env?: Record<string, string> }

/** Resolves when the program has ended, however. */
export function run(program: string, args: string[], conditions: Conditions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: conditions.cwd ?? tmpdir(),
      env: { ...process.env, ...conditions.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8')
      child[name].on('data', (chunk: string) => (text[name] += chunk))
    }
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...text }))
  })
}

/** `exhibit …`, with a data folder of its own, as on another computer. */
export const exhibit = (dataFolder: string, ...args: string[]): Promise<Outcome> =>
  run(process.execPath, [at('electron/cli/main.ts'), ...args], { env: { EXHIBIT_DATA: dataFolder } })

/** What `exhibit verify --json` says of one file, and its exit code. */
export async function verifyByCommand(
  dataFolder: string,
  file: string,
  ...options: string[]
): Promise<{ code: number | null; verification: Verification }> {
  const { code, stdout, stderr } = await exhibit(dataFolder, 'verify', file, '--json', ...options)
  const { files } = JSON.parse(stdout || `{"files":[],"stderr":${JSON.stringify(stderr)}}`) as {
    files: unknown[]
  }
  return { code, verification: Verification.parse(files[0]) }
}

/** Shell commands, one after the other, ended by the first that fails. */
export const shell = (commands: string, cwd: string, env: Record<string, string> = {}): Promise<Outcome> =>
  run('sh', ['-e', '-c', commands], { cwd, env })
