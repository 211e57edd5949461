// `ipro`, ItemProtectionBox: holds one `sinf` per signing; protection_count stays 1 for ever (ONVIF EFF 26.06 5.6.3, 5.7.1).
import { ByteSink } from '#engine/base/byte-sink.ts'
import { writeFullBox } from '#engine/isobmff/box-writer.ts'

/** Bytes of payload before the first `sinf`: version, flags, protection_count. */
export const iproFieldBytes = 6

/** Value of protection_count, which readers ignore but for reporting; null where the box is too short. */
export const readProtectionCount = (payload: Uint8Array): number | null =>
  payload.length >= iproFieldBytes ? (payload[4] ?? 0) * 256 + (payload[5] ?? 0) : null

export const writeIpro = (...sinfs: Uint8Array[]): Uint8Array =>
  writeFullBox('ipro', 0, 0, new ByteSink().u16(1).finish(), ...sinfs)
