// Answers one call: checks the input against the table of calls, runs the handler, wraps what comes of it.
// The one place where whatever a handler throws becomes a code of contract/errors.ts.
import { randomUUID } from 'node:crypto'
import { engineCalls, type Answer, type EngineCallName, type EngineHandlers } from '#contract/calls.ts'
import { EvidenceError, wrongInput } from '#contract/errors.ts'

export type AnswerOptions = {
  /** Whether answers are held against the table too: in development, where a bug should show at once. */
  checkOutput: boolean
  /** Where the stack of an unexpected error goes. */
  log: (text: string) => void
}

/** Never rejects: every failure is an answer. */
export async function answerCall(
  handlers: EngineHandlers,
  name: string,
  input: unknown,
  options: AnswerOptions,
): Promise<Answer<unknown>> {
  try {
    if (!isEngineCall(name)) throw new EvidenceError('wrong-input', `There is no call “${name}”.`)
    const parsed = engineCalls[name].input.safeParse(input)
    if (!parsed.success) throw wrongInput(name, parsed.error)
    // Name and input belong to the same row of the table, which the type of a union of handlers cannot express.
    const row = handlers as Record<EngineCallName, (input: unknown) => Promise<unknown>>
    const output = await row[name](parsed.data)
    return { ok: true, value: options.checkOutput ? engineCalls[name].output.parse(output) : output }
  } catch (cause) {
    return failedAnswer(cause, name, options.log)
  }
}

/** The answer to whatever `what` threw; unexpected errors are logged with their stack under an id. */
export function failedAnswer(cause: unknown, what: string, log: (text: string) => void): Answer<never> {
  if (cause instanceof EvidenceError) return { ok: false, error: cause.toShape() }
  const id = randomUUID().slice(0, 8)
  log(`error ${id} in ${what}: ${describe(cause)}`)
  const reason = cause instanceof Error ? cause.message : String(cause)
  return {
    ok: false,
    error: {
      code: 'internal',
      message: `A fault inside Exhibit (${id}): ${reason}`,
      details: { id, call: what },
    },
  }
}

/** An error with its stack and its causes, for a log. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? `${error.name}: ${error.message}`
  return error.cause === undefined ? own : `${own}\ncaused by ${describe(error.cause)}`
}

const isEngineCall = (name: string): name is EngineCallName => Object.hasOwn(engineCalls, name)
