// `sumi`, AFIdentificationBox of ISO/IEC 23000-10: fragment, neighbours, start time. Gone from EFF in 22.12, but the
// ONVIF EFF device test specification still asks for it, so it is written too.
import { ByteSink } from '#engine/base/byte-sink.ts'
import { Cursor, OutOfBounds } from '#engine/base/cursor.ts'
import { filetime } from '#engine/base/time.ts'
import type { Filetime } from '#engine/base/time.ts'
import { writeBox } from '#engine/isobmff/box-writer.ts'

export type Sumi = {
  /** UUIDs as 32 hex digits. */
  fragment: string
  predecessor: string
  successor: string
  startTime: Filetime
  /** In units that writers disagree on; never relied upon. */
  duration: bigint
  predecessorUri: string
  successorUri: string
}

/** Reads the payload after the box header; null where the fixed part is not whole. */
export function readSumi(payload: Uint8Array): Sumi | null {
  const cursor = new Cursor(payload)
  try {
    const fragment = uuid(cursor)
    const predecessor = uuid(cursor)
    const successor = uuid(cursor)
    const startTime = filetime(cursor.u64())
    const duration = cursor.u64()
    const predecessorUriSize = cursor.u16()
    const successorUriSize = cursor.u16()
    return {
      fragment,
      predecessor,
      successor,
      startTime,
      duration,
      predecessorUri: uri(cursor, predecessorUriSize),
      successorUri: uri(cursor, successorUriSize),
    }
  } catch (error) {
    if (error instanceof OutOfBounds) return null
    throw error
  }
}

const uuid = (cursor: Cursor): string => Buffer.from(cursor.take(16)).toString('hex')

const uri = (cursor: Cursor, size: number): string =>
  size === 0
    ? ''
    : new TextDecoder().decode(cursor.take(Math.min(size, cursor.remaining))).replace(/\0[^]*$/, '')

/** Writes a standalone segment or one of a chain; predecessor = fragment means first, successor = fragment last. */
export function writeSumi(sumi: Omit<Sumi, 'predecessorUri' | 'successorUri'>): Uint8Array {
  const sink = new ByteSink()
  for (const id of [sumi.fragment, sumi.predecessor, sumi.successor]) sink.bytes(Buffer.from(id, 'hex'))
  return writeBox('sumi', sink.u64(sumi.startTime).u64(sumi.duration).u16(0).u16(0).finish())
}
