// A call to the engine over the window's own bridge: for what a test needs, and no screen that it looks at does.
import { unpackAnswer, type Bridge } from '#contract/bridge.ts'
import type { CallInput, CallName, CallOutput } from '#contract/calls.ts'
import type { Exhibit } from './launch.ts'

/** Throws where the answer is a failure. */
export async function callBridge<N extends CallName>(
  { window }: Pick<Exhibit, 'window'>,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  const text = await window.evaluate(
    ([asked, given]) => (globalThis as unknown as { exhibit: Bridge }).exhibit.call(asked, given),
    [name, input as unknown] as const,
  )
  const answer = unpackAnswer(text)
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code}: ${answer.error.message}`)
  return answer.value as CallOutput<N>
}
