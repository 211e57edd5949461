// Starts a program and stays with it to its end: the only file of the engine that does. Low priority, bounded time and
// output, stopped through its handle and never by name.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import type { Readable, Writable } from 'node:stream'

export type ProgramRun = {
  signal?: AbortSignal
  timeoutMs: number
  /** Given to standard input. A chunk may be reused when the next one is asked for. */
  input?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Takes standard output of any size: the next chunk is read when this promise is kept. */
  onStdout?: (chunk: Uint8Array) => void | Promise<void>
  /** Is told what it writes to stderr, as it comes. */
  onStderr?: (text: string) => void
  /** Without `onStdout`: how much of standard output is taken. */
  maxOutputBytes: number
  env?: NodeJS.ProcessEnv
}

/** `code` is null where a signal ended the program; `lastWords` is the end of what it wrote to stderr, `isAll` where it is all. */
export type ProgramEnd = { code: number | null; stdout: Uint8Array; lastWords: string; isAll: boolean }

/** The program could not be started. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure'
}

/** The program took too long or wrote too much, and was stopped. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached'
}

/**
 * When it returns or throws, the program has ended. Throws `StartFailure`, `LimitReached`, the signal's reason, or what
 * `input` and `onStdout` throw.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  run: ProgramRun,
): Promise<ProgramEnd> {
  run.signal?.throwIfAborted()
  const child = await start(program, args, run)
  const stop = new AbortController()
  const stopFor = (reason: unknown): void => stop.abort(reason)
  const onAbort = (): void => stopFor(run.signal?.reason)
  const timer = setTimeout(
    () => stopFor(new LimitReached(`it took longer than ${run.timeoutMs / 1000} s`)),
    run.timeoutMs,
  )
  stop.signal.addEventListener('abort', () => child.kill('SIGKILL'), { once: true })
  run.signal?.addEventListener('abort', onAbort, { once: true })
  if (run.signal?.aborted) onAbort()
  try {
    // The first thing that goes wrong is the reason; stopping the program then ends its streams.
    const [ended, stdout, words] = await Promise.all([
      once(child, 'close'),
      takeOutput(child.stdout, run).catch(stopFor),
      takeLastWords(child.stderr, run).catch(stopFor),
      giveInput(child.stdin, run.input).catch(stopFor),
    ])
    stop.signal.throwIfAborted()
    return {
      code: ended[0] as number | null,
      stdout: stdout ?? new Uint8Array(0),
      lastWords: words?.end ?? '',
      isAll: words?.isAll ?? false,
    }
  } finally {
    clearTimeout(timer)
    run.signal?.removeEventListener('abort', onAbort)
  }
}

async function start(program: string, args: readonly string[], run: ProgramRun): Promise<ChildProcess> {
  const child = spawn(program, args, {
    env: run.env ?? process.env,
    stdio: [run.input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  try {
    await once(child, 'spawn')
  } catch (cause) {
    throw new StartFailure(`“${program}” cannot be started: ${String(cause)}`, { cause })
  }
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system does not allow it: courtesy, not a condition.
  }
  return child
}

async function takeOutput(stdout: Readable | null, run: ProgramRun): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (stdout ?? []) as AsyncIterable<Uint8Array>) {
    if (run.onStdout) {
      await run.onStdout(chunk)
      continue
    }
    size += chunk.length
    if (size > run.maxOutputBytes) throw new LimitReached(`it wrote more than ${run.maxOutputBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const lastWordsCharacters = 8_192

async function takeLastWords(
  stderr: Readable | null,
  run: ProgramRun,
): Promise<{ end: string; isAll: boolean }> {
  let words = ''
  let isAll = true
  const decoder = new TextDecoder()
  for await (const chunk of (stderr ?? []) as AsyncIterable<Uint8Array>) {
    const text = decoder.decode(chunk, { stream: true })
    run.onStderr?.(text)
    words += text
    isAll &&= words.length <= lastWordsCharacters
    words = words.slice(-lastWordsCharacters)
  }
  return { end: words.trim(), isAll }
}

async function giveInput(stdin: Writable | null, input: ProgramRun['input']): Promise<void> {
  if (!stdin || !input) return
  // A program may have seen enough before the end of its input: its exit code says whether that was right.
  stdin.on('error', () => undefined)
  for await (const chunk of input) {
    await new Promise<void>((resolve) => stdin.write(chunk, () => resolve()))
    if (stdin.errored) break
  }
  stdin.end()
}
