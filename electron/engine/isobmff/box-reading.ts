// Reads one small box whole and turns a payload that ends too early into a finding (ISO/IEC 14496-12 4.2).
import type { ByteSource } from '../base/byte-source.ts'
import { Cursor, OutOfBounds } from '../base/cursor.ts'
import type { Findings } from '../base/findings.ts'
import { pathOf, payloadSize, readPayload } from './box.ts'
import type { Box } from './box.ts'

/** No box read in one piece needs more; tables are read by `table.ts`. */
const payloadLimit = 65_536

/** Version and flags at the start of a FullBox (4.2.2). */
export function readVersionAndFlags(cursor: Cursor): { version: number; flags: number } {
  return { version: cursor.u8(), flags: cursor.u24() }
}

/** A time or duration: 32 bits in version 0, 64 in version 1. */
export const readWide = (cursor: Cursor, version: number): bigint =>
  version === 0 ? BigInt(cursor.u32()) : cursor.u64()

/** A duration, null where it is all ones: unknown (8.2.2.3). */
export function readDuration(cursor: Cursor, version: number): bigint | null {
  const value = readWide(cursor, version)
  return value === (version === 0 ? 0xffff_ffffn : 0xffff_ffff_ffff_ffffn) ? null : value
}

/**
 * The payload (at most 64 KiB of it) through `read`. Null where the box is absent or too short, with finding
 * `box-cut`; what `read` throws otherwise is a bug and goes on.
 */
export async function readBox<T>(
  source: ByteSource,
  box: Box | undefined,
  findings: Findings,
  read: (cursor: Cursor) => T,
): Promise<T | null> {
  if (!box) return null
  const payload = await readPayload(source, box, payloadLimit)
  try {
    return read(new Cursor(payload))
  } catch (error) {
    if (!(error instanceof OutOfBounds)) throw error
    findings.add(
      'box-cut',
      'error',
      `“${box.type}” has ${payloadSize(box)} bytes of content; a field needs ${error.wanted} at +${error.position}.`,
      { offset: box.offset, path: pathOf(box), clause: 'ISO/IEC 14496-12 4.2' },
    )
    return null
  }
}
