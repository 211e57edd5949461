import { expect, onTestFinished, test } from 'vitest'
import { LimitReached, runProgram, StartFailure } from '#engine/media/child-program.ts'
import type { ProgramEnd, ProgramRun } from '#engine/media/child-program.ts'

/** Runs a few lines of JavaScript as the program. */
function node(code: string, run: Partial<ProgramRun> = {}): Promise<ProgramEnd> {
  return runProgram(process.execPath, ['-e', code], { timeoutMs: 30_000, maxOutputBytes: 1_000_000, ...run })
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
/** Says its process id and then goes on for ever. */
const endless = `process.stdout.write(String(process.pid)); setInterval(() => {}, 1000)`

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('output, exit code and last words come back', async () => {
  const end = await node(
    `process.stdout.write('out'); process.stderr.write('first\\nlast\\n'); process.exitCode = 3`,
  )
  expect({ ...end, stdout: text(end.stdout) }).toEqual({
    ...{ code: 3, stdout: 'out', lastWords: 'first\nlast', isAll: true },
  })
})

test('a program that is not there is a start failure', async () => {
  await expect(runProgram('/no/such/program', [], { timeoutMs: 1, maxOutputBytes: 1 })).rejects.toThrow(
    StartFailure,
  )
})

test('only the end of a flood of complaints is kept', async () => {
  const end = await node(`for (let at = 0; at < 100000; at++) console.error('complaint', at)`)
  expect(end.lastWords.length).toBeLessThanOrEqual(8_192)
  expect(end.lastWords.endsWith('complaint 99999')).toBe(true)
  expect(end.isAll).toBe(false)
})

test('a program that takes too long is ended', async () => {
  let pid = 0
  const run = node(endless, { timeoutMs: 1_500, onStdout: (chunk) => void (pid = Number(text(chunk))) })
  await expect(run).rejects.toThrow(LimitReached)
  expect(pid).toBeGreaterThan(0)
  expect(isAlive(pid)).toBe(false)
})

test('an abort ends the program and comes back as its own reason', async () => {
  const controller = new AbortController()
  const reason = new Error('the user changed her mind')
  let pid = 0
  const run = node(endless, {
    signal: controller.signal,
    onStdout: (chunk) => {
      pid = Number(text(chunk))
      controller.abort(reason)
    },
  })
  await expect(run).rejects.toBe(reason)
  expect(isAlive(pid)).toBe(false)
  await expect(node(endless, { signal: controller.signal })).rejects.toBe(reason)
})

test('a program that writes more than is wanted is ended', async () => {
  const flood = `const block = Buffer.alloc(65536); (function more() { process.stdout.write(block, more) })()`
  await expect(node(flood)).rejects.toThrow('more than 1000000 bytes')
})

test('output of any size goes to a slow taker without piling up', async () => {
  let size = 0
  let peak = 0
  let waiting = 0
  const end = await node(`for (let at = 0; at < 200; at++) process.stdout.write(Buffer.alloc(65536, at))`, {
    maxOutputBytes: 0,
    onStdout: async (chunk) => {
      waiting += 1
      peak = Math.max(peak, waiting)
      await new Promise((resolve) => setTimeout(resolve, 1))
      size += chunk.length
      waiting -= 1
    },
  })
  expect(end.code).toBe(0)
  expect(size).toBe(200 * 65_536)
  expect(peak).toBe(1)
})

test('what the taker of output throws ends the program and comes back', async () => {
  let pid = 0
  const fault = new Error('disk full')
  const run = node(endless, {
    onStdout: (chunk) => {
      pid = Number(text(chunk))
      throw fault
    },
  })
  await expect(run).rejects.toBe(fault)
  expect(isAlive(pid)).toBe(false)
})

const echo = `process.stdin.pipe(process.stdout)`

test('input may come in a buffer that is used again and again', async () => {
  async function* reused(): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.alloc(70_000)
    for (let at = 0; at < 10; at += 1) {
      buffer.fill(at)
      yield buffer
      await Promise.resolve()
    }
  }
  const { stdout } = await node(echo, { input: reused() })
  expect(stdout.length).toBe(700_000)
  for (let at = 0; at < 10; at += 1) {
    const part = stdout.subarray(at * 70_000, (at + 1) * 70_000)
    expect(part.every((byte) => byte === at)).toBe(true)
  }
})

test('what the input throws ends the program and comes back', async () => {
  const fault = new Error('the stick was pulled')
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('some')
    throw fault
  }
  await expect(node(echo, { input: broken() })).rejects.toBe(fault)
})

test('a program may stop reading before the end of its input', async () => {
  let given = 0
  function* long(): Generator<Uint8Array> {
    for (given = 0; given < 10_000; given += 1) yield Buffer.alloc(100_000)
  }
  const end = await node(`process.stdin.once('data', () => process.exit(0))`, { input: long() })
  expect(end.code).toBe(0)
  expect(given).toBeLessThan(10_000)
})

test('a program that was ended by a signal has no exit code', async () => {
  expect((await node(`process.kill(process.pid, 'SIGKILL')`)).code).toBeNull()
})

test('the program runs at low priority', async (context) => {
  if (process.platform !== 'linux') context.skip('priorities differ elsewhere')
  const { stdout } = await node(
    `setTimeout(() => process.stdout.write(String(require('os').getPriority())), 200)`,
  )
  expect(Number(text(stdout))).toBeGreaterThan(0)
})

test('no listener stays on a signal that outlives many runs', async () => {
  const controller = new AbortController()
  const warnings: Error[] = []
  const note = (warning: Error): void => void warnings.push(warning)
  process.on('warning', note)
  onTestFinished(() => void process.off('warning', note))
  for (let run = 0; run < 12; run += 1) await node('', { signal: controller.signal })
  expect(warnings).toEqual([])
})
