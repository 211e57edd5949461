// SEI messages of one NAL unit (H.264 7.3.2.3, H.265 7.3.2.4, annex D): payload type and size, and user data with its
// identifier. Whether emulation prevention is there is computed from the lengths, never assumed.
import { removeEmulationPrevention, storedPlace, withoutTrailingZeros } from './emulation-prevention.ts'
import { nalHeaderBytes } from './nal-header.ts'
import type { VideoCodec } from './nal-unit.ts'

/** payloadType of user_data_unregistered. */
export const userDataUnregistered = 5

export type SeiMessage = {
  payloadType: number
  /** payloadSize as stated; `payload` is shorter where `cut`. */
  payloadSize: number
  /** The payload as it was before emulation prevention. */
  payload: Uint8Array
  /** Where the payload begins in the unit as stored, and how many stored bytes it takes. */
  storedOffset: number
  storedSize: number
  /** The unit ends before the payload does. */
  cut: boolean
}

export type SeiUnit = {
  messages: SeiMessage[]
  /** Whether the unit is stored with emulation prevention bytes in it. */
  escaped: boolean
  /** Whether the messages end exactly where the unit does, at its stop bit. */
  complete: boolean
}

/** More in one unit is nonsense. */
const messageLimit = 1_024

/** Reads what is there; never throws. `unit` is a whole SEI unit with its header. */
export function readSeiMessages(unit: Uint8Array, codec: VideoCodec): SeiUnit {
  const stored = withoutTrailingZeros(unit)
  const start = nalHeaderBytes(codec)
  const plain = walk(stored, start, [])
  const { bytes, removed } = removeEmulationPrevention(stored)
  const unescaped = removed.length > 0 ? walk(bytes, start, removed) : plain
  // Where the stated sizes fit the bytes as stored, nothing was put in between, whatever 00 00 03 the payload holds.
  // Where neither reading fits, the unit is broken; then it counts as written after the standard.
  const usePlain = plain.fit === 'stop' || (unescaped.fit !== 'stop' && plain.fit === 'end')
  const { messages, fit } = usePlain ? plain : unescaped
  return { messages, escaped: !usePlain && removed.length > 0, complete: fit === 'stop' }
}

/** `stop`: the messages end at the stop bit · `end`: at the end, and there is no stop bit · `none`: anywhere else. */
type Walk = { messages: SeiMessage[]; fit: 'stop' | 'end' | 'none' }

function walk(bytes: Uint8Array, start: number, removed: readonly number[]): Walk {
  const messages: SeiMessage[] = []
  let at = start
  // Messages are whole bytes, so that the stop bit and its zeros are the byte 0x80.
  const end = bytes[bytes.length - 1] === 0x80 ? bytes.length - 1 : bytes.length
  while (at < end && messages.length < messageLimit) {
    const type = readFfCoded(bytes, at, end)
    const size = type && readFfCoded(bytes, type.next, end)
    if (!size) break
    const stop = Math.min(size.next + size.value, end)
    const storedOffset = storedPlace(size.next, removed)
    messages.push({
      payloadType: type.value,
      payloadSize: size.value,
      payload: bytes.subarray(size.next, stop),
      storedOffset,
      storedSize: Math.max(0, storedPlace(stop, removed) - storedOffset),
      cut: size.value > stop - size.next,
    })
    at = size.next + size.value
  }
  if (messages.length === 0 || at !== end) return { messages, fit: 'none' }
  return { messages, fit: end < bytes.length ? 'stop' : 'end' }
}

/** A number as bytes of 0xff and one smaller: their sum. */
function readFfCoded(bytes: Uint8Array, from: number, end: number): { value: number; next: number } | null {
  let at = from
  while (at < end && bytes[at] === 0xff) at += 1
  return at < end ? { value: (at - from) * 0xff + (bytes[at] ?? 0), next: at + 1 } : null
}

/** The identifier of user data as 32 hex digits; null where the message is of another type or too short. */
export function userDataUuid({ payloadType, payload }: SeiMessage): string | null {
  if (payloadType !== userDataUnregistered || payload.length < 16) return null
  return Buffer.from(payload.buffer, payload.byteOffset, 16).toString('hex')
}

/**
 * Cheap look at the first bytes of an SEI unit: the identifier of the first user data that begins in them, null where
 * there is none. 64 bytes are enough for units with one message.
 */
export function findUserDataUuid(head: Uint8Array, codec: VideoCodec): string | null {
  let at = nalHeaderBytes(codec)
  while (at < head.length) {
    const type = readFfCoded(head, at, head.length)
    const size = type && readFfCoded(head, type.next, head.length)
    if (!size) return null
    const payload = head.subarray(size.next, size.next + 16)
    if (type.value === userDataUnregistered && size.value >= 16) {
      return payload.length === 16 ? Buffer.from(payload).toString('hex') : null
    }
    at = size.next + size.value
  }
  return null
}
