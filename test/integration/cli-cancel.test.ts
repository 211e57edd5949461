// Ended in the middle: by Ctrl-C nothing is left half-done; by a hard end the next start says what was.
import { spawn } from 'node:child_process'
import { closeSync, ftruncateSync, openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { acts } from '../support/ledger.ts'
import { exhibit, jsonOf, main, node, workstation } from '../support/cli.ts'
import { Custody, Ingest } from '../support/cli-contract.ts'
import { suiteFolder } from '../support/evidence.ts'
import { makeSigner, scratchFolder, writeSealed } from '../support/made-export.ts'

const folder = suiteFolder()
const small = join(folder, 'small.mp4')
const large = join(folder, 'large.mp4')
beforeAll(async () => {
  const { key } = await makeSigner('VMS')
  await writeSealed(small, key)
  // Takes long to read and no room on the disk: `ftyp` and a `free` box of 8 GiB of zeros.
  const file = openSync(large, 'w')
  const head = Buffer.from('000000106674797069736f6d00000000' + '0000000166726565', 'hex')
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(2n ** 33n)
  writeSync(file, Buffer.concat([head, size]))
  ftruncateSync(file, 16 + 2 ** 33)
  closeSync(file)
})

/** Runs a command, sends `signal` once `isTime`, and gives how it ended. */
async function ended(
  signal: NodeJS.Signals,
  isTime: () => boolean,
  ...args: string[]
): Promise<{ code: number | null; stderr: string; stdout: string }> {
  const child = spawn(node, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, EXHIBIT_DATA: workstation },
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  const end = new Promise<number | null>((resolve) => child.once('close', resolve))
  while (!isTime() && child.exitCode === null) await wait(20)
  await wait(200)
  child.kill(signal)
  return { code: await end, ...said }
}

const copies = (root: string): string[] => {
  try {
    return readdirSync(join(root, 'vault', '.incoming'))
  } catch {
    return []
  }
}

const copied = (root: string, name: string): number =>
  statSync(join(root, 'vault', '.incoming', name), { throwIfNoEntry: false })?.size ?? 0

describe('ingest', () => {
  it('ended with Ctrl-C: 5, says so and how to go on; only whole items are in the case, what was copied is kept', async () => {
    const root = join(scratchFolder(), 'case')
    // So much is worth being kept.
    const copying = (): boolean => copies(root).some((name) => copied(root, name) > 8 << 20)
    const { code, stdout, stderr } = await ended(
      'SIGINT',
      copying,
      'ingest',
      '--case',
      root,
      small,
      large,
      '--json',
    )
    expect([code, stderr]).toEqual([5, expect.stringMatching(/^exhibit: Cancelled/)])
    expect(stderr).toContain(`exhibit ingest --case '${root}' --resume`)
    // One document: what is in the case by now, and why it ended.
    expect(JSON.parse(stdout)).toMatchObject({
      case: root,
      items: [{ path: 'small.mp4', status: 'ingested', verdict: 'sealed' }],
      error: { code: 'cancelled' },
    })
    expect(copies(root)).toHaveLength(1)
    const { items } = await jsonOf(0, Custody, 'custody', '--case', root, '--verify')
    expect(acts(items).map(({ action }) => action)).toEqual([
      'case-created',
      'intake-started',
      'ingest',
      'intake-stopped',
    ])
    expect(acts(items).at(-1)?.detail).toMatchObject({ reason: 'It was cancelled.', files: 2, filesDone: 1 })
  })

  it('ended hard: the next start says so, and that it can go on; what has no checkpoint is removed', async () => {
    const root = join(scratchFolder(), 'case')
    const copying = (): boolean => copies(root).some((name) => name.startsWith('large'))
    expect((await ended('SIGKILL', copying, 'ingest', '--case', root, small, large)).code).toBeNull()
    expect(copies(root)).toHaveLength(1)
    const next = await exhibit('ingest', '--case', root, small, '--json')
    expect(next.code).toBe(0)
    expect(next.stderr).toMatch(/was interrupted after 1 of 2 files.*It can go on/)
    expect(Ingest.parse(JSON.parse(next.stdout)).items[0]?.status).toBe('already-present')
    const { items } = await jsonOf(0, Custody, 'custody', '--case', root, '--verify')
    // Whether it had come to a checkpoint is a matter of the disk.
    expect(
      acts(items)
        .map(({ action }) => action)
        .filter((action) => action !== 'recovered'),
    ).toEqual(['case-created', 'intake-started', 'ingest', 'case-opened', 'intake-started', 'seen-again'])
  })
})

describe('verify', () => {
  it('ended with Ctrl-C says nothing that could be taken for a verdict', async () => {
    const { code, stdout } = await ended('SIGINT', () => true, 'verify', large)
    // Before Node has begun to listen, the signal ends it.
    expect([5, null]).toContain(code)
    expect(stdout).toBe('')
  })
})

it('two at once in one case: the second is told to wait', async () => {
  const root = join(scratchFolder(), 'case')
  await exhibit('ingest', '--case', root, small)
  const copying = (): boolean => copies(root).some((name) => name.startsWith('large'))
  let second: Awaited<ReturnType<typeof exhibit>> | null = null
  const first = ended('SIGINT', () => second !== null, 'ingest', '--case', root, large)
  while (!copying()) await wait(20)
  second = await exhibit('ingest', '--case', root, small)
  await first
  expect([second.code, second.stderr]).toEqual([5, expect.stringMatching(/in use|open|locked/i)])
})
