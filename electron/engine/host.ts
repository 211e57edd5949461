// Process entry of the engine: one engine, one line to the main process, calls in and answers and events out.
// Started by main/engine-child.ts with its options as JSON in the first argument.
import { z } from 'zod'
import { packAnswer, type AnswerText, type ToEngine } from '#contract/bridge.ts'
import type { Answer } from '#contract/calls.ts'
import { answerCall, describe, failedAnswer } from './answer-call.ts'
import { createEngine } from './engine.ts'
import { readMadeVolumes } from './made-volumes.ts'
import { openParentPort } from './parent-port.ts'

/** How long closing a case may take before the process ends all the same. */
const closingMs = 15_000

const options = z
  .strictObject({
    dataFolder: z.string(),
    resourcesFolder: z.string(),
    runtime: z.enum(['official', 'fallback']),
    development: z.boolean(),
  })
  .parse(JSON.parse(process.argv[2] ?? 'null'))

const log = (text: string): void => console.error(`engine: ${text}`)

// A bug that nobody caught leaves the engine in an unknown state: better to end and be started again.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log(`${event}: ${describe(error)}`)
    process.exit(70)
  })
}
// Ctrl+C in a terminal reaches every process of the program; main closes the engine in order.
process.on('SIGINT', () => undefined)

/** A file of volumes in place of the system's, so that a test can plug one in. Dead in an installed Exhibit. */
const madeVolumes = options.development ? process.env['EXHIBIT_TEST_VOLUMES'] : undefined

const port = openParentPort()
const engine = createEngine({
  dataFolder: options.dataFolder,
  resourcesFolder: options.resourcesFolder,
  runtime: options.runtime,
  emit: (name, payload) => port.send({ kind: 'event', name, payload }),
  ...(madeVolumes ? { listVolumes: () => readMadeVolumes(madeVolumes) } : {}),
})

// Listening begins before the engine is made: calls that come early wait for it.
port.listen(
  (message) => void receive(message),
  () => void closeAndExit(),
)
await engine
port.send({ kind: 'ready' })

async function receive(message: ToEngine): Promise<void> {
  if (message.kind === 'close') return closeAndExit(message.id)
  port.send({ kind: 'answer', id: message.id, answer: pack(await answerTo(message), message) })
}

/** What cannot be written as JSON is a failure too. */
function pack(answer: Answer<unknown>, message: Exclude<ToEngine, { kind: 'close' }>): AnswerText {
  try {
    return packAnswer(answer)
  } catch (cause) {
    return packAnswer(failedAnswer(cause, message.kind === 'call' ? message.name : message.kind, log))
  }
}

async function answerTo(message: Exclude<ToEngine, { kind: 'close' }>): Promise<Answer<unknown>> {
  const running = await engine
  if (message.kind === 'call') {
    return answerCall(running.handlers, message.name, message.input, {
      checkOutput: options.development,
      log,
    })
  }
  try {
    return { ok: true, value: await running.locate(message.itemId, message.what) }
  } catch (cause) {
    return failedAnswer(cause, 'locate', log)
  }
}

let closing = false

/** Closes the engine, answers the message that asked for it, ends the process. A failure gives a non-zero code. */
async function closeAndExit(id?: number): Promise<void> {
  // A parent that asks and then hangs up asks twice.
  if (closing) return
  closing = true
  setTimeout(() => {
    log('closing took too long')
    process.exit(71)
  }, closingMs).unref()
  try {
    await (await engine).close()
    if (id !== undefined) port.send({ kind: 'answer', id, answer: packAnswer({ ok: true, value: {} }) })
    process.exit(0)
  } catch (error) {
    log(`closing failed: ${describe(error)}`)
    process.exit(72)
  }
}
