// The engine's process, started from its sources the way main starts it with another Node.
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unpackAnswer, type AnswerText, type FromEngine, type ToEngine } from '#contract/bridge.ts'
import type { Answer } from '#contract/calls.ts'

const host = path.resolve(import.meta.dirname, '../../../electron/engine/host.ts')
let folder: string
let child: ChildProcess
let errors: string
let received: FromEngine[]

function start(options: object, env: NodeJS.ProcessEnv = {}): void {
  errors = ''
  received = []
  child = fork(host, [JSON.stringify(options)], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  })
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.on('message', (message) => received.push(message as FromEngine))
}

const options = () => ({
  dataFolder: folder,
  resourcesFolder: folder,
  runtime: 'fallback',
  development: true,
})
const send = (message: ToEngine): void => void child.send(message)
const ended = (): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve))
const answerTo = async (id: number): Promise<Answer<unknown>> => {
  const found = (): AnswerText | undefined =>
    received.flatMap((message) => (message.kind === 'answer' && message.id === id ? [message.answer] : []))[0]
  await expect.poll(found).toBeDefined()
  return unpackAnswer(found() ?? expect.fail('there is no answer'))
}

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'exhibit-host-'))
})
afterEach(() => {
  child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

test('answers calls, also those that come before it is ready, and refuses others', async () => {
  start(options())
  send({ kind: 'call', id: 1, name: 'case.current', input: {} })
  send({ kind: 'call', id: 2, name: 'case.open', input: { path: 5 } })
  send({ kind: 'call', id: 3, name: 'item.list', input: {} })
  send({ kind: 'locate', id: 4, itemId: 'not an id', what: 'file' })
  expect(await answerTo(1)).toMatchObject({ ok: true, value: null })
  expect(await answerTo(2)).toMatchObject({ ok: false, error: { code: 'wrong-input' } })
  expect(await answerTo(3)).toMatchObject({ ok: false, error: { code: 'no-case-open' } })
  expect(await answerTo(4)).toMatchObject({ ok: true, value: null })
  expect(received).toContainEqual({ kind: 'ready' })
})

test('takes volumes out of a file in development alone', async () => {
  const made = path.join(folder, 'volumes.json')
  writeFileSync(made, JSON.stringify('this is no list of volumes'))
  for (const development of [true, false]) {
    start({ ...options(), development }, { EXHIBIT_TEST_VOLUMES: made })
    send({ kind: 'call', id: 1, name: 'volumes.list', input: {} })
    // Whoever reads the file fails on it; whoever asks the system does not.
    expect(await answerTo(1)).toMatchObject({ ok: !development })
    child.kill('SIGKILL')
    await ended()
  }
  // Two processes, one after the other.
}, 30_000)

test('closes when asked, and ends without a fault', async () => {
  start(options())
  send({ kind: 'close', id: 1 })
  expect(await ended()).toBe(0)
  expect(await answerTo(1)).toMatchObject({ ok: true })
  expect(errors).toBe('')
})

test('closes when the parent hangs up', async () => {
  start(options())
  await expect.poll(() => received).toContainEqual({ kind: 'ready' })
  child.disconnect()
  expect(await ended()).toBe(0)
})

test('does not end at Ctrl+C: main closes it in order', async () => {
  start(options())
  await expect.poll(() => received).toContainEqual({ kind: 'ready' })
  child.kill('SIGINT')
  send({ kind: 'call', id: 1, name: 'case.current', input: {} })
  expect(await answerTo(1)).toMatchObject({ ok: true })
})

test('with options that do not fit it says so and ends with a fault', async () => {
  start({ ...options(), runtime: 'another' })
  expect(await ended()).not.toBe(0)
  expect(errors).toContain('runtime')
})
