// A time stamp in a picture: MISB ST 0604 user data SEI, micro- or nanoseconds since 1970 with a status byte. The 0xff
// after every second byte keep the value free of start codes.
import { filetime, filetimeAtUnixEpoch, formatUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import type { SeiMessage } from './sei.ts'
import { userDataUuid } from './sei.ts'
import { misbNanosecondsH265, stampUuids } from './user-data.ts'

export type Stamp = {
  /** Rounded down to 100 ns. */
  time: Filetime
  unit: 'microseconds' | 'nanoseconds'
  /** The stamping clock was synchronised, by its own word (ST 0603 time status, bit 7 clear). */
  locked: boolean
  /** Time did not go on evenly since the stamp before (bit 6), and went backward (bit 5 too). */
  discontinuity: boolean
  reverse: boolean
  /** Bits 4 to 0 are reserved and shall be ones. */
  reservedBits: boolean
}

export type StampReading = { stamp: Stamp } | { malformed: string }

const stampBytes = 28
const markers = [19, 22, 25]

/** Null where the message is no such stamp. Never throws. */
export function readStamp(message: SeiMessage): StampReading | null {
  const uuid = userDataUuid(message)
  if (uuid === null || !stampUuids.has(uuid)) return null
  const { payload } = message
  if (payload.length < stampBytes) return { malformed: `it has ${payload.length} bytes of ${stampBytes}` }
  if (markers.some((at) => payload[at] !== 0xff))
    return { malformed: 'the bytes 0xFF that stand between those of its time are not there' }
  const unit = uuid === misbNanosecondsH265 ? 'nanoseconds' : 'microseconds'
  const count = [17, 18, 20, 21, 23, 24, 26, 27].reduce(
    (sum, at) => sum * 256n + BigInt(payload[at] ?? 0),
    0n,
  )
  const time = filetime((unit === 'nanoseconds' ? count / 100n : count * 10n) + filetimeAtUnixEpoch)
  if (formatUtc(time) === null) return { malformed: `it counts ${count} ${unit}, beyond the year 9999` }
  const status = payload[16] ?? 0
  return {
    stamp: {
      time,
      unit,
      locked: (status & 0x80) === 0,
      discontinuity: (status & 0x40) !== 0,
      reverse: (status & 0x60) === 0x60,
      reservedBits: (status & 0x1f) === 0x1f,
    },
  }
}

/** The payload of one stamp; `uuid` as 32 hex digits, `count` in its unit. */
export function writeStamp(uuid: string, status: number, count: bigint): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(count)
  const spread = [0, 2, 4].flatMap((at) => [...bytes.subarray(at, at + 2), 0xff])
  return Uint8Array.of(...Buffer.from(uuid, 'hex'), status, ...spread, ...bytes.subarray(6))
}
