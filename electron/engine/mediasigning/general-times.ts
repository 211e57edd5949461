// The times of a group as its signer states them: 100 ns since 1601 (ONVIF Media Signing 26.06 5.11.1), microseconds since
// 1970 (Axis). The standard says little endian, the reference implementation writes big endian, so both are read.
import { filetime, filetimeAtUnixEpoch, filetimeFromUnixMicros, parseUtc } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'

// Older than any camera that signs: a clock that was never set counts from 1601, 1970 or 1990.
const earliest = parseUtc('2000-01-01T00:00:00Z') ?? filetimeAtUnixEpoch
const latest = parseUtc('2100-01-01T00:00:00Z') ?? filetimeAtUnixEpoch

/** Between 2000 and 2100. */
export const isPlausible = (time: Filetime): boolean => time > earliest && time < latest

export function turnBytes(value: bigint): bigint {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt.asIntN(64, value))
  return bytes.readBigInt64LE()
}

/** Big endian, unless only the other order gives plausible times. */
export function readFiletimes(values: readonly bigint[]): { times: Filetime[]; turned: boolean } {
  const times = values.map((value) => filetime(value))
  const turned = values.map((value) => filetime(turnBytes(value)))
  const swap = times.length > 0 && !times.some(isPlausible) && turned.every(isPlausible)
  return { times: swap ? turned : times, turned: swap }
}

export const timeFromMicros = (micros: bigint): Filetime => filetimeFromUnixMicros(micros)
