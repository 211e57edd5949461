// How the clock that stamped the pictures was set (NIST IR 8161r1 3.3 and table 5): user data of 11 bytes, the word
// “timesource” and a code. It has no identifier of 16 bytes, though its SEI type asks for one.
import type { SeiMessage } from './sei.ts'
import { userDataUnregistered } from './sei.ts'

export type TimeSource = { code: number; name: string }

const word = Buffer.from('timesource', 'latin1')

/** Table 5: how the clock is set, and from where. */
const names = [
  'automatic, network',
  'automatic, no network',
  'automatic, unknown',
  'manual, network',
  'manual, no network',
  'manual, unknown',
]

/** Null where the message is something else. NIST's own example states a size of 13: the payload there is what counts. */
export function readTimeSource({ payloadType, payload }: SeiMessage): TimeSource | null {
  const [code] = payload.subarray(word.length)
  if (payloadType !== userDataUnregistered || code === undefined || payload.length > 13) return null
  if (!word.equals(payload.subarray(0, word.length))) return null
  return { code, name: names[code] ?? 'not in the table' }
}

export const writeTimeSource = (code: number): Uint8Array => Uint8Array.of(...word, code)
